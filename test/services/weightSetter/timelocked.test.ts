/** Weights that the chain reveals by itself, on a chain of spec 424 that is played: its runtime runs nowhere here. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Redacted } from "effect"
import { Hotkey, Metagraph, Subtensor, WeightSetter } from "effect-bittensor"
import type { Call, Core, SubmitOptions } from "effect-bittensor/services/subtensor/Core"
import type { Options } from "effect-bittensor/services/WeightSetter"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import { BOB, coreOn, type State } from "../../support/plans.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const TEMPO = 360

/** A subnet of one validator, whose epochs begin with each 360th block. */
const played = (state: State = {}, failing: (call: Call) => boolean = () => false) => {
  let [head, nonce] = [1000, 5]
  const updates = new Map<number, number>()
  const sent: Array<Call> = []
  const core = coreOn(424, {
    Uids: 0,
    BlockAtRegistration: 10n,
    LastUpdate: (index: number) => [BigInt(updates.get(index) ?? 700)],
    Account: () => ({ nonce }),
    WeightsSetRateLimit: 100n,
    MinAllowedWeights: 1,
    WeightsVersionKey: 0n,
    CommitRevealWeightsEnabled: true,
    CommitRevealWeightsVersion: 4,
    WeightCommits: [],
    RevealPeriodEpochs: 1n,
    Tempo: TEMPO,
    Now: 1_795_740_000_000n,
    MinimumPeriod: 6000n,
    LastStoredRound: 34_310_000n,
    SubnetEpochIndex: () => BigInt(Math.floor(head / TEMPO)),
    LastEpochBlock: () => BigInt(head - (head % TEMPO)),
    PendingEpochAt: 0n,
    ...state
  })
  const submit = (call: Call, _: unknown, options: SubmitOptions = {}) =>
    Effect.suspend(() => {
      assert.strictEqual(options.nonce, nonce++)
      sent.push(call)
      updates.set(Number(call.args["netuid"]) + 4096 * Number(call.args["mecid"] ?? 0), ++head)
      // It is in the block, and who sent it never hears of that.
      return failing(call) ? Effect.die("the program ends") : Effect.succeed({ block: { number: head } } as never)
    })
  const chain: Core = {
    ...core,
    genesis: Effect.succeed("0xab"),
    head: Effect.sync(() => ({ number: head, hash: "0x01" }) as never),
    submit
  }
  return { chain, sent, mine: (blocks: number) => (head += blocks) }
}

/** What a program does that is started now. */
const once = (chain: Core, options: Partial<Options<never, never>> = {}) =>
  WeightSetter.use(({ once }) => once).pipe(
    Effect.provide(
      Layer.fresh(
        WeightSetter.layer({
          weights: Effect.succeed(
            new Map([
              [1, 3],
              [2, 1]
            ])
          ),
          isManual: true,
          ...options
        })
      ).pipe(
        Layer.provide([
          Layer.succeed(Subtensor, Subtensor.fromCore(chain)),
          Layer.mock(Metagraph, { netuid: 1 } as never),
          Layer.succeed(Hotkey, { address: BOB } as never),
          SecureRandom.layerWebCrypto
        ])
      )
    )
  )

const quiet = Effect.provide(Layer.merge(KeyValueStore.layerMemory, Logger.layer([])))

describe.skipIf(!hasBlobs)(`weights that the chain reveals (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "are committed once in each epoch, and nothing is left to do",
    Effect.fn(function* () {
      const { chain, mine, sent } = played()
      const [event, ...rest] = yield* once(chain)
      if (event?._tag !== "Timelocked") return assert.fail(event?._tag)
      assert.deepStrictEqual([event.epoch, event.block, rest.length], [2, 1001, 0])
      assert.deepStrictEqual(Redacted.value(event.weights), { uids: [1, 2], values: [65_535, 21_845] })
      assert.notInclude(JSON.stringify(event), "65535")
      assert.deepStrictEqual(yield* once(chain), [])
      mine(TEMPO)
      assert.deepStrictEqual(
        (yield* once(chain)).map(({ _tag }) => _tag),
        ["Timelocked"]
      )
      assert.deepStrictEqual(
        sent.map(({ name }) => name),
        ["commit_timelocked_weights", "commit_timelocked_weights"]
      )
    }, quiet)
  )

  it.effect(
    "are found by the next program if the one that sent them was cut off",
    Effect.fn(function* () {
      let isFirst = true
      const { chain, sent } = played({}, () => isFirst)
      assert.isTrue((yield* Effect.exit(once(chain)))._tag === "Failure")
      isFirst = false
      const events = yield* once(chain)
      assert.deepStrictEqual(
        events.map((event) => [event._tag, "block" in event && event.block]),
        [["Timelocked", 1001]]
      )
      assert.strictEqual(sent.length, 1)
    }, quiet)
  )

  it.effect(
    "are those of a mechanism, if that is asked for",
    Effect.fn(function* () {
      const { chain, sent } = played()
      assert.strictEqual((yield* once(chain, { mechanism: 2 })).length, 1)
      assert.deepStrictEqual(yield* once(chain, { mechanism: 2 }), [])
      // Each has its journal and its updates.
      assert.strictEqual((yield* once(chain)).length, 1)
      assert.deepStrictEqual(
        sent.map(({ args, name }) => [name, args["mecid"]]),
        [
          ["commit_timelocked_mechanism_weights", 2],
          ["commit_timelocked_weights", undefined]
        ]
      )
    }, quiet)
  )

  it.effect(
    "are committed to by their hash where the chain opens other commits than ours, or set where it wants none",
    Effect.fn(function* () {
      const hashed = played({ CommitRevealWeightsVersion: 5 })
      assert.deepStrictEqual(
        (yield* once(hashed.chain, { mechanism: 1 })).map(({ _tag }) => _tag),
        ["Committed"]
      )
      const open = played({ CommitRevealWeightsEnabled: false })
      yield* (yield* KeyValueStore.KeyValueStore).clear
      assert.deepStrictEqual(
        (yield* once(open.chain)).map(({ _tag }) => _tag),
        ["Set"]
      )
      assert.deepStrictEqual(
        [...hashed.sent, ...open.sent].map(({ name }) => name),
        ["commit_mechanism_weights", "set_weights"]
      )
    }, quiet)
  )
})
