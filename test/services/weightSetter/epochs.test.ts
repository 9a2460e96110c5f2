/** When weights count and commits may be revealed, in each era. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import type { Core } from "effect-bittensor/services/subtensor/Core"
import {
  epochAfter,
  epochOf,
  epochWindow,
  indexAt,
  intervalWindow,
  mayReplace
} from "effect-bittensor/services/subtensor/epochs"
import { read } from "effect-bittensor/services/weightSetter/situation"

describe("an epoch", () => {
  it("begins with the block in which the runtime reckons the one before it", () => {
    // runtime.md §5.1: netuid 1 with tempo 360 in blocks that are 358 modulo 361.
    assert.deepStrictEqual(
      [357, 358, 718, 719].map((block) => epochOf(block + 1, 1, 360).index),
      [0, 1, 1, 2]
    )
    for (const block of [0, 1, 97, 98, 99, 1000]) {
      const { first, index, next } = epochOf(block, 3, 99)
      assert.isTrue(first <= block && block < next)
      assert.deepStrictEqual([epochOf(first - 1, 3, 99).index, epochOf(next, 3, 99).index], [index - 1, index + 1])
    }
  })

  it("is what the chain remembers, or the next one if it is due", () => {
    const state = { index: 7, last: 100, pending: 0, tempo: 360 }
    assert.deepStrictEqual(epochAfter(458, state), { index: 7, first: 100, next: 460 })
    assert.deepStrictEqual(epochAfter(459, state), { index: 8, first: 460, next: 820 })
    assert.deepStrictEqual(epochAfter(120, { ...state, pending: 130 }), { index: 7, first: 100, next: 130 })
  })

  it("is told for blocks beside it", () => {
    assert.deepStrictEqual(
      [99, 100, 459, 460].map((block) => indexAt({ index: 7, first: 100, next: 460 }, block)),
      [6, 7, 7, 8]
    )
  })
})

describe("the window of a commit", () => {
  it("is the next interval of blocks, at first", () => {
    const windows = [1000, 1999, 2000, 2999, 3000].map((now) => intervalWindow(1500, now, 1000))
    assert.deepStrictEqual(windows, ["early", "early", "open", "open", "over"])
    assert.strictEqual(intervalWindow(5, 500, 0), "open")
    assert.deepStrictEqual(
      [mayReplace(1500, 1999, 1000), mayReplace(1500, 2000, 1000), mayReplace(5, 5, 0)],
      [false, true, true]
    )
  })

  it("is an epoch, later", () => {
    assert.deepStrictEqual(
      [7, 8, 9].map((now) => epochWindow(7, now, 1)),
      ["early", "open", "over"]
    )
  })
})

/** A chain of which a few items are known. */
const chainOf = (items: { readonly [name: string]: unknown }): Core =>
  ({
    head: Effect.succeed({ number: 1000, hash: "0x01" }),
    runtime: () =>
      Effect.succeed({
        has: (_: string, __: string, name: string) => name in items,
        argumentsOf: (_: string, name: string) => (name in items ? [] : undefined)
      }),
    query: (pallet: string, item: string) => Effect.succeed(pallet === "System" ? { nonce: 5 } : items[item]),
    blocks: Stream.empty
  }) as never

const HASH = `0x${"ab".repeat(32)}`
const common = {
  Uids: 0,
  Tempo: 99,
  LastUpdate: [950n],
  BlockAtRegistration: 10n,
  WeightsSetRateLimit: 100n,
  MinAllowedWeights: 1,
  CommitRevealWeightsEnabled: true
}

describe("how things stand", () => {
  it.effect(
    "is told by the storage of each era",
    Effect.fn(function* () {
      const at = (items: { readonly [name: string]: unknown }) =>
        read(chainOf({ ...common, ...items }), { netuid: 1 }, "5Hot")
      const early = yield* at({ CommitRevealWeightsEnabled: false })
      assert.deepStrictEqual(early, {
        head: 1000,
        // Weights of block 1097 come after the chain has reckoned.
        epoch: { index: 10, first: 997, next: 1097 },
        nonce: 5,
        lastUpdate: 950,
        isNew: false,
        openFrom: 1050,
        least: 1,
        way: "set",
        commitReveal: undefined
      })
      const { commitReveal: byBlocks } = yield* at({ WeightCommits: [HASH, 940n], WeightCommitRevealInterval: 50n })
      assert.deepStrictEqual(byBlocks, {
        commits: [{ hash: HASH, block: 940, window: "over" }],
        mayCommit: true,
        isSingle: true,
        limited: "reveal"
      })
      const { commitReveal: byEpochs, way } = yield* at({
        WeightCommits: [
          [HASH, 990n, 998n, 1097n],
          [HASH, 1000n, 1098n, 1197n]
        ],
        RevealPeriodEpochs: 1n
      })
      assert.deepStrictEqual(byEpochs?.commits, [
        { hash: HASH, block: 990, window: "open" },
        { hash: HASH, block: 1000, window: "early" }
      ])
      assert.strictEqual(way, "commit")
      const now = {
        WeightCommits: [[HASH, 3n, 930n, 0n]],
        RevealPeriodEpochs: 1n,
        SubnetEpochIndex: 4n,
        LastEpochBlock: 960n,
        PendingEpochAt: 0n
      }
      const { commitReveal: remembered, epoch } = yield* at(now)
      assert.deepStrictEqual(epoch, { index: 4, first: 960, next: 1059 })
      assert.deepStrictEqual(remembered, {
        commits: [{ hash: HASH, block: 930, window: "open" }],
        mayCommit: true,
        isSingle: false,
        limited: "commit"
      })
      // The chain opens commits by itself if they are of the version that we write.
      const wayOf = (version: number) =>
        Effect.map(
          at({ ...now, CommitRevealWeightsVersion: version, commit_timelocked_weights: undefined }),
          ({ way }) => way
        )
      assert.deepStrictEqual([yield* wayOf(4), yield* wayOf(5)], ["timelock", "commit"])
    })
  )

  it.effect(
    "is an error without a place in the subnet, or epochs of it",
    Effect.fn(function* () {
      for (const [items, check] of [
        [{ Uids: undefined }, "Registered"],
        [{ Tempo: 0 }, "Tempo"]
      ] as const) {
        const { reason } = yield* Effect.flip(read(chainOf({ ...common, ...items }), { netuid: 1 }, "5Hot"))
        assert.strictEqual(reason._tag === "Refused" ? reason.check : reason._tag, check)
      }
    })
  )
})
