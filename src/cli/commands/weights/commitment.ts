/** Weights that are committed to and revealed: the same on both occasions, salt included. */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Weights from "./weights.ts"

/** @category flags */
export const flags = {
  ...Weights.flags,
  salt: Flags.list("salt", "numbers up to 65535 that nobody else knows before the weights are revealed").pipe(
    Flag.withAlias("s")
  )
}

/** @category schemas */
export const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  netuid: Schema.Int,
  uids: Schema.Array(Schema.Int),
  /** As the chain gets them: u16, the largest 65535. */
  values: Schema.Array(Schema.Int),
  /** What has to be given again when they are revealed. */
  salt: Schema.Array(Schema.Int)
})

/** @category models */
export type Result = typeof Result.Type

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

/** The salt that was said, or the answer to its question. @category questions */
export const saltOf = ({ salt }: Input) =>
  Weights.numbers(salt, { flag: "--salt", message: "Enter salt (comma-separated)", isInteger: true })

/** Whose weights they are and what they are, with the salt, which is asked for last. */
const ask =
  <E, R>(saltFor: (input: Input) => Effect.Effect<ReadonlyArray<number>, E, R>) =>
  (input: Input) =>
    Effect.gen(function* () {
      const { keys, netuid, ...said } = yield* Weights.asked(input)
      const salt = yield* saltFor(input)
      const commitment = { netuid, ...(yield* Weights.emitted(said)), salt, versionKey: Weights.versionOf(input) }
      return { keys, commitment }
    })

type Asked = Effect.Success<ReturnType<ReturnType<typeof ask>>>

const act =
  (verb: "commit" | "reveal") =>
  ({ commitment, keys }: Asked, { transaction }: Input) =>
    Effect.gen(function* () {
      const outcome = yield* Transaction.perform(transaction, {
        question: `Would you like to ${verb} weights?`,
        wallet: keys,
        signs: "hotkey",
        ...(yield* Transaction.calling(`${verb}Weights`, commitment, transaction))
      })
      const { netuid, salt, uids, values } = commitment
      return { ...outcome, netuid, uids, values, salt } satisfies Result
    })

/** Commits to weights, or reveals them. @category combinators */
export const run = <E, R>(
  verb: "commit" | "reveal",
  saltFor: (input: Input) => Effect.Effect<ReadonlyArray<number>, E, R>
) => askingThen(ask(saltFor), act(verb))
