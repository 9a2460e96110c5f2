/** Questions at the terminal of this process, written to standard error: standard output is the result's. */
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import { Effect, type FileSystem, Layer, type Path, Terminal } from "effect"
import { Prompt } from "effect/cli"
import { Ask, type Question } from "./Ask.ts"

const displayOnStderr = (text: string) =>
  Effect.callback<void>((resume) => {
    process.stderr.write(text, () => resume(Effect.void))
  })

const promptOf = ({ check, initial, message }: Question) =>
  Prompt.String({
    message: initial === undefined || initial === "" || message.includes("[y/n]") ? message : `${message} (${initial})`,
    // An empty answer is the initial one; it is not written for them, so that nobody has to delete it.
    validate: (answer) => {
      const meant = answer === "" && initial !== undefined ? initial : answer
      const isNothing = meant.trim() === "" && meant !== initial
      const wrong = isNothing ? "Please enter something" : check?.(meant)
      return wrong === undefined ? Effect.succeed(meant) : Effect.fail(wrong)
    }
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
}): Layer.Layer<Ask, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Ask,
    Effect.gen(function* () {
      const terminal = yield* Terminal.Terminal
      const onStderr = Terminal.make({ ...terminal, display: displayOnStderr })
      const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
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
        text: (question) => run(promptOf(question)),
        secret: (message) => run(Prompt.Password({ message }))
      }
    })
  ).pipe(Layer.provide(NodeTerminal.layer))
