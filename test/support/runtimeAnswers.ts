/**
 * What the runtimes of ../shared/metadata answer to their APIs: structures that scalecodec encoded (`test/vectors/layouts`), in the lists,
 * options and bytes that they lie in (chain-client.md §5.1, §5.2), which are put around them here by hand.
 */
import { Effect, Layer } from "effect"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { type FakeNode, layerFake } from "./fakeNode.ts"
import { type LayoutCase, layoutCases } from "./layoutVectors.ts"
import { blobOf } from "./runtimeNames.ts"
import { hex } from "./vectors.ts"

const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

/** SCALE's compact form of a length below 2^14. */
const length = (count: number): Uint8Array =>
  count < 64 ? Uint8Array.of(count << 2) : Uint8Array.of(((count << 2) & 0xff) | 1, count >> 6)

const bytes = (inner: Uint8Array) => concat([length(inner.length), inner])
const list = (parts: ReadonlyArray<Uint8Array>) => concat([length(parts.length), ...parts])
const some = (inner: Uint8Array) => concat([Uint8Array.of(1), inner])
const none = Uint8Array.of(0)
/** Integers of 64 bits, one after the other. */
const u64s = (...values: ReadonlyArray<bigint>) => new Uint8Array(BigUint64Array.from(values).buffer)
const u16 = (value: number) => Uint8Array.of(value & 0xff, value >> 8)

/** The first structure of a name in a file. */
export const recorded = (file: string, structure: string): LayoutCase => {
  const found = layoutCases(file).find((one) => one.structure === structure)
  if (found === undefined) throw new Error(`${file} has no ${structure}`)
  return found
}

type Answers = { readonly [method: string]: Uint8Array }

/** The account whose stakes are asked for. */
const COLDKEY = hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")

/** Before dTAO all but one number is within bytes; what there is one of is plain, and what there is none of is no bytes. */
const early = (neuron: string, hyperparameters: string): Answers => {
  const of = (structure: string) => hex(recorded("early.json", structure).bytes)
  const inner: Answers = {
    NeuronInfoRuntimeApi_get_neurons: list([of(`NeuronInfo${neuron}`)]),
    NeuronInfoRuntimeApi_get_neuron: of(`NeuronInfo${neuron}`),
    NeuronInfoRuntimeApi_get_neurons_lite: list([of(`NeuronInfoLite${neuron}`)]),
    NeuronInfoRuntimeApi_get_neuron_lite: of(`NeuronInfoLite${neuron}`),
    SubnetInfoRuntimeApi_get_subnet_info: of("SubnetInfo"),
    SubnetInfoRuntimeApi_get_subnets_info: list([none, some(of("SubnetInfo"))]),
    SubnetInfoRuntimeApi_get_subnet_hyperparams: of(hyperparameters),
    DelegateInfoRuntimeApi_get_delegates: list([of("DelegateInfo")]),
    DelegateInfoRuntimeApi_get_delegate: of("DelegateInfo"),
    DelegateInfoRuntimeApi_get_delegated: list([concat([of("DelegateInfo"), length(9)])]),
    StakeInfoRuntimeApi_get_stake_info_for_coldkey: list([of("StakeInfo")]),
    StakeInfoRuntimeApi_get_stake_info_for_coldkeys: list([concat([COLDKEY, list([of("StakeInfo")])])])
  }
  return {
    ...Object.fromEntries(Object.entries(inner).map(([method, answer]) => [method, bytes(answer)])),
    SubnetRegistrationRuntimeApi_get_network_registration_cost: u64s(1_000_000_000n)
  }
}

