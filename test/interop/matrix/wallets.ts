/** Wallets on disk, ours opened by `python/wallet.py` and those of Python by us. */
import { assert } from "@effect/vitest"
import { Cause, Effect, Exit, Schema } from "effect"
import { Wallets } from "effect-bittensor"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
import { temporaryDirectory } from "../../support/temporary.ts"
import * as Python from "./python.ts"
import { Outcome, type Outcomes, type Row } from "./table.ts"

const message = "Bittensor, both ways"
const bytes = new TextEncoder().encode(message)

interface Asked {
  readonly row: Row
  readonly name: string
  readonly password: string | null
}

const asked: ReadonlyArray<Asked> = [
  { row: "wallet, plain", name: "plain", password: null },
  { row: "wallet, encrypted", name: "encrypted", password: "Vectors-2024-coldkey" }
]

/** Every key with its address and its signature of the message. */
const Keys = Schema.Record(Schema.String, Schema.Struct({ address: Schema.String, signature: Schema.String }))
const Signed = Schema.Struct({ did: Schema.Literals(["opened", "made"]), wallet: Schema.String, keys: Keys })
const Line = Schema.Union([Outcome, Signed])

const hex = (signature: Uint8Array) => `0x${Buffer.from(signature).toString("hex")}`

const files = (path: string) => WalletsFile.layer({ path, environment: false })

/** Both keys of one of our wallets, opened anew from its files. */
const openedKeys = Effect.fnUntraced(function* ({ name, password }: Asked) {
  const wallets = yield* Wallets
  const wallet = yield* wallets.open({ name })
  const coldkey = yield* password === null ? wallet.coldkey : wallet.unlock(password)
  const signed = Effect.fnUntraced(function* (key: typeof coldkey) {
    return { address: key.address, signature: hex(yield* key.sign(bytes)) }
  })
  return { coldkey: yield* signed(coldkey), hotkey: yield* signed(wallet.hotkey) }
}, Effect.scoped)

/** Our wallets, as Python is told of them: they are written once, for every SDK. */
export const write = Effect.gen(function* () {
  const path = yield* temporaryDirectory
  const writeOne = Effect.fnUntraced(function* (each: Asked) {
    const { name, password } = each
    const wallets = yield* Wallets
    yield* wallets.create(password === null ? { name, encrypt: false } : { name, password })
    return { ...each, keys: yield* openedKeys(each) }
  }, Effect.scoped)
  return { path, wallets: yield* Effect.provide(Effect.forEach(asked, writeOne), files(path)) }
})

const caseOf = <E>(row: Row, name: string, run: Effect.Effect<void, E, Wallets>) =>
  Effect.map(Effect.exit(run), (exit): Outcome => ({
    row,
    name,
    note: null,
    failure: Exit.isSuccess(exit) ? null : Cause.pretty(exit.cause)
  }))

/** Our verdict on what Python signed. */
const verified = (row: Row, keys: typeof Keys.Type) =>
  Effect.forEach(["coldkey", "hotkey"], (key) =>
    caseOf(
      row,
      `Python's signature by the ${key}`,
      Effect.gen(function* () {
        const { address, signature } = keys[key] ?? assert.fail(`no ${key}`)
        assert.isTrue(yield* Wallets.verify({ address, message: bytes, signature }))
      })
    )
  )

/** What we make of a wallet that Python wrote. */
const openTheirs = Effect.fnUntraced(function* ({ name, password, row }: Asked, theirs: typeof Keys.Type) {
  const wallets = yield* Wallets
  const listed = Effect.gen(function* () {
    const entry = (yield* wallets.list).find((entry) => entry.name === name)
    assert.strictEqual(entry?.coldkey?.encryption, password === null ? "None" : "NaCl")
    assert.deepStrictEqual(
      entry?.hotkeys.map(({ address }) => address),
      [theirs["hotkey"]?.address]
    )
    assert.strictEqual((yield* wallets.info({ name, coldkey: true })).address, theirs["coldkey"]?.address)
  })
  const opened = Effect.gen(function* () {
    const ours = yield* openedKeys({ name, password, row })
    for (const [key, { address, signature }] of Object.entries(ours)) {
      assert.strictEqual(address, theirs[key]?.address, key)
      assert.isTrue(yield* Wallets.verify({ address, message: bytes, signature }), key)
    }
  })
  const wrong = Effect.gen(function* () {
    const error = yield* Effect.flip(wallets.signer({ name, coldkey: true, password: "not the password" }))
    assert.strictEqual(error.reason._tag, "WrongPassword")
  })
  return [
    yield* caseOf(row, "listed", listed),
    yield* caseOf(row, "opened, and signed with", opened),
    ...(password === null ? [] : [yield* caseOf(row, "a wrong password", Effect.scoped(wrong))]),
    ...(yield* verified(row, theirs))
  ]
})

export type Written = Effect.Success<typeof write>

/** Both ways with one SDK. */
export const play = Effect.fnUntraced(function* (python: string, ours: Written) {
  const path = yield* temporaryDirectory
  const theirs = { path, wallets: asked.map(({ name, password }) => ({ name, password })) }
  const said = yield* Python.run(python, "wallet.py", { message, ours, theirs }, Line)
  const signed = said.filter((line) => "keys" in line)
  const keysOf = (did: "opened" | "made", name: string) =>
    signed.find((line) => line.did === did && line.wallet === name)?.keys ?? {}
  const reported = said.filter((line) => "failure" in line)
  const inTheirs = Effect.provide(files(path))
  const toPython = yield* Effect.forEach(asked, ({ name, row }) => verified(row, keysOf("opened", name))).pipe(inTheirs)
  const fromPython = yield* Effect.forEach(asked, (each) => openTheirs(each, keysOf("made", each.name))).pipe(inTheirs)
  const outcomes: Outcomes = { toPython: [...reported, ...toPython.flat()], fromPython: fromPython.flat() }
  return outcomes
}, Effect.scoped)
