/** The replay guard in memory: what every guard must do, what is forgotten when, and that nothing grows without bound. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as ReplayGuardMemory from "../../src/layers/ReplayGuardMemory.ts"
import * as Nonce from "../../src/protocol/Nonce.ts"
import type { Advance, ReplayGuard } from "../../src/services/ReplayGuard.ts"
import { heapGrowth } from "../support/heap.ts"
import { said, suite } from "../contracts/ReplayGuard.ts"

const second = 1_000_000_000n
/** Milliseconds; a nonce of this time is no legacy one. */
const start = 1_752_076_800_000

const at = (seconds: number): bigint => BigInt(start) * 1_000_000n + BigInt(Math.round(seconds * 1e9))

/** One request of a lane, with the expiry that the axon gives it. */
const request = (change: Partial<Advance> = {}): Advance => {
  const nonce = change.nonce ?? at(0)
  return { receiver: "5R", hotkey: "5A", uuid: "u", nonce, expiry: Nonce.expiry(nonce), ...change }
}

const ask = (change: Partial<Advance> = {}) => said(request(change))

/** Runs at `start` with a guard of its own. */
const withGuard =
  (options?: ReplayGuardMemory.Options) =>
  <A, E>(self: Effect.Effect<A, E, ReplayGuard>) =>
    Effect.andThen(TestClock.setTime(start), Effect.provide(self, ReplayGuardMemory.layer(options)))

suite("ReplayGuardMemory", ReplayGuardMemory.layer)

describe("advance", () => {
  it.effect("lets nothing pass again that it has forgotten, though the clock be set back", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* ask({ nonce: at(1) }), "passed")
      yield* TestClock.setTime(start + 300_000)
      assert.strictEqual(yield* ask({ nonce: at(300), uuid: "v" }), "passed")
      yield* TestClock.setTime(start + 2000)
      assert.strictEqual(yield* ask({ nonce: at(1) }), "Replayed")
      assert.strictEqual(yield* ask({ nonce: at(2) }), "passed")
    }).pipe(withGuard())
  )

  it.effect("after a restart refuses what is older than the start, of lanes that it does not know", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* ask({ nonce: at(0) - 1n }), "Replayed")
      assert.strictEqual(yield* ask({ nonce: at(0) }), "passed")
    }).pipe(withGuard())
  )

  it("forgets a lane no sooner than its nonce has left the widest window", () => {
    const table = new ReplayGuardMemory.LaneTable({ maxLanes: 10, maxLanesPerHotkey: 10, startedAt: at(0) })
    table.advance(request(), at(0))
    table.advance(request({ hotkey: "5B", nonce: at(64) }), at(64))
    assert.strictEqual(table.size, 2)
    table.advance(request({ hotkey: "5C", nonce: at(65) }), at(64.001))
    // The new lane took the place of the first: two remain, not three.
    assert.strictEqual(table.size, 2)
  })
})

describe("maxLanesPerHotkey", () => {
  it.effect("counts expired lanes no longer", () =>
    Effect.gen(function* () {
      for (const uuid of ["a", "b"]) yield* ask({ uuid })
      yield* TestClock.adjust("65 seconds")
      for (const uuid of ["c", "d"]) assert.strictEqual(yield* ask({ uuid, nonce: at(65) }), "passed")
      assert.strictEqual(yield* ask({ uuid: "e", nonce: at(65) }), "TooManyLanes")
    }).pipe(withGuard({ maxLanesPerHotkey: 2 }))
  )
})

describe("maxLanes", () => {
  it.effect("has room again when lanes have expired", () =>
    Effect.gen(function* () {
      for (const hotkey of ["5A", "5B"]) yield* ask({ hotkey })
      yield* TestClock.adjust("65 seconds")
      for (const hotkey of ["5C", "5D"]) assert.strictEqual(yield* ask({ hotkey, nonce: at(65) }), "passed")
      assert.strictEqual(yield* ask({ hotkey: "5E", nonce: at(65) }), "Full")
    }).pipe(withGuard({ maxLanes: 2 }))
  )

  it.effect("is not blocked by one lane that is remembered longer than those behind it", () =>
    Effect.gen(function* () {
      yield* ask({ hotkey: "legacy", nonce: 5n, expiry: at(86_400) })
      for (const hotkey of ["5A", "5B"]) yield* ask({ hotkey })
      yield* TestClock.adjust("65 seconds")
      for (const hotkey of ["5C", "5D"]) assert.strictEqual(yield* ask({ hotkey, nonce: at(65) }), "passed")
      assert.strictEqual(yield* ask({ hotkey: "legacy", nonce: 5n, expiry: at(86_400) }), "Replayed")
      assert.strictEqual(yield* ask({ hotkey: "5E", nonce: at(65) }), "Full")
    }).pipe(withGuard({ maxLanes: 3 }))
  )
})

/** Advances so many lanes, each at its own time, and counts what was said. */
const flood = (table: ReplayGuardMemory.LaneTable, count: number, now: (i: number) => bigint) => {
  const said = new Map<string, number>()
  for (let i = 0; i < count; i++) {
    const nonce = now(i)
    const reason =
      table.advance({ receiver: "r", hotkey: `h${i % 50_000}`, uuid: `${i}`, nonce, expiry: nonce + second }, nonce) ??
      "passed"
    said.set(reason, (said.get(reason) ?? 0) + 1)
  }
  return Object.fromEntries(said)
}

describe("LaneTable", () => {
  it("stays bounded under a million lanes at once", () => {
    const table = new ReplayGuardMemory.LaneTable({ maxLanes: 10_000, maxLanesPerHotkey: 64, startedAt: at(0) })
    assert.deepStrictEqual(
      flood(table, 1_000_000, () => at(0)),
      { passed: 10_000, Full: 990_000 }
    )
    assert.strictEqual(table.size, 10_000)
  })

  it("stays as small as what is live under lanes one after another", () => {
    const table = new ReplayGuardMemory.LaneTable({ maxLanes: 10_000, maxLanesPerHotkey: 64, startedAt: at(0) })
    assert.deepStrictEqual(
      flood(table, 200_000, (i) => at(0) + BigInt(i) * 1_000_000n),
      { passed: 200_000 }
    )
    assert.isAtMost(table.size, 1001)
  })

  it("does not grow by the requests of the lanes that it has", () => {
    const table = new ReplayGuardMemory.LaneTable({ maxLanes: 10_000, maxLanesPerHotkey: 64, startedAt: at(0) })
    const growth = heapGrowth(() => {
      for (let request = 0; request < 300_000; request++) {
        const nonce = at(0) + BigInt(request)
        const lane = { receiver: "5R", hotkey: `5H${request % 250}`, uuid: "u", nonce, expiry: nonce + 1n }
        if (table.advance(lane, at(0)) !== undefined) throw new Error("a larger nonce has to pass")
      }
    })
    assert.isBelow(growth, 8 * 1024 * 1024)
    assert.strictEqual(table.size, 250)
  })
})
