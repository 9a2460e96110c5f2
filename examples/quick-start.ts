/**
 * A miner and a validator in forty lines: a protocol, an axon that serves it over HTTP, and a dendrite that asks.
 *
 * No chain is needed for it; `npm start` is the same with one. Run it: npm run example -- examples/quick-start.ts
 */
import { Console, Effect, Layer, Schema } from "effect"
import { Axon, Dendrite, Synapse } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

/** On the wire it is the Python class `Shout(bittensor.Synapse)`, whose `required_hash_fields` are `["text"]`. */
class Shout extends Synapse.make("Shout", {
  request: { text: Schema.String },
  response: { loud: Schema.String },
  signed: ["text"]
}) {}

const miner = Axon.serve(
  Axon.handle(Shout, {
    blacklist: (caller) => (caller.hotkey === alice ? Axon.allow : Axon.deny("Alice only")),
    forward: ({ text }) => ({ loud: text.toUpperCase() })
  })
).pipe(
  Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
  Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))
)

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const validator = DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))

const program = Effect.gen(function* () {
  const { info } = yield* Axon
  const dendrite = yield* Dendrite
  const { loud } = yield* dendrite.forward(info, Shout, { text: "it works" })
  yield* Console.log(`${info.authority} answers: ${loud}`)
})

await Effect.runPromise(Effect.provide(program, Layer.merge(miner, validator)))
