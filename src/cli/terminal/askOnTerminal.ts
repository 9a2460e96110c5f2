/** Questions at the terminal of this process, written to standard error: standard output is the result's. */
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import { Effect, type FileSystem, Layer, type Path, Ref, Terminal } from "effect"
import { Prompt } from "effect/cli"
import { type Addresses, meantBy } from "../frame/Addresses.ts"
import { Ask, type Question } from "./Ask.ts"

const displayOnStderr = (text: string) =>
  Effect.callback<void>((resume) => {
    process.stderr.write(text, () => resume(Effect.void))
  })

const promptOf = (
  { check, initial, means, message, flag }: Question,
  meaningOf: (flag: string, answer: string) => Effect.Effect<string, string>
) =>
  Prompt.String({
    message: initial === undefined || initial === "" || message.includes("[y/n]") ? message : `${message} (${initial})`,
    // An empty answer is the initial one; it is not written for them, so that nobody has to delete it.
    validate: Effect.fnUntraced(function* (answer) {
      const typed = answer === "" && initial !== undefined ? initial : answer
      if (typed.trim() === "" && typed !== initial) return yield* Effect.fail("Please enter something")
      const meant = means === undefined ? yield* meaningOf(flag, typed) : typed
      const wrong = check?.(meant)
      return wrong === undefined ? meant : yield* Effect.fail(wrong)
    })
  })

/**
 * Asks where standard input and error are a terminal's, and nobody said not to.
 *
 * @category layers
 */
export const layer = (options: {
  readonly mayAsk: boolean
  readonly isConfirmed: boolean
  readonly isDeclined: boolean
  readonly isQuiet: boolean
}): Layer.Layer<Ask, never, Addresses | FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Ask,
    Effect.gen(function* () {
      const terminal = yield* Terminal.Terminal
      const onStderr = Terminal.make({ ...terminal, display: displayOnStderr })
      const context = yield* Effect.context<Addresses | FileSystem.FileSystem | Path.Path>()
      const kept = yield* Ref.make<ReadonlyArray<string>>([])
      const meaningOf = (flag: string, answer: string) =>
        meantBy(flag, answer).pipe(
          Effect.mapError(({ message }) => message),
          Effect.provideContext(context)
        )
      const run = <A>(prompt: Prompt.Prompt<A>) =>
        Prompt.run(prompt).pipe(
          // Whoever leaves a question reads on below it.
          Effect.tapErrorTag("QuitError", () => displayOnStderr("\n")),
          Effect.provideService(Terminal.Terminal, onStderr),
          Effect.provideContext(context)
        )
      return {
        isPossible: options.mayAsk && process.stdin.isTTY === true && process.stderr.isTTY === true,
        isConfirmed: options.isConfirmed,
        isDeclined: options.isDeclined,
        tell: (question) => (options.isQuiet ? Effect.void : displayOnStderr(`${question}\n`)),
        text: (question) => run(promptOf(question, meaningOf)),
        secret: (message) => run(Prompt.Password({ message })),
        keep: (word) => Ref.update(kept, (words) => [...words, word]),
        kept: Ref.get(kept)
      }
    })
  ).pipe(Layer.provide(NodeTerminal.layer))
