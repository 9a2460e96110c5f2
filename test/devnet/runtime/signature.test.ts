import { createRequire } from "node:module"
import type * as WasmCrypto from "@polkadot/wasm-crypto"
import { assert, beforeAll, describe, it } from "vitest"
import { verify } from "effect-bittensor/devnet/runtime/portableSignature"
import type { Signature } from "effect-bittensor/devnet/runtime/signature"
import { sr25519 as dev } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { seeded } from "../../support/randomPython.ts"
import { randomBytes } from "../../support/randomScale.ts"
import { alice, bob, ecdsaKey, ed25519Key, type Key } from "../../support/transactions.ts"
import { hex, toHex } from "../../support/vectors.ts"

const random = seeded(25519)
const seed = randomBytes(random, 32)
const message = new TextEncoder().encode("a message")

const flipped = (value: Hex, bit: number): Hex => {
  const bytes = hex(value)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return toHex(bytes) as Hex
}

const keys: ReadonlyArray<readonly [string, Key]> = [
  ["sr25519", alice],
  ["ed25519", ed25519Key(seed)],
  ["ECDSA", ecdsaKey(seed)]
]

describe.each(keys)("a signature of %s", (_, key) => {
  const signature = key.sign(message)

  it("is that of its message and its account alone", () => {
    assert.isTrue(verify(signature, message, key.account))
    assert.isFalse(verify(signature, message.subarray(1), key.account))
    assert.isFalse(verify(signature, message, bob.account))
  })

  it("is none with any bit turned", () => {
    for (let bit = 0; bit < 512; bit += 37) {
      assert.isFalse(verify({ ...signature, value: flipped(signature.value, bit) }, message, key.account), `bit ${bit}`)
    }
  })

  it("is none of another scheme", () => {
    for (const _tag of ["Sr25519", "Ed25519", "Ecdsa"] as const) {
      const other: Signature = { _tag, value: signature.value }
      assert.strictEqual(verify(other, message, key.account), _tag === signature._tag)
    }
  })

  it("is none of random bytes, nor of those that no library takes", () => {
    const length = (signature.value.length - 2) / 2
    const values = [
      ...Array.from({ length: 8 }, () => randomBytes(random, length)),
      new Uint8Array(length),
      new Uint8Array(length).fill(0xff),
      new Uint8Array(0),
      new Uint8Array(length + 1)
    ]
    for (const value of values) {
      const made: Signature = { ...signature, value: toHex(value) as Hex }
      assert.isFalse(verify(made, message, key.account))
      assert.isFalse(verify(made, message, `0x${"ff".repeat(32)}`))
    }
  })
})

describe("a signature", () => {
  // The signer of another library, in Rust.
  const other = createRequire(import.meta.url)("@polkadot/wasm-crypto") as typeof WasmCrypto
  beforeAll(async () => void (await other.waitReady()))

  it("of sr25519 may be made by anybody who has the context `substrate`", () => {
    const pair = other.sr25519KeypairFromSeed(seed)
    const [secret, publicKey] = [pair.subarray(0, 64), pair.subarray(64)]
    const value = toHex(other.sr25519Sign(publicKey, secret, message)) as Hex
    assert.isTrue(verify({ _tag: "Sr25519", value }, message, toHex(publicKey) as Hex))
    assert.isTrue(other.sr25519Verify(hex(alice.sign(message).value), message, hex(alice.account)))
  })

  it("of ECDSA may count its last byte from 27, as Ethereum does, and be that of another library", () => {
    const key = ecdsaKey(seed)
    const { value } = key.sign(message)
    const last = Number.parseInt(value.slice(-2), 16)
    const ethereum = `${value.slice(0, -2)}${(last + 27).toString(16)}` as Hex
    assert.isTrue(verify({ _tag: "Ecdsa", value: ethereum }, message, key.account))
    assert.isFalse(verify({ _tag: "Ecdsa", value: `${value.slice(0, -2)}04` as Hex }, message, key.account))
    const digest = other.blake2b(message, new Uint8Array(), 32)
    const theirs = toHex(other.secp256k1Sign(digest, seed)) as Hex
    assert.isTrue(verify({ _tag: "Ecdsa", value: theirs }, message, key.account))
  })

  it("of the development accounts is that of their keys", () => {
    assert.strictEqual(alice.account, dev.alice)
    assert.strictEqual(bob.account, dev.bob)
  })
})
