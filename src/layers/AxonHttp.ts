/**
 * An axon over HTTP/1.1, as every Python dendrite speaks it (wire.md §1).
 *
 * @since 0.1.0
 */
import { Config, type Duration, Effect, Layer, Option, Schema, type Scope } from "effect"
import { Axon, type AxonError } from "../services/Axon.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import type { ReplayGuard } from "../services/ReplayGuard.ts"
import { type CoreOptions, defaultShutdownTimeout, make as makeCore, resolveLimits } from "./internal/axon/AxonCore.ts"
import { type ConnectionLimits, defaultConnections } from "./internal/axon/connections.ts"
import { listen } from "./internal/axon/httpServer.ts"
import * as Verifiers from "./internal/verify/Verifiers.ts"
import * as ReplayGuardMemory from "./ReplayGuardMemory.ts"

export type { ConnectionLimits } from "./internal/axon/connections.ts"
export type { AxonLimits } from "./internal/axon/limits.ts"

/**
 * Where an axon listens, and what bounds it.
 *
 * @category models
 */
export interface Options extends CoreOptions {
  /**
   * The address to listen on.
   *
   * @default "0.0.0.0"
   */
  readonly host?: string | undefined
  /**
   * The port to listen on; 0 takes a free one, which `(yield* Axon).info` tells.
   *
   * @default 8091
   */
  readonly port?: number | undefined
  /**
   * The address that others reach this axon at, when it is not the one it listens on. Without it an axon that listens on
   * all addresses says `127.0.0.1` of itself.
   */
  readonly externalHost?: string | undefined
  /** The port that others reach this axon at, when it is not the one it listens on. */
  readonly externalPort?: number | undefined
  /** Bounds on connections. */
  readonly connections?: Partial<ConnectionLimits> | undefined
  /**
   * Threads that verify signatures when many requests come at once; none runs before. 0 leaves all to the main thread.
   *
   * @default one less than there are cores, at most 4
   */
  readonly verifyThreads?: number | undefined
  /**
   * Addresses of proxies in front of this axon, whose last `X-Forwarded-For` is believed. From everybody else it is ignored.
   *
   * @default []
   */
  readonly trustedProxies?: ReadonlyArray<string> | undefined
  /**
   * How long a shutdown goes on answering the requests that come on open connections, before it waits for those under way.
   * It is for a process that others stand in for: no new connection is taken, every answer says that it is the last of its
   * connection, and the grace ends with the last of them. To lose no request it has to be longer than callers keep idle
   * connections: 4 seconds for the dendrite of this library, 15 for Python's. It begins when the first protocol is taken
   * off, so an axon that takes protocols off and goes on should have none.
   *
   * @default 0
   */
  readonly grace?: Duration.Input | undefined
}

/**
 * An axon on a socket of its own, with a replay guard in memory.
 *
 * **Example** (On a free port)
 *
 * ```ts run
 * import { Effect, Layer } from "effect"
 * import { Axon } from "effect-bittensor"
 * import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
 * import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
 *
 * const miner = AxonHttp.layer({ host: "127.0.0.1", port: 0 }).pipe(
 *   Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))
 * )
 *
 * const info = await Effect.runPromise(Effect.map(Axon, (axon) => axon.info).pipe(Effect.provide(miner)))
 * info.hotkey // => "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
 * ```
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Axon, AxonError, Hotkey> =>
  Layer.provide(layerReplayGuard(options), ReplayGuardMemory.layer())

/**
 * An axon on a socket of its own, with the replay guard left open: for several processes that share one, as
 * `ReplayGuardRedis` is.
 *
 * @category layers
 */
export const layerReplayGuard = (options: Options = {}): Layer.Layer<Axon, AxonError, Hotkey | ReplayGuard> =>
  Layer.effect(Axon, make(options))

/**
 * An axon whose port, addresses and concurrency come from `BT_AXON_PORT`, `BT_AXON_IP`, `BT_AXON_EXTERNAL_IP`,
 * `BT_AXON_EXTERNAL_PORT` and `BT_AXON_MAX_WORKERS`; what is given here is used where they are not set.
 *
 * @category layers
 */
export const layerConfig = (options: Options = {}): Layer.Layer<Axon, AxonError | Config.ConfigError, Hotkey> =>
  Layer.unwrap(
    Effect.map(config, ({ externalHost, externalPort, host, maxConcurrency, port }) =>
      layer({
        ...options,
        host: Option.getOrElse(host, () => options.host),
        port: Option.getOrElse(port, () => options.port),
        externalHost: Option.getOrElse(externalHost, () => options.externalHost),
        externalPort: Option.getOrElse(externalPort, () => options.externalPort),
        maxConcurrency: Option.getOrElse(maxConcurrency, () => options.maxConcurrency)
      })
    )
  )

const config = Config.all({
  host: Config.option(Config.String("IP")),
  port: Config.option(Config.Port("PORT")),
  externalHost: Config.option(Config.String("EXTERNAL_IP")),
  externalPort: Config.option(Config.Port("EXTERNAL_PORT")),
  maxConcurrency: Config.option(
    Config.schema(Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThan(0)), "MAX_WORKERS")
  )
}).pipe(Config.nested("BT_AXON"))

/**
 * Makes an axon that listens until the scope closes.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (
  options: Options = {}
): Effect.fn.Return<Axon["Service"], AxonError, Hotkey | ReplayGuard | Scope.Scope> {
  const host = options.host ?? defaultHost
  const server = yield* listen({
    host,
    port: options.port ?? defaultPort,
    maxHeaderBytes: resolveLimits(options).maxHeaderBytes,
    connections: { ...defaultConnections, ...options.connections },
    proxies: new Set(options.trustedProxies),
    grace: options.grace ?? 0,
    shutdownTimeout: options.shutdownTimeout ?? defaultShutdownTimeout
  })
  const verifiers = yield* Verifiers.make(options.verifyThreads)
  const axon = yield* makeCore(options, {
    ip: options.externalHost ?? reachable(host),
    port: options.externalPort ?? server.port,
    ask: (signed, answer) => verifiers.ask(signed, answer),
    retire: server.retire
  })
  yield* server.serve(axon.answer)
  yield* Effect.addFinalizer(() => server.retire)
  return axon
})

const defaultHost = "0.0.0.0"
const defaultPort = 8091

/** An address at which a listener on all addresses can be reached from here. */
const reachable = (host: string): string => {
  if (host === "0.0.0.0") return "127.0.0.1"
  return host === "::" || host === "[::]" ? "::1" : host
}
