/**
 * A replay guard in Redis, which the processes of a fleet share: behind one port, behind a balancer, on several hosts.
 *
 * What it promises does not rest on Redis's memory. A Redis that was restarted, emptied, promoted from a replica or short of
 * memory may have forgotten what passed; the guard sees each of these, and refuses everything that could have passed before,
 * for five seconds by Redis's clock. Only two Redis servers that both take themselves for the primary can let a request pass
 * twice: `min-replicas-to-write` is Redis's own remedy for that.
 *
 * @since 0.2.0
 */
import { Config, Duration, Effect, Layer, Option, type Redacted, Result, Schema } from "effect"
import { Redis } from "effect/persistence/Redis"
import { ReplayError, ReplayGuard } from "../services/ReplayGuard.ts"
import { makeAsk } from "./internal/replay/ask.ts"
import { connect, describe, readUrl, type Send } from "./internal/replay/connection.ts"
import { Outage } from "./internal/replay/Outage.ts"
import { argumentsOf } from "./internal/replay/script.ts"
import { defaultLanes, type Options as Bounds } from "./ReplayGuardMemory.ts"

/**
 * Bounds of the table, which all processes share, and what to do without Redis.
 *
 * @category models
 */
export interface Options extends Bounds {
  /**
   * What the names of the guard's keys begin with. Axons may share one, for their lanes are apart; two subnets on one Redis
   * that should not share `maxLanes` need two.
   *
   * @default "effect-bittensor:replay"
   */
  readonly prefix?: string | undefined
  /**
   * How long a request waits for Redis. Without a reply by then the request is refused, whether Redis has noted it or not.
   *
   * @default "1 second"
   */
  readonly deadline?: Duration.Input | undefined
  /**
   * What happens to requests while Redis cannot be asked, or cannot know.
   *
   * - `refuse`: they are refused with 503. Nothing passes twice.
   * - `local`: each process remembers by itself, from the first loss on. The fleet goes on serving, and **during a loss a
   *   captured request can pass once more in each process**. For protocols whose requests may be answered twice without harm.
   *
   * @default "refuse"
   */
  readonly whenLost?: "refuse" | "local" | undefined
}

/**
 * Where Redis is, besides.
 *
 * @category models
 */
export interface ConnectOptions extends Options {
  /**
   * `redis://user:password@host:port/database`, or `rediss://…` for TLS.
   *
   * @default "redis://127.0.0.1:6379"
   */
  readonly url?: string | Redacted.Redacted | undefined
}

/**
 * Redis could not be reached when the guard was built. Later losses are no failure: the guard refuses until Redis is back.
 *
 * @category errors
 */
export class ConnectFailed extends Schema.TaggedError<ConnectFailed>()("ConnectFailed", {
  /** Host and port, without user and password. */
  server: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `ReplayGuardRedis: cannot use Redis at ${this.server} (${this.detail}): start it, or name another with { url } or BT_REDIS_URL`
  }
}

/**
 * A guard on a connection of its own, which is opened anew whenever it is lost. Only to begin with, Redis has to be there.
 *
 * **Example** (A miner that any number of processes can serve together)
 *
 * ```ts
 * import { NodeRuntime } from "@effect/platform-node"
 * import { Effect, Layer, Schema } from "effect"
 * import { Axon, Synapse } from "effect-bittensor"
 * import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
 * import * as ReplayGuardRedis from "effect-bittensor/layers/ReplayGuardRedis"
 * import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
 *
 * class Echo extends Synapse.make("Echo", {
 *   request: { text: Schema.String },
 *   response: { out: Schema.String },
 *   signed: ["text"]
 * }) {}
 *
 * Axon.serve(Axon.handle(Echo, { forward: ({ text }) => Effect.succeed({ out: text }) })).pipe(
 *   Layer.provide(AxonHttp.layerReplayGuard({ port: 8091, grace: "5 seconds" })),
 *   Layer.provide(ReplayGuardRedis.layer({ url: "redis://127.0.0.1:6379" })),
 *   Layer.provide(WalletsFile.layerHotkey({ wallet: "miner" })),
 *   Layer.launch,
 *   NodeRuntime.runMain
 * )
 * ```
 *
 * @category layers
 */
export const layer = (options: ConnectOptions = {}): Layer.Layer<ReplayGuard, ConnectFailed> =>
  Layer.effect(
    ReplayGuard,
    Effect.gen(function* () {
      const url = readUrl(options.url ?? defaultUrl)
      if (Result.isFailure(url)) return yield* new ConnectFailed({ server: "?", detail: url.failure })
      const send = yield* Effect.mapError(
        connect({ url: url.success, deadlineMillis: Duration.toMillis(options.deadline ?? defaultDeadline) }),
        ({ cause }) => new ConnectFailed({ server: url.success.host, detail: describe(cause) })
      )
      return yield* make(send, options)
    })
  )

/**
 * The same, with the URL from `BT_REDIS_URL`; what is given here is used where that is not set.
 *
 * @category layers
 */
export const layerConfig = (
  options: ConnectOptions = {}
): Layer.Layer<ReplayGuard, ConnectFailed | Config.ConfigError> =>
  Layer.unwrap(
    Effect.map(Config.option(Config.Redacted("BT_REDIS_URL")), (url) =>
      layer({ ...options, url: Option.getOrElse(url, () => options.url) })
    )
  )

/**
 * A guard over the connection that Effect's `Redis` stands for, with the connection left open: for certificates, for
 * sentinels, for another client. The connection should fail commands while it is lost, not keep them: `NodeRedis.layer` of
 * `@effect/platform-node` does with `disableOfflineQueue: true`.
 *
 * @category layers
 */
export const layerRedis = (options: Options = {}): Layer.Layer<ReplayGuard, never, Redis> =>
  Layer.effect(
    ReplayGuard,
    Redis.use((redis) => make(redis.send, options))
  )

const defaultUrl = "redis://127.0.0.1:6379"
const defaultPrefix = "effect-bittensor:replay"

/** @internal */
export const defaultDeadline = Duration.seconds(1)

const make = Effect.fnUntraced(function* (send: Send, options: Options) {
  const bounds = {
    maxLanes: options.maxLanes ?? defaultLanes.maxLanes,
    maxLanesPerHotkey: options.maxLanesPerHotkey ?? defaultLanes.maxLanesPerHotkey
  }
  const ask = makeAsk(send, {
    prefix: options.prefix ?? defaultPrefix,
    deadline: options.deadline ?? defaultDeadline
  })
  const outage = new Outage(options.whenLost ?? "refuse", bounds)
  // Before the first request: a store that begins here is ready the sooner.
  yield* ask([]).pipe(Effect.catch(({ detail }) => outage.begins(detail)))
  return ReplayGuard.of({
    advance: (request) =>
      Effect.matchEffect(ask(argumentsOf(request, bounds)), {
        onFailure: ({ detail }) => Effect.andThen(outage.begins(detail), outage.judge(request)),
        onSuccess: (verdict) =>
          Effect.andThen(
            outage.ends,
            verdict === "Passed" ? outage.recall(request) : new ReplayError({ reason: verdict })
          )
      })
  })
})
