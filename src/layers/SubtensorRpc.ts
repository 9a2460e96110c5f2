/**
 * A subtensor chain over the JSON-RPC of its nodes: over WebSocket, or straight into the embedded chain.
 *
 * @since 0.2.0
 */
import { Config, type Duration, Effect, Layer, Option, type Scope } from "effect"
import { BadArgument, ChainError } from "../services/ChainError.ts"
import { Devnet } from "../services/Devnet.ts"
import { Subtensor, type SubtensorShape } from "../services/Subtensor.ts"
import type { Hex } from "../services/subtensor/ChainValue.ts"
import { type CoreOptions, make as makeCore } from "./internal/subtensor/core.ts"
import * as store from "./internal/subtensor/metadataStore.ts"
import { named, names, type Network, ofNodes, urlOf } from "./internal/subtensor/networks.ts"
import { devnetEndpoint, socketEndpoint } from "./internal/subtensor/rpc/Wire.ts"

/**
 * Which chain, how it is reached, and how patiently.
 *
 * @category models
 */
export interface Options {
  /** URLs of nodes that are tried in turn, instead of the network's own. */
  readonly endpoints?: ReadonlyArray<string> | undefined
  /** URLs of nodes that are tried when none of those answers. */
  readonly fallbacks?: ReadonlyArray<string> | undefined
  /** URLs of nodes that keep the states of all blocks, for what the others do not keep any more. */
  readonly archives?: ReadonlyArray<string> | undefined
  /** The hash of the first block: a chain of another one is refused. @default that of the network, if it has one */
  readonly genesis?: Hex | undefined
  /**
   * How long an answer is waited for, over however many connections; with `Duration.infinity` the first connection, too.
   * @default "30 seconds"
   */
  readonly deadline?: Duration.Input | undefined
  /** As long as nothing may come before a node is asked for a sign of life, and then replaced. @default "30 seconds" */
  readonly silence?: Duration.Input | undefined
  /** How often an endpoint is asked: so many times at once, and then so many a second. @default 50 and 20 for the public networks */
  readonly rate?: { readonly burst: number; readonly perSecond: number } | undefined
  /** The directory that metadata is kept in (`~` is the home of the user), or `false` to ask for it at each start. @default "~/.bittensor/metadata" */
  readonly metadata?: string | false | undefined
}

/** What public nodes put up with. */
const PUBLIC = { burst: 50, perSecond: 20 }

const refuse = (detail: string) => new ChainError({ reason: new BadArgument({ item: "network", detail }) })

/** A network by its name, or one of the endpoints that stand there instead, with commas between them. */
const networkOf = (text: string): Effect.Effect<Network, ChainError> => {
  const known = named(text)
  if (known !== undefined) return Effect.succeed(known)
  const endpoints = text.split(",").map((part) => part.trim())
  const urls = endpoints.flatMap((endpoint) => (/[.:]|^localhost$/.test(endpoint) ? (urlOf(endpoint) ?? []) : []))
  return urls.length === endpoints.length
    ? Effect.succeed(ofNodes(urls) ?? { name: text, endpoints, archives: [], genesis: undefined })
    : Effect.fail(refuse(`'${text}' is neither a network nor the URL of a node. The networks are ${names.join(", ")}.`))
}

