/** What is signed for a text, and how browser extensions wrap it (wallet.md §8.2). */
import { assert, describe, it } from "@effect/vitest"
import * as SignatureMessage from "../../src/protocol/SignatureMessage.ts"

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes))

describe("SignatureMessage", () => {
  it("takes hex after 0x, else UTF-8", () => {
    assert.deepStrictEqual(SignatureMessage.fromText("0x1234"), Uint8Array.of(0x12, 0x34))
    assert.deepStrictEqual(SignatureMessage.fromText("0x"), new Uint8Array())
    assert.strictEqual(text(SignatureMessage.fromText("привет ✓")), "привет ✓")
    assert.strictEqual(text(SignatureMessage.fromText("")), "")
    assert.isUndefined(SignatureMessage.fromText("0xzz"))
    assert.isUndefined(SignatureMessage.fromText("0x1"))
  })

  it("wraps a message of any size", () => {
    assert.strictEqual(text(SignatureMessage.wrap(new TextEncoder().encode("hello"))), "<Bytes>hello</Bytes>")
    assert.strictEqual(SignatureMessage.wrap(new Uint8Array(1_000_000)).length, 1_000_015)
  })
})
