/** Runs the miner on a chain: `NETUID=1 AXON_IP=203.0.113.9 npm run miner`. */
import { NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect, Layer } from "effect"
import { Axon, Metagraph, Subtensor } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import { miner } from "./miner.ts"
import * as Settings from "./settings.ts"

const settings = Config.all({
  netuid: Settings.netuid,
  ip: Config.String("AXON_IP"),
  port: Config.Port("AXON_PORT").pipe(Config.withDefault(8091))
})

const program = Effect.gen(function* () {
  const { ip, netuid, port } = yield* settings
  const axon = AxonHttp.layer({ port, externalHost: ip })
  const serve = Effect.gen(function* () {
    const [{ info }, subtensor] = [yield* Axon, yield* Subtensor]
    yield* subtensor.serveAxon({ netuid, ip, port: info.port })
    yield* Console.log(`serving subnet ${netuid} at ${info.authority}`)
    return yield* Effect.never
  })
  yield* Effect.provide(serve, miner.pipe(Layer.provideMerge(axon), Layer.provide(Metagraph.layer(netuid))))
})

program.pipe(Effect.provide([Settings.chain, Settings.hotkey]), NodeRuntime.runMain)
