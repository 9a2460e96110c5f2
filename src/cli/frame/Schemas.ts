/** The JSON Schemas of this program's commands, for the one that prints them. */
import { Context, type Effect, type Schema } from "effect"
import type { Failure } from "./Failure.ts"

/** @category services */
export class Schemas extends Context.Service<
  Schemas,
  {
    /** That of a command, by the words that call it; without any, of all. */
    readonly of: (words: ReadonlyArray<string>) => Effect.Effect<Schema.Json, Failure>
  }
>()("effect-bittensor/cli/Schemas") {}
