/** `btcli utils latency` */
import { Duration, Effect, Option, Order, Schema } from "effect"
import { Argument, Flag } from "effect/cli"
import * as SubtensorRpc from "../../../layers/SubtensorRpc.ts"
import { Failure, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { Screen } from "../../terminal/Screen.ts"

const Endpoint = Schema.Struct({
  endpoint: Schema.String,
  /** Until the first answer of a new connection. */
  connect_ms: Schema.NullOr(Schema.Finite),
  /** The median of a few round trips after that. */
  round_trip_ms: Schema.NullOr(Schema.Finite),
  block: Schema.NullOr(Schema.Int),
  error: Schema.NullOr(Schema.String)
})

const ROUNDS = 5

const millis = (duration: Duration.Duration) => Math.round(Duration.toMillis(duration) * 10) / 10

const measured = (endpoint: string) =>
  Effect.gen(function* () {
    const [connecting, subtensor] = yield* Effect.timed(SubtensorRpc.make(endpoint, { metadata: false }))
    const trips = yield* Effect.forEach(
      Array.from({ length: ROUNDS }),
      () => Effect.timed(subtensor.rpc("chain_getHeader")),
      { concurrency: 1 }
    )
    const times = trips.map(([duration]) => duration).toSorted(Duration.Order)
    return {
      endpoint,
      connect_ms: millis(connecting),
      round_trip_ms: millis(times[ROUNDS >> 1] ?? connecting),
      block: (yield* subtensor.head).number,
      error: null
    }
  }).pipe(Effect.scoped)

const failed = (endpoint: string, error: string): typeof Endpoint.Type => ({
  endpoint,
  connect_ms: null,
  round_trip_ms: null,
  block: null,
  error
})

const within = (seconds: number) => (endpoint: string) =>
  measured(endpoint).pipe(
    Effect.timeoutOption(Duration.seconds(seconds)),
    Effect.map(Option.getOrElse(() => failed(endpoint, `no answer within ${seconds} s`))),
    Effect.catchTag("ChainError", ({ message }) => Effect.succeed(failed(endpoint, message)))
  )

const byRoundTrip = Order.mapInput(
  Order.Number,
  ({ round_trip_ms }: typeof Endpoint.Type) => round_trip_ms ?? Number.POSITIVE_INFINITY
)

export const command = Leaf.make({
  flags: {
    endpoints: Argument.variadic(Argument.String("endpoint")).pipe(
      Argument.withDescription("names of networks or URLs of nodes; without any, the endpoints of the network")
    ),
    networks: Flags.text("networks", "the same as a flag, with commas"),
    timeout: Flag.Finite("timeout").pipe(Flag.withDefault(10), Flag.withDescription("seconds that each of them has")),
    chain: Chain.flags
  },
  examples: [{ command: "btcli utils latency finney latent-lite", description: "which of them is nearer" }],
  result: Schema.Array(Endpoint),
  run: ({ chain, endpoints, networks, timeout }) =>
    Effect.gen(function* () {
      if (!(timeout > 0 && timeout <= 600)) return yield* usage("--timeout is a number of seconds, up to 600.")
      const named = yield* Chain.nameOf(chain)
      const listed = Option.match(networks, { onNone: () => [], onSome: (text) => text.split(",") })
      const given = [...endpoints, ...listed]
      const asked = given.length > 0 ? given : SubtensorRpc.endpointsOf(named)
      const found = yield* Screen.during("📡 Asking each endpoint")(
        Effect.forEach(asked, within(timeout), { concurrency: "unbounded" })
      )
      if (found.every(({ error }) => error !== null)) {
        return yield* new Failure({
          code: "network",
          what: `No endpoint answered. ${found.map(({ endpoint, error }) => `${endpoint}: ${error}`).join(" ")}`
        })
      }
      return found.toSorted(byRoundTrip)
    }),
  show: (found, pen) =>
    pen.table({
      columns: [
        { title: "Endpoint", style: "cyan" },
        { title: "Round trip", align: "right" },
        { title: "Connect", align: "right" },
        { title: "Block", align: "right" },
        { title: "" }
      ],
      rows: found.map(({ block, connect_ms, endpoint, error, round_trip_ms }) => [
        endpoint,
        round_trip_ms === null ? "–" : `${round_trip_ms} ms`,
        connect_ms === null ? "–" : `${connect_ms} ms`,
        block === null ? "–" : String(block),
        error ?? ""
      ])
    })
})
