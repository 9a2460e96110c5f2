/** The axon that is measured, in a process of its own: prints where it listens, and, for each line it is sent, the CPU it used so far. */
import { createInterface } from "node:readline/promises"
import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { Axon } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { Echo } from "./echo.ts"

/** The load comes from one address, faster than strangers may: the limits on rates are out of the way, everything else is as it is by default. */
const unlimited = { perSecond: 1e9, burst: 1e9 }

const miner = Axon.serve(Axon.handle(Echo, { forward: ({ text }) => ({ reply: text }) })).pipe(
  Layer.provideMerge(
    AxonHttp.layer({ host: "127.0.0.1", port: 0, limits: { perAddress: unlimited, perCaller: unlimited } })
  ),
  Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))
)

const announce = Effect.map(Axon, ({ info }) => console.log(JSON.stringify({ port: info.port, hotkey: info.hotkey })))

createInterface({ input: process.stdin }).on("line", () => {
  const { system, user } = process.cpuUsage()
  console.log(JSON.stringify({ cpu: user + system, rss: process.memoryUsage.rss() }))
})

announce.pipe(Effect.andThen(Effect.never), Effect.provide(miner), NodeRuntime.runMain)
