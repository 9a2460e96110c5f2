/** Amounts that somebody types. */
import { Effect, Result } from "effect"
import { type Rao, Tao } from "../../protocol/Money.ts"
import { type Failure, usage } from "../frame/Failure.ts"

/** What is wrong with an amount that is to be paid or staked; `undefined` if nothing is. @category checks */
export const check = (text: string): string | undefined =>
  Result.match(Tao.parse(text), {
    onFailure: ({ detail }) => detail,
    onSuccess: (amount) => (amount > 0n ? undefined : "there is nothing to do; give an amount above zero.")
  })

/** An amount of a flag, which may be 0. @category parsing */
export const of = (flag: string, text: string): Effect.Effect<Rao, Failure> =>
  Effect.mapError(Effect.fromResult(Tao.parse(text)), ({ detail }) => usage(`${flag} ${text}: ${detail}`))
