/** A wallet in memory: made, signed with, verified; a changed message and a foreign address are refused. */
import { Console, Effect } from "effect"
import { Wallets } from "effect-bittensor"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { strictEqual } from "node:assert/strict"

const program = Effect.gen(function* () {
  const wallets = yield* Wallets
  const alice = yield* wallets.create({ name: "alice", words: 12, encrypt: false })
  const bob = yield* wallets.create({ name: "bob", words: 12, encrypt: false })
  const message = new TextEncoder().encode("pay the miner that answers")
  const signature = yield* alice.hotkey.sign(message)
  strictEqual(signature.length, 64)
  strictEqual(yield* wallets.verify({ address: alice.hotkey.address, message, signature }), true)
  strictEqual(yield* wallets.verify({ address: bob.hotkey.address, message, signature }), false)
  strictEqual(yield* wallets.verify({ address: alice.hotkey.address, message: message.slice(1), signature }), false)

  const missing = yield* Effect.flip(wallets.open({ name: "carol" }))
  strictEqual(missing.reason._tag, "NotFound")
  yield* Console.log(`${alice}: a signature of ${signature.length} bytes, verified`)
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(WalletsMemory.layer())))
