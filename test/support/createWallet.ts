/**
 * A process of its own that creates one wallet when its parent says so: `createWallet.ts <path> <overwrite>`, with a channel to the
 * parent. Says that it is ready, then the coldkey's address or the reason of its failure.
 */
import { once } from "node:events"
import { Effect } from "effect"
import * as WalletsFile from "../../src/layers/WalletsFile.ts"
import { Wallets } from "../../src/services/Wallets.ts"

const [path = "", overwrite] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const wallets = yield* Wallets
  const begun = once(process, "message")
  process.send?.("ready")
  yield* Effect.promise(() => begun)
  const wallet = yield* wallets.create({ name: "race", encrypt: false, overwrite: overwrite === "overwrite" })
  return (yield* wallet.coldkeypub).address
}).pipe(
  Effect.catchTag("WalletError", ({ reason }) => Effect.succeed(reason._tag)),
  Effect.scoped,
  Effect.provide(WalletsFile.layer({ path }))
)

process.send?.(await Effect.runPromise(program))
process.disconnect()
