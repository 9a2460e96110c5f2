/** Keyfiles of every generation, encrypted or not. Keys are given, as deriving them would take seconds each. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setImmediate as nextTurn } from "node:timers/promises"
import { strict as assert } from "node:assert"
import { describe, it } from "vitest"
import { Result } from "effect"
import * as Keyfile from "../../../src/protocol/Keyfile.ts"
import * as KeyfileEncryption from "../../../src/protocol/KeyfileEncryption.ts"
import * as PolkadotJson from "../../../src/protocol/PolkadotJson.ts"
import { vaultOf } from "../../support/ansibleVault.ts"
import type { Random } from "../../support/randomPython.ts"
import { loadVectors } from "../../support/vectors.ts"
import { fuzz } from "./fuzz.ts"
import { below, buffers, mutated } from "./mutate.ts"

interface Recorded {
  readonly files: ReadonlyArray<{ readonly file: string; readonly plain_text?: string | null }>
}
interface Keys {
  readonly polkadot_js: { readonly exports?: ReadonlyArray<{ readonly json?: unknown }> } | ReadonlyArray<object>
}

const recordings = loadVectors<Recorded>("wallet", "keyfiles.json")

const files = recordings.flatMap(({ data, directory }) =>
  data.files.map(({ file }) => readFileSync(join(directory, "keyfiles", file)))
)
const plain = recordings.flatMap(({ data }) => data.files.flatMap(({ plain_text: text }) => (text ? [text] : [])))
const polkadot = loadVectors<Keys>("wallet", "keys.json").flatMap(({ data }) =>
  [...JSON.stringify(data.polkadot_js).matchAll(/\{"encoded":"[^}]*\}[^}]*\}/g)].map(([json]) => json)
)

const tokens = buffers(
  "$NACL",
  "$ANSIBLE_VAULT;1.1;AES256\n",
  "gAAAAA",
  ...[
    "accountId",
    "publicKey",
    "privateKey",
    "secretPhrase",
    "secretSeed",
    "ss58Address",
    "cryptoType",
    "__proto__"
  ].map((name) => `"${name}": `),
  "0x",
  "null",
  '"',
  "{",
  "&a [*a,*a]",
  "- ",
  ": ",
  "!!js/function ",
  "0x" + "00".repeat(32),
  "ff".repeat(64),
  "abandon "
)

const corpus = { valid: [...files, ...buffers(...plain, ...polkadot)], tokens }
const contents = { valid: buffers(...plain), tokens }

/** One key for all: what a password would be turned into. */
const key = Uint8Array.from({ length: 80 }, (_, index) => index)

/** A file that decrypts, whatever was encrypted. */
const sealed = (random: Random): Uint8Array => {
  const content = mutated(random, contents)
  return random() < 0.5
    ? KeyfileEncryption.sealNacl(content, key.slice(0, 32), key.slice(0, 24))
    : vaultOf(content.toString(), key)
}

const make = (random: Random): Uint8Array => {
  const kind = below(random, 10)
  if (kind === 0) return sealed(random)
  return kind === 1 ? mutated(random, { valid: [Buffer.from(sealed(random))], tokens }) : mutated(random, corpus)
}

/** A secret of the input that an error repeated would be in a log. */
const assertSays = (detail: string) => assert.match(detail, /^[\x20-\x7e]{1,200}$/)

const checkPlain = (bytes: Uint8Array): void => {
  const read = Keyfile.decode(bytes)
  if (Result.isFailure(read)) return assertSays(read.failure.detail)
  const { address, bare, phrase, privateKey, publicKey, scheme, seed } = read.success
  for (const [secret, lengths] of [
    [seed, [32]],
    [bare, [32]],
    [publicKey, [32]],
    [privateKey, [32, 64]]
  ] as const) {
    if (secret !== undefined) assert.ok(lengths.includes(secret.length as never))
  }
  if (publicKey === undefined || address === undefined) return
  const again = Keyfile.decode(Keyfile.encode({ publicKey, address, scheme, phrase, seed, privateKey }))
  const { bare: _, isSeedRaw: __, malformed: ___, ...same } = Result.getOrThrow(again)
  assert.deepEqual(same, { address, phrase, privateKey, publicKey, scheme, seed })
}

const check = (bytes: Uint8Array): void => {
  checkPlain(bytes)
  const parsed = KeyfileEncryption.parse(bytes)
  assert.strictEqual(parsed === undefined, KeyfileEncryption.detect(bytes) === "None")
  if (parsed !== undefined) {
    if (Result.isFailure(parsed)) assertSays(parsed.failure.detail)
    else {
      const opened = parsed.success.open(key.slice(0, parsed.success.kdf.length))
      if (Result.isSuccess(opened)) checkPlain(opened.success)
      else assertSays(opened.failure.detail)
    }
  }
  const exported = PolkadotJson.parse(Buffer.from(bytes).toString())
  if (Result.isFailure(exported)) assertSays(exported.failure.detail)
  else {
    const opened = exported.success.open(key.slice(0, 64))
    if (Result.isFailure(opened)) assertSays(opened.failure.detail)
  }
}

describe("keyfiles", () => {
  it("keep their readers' word whatever they hold, and are in no warning", { timeout: 60_000 }, async () => {
    const warnings: Array<Error> = []
    const listen = (warning: Error) => warnings.push(warning)
    process.on("warning", listen)
    fuzz({ make, check, show: (bytes) => Buffer.from(bytes).toString("hex") })
    await nextTurn()
    process.off("warning", listen)
    assert.deepEqual(warnings, [])
  })

  it("are of every kind", () => {
    const kinds = new Set(files.map(KeyfileEncryption.detect))
    assert.deepEqual(kinds, new Set(["NaCl", "Ansible Vault", "legacy", "None"]))
    assert.ok(polkadot.length > 0)
  })
})
