/** A leaf of the tree as a command of Effect's own. */
import { Cause, Effect, Exit, Layer, Option, Schema } from "effect"
import { CliConfig, CliError, CliOutput, Command, Completions, GlobalFlag } from "effect/cli"
import { Ask } from "../terminal/Ask.ts"
import * as askOnTerminal from "../terminal/askOnTerminal.ts"
import { Screen } from "../terminal/Screen.ts"
import * as screenOnStdio from "../terminal/screenOnStdio.ts"
import * as Addresses from "./Addresses.ts"
import * as addressesOfMachine from "./addressesOfMachine.ts"
import * as Again from "./again.ts"
import { success } from "./envelope.ts"
import { contradiction, Found } from "./Failure.ts"
import * as Flags from "./Flags.ts"
import type { AnyLeaf } from "./Leaf.ts"
import * as Newest from "./newest.ts"
import { explained } from "./parserErrors.ts"
import * as Settings from "./Settings.ts"
import type { KnownFlag } from "./spelling.ts"
import type { Entry, Group } from "./Tree.ts"

/** What a person types to call it, without `btcli`. */
export const pathOf = (group: Group | undefined, entry: Entry): string =>
  group === undefined ? entry.name : `${group.name} ${entry.name}`

interface Input {
  readonly common: Command.Command.Config.Infer<typeof Flags.common>
}

/** Only people are told of newer versions, unless they do not want to be. */
const newestFor = ({ common }: Input) =>
  Effect.gen(function* () {
    const { environment, values } = yield* Settings.Settings
    const { isJson, isWatched } = yield* Screen
    const isUnwanted =
      common.noVersionChecking ||
      (environment["BT_NO_VERSION_CHECKING"] ?? "") !== "" ||
      values["no_version_checking"] === "true"
    return isUnwanted || isJson || !isWatched ? Option.none<string>() : yield* Newest.watch
  })

/** Whether somebody has left a question, or was interrupted. */
const isLeft = <E extends { readonly _tag: string }>(exit: Exit.Exit<unknown, E>): boolean =>
  Exit.isFailure(exit) &&
  (Cause.hasInterruptsOnly(exit.cause) ||
    Option.exists(Cause.findErrorOption(exit.cause), ({ _tag }) => _tag === "QuitError"))

/** Whoever has answered questions can say it all at once the next time, or after what went wrong. */
const tellAgain = (path: string, words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const [ask, { note, pen }] = [yield* Ask, yield* Screen]
    const kept = yield* ask.kept
    if (kept.length > 0) yield* note(pen.paint("dim", `As one line: ${Again.line(path, words, kept)}`))
  })

const body = (path: string, leaf: AnyLeaf, words: ReadonlyArray<string>) =>
  Effect.fn(`btcli ${path}`)(
    function* (input: Input) {
      const screen = yield* Screen
      const newest = yield* newestFor(input)
      const result = yield* leaf.run(input)
      if (screen.isJson) {
        const data = yield* Effect.orDie(Schema.encodeEffect(leaf.result)(result))
        yield* screen.out(success(path, data))
      } else {
        const shown = leaf.show(result, screen.pen)
        if (shown !== "") yield* screen.out(shown)
      }
      if (Option.isSome(newest)) yield* screen.note(screen.pen.paint("yellow", Newest.notice(newest.value)))
      if (leaf.isBad?.(result) === true) return yield* new Found()
      if (leaf.stays === true) yield* Effect.never
    },
    Effect.scoped,
    Effect.onExit((exit) => (isLeft(exit) ? Effect.void : tellAgain(path, words)))
  )

/** The same with what surrounds every command: screen, questions and settings, as its flags say. */
const around =
  (leaf: AnyLeaf) =>
  ({ common }: Input) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const layer = leaf.examinesSettings === true ? Settings.layerLenient : Settings.layer
        const environment = Option.match(common.passwordFile, {
          onNone: () => process.env,
          onSome: (file) => Settings.withPasswordFile(process.env, file)
        })
        const settings = yield* Layer.build(layer(common.config, environment))
        const { values } = yield* Effect.provideContext(Effect.service(Settings.Settings), settings)
        if (common.yes && common.no) return yield* contradiction("--yes", "--no")
        const noPrompt = common.noPrompt || values["no_prompt"] === "true"
        return Layer.mergeAll(
          Layer.succeedContext(settings),
          screenOnStdio.layer({ isJson: common.json, isQuiet: common.quiet }),
          askOnTerminal.layer({
            mayAsk: !noPrompt,
            isConfirmed: noPrompt || common.yes,
            isDeclined: common.no,
            isQuiet: common.quiet
          })
        )
      })
    )

/** The command of a leaf, and the words that it is called with. @category constructors */
export const commandOf = (path: string, leaf: AnyLeaf, summary: string, words: ReadonlyArray<string> = []) =>
  Command.make(path.split(" ").at(-1) ?? path, { ...leaf.flags, common: Flags.common }, body(path, leaf, words)).pipe(
    Command.withDescription(leaf.description === undefined ? summary : `${summary} ${leaf.description}`),
    Command.withShortDescription(summary),
    Command.withExamples(leaf.examples ?? []),
    Command.provide(around(leaf))
  )

const programOf = (path: string, leaf: AnyLeaf, summary: string, words: ReadonlyArray<string>) => {
  const command = commandOf(path, leaf, summary, words)
  const [group = ""] = path.split(" ")
  const btcli = Command.make("btcli")
  return path === group
    ? Command.withSubcommands(btcli, [command])
    : Command.withSubcommands(btcli, [Command.withSubcommands(Command.make(group), [command])])
}

/** The flags of a command, for its spelling. @category flags */
export const flagsOf = (path: string, leaf: AnyLeaf, summary: string): ReadonlyArray<KnownFlag> =>
  Completions.fromCommand(commandOf(path, leaf, summary)).flags.map(({ aliases, name, type }) => ({
    name,
    aliases,
    isBoolean: type._tag === "Boolean"
  }))

/** Help goes to standard output if it was asked for; what is wrong is said by who runs the program. */
const presenter = CliOutput.layerPresenter({
  present: (event) =>
    event._tag === "Help" && event.reason === "Implicit" ? Effect.void : CliOutput.defaultPresenter.present(event)
})

/** Runs a leaf with words that are spelled as it wants them. @category running */
export const runLeaf = (
  path: string,
  leaf: AnyLeaf,
  summary: string,
  version: string,
  words: ReadonlyArray<string>
) => {
  const example = leaf.examples?.[0]?.command
  const descriptor = () => Completions.fromCommand(commandOf(path, leaf, summary))
  const failureOf = (error: CliError.CliError) => explained({ path, example, descriptor: descriptor() }, error)
  const program = Command.runWith(programOf(path, leaf, summary, words), { version, renderErrors: false })
  return Effect.flatMap(Addresses.inWords(words), (args) => program([...path.split(" "), ...args])).pipe(
    Effect.catchTag("ShowHelp", ({ errors: [first] }) =>
      first === undefined ? Effect.void : Effect.fail(failureOf(first))
    ),
    Effect.mapError((error) => (CliError.isCliError(error) ? failureOf(error) : error)),
    Effect.provide([presenter, CliConfig.layer({ builtIns: [GlobalFlag.Help] }), addressesOfMachine.layer(words)])
  )
}
