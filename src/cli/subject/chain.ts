/** The chain that a command is about. */
import { Context, Duration, Effect, Layer, Option } from "effect"
import * as SubtensorRpc from "../../layers/SubtensorRpc.ts"
import type { ChainError } from "../../services/ChainError.ts"
import type { Subtensor } from "../../services/Subtensor.ts"
import * as Flags from "../frame/Flags.ts"
import { Settings } from "../frame/Settings.ts"
import { Ask } from "../terminal/Ask.ts"

/** Which chain. @category flags */
export const flags = {
  network: Flags.text("subtensor.network", "finney, test, archive, local, latent-lite, or a URL (finney)"),
  endpoint: Flags.text("subtensor.chain_endpoint", "URL of a node, ws:// or wss://; it wins over the network"),
  fallbacks: Flags.text(
    "fallback_endpoints",
    "URLs, with commas, of nodes that are tried when that one does not answer"
  ),
  archives: Flags.text("archive_endpoints", "URLs, with commas, of nodes that keep old states; or none"),
  retriesForever: Flags.toggle("retry_forever", "try until a node answers, however long that takes")
}

/** How it is called, and where it is. @category models */
export interface Named {
  readonly network: Option.Option<string>
  readonly endpoint: Option.Option<string>
}

/** @category models */
export interface Given extends Named {
  readonly fallbacks: Option.Option<string>
  readonly archives: Option.Option<string>
  readonly retriesForever: boolean
}

/** What was said or set; `undefined` if nothing was. */
const found = ({ endpoint, network }: Named) =>
  Effect.gen(function* () {
    if (Option.isSome(endpoint)) return endpoint.value
    if (Option.isSome(network)) return network.value
    const set = yield* Settings.find(endpoint, {
      environment: ["BT_SUBTENSOR_CHAIN_ENDPOINT"],
      file: "subtensor_chain_endpoint"
    })
    if (set !== undefined) return set
    const named = yield* Settings.find(network, {
      environment: ["BT_SUBTENSOR_NETWORK", "BT_NETWORK"],
      file: "network"
    })
    return named ?? (yield* Settings.find(network, { environment: [], file: "subtensor_network" }))
  })

/** The network's name or URL. @category settings */
export const nameOf = (given: Named): Effect.Effect<string, never, Settings> =>
  Effect.map(found(given), (name) => name ?? "finney")

/** The same, asked for if nothing says it: before what costs money. @category questions */
export const askedFor = (given: Named) =>
  Effect.gen(function* () {
    return yield* Ask.for(Option.fromUndefinedOr(yield* found(given)), {
      message: "Enter subtensor network [local/finney/test/archive]",
      flag: "--subtensor.network",
      initial: "finney"
    })
  })

/** How a chain is reached by its name or URL; whoever plays one provides another. @category references */
export const Reach = Context.Reference<
  (name: string, options: SubtensorRpc.Options) => Layer.Layer<Subtensor, ChainError>
>("effect-bittensor/cli/Reach", { defaultValue: () => SubtensorRpc.layer })

/** URLs with commas between them. `none` says that there are none, not even those of the network. */
const listed = (given: Option.Option<string>, name: string) =>
  Effect.map(Settings.find(given, { environment: [`BT_${name.toUpperCase()}`], file: name }), (text) => {
    if (text === undefined) return undefined
    return text.trim() === "none" ? [] : text.split(",").map((url) => url.trim())
  })

/** How it is reached, as btcli 11 has it. */
const optionsOf = ({ archives, fallbacks, retriesForever }: Given) =>
  Effect.gen(function* () {
    const isPatient = yield* Settings.find(retriesForever ? Option.some("true") : Option.none(), {
      environment: ["BT_RETRY_FOREVER"],
      file: "retry_forever"
    })
    const options: SubtensorRpc.Options = {
      fallbacks: yield* listed(fallbacks, "fallback_endpoints"),
      archives: yield* listed(archives, "archive_endpoints"),
      deadline: /^(true|1|yes|on)$/i.test(isPatient ?? "") ? Duration.infinity : undefined
    }
    return options
  })

/**
 * The chain of a command. It is connected to when it is first asked something.
 *
 * @category layers
 */
export const layer = (given: Given): Layer.Layer<Subtensor, ChainError, Settings> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const [name, reach] = [yield* nameOf(given), yield* Reach]
      return reach(name, yield* optionsOf(given))
    })
  )
