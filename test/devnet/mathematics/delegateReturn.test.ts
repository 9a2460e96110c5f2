/** What a delegate returns: as the runtime API says at the end of a recorded localnet. */
import { assert, describe, it } from "@effect/vitest"
import { delegateReturn } from "../../../src/devnet/mathematics/delegateReturn.ts"
import { replay, traces } from "../../support/localnetTrace.ts"
import { loadVectors } from "../../support/vectors.ts"

/** SCALE's compact form of a number, as the runtime API gives it. */
const compact = (value: bigint): string => {
  const bytes = (number: bigint, length: number) =>
    number
      .toString(16)
      .padStart(length * 2, "0")
      .match(/../g) ?? []
  if (value < 2n ** 30n) {
    const [length, mode] = value < 64n ? [1, 0n] : value < 2n ** 14n ? [2, 1n] : [4, 2n]
    return bytes((value << 2n) | mode, length)
      .toReversed()
      .join("")
  }
  const length = Math.ceil(value.toString(16).length / 2)
  return ((length - 4) * 4 + 3).toString(16).padStart(2, "0") + bytes(value, length).toReversed().join("")
}

describe("delegateReturn", () => {
  interface Results {
    readonly cases: ReadonlyArray<{ readonly method: string; readonly result: string }>
  }
  const [trace] = traces
  const [recorded] = loadVectors<Results>("runtime", "runtime_api.json")

  it.each(["hot1", "hot3", "hotX"])("is what the runtime API says of %s", (name) => {
    const state = replay(trace ?? assert.fail("no trace"), () => {})
    const earnings = state.netuids("tempo").flatMap((netuid) => {
      const uid = state.get(`uids/${netuid}|@${name}`)
      const emission = state.list(`emission/${netuid}`)[Number(uid)]
      if (uid === null || emission === undefined) return []
      return [{ emission: BigInt(String(emission)), tempo: state.number(`tempo/${netuid}`) }]
    })
    assert.isNotEmpty(earnings)
    const { per1000, total } = delegateReturn(earnings, state.amount(`totalHotkeyStake/@${name}`))
    const delegates = recorded?.data.cases.find(({ method }) => method.endsWith("get_delegates")) ?? assert.fail()
    assert.include(delegates.result, compact(per1000) + compact(total))
    assert.isAbove(Number(total), 0)
  })

  it("takes the double below 0.82", () =>
    assert.deepStrictEqual(delegateReturn([{ emission: 100n, tempo: 7200 }], 1000n), { per1000: 81n, total: 100n }))

  it("is nothing for each 1000 rao of no stake, and stops at a tempo of 0", () => {
    assert.deepStrictEqual(delegateReturn([{ emission: 100n, tempo: 7200 }], 0n), { per1000: 0n, total: 100n })
    assert.deepStrictEqual(delegateReturn([], 1000n), { per1000: 0n, total: 0n })
    assert.throws(() => delegateReturn([{ emission: 1n, tempo: 0 }], 1n), RangeError)
  })
})
