/**
 * What must be true of whoever signs: it is somebody, has something if it pays, and it is its turn.
 *
 * @since 0.2.0
 */
import type { ValidTransaction } from "../../../runtime/executable.ts"
import type { State } from "../../../runtime/storage.ts"
import type { Invalid } from "../../../runtime/validity.ts"
import type { DispatchInfo } from "../../../runtime/weight.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { u32 } from "../../../scale/primitives.ts"
import { tuple } from "../../../scale/sequences.ts"
import { encode, type Value } from "../../../scale/Type.ts"
import { type AccountInfo, System } from "../pallets/system.ts"
import { AccountId } from "../types/names.ts"

const { Account } = System.storage

/**
 * What a signer says besides the call.
 *
 * @category models
 */
export interface Signed {
  readonly account: Hex
  readonly nonce: number
  readonly tip: bigint
}

/** The account of no bits, for which a signature may be made up. */
const NOBODY = AccountId.zero()

/** Only who pays must have something: an account without balance may send what costs nothing. */
const refusal = (
  { account, nonce }: Signed,
  stored: Value<typeof AccountInfo>,
  info: DispatchInfo
): Invalid | undefined => {
  if (account === NOBODY) return "BadSigner"
  if (info.pays_fee === "Yes" && stored.providers === 0 && stored.sufficients === 0) return "Payment"
  return nonce < stored.nonce ? "Stale" : undefined
}

/**
 * Uses up a nonce, or says why that cannot be.
 *
 * @category signers
 */
export const takeTurn = (state: State, signed: Signed, info: DispatchInfo): Invalid | undefined => {
  const stored = Account.get(state, signed.account)
  const refused = refusal(signed, stored, info)
  if (refused !== undefined) return refused
  if (signed.nonce > stored.nonce) return "Future"
  // After the last `u32` comes the first one, as in the runtime.
  Account.put(state, signed.account, { ...stored, nonce: (signed.nonce + 1) >>> 0 })
  return undefined
}

const Turn = tuple(AccountId, u32)

/**
 * Which turn a transaction takes, and, unless it is the next one, which it waits for; or why it never can.
 *
 * @category signers
 */
export const turnOf = (
  state: State,
  signed: Signed,
  info: DispatchInfo
): Pick<ValidTransaction, "requires" | "provides"> | Invalid => {
  const stored = Account.get(state, signed.account)
  const refused = refusal(signed, stored, info)
  if (refused !== undefined) return refused
  const tag = (nonce: number) => encode(Turn, [signed.account, nonce])
  return {
    requires: signed.nonce > stored.nonce ? [tag(signed.nonce - 1)] : [],
    provides: [tag(signed.nonce)]
  }
}
