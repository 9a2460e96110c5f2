/** A process of its own that creates one wallet at a given moment: `node createWallet.ts <path> <milliseconds> <overwrite>`. Prints the coldkey's address, or the reason of its failure. */
import { Effect } from "effect"
import * as WalletsFile from "../../src/layers/WalletsFile.ts"
import { Wallets } from "../../src/services/Wallets.ts"

const [path = "", at = "0", overwrite] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const wallets = yield* Wallets
  yield* Effect.sleep(Math.max(0, Number(at) - Date.now()))
  const wallet = yield* wallets.create({ name: "race", encrypt: false, overwrite: overwrite === "overwrite" })
  return (yield* wallet.coldkeypub).address
}).pipe(
  Effect.catchTag("WalletError", ({ reason }) => Effect.succeed(reason._tag)),
  Effect.scoped,
  Effect.provide(WalletsFile.layer({ path }))
)

process.stdout.write(await Effect.runPromise(program))
