/**
 * Stake: who has put how much behind which hotkey. Before dTAO it is TAO, from there on alpha of a subnet.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { list, option } from "../../../protocol/chain/fromRuntime.ts"
import {
  decodeStakeInfos,
  decodeStakeInfosByColdkey,
  type StakeInfo,
  stakeInfoFromRuntime,
  stakeInfosByColdkeyFromRuntime
} from "../../../protocol/chain/StakeInfo.ts"
import {
  account,
  compactU64,
  fixed,
  listOf,
  maybe,
  ratio,
  record,
  span,
  u16
} from "../../../protocol/internal/chain/fields.ts"
import type { Alpha, Rao } from "../../../protocol/Money.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import {
  alpha,
  type Answer,
  answered,
  by,
  column,
  keyOf,
  listed,
  mapOf,
  ofAccount,
  ofSubnet,
  rao,
  sinceDTao,
  stored,
  together,
  whole,
  type Keys
} from "./Read.ts"

/**
 * What of an account's alpha is locked, and how long it is meant to be (from spec 424 on).
 *
 * @category models
 */
export interface ColdkeyLock {
  readonly lockedMass: Alpha
  /** A number, with 64 bits after the point. */
  readonly conviction: number
  /** The block in which the two were that. */
  readonly lastUpdate: number
}

/**
 * What of an account's alpha of a subnet can be taken back now (from spec 424 on).
 *
 * @category models
 */
export interface StakeAvailability {
  readonly total: Alpha
  readonly locked: Alpha
  readonly available: Alpha
}

const API = "StakeInfoRuntimeApi"

const lock = sinceDTao(
  "LockState",
  maybe(
    record<ColdkeyLock>({
      lockedMass: alpha,
      conviction: fixed({ bits: 128, fraction: 64, isSigned: false }),
      lastUpdate: span
    })
  )
)

const availability = record<StakeAvailability>({ total: alpha, locked: alpha, available: alpha })
const availabilities = sinceDTao(
  "BTreeMap<AccountId, BTreeMap<u16, StakeAvailability>>",
  mapOf(account, mapOf(u16, availability))
)

const stakeInfoForColdkey = (
  chain: Core,
  coldkey: string,
  options?: ReadOptions
): Effect.Effect<ReadonlyArray<StakeInfo>, ChainError> =>
  Effect.flatMap(keyOf("coldkey", coldkey), (key) =>
    answered(
      chain,
      `${API}.get_stake_info_for_coldkey`,
      [key],
      { bytes: decodeStakeInfos, value: list(stakeInfoFromRuntime) },
      options
    )
  )

/** Who stakes to a hotkey, of the item that ends with dTAO. */
const stakers = (chain: Core, hotkey: string, options?: ReadOptions) =>
  listed<Ss58, Rao>(chain, "Stake", [hotkey], account, rao, options)

const keysOf = (coldkeys: ReadonlyArray<string>) => Effect.forEach(coldkeys, (coldkey) => keyOf("coldkeys", coldkey))

const hotkeyStake = by(["hotkey", "netuid"], "TotalHotkeyAlpha", alpha)

const stakeInfo: Answer<StakeInfo | undefined> = { value: option(stakeInfoFromRuntime) }

/**
 * Stake.
 *
 * @category reads
 */
