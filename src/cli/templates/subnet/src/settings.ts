/** Where a miner or a validator runs: from the environment. */
import { Config, Effect, Layer } from "effect"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"

/** The subnet, by its number. */
export const netuid = Config.Int("NETUID")

/** The network's name, or the URL of a node. */
const network = Config.String("BT_NETWORK").pipe(Config.withDefault("test"))

export const chain = Layer.unwrap(Effect.map(network, (name) => SubtensorRpc.layer(name)))

/** On a chain of this machine, axons are on this machine, too; elsewhere nobody is let into a private network. */
const isLocal = (name: string): boolean => name === "local" || /^wss?:\/\/(127\.|localhost|\[::1\])/.test(name)

/** What asks axons. */
export const dendrite = Layer.unwrap(
  Effect.map(network, (name) => DendriteHttp.layer({ allowPrivateAxons: isLocal(name) }))
)

const wallet = Config.all({
  wallet: Config.String("BT_WALLET_NAME").pipe(Config.withDefault("default")),
  hotkey: Config.String("BT_WALLET_HOTKEY").pipe(Config.withDefault("default"))
})

/** The hotkey that signs. */
export const hotkey = Layer.unwrap(Effect.map(wallet, (names) => WalletsFile.layerHotkey(names)))
