/**
 * Money: what accounts have, what a transfer would cost, the transfer, and what becomes of one that cannot work.
 *
 * The chain is that of a test; `SubtensorRpc.layer("finney")` and `WalletsFile.layerColdkey({ wallet: "alice" })` in place of `layerTest`
 * move real money. Run it: npm run example -- examples/balances.ts
 */
import { Console, Effect, Stream } from "effect"
import { Coldkey, Rao, Subtensor, Tao } from "effect-bittensor"
import { layerTest } from "effect-bittensor/testing"

const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

const program = Effect.gen(function* () {
  const [subtensor, { address }] = [yield* Subtensor, yield* Coldkey]
  yield* Console.log(`${address} has ${Tao.format(yield* subtensor.balance(address))}`)

  // What it would do and cost. Nothing is signed for it, and nothing is sent.
  const transfer = { to: bob, amount: Tao("12.5") }
  const plan = yield* subtensor.plan.transfer(transfer)
  yield* Console.log(`${plan.effects.join("; ")}, for ${Tao.format(plan.fee)}`)

  // It is signed by the coldkey, as its type says, and in a block when it is done.
  const { block, events, hash } = yield* subtensor.transfer(transfer)
  yield* Console.log(`${hash.slice(0, 10)}… is in block ${block.number}: ${events.map(({ name }) => name).join(", ")}`)
  yield* Console.log(
    `Bob has ${Tao.format(yield* subtensor.balance(bob))}, before he had ${Tao.format(yield* subtensor.balance(bob, { block: block.number - 1 }))}`
  )

  // What cannot work is refused before it is sent, for a reason that a program can tell.
  const tooMuch = yield* Effect.flip(subtensor.transfer({ to: bob, amount: Tao(10 ** 9) }))
  yield* Console.log(tooMuch.message)

  // Payments as they come: the events of each block.
  const payments = subtensor.blocks.pipe(
    Stream.mapEffect(({ hash }) => subtensor.events({ block: hash })),
    Stream.flattenIterable,
    Stream.filter(({ name, pallet }) => pallet === "Balances" && name === "Transfer"),
    Stream.map(({ data }) => (data as { readonly amount: bigint }).amount),
    Stream.take(2)
  )
  const pay = Effect.forEach([1, 2, 3], (tao) => subtensor.transfer({ to: bob, amount: Tao(tao) }), { discard: true })
  yield* Effect.all([Stream.runForEach(payments, (amount) => Console.log(`paid: ${Tao.format(Rao(amount))}`)), pay], {
    concurrency: 2
  })
})

await Effect.runPromise(Effect.provide(program, layerTest))
