/** `btcli devnet`: the embedded chain as a program. */
import { Duration, Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import * as DevnetNode from "../../layers/DevnetNode.ts"
import type { Sealing } from "../../services/Devnet.ts"
import { type Failure, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import * as Leaf from "../frame/Leaf.ts"

/** `12s` and `250ms`, and how Effect spells durations. */
const sealingOf = (text: string): Effect.Effect<Sealing, Failure> => {
  if (text === "instant" || text === "manual") return Effect.succeed(text)
  const short = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text)
  const unit = { ms: 1, s: 1000, m: 60_000 }[short?.[2] ?? ""] ?? 0
  const interval = Duration.millis(Number(short?.[1] ?? 0) * unit)
  return Duration.toMillis(interval) >= 1
    ? Effect.succeed({ interval })
    : Effect.fail(
        usage(`--interval ${text}: it is no length of time.`, "Give instant, manual, or such as 12s or 250ms.")
      )
}

const checkPort = (port: number): Effect.Effect<void, Failure> =>
  port >= 0 && port <= 65_535
    ? Effect.void
    : Effect.fail(usage(`--port ${port}: it is no port.`, "Give one up to 65535; 0 takes a free one."))

export const command = Leaf.make({
  flags: {
    host: Flag.String("host").pipe(Flag.withDefault("127.0.0.1"), Flag.withDescription("address to listen on")),
    port: Flags.wholeNumber("port").pipe(
      Flag.withDefault(9944),
      Flag.withDescription("port to listen on; 0 takes a free one")
    ),
    interval: Flag.String("interval").pipe(
      Flag.withDefault("instant"),
      Flag.withDescription("when blocks are made: instant, manual, or every so often (12s, 250ms)")
    ),
    state: Flags.text("state", "file that keeps the state between runs"),
    runtime: Flag.Literals("runtime", ["subtensor185", "subtensor185Late"]).pipe(
      Flag.withDefault("subtensor185"),
      Flag.withDescription("subtensor185 for SDK 7.0, subtensor185Late for 7.1 to 7.4")
    ),
    seed: Flags.text("seed", "chains of other seeds have other hashes"),
    archive: Flags.toggle("archive", "keep the states of all blocks")
  },
  description: "Clients connect as to a node; it runs until it is stopped.",
  examples: [
    {
      command: "btcli devnet --interval 12s --state ./chain",
      description: "a block every twelve seconds, kept in a file"
    }
  ],
  result: Schema.Struct({ url: Schema.String, spec: Schema.Int, genesis: Schema.String }),
  run: ({ archive, host, interval, port, runtime, seed, state }) =>
    Effect.gen(function* () {
      yield* checkPort(port)
      const chain = yield* DevnetNode.make({
        archive,
        host,
        port,
        runtime,
        seed: Option.getOrUndefined(seed),
        sealing: yield* sealingOf(interval),
        logBlocks: true,
        state: Option.getOrUndefined(state)
      })
      return { url: chain.url, spec: chain.specVersion, genesis: chain.genesis }
    }),
  show: ({ genesis, spec, url }) => `ready ${url} spec ${spec} genesis ${genesis}`,
  stays: true
})
