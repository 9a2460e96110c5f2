/** Metagraphs of runtimes with dTAO, from answers that scalecodec encoded (test/vectors/metagraph). */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Metagraph, Subtensor } from "effect-bittensor"
import type { ReadOptions } from "effect-bittensor/services/subtensor/Core"
import { addressOf, type Fields, type Recorded } from "../../support/layoutVectors.ts"
import { layerRecorded, type RecordedNode } from "../../support/recordedNode.ts"
import { blobOf, hasBlobs, noBlobs } from "../../support/runtimeNames.ts"
import { loadVectors } from "../../support/vectors.ts"

interface Case {
  readonly spec: number
  readonly netuid: number
  readonly block: number
  readonly neurons: ReadonlyArray<Fields>
  readonly subnet: Fields
  readonly answers: { readonly [method: string]: string }
}

const cases = loadVectors<{ readonly cases: ReadonlyArray<Case> }>("metagraph", "dtao.json").flatMap(
  ({ data }) => data.cases
)

const SELECTIVE = "SubnetInfoRuntimeApi_get_selective_metagraph"

const nodeOf = (one: Case, options: Partial<RecordedNode> = {}): RecordedNode => ({
  specVersion: one.spec,
  // Read when it is asked for: a test that is skipped without the blobs has its node all the same.
  get metadata() {
    return blobOf(one.spec)
  },
  heads: [one.block],
  answers: (method) => one.answers[method],
  ...options
})

const bigints = (one: Case, name: string): BigUint64Array =>
  BigUint64Array.from(one.neurons, (neuron) => BigInt(String(neuron[name])))
const numbers = (one: Case, name: string): ReadonlyArray<number> => one.neurons.map((neuron) => Number(neuron[name]))
const pairs = (value: Recorded | undefined) =>
  (value as ReadonlyArray<ReadonlyArray<string>>).map(([uid, part]): [number, number] => [Number(uid), Number(part)])

