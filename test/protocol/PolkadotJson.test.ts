/** polkadot-js exports without their key derivation; with it they are opened in `layers/internal/wallets/keys.test.ts`. */
import { assert, describe, it } from "@effect/vitest"
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js"
import { base64 } from "@scure/base"
import { Effect, Result, Schema } from "effect"
import * as PolkadotJson from "../../src/protocol/PolkadotJson.ts"
import { toEd25519Form } from "../../src/protocol/SecretForm.ts"
import { hex, toHex } from "../support/vectors.ts"
import { keys } from "../support/walletVectors.ts"

const SECRET = hex(
  "33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011"
)
const PUBLIC = hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
const nonce = new Uint8Array(24).fill(5)

/** An export of before 2021: the password itself, zeros to its right, is the key. */
const legacy = (body: Uint8Array, content = ["pkcs8", "sr25519"], version = "3") =>
  JSON.stringify({
    encoded: base64.encode(
      Uint8Array.of(...nonce, ...xsalsa20poly1305(PolkadotJson.passwordKey("secret"), nonce).encrypt(body))
    ),
    encoding: { content, type: "xsalsa20-poly1305", version },
    address: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
  })
const body = Uint8Array.of(
  ...hex("3053020101300506032b657004220420"),
  ...toEd25519Form(SECRET),
  ...hex("a123032100"),
  ...PUBLIC
)
const open = (text: string, password: string) =>
  Result.flatMap(PolkadotJson.parse(text), ({ open }) => open(PolkadotJson.passwordKey(password)))
const reasonOf = (text: string, password = "secret") =>
  Result.match(open(text, password), { onSuccess: () => "opened", onFailure: ({ reason }) => reason })

describe("PolkadotJson", () => {
  it("opens an export without key derivation, and gives its secret in keyfile form", () => {
    const { publicKey, secretKey } = Result.getOrThrow(open(legacy(body), "secret"))
    assert.strictEqual(toHex(secretKey), toHex(SECRET))
    assert.deepStrictEqual(publicKey, PUBLIC)
    assert.deepStrictEqual(Result.getOrThrow(PolkadotJson.parse(legacy(body))).publicKey, PUBLIC)
  })

  it.each([
    [legacy(body), "wrong", "Authentication"],
    [legacy(body.slice(1)), "secret", "Format"],
    [legacy(body.with(0, 0)), "secret", "Format"],
    [legacy(body, ["pkcs8", "ecdsa"]), "secret", "Unsupported"],
    [legacy(body, ["pkcs8", "sr25519"], "2"), "secret", "Unsupported"],
    [legacy(body).replace("xsalsa20-poly1305", "none"), "secret", "Unsupported"],
    [legacy(body).replace(/"encoded":"[^"]+"/, '"encoded":"AAAA"'), "secret", "Format"],
    [legacy(body).replace(/"encoded":"[^"]+"/, '"encoded":"%"'), "secret", "Format"],
    ["{}", "secret", "Format"],
    ["no json", "secret", "Format"]
  ])("refuses %#", (text, password, reason) => {
    assert.strictEqual(reasonOf(text, password), reason)
  })

  it("reads the scrypt parameters, and none that polkadot-js never used", () => {
    const recorded = keys.flatMap(({ polkadot_js }) => polkadot_js)
    for (const { json } of recorded) {
      const { scrypt } = Result.getOrThrow(PolkadotJson.parse(JSON.stringify(json)))
      assert.deepStrictEqual(scrypt?.salt.length, 32)
      assert.oneOf(scrypt?.N, [8192, 16384, 32768, 65536, 131072])
    }
    const greedy = new Uint8Array(200)
    new DataView(greedy.buffer).setUint32(32, 2 ** 30, true)
    const text = JSON.stringify({
      encoded: base64.encode(greedy),
      encoding: { content: ["pkcs8", "sr25519"], type: ["scrypt", "xsalsa20-poly1305"], version: "3" }
    })
    assert.strictEqual(reasonOf(text), "Unsupported")
  })

  it.effect.prop("never throws on any text", { text: Schema.String }, ({ text }) =>
    Effect.sync(() => {
      PolkadotJson.parse(text)
      PolkadotJson.parse(legacy(body).replace(/"encoded":"[^"]+"/, `"encoded":${JSON.stringify(text)}`))
    })
  )
})
