/**
 * Whether a transaction may be in the next block, and before or after which others: what the signed extensions say, in their order.
 *
 * @since 0.2.0
 */
import type { BlockContext, Call } from "../../runtime/dispatch.ts"
import { death } from "../../runtime/era.ts"
import type { ValidTransaction, Validity } from "../../runtime/executable.ts"
import { type Invalid, invalid, MOST, type Refused, together, unknown } from "../../runtime/validity.ts"
import type { DispatchInfo } from "../../runtime/weight.ts"
import { mayFit } from "./behaviour/blockWeight.ts"
import { turnOf } from "./behaviour/signer.ts"
import { totalFee, withdrawFee } from "./behaviour/transactionPayment.ts"
import type { Signer } from "./check.ts"
import { Grandpa } from "./pallets/grandpa.ts"
import { System } from "./pallets/system.ts"
import { poolRule } from "./poolRule.ts"

/**
 * A transaction whose signature is right.
 *
 * @category models
 */
export interface Transaction {
  readonly call: Call
  /** Its bytes, with those that say how many they are. */
  readonly length: number
  readonly info: DispatchInfo
}

/** What an extension says: something of a valid transaction, or why it is none. */
type Verdict = Partial<ValidTransaction> | Invalid

type Extension = (context: BlockContext, signer: Signer, transaction: Transaction) => Verdict

const mortality: Extension = ({ block }, { era }) => ({ longevity: death(era, block) - BigInt(block) })

const turn: Extension = (context, signer, { info }) => turnOf(context, signer, info)

const weight: Extension = (context, _, { info, length }) => (mayFit(context, info, length) ? {} : "ExhaustsResources")

/** The fee is taken, as it would be in a block. Its own priority drowns in that of the last extension. */
const payment: Extension = (context, { account, tip }, { info, length }) =>
  withdrawFee(context, account, totalFee(context, info, length, tip)) ? {} : "Payment"

/** CommitmentsSignedExtension has the highest priority for everything, so that all transactions have it. */
const commitments: Extension = () => ({ priority: MOST })

/**
 * What is known of a signed transaction. Of registrations the pool lets through so many times the target of an interval.
 *
 * @category validity
 */
export const validityOf = (registrationQuota: number) => {
  const rule = poolRule(registrationQuota)
  const subtensor: Extension = (context, { account }, { call }) => rule(context, account, call)
  const extensions = [mortality, turn, weight, payment, subtensor, commitments]
  return (context: BlockContext, signer: Signer, transaction: Transaction): Validity => {
    const said: Array<Partial<ValidTransaction>> = []
    for (const extension of extensions) {
      const verdict = extension(context, signer, transaction)
      if (typeof verdict === "string") return invalid(verdict)
      said.push(verdict)
    }
    return { _tag: "Ok", value: together(said) }
  }
}

/** The pallets that judge their own unsigned calls: an equivocation cannot be proven here, and no upgrade is ever authorized. */
const JUDGES: ReadonlySet<string> = new Set([System.name, Grandpa.name])

/**
 * Why a call that nobody signed is in no block; those of the block itself are.
 *
 * @category validity
 */
export const refusedInBlock = ({ _tag }: Call): Refused | undefined => (JUDGES.has(_tag) ? invalid("Call") : undefined)

/**
 * Why a transaction that nobody signed is in no pool.
 *
 * @category validity
 */
export const unsignedValidity = (context: BlockContext, { call, info, length }: Transaction): Refused =>
  mayFit(context, info, length)
    ? (refusedInBlock(call) ?? unknown("NoUnsignedValidator"))
    : invalid("ExhaustsResources")
