/** The chain that a command is about. */
import { Context, Effect, Layer, Option } from "effect"
import * as SubtensorRpc from "../../layers/SubtensorRpc.ts"
import type { ChainError } from "../../services/ChainError.ts"
import type { Subtensor } from "../../services/Subtensor.ts"
import * as Flags from "../frame/Flags.ts"
import { Settings } from "../frame/Settings.ts"
import { Ask } from "../terminal/Ask.ts"

/** Which chain. @category flags */
export const flags = {
  network: Flags.text("subtensor.network", "finney, test, archive, local, latent-lite, or a URL (finney)"),
  endpoint: Flags.text("subtensor.chain_endpoint", "URL of a node, ws:// or wss://; it wins over the network")
}

/** @category models */
export type Given = { readonly [Name in keyof typeof flags]: Option.Option<string> }

/** What was said or set; `undefined` if nothing was. */
const found = ({ endpoint, network }: Given) =>
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
export const nameOf = (given: Given): Effect.Effect<string, never, Settings> =>
  Effect.map(found(given), (name) => name ?? "finney")

/** The same, asked for if nothing says it: before what costs money. @category questions */
export const askedFor = (given: Given) =>
  Effect.gen(function* () {
    return yield* Ask.for(Option.fromUndefinedOr(yield* found(given)), {
      message: "Enter subtensor network [local/finney/test/archive]",
      flag: "--subtensor.network",
      initial: "finney"
    })
  })

/** How a chain is reached by its name or URL; whoever plays one provides another. @category references */
export const Reach = Context.Reference<(name: string) => Layer.Layer<Subtensor, ChainError>>(
  "effect-bittensor/cli/Reach",
  { defaultValue: () => (name) => SubtensorRpc.layer(name) }
)

/**
 * The chain of a command. It is connected to when it is first asked something.
 *
 * @category layers
 */
export const layer = (given: Given): Layer.Layer<Subtensor, ChainError, Settings> =>
  Layer.unwrap(Effect.flatMap(nameOf(given), (name) => Effect.map(Reach, (reach) => reach(name))))
