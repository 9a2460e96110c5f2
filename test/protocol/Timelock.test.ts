/** Secrets that open with a round of drand, against what the Rust library of the chain encrypts (test/vectors/timelock). */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { decrypt, encrypt, ENTROPY, payloadOf, quicknet, roundAt } from "effect-bittensor/protocol/Timelock"
import { hex, loadVectors, toHex } from "../support/vectors.ts"

interface Vectors {
  readonly signature: string
  readonly cases: ReadonlyArray<{ readonly message: string; readonly round: number; readonly ciphertext: string }>
}

const recorded = loadVectors<Vectors>("timelock", "quicknet.json").map(({ data }) => data)
const { cases, signature } = recorded[0]!
const opening = hex(signature)
const entropy = Uint8Array.from({ length: ENTROPY }, (_, index) => index)

const opened = (ciphertext: Uint8Array, with_ = opening) =>
  Result.match(decrypt(ciphertext, with_), { onFailure: ({ reason }) => reason, onSuccess: (bytes) => toHex(bytes) })

describe("decrypt", () => {
  it("opens what the Rust library encrypted", () => {
    for (const { ciphertext, message } of cases) assert.strictEqual(opened(hex(ciphertext)), `0x${message}`)
  })

  it("says why it does not", () => {
    const ciphertext = hex(cases[0]!.ciphertext)
    const changed = (index: number) => ciphertext.map((byte, at) => (at === index ? byte ^ 1 : byte))
    assert.strictEqual(opened(new Uint8Array()), "Malformed")
    assert.strictEqual(opened(ciphertext.subarray(0, 200)), "Malformed")
    assert.strictEqual(opened(changed(0)), "Malformed")
    for (const masked of [110, 150]) assert.strictEqual(opened(changed(masked)), "Mismatch")
    assert.strictEqual(opened(changed(ciphertext.length - 60)), "Mismatch")
    assert.strictEqual(opened(ciphertext, opening.subarray(1)), "BadSignature")
    assert.strictEqual(opened(encrypt(Uint8Array.of(1), 1001, entropy)), "Mismatch")
  })
})

describe("encrypt", () => {
  it("writes what opens with the signature of its round, in the size of the Rust library", () => {
    for (const { ciphertext, message, round } of cases) {
      const own = encrypt(hex(message), round, entropy)
      assert.strictEqual(opened(own), `0x${message}`)
      assert.strictEqual(own.length, ciphertext.length / 2)
    }
  })

  it("takes a round and so many random bytes, and nothing else", () => {
    assert.throws(() => encrypt(Uint8Array.of(1), 0, entropy), RangeError)
    assert.throws(() => encrypt(Uint8Array.of(1), 1000, entropy.subarray(1)), RangeError)
  })
})

describe("payloadOf", () => {
  it("is the SCALE that the chain decodes", () => {
    const hotkey = hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
    const weights = { uids: [0, 1], values: [100, 65_535], versionKey: 7_004_000n }
    assert.strictEqual(toHex(payloadOf({ hotkey, ...weights })), `0x${cases[1]!.message}`)
    assert.strictEqual(toHex(payloadOf(weights)), `0x${cases[1]!.message.slice(66)}`)
  })
})

describe("roundAt", () => {
  it("is the round of a time, as bittensor-drand reckons it", () => {
    // get_encrypted_commit_v2 at 1795740360.99 s, 313 blocks of 12 s before the epoch of the reveal.
    assert.strictEqual(roundAt(1_795_740_360.99 + 313 * 12), 34_313_583)
    assert.strictEqual(roundAt(quicknet.genesis - 5), 1)
  })
})
