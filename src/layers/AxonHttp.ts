/**
 * An axon over HTTP/1.1, as every Python dendrite speaks it (wire.md §1).
 *
 * @since 0.1.0
 */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Config, Effect, Layer, Option, Schema } from "effect"
import { HttpServer, HttpServerRequest } from "effect/http"
import { Axon, AxonError, ListenFailed } from "../services/Axon.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import type { ReplayGuard } from "../services/ReplayGuard.ts"
import { type CoreOptions, make as makeCore, resolveLimits } from "./internal/axon/AxonCore.ts"
import { type ConnectionLimits, defaultConnections, guardConnections } from "./internal/axon/connections.ts"
import { toIncoming, toResponse } from "./internal/axon/httpExchange.ts"
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
   * Addresses of proxies in front of this axon, whose last `X-Forwarded-For` is believed. From everybody else it is ignored.
   *
   * @default []
   */
  readonly trustedProxies?: ReadonlyArray<string> | undefined
}

const resolveConnections = (options: Options): ConnectionLimits => ({ ...defaultConnections, ...options.connections })

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
 * An axon on a socket of its own, with the replay guard left open: for several processes that share one.
 *
 * @category layers
 */
export const layerReplayGuard = (options: Options = {}): Layer.Layer<Axon, AxonError, Hotkey | ReplayGuard> =>
  Layer.provide(layerNoDeps(options), layerServer(options))

/**
 * An axon on any `HttpServer`, which then sets the bounds on connections.
 *
 * @category layers
 */
export const layerNoDeps = (
  options: Options = {}
): Layer.Layer<Axon, never, Hotkey | ReplayGuard | HttpServer.HttpServer> =>
  Layer.effect(Axon, Effect.orDie(make(options)))

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
 * Makes an axon on the `HttpServer` of the context.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const server = yield* HttpServer.HttpServer
  const connections = resolveConnections(options)
  const bound = server.address._tag === "UnixPathAddress" ? undefined : server.address.port
  const axon = yield* makeCore(options, {
    ip: options.externalHost ?? reachable(options.host ?? defaultHost),
    port: options.externalPort ?? bound ?? defaultPort
  })
  const proxies = new Set(options.trustedProxies)
  const app = Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    return toResponse(yield* axon.answer(toIncoming(request, proxies, connections.bodyIdleTimeout)))
  })
  yield* server.serve(Effect.interruptible(app))
  return axon
})

const defaultHost = "0.0.0.0"
const defaultPort = 8091

/** An address at which a listener on all addresses can be reached from here. */
const reachable = (host: string): string => {
  if (host === "0.0.0.0") return "127.0.0.1"
  return host === "::" || host === "[::]" ? "::1" : host
}

/** A node server with the bounds on connections, listening. */
const layerServer = (options: Options): Layer.Layer<HttpServer.HttpServer, AxonError> => {
  const connections = resolveConnections(options)
  const limits = resolveLimits(options)
  const host = options.host ?? defaultHost
  const port = options.port ?? defaultPort
  const evaluate = () =>
    guardConnections(
      createServer({
        // The request line is not a header; the exact bounds on headers are the pipeline's.
        maxHeaderSize: limits.maxHeaderBytes + 8192,
        headersTimeout: connections.headersTimeout,
        requestTimeout: connections.requestTimeout,
        keepAliveTimeout: connections.keepAlive,
        connectionsCheckingInterval: 1000,
        requireHostHeader: false,
        noDelay: true
      }),
      connections
    )
  const listenFailed = (cause: unknown) =>
    new AxonError({ reason: new ListenFailed({ host, port, code: errorCode(cause) }) })
  return Layer.effect(
    HttpServer.HttpServer,
    NodeHttpServer.make(evaluate, {
      host,
      port,
      gracefulShutdownTimeout: options.shutdownTimeout ?? "10 seconds"
    }).pipe(Effect.mapError((error) => listenFailed(error.cause)))
  )
}

const errorCode = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : "UNKNOWN"
