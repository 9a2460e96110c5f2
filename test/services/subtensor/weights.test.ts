/** Weights as the calls of each era have them, and what is looked at before; planned, since those runtimes run nowhere here. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import type { ExtrinsicError } from "effect-bittensor"
import { publicKey, Ss58 } from "effect-bittensor/protocol/Ss58"
import { commitHash } from "effect-bittensor/protocol/Weights"
import { ALICE, BOB, named, planned, plansOn, type State } from "../../support/plans.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const open: State = {
  Uids: 0,
  LastUpdate: [0n],
  WeightsSetRateLimit: 100n,
  MinAllowedWeights: 1,
  MaxWeightsLimit: 65_535,
  WeightsVersionKey: 0n,
  CommitRevealWeightsEnabled: false
}
const committing: State = {
  ...open,
  CommitRevealWeightsEnabled: true,
  CommitRevealWeightsVersion: 4,
  RevealPeriodEpochs: 1n,
  Tempo: 360,
  Now: 1_795_740_000_000n,
  MinimumPeriod: 6000n,
  LastStoredRound: 34_310_000n,
  SubnetEpochIndex: 7n,
  LastEpochBlock: 950n,
  PendingEpochAt: 0n
}
const weights = new Map([
  [0, 1],
  [1, 3]
])
const commitment = { netuid: 1, uids: [0, 1], values: [1, 65_535], salt: [1, 2], versionKey: 5n }

/** Why nothing was sent, with what to do instead. */
const refusal = <A>(plan: Effect.Effect<A, ExtrinsicError>) =>
  Effect.map(Effect.flip(plan), ({ reason }) =>
    reason._tag === "Refused" ? ([reason.check, reason.detail] as const) : ([reason._tag, reason.message] as const)
  )

