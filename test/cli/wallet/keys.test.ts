import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import * as WalletsFile from "../../../src/layers/WalletsFile.ts"
import * as Mnemonic from "../../../src/protocol/Mnemonic.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import { type KeySource, Wallets } from "../../../src/services/Wallets.ts"
import * as run from "../../support/btcli.ts"
import { loadVectors } from "../../support/vectors.ts"

const PASSWORD = "correct horse battery staple"
const PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
const SEED = `0x${"5e".repeat(32)}`

/** What a secret gives, by the library itself. */
const addressOf = (from: KeySource) =>
  Effect.scoped(
    Effect.gen(function* () {
      const home = yield* run.home()
      const read = Wallets.use((wallets) => wallets.regenerate({ name: "x", coldkey: true, from, encrypt: false }))
      return (yield* Effect.provide(read, WalletsFile.layer({ path: home.wallets }))).address
    })
  )

/** What lies in the wallet, with a password. */
const opened = (home: run.Home, key: { readonly coldkey: true } | { readonly hotkey: string }, password?: string) =>
  Wallets.use((wallets) =>
    wallets.signer({ name: "alice", ...key, password: password === undefined ? undefined : Redacted.make(password) })
  ).pipe(
    Effect.map(({ address }) => address),
    Effect.provide(WalletsFile.layer({ path: home.wallets, environment: false }))
  )

/** What polkadot-js has exported. */
const exports = loadVectors<{
  readonly polkadot_js: ReadonlyArray<{ readonly json: object; readonly password: string; readonly address: string }>
}>("wallet", "keys.json").flatMap(({ data }) => data.polkadot_js)

const file = (home: run.Home, name: string) => join(home.directory, name)
const phraseIn = (text: string, kind: string) => new RegExp(`# ${kind} of .*\\n(.*)\\n`).exec(text)?.[1] ?? ""

