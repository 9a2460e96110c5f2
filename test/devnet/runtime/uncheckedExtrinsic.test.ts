import { concatBytes } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { immortal, mortal } from "effect-bittensor/devnet/runtime/era"
import {
  decodeExtrinsic,
  encodeExtrinsic,
  readExtrinsic,
  signedMessage,
  toSign
} from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { u32 } from "effect-bittensor/devnet/scale/primitives"
import { bytes, compact } from "effect-bittensor/devnet/scale/sequences"
import { encode } from "effect-bittensor/devnet/scale/Type"
import { seeded } from "../../support/randomPython.ts"
import { RandomValues } from "../../support/randomScale.ts"
import { toHex } from "../../support/vectors.ts"

const { extrinsic: form, outer } = subtensor185
const bob = { _tag: "Id", value: sr25519.bob } as const
const transfer = Balances.call("transfer_keep_alive", { dest: bob, value: 10n ** 9n })
const signature = { _tag: "Sr25519", value: `0x${"5a".repeat(64)}` } as const
const extra = { CheckMortality: mortal(64, 42), CheckNonce: 7, ChargeTransactionPayment: 1000n }
const signing = { address: { _tag: "Id", value: sr25519.alice }, signature, extra } as const
const valid = encodeExtrinsic(subtensor185, transfer, signing)

/** Why bytes are no extrinsic. */
const reasonOf = (extrinsic: Uint8Array): string => {
  try {
    decodeExtrinsic(subtensor185, extrinsic)
  } catch (error) {
    return error instanceof ScaleError ? error.message : assert.fail(String(error))
  }
  return "none"
}
/** With the length of the body before it. */
const whole = (...body: ReadonlyArray<number>) => encode(bytes, Uint8Array.from(body))

describe("an extrinsic", () => {
  it("that is signed has its bytes", () => {
    const body = [
      "84",
      `00${sr25519.alice.slice(2)}`,
      `01${"5a".repeat(64)}`,
      "a502",
      "1c",
      "a10f",
      // Balances.transfer_keep_alive, to Bob, 10^9 as a compact integer.
      "0503",
      `00${sr25519.bob.slice(2)}`,
      "02286bee"
    ].join("")
    assert.strictEqual(toHex(valid), `0x3d02${body}`)
  })

  it("is read as what was written, with the bytes that were signed", () => {
    const unchecked = decodeExtrinsic(subtensor185, valid)
    assert.deepStrictEqual(unchecked.call, transfer)
    assert.deepStrictEqual(unchecked.signing?.address, signing.address)
    assert.deepStrictEqual(unchecked.signing?.signature, signature)
    assert.deepInclude(unchecked.signing?.extra, extra)
    assert.deepStrictEqual(unchecked.bytes, toSign(subtensor185, transfer, extra))
  })

  it("of the block itself is the call alone", () => {
    const unsigned = encodeExtrinsic(subtensor185, transfer)
    const unchecked = decodeExtrinsic(subtensor185, unsigned)
    assert.isUndefined(unchecked.signing)
    assert.deepStrictEqual(unchecked.call, transfer)
    assert.lengthOf(unchecked.bytes.extra, 0)
    assert.deepStrictEqual(unsigned, whole(4, ...unchecked.bytes.call))
  })

  it("is read back whatever its call", () => {
    const values = new RandomValues(seeded(4), outer)
    for (let run = 0; run < 300; run++) {
      const call = values.of(outer.RuntimeCall) as typeof transfer
      const written = encodeExtrinsic(subtensor185, call, { ...signing, extra: { ...extra, CheckMortality: immortal } })
      const read = decodeExtrinsic(subtensor185, written)
      assert.deepStrictEqual(encodeExtrinsic(subtensor185, read.call, read.signing), written)
    }
  })
})

