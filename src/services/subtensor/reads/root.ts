/**
 * What stakers of the root network have earned in subnets, and can claim.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { stakeInfoFromRuntime } from "../../../protocol/chain/StakeInfo.ts"
import { option } from "../../../protocol/chain/fromRuntime.ts"
import { type Field, fixed, listOf, takeVariant, u128, u16 } from "../../../protocol/internal/chain/fields.ts"
import { Mismatch } from "../../../protocol/internal/chain/Mismatch.ts"
import { decodeValue } from "../../../protocol/internal/chain/decode.ts"
import type { Alpha } from "../../../protocol/Money.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import {
  alpha,
  answered,
  by,
  keyOf,
  laidOut,
  ofAccount,
  pinned,
  stored,
  together,
  type HotkeyIn,
  type Keys,
  mapOf
} from "./Read.ts"

/**
 * Whose root stake, to whom, and what it earned where.
 *
 * @category models
 */
export type Claim = Pick<Keys, "coldkey" | "hotkey" | "netuid">

/**
 * What becomes of what somebody claims: it is exchanged for TAO, or kept as alpha, in all subnets or in some.
 *
 * @category models
 */
export type RootClaimType =
  | { readonly type: "Swap" }
  | { readonly type: "Keep" }
  | { readonly type: "KeepSubnets"; readonly subnets: ReadonlyArray<number> }

const ROOT = 0

/** Rates have 32 bits after the point. */
const POINT = 32n

const claimType: Field<RootClaimType> = {
  take: (found) => {
    const { type, value } = takeVariant(found)
    if (type === "Swap" || type === "Keep") return { type }
    if (type === "KeepSubnets") return { type, subnets: listOf(u16).take(unboxed(value)) }
    throw new Mismatch("a variant that claims do not have")
  }
}

/** A structure with one field comes as that field from some decoders, as it is from others. */
const unboxed = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "subnets" in value ? value.subnets : value

const asNumber = mapOf(u16, fixed({ bits: 128, fraction: 32, isSigned: true }))
const asBits = mapOf<number, bigint>(u16, {
  take: (value) => {
    if (typeof value !== "bigint") throw new Mismatch("the bits of a fixed-point number were expected")
    return value
  }
})

const rootClaimableAllRates = ofAccount("RootClaimable", asNumber)

/** What was claimed may be more than what is a balance, as it is a sum over all time. */
const rootClaimed = (chain: Core, { coldkey, hotkey, netuid }: Claim, options?: ReadOptions) =>
  stored(chain, "RootClaimed", [netuid, hotkey, coldkey], u128, options)

/** What a coldkey stakes to a hotkey in the root network. */
const rootStake = (chain: Core, { coldkey, hotkey }: Claim, options?: ReadOptions) =>
  Effect.flatMap(together([keyOf("hotkey", hotkey), keyOf("coldkey", coldkey)]), (keys) =>
    Effect.map(
      answered(
        chain,
        "StakeInfoRuntimeApi.get_stake_info_for_hotkey_coldkey_netuid",
        [...keys, ROOT],
        { value: option(stakeInfoFromRuntime) },
        options
      ),
      (info) => info?.stake ?? 0n
    )
  )

/**
 * Claims of root stakers, from dTAO's later runtimes on.
 *
 * @category reads
 */
export const root = {
  /** What becomes of what a coldkey claims, of `RootClaimType`. */
  rootClaimType: ofAccount("RootClaimType", claimType),

  /** Alpha for each rao of root stake of a hotkey, since it began: a number by netuid, of `RootClaimable`. */
  rootClaimableAllRates,

  /** The same of one subnet; 0 if there is none. (SDK 10 loses the integer part of rates of 1 and more.) */
  rootClaimableRate: (
    chain: Core,
    { hotkey, netuid }: HotkeyIn,
    options?: ReadOptions
  ): Effect.Effect<number, ChainError> =>
    Effect.map(rootClaimableAllRates(chain, hotkey, options), (rates) => rates.get(netuid) ?? 0),

  /** What a coldkey can claim in a subnet for its root stake to a hotkey, which is what that has earned less what was claimed. */
  rootClaimableStake: (chain: Core, claim: Claim, options?: ReadOptions): Effect.Effect<Alpha, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const [rates, stake, done] = yield* together([
        stored(chain, "RootClaimable", [claim.hotkey], asBits, at),
        rootStake(chain, claim, at),
        rootClaimed(chain, claim, at)
      ])
      const earned = ((rates.get(claim.netuid) ?? 0n) * stake) >> POINT
      const left = earned > done ? earned - done : 0n
      return yield* laidOut("SubtensorModule.RootClaimable", decodeValue("RootClaimable", left, alpha.take))
    }),

  /** What a coldkey has claimed in a subnet for its root stake to a hotkey: alpha in its smallest unit, of `RootClaimed`. */
  rootClaimed,

  /** What the root stake of a hotkey earned in a subnet in its last epoch, of `RootAlphaDividendsPerSubnet`. */
  rootAlphaDividendsPerSubnet: by(["netuid", "hotkey"], "RootAlphaDividendsPerSubnet", alpha)
}
