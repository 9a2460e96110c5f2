/** Weights that are committed to and revealed: the same on both occasions, salt included. */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import type { Commitment } from "../../../services/subtensor/calls/weights.ts"
import type { Failure } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
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

/** What is committed to, of what was said. @category combinators */
export const of = (
  input: Input,
  asked: Effect.Success<ReturnType<typeof Weights.asked>>,
  salt: ReadonlyArray<number>
): Effect.Effect<Commitment, Failure> =>
  Effect.map(Weights.emitted(asked), (emitted) => ({
    netuid: asked.netuid,
    ...emitted,
    salt,
    versionKey: Weights.versionOf(input)
  }))

/** @category combinators */
export const resultOf = (outcome: Transaction.Outcome, { netuid, salt, uids, values }: Commitment): Result => ({
  ...outcome,
  netuid,
  uids,
  values,
  salt
})
