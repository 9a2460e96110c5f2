/**
 * Keys: make, list, sign, verify, lose, regenerate; and what goes wrong.
 *
 *     npm run example -- examples/wallets.ts
 *
 * A wallet is a coldkey, which owns money, and any number of hotkeys, which do the daily work. The files are those of the
 * Python SDK. They are made in a temporary directory here; without `path` they would be in `~/.bittensor/wallets`.
 *
 * The coldkeys of this example are plain text, because it is play. Give a real one a password:
 * `wallets.create({ name: "alice", password: Redacted.make("…") })`. Its key derivation takes seconds of work, on purpose, each
 * time the coldkey is unlocked; hotkeys are plain unless `hotkeyPassword` is given, so a miner starts without a question.
 */
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Redacted } from "effect"
import { Hotkey, type WalletError, Wallets } from "effect-bittensor"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"

/** Secrets live as long as a scope: when `Effect.scoped` ends, the keys that were opened in it are wiped. */
const demonstration = Effect.fn("demonstration")(function* (directory: string) {
  const wallets = yield* Wallets

  yield* Console.log("Make a wallet: a coldkey, a hotkey, and the words that bring each of them back")
  const alice = yield* wallets.create({ name: "alice", hotkey: "miner", encrypt: false })
  yield* Console.log(`  ${alice}`)
  yield* Console.log(`  hotkey ${alice.hotkey.address}`)
  // The words are redacted: printed by accident they show nothing. Ask for them when you mean it.
  const words = alice.mnemonics.hotkey
  yield* Console.log(`  its mnemonic prints as ${words}, and has ${Redacted.value(words).split(" ").length} words`)

  yield* Console.log("Another hotkey of the same coldkey, and a coldkey of which only the address is known")
  yield* wallets.generate({ name: "alice", hotkey: "validator" })
  const { address: cold } = yield* alice.coldkeypub
  yield* wallets.regenerate({ name: "watched", coldkey: true, from: { address: cold } })

  yield* Console.log("All wallets, without any password")
  for (const { coldkey, hotkeys, name } of yield* wallets.list) {
    yield* Console.log(`  ${name}: coldkey ${coldkey?.address}${coldkey?.isWatchOnly === true ? " (watch-only)" : ""}`)
    for (const { address, encryption, name } of hotkeys) {
      yield* Console.log(`    ${name}: ${address} (encryption: ${encryption})`)
    }
  }

  yield* Console.log("Sign and verify")
  const message = new TextEncoder().encode("I mine on subnet 1")
  const signature = yield* alice.hotkey.sign(message)
  const { address } = alice.hotkey
  yield* Console.log(`  the signature is good: ${yield* Wallets.verify({ address, message, signature })}`)
  const forged = new TextEncoder().encode("I mine on subnet 2")
  yield* Console.log(`  of another message: ${yield* Wallets.verify({ address, message: forged, signature })}`)

  yield* Console.log("Lose a keyfile, and regenerate it from its words")
  yield* Effect.promise(() => rm(join(directory, "alice", "hotkeys", "miner")))
  const again = yield* wallets.regenerate({ name: "alice", hotkey: "miner", from: { mnemonic: words } })
  yield* Console.log(`  the same address as before: ${again.address === address}`)

  yield* Console.log("A program takes its key from a layer; it may sign, and never sees the secret")
  const own = yield* Effect.provide(
    Effect.map(Hotkey, (hotkey) => hotkey.address),
    WalletsFile.layerHotkey({ path: directory, wallet: "alice", hotkey: "miner" })
  )
  yield* Console.log(`  ${own}`)

  yield* Console.log("What goes wrong is a WalletError: the file, the reason, and what to do next")
  yield* mishap(wallets.open({ name: "bob" }))
  yield* mishap(wallets.create({ name: "alice", hotkey: "miner", encrypt: false }))
  yield* mishap(wallets.create({ name: "carol", password: Redacted.make("password") }))
  yield* mishap(wallets.signer({ name: "watched", coldkey: true }))
  const misspelt = Redacted.value(words).replace(/\S+$/, "bittensor")
  yield* mishap(wallets.regenerate({ name: "alice", hotkey: "typo", from: { mnemonic: misspelt } }))
  yield* mishap(
    wallets.regenerate({
      name: "far",
      coldkey: true,
      from: { address: "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5" }
    })
  )
}, Effect.scoped)

/** Shows an error. A program would branch on `reason._tag`, which is `NotFound`, `WrongPassword` and so on. */
const mishap = <A, R>(effect: Effect.Effect<A, WalletError, R>) =>
  Effect.matchEffect(effect, {
    onSuccess: () => Effect.die(new Error("This was expected to fail")),
    onFailure: (error) => Console.log(`  ${error.reason._tag.padEnd(13)} ${error.message}`)
  })

Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "effect-bittensor-" })
  yield* Effect.provide(demonstration(directory), WalletsFile.layer({ path: directory }))
}).pipe(Effect.scoped, Effect.provide(NodeServices.layer), NodeRuntime.runMain)
