/**
 * Asks Redis for its verdict: within a deadline, and never twice, for what was asked may have been noted.
 */
import { type Duration, Effect, Schema } from "effect"
import type { RedisError } from "effect/persistence/Redis"
import { describe, type Send } from "./connection.ts"
import * as Script from "./script.ts"

/** Redis's word on a request. */
export type Verdict = Exclude<Script.Said, "Settling" | "Behind">

/** There was no verdict, and whether the request was noted is not known. */
export class Unjudged extends Schema.TaggedError<Unjudged>()("Unjudged", { detail: Schema.String }) {}

/** Makes the function that asks; without arguments it prepares the store. */
export const makeAsk = (send: Send, options: { readonly prefix: string; readonly deadline: Duration.Input }) => {
  const keys = Script.keys(options.prefix)
  return (args: ReadonlyArray<string>): Effect.Effect<Verdict, Unjudged> => {
    const rest = [String(keys.length), ...keys, ...args]
    return send("EVALSHA", Script.sha, ...rest).pipe(
      // A server that does not know the script has not run it.
      Effect.catchIf(isUnknownScript, () => send("EVAL", Script.lua, ...rest)),
      Effect.mapError(({ cause }) => new Unjudged({ detail: describe(cause) })),
      Effect.timeoutOrElse({ duration: options.deadline, orElse: () => late }),
      Effect.flatMap(judged)
    )
  }
}

const isUnknownScript = ({ cause }: RedisError): boolean =>
  cause instanceof Error && cause.message.startsWith("NOSCRIPT")

const late = new Unjudged({ detail: "it did not answer in time" })
const unsettled = new Unjudged({
  detail: `it begins here, or may have forgotten what passed; whatever may have is refused, for up to ${Script.maxAhead} seconds`
})
const behind = new Unjudged({ detail: "its clock is behind that of this axon, or the caller's is far ahead" })
const foreign = new Unjudged({ detail: "its answer was none of the guard's" })

const isSaid = Schema.is(Schema.Literals(Script.said))

const judged = (answer: unknown): Effect.Effect<Verdict, Unjudged> => {
  if (!isSaid(answer)) return foreign
  if (answer === "Settling") return unsettled
  return answer === "Behind" ? behind : Effect.succeed(answer)
}
