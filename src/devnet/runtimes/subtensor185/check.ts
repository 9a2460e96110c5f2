/**
 * Whether an extrinsic is signed by whoever it says, for this chain and for this time.
 *
 * @since 0.2.0
 */
import { birth, type Era } from "../../runtime/era.ts"
import { type Runtime } from "../../runtime/runtime.ts"
import type { Verify } from "../../runtime/signature.ts"
import type { State } from "../../runtime/storage.ts"
import { type Signing, type Unchecked, signedMessage } from "../../runtime/uncheckedExtrinsic.ts"
import { invalid, type Refused, unknown } from "../../runtime/validity.ts"
import { lookup } from "./behaviour/lookup.ts"
import type { Signed } from "./behaviour/signer.ts"
import { System } from "./pallets/system.ts"

const { BlockHash, Number: BlockNumber } = System.storage

/**
 * Who signed, and for how long.
 *
 * @category models
 */
export interface Signer extends Signed {
  readonly era: Era
}

/**
 * What became of a check: nobody signs what the block says itself.
 *
 * @category models
 */
export type Checked = { readonly _tag: "Ok"; readonly value: Signer | undefined } | Refused

/** What the chain adds to the message, without being told; nothing where it does not know the block that an era began with. */
const additionalOf = ({ version }: Runtime, state: State, era: Era) => {
  const born = birth(era, BlockNumber.get(state))
  if (!BlockHash.contains(state, born)) return undefined
  return {
    CheckSpecVersion: version.spec_version,
    CheckTxVersion: version.transaction_version,
    CheckGenesis: BlockHash.get(state, 0),
    CheckMortality: BlockHash.get(state, born)
  }
}

/**
 * Checks signatures by a runtime's versions and form.
 *
 * @category constructors
 */
export const checkOf = (runtime: Runtime, verify: Verify) => {
  const check = (state: State, { address, extra, signature }: Signing, bytes: Unchecked["bytes"]): Checked => {
    const account = lookup(address)
    if (account === undefined) return unknown("CannotLookup")
    const additional = additionalOf(runtime, state, extra.CheckMortality)
    if (additional === undefined) return invalid("AncientBirthBlock")
    const message = signedMessage(runtime.extrinsic, bytes, additional)
    if (!verify(signature, message, account)) return invalid("BadProof")
    const signer = { account, nonce: extra.CheckNonce, tip: extra.ChargeTransactionPayment, era: extra.CheckMortality }
    return { _tag: "Ok", value: signer }
  }
  return (state: State, { bytes, signing }: Unchecked): Checked =>
    signing === undefined ? { _tag: "Ok", value: undefined } : check(state, signing, bytes)
}
