/** What a network costs: recorded costs of the runtime, and how one falls block by block. */
import { assert, describe, it } from "@effect/vitest"
import { lockCost } from "../../../src/devnet/mathematics/lockCost.ts"
import { loadVectors } from "../../support/vectors.ts"

interface LockCase {
  readonly last_lock_cost: string
  readonly last_registered_block: number
  readonly lock_reduction_interval: number
  readonly min_lock_cost: string
  readonly current_block: number
  readonly expected_lock_cost: string
}

describe("lockCost", () => {
  const cases = loadVectors<{ readonly cases: ReadonlyArray<LockCase> }>("runtime", "network_lock_cost.json").flatMap(
    ({ data }) => data.cases
  )
  const series = loadVectors<{ readonly series: ReadonlyArray<readonly [block: number, cost: string]> }>(
    "runtime",
    "network_lock_cost.json"
  ).flatMap(({ data }) => data.series)

  it("costs what the runtime says", () => {
    assert.isAtLeast(cases.length, 10)
    for (const one of cases) {
      const lock = {
        lastLockCost: BigInt(one.last_lock_cost),
        minLockCost: BigInt(one.min_lock_cost),
        lastRegistered: one.last_registered_block,
        reductionInterval: BigInt(one.lock_reduction_interval)
      }
      assert.strictEqual(String(lockCost(lock, one.current_block)), one.expected_lock_cost)
    }
  })

  it("falls block by block after a registration", () => {
    assert.isAtLeast(series.length, 10)
    const tao = 1_000_000_000n
    const lock = {
      lastLockCost: 1000n * tao,
      minLockCost: 1000n * tao,
      lastRegistered: 2,
      reductionInterval: 100_800n
    }
    assert.deepStrictEqual(
      series.map(([block]) => String(lockCost(lock, block))),
      series.map(([, cost]) => cost)
    )
  })

  it("wraps around where the runtime does, and divides by nothing without an interval", () => {
    const lock = { lastLockCost: 2n ** 63n, minLockCost: 7n, lastRegistered: 1, reductionInterval: 2n ** 63n }
    assert.strictEqual(lockCost(lock, 1), 7n)
    assert.throws(() => lockCost({ ...lock, reductionInterval: 0n }, 1), RangeError)
  })
})
