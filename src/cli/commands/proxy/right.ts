/** What the commands about proxies share: who may do what, after how long. */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Address from "../../subject/address.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category flags */
export const flags = {
  type: Flags.text("proxy_type", "what may be done: Any, Owner, NonTransfer, Staking, Registration …"),
  delay: Flags.wholeNumber("delay").pipe(
    Flag.withDefault(0),
    Flag.withDescription("blocks between the announcement of a call and the call; 0 for none")
  )
}

/** @category flags */
export const delegate = Flags.text("delegate", "the account that may act, by its address")

/** An address that was said, or is asked for. @category questions */
export const addressFor = (given: Option.Option<string>, flag: string, message: string) =>
  Ask.for(given, { message, flag, check: Address.check })

/** What may be done; the chain knows which kinds there are. @category questions */
export const typeFor = (given: Option.Option<string>) =>
  Ask.for(given, {
    message: "Enter proxy type",
    flag: "--proxy_type",
    initial: "Any",
    check: (text) => (/^[A-Z]\w*$/.test(text) ? undefined : "give a kind such as Any, NonTransfer or Staking.")
  })

/** A number that cannot be guessed. @category questions */
export const numberFor = (given: Option.Option<number>, flag: string, message: string) =>
  Effect.map(
    Ask.for(Option.map(given, String), {
      message,
      flag,
      check: (text) => (/^\d+$/.test(text.trim()) ? undefined : "give an integer.")
    }),
    Number
  )
