import { assert, describe, it } from "vitest"
import { verify as portable } from "effect-bittensor/devnet/runtime/portableSignature"
import { sha2_256 as portableSha } from "effect-bittensor/devnet/mathematics/digest"
import { sha2_256, verify } from "../../../src/layers/internal/devnet/native.ts"
import { alice, ecdsaKey, ed25519Key, type Key } from "../../support/transactions.ts"

const seed = Uint8Array.from({ length: 32 }, (_, index) => index + 1)
const message = new TextEncoder().encode("message")
const keys: ReadonlyArray<readonly [string, Key]> = [
  ["sr25519", alice],
  ["ed25519", ed25519Key(seed)],
  ["ecdsa", ecdsaKey(seed)]
]

describe("what is fast because it is native", () => {
  it.each(keys)("says of %s what JavaScript says", (_, key) => {
    const signature = key.sign(message)
    const broken = { ...signature, value: signature.value.replace(/..$/, "ff") as `0x${string}` }
    for (const check of [verify, portable]) {
      assert.isTrue(check(signature, message, key.account))
      assert.isFalse(check(signature, message.subarray(1), key.account))
      assert.isFalse(check(broken, message, key.account))
      assert.isFalse(check({ ...signature, value: "0x" }, message, key.account))
    }
  })

  it("digests as JavaScript does", () =>
    assert.deepStrictEqual(new Uint8Array(sha2_256(message)), portableSha(message)))
})
