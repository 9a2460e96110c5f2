/** Which bytes may be a public key. */
import { assert, describe, it } from "@effect/vitest"
import { ed25519, ristretto255 } from "@noble/curves/ed25519.js"
import { isAcceptablePublicKey } from "../../src/protocol/PublicKey.ts"
import { hex } from "../support/vectors.ts"

const ALICE = hex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
const little = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
const P = 2n ** 255n - 19n

describe("isAcceptablePublicKey", () => {
  it("accepts real keys of both schemes", () => {
    assert.isTrue(isAcceptablePublicKey(ALICE, "sr25519"))
    assert.isTrue(isAcceptablePublicKey(ed25519.getPublicKey(new Uint8Array(32).fill(1)), "ed25519"))
    for (let scalar = 1n; scalar < 50n; scalar++) {
      assert.isTrue(isAcceptablePublicKey(ristretto255.Point.BASE.multiply(scalar).toBytes(), "sr25519"))
      assert.isTrue(isAcceptablePublicKey(ed25519.Point.BASE.multiply(scalar).toBytes(), "ed25519"))
    }
  })

  it.each([0, 1, 31, 33, 64])("refuses %i bytes", (length) => {
    assert.isFalse(isAcceptablePublicKey(new Uint8Array(length).fill(2), "sr25519"))
    assert.isFalse(isAcceptablePublicKey(new Uint8Array(length).fill(2), "ed25519"))
  })

  it.each([
    ["zero, the identity", new Uint8Array(32)],
    ["odd, a negative element", little(3n)],
    ["the size of the field", little(P)],
    ["above the field", little(P + 3n)],
    ["all ones", new Uint8Array(32).fill(255)],
    ["with its top bit set", little(4n + 2n ** 255n)]
  ])("refuses a ristretto encoding that is %s", (_, bytes) => {
    assert.isFalse(isAcceptablePublicKey(bytes, "sr25519"))
  })

  it("refuses every point of small order of ed25519, with either sign and in every spelling", () => {
    const torsion = ed25519.Point.fromBytes(
      hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
      true
    )
    let point = ed25519.Point.ZERO
    for (let multiple = 0; multiple < 8; multiple++) {
      const bytes = point.toBytes()
      const flipped = Uint8Array.from(bytes, (byte, index) => (index === 31 ? byte ^ 0x80 : byte))
      assert.isFalse(isAcceptablePublicKey(bytes, "ed25519"), `${multiple}`)
      assert.isFalse(isAcceptablePublicKey(flipped, "ed25519"), `${multiple} flipped`)
      point = point.add(torsion)
    }
    assert.isTrue(point.is0())
    for (const value of [P, P + 1n, P + 2n ** 255n, P + 1n + 2n ** 255n, 2n ** 256n - 1n]) {
      assert.isFalse(isAcceptablePublicKey(little(value), "ed25519"))
    }
  })
})
