/**
 * What a subnet's owner does: registers it, says what it is, and changes its hyperparameters, each looked at before it is sent.
 *
 * Run it: npm run example -- examples/subnet-owner.ts
 */
import { Console, Effect } from "effect"
import { Subtensor, Tao, Wallets } from "effect-bittensor"
import { Coldkey } from "effect-bittensor/services/Coldkey"
import { layerTest } from "effect-bittensor/testing"

const program = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const receipt = yield* subtensor.registerNetwork({})
  const added = receipt.events.find(({ name }) => name === "NetworkAdded")?.data
  const netuid = Array.isArray(added) ? Number(added[0]) : 0
  yield* Console.log(`subnet ${netuid} is ours since block ${receipt.block.number}`)

  // A plan says what a call would do and cost; nothing is signed for it.
  const change = { netuid, name: "immunity_period", value: 500 }
  const plan = yield* subtensor.plan.setHyperparameter(change)
  yield* Console.log(`${plan.effects.join("; ")}, for ${plan.fee} rao of ${plan.signer.slice(0, 8)}…`)
  yield* subtensor.setHyperparameter(change)
  yield* Console.log(`immunity period: ${yield* subtensor.query("SubtensorModule", "ImmunityPeriod", [netuid])} blocks`)

  // Names as the SDK or the runtime has them. What is wrong is found before it is sent, and says what to do.
  yield* subtensor.setHyperparameter({ netuid, name: "weightsRateLimit", value: 50n })
  const unknown = yield* Effect.flip(subtensor.setHyperparameter({ netuid, name: "temperature", value: 20 }))
  yield* Console.log(unknown.message)

  // Another's subnet is not ours to change.
  const wallets = yield* Wallets
  const stranger = yield* wallets.create({ name: "stranger", encrypt: false })
  const strange = yield* stranger.coldkey
  yield* subtensor.transfer({ to: strange.address, amount: Tao(1) })
  const refused = yield* Effect.flip(
    Effect.provideService(subtensor.setHyperparameter({ ...change, value: 1 }), Coldkey, strange)
  )
  yield* Console.log(refused.message)
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest)))