/** From dTAO on there are values, of which some may be absent. */
const dTao = (file: string, later: Answers): Answers => {
  const of = (structure: string) => hex(recorded(file, structure).bytes)
  const swap = u64s(11n, 12n, 13n, 14n, 15n, 16n)
  return {
    NeuronInfoRuntimeApi_get_neurons: list([of("NeuronInfo")]),
    NeuronInfoRuntimeApi_get_neuron: some(of("NeuronInfo")),
    NeuronInfoRuntimeApi_get_neurons_lite: list([of("NeuronInfoLite")]),
    NeuronInfoRuntimeApi_get_neuron_lite: some(of("NeuronInfoLite")),
    SubnetInfoRuntimeApi_get_subnet_info_v2: some(of("SubnetInfov2")),
    SubnetInfoRuntimeApi_get_subnets_info_v2: list([none, some(of("SubnetInfov2"))]),
    SubnetInfoRuntimeApi_get_subnet_hyperparams_v2: some(of("SubnetHyperparamsV2")),
    SubnetInfoRuntimeApi_get_dynamic_info: some(of("DynamicInfo")),
    SubnetInfoRuntimeApi_get_all_dynamic_info: list([none, some(of("DynamicInfo"))]),
    SubnetInfoRuntimeApi_get_subnet_state: some(of("SubnetState")),
    SubnetInfoRuntimeApi_get_all_metagraphs: list([none, some(of("Metagraph"))]),
    SubnetInfoRuntimeApi_get_selective_mechagraph: some(of("SelectiveMetagraph")),
    DelegateInfoRuntimeApi_get_delegates: list([of("DelegateInfo")]),
    DelegateInfoRuntimeApi_get_delegate: some(of("DelegateInfo")),
    DelegateInfoRuntimeApi_get_delegated: list([concat([of("DelegateInfo"), length(3), length(9)])]),
    StakeInfoRuntimeApi_get_stake_info_for_coldkey: list([of("StakeInfo")]),
    StakeInfoRuntimeApi_get_stake_info_for_coldkeys: list([concat([COLDKEY, list([of("StakeInfo")])])]),
    StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid: some(of("StakeInfo")),
    SubnetRegistrationRuntimeApi_get_network_registration_cost: u64s(1_000_000_000n),
    SwapRuntimeApi_current_alpha_price: u64s(25_000_000n),
    SwapRuntimeApi_current_alpha_price_all: list([
      concat([u16(Number(recorded(file, "DynamicInfo").value["netuid"])), u64s(26_000_000n)])
    ]),
    SwapRuntimeApi_sim_swap_tao_for_alpha: swap,
    SwapRuntimeApi_sim_swap_alpha_for_tao: swap,
    ...later
  }
}

/** A hyperparameter as the third version lists it: its name, the number of the variant of its value, and that. */
const entry = (name: string, variant: number, value: Uint8Array) =>
  concat([bytes(new TextEncoder().encode(name)), Uint8Array.of(variant), value])

const [BOOL, U16, U64, TAO] = [0, 1, 3, 5]

/** What only the last of them answers. */
const last = (): Answers => ({
  SubnetInfoRuntimeApi_get_next_epoch_start_block: some(u64s(1234n)),
  SubnetInfoRuntimeApi_get_subnet_hyperparams_v3: some(
    list([
      ...["kappa", "immunity_period", "min_allowed_weights", "max_weights_limit", "target_regs_per_interval"].map(
        (name) => entry(name, U16, length(7))
      ),
      ...["max_regs_per_block", "max_validators"].map((name) => entry(name, U16, length(8))),
      entry("tempo", U16, length(360)),
      ...["weights_version", "weights_rate_limit", "activity_cutoff", "bonds_moving_avg", "serving_rate_limit"].map(
        (name) => entry(name, U64, length(9))
      ),
      entry("registration_allowed", BOOL, Uint8Array.of(1)),
      ...["min_burn", "max_burn"].map((name) => entry(name, TAO, length(10)))
    ])
  ),
  StakeInfoRuntimeApi_get_coldkey_lock: some(u64s(5n, 2n ** 63n, 1n, 77n)),
  // Of subnet 3: 10 in all, 4 of them locked, 6 not.
  StakeInfoRuntimeApi_get_stake_availability_for_coldkeys: list([
    concat([COLDKEY, list([concat([u16(3), length(10), length(4), length(6)])])])
  ])
})

/** What the oldest runtime has: structures of plain integers, of which nobody wrote down the fields, so that no answer of it can be read. */
const PLAIN = [
  "DelegateInfoRuntimeApi_get_delegates",
  "DelegateInfoRuntimeApi_get_delegate",
  "NeuronInfoRuntimeApi_get_neurons",
  "NeuronInfoRuntimeApi_get_neuron",
  "SubnetInfoRuntimeApi_get_subnets_info",
  "SubnetInfoRuntimeApi_get_subnet_info"
]

/** What the runtime of a spec answers to a method; `undefined` where it has none of that name. */
export const answersOf = (spec: number): ((method: string) => Uint8Array | undefined) => {
  const answers: Answers =
    spec === 103
      ? Object.fromEntries(PLAIN.map((method) => [method, list([COLDKEY])]))
      : spec === 143
        ? {}
        : spec === 185
          ? early("185", "SubnetHyperparams24")
          : spec === 218
            ? early("", "SubnetHyperparams27")
            : dTao(`runtime-${spec}.json`, spec === 424 ? last() : {})
  return (method) => answers[method]
}

/**
 * A client of a node of that spec, which has this state and answers what its runtime does, and Alice's hotkey. Nothing is read before it
 * is used, since a test that is skipped without the blobs says all the same what it would be provided with.
 */
export const withState = (spec: number, state: Partial<FakeNode>) =>
  Effect.provide(
    Layer.merge(
      Layer.suspend(() =>
        Layer.orDie(layerFake({ specVersion: spec, metadata: blobOf(spec), call: answersOf(spec), ...state }))
      ),
      Layer.orDie(WalletsMemory.layerHotkey({ uri: "//Alice" }))
    )
  )
