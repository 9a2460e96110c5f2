/**
 * `payment_*`: what an extrinsic would cost.
 *
 * @since 0.2.0
 */
import { concatBytes } from "@noble/hashes/utils.js"
import type { DispatchInfo } from "../../runtime/weight.ts"
import type { Hex } from "../../scale/Hex.ts"
import { u32 } from "../../scale/primitives.ts"
import { encode } from "../../scale/Type.ts"
import type { Chain } from "../Chain.ts"
import { call, type Method } from "./method.ts"
import { bytes, hash, maybe } from "./params.ts"
import { query } from "./runtimeApi.ts"

/** `RuntimeDispatchInfo`, whatever the width of balances. */
interface Info extends Pick<DispatchInfo, "weight" | "class"> {
  readonly partial_fee: bigint
}

/** `FeeDetails`, without the tip, which a node does not tell. */
interface Details {
  readonly inclusion_fee:
    | { readonly base_fee: bigint; readonly len_fee: bigint; readonly adjusted_weight_fee: bigint }
    | undefined
}

/** The arguments are the extrinsic, which says its length, and that length. */
const ask = (chain: Chain, method: string, extrinsic: Uint8Array, at: Hex | undefined): unknown =>
  query(chain, "TransactionPaymentApi", method, concatBytes(extrinsic, encode(u32, extrinsic.length)), at)

const rounded = (amount: bigint) => `0x${amount.toString(16)}`

/**
 * The methods.
 *
 * @category methods
 */
export const payment: ReadonlyArray<Method> = [
  call("payment_queryInfo", [bytes, maybe(hash)], ({ chain }, [extrinsic, at]) => {
    // The API of this name answers this in all runtimes.
    const { class: dispatchClass, partial_fee, weight } = ask(chain, "query_info", extrinsic, at) as Info
    return {
      weight: { ref_time: Number(weight.ref_time), proof_size: Number(weight.proof_size) },
      class: dispatchClass.toLowerCase(),
      partialFee: String(partial_fee)
    }
  }),
  call("payment_queryFeeDetails", [bytes, maybe(hash)], ({ chain }, [extrinsic, at]) => {
    const { inclusion_fee } = ask(chain, "query_fee_details", extrinsic, at) as Details
    if (inclusion_fee === undefined) return { inclusionFee: null }
    return {
      inclusionFee: {
        baseFee: rounded(inclusion_fee.base_fee),
        lenFee: rounded(inclusion_fee.len_fee),
        adjustedWeightFee: rounded(inclusion_fee.adjusted_weight_fee)
      }
    }
  })
]