describe.skipIf(!hasBlobs)(`a metagraph with dTAO${hasBlobs ? "" : `: ${noBlobs}`}`, () => {
  describe.each(cases)("of spec $spec", (one) => {
    it.live(
      "has stakes of both kinds, and counts what counts",
      Effect.fn(
        function* () {
          const metagraph = yield* Metagraph.at(one.netuid)
          assert.deepStrictEqual([metagraph.n, metagraph.block], [5, one.block])
          assert.deepStrictEqual(metagraph.stakeRao, bigints(one, "total_stake"))
          assert.deepStrictEqual(metagraph.alphaStakeRao, bigints(one, "alpha_stake"))
          assert.deepStrictEqual(metagraph.taoStakeRao, bigints(one, "tao_stake"))
          const [total, alpha] = [bigints(one, "total_stake"), bigints(one, "alpha_stake")]
          assert.deepStrictEqual(
            metagraph.TS,
            Float64Array.from(total, (stake, uid) => Number(stake - alpha[uid]!) / 1e9)
          )
          assert.deepStrictEqual(
            metagraph.AS,
            Float64Array.from(alpha, (stake) => Number(stake) / 1e9)
          )
          assert.deepStrictEqual(metagraph.S, metagraph.totalStake)
        },
        Effect.provide(layerRecorded(nodeOf(one)))
      )
    )

    it.live(
      "has what every metagraph has",
      Effect.fn(
        function* () {
          const metagraph = yield* Metagraph.at(one.netuid, { lite: false })
          assert.deepStrictEqual(
            metagraph.hotkeys,
            one.neurons.map(({ hotkey }) => addressOf(hotkey))
          )
          assert.deepStrictEqual(
            [...metagraph.Tv],
            numbers(one, "validator_trust").map((part) => part / 65_535)
          )
          assert.deepStrictEqual([...metagraph.lastUpdate], numbers(one, "last_update"))
          assert.deepStrictEqual(metagraph.emissionRao, bigints(one, "emission"))
          assert.deepStrictEqual(metagraph.weightsOf(0), pairs(one.neurons[0]!["weights"]))
          assert.deepStrictEqual(metagraph.bondsOf(1), pairs(one.neurons[1]!["bonds"]))
          assert.strictEqual(metagraph.axons[2]!.authority, "203.0.113.11:8091")
          assert.strictEqual(metagraph.addresses[2], "/ipv4/203.0.113.11:8091")
        },
        Effect.provide(layerRecorded(nodeOf(one)))
      )
    )

    it.live(
      "has the subnet's names, pool and hyperparameters, and identities",
      Effect.fn(
        function* () {
          const { details, rows } = yield* Metagraph.at(one.netuid)
          const { alpha_in, burn, max_uids, moving_price, owner_hotkey, tao_in, tempo } = one.subnet
          assert.isDefined(details)
          assert.deepStrictEqual([details.name, details.symbol], ["Omron", "σ"])
          assert.deepStrictEqual([details.tempo, details.maxUids], [Number(tempo), Number(max_uids)])
          assert.deepStrictEqual([details.taoIn, details.alphaIn, details.burn].map(String), [
            tao_in,
            alpha_in,
            burn
          ] as ReadonlyArray<string>)
          const { bits } = moving_price as { readonly bits: string }
          assert.strictEqual(details.movingPrice, Number(BigInt(bits)) / 2 ** 32)
          assert.strictEqual(details.ownerHotkey, addressOf(owner_hotkey))
          assert.deepStrictEqual(
            rows.map(({ identity, registeredAt }) => [identity, registeredAt]),
            [
              ['=Alice, "the" first', 4_000_000],
              [undefined, 4_000_001],
              [undefined, 4_000_002],
              [undefined, 4_000_003],
              [undefined, 4_000_004]
            ]
          )
        },
        Effect.provide(layerRecorded(nodeOf(one)))
      )
    )

    it.live("is asked for in one round trip, and for no hotkeys twice", () => {
      const asked: Array<string> = []
      const heard = (method: string, [name]: ReadonlyArray<unknown>) => {
        if (/getHeader|state_call/.test(method) && !String(name).startsWith("Metadata"))
          asked.push(String(name ?? method))
      }
      return Effect.map(Metagraph.at(one.netuid), () =>
        assert.sameMembers(asked, ["NeuronInfoRuntimeApi_get_neurons_lite", SELECTIVE, "chain_getHeader"])
      ).pipe(Effect.provide(layerRecorded(nodeOf(one, { heard }))))
    })

    it.live("is read anew, of one block by its hash, if two were met", () => {
      // Of the last block, these neurons are not those of the details.
      const answers = (method: string, at: string | undefined) =>
        at === undefined && method.endsWith("lite") ? "0x00" : one.answers[method]
      return Effect.map(Metagraph.at(one.netuid), (metagraph) =>
        assert.deepStrictEqual([metagraph.n, metagraph.block], [5, one.block])
      ).pipe(Effect.provide(layerRecorded(nodeOf(one, { answers }))))
    })

    it.live(
      "fails if even then they do not go together",
      Effect.fn(
        function* () {
          const error = yield* Effect.flip(Metagraph.at(one.netuid))
          assert.strictEqual(
            error.message.split(":")[1],
            " neurons and details are of two blocks. Try another endpoint."
          )
        },
        Effect.provide(layerRecorded(nodeOf(one, { heads: [one.block - 1] })))
      )
    )

    it.live("is taken from what there was before one could choose", () => {
      const withoutSelective = Effect.map(Subtensor, (subtensor) => ({
        ...subtensor,
        runtime: (options?: ReadOptions) =>
          Effect.map(subtensor.runtime(options), (runtime) => ({
            ...runtime,
            has: (...[kind, of, name]: Parameters<typeof runtime.has>) =>
              name !== "get_selective_metagraph" && runtime.has(kind, of, name)
          }))
      }))
      const layer = Layer.effect(Subtensor, withoutSelective).pipe(Layer.provide(layerRecorded(nodeOf(one))))
      return Effect.gen(function* () {
        const old = yield* Effect.provide(Metagraph.at(one.netuid), layer)
        const now = yield* Effect.provide(Metagraph.at(one.netuid), layerRecorded(nodeOf(one)))
        assert.deepStrictEqual(old.details, now.details)
        assert.isDefined(old.details)
      })
    })

    it.live(
      "of the root network has stakes in TAO alone",
      Effect.fn(
        function* () {
          const metagraph = yield* Metagraph.at(0)
          const tao = bigints(one, "tao_stake")
          assert.deepStrictEqual([metagraph.stakeRao, metagraph.alphaStakeRao, metagraph.taoStakeRao], [tao, tao, tao])
          assert.deepStrictEqual(metagraph.TS, metagraph.S)
        },
        Effect.provide(layerRecorded(nodeOf(one)))
      )
    )

    it.live(
      "of a subnet that is not there has no neurons and no details",
      Effect.fn(
        function* () {
          const metagraph = yield* Metagraph.at(99)
          assert.deepStrictEqual([metagraph.n, metagraph.details, metagraph.AS], [0, undefined, undefined])
        },
        Effect.provide(layerRecorded(nodeOf(one, { answers: () => "0x00" })))
      )
    )
  })
})