const urls = (given: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>, ChainError> =>
  Effect.forEach(given, (endpoint) => {
    const url = urlOf(endpoint)
    return url === undefined
      ? Effect.fail(refuse(`'${endpoint}' is no URL of a node: those begin with ws:// or wss://`))
      : Effect.succeed(url)
  })

const tuned = (options: Options): Pick<CoreOptions, "deadline" | "silence"> => ({
  deadline: options.deadline ?? "30 seconds",
  silence: options.silence ?? "30 seconds"
})

/**
 * Connects to a chain, and stays connected until the scope closes. It fails if no node answers, or one of another chain does.
 *
 * @category constructors
 */
export const make = (
  network = "finney",
  options: Options = {}
): Effect.Effect<SubtensorShape, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const found = yield* networkOf(network)
    const endpoints = yield* urls([...(options.endpoints ?? found.endpoints), ...(options.fallbacks ?? [])])
    const archives = yield* urls(options.archives ?? found.archives)
    if (endpoints.length === 0) return yield* refuse("there is no endpoint")
    const core = yield* makeCore({
      ...tuned(options),
      network: found.name,
      endpoints: endpoints.map(socketEndpoint),
      archives: archives.map(socketEndpoint),
      genesis: options.genesis ?? found.genesis,
      rate: options.rate ?? (found.genesis === undefined ? undefined : PUBLIC),
      store: options.metadata === false ? store.none : store.inDirectory(options.metadata ?? store.DEFAULT_DIRECTORY)
    })
    return Subtensor.fromCore(core)
  })

/**
 * A chain by the name of its network (`finney`, `test`, `archive`, `local`, `latent-lite` or `lite`), or by the URL of a node, or of
 * several with commas between them.
 *
 * **Example** (The last block of the main network)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Subtensor } from "effect-bittensor"
 * import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
 *
 * export const head = Effect.flatMap(Subtensor, (subtensor) => subtensor.head).pipe(
 *   Effect.provide(SubtensorRpc.layer("finney"))
 * )
 * ```
 *
 * @category layers
 */
export const layer = (network?: string, options?: Options): Layer.Layer<Subtensor, ChainError> =>
  Layer.effect(Subtensor, make(network, options))

const config = Config.all({
  endpoint: Config.option(Config.String("CHAIN_ENDPOINT")),
  network: Config.option(Config.String("NETWORK"))
}).pipe(Config.nested("BT_SUBTENSOR"))

/**
 * The chain that the environment names, as the Python SDK reads it: `BT_SUBTENSOR_CHAIN_ENDPOINT`, or else `BT_SUBTENSOR_NETWORK`, or
 * else the main network.
 *
 * @category layers
 */
export const layerConfig = (options?: Options): Layer.Layer<Subtensor, ChainError | Config.ConfigError> =>
  Layer.unwrap(
    Effect.map(config, ({ endpoint, network }) =>
      layer(Option.getOrUndefined(Option.orElse(endpoint, () => network)), options)
    )
  )

/**
 * The embedded chain, without a socket between them.
 *
 * **Example** (An account of a chain within the process)
 *
 * ```ts run
 * import { Effect, Layer } from "effect"
 * import { Subtensor } from "effect-bittensor"
 * import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
 * import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
 *
 * const tempo = Effect.flatMap(Subtensor, (subtensor) => subtensor.query("SubtensorModule", "Tempo", [3])).pipe(
 *   Effect.provide(SubtensorRpc.layerDevnet().pipe(Layer.provide(DevnetMemory.layer())))
 * )
 *
 * await Effect.runPromise(tempo) // => 99
 * ```
 *
 * @category layers
 */
export const layerDevnet = (options: Pick<Options, "deadline"> = {}): Layer.Layer<Subtensor, ChainError, Devnet> =>
  Layer.effect(
    Subtensor,
    Effect.gen(function* () {
      const devnet = yield* Devnet
      const core = yield* makeCore({
        ...tuned(options),
        network: "devnet",
        endpoints: [devnetEndpoint(devnet)],
        archives: [],
        genesis: devnet.genesis as Hex,
        rate: undefined,
        store: store.none
      })
      return Subtensor.fromCore(core)
    })
  )

/**
 * The URLs at which a network is to be reached, and then those of its archives. What is no name of one is URLs, with commas between them.
 *
 * @category getters
 */
export const endpointsOf = (network: string): ReadonlyArray<string> => {
  const known = named(network)
  if (known === undefined) return network.split(",").map((part) => part.trim())
  return [...new Set([...known.endpoints, ...known.archives])]
}
