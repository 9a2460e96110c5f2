/** `btcli utils convert` */
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Amount from "../../subject/amount.ts"
import { TaoText } from "../../subject/values.ts"
import { tao } from "../../terminal/Pen.ts"

const Conversion = Schema.Struct({
  from: Schema.Literals(["rao", "tao"]),
  amount_tao: TaoText,
  /** Decimal text, as it may be above 2⁵³. */
  amount_rao: Schema.String
})

const raoOf = (text: string) => {
  const digits = text.replaceAll(/[,_]/g, "")
  return /^\d{1,20}$/.test(digits) && BigInt(digits) < 1n << 64n
    ? Effect.succeed(Rao(BigInt(digits)))
    : Effect.fail(usage(`--rao ${text}: rao are a whole number, and fewer than 2⁶⁴.`))
}

const conversion = (from: "rao" | "tao", amount: Rao): typeof Conversion.Type => ({
  from,
  amount_tao: amount,
  amount_rao: String(amount)
})

export const command = Leaf.make({
  flags: {
    amount: Argument.optional(Argument.String("amount").pipe(Argument.withDescription("the same as --tao"))),
    rao: Flags.text("rao", "rao to be told in TAO"),
    tao: Flags.text("tao", "TAO to be told in rao")
  },
  examples: [{ command: "btcli utils convert --tao 1.5", description: "1500000000 rao" }],
  result: Schema.Array(Conversion),
  run: ({ amount, rao, tao }) =>
    Effect.gen(function* () {
      const inTao = Option.orElse(tao, () => amount)
      if (Option.isNone(rao) && Option.isNone(inTao)) return yield* usage("Give --rao or --tao, or both.")
      const fromRao = yield* Effect.forEach(Option.toArray(rao), raoOf)
      const fromTao = yield* Effect.forEach(Option.toArray(inTao), (text) => Amount.of("--tao", text))
      return [
        ...fromRao.map((amount) => conversion("rao", amount)),
        ...fromTao.map((amount) => conversion("tao", amount))
      ]
    }),
  show: (conversions) =>
    conversions
      .map(({ amount_rao, amount_tao, from }) => {
        const text = tao(amount_tao)
        return from === "rao" ? `${amount_rao} rao = ${text}` : `${text} = ${amount_rao} rao`
      })
      .join("\n")
})
