/** The subnet that a command is about. */
import { Effect, Option } from "effect"
import { Subtensor } from "../../services/Subtensor.ts"
import { notFound } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Ask } from "../terminal/Ask.ts"

/** Which subnet. @category flags */
export const flag = Flags.integer("netuid", "the subnet, by its number")

const numberOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) <= 65_535 ? Number(text) : undefined

const check = (text: string) =>
  numberOf(text) === undefined ? "it is no number of a subnet, which go from 0 to 65535." : undefined

/** The number that was said, or else the answer to `Enter netuid`; it need not be there. @category questions */
export const askedFor = (given: Option.Option<number>, message = "Enter netuid") =>
  Effect.map(Ask.for(Option.map(given, String), { message, flag: "--netuid", check }), (text) => numberOf(text) ?? 0)

/** The same, with the subnets that there are in the question, and of one that is there. @category questions */
export const chosen = (given: Option.Option<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const all = yield* subtensor.allSubnetNetuids()
    const few = all.length > 12 ? [...all.slice(0, 12), "…"] : all
    const netuid = yield* askedFor(given, `Enter netuid [${few.join("/")}]`)
    if (all.includes(netuid)) return netuid
    return yield* notFound(
      `There is no subnet ${netuid} on ${yield* subtensor.network}.`,
      "'btcli subnets list' shows which there are."
    )
  })
