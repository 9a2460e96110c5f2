import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { pairSr25519, signSr25519 } from "../../../../src/layers/internal/sr25519.ts"
import { isSigned, pack, unpack } from "../../../../src/layers/internal/verify/signed.ts"

const { publicKey, secretKey } = pairSr25519(new Uint8Array(32).fill(7))
const text = (value: string) => new TextEncoder().encode(value)

describe("isSigned", () => {
  it("takes a signature of the message, and of the message as a browser wallet wraps it", () => {
    const message = text("1.5D.5A.u.ab")
    for (const signed of [message, text("<Bytes>1.5D.5A.u.ab</Bytes>")]) {
      assert.isTrue(isSigned({ message, publicKey, signature: signSr25519(signed, secretKey, publicKey) }))
    }
    assert.isFalse(isSigned({ message, publicKey, signature: signSr25519(text("other"), secretKey, publicKey) }))
  })
})

describe("pack", () => {
  const Byte = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }))
  const Bytes = (length: number) => Schema.Array(Byte).check(Schema.isMinLength(length), Schema.isMaxLength(length))
  const Question = Schema.Struct({ message: Schema.String, signature: Bytes(64), publicKey: Bytes(32) })

  it.prop("comes apart into the same questions", [Schema.Array(Question)], ([drawn]) => {
    const questions = drawn.map(({ message, publicKey, signature }) => ({
      message: text(message),
      signature: Uint8Array.from(signature),
      publicKey: Uint8Array.from(publicKey)
    }))
    assert.deepStrictEqual(unpack(pack(questions)), questions)
  })
})
