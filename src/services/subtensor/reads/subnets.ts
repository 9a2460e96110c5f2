/**
 * Which subnets there are, whose, and when their epochs are.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { list, option } from "../../../protocol/chain/fromRuntime.ts"
import { subnetIdentity } from "../../../protocol/chain/SubnetIdentity.ts"
import {
  decodeSubnetInfo,
  decodeSubnetsInfo,
  type SubnetInfo,
  subnetInfoFromRuntime
} from "../../../protocol/chain/SubnetInfo.ts"
import { decodeBytes, decodeValue } from "../../../protocol/internal/chain/decode.ts"
import {
  block,
  compactU64,
  flag,
  listOf,
  maybe,
  ratio,
  span,
  u16,
  u8
} from "../../../protocol/internal/chain/fields.ts"
import { Rao } from "../../../protocol/Money.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions, RuntimeInfo } from "../Core.ts"
import {
  answered,
  as,
  blockNumber,
  firstOf,
  laidOut,
  listed,
  ofSubnet,
  pinned,
  rao,
  sinceDTao,
  somebody,
  stored,
  together,
  whole,
  type Place
} from "./Read.ts"

const API = "SubnetInfoRuntimeApi"
const ROOT = 0

/** From dTAO on there is a second version, which tells more. */
const newest = ({ has }: RuntimeInfo, method: string): string =>
  `${API}.${has("runtime API", API, `${method}_v2`) ? `${method}_v2` : method}`

const added = (chain: Core, options?: ReadOptions) => listed(chain, "NetworksAdded", [], u16, flag, options)

