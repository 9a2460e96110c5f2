/** The two spellings of an sr25519 secret (wallet.md §8.4, §12.1). */
import { assert, describe, it } from "@effect/vitest"
import { fromEd25519Form, isKeyfileSecret, isScalar, toEd25519Form } from "../../src/protocol/SecretForm.ts"
import { hex, toHex } from "../support/vectors.ts"

const rows = [
  {
    key: "DEV",
    keyfile: "05d65584630d16cd4af6d0bec10f34bb504a5dcb62dba2122d49f5a663763d0a",
    polkadot: "28b0ae221c6bb06856b287f60d7ea0d98552ea5a16db16956849aa371db3eb51",
    nonce: "fd190cce74df356432b410bd64682309d6dedb27c76845daf388557cbac3ca34"
  },
  {
    key: "//Alice",
    keyfile: "33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09",
    polkadot: "98319d4ff8a9508c4bb0cf0b5a78d760a0b2082c02775e6e82370816fedfff48",
    nonce: "925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011"
  }
]

describe("SecretForm", () => {
  it.each(rows)("converts the secret of $key both ways", ({ keyfile, nonce, polkadot }) => {
    assert.strictEqual(toHex(toEd25519Form(hex(keyfile + nonce))), `0x${polkadot}${nonce}`)
    assert.strictEqual(toHex(fromEd25519Form(hex(polkadot + nonce))), `0x${keyfile}${nonce}`)
  })

  it("knows scalars from other numbers", () => {
    const order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
    const below = order.replace("ed", "ec")
    assert.isTrue(isScalar(hex(below)))
    assert.isFalse(isScalar(hex(order)))
    assert.isFalse(isScalar(new Uint8Array(32).fill(255)))
    assert.isTrue(isKeyfileSecret(hex(below + "00".repeat(32))))
    assert.isFalse(isKeyfileSecret(hex(order + "00".repeat(32))))
    assert.isFalse(isKeyfileSecret(new Uint8Array(64)))
    assert.isFalse(isKeyfileSecret(hex(below)))
  })
})
