/** Addresses that somebody gives. */
import { Effect, Option } from "effect"
import * as Ss58 from "../../protocol/Ss58.ts"
import { type Failure, usage } from "../frame/Failure.ts"

/** What is wrong with it; `undefined` if nothing is. @category checks */
export const check = (text: string): string | undefined =>
  Ss58.is(text) ? undefined : "it is no Bittensor address, and no name of one ('btcli addresses list')."

/** The address that a flag says. @category parsing */
export const of = (flag: string, text: string): Effect.Effect<Ss58.Ss58, Failure> =>
  Ss58.is(text) ? Effect.succeed(text) : Effect.fail(usage(`${flag} ${text}: ${check(text)}`))

/** The address that a flag says, or else another. @category parsing */
export const orElse = <E, R>(
  flag: string,
  said: Option.Option<string>,
  other: Effect.Effect<Ss58.Ss58, E, R>
): Effect.Effect<Ss58.Ss58, E | Failure, R> => (Option.isSome(said) ? of(flag, said.value) : other)
