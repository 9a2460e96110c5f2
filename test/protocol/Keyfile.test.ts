/** Plain keyfiles: what SDK 7.4.0 wrote is written again byte for byte, and what anybody wrote is read (wallet.md §3). */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import * as Hex from "../../src/protocol/Hex.ts"
import * as Keyfile from "../../src/protocol/Keyfile.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import { hex, toHex } from "../support/vectors.ts"
import { recordedFiles } from "../support/walletVectors.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const decode = (text: string) => Result.getOrThrow(Keyfile.decode(bytes(text)))
const reasonOf = (text: string) =>
  Result.match(Keyfile.decode(bytes(text)), { onSuccess: () => "valid", onFailure: ({ reason }) => reason })
const optional = (value: Uint8Array | undefined) => (value === undefined ? null : toHex(value))

const json = recordedFiles.filter(({ plain_text }) => plain_text.startsWith("{"))

const Bytes = (length: number) => Schema.Uint8Array.check(Schema.isMinLength(length), Schema.isMaxLength(length))

describe("Keyfile", () => {
  it.each(json.map((row) => [row.file, row] as const))("reads %s", (_, { expected, plain_text }) => {
    const file = decode(plain_text)
    assert.deepStrictEqual(
      {
        ss58Address: file.address ?? null,
        publicKey: optional(file.publicKey),
        privateKey: optional(file.privateKey),
        secretSeed: optional(file.seed),
        secretPhrase: file.phrase ?? null
      },
      {
        ss58Address: expected?.ss58Address ?? null,
        publicKey: expected?.publicKey ?? null,
        privateKey: expected?.privateKey ?? null,
        secretSeed: expected?.secretSeed ?? null,
        secretPhrase: expected?.secretPhrase ?? null
      }
    )
    assert.strictEqual(file.scheme, expected?.cryptoType === 0 ? "ed25519" : "sr25519")
    assert.deepStrictEqual(file.malformed, [])
  })

  it.each(json.filter(({ version }) => version.startsWith("7.")).map((row) => [row.file, row] as const))(
    "writes %s again, byte for byte",
    (_, { plain_text }) => {
      const { address = "", phrase, privateKey, publicKey, scheme, seed } = decode(plain_text)
      const written = Keyfile.encode({
        address,
        phrase,
        privateKey,
        publicKey: publicKey ?? new Uint8Array(),
        scheme,
        seed
      })
      assert.strictEqual(new TextDecoder().decode(written), plain_text)
    }
  )

  it("has the lengths of wallet.md §3.1", () => {
    const publicKey = hex("0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a")
    const address = Ss58.encode(publicKey)
    const privateKey = new Uint8Array(64)
    const seed = new Uint8Array(32)
    const phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
    const common = { address, publicKey, scheme: "sr25519" as const }
    assert.strictEqual(Keyfile.encode(common).length, 295)
    assert.strictEqual(Keyfile.encode({ ...common, privateKey }).length, 423)
    assert.strictEqual(Keyfile.encode({ ...common, privateKey, phrase, seed }).length, 554)
  })

  it("adds cryptoType to an ed25519 key only", () => {
    const publicKey = new Uint8Array(32)
    const text = new TextDecoder().decode(
      Keyfile.encode({ address: Ss58.encode(publicKey), publicKey, scheme: "ed25519" })
    )
    assert.isTrue(text.endsWith('", "cryptoType": 0}'))
    assert.strictEqual(decode(text).scheme, "ed25519")
  })

  it("tells the bare forms apart", () => {
    assert.deepStrictEqual(decode("01".repeat(32)).seed, new Uint8Array(32).fill(1))
    assert.deepStrictEqual(decode(`0x${"01".repeat(32)}\n`).bare, new Uint8Array(32).fill(1))
    assert.deepStrictEqual(decode("01".repeat(64)).privateKey, new Uint8Array(64).fill(1))
    assert.strictEqual(
      decode(" bottom drive obey lake curtain smoke basket hold race lonely fit walk\n").phrase?.length,
      69
    )
  })

  it("reads a seed that the Rust wallets wrote as raw characters, and marks it", () => {
    const file = decode('{"secretSeed":"0xabcdefghijklmnopqrstuvwxyz012345","ss58Address":"x"}')
    assert.deepStrictEqual([file.seed?.length, file.isSeedRaw], [32, true])
  })

  it.each([
    ["", "NotKeyfile"],
    ["garbage", "NotKeyfile"],
    ["[]", "NotKeyfile"],
    ["null", "NotKeyfile"],
    ["5", "NotKeyfile"],
    ['{"ss58Address": "5', "NotKeyfile"],
    ["{}", "NoKey"],
    ['{"secretSeed": null, "secretPhrase": ""}', "NoKey"],
    ['{"secretSeed": "0x01"}', "Malformed"],
    ['{"secretPhrase": "one two", "privateKey": "zz"}', "Malformed"],
    ['{"ss58Address": "5", "cryptoType": 2}', "Scheme"],
    ['{"encoded": "x", "encoding": {}}', "PolkadotJson"]
  ])("refuses %#: %s", (text, reason) => {
    assert.strictEqual(reasonOf(text), reason)
  })

  it("refuses bytes that are no text", () => {
    const result = Keyfile.decode(Uint8Array.of(0xff, 0xfe, 0x7b))
    assert.strictEqual(Result.isFailure(result) ? result.failure.reason : "valid", "NotText")
  })

  const Content = Schema.Struct({
    publicKey: Bytes(32),
    scheme: Schema.Literals(["sr25519", "ed25519"]),
    seed: Schema.UndefinedOr(Bytes(32)),
    privateKey: Schema.UndefinedOr(Bytes(64))
  })
  it.effect.prop("reads back what it writes", { content: Content }, ({ content }) =>
    Effect.sync(() => {
      const address = Ss58.encode(content.publicKey)
      const file = Result.getOrThrow(Keyfile.decode(Keyfile.encode({ ...content, address })))
      assert.deepStrictEqual(
        [file.publicKey, file.scheme, file.seed, file.privateKey, file.address],
        [content.publicKey, content.scheme, content.seed, content.privateKey, address]
      )
    })
  )
  it.effect.prop("never throws on any text", { text: Schema.String }, ({ text }) =>
    Effect.sync(() => {
      Keyfile.decode(bytes(text))
      Keyfile.decode(bytes(`{"secretSeed": ${JSON.stringify(text)}, "privateKey": ${JSON.stringify(text)}}`))
    })
  )
})

describe("Hex", () => {
  it.each(["0x", "", "0x0", "0X00", "0x0g", " 00", "00 ", "0x00 00"])("reads %j only if it is hex", (text) => {
    const expected = text === "0x" || text === "" ? new Uint8Array() : undefined
    assert.deepStrictEqual(Hex.decode(text), expected)
  })
  it.effect.prop("reads back what it writes", { value: Schema.Uint8Array }, ({ value }) =>
    Effect.sync(() => {
      assert.deepStrictEqual(Hex.decode(Hex.encode(value)), value)
      assert.deepStrictEqual(Hex.decode(Hex.encode(value).slice(2).toUpperCase()), value)
    })
  )
})
