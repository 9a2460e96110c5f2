/** What every `Wallets` must do, wherever its keyfiles lie. Passwords cost nothing here; the files are still real ones. */
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, type Layer, Redacted, Scope } from "effect"
import { type KeyName, type WalletReason, Wallets } from "../../src/services/Wallets.ts"
import { instant } from "../support/keyDerivation.ts"

const PASSWORD = Redacted.make("Vectors-2024-coldkey")
const DEV = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
const DEV_ADDRESS = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"
const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const message = new TextEncoder().encode("hello")

const reasonOf = <A, E extends { readonly reason: WalletReason }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

/** Runs the suite; each test has a layer of its own. */
export const suite = (name: string, layer: Effect.Effect<Layer.Layer<Wallets>, never, Scope.Scope>) => {
  const test = <E>(title: string, body: Effect.Effect<void, E, Wallets | Scope.Scope>) =>
    it.live(title, () => Effect.flatMap(layer, (layer) => Effect.provide(body, layer)).pipe(instant, Effect.scoped))

  describe(`${name}: creating and opening`, () => {
    test(
      "makes a wallet whose hotkey signs, and opens it again",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const created = yield* wallets.create({ name: "alice", words: 15, password: PASSWORD })
        assert.strictEqual(`${created}`, `Wallet (alice, default, ${wallets.path})`)
        assert.strictEqual(Redacted.value(created.mnemonics.coldkey).split(" ").length, 15)
        assert.notStrictEqual(Redacted.value(created.mnemonics.coldkey), Redacted.value(created.mnemonics.hotkey))
        const signature = yield* created.hotkey.sign(message)
        const opened = yield* wallets.open({ name: "alice" })
        assert.strictEqual(opened.hotkey.address, created.hotkey.address)
        assert.isTrue(yield* Wallets.verify({ address: opened.hotkey.address, message, signature }))
        const coldkey = yield* opened.unlock(PASSWORD)
        assert.strictEqual((yield* opened.coldkeypub).address, coldkey.address)
        const regenerated = yield* wallets.regenerate({
          name: "again",
          coldkey: true,
          from: { mnemonic: created.mnemonics.coldkey },
          encrypt: false
        })
        assert.strictEqual(regenerated.address, coldkey.address)
      })
    )

    test(
      "makes ed25519 keys too",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const { hotkey } = yield* wallets.create({ name: "ed", encrypt: false, scheme: "ed25519" })
        const opened = yield* wallets.open({ name: "ed" })
        assert.deepStrictEqual([opened.hotkey.address, opened.hotkey.scheme], [hotkey.address, "ed25519"])
        const signature = yield* opened.hotkey.sign(message)
        assert.isTrue(yield* wallets.verify({ address: hotkey.address, message, signature }))
      })
    )

    test(
      "encrypts a hotkey that is given a password, and never asks for the coldkey's",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.create({ password: PASSWORD, hotkeyPassword: "another-Long-one" })
        assert.strictEqual(yield* reasonOf(wallets.open()), "PasswordNeeded")
        assert.strictEqual(yield* reasonOf(wallets.open({ password: PASSWORD })), "WrongPassword")
        const { hotkey } = yield* wallets.open({ password: "another-Long-one" })
        assert.strictEqual((yield* hotkey.sign(message)).length, 64)
      })
    )

    test(
      "lists wallets and hotkeys in order of names",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        assert.deepStrictEqual(yield* wallets.list, [])
        yield* wallets.create({ name: "b", password: PASSWORD })
        yield* wallets.regenerate({ name: "a", coldkey: true, from: { address: ALICE } })
        yield* wallets.generate({ name: "b", hotkey: "z" })
        yield* wallets.regenerate({ name: "b", hotkey: "w", from: { address: ALICE } })
        const listed = yield* wallets.list
        assert.deepStrictEqual(
          listed.map(({ coldkey, hotkeys, name }) => [
            name,
            coldkey?.encryption,
            coldkey?.isWatchOnly,
            ...hotkeys.map(({ isWatchOnly, name }) => [name, isWatchOnly])
          ]),
          [
            ["a", "None", true],
            ["b", "NaCl", false, ["default", false], ["w", true], ["z", false]]
          ]
        )
        assert.isDefined(listed[1]?.coldkey?.address)
        assert.deepStrictEqual(yield* wallets.hotkeys("b"), listed[1]?.hotkeys)
        assert.deepStrictEqual(yield* wallets.hotkeys("nobody"), [])
      })
    )
  })

  describe(`${name}: regenerating`, () => {
    for (const [title, from, address] of [
      ["a mnemonic", { mnemonic: DEV }, DEV_ADDRESS],
      ["a mnemonic with odd blanks", { mnemonic: Redacted.make(`  ${DEV.replaceAll(" ", "\t")}\n`) }, DEV_ADDRESS],
      ["a seed", { seed: "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e" }, DEV_ADDRESS],
      [
        "seed bytes",
        { seed: Redacted.make(new Uint8Array(32).fill(1)) },
        "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH"
      ],
      [
        "a private key",
        {
          privateKey:
            "33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011"
        },
        ALICE
      ],
      ["a URI", { uri: "//Alice" }, ALICE]
    ] as const) {
      test(
        `writes the key of ${title}`,
        Effect.gen(function* () {
          const wallets = yield* Wallets
          for (const key of [{ coldkey: true }, { hotkey: "h" }] as const) {
            const info = yield* wallets.regenerate({ ...key, from, encrypt: false })
            assert.strictEqual<string>(info.address, address)
            const signer = yield* wallets.signer(key)
            assert.strictEqual<string>(signer.address, address)
            const signature = yield* signer.sign(message)
            assert.isTrue(yield* wallets.verify({ address, message, signature }))
          }
        })
      )
    }

    test(
      "keeps a mnemonic's passphrase out of the file: the seed alone tells the account",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const info = yield* wallets.regenerate({
          coldkey: true,
          from: { mnemonic: DEV, passphrase: "secret" },
          encrypt: false
        })
        assert.notStrictEqual(info.address, DEV_ADDRESS)
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, info.address)
      })
    )

    test(
      "makes a watch-only key of an address or a public key, and later gives it its own secret, no other",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.regenerate({ coldkey: true, from: { address: ALICE } })
        yield* wallets.regenerate({
          hotkey: "w",
          from: { publicKey: "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d" }
        })
        assert.strictEqual((yield* wallets.info({ coldkey: true })).address, ALICE)
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true })), "PublicOnly")
        const { hotkey } = yield* wallets.open({ hotkey: "w" })
        assert.strictEqual((yield* Effect.flip(hotkey.sign(message))).reason, "PublicOnly")
        assert.strictEqual(
          yield* reasonOf(wallets.regenerate({ coldkey: true, from: { mnemonic: DEV }, encrypt: false })),
          "AlreadyExists"
        )
        yield* wallets.regenerate({ coldkey: true, from: { uri: "//Alice" }, encrypt: false })
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, ALICE)
        assert.strictEqual(
          yield* reasonOf(wallets.regenerate({ coldkey: true, from: { address: DEV_ADDRESS }, overwrite: true })),
          "AlreadyExists"
        )
      })
    )

    test(
      "says what is wrong with what it was given",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const reason = (from: Parameters<typeof wallets.regenerate>[0]["from"], scheme?: "ed25519") =>
          Effect.map(
            Effect.flip(wallets.regenerate({ coldkey: true, from, scheme, encrypt: false })),
            ({ reason }) => reason
          )
        assert.deepInclude(yield* reason({ mnemonic: DEV.replace("lake", "laek") }), {
          _tag: "BadInput",
          input: "mnemonic",
          position: 4
        })
        assert.deepInclude(yield* reason({ seed: "0x01" }), { _tag: "BadInput", input: "seed" })
        assert.deepInclude(yield* reason({ privateKey: "ff".repeat(64) }), { _tag: "BadInput", input: "privateKey" })
        assert.deepInclude(yield* reason({ uri: "//Alice/soft" }, "ed25519"), { _tag: "BadInput", input: "uri" })
        assert.deepInclude(yield* reason({ address: "16ADqpMa4yzfmWs3nuTSMhfZ2ckeGtvqhPWCNqECEGDcGgU2" }), {
          _tag: "BadInput",
          input: "address",
          prefix: 0
        })
        assert.deepInclude(yield* reason({ publicKey: "0x00" }), { _tag: "BadInput", input: "publicKey" })
        assert.deepInclude(yield* reason({ json: "{}", jsonPassword: "x" }), { _tag: "BadInput", input: "json" })
        assert.deepStrictEqual(yield* wallets.list, [])
      })
    )
  })

  describe(`${name}: refusing`, () => {
    test(
      "keeps an existing key unless told otherwise",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const first = yield* wallets.create({ encrypt: false })
        assert.strictEqual(yield* reasonOf(wallets.create({ encrypt: false })), "AlreadyExists")
        assert.strictEqual(yield* reasonOf(wallets.generate({ coldkey: true, encrypt: false })), "AlreadyExists")
        assert.strictEqual(yield* reasonOf(wallets.generate({ hotkey: "default" })), "AlreadyExists")
        assert.strictEqual(yield* reasonOf(wallets.create({ hotkey: "second", encrypt: false })), "AlreadyExists")
        assert.strictEqual((yield* wallets.open()).hotkey.address, first.hotkey.address)
        const second = yield* wallets.create({ encrypt: false, overwrite: true })
        assert.notStrictEqual(second.hotkey.address, first.hotkey.address)
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, (yield* second.coldkeypub).address)
      })
    )

    test(
      "names what is not there, and what was never a name",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        assert.strictEqual(yield* reasonOf(wallets.open({ name: "nobody" })), "NotFound")
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true })), "NotFound")
        assert.strictEqual(yield* reasonOf(wallets.info({ coldkey: true })), "NotFound")
        assert.strictEqual(yield* reasonOf(wallets.update({ coldkey: true })), "NotFound")
        for (const name of ["", ".", "..", "a/b", "a\\b", "a\0b"]) {
          assert.strictEqual(yield* reasonOf(wallets.create({ name, encrypt: false })), "BadInput")
          assert.strictEqual(yield* reasonOf(wallets.open({ hotkey: name })), "BadInput")
        }
        for (const hotkey of ["xpub.txt", ".hidden"]) {
          assert.strictEqual(yield* reasonOf(wallets.generate({ hotkey })), "BadInput")
        }
      })
    )

    test(
      "wants a password that is not easily guessed",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        assert.strictEqual(yield* reasonOf(wallets.create()), "PasswordNeeded")
        assert.strictEqual(yield* reasonOf(wallets.create({ password: "123456" })), "WeakPassword")
        assert.strictEqual(yield* reasonOf(wallets.create({ password: "" })), "BadInput")
        assert.deepStrictEqual(yield* wallets.list, [])
        yield* wallets.create({ password: "123456", allowWeakPassword: true })
        assert.strictEqual(
          yield* reasonOf(wallets.encrypt({ coldkey: true, password: "123456", newPassword: "123456" })),
          "WeakPassword"
        )
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true, password: "" })), "BadInput")
      })
    )
  })

  describe(`${name}: which key`, () => {
    test(
      "is always said: neither or both is refused, even where no type says so",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.create({ encrypt: false })
        const before = yield* wallets.list
        const variable: string | undefined = undefined
        // @ts-expect-error: a name that may be missing is no name
        const unsure: KeyName = { hotkey: variable }
        // @ts-expect-error: nothing is said
        const silent: KeyName = {}
        const both: KeyName = { hotkey: "default", coldkey: true }
        for (const key of [unsure, silent, both]) {
          for (const effect of [
            wallets.generate({ ...key, encrypt: false, overwrite: true }),
            wallets.regenerate({ ...key, from: { uri: "//Alice" }, encrypt: false, overwrite: true }),
            wallets.signer(key),
            wallets.info(key),
            wallets.encrypt({ ...key, newPassword: PASSWORD }),
            wallets.decrypt(key),
            wallets.update(key)
          ]) {
            assert.deepInclude((yield* Effect.flip(Effect.asVoid(effect))).reason, { _tag: "BadInput", input: "name" })
          }
        }
        assert.deepStrictEqual(yield* wallets.list, before)
      })
    )

    test(
      "is the default hotkey where `open` and `create` are given `undefined`",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const created = yield* wallets.create({ hotkey: undefined, encrypt: false })
        assert.strictEqual(created.hotkeyName, "default")
        assert.strictEqual((yield* wallets.open({ hotkey: undefined })).hotkey.address, created.hotkey.address)
      })
    )
  })

  describe(`${name}: encryption`, () => {
    test(
      "takes no password that it would not use",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const contradiction = { password: PASSWORD, encrypt: false } as const
        assert.strictEqual(yield* reasonOf(wallets.create(contradiction)), "BadInput")
        assert.strictEqual(yield* reasonOf(wallets.generate({ hotkey: "h", ...contradiction })), "BadInput")
        const from = { uri: "//Alice" }
        assert.strictEqual(yield* reasonOf(wallets.regenerate({ coldkey: true, from, ...contradiction })), "BadInput")
        assert.deepStrictEqual(yield* wallets.list, [])
      })
    )

    test(
      "encrypts, encrypts anew and decrypts one key",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.regenerate({ coldkey: true, from: { mnemonic: DEV }, encrypt: false })
        yield* wallets.encrypt({ coldkey: true, newPassword: PASSWORD })
        assert.strictEqual((yield* wallets.list)[0]?.coldkey?.encryption, "NaCl")
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true, password: "wrong" })), "WrongPassword")
        yield* wallets.encrypt({ coldkey: true, password: PASSWORD, newPassword: "another-Long-one" })
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true, password: PASSWORD })), "WrongPassword")
        assert.strictEqual(yield* wallets.update({ coldkey: true, password: "another-Long-one" }), "Current")
        yield* wallets.decrypt({ coldkey: true, password: "another-Long-one" })
        yield* wallets.decrypt({ coldkey: true })
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, DEV_ADDRESS)
        assert.strictEqual(yield* wallets.update({ coldkey: true }), "NotEncrypted")
      })
    )
  })

  describe(`${name}: secrets`, () => {
    test(
      "forgets every secret with its scope",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const scope = yield* Scope.make()
        const wallet = yield* Scope.provide(wallets.create({ password: PASSWORD }), scope)
        const coldkey = yield* Scope.provide(wallet.unlock(PASSWORD), scope)
        yield* coldkey.sign(message)
        yield* Scope.close(scope, Exit.void)
        for (const signer of [wallet.hotkey, coldkey]) {
          const error = yield* Effect.flip(signer.sign(message))
          assert.deepStrictEqual([error.reason, error.address], ["Closed", signer.address])
        }
        for (const mnemonic of Object.values(wallet.mnemonics)) assert.throws(() => Redacted.value(mnemonic))
      })
    )

    test(
      "shows none, however a wallet is printed",
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const wallet = yield* wallets.create({ password: PASSWORD })
        const coldkey = yield* wallet.unlock(PASSWORD)
        const phrases = Object.values(wallet.mnemonics).map((mnemonic) => Redacted.value(mnemonic))
        const printed = [wallet, coldkey, wallet.coldkey].flatMap((value) => [
          inspect(value, { depth: 20, showHidden: true, maxArrayLength: 10_000 }),
          JSON.stringify(value),
          String(value)
        ])
        for (const text of printed) {
          for (const phrase of phrases) assert.notInclude(text, phrase)
          assert.notInclude(text, Redacted.value(PASSWORD))
          assert.notMatch(text, /secretPhrase|privateKey|seed/)
        }
      })
    )
  })
}
