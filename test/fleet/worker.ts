/** One axon of a fleet, until SIGTERM: alone on a port of its own, or as a worker of `primary.ts` on the shared one. */
import { NodeRuntime } from "@effect/platform-node"
import { Config, Effect, Layer, References } from "effect"
import { Axon } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as ReplayGuardRedis from "effect-bittensor/layers/ReplayGuardRedis"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { type Ready, Who } from "./protocol.ts"

const announce = Effect.map(Axon, ({ info }) => {
  const ready: Ready = { pid: process.pid, port: info.port }
  process.send?.(ready)
})

const program = Effect.gen(function* () {
  const port = yield* Config.Int("PORT")
  const grace = yield* Config.Duration("GRACE")
  const deadline = yield* Config.Duration("DEADLINE")
  const url = yield* Config.Redacted("REDIS_URL")
  return yield* Layer.effectDiscard(announce).pipe(
    Layer.provide(Axon.serve(Axon.handle(Who, { forward: () => ({ pid: process.pid }) }))),
    Layer.provide(AxonHttp.layerReplayGuard({ host: "127.0.0.1", port, grace })),
    Layer.provide(ReplayGuardRedis.layer({ url, deadline })),
    Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })),
    Layer.provide(Layer.succeed(References.MinimumLogLevel, "Error")),
    Layer.launch
  )
})

NodeRuntime.runMain(program)
