/** A call as flags name it: `--call Balances.transfer_keep_alive --args '{ "dest": "5F…", "value": 1000 }'`. */
import { Effect, type Option } from "effect"
import type { ChainValue } from "../../services/subtensor/ChainValue.ts"
import type { Call } from "../../services/subtensor/Core.ts"
import { type Failure, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Ask } from "../terminal/Ask.ts"

/** @category flags */
export const flags = {
  call: Flags.text("call", "the call, such as Balances.transfer_keep_alive"),
  args: Flags.text("args", "its arguments as JSON, by the names of the metadata; integers above 2^53 as text")
}

/** Integers that are too large for JSON are text there. */
const LARGE = /^\d{16,20}$/

const notArgs = () =>
  usage("--args: it is no JSON object of arguments by their names.", 'Write such as \'{ "remark": "0x01" }\'.')

/** @category parsing */
export const argsOf = (text: string): Effect.Effect<Call["args"], Failure> =>
  Effect.try({
    try: () =>
      JSON.parse(text, (_, value: unknown) =>
        typeof value === "string" && LARGE.test(value) ? BigInt(value) : value
      ) as ChainValue,
    catch: notArgs
  }).pipe(
    Effect.flatMap((args) =>
      typeof args === "object" && args !== null && !Array.isArray(args)
        ? Effect.succeed(args as Call["args"])
        : Effect.fail(notArgs())
    )
  )

const check = (text: string) =>
  /^\w+\.\w+$/.test(text) ? undefined : "give pallet and call, such as Balances.transfer_keep_alive."

/** @category questions */
export const callFor = ({ args, call }: { readonly [Name in keyof typeof flags]: Option.Option<string> }) =>
  Effect.gen(function* () {
    const name = yield* Ask.for(call, { message: "Enter the call (Pallet.call)", flag: "--call", check })
    const given = yield* Ask.for(args, { message: "Enter its arguments as JSON", flag: "--args", initial: "{}" })
    const [pallet = "", method = ""] = name.split(".")
    return { pallet, name: method, args: yield* argsOf(given) } satisfies Call
  })
