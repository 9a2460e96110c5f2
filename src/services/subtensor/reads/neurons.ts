/**
 * Neurons: who has which place in which subnet, and how it fares there.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { AxonInfo } from "../../../protocol/AxonInfo.ts"
import { list, option } from "../../../protocol/chain/fromRuntime.ts"
import {
  decodeNeuron,
  decodeNeuronLite,
  decodeNeurons,
  decodeNeuronsLite,
  type NeuronInfo,
  type NeuronInfoLite,
  neuronFromRuntime,
  neuronLiteFromRuntime,
  type NeuronOptions
} from "../../../protocol/chain/NeuronInfo.ts"
import { prometheusInfoOf } from "../../../protocol/chain/PrometheusInfo.ts"
import { axonInfoOf, storedAxon } from "../../../protocol/internal/chain/axon.ts"
import {
  account,
  bytes,
  flag,
  listOf,
  maybe,
  pairOf,
  ratio,
  record,
  u16,
  u8
} from "../../../protocol/internal/chain/fields.ts"
import { storedPrometheus } from "../../../protocol/internal/chain/prometheus.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import { Hotkey } from "../../Hotkey.ts"
import type { Core, ReadOptions, RuntimeInfo } from "../Core.ts"
import {
  answered,
  as,
  by,
  listed,
  ofAccount,
  column,
  ofSubnet,
  mechanismOf,
  pinned,
  somebody,
  stored,
  together,
  type HotkeyIn,
  type Place
} from "./Read.ts"

/**
 * Which state is read, and of which of the mechanisms that a subnet may have.
 *
 * @category models
 */
export interface MechanismOptions extends ReadOptions {
  /** @default 0 */
  readonly mechid?: number | undefined
}

const API = "NeuronInfoRuntimeApi"

/**
 * How the bytes of neurons lie before dTAO: the runtimes of specs 185 and 186 have the port of an axon before its ip.
 *
 * @category decoding
 */
export const layoutOf = ({ fieldsOf }: RuntimeInfo): NeuronOptions => {
  const names = fieldsOf("SubtensorModule", "Axons") ?? []
  return { portBeforeIp: names.includes("port") && names.indexOf("port") < names.indexOf("ip") }
}

const neuronForUid = (
  chain: Core,
  { netuid, uid }: Place,
  options?: ReadOptions
): Effect.Effect<NeuronInfo | undefined, ChainError> =>
  answered(
    chain,
    `${API}.get_neuron`,
    [netuid, uid],
    { bytes: (answer, runtime) => decodeNeuron(answer, layoutOf(runtime)), value: option(neuronFromRuntime) },
    options
  )

const uidForHotkeyOnSubnet = by(["netuid", "hotkey"], "Uids", maybe(u16))

const neuronForPubkeyAndSubnet = (
  chain: Core,
  place: HotkeyIn,
  options?: ReadOptions
): Effect.Effect<NeuronInfo | undefined, ChainError> =>
  Effect.gen(function* () {
    const at = yield* pinned(chain, options)
    const uid = yield* uidForHotkeyOnSubnet(chain, place, at)
    return uid === undefined ? undefined : yield* neuronForUid(chain, { netuid: place.netuid, uid }, at)
  })

const netuidsForHotkey = (
  chain: Core,
  hotkey: string,
  options?: ReadOptions
): Effect.Effect<ReadonlyArray<number>, ChainError> =>
  Effect.map(listed(chain, "IsNetworkMember", [hotkey], u16, flag, options), (found) =>
    [...found].flatMap(([netuid, isMember]) => (isMember ? [netuid] : []))
  )

const isHotkeyRegisteredOnSubnet = (chain: Core, place: HotkeyIn, options?: ReadOptions) =>
  Effect.map(uidForHotkeyOnSubnet(chain, place, options), (uid) => uid !== undefined)

