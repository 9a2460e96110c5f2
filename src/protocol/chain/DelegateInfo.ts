/**
 * Delegates: hotkeys that others may stake to (chain-client.md §5.4, §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import type { AnswerReader } from "../internal/chain/AnswerReader.ts"
import { decodeBytes, decodePresent, decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  type Coded,
  compactU16,
  compactU64,
  type Field,
  type Fields,
  list,
  listOf,
  named,
  pair,
  pairOf,
  ratio,
  record,
  struct
} from "../internal/chain/fields.ts"
import { Ratio, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"

const Stakes = Schema.Array(Schema.Tuple([U16, Unsigned]))

/**
 * A delegate and those who stake to it.
 *
 * Before spec 244 the chain counts a delegate's stake once and not by subnet: it is given under netuid 0, the root network, which is where
 * dTAO left what was staked before.
 *
 * @category models
 */
export const DelegateInfo = Schema.Struct({
  hotkey: Ss58,
  /** The coldkey that holds the hotkey. */
  owner: Ss58,
  /** The part of its nominators' dividends that it keeps, 0 to 1. */
  take: Ratio,
  /** Who stakes to it, and how much on which subnet, `[netuid, amount]`: rao on the root network, alpha in rao elsewhere. */
  nominators: Schema.Array(Schema.Tuple([Ss58, Stakes])),
  /** The sums of that, `[netuid, amount]`, by netuid. */
  totalStake: Stakes,
  /** The subnets where it has a uid. */
  registrations: Schema.Array(U16),
  /** The subnets where it may validate. */
  validatorPermits: Schema.Array(U16),
  /** Rao a day for 1000 TAO of stake. */
  returnPer1000: Unsigned,
  /** Rao a day for all of its nominators. */
  totalDailyReturn: Unsigned
})

/** @category models */
export interface DelegateInfo extends Schema.Schema.Type<typeof DelegateInfo> {}

/**
 * A delegate, seen by one who stakes to it.
 *
 * @category models
 */
export const DelegatedInfo = Schema.Struct({
  ...DelegateInfo.fields,
  /** Where; 0 before dTAO. */
  netuid: U16,
  /** What the coldkey that was asked for stakes there: rao on the root network, alpha in rao elsewhere. */
  stake: Unsigned
})

/** @category models */
export interface DelegatedInfo extends Schema.Schema.Type<typeof DelegatedInfo> {}

const ROOT = 0
const KEY_BYTES = 32
/** Two keys, and a byte at least for each of the take, the three lists and the two returns. */
const LEAST_BYTES = 2 * KEY_BYTES + 6

type Nominator = [coldkey: Ss58, stakes: Array<[netuid: number, amount: bigint]>]
type Stored = Omit<DelegateInfo, "totalStake" | "nominators"> & { readonly nominators: Array<Nominator> }

const onRoot = (stake: bigint): Nominator[1] => [[ROOT, stake]]

/** A stake that is not by subnet yet. */
const single: Coded<Nominator[1]> = {
  read: (reader) => onRoot(compactU64.read(reader)),
  take: (value) => onRoot(compactU64.take(value))
}
const bySubnet: Field<Nominator[1]> = listOf(pairOf(compactU16, compactU64))

/** Runtimes of spec 233 to 243 have metadata, and stakes that are not by subnet. */
const either: Field<Nominator[1]> = { take: (value) => (Array.isArray(value) ? bySubnet : single).take(value) }

const others = {
  registrations: list(compactU16, 1),
  validatorPermits: list(compactU16, 1),
  returnPer1000: compactU64,
  totalDailyReturn: compactU64
}

const early: Coded<Stored> = struct<Stored>({
  hotkey: account,
  take: ratio,
  nominators: list(pair(account, single), KEY_BYTES + 1),
  owner: account,
  ...others
})

const decoded: Field<Stored> = record<Stored>({
  hotkey: named(account, "delegate_ss58"),
  take: ratio,
  nominators: listOf(pairOf(account, either)),
  owner: named(account, "owner_ss58"),
  ...others
} satisfies Fields<Stored>)

const summed = (stored: Stored): DelegateInfo => {
  const sums = new Map<number, bigint>()
  for (const [, stakes] of stored.nominators) {
    for (const [netuid, amount] of stakes) sums.set(netuid, (sums.get(netuid) ?? 0n) + amount)
  }
  return { ...stored, totalStake: [...sums].toSorted(([one], [other]) => one - other) }
}

const readDelegate = (reader: AnswerReader): DelegateInfo => summed(early.read(reader))
const delegate: Coded<DelegateInfo> = { read: readDelegate, take: (value) => summed(decoded.take(value)) }
const delegates = list(delegate, LEAST_BYTES)
const delegatedPairs = list(pair(delegate, compactU64), LEAST_BYTES + 1)

/**
 * Reads what `DelegateInfoRuntimeApi.get_delegates` answered before dTAO, once its outer bytes are off.
 *
 * @category decoding
 */
export const decodeDelegates = (bytes: Uint8Array): Result.Result<ReadonlyArray<DelegateInfo>, LayoutError> =>
  decodeBytes("Vec<DelegateInfo>", bytes, delegates.read)

/**
 * Reads what `get_delegate` answered before dTAO; a hotkey that is no delegate is `undefined`.
 *
 * @category decoding
 */
export const decodeDelegate = (bytes: Uint8Array): Result.Result<DelegateInfo | undefined, LayoutError> =>
  decodePresent("DelegateInfo", bytes, readDelegate)

/**
 * Reads what `get_delegated` answered before dTAO: the delegates of a coldkey, and what it stakes to each.
 *
 * @category decoding
 */
export const decodeDelegated = (bytes: Uint8Array): Result.Result<ReadonlyArray<DelegatedInfo>, LayoutError> =>
  decodeBytes("Vec<(DelegateInfo, Compact<u64>)>", bytes, (reader) =>
    delegatedPairs.read(reader).map(([info, stake]) => ({ ...info, netuid: ROOT, stake }))
  )

/**
 * Takes a `DelegateInfo` that metadata decoded.
 *
 * @category decoding
 */
export const delegateFromRuntime = (value: unknown): Result.Result<DelegateInfo, LayoutError> =>
  decodeValue("DelegateInfo", value, delegate.take)

const delegated = pairOf(delegate, {
  take: (value: unknown): [number, bigint] =>
    Array.isArray(value) ? pairOf(compactU16, compactU64).take(value) : [ROOT, compactU64.take(value)]
})

/**
 * Takes an element of what `get_delegated` answers, `(DelegateInfo, (netuid, stake))`, that metadata decoded.
 *
 * @category decoding
 */
export const delegatedFromRuntime = (value: unknown): Result.Result<DelegatedInfo, LayoutError> =>
  decodeValue("(DelegateInfo, (netuid, stake))", value, (found) => {
    const [info, [netuid, stake]] = delegated.take(found)
    return { ...info, netuid, stake }
  })
