/**
 * `npm run devnet`: the embedded chain as a program.
 *
 * @since 0.2.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Console, Duration, Effect, Exit, Logger, Option, Runtime } from "effect"
import { Command, Flag } from "effect/cli"
import * as DevnetNode from "../layers/DevnetNode.ts"
import { DevnetError, type Sealing } from "../services/Devnet.ts"

const flags = {
  host: Flag.String("host").pipe(Flag.withDefault("127.0.0.1"), Flag.withDescription("address to listen on")),
  port: Flag.Int("port").pipe(Flag.withDefault(9944), Flag.withDescription("port to listen on; 0 takes a free one")),
  interval: Flag.String("interval").pipe(
    Flag.withDefault("instant"),
    Flag.withDescription("when blocks are made: instant, manual, or every so often (12s, 250ms)")
  ),
  state: Flag.optional(Flag.String("state")).pipe(Flag.withDescription("file that keeps the state between runs")),
  runtime: Flag.Literals("runtime", ["subtensor185", "subtensor185Late"]).pipe(
    Flag.withDefault("subtensor185"),
    Flag.withDescription("subtensor185 for SDK 7.0, subtensor185Late for 7.1 to 7.4")
  ),
  archive: Flag.Boolean("archive").pipe(Flag.withDefault(false), Flag.withDescription("keep the states of all blocks"))
}

/** `12s` and `250ms`, and how Effect spells durations. */
const sealingOf = (text: string): Effect.Effect<Sealing, DevnetError> => {
  if (text === "instant" || text === "manual") return Effect.succeed(text)
  const short = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text)
  const unit = { ms: 1, s: 1000, m: 60_000 }[short?.[2] ?? ""] ?? 0
  const interval = Duration.millis(Number(short?.[1] ?? 0) * unit)
  return Duration.toMillis(interval) >= 1
    ? Effect.succeed({ interval })
    : Effect.fail(new DevnetError({ reason: "OutOfRange", detail: `--interval ${text}` }))
}

const devnet = Command.make(
  "devnet",
  flags,
  Effect.fn("cli.devnet")(function* ({ interval, state, ...options }) {
    const sealing = yield* sealingOf(interval)
    const chain = yield* DevnetNode.make({
      ...options,
      sealing,
      logBlocks: true,
      state: Option.getOrUndefined(state)
    })
    yield* Console.log(`ready ${chain.url} spec ${chain.specVersion} genesis ${chain.genesis}`)
    return yield* Effect.never
  }, Effect.scoped)
).pipe(Command.withDescription("a subtensor that lives in this process; clients connect as to a node"))

/** To be asked to stop is how this program ends well. */
const teardown: Runtime.Teardown = (exit, onExit) =>
  Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? onExit(0) : Runtime.defaultTeardown(exit, onExit)

Command.run(devnet, { version: "0.2.0" }).pipe(
  // What was wrong, in a line, and nothing of where in this program.
  Effect.catchTag("DevnetError", ({ message }) =>
    Effect.andThen(
      Console.error(message),
      Effect.sync(() => void (process.exitCode = 1))
    )
  ),
  Effect.provide(NodeServices.layer),
  Effect.provideService(Logger.LogToStderr, true),
  (program) => NodeRuntime.runMain(program, { teardown })
)
