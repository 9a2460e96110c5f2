/**
 * What transactions cost, and the nonces that they need.
 *
 * @since 0.2.0
 */
import type { Call } from "../../../runtime/dispatch.ts"
import { readExtrinsic } from "../../../runtime/uncheckedExtrinsic.ts"
import { feeOf, inclusionFee, totalFee } from "../behaviour/transactionPayment.ts"
import { System } from "../pallets/system.ts"
import type { Asked, Methods } from "./asked.ts"

/** A call, its length, and whether somebody pays for it. */
interface Question {
  readonly call: Call
  readonly len: number
  readonly isSigned: boolean
}

const infoOf = (asked: Asked, { call, isSigned, len }: Question) => {
  const info = asked.infoOf(call)
  return { weight: info.weight, class: info.class, partial_fee: isSigned ? totalFee(asked, info, len, 0n) : 0n }
}

const detailsOf = (asked: Asked, { call, isSigned, len }: Question) => ({
  inclusion_fee: isSigned ? inclusionFee(asked, asked.infoOf(call), len) : undefined,
  tip: 0n
})

/** The length is what the client says it is. */
const questionOf = ({ executable }: Asked, { len, uxt }: { readonly uxt: Uint8Array; readonly len: number }) => {
  const { call, signing } = readExtrinsic(executable.runtime, uxt)
  return { call, len, isSigned: signing !== undefined }
}

const units: Pick<Methods<"TransactionPaymentApi">, "query_weight_to_fee" | "query_length_to_fee"> = {
  query_weight_to_fee: (_, { weight }) => feeOf(weight),
  query_length_to_fee: (_, { length }) => BigInt(length)
}

/**
 * What TransactionPaymentApi does.
 *
 * @category answers
 */
export const transactionPayment: Methods<"TransactionPaymentApi"> = {
  query_info: (asked, args) => infoOf(asked, questionOf(asked, args)),
  query_fee_details: (asked, args) => detailsOf(asked, questionOf(asked, args)),
  ...units
}

/**
 * What TransactionPaymentCallApi does: the same of a call that is in no extrinsic yet.
 *
 * @category answers
 */
export const transactionPaymentCall: Methods<"TransactionPaymentCallApi"> = {
  query_call_info: (asked, args) => infoOf(asked, { ...args, isSigned: true }),
  query_call_fee_details: (asked, args) => detailsOf(asked, { ...args, isSigned: true }),
  ...units
}

/**
 * What AccountNonceApi does.
 *
 * @category answers
 */
export const accountNonce: Methods<"AccountNonceApi"> = {
  account_nonce: (asked, { account }) => System.storage.Account.get(asked, account).nonce
}
