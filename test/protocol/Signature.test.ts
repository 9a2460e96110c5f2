/** What is signed, against signatures of the real Python keys (wire.md §4.1, §4.2). */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { verifySr25519 } from "../../src/layers/internal/sr25519.ts"
import * as Signature from "../../src/protocol/Signature.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"

const alice = Ss58.Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
const bob = Ss58.Ss58.make("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")

const isSigned = (message: string, signature: string, signer: Ss58.Ss58): boolean =>
  verifySr25519(new TextEncoder().encode(message), Signature.fromHex(signature)!, Ss58.publicKey(signer))

describe("requestMessage", () => {
  const request: Signature.SignedRequest = {
    nonce: 1_752_076_800_000_000_000n,
    dendrite: alice,
    axon: bob,
    uuid: "5ecbd69c-1cec-11ee-b0dc-e29ce36fec1a",
    bodyHash: "f59f640369817100cc0555825f6976403ffa38bdee8c96a99e22efc1f9b52058"
  }
  const signature =
    "0xb2c111aee705250c05cfd5e09820a7e67bf32cb30d0daf61b0c8d26d3892492cd6165d401da20d1f62302f47fb16c33fbf0f3724a55144edd7f07abad236728c"

  it("is what a Python dendrite signs", () => {
    const message = Signature.requestMessage(request)
    assert.strictEqual(message.split(".").length, 5)
    assert.isTrue(isSigned(message, signature, alice))
  })

  it.each([
    ["nonce", { nonce: request.nonce + 1n }],
    ["dendrite", { dendrite: bob }],
    ["axon", { axon: alice }],
    ["uuid", { uuid: "5ecbd69c-1cec-11ee-b0dc-e29ce36fec1b" }],
    ["body hash", { bodyHash: request.bodyHash.replace("f", "e") }]
  ])("binds the %s", (_, change) => {
    assert.isFalse(isSigned(Signature.requestMessage({ ...request, ...change }), signature, alice))
  })
})

describe("responseMessage", () => {
  it("is what a Python axon signs: four parts", () => {
    const message = Signature.responseMessage({
      nonce: 1_752_076_800_000_000_001n,
      dendrite: alice,
      axon: bob,
      uuid: "6f1b1e2a-1cec-11ee-b0dc-e29ce36fec1a"
    })
    const signature =
      "0x568ff754ad98ec63ef701c3346a5026a371c841dd2d79a81f132c0b66b00c36908ba400134c293e8d9a1b79349a01d9f175e56f3b0bc0923045d3b58f02a9582"
    assert.strictEqual(message.split(".").length, 4)
    assert.isTrue(isSigned(message, signature, bob))
  })
})

describe("fromHex", () => {
  const Bytes = Schema.Uint8Array.check(Schema.isMinLength(64), Schema.isMaxLength(64))

  it.prop("reads what toHex writes, in upper case too", { bytes: Bytes }, ({ bytes }) => {
    const text = Signature.toHex(bytes)
    assert.match(text, /^0x[0-9a-f]{128}$/)
    assert.deepStrictEqual(Signature.fromHex(text), bytes)
    assert.deepStrictEqual(Signature.fromHex(`0x${text.slice(2).toUpperCase()}`), bytes)
  })

  const digits = "ab".repeat(64)
  it.each([
    ["no 0x", digits],
    ["0X", `0X${digits}`],
    ["63 bytes", `0x${digits.slice(2)}`],
    ["65 bytes", `0x${digits}ab`],
    ["an odd digit", `0x${digits}a`],
    ["another letter", `0x${digits.slice(1)}g`],
    ["a blank", `0x${digits} `],
    ["a line break", `0x${digits}\n`],
    ["nothing", ""],
    ["endless", `0x${"ab".repeat(1_000_000)}`]
  ])("refuses %s", (_, text) => assert.isUndefined(Signature.fromHex(text)))
})
