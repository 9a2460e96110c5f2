/** ed25519, strictly: what another library signs is accepted, what could be signed by more than one key or in more than one spelling is not. */
import { assert, describe, it } from "@effect/vitest"
import { ed25519 } from "@noble/curves/ed25519.js"
import { publicKeyEd25519, signEd25519, verifyEd25519 } from "../../../src/layers/internal/ed25519.ts"
import { hex } from "../../support/vectors.ts"

const seed = new Uint8Array(32).fill(9)
const message = new TextEncoder().encode("hello")
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const little = (value: bigint) =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
const number = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)

describe("ed25519", () => {
  it("agrees with @noble/curves", () => {
    const publicKey = publicKeyEd25519(seed)
    assert.deepStrictEqual(publicKey, ed25519.getPublicKey(seed))
    assert.deepStrictEqual(signEd25519(message, seed), ed25519.sign(message, seed))
    assert.isTrue(verifyEd25519(message, ed25519.sign(message, seed), publicKey))
  })

  it("refuses spoiled signatures, keys and lengths without throwing", () => {
    const publicKey = publicKeyEd25519(seed)
    const signature = signEd25519(message, seed)
    for (let index = 0; index < 64; index++) {
      assert.isFalse(verifyEd25519(message, signature.with(index, signature[index]! ^ 1), publicKey))
    }
    for (let index = 0; index < 32; index++) {
      assert.isFalse(verifyEd25519(message, signature, publicKey.with(index, publicKey[index]! ^ 2)))
    }
    for (const length of [0, 31, 33, 63, 65]) {
      assert.isFalse(verifyEd25519(message, new Uint8Array(length), publicKey))
      assert.isFalse(verifyEd25519(message, signature, new Uint8Array(length)))
    }
  })

  it("refuses the second spelling of a signature (s plus the group's order)", () => {
    const signature = signEd25519(message, seed)
    const other = Uint8Array.of(...signature.subarray(0, 32), ...little(number(signature.subarray(32)) + ORDER))
    assert.isFalse(verifyEd25519(message, other, publicKeyEd25519(seed)))
  })

  it("refuses keys and first halves of small order, which would verify anything", () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31))
    const order8 = hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    for (const point of [identity, order8]) {
      const zero = Uint8Array.of(...point, ...new Uint8Array(32))
      assert.isFalse(verifyEd25519(message, zero, point))
      assert.isFalse(verifyEd25519(message, zero, publicKeyEd25519(seed)))
    }
  })
})
