/**
 * A miner for the suites of others: serves `Echo` with the library's default limits until SIGINT or SIGTERM.
 *
 *     npm run --silent echo-axon -- --port 0 [--host 127.0.0.1] [--seed HEX]
 *
 * One line of JSON on standard output tells when and where: `{"port":…,"hotkey":"…","pid":…}`. Logs go to standard error.
 * It answers with the values it was sent, except that the text `whoami` is answered with the caller's proven hotkey and
 * `sleep:N` after N seconds, of which there may be five. Without a seed its hotkey is a new one.
 */
import { randomBytes } from "node:crypto"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Redacted } from "effect"
import { Axon, type Caller } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { Echo, logToStderr, readNumber, readOptions, reportError, teardown } from "./echo.ts"

const usage = "usage: echo-axon [--port 8091] [--host 127.0.0.1] [--seed HEX]"
const longest = 5

const forward = Effect.fnUntraced(function* ({ data, text }: Echo, caller: Caller) {
  if (text === "whoami") return { text: caller.hotkey, data }
  const [, seconds] = /^sleep:(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (seconds !== undefined) {
    if (Number(seconds) > longest) return yield* Axon.refuse(400, `sleep:N takes at most ${longest} seconds`)
    yield* Effect.sleep(Number(seconds) * 1000)
  }
  return { text, data }
})

const announce = Effect.gen(function* () {
  const { info } = yield* Axon
  yield* Console.log(JSON.stringify({ port: info.port, hotkey: info.hotkey, pid: process.pid }))
})

const program = Effect.gen(function* () {
  const { host = "127.0.0.1", port, seed } = yield* readOptions(usage, ["port", "host", "seed"])
  const axon = AxonHttp.layer({ host, port: yield* readNumber("port", port, 8091, 65_535) })
  const hotkey = WalletsMemory.layerHotkey({ seed: Redacted.make(seed ?? randomBytes(32).toString("hex")) })
  // Announced by the layer above: once it is built, `Echo` is served.
  return yield* Layer.effectDiscard(announce).pipe(
    Layer.provide(Axon.serve(Axon.handle(Echo, { forward }))),
    Layer.provide(axon),
    Layer.provide(hotkey),
    Layer.launch
  )
})

program.pipe(reportError, logToStderr, NodeRuntime.runMain({ disableErrorReporting: true, teardown }))
