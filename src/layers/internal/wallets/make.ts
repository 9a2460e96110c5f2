/** The service `Wallets` over any store of keyfiles: the one implementation that files and memory share. */
import { randomBytes } from "node:crypto"
import { Effect, Redacted, type Scope } from "effect"
import * as KeyfileEncryption from "../../../protocol/KeyfileEncryption.ts"
import * as Mnemonic from "../../../protocol/Mnemonic.ts"
import type { Signer } from "../../../services/Signer.ts"
import {
  type NewKey,
  type UnlockOptions,
  type Wallet,
  type WalletError,
  Wallets,
  type WriteOptions
} from "../../../services/Wallets.ts"
import { makeCommit } from "./commit.ts"
import { fromEntropy, infoOf, type KeyMaterial, makeSigner, wipe } from "./keys.ts"
import { makeLister } from "./lister.ts"
import { makePlaceOf, type Place } from "./place.ts"
import { makeReader } from "./reader.ts"
import { fromSource } from "./sources.ts"
import type { WalletStore } from "./store.ts"
import { type AskPassword, checkPassword, failed, makeVault, reveal } from "./vault.ts"
import { verifySignature } from "./verify.ts"

export interface MakeOptions {
  readonly store: WalletStore
  readonly ask: AskPassword
  /** Names where the caller gives none. */
  readonly defaults: { readonly name: string; readonly hotkey: string }
}

const secretBytes = (key: KeyMaterial): Effect.Effect<void> => Effect.sync(() => wipe(key))

