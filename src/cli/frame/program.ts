/** From the words of a command line to its exit code. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Console, Effect, Exit, Logger, Option } from "effect"
import { make as makePen, type Pen } from "../terminal/Pen.ts"
import { flagsOf, pathOf, runLeaf } from "./command.ts"
import * as completions from "./completions.ts"
import { problem } from "./envelope.ts"
import { explain } from "./explain.ts"
import { Failure, usage } from "./Failure.ts"
import * as help from "./help.ts"
import { type Meant, respell, understand } from "./spelling.ts"
import type { Tree } from "./Tree.ts"

/** A program: its commands, and its version. @category models */
export interface Program {
  readonly tree: Tree
  readonly version: string
}

const runEntry = ({ version }: Program, { args, entry, group }: Extract<Meant, { readonly _tag: "Run" }>) =>
  Effect.gen(function* () {
    const leaf = yield* Effect.promise(entry.load)
    const path = pathOf(group, entry)
    yield* runLeaf(path, leaf, entry.summary, version, respell(flagsOf(path, leaf, entry.summary), args))
  })

const complete = ({ tree }: Program, shell: string) =>
  completions.isShell(shell)
    ? Effect.flatMap(completions.script(tree, shell), (text) => Console.log(text))
    : Effect.fail(
        usage(
          shell === "" ? "--print-completion needs a shell." : `There are no completions for ${shell}.`,
          `Give one of ${completions.shells.join(", ")}.`
        )
      )

const perform = (program: Program, meant: Meant, pen: Pen) => {
  const { tree, version } = program
  switch (meant._tag) {
    case "Help":
      return Console.log(
        meant.group === undefined ? help.ofProgram(pen, tree, version) : help.ofGroup(pen, meant.group)
      )
    case "Version":
      return Console.log(version)
    case "Commands":
      return Console.log(help.all(tree))
    case "Completion":
      return complete(program, meant.shell)
    case "Wrong":
      return Effect.fail(meant.failure)
    case "Run":
      return runEntry(program, meant)
  }
}

const defect = () =>
  new Failure({
    code: "failed",
    what: "btcli failed by a fault of its own.",
    next: "Give --debug to see where, and report it."
  })

const failureOf = <E extends Parameters<typeof explain>[0]>(cause: Cause.Cause<E>): Failure =>
  Cause.hasInterruptsOnly(cause)
    ? new Failure({ code: "interrupted", what: "Interrupted." })
    : Option.match(Cause.findErrorOption(cause), { onNone: defect, onSome: explain })

const has = (words: ReadonlyArray<string>, ...names: ReadonlyArray<string>) =>
  words.some((word) => names.includes(word.replaceAll("-", "_")))

const report = (words: ReadonlyArray<string>, command: string, cause: Cause.Cause<Parameters<typeof explain>[0]>) =>
  Effect.gen(function* () {
    const failure = failureOf(cause)
    if (has(words, "__debug")) yield* Console.error(Cause.pretty(cause))
    if (has(words, "__json", "__json_output", "__json_out")) yield* Console.log(problem(command, failure))
    else {
      const pen = makePen({ hasColors: process.stderr.isTTY === true, columns: process.stderr.columns ?? 80 })
      yield* Console.error(`${pen.paint("red", "✗")} ${failure.what}`)
      if (failure.next !== undefined) yield* Console.error(`  ${failure.next}`)
    }
    return failure.exitCode
  })

/**
 * Runs a command line. What went wrong has been said by the time that it ends with an exit code; a signal makes it end by
 * interruption, with the code that `onSignal` was given.
 *
 * @category running
 */
export const run = (
  program: Program,
  argv: ReadonlyArray<string>,
  pen: Pen,
  onSignal: (code: number) => void
): Effect.Effect<number> => {
  const meant = understand(program.tree, argv)
  const command = meant._tag === "Run" ? pathOf(meant.group, meant.entry) : ""
  const words = meant._tag === "Run" ? meant.args : argv
  return perform(program, meant, pen).pipe(
    Effect.provide(NodeServices.layer),
    Effect.provideService(Logger.LogToStderr, true),
    Effect.as(0),
    Effect.catchCause((cause) => report(words, command, cause)),
    Effect.onExit((exit) => {
      if (Exit.isSuccess(exit)) return Effect.void
      // To be stopped is how `devnet` ends well.
      const isWell = command === "devnet" && Cause.hasInterruptsOnly(exit.cause)
      return Effect.map(isWell ? Effect.succeed(0) : report(words, command, exit.cause), onSignal)
    })
  )
}
