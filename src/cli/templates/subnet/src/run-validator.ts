/** Runs the validator on a chain: `NETUID=1 npm run validator`. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, Layer, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import { Metagraph, WeightSetter } from "effect-bittensor"
import * as Settings from "./settings.ts"
import { keepScores } from "./validator.ts"

/** What was committed and not revealed yet outlives the program: nobody else may read here. */
const journal = KeyValueStore.layerFileSystem("./journal").pipe(Layer.provide(NodeServices.layer))

const validate = Effect.gen(function* () {
  const setter = WeightSetter.layer({ weights: yield* keepScores("12 seconds") })
  const watch = Effect.flatMap(WeightSetter, ({ events }) => Stream.runForEach(events, (event) => Console.log(event)))
  yield* Effect.provide(watch, setter)
})

const program = Effect.flatMap(Settings.netuid, (netuid) => Effect.provide(validate, Metagraph.layer(netuid)))

program.pipe(
  Effect.scoped,
  Effect.provide([Settings.dendrite, journal, SecureRandom.layerWebCrypto]),
  Effect.provide([Settings.chain, Settings.hotkey]),
  NodeRuntime.runMain
)
