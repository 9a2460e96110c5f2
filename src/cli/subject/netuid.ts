/** The subnet that a command is about. */
import { Effect, Option } from "effect"
import { Subtensor } from "../../services/Subtensor.ts"
import { type Failure, notFound, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Ask } from "../terminal/Ask.ts"

/** Which subnet. @category flags */
export const flag = Flags.integer("netuid", "the subnet, by its number")

const numberOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) <= 65_535 ? Number(text) : undefined

const check = (text: string) =>
  numberOf(text) === undefined ? "it is no number of a subnet, which go from 0 to 65535." : undefined

/** The number that was said, or else the answer to `Enter netuid`; it need not be there. @category questions */
export const askedFor = (
  given: Option.Option<number>,
  message = "Enter netuid",
  { flag, initial }: { readonly flag: string; readonly initial?: number } = { flag: "--netuid" }
) =>
  Effect.map(
    Ask.for(Option.map(given, String), {
      message,
      flag,
      check,
      initial: initial === undefined ? undefined : String(initial)
    }),
    (text) => numberOf(text) ?? 0
  )

/** The subnets of a list such as `1,2,5-7`, each once, in their order. @category parsing */
export const listOf = (flag: string, words: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<number>, Failure> =>
  Effect.gen(function* () {
    const found = yield* Effect.forEach(words, (word) => {
      const [first, last = first, ...more] = word.split("-").map(numberOf)
      return first === undefined || last === undefined || last < first || more.length > 0
        ? Effect.fail(
            usage(`${flag} ${word}: it is no number of a subnet, and no range of them.`, "Give such as 1,2,5-7.")
          )
        : Effect.succeed(Array.from({ length: last - first + 1 }, (_, at) => first + at))
    })
    return [...new Set(found.flat())].toSorted((one, other) => one - other)
  })

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