const netuids = (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<number>, ChainError> =>
  Effect.map(added(chain, options), (found) => [...found].flatMap(([netuid, isThere]) => (isThere ? [netuid] : [])))

/** The block of the next epoch and the one that is asked at; from spec 423 on the chain keeps it, before it followed from the number of the block. */
const epoch = (chain: Core, netuid: number, options?: ReadOptions) =>
  Effect.gen(function* () {
    const runtime = yield* chain.runtime(options)
    if (!runtime.has("storage", "SubtensorModule", "LastEpochBlock")) {
      const [number, tempo] = yield* together([
        blockNumber(chain, options),
        stored(chain, "Tempo", [netuid], u16, options)
      ])
      return tempo === 0 ? undefined : { number, until: tempo - ((number + netuid + 1) % (tempo + 1)) }
    }
    const at = yield* pinned(chain, options)
    const [number, last, tempo, pending] = yield* together([
      blockNumber(chain, at),
      stored(chain, "LastEpochBlock", [netuid], block, at),
      stored(chain, "Tempo", [netuid], u16, at),
      stored(chain, "PendingEpochAt", [netuid], block, at)
    ])
    if (tempo === 0 || netuid === ROOT) return undefined
    const next = pending === 0 ? last + tempo : Math.min(last + tempo, pending)
    return { number, until: Math.max(0, next - number) }
  })

const nextEpochStartBlock = (
  chain: Core,
  netuid: number,
  options?: ReadOptions
): Effect.Effect<number | undefined, ChainError> =>
  Effect.flatMap(chain.runtime(options), ({ has }) =>
    has("runtime API", API, "get_next_epoch_start_block")
      ? answered(chain, `${API}.get_next_epoch_start_block`, [netuid], sinceDTao("Option<u64>", maybe(block)), options)
      : Effect.map(epoch(chain, netuid, options), (found) =>
          found === undefined ? undefined : found.number + found.until + 1
        )
  )

/**
 * Subnets.
 *
 * @category reads
 */
export const subnets = {
  /** Whether there is such a subnet, of `NetworksAdded`. */
  subnetExists: ofSubnet("NetworksAdded", flag),

  /** The subnets that there are, root among them, ascending; of `NetworksAdded`, where it is true. */
  allSubnetNetuids: netuids,

  /** The same, by the name that SDK 10 has for it. */
  allSubnetsNetuid: netuids,

  /** All that `NetworksAdded` has an entry of, also subnets that are gone, ascending. */
  subnets: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<number>, ChainError> =>
    Effect.map(added(chain, options), (found) => [...found.keys()]),

  /** How many subnets there are, root among them, of `TotalNetworks`. */
  totalSubnets: whole("TotalNetworks", u16),

  /** What a subnet is about as a number, of `NetworkModality`, which dTAO has not. 0 of a subnet that is not there. */
  subnetModality: ofSubnet("NetworkModality", u16),

  /** How much of its rank in the second subnet a neuron needs for a place in the first, 0 to 1, of `NetworkConnect`; `undefined` for none. */
  subnetConnectionRequirement: (
    chain: Core,
    { netuid, other }: { readonly netuid: number; readonly other: number },
    options?: ReadOptions
  ) => stored(chain, "NetworkConnect", [netuid, other], maybe(ratio), options),

  /** The same of all other subnets, by netuid. */
  subnetConnectionRequirements: (chain: Core, netuid: number, options?: ReadOptions) =>
    listed(chain, "NetworkConnect", [netuid], u16, ratio, options),

  /** What a subnet gets of each block, of `EmissionValues`, which dTAO has not: rao. Nothing of a subnet that is not there. */
  emissionValueBySubnet: ofSubnet("EmissionValues", rao),

  /** All subnets that there are, of `SubnetInfoRuntimeApi.get_subnets_info`, or its second version. */
  allSubnetsInfo: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<SubnetInfo>, ChainError> =>
    Effect.flatMap(chain.runtime(options), (runtime) =>
      answered(
        chain,
        newest(runtime, "get_subnets_info"),
        [],
        {
          bytes: (bytes) => Result.map(decodeSubnetsInfo(bytes), (found) => found.map(({ info }) => info)),
          value: (value) =>
            // Netuids that are free are in the list, too.
            Result.map(list(option(subnetInfoFromRuntime))(value), (found) =>
              found.filter((info) => info !== undefined)
            )
        },
        options
      )
    ),

  /** A subnet, of `SubnetInfoRuntimeApi.get_subnet_info`, or its second version; `undefined` if it is not there. */
  subnetInfo: (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<SubnetInfo | undefined, ChainError> =>
    Effect.flatMap(chain.runtime(options), (runtime) =>
      answered(
        chain,
        newest(runtime, "get_subnet_info"),
        [netuid],
        { bytes: decodeSubnetInfo, value: option(subnetInfoFromRuntime) },
        options
      )
    ),

  /** The coldkey that a subnet belongs to, of `SubnetOwner`; `undefined` where it belongs to nobody or is not there. */
  subnetOwner: ofSubnet("SubnetOwner", somebody),

  /** The hotkey of the owner, of `SubnetOwnerHotkey`; `undefined` where it belongs to nobody or is not there. */
  subnetOwnerHotkey: ofSubnet("SubnetOwnerHotkey", somebody),

  /** What the owner wrote about a subnet, of `SubnetIdentitiesV3` or `SubnetIdentities`; `undefined` where that is nothing. */
  subnetIdentity: (chain: Core, netuid: number, options?: ReadOptions) =>
    Effect.gen(function* () {
      const runtime = yield* chain.runtime(options)
      const item = yield* firstOf(runtime, "storage", ["SubnetIdentitiesV3", "SubnetIdentities"])
      return yield* stored(chain, item, [netuid], maybe(subnetIdentity), options)
    }),

  /** What a new subnet costs: rao, of `SubnetRegistrationRuntimeApi.get_network_registration_cost`. */
  subnetBurnCost: (chain: Core, options?: ReadOptions): Effect.Effect<Rao, ChainError> => {
    const item = "SubnetRegistrationRuntimeApi.get_network_registration_cost"
    // Never within bytes, unlike all others: where metadata has no types, it is the eight bytes of an integer.
    return Effect.flatMap(
      chain.runtimeCall("SubnetRegistrationRuntimeApi", "get_network_registration_cost", [], options),
      (cost) =>
        laidOut(
          item,
          cost instanceof Uint8Array
            ? decodeBytes("u64", cost, (reader) => Rao(reader.u64()))
            : decodeValue("u64", cost, rao.take)
        )
    )
  },

  /** Whether each neuron may validate, by uid, of `ValidatorPermit`; none of a subnet that is not there. */
  subnetValidatorPermits: ofSubnet("ValidatorPermit", listOf(flag)),

  /** Blocks since a neuron set weights or was registered, of `LastUpdate`; `undefined` if it is not there. */
  blocksSinceLastUpdate: (
    chain: Core,
    { netuid, uid }: Place,
    options?: ReadOptions
  ): Effect.Effect<number | undefined, ChainError> =>
    Effect.map(
      together([blockNumber(chain, options), stored(chain, "LastUpdate", [netuid], listOf(block), options)]),
      ([number, updates]) => {
        const last = updates[uid]
        // A block may have come between the two questions.
        return last === undefined ? undefined : Math.max(0, number - last)
      }
    ),

  /**
   * Blocks until the last one of a subnet's epoch. `undefined` where there is no epoch: with a tempo of 0, and in root from spec 423 on.
   * (From there on SDK 10 is wrong, as it knows neither `LastEpochBlock` nor `PendingEpochAt`.)
   */
  blocksUntilNextEpoch: (chain: Core, netuid: number, options?: ReadOptions) =>
    Effect.map(epoch(chain, netuid, options), (found) => found?.until),

  /** The first block of a subnet's next epoch; from spec 423 on what `get_next_epoch_start_block` says. `undefined` where there is no epoch. */
  nextEpochStartBlock,

  /** Whether a subnet was started, which its owner does by `start_call`; of `FirstEmissionBlockNumber`. */
  isSubnetActive: ofSubnet(
    "FirstEmissionBlockNumber",
    as(maybe(compactU64), (first = 0n) => first > 0n)
  ),

  /** Blocks before an epoch in which owners may set nothing, of `AdminFreezeWindow`. */
  adminFreezeWindow: whole("AdminFreezeWindow", u16),

  /** Whether the owner of a subnet may set nothing now. Never of root. */
  isInAdminFreezeWindow: (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<boolean, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const [window, next, number] = yield* together([
        stored(chain, "AdminFreezeWindow", [], u16, at),
        nextEpochStartBlock(chain, netuid, at),
        blockNumber(chain, at)
      ])
      return netuid !== ROOT && next !== undefined && next - number < window
    }),

  /** Blocks between the registration of a subnet and its start at the earliest, of `StartCallDelay`. */
  startCallDelay: whole("StartCallDelay", span),

  /** How many mechanisms a subnet has, of `MechanismCountCurrent`; 1 unless the owner said otherwise. */
  mechanismCount: (chain: Core, netuid: number, options?: ReadOptions) =>
    Effect.map(stored(chain, "MechanismCountCurrent", [netuid], u8, options), (count) => Math.max(1, count)),

  /** The part of each mechanism of a subnet's emission, 0 to 1, of `MechanismEmissionSplit`; `undefined` where all have the same. */
  mechanismEmissionSplit: ofSubnet("MechanismEmissionSplit", maybe(listOf(ratio))),

  /** Of some subnets those where one of these hotkeys has a place, and those that are to be kept anyway, each once. */
  filterNetuidsByRegisteredHotkeys: (
    chain: Core,
    given: {
      readonly netuids: ReadonlyArray<number>
      readonly keep?: ReadonlyArray<number>
      readonly hotkeys: ReadonlyArray<string>
    },
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<number>, ChainError> => {
    const { hotkeys, keep = [], netuids: all } = given
    return Effect.map(
      Effect.forEach(hotkeys, (hotkey) => listed(chain, "IsNetworkMember", [hotkey], u16, flag, options), {
        concurrency: "unbounded"
      }),
      (memberships) =>
        [...new Set(all)].filter((netuid) => keep.includes(netuid) || memberships.some((of) => of.get(netuid) === true))
    )
  }
}
