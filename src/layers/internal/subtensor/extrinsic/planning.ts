/** What an extrinsic would be and cost, before anybody signs it. */
import { Effect, Result, Schema } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { Rao } from "../../../../protocol/Money.ts"
import * as Ss58 from "../../../../protocol/Ss58.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { Call, Core, SubmitOptions } from "../../../../services/subtensor/Core.ts"
import { blake2_256, decoderOf } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
import { assemble, extraOf } from "./encode.ts"
import { bad, fromResult, outer, type Signing, wrap } from "./signing.ts"

/** A signature that is none: fees depend on the length of an extrinsic alone. */
const UNSIGNED = new Uint8Array(64).fill(1)

const SHIELDED = "until it is in a block, nobody but the authors of the next ones can read the call"

const decodeFee = decoderOf(
  "the fee of an extrinsic",
  Schema.Struct({ partialFee: Schema.String.check(Schema.isPattern(/^\d{1,20}$/)) })
)

/** Plans what is to be signed. */
export const make = (link: Link, { ask, covering, encoded, nextNonce, termsOf }: Signing): Core["plan"] => {
  const feeOf = (extrinsic: Uint8Array) =>
    ask("payment_queryInfo", [HexText.encode(extrinsic)]).pipe(
      Effect.flatMap((json) => fromResult(decodeFee(json))),
      Effect.map(({ partialFee }) => BigInt(partialFee))
    )

  const planned = (call: Call, signer: string, options: SubmitOptions) =>
    Effect.gen(function* () {
      const whole = outer(call, options)
      const { bytes, codec } = yield* encoded(whole)
      const publicKey = Ss58.decodePublicKey(signer)
      if (Result.isFailure(publicKey)) return yield* bad("signer", publicKey.failure.message)
      const { terms } = yield* termsOf(options.nonce ?? (yield* nextNonce(signer)), options)
      const extra = yield* fromResult(extraOf(codec, terms))
      const extrinsicOf = (one: Uint8Array) =>
        assemble({ publicKey: publicKey.success, scheme: "sr25519" }, UNSIGNED, extra, one)
      const extrinsic = extrinsicOf(bytes)
      const isShielded = options.shielded === true
      const around = isShielded ? [extrinsicOf(yield* (yield* covering(codec))(extrinsic))] : []
      const fees = yield* Effect.forEach([extrinsic, ...around], feeOf, { concurrency: 2 })
      return {
        call: whole,
        bytes: HexText.encode(bytes) as Hex,
        hash: blake2_256(bytes),
        signer,
        fee: Rao(fees.reduce((sum, fee) => sum + fee, terms.tip)),
        effects: isShielded ? [SHIELDED] : [],
        warnings: []
      }
    })

  return (call, signer, options = {}) =>
    link
      .within(planned(call, signer, options), `${call.pallet}.${call.name}`, options.deadline)
      .pipe(Effect.catchTag("ChainError", (error) => Effect.fail(wrap(error))))
}
