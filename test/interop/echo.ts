/** What `echo-axon` and `echo-dendrite` share: the protocol `Echo`, and how they speak to the shell. */
import { parseArgs, type ParseArgsConfig } from "node:util"
import { Cause, Effect, Exit, Logger, Option, type Runtime, Schema } from "effect"
import { Synapse, Tensor } from "effect-bittensor"

const data = Schema.NullOr(Tensor.Any)

/** Gives back what it was sent: the Python class with `text: str` and `data: Optional[Tensor]`. */
export class Echo extends Synapse.make("Echo", {
  request: { text: Schema.String, data: data.pipe(Synapse.withDefault(null)) },
  response: {},
  rewritten: ["text", "data"],
  signed: ["text", "data"]
}) {}

/** The command line cannot be used: exit code 2. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {}

/** The values of `--name value`, every one a text; what is not listed is a `UsageError`. */
export const readOptions = <const Names extends ReadonlyArray<string>>(
  usage: string,
  names: Names
): Effect.Effect<{ readonly [N in Names[number]]?: string }, UsageError> =>
  Effect.try({
    try: () => {
      const options: ParseArgsConfig["options"] = Object.fromEntries(names.map((name) => [name, { type: "string" }]))
      return parseArgs({ options, strict: true, allowPositionals: false }).values as {
        readonly [N in Names[number]]?: string
      }
    },
    catch: (cause) => new UsageError({ message: `${cause instanceof Error ? cause.message : String(cause)}\n${usage}` })
  })

/** A number of an option, or its default. */
export const readNumber = (name: string, text: string | undefined, otherwise: number, maximum: number) => {
  const value = text === undefined ? otherwise : Number(text === "" ? Number.NaN : text)
  return value >= 0 && value <= maximum
    ? Effect.succeed(value)
    : new UsageError({ message: `--${name} must be a number from 0 to ${maximum}` })
}

/** Standard output is for the one line of JSON. */
export const logToStderr = Effect.provideService(Logger.LogToStderr, true)

/** What went wrong, as one line of JSON on standard error. */
export const reportError = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.tapCause(effect, (cause) =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.void
      : Effect.sync(() => process.stderr.write(`${JSON.stringify({ error: describe(Cause.squash(cause)) })}\n`))
  )

const describe = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    tag: error.name,
    ...("reason" in error && hasTag(error.reason) ? { reason: error.reason._tag } : {}),
    ...("status" in error ? { status: error.status } : {}),
    ...("statusMessage" in error ? { statusMessage: error.statusMessage } : {}),
    message: error.message
  }
}

const hasTag = (value: unknown): value is { readonly _tag: unknown } =>
  typeof value === "object" && value !== null && "_tag" in value

/** 0 after success and after being told to stop, 2 for a wrong command line, 1 for everything else. */
export const teardown: Runtime.Teardown = (exit, onExit) => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return onExit(0)
  onExit(Option.exists(Cause.findErrorOption(exit.cause), Schema.is(UsageError)) ? 2 : 1)
}
