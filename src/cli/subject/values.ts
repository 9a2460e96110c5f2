/** Values of JSON results. Amounts are decimal text, with their unit in the name of the field: exact, and `jq 'tonumber'` reads them. */
import { Schema, SchemaTransformation } from "effect"
import { Alpha, Rao, Tao } from "../../protocol/Money.ts"

/**
 * Rao as decimal text of TAO: `"1.500000000"`.
 *
 * @category schemas
 */
export const TaoText = Schema.String.check(Schema.isPattern(/^\d+\.\d{9}$/)).pipe(
  Schema.decodeTo(
    Rao,
    SchemaTransformation.transform({
      decode: (text: string) => Tao(text) as bigint,
      encode: (rao) => Tao.format(Rao(rao), { plain: true })
    })
  )
)

/** Alpha as decimal text. @category schemas */
export const AlphaText = Schema.String.check(Schema.isPattern(/^\d+\.\d{9}$/)).pipe(
  Schema.decodeTo(
    Alpha,
    SchemaTransformation.transform({
      decode: (text: string) => Alpha.of(text) as bigint,
      encode: (units) => Alpha.format(Alpha(units), { netuid: 0 }, { plain: true })
    })
  )
)
