/**
 * A validator for the suites of others: asks one axon for `Echo` and prints the answer as a line of JSON.
 *
 *     npm run --silent echo-dendrite -- --url http://127.0.0.1:PORT --hotkey SS58 --text hello [--data '[1, 2]'] [--seed HEX] [--timeout 12]
 *
 * `--hotkey` is the axon's, `--seed` the caller's own; without it the caller is new. `--data` is a tensor of nested numbers.
 * An error is a line of JSON on standard error, and the exit code is 1; 2 when the command line cannot be used.
 */
import { randomBytes } from "node:crypto"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Redacted, Result, Schema } from "effect"
import { AxonInfo, Dendrite, Tensor } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { decodePublicKey } from "effect-bittensor/protocol/Ss58"
import { Echo, logToStderr, readNumber, readOptions, reportError, teardown, UsageError } from "./echo.ts"

const usage =
  "usage: echo-dendrite --url http://HOST:PORT --hotkey SS58 --text TEXT [--data JSON] [--seed HEX] [--timeout SECONDS]"

const refuse = (message: string) => new UsageError({ message: `${message}\n${usage}` })

const readTarget = Effect.fnUntraced(function* (url: string | undefined, hotkey: string | undefined) {
  if (url === undefined || hotkey === undefined) return yield* refuse("--url and --hotkey are needed")
  const target = URL.parse(url)
  if (target?.protocol !== "http:") return yield* refuse("--url must be like http://127.0.0.1:8091")
  const key = decodePublicKey(hotkey)
  if (Result.isFailure(key)) return yield* refuse(`--hotkey: ${key.failure.message}`)
  const ip = target.hostname.replace(/^\[(.*)\]$/, "$1")
  return AxonInfo.of({ ip, port: Number(target.port || 80), hotkey })
})

const readData = (json: string | undefined) =>
  json === undefined
    ? Effect.succeed(null)
    : Effect.try({
        try: () => Tensor.Any.from(Schema.decodeUnknownSync(Nested)(JSON.parse(json))),
        catch: () => refuse("--data must be numbers in arrays, like [[1, 2], [3, 4]]")
      })

const Nested = Schema.suspend((): Schema.Codec<Tensor.Nested> =>
  Schema.Union([Schema.Finite, Schema.Boolean, Schema.Array(Nested)])
)

const program = Effect.gen(function* () {
  const options = yield* readOptions(usage, ["url", "hotkey", "text", "data", "seed", "timeout"])
  const axon = yield* readTarget(options.url, options.hotkey)
  const timeout = yield* readNumber("timeout", options.timeout, 12, 3600)
  if (options.text === undefined) return yield* refuse("--text is needed")
  const input = { text: options.text, data: yield* readData(options.data) }
  const hotkey = WalletsMemory.layerHotkey({ seed: Redacted.make(options.seed ?? randomBytes(32).toString("hex")) })
  const answer = yield* Dendrite.use((dendrite) =>
    dendrite.forward(axon, Echo, input, { timeout: timeout * 1000 })
  ).pipe(Effect.provide(DendriteHttp.layer().pipe(Layer.provide(hotkey))))
  yield* Console.log(JSON.stringify(Schema.encodeSync(Echo.response)(answer)))
})

program.pipe(reportError, logToStderr, NodeRuntime.runMain({ disableErrorReporting: true, teardown }))