export const make = Effect.fnUntraced(function* (options: MakeOptions): Effect.fn.Return<Wallets["Service"]> {
  const { ask, defaults, store } = options
  const vault = yield* makeVault(ask)
  const place = makePlaceOf(store, defaults.name)
  const reader = makeReader(store, vault)
  const commit = makeCommit(store, reader)
  const lister = makeLister(store, reader)

  const signer = Effect.fnUntraced(function* (
    at: Place,
    password: UnlockOptions["password"],
    isPublicEnough: boolean
  ): Effect.fn.Return<Signer, WalletError, Scope.Scope> {
    const key = yield* Effect.acquireRelease(reader.unlock(at, password, isPublicEnough), secretBytes, {
      interruptible: true
    })
    return yield* makeSigner(key)
  })

  const wallet = (name: string, hotkeyName: string, hotkey: Signer): Effect.Effect<Wallet, WalletError> =>
    Effect.map(place({ name, coldkey: true }), (coldkey) => {
      const self: Wallet = {
        name,
        hotkeyName,
        path: store.path,
        hotkey,
        coldkeypub: reader.publicInfo(coldkey),
        coldkey: Effect.suspend(() => signer(coldkey, undefined, false)),
        unlock: (password) => signer(coldkey, password, false),
        toString: () => Wallets.format(self)
      }
      return self
    })

  return Wallets.of({
    path: store.path,
    list: lister.list,
    hotkeys: (name) => Effect.flatMap(place({ name, coldkey: true }), ({ secret }) => lister.hotkeys(secret.wallet)),
    create: Effect.fn("Wallets.create")(function* (create = {}) {
      const { hotkey: hotkeyName = defaults.hotkey, name = defaults.name } = create
      const coldkeyAt = yield* place({ name, coldkey: true }, "new")
      yield* checkEncrypt(store.locate(coldkeyAt.secret), create)
      const hotkeyAt = yield* place({ name, hotkey: hotkeyName }, "new")
      yield* commit.check([coldkeyAt, hotkeyAt], create.overwrite)
      const coldkey = yield* freshKey(create.words, create.scheme)
      const hotkey = yield* freshKey(create.words, create.scheme)
      const { allowWeakPassword, encrypt = true, hotkeyPassword, password } = create
      const coldkeyFile = yield* vault.write(coldkey, store.locate(coldkeyAt.secret), {
        password,
        encrypt,
        allowWeakPassword
      })
      const hotkeyFile = yield* vault.write(hotkey, store.locate(hotkeyAt.secret), {
        password: hotkeyPassword,
        encrypt: hotkeyPassword !== undefined,
        allowWeakPassword
      })
      yield* commit.keys(
        name,
        [
          { at: coldkeyAt, key: coldkey, bytes: coldkeyFile },
          { at: hotkeyAt, key: hotkey, bytes: hotkeyFile }
        ],
        create.overwrite
      )
      const opened = yield* wallet(name, hotkeyName, yield* makeSigner(hotkey))
      const mnemonics = { coldkey: yield* mnemonicOf(coldkey), hotkey: yield* mnemonicOf(hotkey) }
      // A spread would lose nothing here, but `toString` must go on naming this wallet.
      return { ...opened, mnemonics }
    }),
    open: Effect.fn("Wallets.open")(function* (open = {}) {
      const { hotkey: hotkeyName = defaults.hotkey, name = defaults.name } = open
      const at = yield* place({ name, hotkey: hotkeyName })
      return yield* wallet(name, hotkeyName, yield* signer(at, open.password, true))
    }),
    generate: Effect.fn("Wallets.generate")(function* (generate) {
      const at = yield* place(generate, "new")
      yield* checkEncrypt(store.locate(at.secret), generate)
      yield* commit.check([at], generate.overwrite)
      const key = yield* freshKey(generate.words, generate.scheme)
      const bytes = yield* vault.write(key, store.locate(at.secret), {
        password: generate.password,
        encrypt: generate.encrypt ?? (at.isColdkey || generate.password !== undefined),
        allowWeakPassword: generate.allowWeakPassword
      })
      yield* commit.keys(at.secret.wallet, [{ at, key, bytes }], generate.overwrite)
      return { ...infoOf(key), mnemonic: yield* mnemonicOf(key) } satisfies NewKey
    }),
    regenerate: Effect.fn("Wallets.regenerate")(function* (regenerate) {
      const at = yield* place(regenerate, "new")
      const path = store.locate(at.secret)
      yield* checkEncrypt(path, regenerate)
      const key = yield* Effect.acquireRelease(fromSource(regenerate.from, regenerate.scheme, path), secretBytes, {
        interruptible: true
      })
      if (key.privateKey === undefined) {
        yield* commit.watchOnly(at, key, regenerate.overwrite)
      } else {
        yield* commit.check([at], regenerate.overwrite, key)
        const bytes = yield* vault.write(key, path, {
          password: regenerate.password,
          encrypt: regenerate.encrypt ?? (at.isColdkey || regenerate.password !== undefined),
          allowWeakPassword: regenerate.allowWeakPassword
        })
        yield* commit.keys(at.secret.wallet, [{ at, key, bytes }], regenerate.overwrite)
      }
      return infoOf(key)
    }, Effect.scoped),
    signer: Effect.fn("Wallets.signer")(function* (unlock) {
      return yield* signer(yield* place(unlock), unlock.password, false)
    }),
    info: Effect.fn("Wallets.info")(function* (unlock) {
      return yield* reader.info(yield* place(unlock), unlock.password)
    }),
    encrypt: Effect.fn("Wallets.encrypt")(function* (encrypt) {
      const at = yield* place(encrypt)
      const path = store.locate(at.secret)
      const password = reveal(encrypt.newPassword)
      yield* checkPassword(path, password, encrypt.allowWeakPassword)
      yield* reader.withPlain(at, encrypt.password, (opened) =>
        Effect.flatMap(vault.seal(opened.plain, path, password), (bytes) => commit.rewrite(at, opened.bytes, bytes))
      )
    }),
    decrypt: Effect.fn("Wallets.decrypt")(function* (decrypt) {
      const at = yield* place(decrypt)
      yield* reader.withPlain(at, decrypt.password, ({ bytes, encryption, plain }) =>
        encryption === "None" ? Effect.void : commit.rewrite(at, bytes, plain)
      )
    }),
    update: Effect.fn("Wallets.update")(function* (update) {
      const at = yield* place(update)
      const stored = yield* reader.file(at.secret)
      const encryption = KeyfileEncryption.detect(stored.bytes)
      if (encryption === "None") return "NotEncrypted"
      if (encryption === "NaCl") return "Current"
      yield* reader.withPlain(at, update.password, ({ bytes, password, plain }) =>
        Effect.flatMap(vault.seal(plain, store.locate(at.secret), password ?? ""), (sealed) =>
          commit.rewrite(at, bytes, sealed)
        )
      )
      return "Updated"
    }),
    repair: Effect.fn("Wallets.repair")(function* ({ name, password } = {}) {
      const at = yield* place({ name, coldkey: true })
      return yield* reader.withPlain(at, password, ({ bytes, key }) =>
        Effect.as(commit.publish(at, bytes, key), infoOf(key))
      )
    }),
    verify: (request) => Effect.sync(() => verifySignature(request))
  })
})

/** A password that would not be used is a mistake: its giver believes the key to be encrypted. */
const checkEncrypt = (path: string, { encrypt, password }: Pick<WriteOptions, "encrypt" | "password">) =>
  encrypt === false && password !== undefined
    ? failed(path, {
        _tag: "BadInput",
        input: "password",
        detail: "There is one, and { encrypt: false }. Leave one out."
      })
    : Effect.void

/** A new key whose bytes are wiped when the scope closes. */
const freshKey = (words: Mnemonic.WordCount = 12, scheme: KeyMaterial["scheme"] = "sr25519") =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const entropy = Uint8Array.from(randomBytes(Mnemonic.entropyLength(words)))
      const key = fromEntropy(entropy, scheme)
      entropy.fill(0)
      return key
    }),
    secretBytes
  )

const mnemonicOf = (key: KeyMaterial) =>
  Effect.acquireRelease(
    Effect.sync(() => Redacted.make(key.phrase ?? "", { label: "mnemonic" })),
    (mnemonic) => Effect.sync(() => Redacted.wipeUnsafe(mnemonic))
  )