const isHotkeyRegisteredAny = (chain: Core, hotkey: string, options?: ReadOptions) =>
  Effect.map(netuidsForHotkey(chain, hotkey, options), (netuids) => netuids.length > 0)

const hotkeyOwner = ofAccount("Owner", somebody)

/** What neurons say of one another, by uid, and by the uid that it is about. */
const rows =
  (item: "Weights" | "Bonds") =>
  (chain: Core, netuid: number, { mechid, ...options }: MechanismOptions = {}) =>
    Effect.flatMap(mechanismOf(netuid, mechid), (index) =>
      listed(chain, item, [index], u16, listOf(pairOf(u16, u16)), options)
    )

/**
 * What a hotkey serves its axon with over TLS.
 *
 * @category models
 */
export interface NeuronCertificate {
  readonly publicKey: Uint8Array
  /** The number of the algorithm that the key is of. */
  readonly algorithm: number
}

const certificate = record<NeuronCertificate>({ publicKey: bytes, algorithm: u8 })

/**
 * Neurons.
 *
 * @category reads
 */
export const neurons = {
  /** The place of a hotkey in a subnet, of `Uids`; `undefined` if it has none. */
  uidForHotkeyOnSubnet,

  /** The subnets where a hotkey has a place, ascending, of `IsNetworkMember`. */
  netuidsForHotkey,

  /** All places of a hotkey: its uids, by netuid. */
  allUidsForHotkey: (
    chain: Core,
    hotkey: string,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyMap<number, number>, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const netuids = yield* netuidsForHotkey(chain, hotkey, at)
      const uids = yield* together(netuids.map((netuid) => uidForHotkeyOnSubnet(chain, { netuid, hotkey }, at)))
      return new Map(
        netuids.flatMap((netuid, index) => {
          const uid = uids[index]
          return uid === undefined ? [] : [[netuid, uid]]
        })
      )
    }),

  /** Whether a hotkey has a place in any subnet. */
  isHotkeyRegisteredAny,

  /** Whether a hotkey has a place in a subnet. */
  isHotkeyRegisteredOnSubnet,

  /** Whether a hotkey has a place in a subnet, or in any if none is given. */
  isHotkeyRegistered: (
    chain: Core,
    { hotkey, netuid }: { readonly hotkey: string; readonly netuid?: number | undefined },
    options?: ReadOptions
  ): Effect.Effect<boolean, ChainError> =>
    netuid === undefined
      ? isHotkeyRegisteredAny(chain, hotkey, options)
      : isHotkeyRegisteredOnSubnet(chain, { hotkey, netuid }, options),

  /** Whether the chain knows a hotkey, which it does from its first registration on; of `Owner`. */
  doesHotkeyExist: (chain: Core, hotkey: string, options?: ReadOptions) =>
    Effect.map(hotkeyOwner(chain, hotkey, options), (owner) => owner !== undefined),

  /** The coldkey that a hotkey belongs to, of `Owner`; `undefined` if the chain does not know it. */
  hotkeyOwner,

  /** Where the axon of a hotkey is, of `Axons`; `undefined` if it never served one. The coldkey is left out. */
  axonInfo: (
    chain: Core,
    { hotkey, netuid }: HotkeyIn,
    options?: ReadOptions
  ): Effect.Effect<AxonInfo | undefined, ChainError> =>
    stored(
      chain,
      "Axons",
      [netuid, hotkey],
      // The chain has found the address to be one, or there would be no answer.
      maybe(as(storedAxon, (axon) => axonInfoOf(axon, hotkey as Ss58))),
      options
    ),

  /** Where the Prometheus exporter of a hotkey is, of `Prometheus`; `undefined` if it never served one. */
  prometheusInfo: by(["netuid", "hotkey"], "Prometheus", maybe(as(storedPrometheus, prometheusInfoOf))),

  /** A neuron with its weights and bonds, of `NeuronInfoRuntimeApi.get_neuron`; `undefined` if it is not there. */
  neuronForUid,

  /** A neuron, of `NeuronInfoRuntimeApi.get_neuron_lite`; `undefined` if it is not there. */
  neuronForUidLite: (
    chain: Core,
    { netuid, uid }: Place,
    options?: ReadOptions
  ): Effect.Effect<NeuronInfoLite | undefined, ChainError> =>
    answered(
      chain,
      `${API}.get_neuron_lite`,
      [netuid, uid],
      { bytes: (answer, runtime) => decodeNeuronLite(answer, layoutOf(runtime)), value: option(neuronLiteFromRuntime) },
      options
    ),

  /** The neuron of a hotkey in a subnet; `undefined` if it has no place there. */
  neuronForPubkeyAndSubnet,

  /** The neuron of the program's own hotkey in a subnet; `undefined` if it has no place there. */
  neuronForWallet: (
    chain: Core,
    netuid: number,
    options?: ReadOptions
  ): Effect.Effect<NeuronInfo | undefined, ChainError, Hotkey> =>
    Effect.flatMap(Hotkey, ({ address: hotkey }) => neuronForPubkeyAndSubnet(chain, { netuid, hotkey }, options)),

  /** The neurons of a hotkey in all subnets, by netuid. */
  allNeuronsForPubkey: (
    chain: Core,
    hotkey: string,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<NeuronInfo>, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const netuids = yield* netuidsForHotkey(chain, hotkey, at)
      const found = yield* together(netuids.map((netuid) => neuronForPubkeyAndSubnet(chain, { netuid, hotkey }, at)))
      return found.filter((neuron) => neuron !== undefined)
    }),

  /**
   * All neurons of a subnet with their weights and bonds, by uid, of `NeuronInfoRuntimeApi.get_neurons`; none of a subnet that is not
   * there. `Metagraph.at` gives the same as columns.
   */
  neurons: (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<ReadonlyArray<NeuronInfo>, ChainError> =>
    answered(
      chain,
      `${API}.get_neurons`,
      [netuid],
      { bytes: (answer, runtime) => decodeNeurons(answer, layoutOf(runtime)), value: list(neuronFromRuntime) },
      options
    ),

  /** All neurons of a subnet, by uid, of `NeuronInfoRuntimeApi.get_neurons_lite`; none of a subnet that is not there. */
  neuronsLite: (
    chain: Core,
    netuid: number,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<NeuronInfoLite>, ChainError> =>
    answered(
      chain,
      `${API}.get_neurons_lite`,
      [netuid],
      { bytes: (answer, runtime) => decodeNeuronsLite(answer, layoutOf(runtime)), value: list(neuronLiteFromRuntime) },
      options
    ),

  /** Whether a neuron may validate, of `ValidatorPermit`; false if it is not there. */
  neuronHasValidatorPermit: (chain: Core, { netuid, uid }: Place, options?: ReadOptions) =>
    Effect.map(stored(chain, "ValidatorPermit", [netuid], listOf(flag), options), (permits) => permits[uid] === true),

  /** The incentive of each neuron, 0 to 1, by uid, of `Incentive`. */
  incentive: ofSubnet("Incentive", column(ratio)),

  /** What each validator has set, by uid: pairs of a uid and its weight, 1 to 65535; of `Weights`. */
  weights: rows("Weights"),

  /** What each validator holds of others, by uid: pairs of a uid and its bond, 1 to 65535; of `Bonds`. */
  bonds: rows("Bonds"),

  /** The certificate that a hotkey serves its axon with, of `NeuronCertificates`; `undefined` without one. */
  neuronCertificate: by(["netuid", "hotkey"], "NeuronCertificates", maybe(certificate)),

  /** The certificates of a subnet, by hotkey. */
  allNeuronCertificates: (chain: Core, netuid: number, options?: ReadOptions) =>
    listed<Ss58, NeuronCertificate>(chain, "NeuronCertificates", [netuid], account, certificate, options)
}