describe.concurrent("keys made by btcli wallet", { timeout: 120_000 }, () => {
  it.live("writes keys of development, and says that everybody has them", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const made = yield* run.json(home, "wallet create --wallet.name alice --wallet.hotkey h --uri //Alice")
      assert.match(made.err, /Everybody has the key \/\/Alice/)
      const address = yield* addressOf({ uri: "//Alice" })
      assert.deepStrictEqual(
        made.document.data.keys.map((key: { address: string; is_encrypted: boolean }) => [
          key.address,
          key.is_encrypted
        ]),
        [
          [address, false],
          [address, false]
        ]
      )
      assert.strictEqual(yield* opened(home, { coldkey: true }), address)
      assert.strictEqual(yield* opened(home, { hotkey: "h" }), address)
      const again = "wallet create --wallet.name alice --wallet.hotkey h --uri Bob"
      assert.deepInclude(yield* run.fails(home, again), { code: "refused", exit: 3 })
      yield* run.succeeds(home, `${again} --overwrite`)
      assert.strictEqual(yield* opened(home, { coldkey: true }), yield* addressOf({ uri: "//Bob" }))
      yield* run.succeeds(home, "w new-hotkey --wallet-name alice --hotkey stash --uri //Bob//stash/1")
      assert.strictEqual(yield* opened(home, { hotkey: "stash" }), yield* addressOf({ uri: "//Bob//stash/1" }))
      const { wallets } = yield* run.succeeds(home, "w list --wallet-name alice")
      assert.lengthOf(wallets[0].hotkeys, 2)
      assert.deepInclude(yield* run.fails(home, "w list --wallet-name zoe"), { code: "not_found", exit: 4 })
      yield* run.succeeds(home, "w new-coldkey --name alice --uri //Eve --overwrite")
      assert.strictEqual(yield* opened(home, { coldkey: true }), yield* addressOf({ uri: "//Eve" }))
      const phrase = yield* run.fails(home, ["w", "new_coldkey", "--wallet.name", "b", "--uri", `${PHRASE}//1`])
      assert.deepInclude(phrase, { code: "usage", exit: 2 })
      assert.notInclude(JSON.stringify(phrase), PHRASE)
    })
  )

  it.live("creates a wallet without a terminal: mnemonics go into a file of their own", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const environment = { BT_WALLET_PASSWORD: PASSWORD }
      const words = "wallet create --wallet.name alice --wallet.hotkey miner"

      const refused = yield* run.fails(home, words, { environment })
      assert.deepInclude(refused, { code: "refused", exit: 3 })
      assert.include(refused.next, "--mnemonic_file")
      assert.isFalse(existsSync(join(home.wallets, "alice")))

      const data = yield* run.succeeds(home, `${words} --n_words 24 --mnemonic_file m.txt`, { environment })
      const text = readFileSync(file(home, "m.txt"), "utf8")
      assert.strictEqual(statSync(file(home, "m.txt")).mode & 0o777, 0o600)
      const phrase = phraseIn(text, "coldkey")
      assert.lengthOf(phrase.split(" "), 24)
      assert.isTrue(Mnemonic.parse(phrase)._tag === "Success")
      const nowhere = yield* run.fails(home, "wallet unlock -w alice --wallet-password-file none", { environment })
      assert.deepInclude(nowhere, { code: "usage", exit: 2 })
      const [coldkey, hotkey] = data.keys
      assert.deepInclude(coldkey, {
        kind: "coldkey",
        is_encrypted: true,
        address: yield* addressOf({ mnemonic: phrase })
      })
      assert.strictEqual(yield* opened(home, { coldkey: true }, PASSWORD), coldkey.address)
      assert.strictEqual(yield* opened(home, { hotkey: "miner" }), hotkey.address)
      assert.strictEqual(yield* addressOf({ mnemonic: phraseIn(text, "hotkey") }), hotkey.address)

      const again = yield* run.fails(home, `${words} --mnemonic_file n.txt`, { environment })
      assert.deepInclude(again, { code: "refused", exit: 3 })
      assert.match(again.next, /--overwrite_coldkey/)
      assert.isFalse(existsSync(file(home, "n.txt")))
      const taken = `${words} --overwrite_coldkey --overwrite_hotkey --mnemonic_file m.txt`
      assert.include((yield* run.fails(home, taken, { environment })).what, "is there already")
      // No `--yes` gives up a key.
      const yes = yield* run.fails(home, `${words} --yes --mnemonic_file n.txt`, { environment })
      assert.deepInclude(yes, { code: "refused", exit: 3 })
      const overwrite = "--overwrite_coldkey --overwrite_hotkey --no_password --mnemonic_file n.txt"
      const replaced = yield* run.succeeds(home, `${words} ${overwrite}`, { environment })
      assert.notStrictEqual(replaced.keys[0].address, coldkey.address)
      assert.strictEqual(yield* opened(home, { coldkey: true }), replaced.keys[0].address)
    })
  )

  it.live("makes a coldkey and a hotkey by themselves, and makes them again from the file", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const cold = yield* run.succeeds(home, "w new-coldkey --wallet.name alice --no_password --mnemonic_file c.txt")
      assert.deepInclude(cold.keys[0], { kind: "coldkey", is_encrypted: false })
      const hot = yield* run.succeeds(home, "w new_hotkey --wallet.name alice --wallet.hotkey a --mnemonic_file h.txt")
      assert.strictEqual(yield* opened(home, { coldkey: true }), cold.keys[0].address)
      assert.strictEqual(yield* opened(home, { hotkey: "a" }), hot.keys[0].address)

      const back = yield* run.succeeds(home, "w regen_coldkey --wallet.name bob --no_password --mnemonic_file c.txt")
      assert.strictEqual(back.keys[0].address, cold.keys[0].address)
      const weak = yield* run.fails(home, "w new_coldkey --wallet.name zoe --mnemonic_file z.txt", {
        environment: { BT_WALLET_PASSWORD: "123456" }
      })
      assert.deepInclude(weak, { code: "usage", exit: 2 })
      assert.isFalse(existsSync(file(home, "z.txt")), "an empty file was left")
      const none = yield* run.fails(home, "w new_coldkey --wallet.name zoe --mnemonic_file z.txt")
      assert.deepInclude(none, { code: "key", exit: 7 })
      assert.include(none.next, "BT_WALLET_PASSWORD_FILE")
      assert.isFalse(existsSync(join(home.wallets, "zoe")))
      const both = yield* run.fails(home, "w new_hotkey --use_password --no_password --mnemonic_file z.txt")
      assert.deepInclude(both, { code: "usage", exit: 2 })
      const secret = yield* run.succeeds(
        home,
        "w new_hotkey --wallet.name alice --wallet.hotkey s --use_password --mnemonic_file s.txt",
        { environment: { BT_WALLET_PASSWORD: PASSWORD } }
      )
      assert.isTrue(secret.keys[0].is_encrypted)
      assert.strictEqual(yield* opened(home, { hotkey: "s" }, PASSWORD), secret.keys[0].address)
    })
  )

  it.live("makes keys again from all that 7.4.0 makes them from", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const known = yield* addressOf({ mnemonic: PHRASE })
      const seeded = yield* addressOf({ seed: SEED })
      const regen = (rest: ReadonlyArray<string>, calling?: run.Calling) =>
        run.json(
          home,
          ["w", "regen_coldkey", "--wallet.name", "alice", "--no_password", "--overwrite_coldkey", ...rest],
          calling
        )

      const typed = yield* regen(["--mnemonic", ...PHRASE.split(" ")])
      assert.strictEqual(typed.document.data.keys[0].address, known)
      assert.include(typed.err, "history of the shell")
      assert.strictEqual((yield* regen(["--mnemonic", PHRASE])).document.data.keys[0].address, known)
      const input = yield* regen(["--mnemonic", "-"], { input: `${PHRASE}\n` })
      assert.strictEqual(input.document.data.keys[0].address, known)
      assert.notInclude(input.err, "history")
      assert.strictEqual((yield* regen(["--seed", SEED])).document.data.keys[0].address, seeded)
      assert.strictEqual((yield* regen(["--seed=-"], { input: SEED.slice(2) })).document.data.keys[0].address, seeded)
      writeFileSync(file(home, "plain.txt"), PHRASE.replaceAll(" ", "\n"))
      assert.strictEqual((yield* regen(["--mnemonic_file", "plain.txt"])).document.data.keys[0].address, known)
      assert.strictEqual(yield* opened(home, { coldkey: true }), known)
      const { privateKey } = JSON.parse(readFileSync(join(home.wallets, "alice/coldkey"), "utf8"))
      const keyed = yield* regen(["--private-key", "-"], { input: privateKey })
      assert.strictEqual(keyed.document.data.keys[0].address, known)
      assert.include((yield* regen(["--private-key", privateKey])).err, "history of the shell")
      assert.deepInclude((yield* regen(["--private_key", "0x12"])).document.error, { code: "usage", exit: 2 })

      const hotkey = "w regen_hotkey --wallet.name alice --wallet.hotkey miner"
      const hot = yield* run.succeeds(home, `${hotkey} --mnemonic -`, { input: PHRASE })
      assert.strictEqual(yield* opened(home, { hotkey: "miner" }), hot.keys[0].address)
      const exists = yield* run.fails(home, `${hotkey} --seed -`, { input: SEED })
      assert.deepInclude(exists, { code: "refused", exit: 3 })
      assert.include(exists.next, "--overwrite_hotkey")

      const two = (yield* regen(["--seed", SEED, "--mnemonic_file", "plain.txt"])).document.error
      assert.deepInclude(two, { code: "usage", exit: 2 })
      const nothing = (yield* regen([])).document.error
      assert.deepInclude(nothing, { code: "usage", exit: 2 })
      assert.include(nothing.next, "--mnemonic_file")
      assert.deepInclude((yield* regen(["--seed", "0x12"])).document.error, { code: "usage", exit: 2 })
      assert.deepInclude((yield* regen(["--mnemonic_file", "none.txt"])).document.error, { code: "not_found", exit: 4 })
    })
  )

  it.live("takes --json FILE for an export of polkadot-js, and --json alone for the document", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const [exported = assert.fail()] = exports
      writeFileSync(file(home, "export.json"), JSON.stringify(exported.json))
      const words = "w regen_hotkey --wallet.name alice --wallet.hotkey j --overwrite_hotkey --json export.json"
      const regen = (password: string) => [...words.split(" "), "--json_password", password]
      const said = yield* run.btcli(home, regen(exported.password))
      assert.strictEqual(said.code, 0, said.err)
      assert.include(said.out, "✅ Hotkey j of alice")
      assert.strictEqual(yield* opened(home, { hotkey: "j" }), exported.address)
      const data = yield* run.succeeds(home, regen("-"), { input: exported.password })
      assert.strictEqual(data.keys[0].address, exported.address)
      // What goes wrong is no JSON then.
      const wrong = yield* run.btcli(home, regen("nonsense"))
      assert.strictEqual(wrong.code, 7, wrong.err)
      assert.strictEqual(wrong.out, "")
      const none = yield* run.fails(home, "w regen_hotkey --json_file export.json --wallet.name a --wallet.hotkey j")
      assert.include(none.what, "--json_password")
    })
  )

  it.live("makes watch-only keys of addresses and public keys", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const [alice = assert.fail()] = yield* run.people(yield* run.home(), "Alice")
      const hex = Buffer.from(Ss58.publicKey(Ss58.Ss58.make(alice.coldkey))).toString("hex")
      const cold = yield* run.succeeds(home, `w regen_coldkeypub --wallet.name w --ss58 ${alice.coldkey}`)
      assert.deepEqual(cold.keys[0], {
        kind: "coldkey",
        name: "w",
        address: alice.coldkey,
        is_encrypted: false,
        is_watch_only: true
      })
      assert.include(readFileSync(join(home.wallets, "w/coldkeypub.txt"), "utf8"), alice.coldkey)
      yield* run.succeeds(home, `w regen-coldkeypub --wallet.name v --pubkey 0x${hex}`)
      assert.include(readFileSync(join(home.wallets, "v/coldkeypub.txt"), "utf8"), alice.coldkey)
      yield* run.succeeds(home, `w regen_hotkeypub --wallet.name w --wallet.hotkey h --address ${alice.hotkey}`)
      const shown = yield* run.succeeds(home, "w show --wallet.name w")
      assert.deepInclude(shown.coldkey, { address: alice.coldkey, is_watch_only: true })
      assert.deepInclude(shown.hotkeys[0], { name: "h", address: alice.hotkey, is_watch_only: true })
      const other = yield* run.fails(home, `w regen_coldkeypub --wallet.name w --ss58 ${alice.hotkey}`)
      assert.deepInclude(other, { code: "refused", exit: 3 })
      yield* run.succeeds(home, `w regen_coldkeypub --wallet.name w --ss58 ${alice.hotkey} --overwrite_coldkeypub`)
      assert.deepInclude(yield* run.fails(home, "w regen_coldkeypub --wallet.name u --ss58 5F"), {
        code: "usage",
        exit: 2
      })
      assert.deepInclude(yield* run.fails(home, "w regen_coldkeypub --wallet.name u"), { code: "usage", exit: 2 })
      assert.deepInclude(yield* run.fails(home, "w show --wallet.name zoe"), { code: "not_found", exit: 4 })
    })
  )

  it.live("opens keys, signs and verifies", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const [alice = assert.fail()] = yield* run.people(home, "Alice")
      const signed = yield* run.succeeds(home, ["w", "sign", "--wallet.name", "alice", "--message", "it is me"])
      assert.strictEqual(signed.address, alice.coldkey)
      const check = Wallets.verify({
        address: alice.coldkey,
        message: new TextEncoder().encode("it is me"),
        signature: signed.signature
      })
      assert.isTrue(yield* Effect.provide(check, WalletsFile.layer({ path: home.wallets })))
      const verify = (message: string, address: string) =>
        run.json(home, ["w", "verify", "--message", message, "--signature", signed.signature, "--address", address])
      assert.deepInclude((yield* verify("it is me", alice.coldkey)).document.data, { is_valid: true })
      const not = yield* verify("it is he", alice.coldkey)
      assert.deepInclude(not.document.error, { code: "failed", exit: 1 })
      assert.strictEqual(not.code, 1)
      assert.strictEqual((yield* verify("it is me", alice.hotkey)).code, 1)
      const hot = yield* run.succeeds(
        home,
        "w sign --wallet.name alice --use-hotkey --message m --wallet.hotkey default"
      )
      assert.strictEqual(hot.address, alice.hotkey)
      assert.deepInclude(yield* run.fails(home, "w sign --wallet.name alice"), { code: "usage", exit: 2 })
      const bad = yield* run.fails(home, `w verify --message m --signature 0x12 --address ${alice.coldkey}`)
      assert.deepInclude(bad, { code: "usage", exit: 2 })
      const cold = yield* run.succeeds(home, "w unlock --wallet.name alice")
      assert.deepEqual(cold, { kind: "coldkey", address: alice.coldkey })
      const opens = yield* run.succeeds(home, "w unlock --wallet.name alice --wallet.hotkey default")
      assert.deepEqual(opens, { kind: "hotkey", address: alice.hotkey })
      assert.deepInclude(yield* run.fails(home, "w unlock --wallet.name zoe"), { code: "not_found", exit: 4 })
    })
  )
})
