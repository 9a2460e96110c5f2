/** The bytes of extrinsics: by hand, and as the embedded chain encodes them, which has its own encoder. */
import { assert, describe, it } from "@effect/vitest"
import { blake2b } from "@noble/hashes/blake2.js"
import { Result } from "effect"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { immortal, mortal } from "effect-bittensor/devnet/runtime/era"
import { signedMessage, toSign as signedBytes } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import {
  assemble,
  extraOf,
  lapseOf,
  periodOf,
  type Terms,
  toSign
} from "../../../../src/layers/internal/subtensor/extrinsic/encode.ts"
import { Codec } from "../../../../src/layers/internal/subtensor/runtime/Codec.ts"
import { hex, toHex } from "../../../support/vectors.ts"

const version = { specName: "node-subtensor", specVersion: 185, transactionVersion: 1 }
const codec = new Codec(version, encodeMetadata(subtensor185, 15))
const genesis = `0x${"11".repeat(32)}` as const
const born = `0x${"22".repeat(32)}` as const
const terms: Terms = { genesis, nonce: 7, tip: 1000n, era: { period: 64, birth: { number: 42, hash: born } } }

const bob = { type: "Id", value: hex(sr25519.bob.slice(2)) }
const call = Result.getOrThrow(codec.call("Balances", "transfer_keep_alive", { dest: bob, value: 10n ** 9n }))
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: sr25519.bob }, value: 10n ** 9n })

describe("an extrinsic", () => {
  it("has its bytes", () => {
    const key = { publicKey: hex(sr25519.alice.slice(2)), scheme: "sr25519" } as const
    const extra = Result.getOrThrow(extraOf(codec, terms))
    const body = [
      "3d0284",
      `00${sr25519.alice.slice(2)}`,
      `01${"5a".repeat(64)}`,
      // The era, the nonce and the tip.
      "a502",
      "1c",
      "a10f",
      // Balances.transfer_keep_alive, to Bob, 10^9 as a compact integer.
      "0503",
      `00${sr25519.bob.slice(2)}`,
      "02286bee"
    ]
    assert.strictEqual(toHex(assemble(key, new Uint8Array(64).fill(0x5a), extra, call)), `0x${body.join("")}`)
    assert.strictEqual(assemble({ ...key, scheme: "ed25519" }, new Uint8Array(64), extra, call)[36], 0)
  })

  for (const [name, era, runtimeEra] of [
    ["for some blocks", terms.era, mortal(64, 42)],
    ["for ever", "immortal", immortal]
  ] as const) {
    it(`is signed as the runtime checks it: ${name}`, () => {
      const said = { CheckMortality: runtimeEra, CheckNonce: 7, ChargeTransactionPayment: 1000n }
      const expected = signedMessage(subtensor185.extrinsic, signedBytes(subtensor185, transfer, said), {
        CheckSpecVersion: 185,
        CheckTxVersion: 1,
        CheckGenesis: genesis,
        CheckMortality: era === "immortal" ? genesis : born
      })
      const ours = toSign(call, Result.getOrThrow(extraOf(codec, { ...terms, era })))
      assert.strictEqual(toHex(ours), toHex(expected))
    })
  }

  it("of more than 256 bytes is signed by its hash", () => {
    const extra = { sent: new Uint8Array(), signed: new Uint8Array() }
    const [short, long] = [new Uint8Array(256).fill(1), new Uint8Array(257).fill(1)]
    assert.deepStrictEqual(toSign(short, extra), short)
    assert.deepStrictEqual(toSign(long, extra), blake2b(long, { dkLen: 32 }))
  })

  it("cannot be made for a runtime that wants what is not known here, and can where that is nothing", () => {
    const wanting = (isEmpty: boolean, signsNothingMore: boolean) =>
      extraOf({ extensions: [{ name: "CheckMoon", isEmpty, signsNothingMore }], version } as unknown as Codec, terms)
    const sent = wanting(false, true)
    assert.include(Result.isFailure(sent) && sent.failure.reason, { _tag: "NotInRuntime", item: "CheckMoon" })
    assert.isTrue(Result.isFailure(wanting(true, false)))
    assert.deepStrictEqual(Result.getOrThrow(wanting(true, true)), { sent: new Uint8Array(), signed: new Uint8Array() })
  })
})

describe("an era", () => {
  it("is a power of two that covers so many blocks, as far as there is one", () => {
    assert.deepStrictEqual([1, 4, 5, 64, 65, 1000, 5000].map(periodOf), [4, 4, 8, 64, 128, 1024, 4096])
  })

  it("ends with its last block", () => {
    assert.strictEqual(lapseOf(terms.era), 106)
    assert.isUndefined(lapseOf("immortal"))
  })
})
