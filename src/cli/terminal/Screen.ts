/**
 * What a command says while it works and when it is done. Standard output carries the result and nothing else; all that is said
 * beside it goes to standard error.
 */
import { Context, Effect, type Scope } from "effect"
import type { Failure } from "../frame/Failure.ts"
import type { Pen } from "./Pen.ts"

/**
 * Something that takes more than a moment, as it goes on.
 *
 * @category models
 */
export interface Progress {
  /** Says how far it is: what stands behind the title. */
  readonly update: (text: string) => Effect.Effect<void>
}

/** @category services */
export class Screen extends Context.Service<
  Screen,
  {
    /** For what is shown on standard output. */
    readonly pen: Pen
    /** Whether the result is JSON: then nothing else is written to standard output. */
    readonly isJson: boolean
    /** Whether a person reads standard error, and was not told to be quiet. */
    readonly isWatched: boolean
    /** Writes a line of the result. */
    readonly out: (text: string) => Effect.Effect<void, Failure>
    /** Says something beside the result; not with `--quiet`. */
    readonly note: (text: string) => Effect.Effect<void>
    /** Says what should not be missed. */
    readonly warn: (text: string) => Effect.Effect<void>
    /** Shows that something goes on, until the scope closes: a moving line at a terminal, one line elsewhere. */
    readonly progress: (title: string) => Effect.Effect<Progress, never, Scope.Scope>
  }
>()("effect-bittensor/cli/Screen") {
  /**
   * Shows that an effect goes on.
   *
   * @category combinators
   */
  static readonly during =
    (title: string) =>
    <A, E, R>(effect: Effect.Effect<A, E, R> | ((progress: Progress) => Effect.Effect<A, E, R>)) =>
      Effect.scoped(
        Effect.gen(function* () {
          const progress = yield* (yield* Screen).progress(title)
          return yield* typeof effect === "function" ? effect(progress) : effect
        })
      )
}