describe("bytes that are no extrinsic", () => {
  it.each([
    ["nothing", new Uint8Array(), "EndOfInput"],
    ["a length alone", whole(), "EndOfInput"],
    ["more than the length says", Uint8Array.of(...valid, 0), "TrailingBytes"],
    ["less than the length says", valid.subarray(0, -1), "EndOfInput"],
    ["a length that is not in its shortest form", Uint8Array.of(0x02, 0, 0, 0), "NotCanonical"],
    ["a length beyond all memory", Uint8Array.of(0xfe, 0xff, 0xff, 0xff), "EndOfInput"],
    ["another version", whole(0x85, ...valid.subarray(3)), "UnknownVariant at version"],
    ["a version without a bit", whole(0x44), "UnknownVariant at version"],
    ["an address of no kind", whole(0x84, 9), "UnknownVariant at address"],
    ["a signature of no scheme", whole(0x84, ...valid.subarray(3, 36), 3), "UnknownVariant at signature"],
    ["an era of no period", whole(0x84, ...valid.subarray(3, 101), 0x10, 0), "OutOfRange at extra.4"],
    ["a pallet that is not there", whole(4, 0xfa), "UnknownVariant at call"],
    ["a call that is not there", whole(4, 5, 0xfa), "UnknownVariant at call.Balances.0"],
    ["arguments that end too soon", whole(4, 5, 3, 0), "EndOfInput at call.Balances.0.transfer_keep_alive.dest.Id.0"],
    ["bytes behind the call", whole(...encodeExtrinsic(subtensor185, transfer).subarray(1), 0), "TrailingBytes"],
    [
      "a list that claims 2^30 calls",
      whole(4, 11, 0, 0xfe, 0xff, 0xff, 0xff),
      "EndOfInput at call.Utility.0.batch.calls"
    ]
  ])("are %s", (_, extrinsic, reason) => assert.strictEqual(reasonOf(extrinsic), reason))

  it("are calls within more calls than a runtime reads", () => {
    const nested = (depth: number) => {
      const sudo = encode(outer.RuntimeCall, Sudo.call("sudo", { call: transfer }), outer).subarray(0, 2)
      const inner = encode(outer.RuntimeCall, transfer, outer)
      return encode(bytes, concatBytes(Uint8Array.of(4), ...Array.from({ length: depth }, () => sudo), inner))
    }
    assert.strictEqual(reasonOf(nested(256)), "none")
    assert.match(reasonOf(nested(257)), /^TooDeep/)
    assert.match(reasonOf(nested(100_000)), /^TooDeep/)
    // Lists within lists, each of one.
    const batch = Uint8Array.of(11, 0, 4)
    const lists = concatBytes(Uint8Array.of(4), ...Array.from({ length: 100_000 }, () => batch))
    assert.match(reasonOf(encode(bytes, lists)), /^TooDeep/)
  })

  it("are more calls in one than a block has room for", () => {
    const remark = Uint8Array.of(0, 0, 0)
    const batch = (count: number) => {
      const calls = new Uint8Array(count * remark.length)
      for (let at = 0; at < calls.length; at += remark.length) calls.set(remark, at)
      return encode(bytes, concatBytes(Uint8Array.of(4, 11, 0), encode(compact(u32), count), calls))
    }
    assert.strictEqual(reasonOf(batch(100_000)), "none")
    assert.match(reasonOf(batch(2 ** 19 + 1)), /^TooDeep/)
  })
})

describe("what is signed", () => {
  const additional = {
    CheckSpecVersion: 185,
    CheckTxVersion: 1,
    CheckGenesis: sr25519.alice,
    CheckMortality: sr25519.bob
  }

  it("is the call, the extra, and what both sides know", () => {
    const message = toHex(signedMessage(form, toSign(subtensor185, transfer, extra), additional))
    const known = `b900000001000000${sr25519.alice.slice(2)}${sr25519.bob.slice(2)}`
    assert.strictEqual(message, `0x050300${sr25519.bob.slice(2)}02286beea5021ca10f${known}`)
  })

  it("is a hash where it is longer than 256 bytes", () => {
    const message = (length: number) => {
      const remark = System.call("remark", { remark: new Uint8Array(length) })
      return signedMessage(form, toSign(subtensor185, remark, extra), additional).length
    }
    // 4 bytes of the call before the remark, 5 of the extra and 72 of what is known.
    assert.deepStrictEqual([message(175), message(176)], [256, 32])
  })

  it("is the call as it was read, and not as it would be written", () => {
    const body = encodeExtrinsic(subtensor185, Utility.call("batch", { calls: [transfer] }), signing).subarray(2)
    const read = readExtrinsic(subtensor185, body)
    assert.strictEqual(read.bytes.call.buffer, body.buffer)
  })
})
