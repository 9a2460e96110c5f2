import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import * as run from "../../support/btcli.ts"
import { loadVectors } from "../../support/vectors.ts"

const PASSWORD = "correct horse battery staple"
const SEED = `0x${"5e".repeat(32)}`

/** What polkadot-js has exported. */
const exports = loadVectors<{
  readonly polkadot_js: ReadonlyArray<{ readonly json: object; readonly password: string; readonly address: string }>
}>("wallet", "keys.json").flatMap(({ data }) => data.polkadot_js)

const phraseOf = (screen: string, kind: string) =>
  new RegExp(`The mnemonic to the new ${kind} is:\\s+([a-z ]+?)\\r`).exec(screen)?.[1] ?? assert.fail(screen)

const occurrences = (text: string, part: string) => text.split(part).length - 1

const publicAddress = (home: run.Home, name: string): string =>
  JSON.parse(readFileSync(join(home.wallets, name, "coldkeypub.txt"), "utf8")).ss58Address

describe.concurrent("btcli wallet at a terminal", { timeout: 120_000 }, () => {
  it.live("shows a new mnemonic once, from which the key can be made again", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const passwords = [
        ["New password of", PASSWORD],
        ["The same again", PASSWORD]
      ] as const
      const made = yield* run.dialogue(home, ["w", "new_coldkey"], [["Enter wallet name (default)", ""], ...passwords])
      assert.strictEqual(made.code, 0, made.screen)
      const phrase = phraseOf(made.screen, "coldkey")
      assert.lengthOf(phrase.split(" "), 12)
      assert.strictEqual(occurrences(made.screen, phrase), 1)
      assert.include(made.screen, "IMPORTANT")
      assert.include(made.screen, "btcli w regen_coldkey")
      assert.notInclude(made.screen, PASSWORD)
      const address = publicAddress(home, "default")
      assert.isTrue(Ss58.is(address))
      assert.include(made.screen, address)

      const wrong = yield* run.dialogue(home, ["w", "unlock", "--wallet.name", "default"], [["Password of", "another"]])
      assert.strictEqual(wrong.code, 7, wrong.screen)
      assert.include(wrong.screen, "password is wrong")

      const left = yield* run.dialogue(home, ["w", "unlock", "--wallet.name", "default"], [["Password of", "\u0003"]])
      assert.strictEqual(left.code, 130, left.screen)
      assert.match(left.screen, /\n✗ The question was left; nothing was done\./)
      const begun = yield* run.dialogue(
        home,
        ["w", "new_coldkey", "--wallet.name", "x"],
        [["New password of", "\u0003"]]
      )
      assert.strictEqual(begun.code, 130, begun.screen)
      assert.isFalse(existsSync(join(home.wallets, "x")))

      const words = ["w", "regen_coldkey", "--wallet.name", "default"]
      const mnemonic = ["Enter mnemonic, seed, or json file location", phrase] as const
      const no = yield* run.dialogue(home, words, [mnemonic, ["Overwrite?", ""]])
      assert.strictEqual(no.code, 3, no.screen)
      assert.notInclude(no.screen, phrase)
      const yes = yield* run.dialogue(home, [...words, "--yes", "--no_password"], [mnemonic, ["Overwrite?", "y"]])
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.strictEqual(publicAddress(home, "default"), address)
      assert.notInclude(yes.screen, phrase)
    })
  )

  it.live("makes both keys, and a hotkey from a seed", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const made = yield* run.dialogue(
        home,
        ["w", "create", "--no_password"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", "miner"]
        ]
      )
      assert.strictEqual(made.code, 0, made.screen)
      for (const kind of ["coldkey", "hotkey"]) {
        assert.strictEqual(occurrences(made.screen, phraseOf(made.screen, kind)), 1)
      }
      assert.isTrue(existsSync(join(home.wallets, "alice/hotkeys/miner")))
      const json = yield* run.dialogue(
        home,
        ["w", "create", "--json", "--wallet.name", "bob", "--wallet.hotkey", "h"],
        []
      )
      assert.strictEqual(json.code, 3, json.screen)
      assert.isFalse(existsSync(join(home.wallets, "bob")))

      const hotkey = yield* run.dialogue(
        home,
        ["w", "regen_hotkey"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", "second"],
          ["Enter mnemonic, seed, or json file location", SEED]
        ]
      )
      assert.strictEqual(hotkey.code, 0, hotkey.screen)
      assert.notInclude(hotkey.screen, SEED.slice(2))
      assert.include(readFileSync(join(home.wallets, "alice/hotkeys/second"), "utf8"), SEED)
      const address = publicAddress(home, "alice")
      const cold = yield* run.dialogue(
        home,
        ["w", "regen_coldkeypub"],
        [
          ["Enter wallet name (default)", "watch"],
          ["Enter the ss58_address or the public key in hex", address]
        ]
      )
      assert.strictEqual(cold.code, 0, cold.screen)
      assert.strictEqual(publicAddress(home, "watch"), address)
    })
  )

  it.live("asks for what is missing, and leaves nothing behind when a question is left", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      const [alice = assert.fail()] = yield* run.people(home, "Alice")
      const signed = yield* run.dialogue(
        home,
        ["w", "sign"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter the message to encode and sign", "it is me"]
        ]
      )
      assert.strictEqual(signed.code, 0, signed.screen)
      const signature = /Signature: (0x[0-9a-f]+)/.exec(signed.screen)?.[1] ?? assert.fail(signed.screen)
      const verified = yield* run.dialogue(
        home,
        ["w", "verify"],
        [
          ["Enter the message", "it is me"],
          ["Enter the ss58 address or public key", alice.coldkey],
          ["Enter the signature", signature]
        ]
      )
      assert.strictEqual(verified.code, 0, verified.screen)
      const nobody = yield* run.dialogue(
        home,
        ["w", "get_identity"],
        [["Enter coldkey or hotkey ss58 address", alice.coldkey]]
      )
      assert.strictEqual(nobody.code, 4, nobody.screen)

      const words = ["w", "new_coldkey", "--wallet.name", "bob", "--mnemonic_file", "bob.txt"]
      const left = yield* run.dialogue(home, words, [["New password of", "\u0003"]])
      assert.notStrictEqual(left.code, 0, left.screen)
      assert.isFalse(existsSync(join(home.directory, "bob.txt")))
      assert.isFalse(existsSync(join(home.wallets, "bob")))

      const [exported = assert.fail()] = exports
      writeFileSync(join(home.directory, "export.json"), JSON.stringify(exported.json))
      const made = yield* run.dialogue(
        home,
        ["w", "regen_hotkey", "--wallet.name", "alice", "--wallet.hotkey", "j"],
        [
          ["Enter mnemonic, seed, or json file location", "export.json"],
          ["Enter json backup password", exported.password]
        ]
      )
      assert.strictEqual(made.code, 0, made.screen)
      assert.include(made.screen, exported.address)
      assert.notInclude(made.screen, exported.password)
    })
  )
})