describe.skipIf(!hasBlobs)(`weights (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "of a mechanism are those of its own call, under its own index",
    Effect.fn(function* () {
      const state = { ...open, LastUpdate: [950n] }
      const plan = plansOn(424, { ...state, LastUpdate: [0n] })
      const { call } = yield* planned(plan.setWeights({ netuid: 1, mechanism: 2, weights, versionKey: 5n }))
      assert.deepStrictEqual(call, {
        pallet: "SubtensorModule",
        name: "set_mechanism_weights",
        args: { netuid: 1, mecid: 2, dests: [0, 1], weights: [21_845, 65_535], version_key: 5n }
      })
      const closed = plansOn(424, { ...committing, LastUpdate: [0n] })
      const committed = yield* planned(closed.commitWeights({ ...commitment, mechanism: 1 }))
      const { mechanism: _, ...rest } = { ...commitment, mechanism: 1 }
      const hash = commitHash({ ...rest, hotkey: publicKey(Ss58.make(BOB)), netuid: 4097 })
      assert.deepStrictEqual(committed.call.args, { netuid: 1, mecid: 1, commit_hash: Result.getOrThrow(hash) })
      const revealed = yield* planned(plan.revealWeights({ ...commitment, mechanism: 1 }))
      assert.strictEqual(revealed.call.name, "reveal_mechanism_weights")
      assert.deepStrictEqual(revealed.call.args["salt"], [1, 2])
      const bad = yield* refusal(planned(plan.setWeights({ netuid: 1, mechanism: 16, weights })))
      assert.strictEqual(bad[0], "BadArgument")
      const early = plansOn(218, open).setWeights({ netuid: 1, mechanism: 2, weights })
      assert.strictEqual(yield* named(early), "NotInRuntime")
    })
  )

  it.effect(
    "that a proxy signs are those of the hotkey that it signs for",
    Effect.fn(function* () {
      const { call } = yield* planned(plansOn(424, committing).commitWeights(commitment, { proxyFor: ALICE }))
      const hash = commitHash({ ...commitment, hotkey: publicKey(Ss58.make(ALICE)) })
      assert.deepStrictEqual(call.args, { netuid: 1, commit_hash: Result.getOrThrow(hash) })
    })
  )

  it.effect(
    "come in batches where the runtime has them",
    Effect.fn(function* () {
      const batches = (spec: 218 | 424) => {
        const plan = plansOn(spec, open)
        return Effect.all([
          named(
            plan.batchSetWeights({
              batch: [
                { netuid: 1, weights },
                { netuid: 2, weights }
              ]
            })
          ),
          named(plan.batchCommitWeights({ batch: [commitment, { ...commitment, netuid: 2 }] })),
          named(plan.batchRevealWeights({ netuid: 1, batch: [commitment, commitment] })),
          named(plan.batchRevealWeights({ netuid: 2, batch: [commitment] }))
        ])
      }
      const mechanism = { ...commitment, mechanism: 1 }
      const plan = plansOn(424, open)
      assert.strictEqual(yield* named(plan.batchCommitWeights({ batch: [commitment, mechanism] })), "BadArgument")
      assert.strictEqual(yield* named(plan.batchRevealWeights({ netuid: 1, batch: [mechanism] })), "BadArgument")
      assert.deepStrictEqual(yield* batches(424), [
        "SubtensorModule.batch_set_weights",
        "SubtensorModule.batch_commit_weights",
        "SubtensorModule.batch_reveal_weights",
        "BadArgument"
      ])
      assert.deepStrictEqual(yield* batches(218), [
        "NotInRuntime",
        "NotInRuntime",
        "SubtensorModule.batch_reveal_weights",
        "BadArgument"
      ])
    })
  )

  it.effect(
    "that are to be committed are not set, and it is said what to do instead",
    Effect.fn(function* () {
      const instead = (spec: 218 | 424) =>
        refusal(planned(plansOn(spec, committing).setWeights({ netuid: 1, weights })))
      const [check, now] = yield* instead(424)
      const [, before] = yield* instead(218)
      assert.strictEqual(check, "CommitReveal")
      assert.include(now, "commitTimelockedWeights")
      assert.notInclude(before, "commitTimelockedWeights")
      assert.include(before, "commitWeights and revealWeights")
    })
  )

  it.effect(
    "that are none are not sent, however few the subnet wants",
    Effect.fn(function* () {
      const none = new Map([[0, 0]])
      const plan = plansOn(185, { ...open, MinAllowedWeights: 0 })
      assert.strictEqual((yield* refusal(planned(plan.setWeights({ netuid: 1, weights: none }))))[0], "Weights")
      assert.strictEqual((yield* refusal(planned(plan.rootSetWeights({ weights: none }))))[0], "Weights")
    })
  )

  it.effect(
    "are refused where one has more than the subnet allows, also before they are committed to",
    Effect.fn(function* () {
      const shares = (limit: number, spec: 185 | 424 = 185, given: ReadonlyMap<number, number> = weights) =>
        named(plansOn(spec, { ...open, MaxWeightsLimit: limit }).setWeights({ netuid: 1, weights: given }))
      // 65535 of 87380 is what three quarters become.
      assert.strictEqual(yield* shares(49_152), "SubtensorModule.set_weights")
      assert.strictEqual(yield* shares(49_151), "Refused")
      assert.strictEqual(yield* shares(49_151, 424), "SubtensorModule.set_weights")
      assert.strictEqual(yield* shares(1, 185, new Map([[0, 1]])), "SubtensorModule.set_weights")
      assert.strictEqual(yield* shares(1, 185, new Map([[5, 1]])), "Refused")
      const [check, detail] = yield* refusal(
        planned(plansOn(218, { ...committing, MaxWeightsLimit: 6553 }).commitWeights(commitment))
      )
      assert.deepStrictEqual([check, detail.includes("processWeights")], ["Weights", true])
    })
  )

  it.effect(
    "of too old a version are refused",
    Effect.fn(function* () {
      const plan = plansOn(424, { ...open, WeightsVersionKey: 6n })
      const [check] = yield* refusal(planned(plan.setWeights({ netuid: 1, weights, versionKey: 5n })))
      assert.strictEqual(check, "VersionKey")
      const closed = plansOn(424, { ...committing, WeightsVersionKey: 6n })
      assert.strictEqual((yield* refusal(planned(closed.commitWeights(commitment))))[0], "VersionKey")
    })
  )

  it.effect(
    "are committed to as often as they may be set, by a hotkey of the subnet",
    Effect.fn(function* () {
      const check = (state: State) =>
        Effect.map(refusal(planned(plansOn(424, state).commitWeights(commitment))), ([name]) => name)
      assert.strictEqual(yield* check({ ...committing, LastUpdate: [990n] }), "RateLimit")
      assert.strictEqual(yield* check({ ...committing, Uids: undefined }), "Registered")
      assert.strictEqual(yield* check(open), "CommitReveal")
    })
  )
})

describe.skipIf(!hasBlobs)(`timelocked weights (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  const commit = (
    state: State,
    input: { readonly mechanism?: number; readonly revealRound?: number } = {},
    spec: 218 | 393 | 424 = 424
  ) => planned(plansOn(spec, state).commitTimelockedWeights({ netuid: 1, weights, ...input }))

  it.effect(
    "open with the round of the epoch in which they are revealed",
    Effect.fn(function* () {
      const { call } = yield* commit(committing)
      assert.strictEqual(call.name, "commit_timelocked_weights")
      const { commit: bytes, commit_reveal_version, netuid, reveal_round } = call.args
      assert.deepStrictEqual([netuid, commit_reveal_version], [1, 4])
      assert.strictEqual(bytes instanceof Uint8Array && bytes.length, 295)
      // The epoch that ends with block 1310 is 313 blocks of 12 s from here, with three to spare.
      assert.strictEqual(reveal_round, BigInt(Math.floor((1_795_740_000 + 313 * 12 - 1_692_803_367) / 3)))
      const later = yield* commit({ ...committing, RevealPeriodEpochs: 3n })
      assert.strictEqual(later.call.args["reveal_round"], BigInt(reveal_round as bigint) + 2n * 360n * 4n)
      const again = yield* commit(committing)
      assert.notDeepEqual(again.call.args["commit"], bytes)
    })
  )

  it.effect(
    "follow the number of the block where epochs do, as the SDK reckons",
    Effect.fn(function* () {
      const { call } = yield* commit(committing, {}, 393)
      // epoch = ⌊(1001 + 2) / 361⌋ = 2; the next one begins with block 3 · 361 − 2.
      const seconds = 1_795_740_000 + (1081 + 3 - 1000) * 12
      assert.strictEqual(call.args["reveal_round"], BigInt(Math.floor((seconds - 1_692_803_367) / 3)))
    })
  )

  it.effect(
    "of a mechanism are those of its own call, and a round may be chosen",
    Effect.fn(function* () {
      const { call } = yield* commit(committing, { mechanism: 1, revealRound: 40_000_000 })
      assert.strictEqual(call.name, "commit_timelocked_mechanism_weights")
      assert.deepStrictEqual([call.args["mecid"], call.args["reveal_round"]], [1, 40_000_000n])
    })
  )

  it.effect(
    "of a mechanism are as far away as the subnet's tempo says",
    Effect.fn(function* () {
      // Of what is no subnet the chain has the tempo that new ones get.
      const Tempo = (netuid: number) => (netuid === 1 ? 360 : 99)
      const { call } = yield* commit({ ...committing, Tempo }, { mechanism: 1 }, 393)
      // epoch = ⌊(1001 + 4098) / 361⌋ = 14; the next one begins with block 15 · 361 − 4098.
      const seconds = 1_795_740_000 + (1317 + 3 - 1000) * 12
      assert.strictEqual(call.args["reveal_round"], BigInt(Math.floor((seconds - 1_692_803_367) / 3)))
    })
  )

  it.effect(
    "are refused where the chain opens none, and not shown to everybody",
    Effect.fn(function* () {
      const check = (plan: ReturnType<typeof commit>) => Effect.map(refusal(plan), ([name]) => name)
      assert.strictEqual(yield* check(commit(open)), "CommitReveal")
      assert.strictEqual(yield* check(commit({ ...committing, CommitRevealWeightsVersion: 5 })), "Timelocked")
      assert.strictEqual(yield* check(commit(committing, { revealRound: 34_310_000 })), "RevealRound")
      assert.strictEqual(yield* check(commit(committing, { revealRound: 40_000_000.5 })), "BadArgument")
      assert.strictEqual(yield* check(commit({ ...committing, LastUpdate: [990n] })), "RateLimit")
      assert.strictEqual(yield* check(commit(committing, {}, 218)), "NotInRuntime")
    })
  )

  it.effect(
    "have a sister that is a text, in the size of bittensor-drand's",
    Effect.fn(function* () {
      const plan = plansOn(424, committing)
      const { call } = yield* planned(plan.setRevealCommitment({ netuid: 1, text: "hello", blocks: 10 }))
      const [field] = call.args["info"] as ReadonlyArray<{
        readonly type: string
        readonly value: { readonly encrypted: Uint8Array; readonly reveal_round: bigint }
      }>
      assert.strictEqual(field?.type, "TimelockEncrypted")
      assert.strictEqual(field?.value.encrypted.length, 250)
      assert.strictEqual(field?.value.reveal_round, BigInt(Math.floor((1_795_740_000 + 120 - 1_692_803_367) / 3)))
      assert.strictEqual(
        yield* named(plansOn(218, committing).setRevealCommitment({ netuid: 1, text: "x" })),
        "BadArgument"
      )
    })
  )
})
