/** A miner with a real key on a real socket, with the library's default limits, in a process of its own. */
import { Effect } from "effect"
import { Axon } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { answerQuestions } from "./ipc.ts"
import { settledMemory } from "./memory.ts"
import { served } from "./served.ts"

const whereabouts = Effect.map(Axon, ({ info }) => ({ ip: info.ip, port: info.port, hotkey: info.hotkey }))

/** Where it listens, and bounds that one test cannot reach otherwise. */
const options = JSON.parse(process.env["AXON"] ?? "{}") as AxonHttp.Options

const program = Effect.gen(function* () {
  const target = yield* whereabouts
  yield* Effect.sync(() => answerQuestions({ memory: settledMemory, whereabouts: () => Promise.resolve(target) }))
  return yield* Effect.never
}).pipe(
  Effect.provide(served),
  Effect.provide(AxonHttp.layer({ host: "127.0.0.1", port: 0, ...options })),
  Effect.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))
)

await Effect.runPromise(program)
