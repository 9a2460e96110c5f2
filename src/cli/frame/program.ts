/** From the words of a command line to its exit code. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Array as Arr, Cause, Console, Effect, Exit, Logger, Option, Predicate, type Runtime } from "effect"
import type { DevnetError } from "../../services/Devnet.ts"
import { harmless } from "../terminal/harmless.ts"
import { hasColors, paintOf } from "../terminal/paint.ts"
import * as logger from "../terminal/logger.ts"
import { flagsOf, pathOf, runLeaf } from "./command.ts"
import { problem } from "./envelope.ts"
import { explain } from "./explain.ts"
import { exitCodes, Failure, usage } from "./Failure.ts"
import * as jsonSchema from "./jsonSchema.ts"
import type { AnyLeaf } from "./Leaf.ts"
import { lacking, othersOf, type Meant, respell } from "./spelling.ts"
import type { Tree } from "./Tree.ts"

/** A program: its commands, and its version. @category models */
export interface Program {
  readonly tree: Tree
  readonly version: string
}

/** Command lines whose answer is not in the tree alone. */
type Needing = Extract<Meant, { readonly _tag: "Completion" | "Wrong" | "Run" }>

const runEntry = (
  { tree, version }: Program,
  { args, entry, group }: Extract<Meant, { readonly _tag: "Run" }>,
  onLoad: (leaf: AnyLeaf) => void
) =>
  Effect.gen(function* () {
    const leaf = yield* Effect.promise(entry.load)
    onLoad(leaf)
    const path = pathOf(group, entry)
    const known = flagsOf(path, leaf, entry.summary)
    const others = othersOf(tree, path)
    const lacks = leaf.takesAnyFlag === true ? undefined : lacking(known, others.lacking, args)
    if (lacks !== undefined) return yield* usage(lacks.what, lacks.next)
    const words = respell(known, args, { idle: others.idle, takesAnyFlag: leaf.takesAnyFlag })
    yield* runLeaf(path, leaf, entry.summary, version, words)
  }).pipe(Effect.provide(jsonSchema.layer(tree)))

const complete = ({ tree }: Program, shell: string) =>
  Effect.gen(function* () {
    const { isShell, script, shells } = yield* Effect.promise(() => import("./completions.ts"))
    if (isShell(shell)) return yield* Effect.flatMap(script(tree, shell), (text) => Console.log(text))
    return yield* usage(
      shell === "" ? "--print-completion needs a shell." : `There are no completions for ${shell}.`,
      `Give one of ${shells.join(", ")}.`
    )
  })

const perform = (program: Program, meant: Needing, onLoad: (leaf: AnyLeaf) => void) => {
  switch (meant._tag) {
    case "Completion":
      return complete(program, meant.shell)
    case "Wrong":
      return Effect.fail(usage(meant.what, meant.next))
    case "Run":
      return runEntry(program, meant, onLoad)
  }
}

const defect = () =>
  new Failure({
    code: "failed",
    what: "btcli failed by a fault of its own.",
    next: "Give --debug to see where, and report it."
  })

/** What is done at the end cannot fail, and dies of its error instead: a chain whose state cannot be kept. */
const ofTheEnd = (cause: Cause.Cause<unknown>): Option.Option<DevnetError> =>
  Arr.findFirst(
    cause.reasons.map((reason) => (Cause.isDieReason(reason) ? reason.defect : undefined)),
    (died): died is DevnetError => Predicate.isTagged(died, "DevnetError")
  )

const failureOf = <E extends Parameters<typeof explain>[0]>(cause: Cause.Cause<E>): Failure => {
  if (Cause.hasInterruptsOnly(cause)) return new Failure({ code: "interrupted", what: "Interrupted." })
  const found = Option.orElse<E, DevnetError>(Cause.findErrorOption(cause), () => ofTheEnd(cause))
  return Option.match(found, { onNone: defect, onSome: explain })
}

const has = (words: ReadonlyArray<string>, ...names: ReadonlyArray<string>) =>
  words.some((word) => names.includes(word.replaceAll("-", "_")))

const report = (words: ReadonlyArray<string>, command: string, cause: Cause.Cause<Parameters<typeof explain>[0]>) =>
  Effect.gen(function* () {
    const failure = failureOf(cause)
    if (has(words, "__debug")) yield* Console.error(Cause.pretty(cause))
    if (has(words, "__json", "__json_output", "__json_out")) yield* Console.log(problem(command, failure))
    else {
      yield* Console.error(`${paintOf(hasColors(process.stderr))("red", "✗")} ${harmless(failure.what)}`)
      if (failure.next !== undefined) yield* Console.error(`  ${harmless(failure.next)}`)
    }
    return failure.exitCode
  })

/** Runs a command line. What went wrong has been said by the time that it ends with an exit code. */
const run = (program: Program, argv: ReadonlyArray<string>, meant: Needing, onSignal: (code: number) => void) => {
  const command = meant._tag === "Run" ? pathOf(meant.group, meant.entry) : ""
  const words = meant._tag === "Run" ? meant.args : argv
  let stays = false
  return perform(program, meant, (leaf) => (stays = leaf.stays === true)).pipe(
    Effect.provide([NodeServices.layer, logger.layer]),
    Effect.provideService(Logger.LogToStderr, true),
    Effect.as(0),
    Effect.catchTag("Found", () => Effect.succeed<number>(exitCodes.failed)),
    Effect.catchCause((cause) => report(words, command, cause)),
    Effect.onExit((exit) => {
      if (Exit.isSuccess(exit)) return Effect.void
      // To be stopped is how a command ends well that goes on until then.
      const isWell = stays && Cause.hasInterruptsOnly(exit.cause)
      return Effect.map(isWell ? Effect.succeed(0) : report(words, command, exit.cause), onSignal)
    })
  )
}

/**
 * Runs a command line as the whole of this process. A signal makes it end by interruption, with the code that was found for that.
 *
 * @category running
 */
export const main = (program: Program, argv: ReadonlyArray<string>, meant: Meant): void => {
  let signalled: number = exitCodes.interrupted
  const teardown: Runtime.Teardown = (exit, onExit) =>
    Exit.isSuccess(exit) ? onExit(exit.value as number) : onExit(signalled)
  NodeRuntime.runMain(
    run(program, argv, meant as Needing, (code) => (signalled = code)),
    { teardown }
  )
}