export const stakes = {
  /** All that is staked to a hotkey, of `TotalHotkeyStake`, which dTAO has not. */
  totalStakeForHotkey: ofAccount("TotalHotkeyStake", rao),

  /** All that a coldkey stakes, of `TotalColdkeyStake`, which dTAO has not. */
  totalStakeForColdkey: ofAccount("TotalColdkeyStake", rao),

  /** Who stakes how much to a hotkey: rao by coldkey, of `Stake`, which dTAO has not. */
  stake: stakers,

  /** The same, by the other name that the SDK has for it. */
  nominatorsForHotkey: stakers,

  /**
   * What a coldkey stakes to a hotkey. Before dTAO it is one amount, of `Stake`; from there on one for each subnet, of
   * `StakeInfoRuntimeApi.get_stake_info_for_coldkey`. Where there is no stake, there is none in the list.
   */
  stakeForColdkeyAndHotkey: (
    chain: Core,
    { coldkey, hotkey }: Pick<Keys, "coldkey" | "hotkey">,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<StakeInfo>, ChainError> =>
    Effect.gen(function* () {
      yield* together([keyOf("hotkey", hotkey), keyOf("coldkey", coldkey)])
      const { has } = yield* chain.runtime(options)
      if (!has("storage", "SubtensorModule", "Stake")) {
        const found = yield* stakeInfoForColdkey(chain, coldkey, options)
        return found.filter((info) => info.hotkey === hotkey && info.stake > 0n)
      }
      const stake = yield* stored(chain, "Stake", [hotkey, coldkey], compactU64, options)
      // Both were found to be addresses.
      return stake === 0n ? [] : [{ hotkey: hotkey as Ss58, coldkey: coldkey as Ss58, stake }]
    }),

  /** What a coldkey stakes, to each hotkey and from dTAO on in each subnet, of `StakeInfoRuntimeApi.get_stake_info_for_coldkey`. */
  stakeInfoForColdkey,

  /** The same of several coldkeys, in one round trip. */
  stakeInfoForColdkeys: (
    chain: Core,
    coldkeys: ReadonlyArray<string>,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyMap<string, ReadonlyArray<StakeInfo>>, ChainError> =>
    Effect.flatMap(keysOf(coldkeys), (keys) =>
      answered(
        chain,
        `${API}.get_stake_info_for_coldkeys`,
        [keys],
        {
          bytes: (answer) => Result.map(decodeStakeInfosByColdkey(answer), (found) => new Map(found)),
          value: (value) => Result.map(stakeInfosByColdkeyFromRuntime(value), (found) => new Map(found))
        },
        options
      )
    ),

  /** What a coldkey stakes to a hotkey in a subnet, from dTAO on, of `get_stake_info_for_hotkey_coldkey_netuid`; `undefined` for nothing. */
  stakeInfo: (
    chain: Core,
    { coldkey, hotkey, netuid }: Pick<Keys, "coldkey" | "hotkey" | "netuid">,
    options?: ReadOptions
  ): Effect.Effect<StakeInfo | undefined, ChainError> =>
    Effect.flatMap(together([keyOf("hotkey", hotkey), keyOf("coldkey", coldkey)]), (keys) =>
      answered(chain, `${API}.get_stake_info_for_hotkey_coldkey_netuid`, [...keys, netuid], stakeInfo, options)
    ),

  /** All alpha that is staked to a hotkey in a subnet, of `TotalHotkeyAlpha`. */
  stakeForHotkey: hotkeyStake,

  /** The same, by the other name that the SDK has for it. */
  hotkeyStake,

  /** What the stake of each neuron counts in its subnet, 0 to 1, by uid, of `StakeWeight`. */
  stakeWeight: ofSubnet("StakeWeight", column(ratio)),

  /** The least that somebody may stake to a hotkey that is not his own, of `NominatorMinRequiredStake`. */
  minimumRequiredStake: whole("NominatorMinRequiredStake", rao),

  /** The hotkeys of a coldkey, of `OwnedHotkeys`. */
  ownedHotkeys: ofAccount("OwnedHotkeys", listOf(account)),

  /** Where a coldkey has its earnings staked: hotkeys, by netuid; of `AutoStakeDestination`. */
  autoStakes: (chain: Core, coldkey: string, options?: ReadOptions) =>
    listed<number, Ss58>(chain, "AutoStakeDestination", [coldkey], u16, account, options),

  /** What of a coldkey's alpha of a subnet is locked, of `get_coldkey_lock`; `undefined` for nothing. */
  coldkeyLock: (
    chain: Core,
    { coldkey, netuid }: Pick<Keys, "coldkey" | "netuid">,
    options?: ReadOptions
  ): Effect.Effect<ColdkeyLock | undefined, ChainError> =>
    Effect.flatMap(keyOf("coldkey", coldkey), (key) =>
      answered(chain, `${API}.get_coldkey_lock`, [key, netuid], lock, options)
    ),

  /** What coldkeys can take back of their alpha, by coldkey and netuid, of `get_stake_availability_for_coldkeys`. */
  stakeAvailabilityForColdkeys: (
    chain: Core,
    coldkeys: ReadonlyArray<string>,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyMap<string, ReadonlyMap<number, StakeAvailability>>, ChainError> =>
    Effect.flatMap(keysOf(coldkeys), (keys) =>
      answered(chain, `${API}.get_stake_availability_for_coldkeys`, [keys, undefined], availabilities, options)
    )
}
