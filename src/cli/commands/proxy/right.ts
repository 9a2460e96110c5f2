/** What the commands about proxies share: who may do what, after how long. */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
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

/** @category flags */
export const real = Flags.text("real", "the account that the call is for")

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

/** Who may do what, after how long. @category questions */
export const rightFor = (input: Command.Command.Config.Infer<typeof flags> & { delegate: Option.Option<string> }) =>
  Effect.gen(function* () {
    const delegate = yield* addressFor(input.delegate, "--delegate", "Enter the address of the proxy")
    return { delegate, type: yield* typeFor(input.type), delay: input.delay }
  })

/** For whom a call is announced and made. @category questions */
export const realFor = (given: Option.Option<string>) => addressFor(given, "--real", "Enter the account that it is for")

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
