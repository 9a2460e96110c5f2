/** Addresses: §12.1 of wallet.md, the recorded addresses of invalid.json, and every prefix there and back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import { hex, toHex } from "../support/vectors.ts"
import { invalidCases, saidBy } from "../support/walletVectors.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const ALICE_KEY = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"

const reasonOf = (text: string) =>
  Result.match(Ss58.decodePublicKey(text), { onSuccess: () => "valid", onFailure: ({ reason }) => reason })

describe("Ss58", () => {
  it("reads and writes Alice's address", () => {
    const { prefix, publicKey } = Result.getOrThrow(Ss58.decode(ALICE))
    assert.strictEqual(prefix, 42)
    assert.strictEqual(toHex(publicKey), ALICE_KEY)
    assert.strictEqual(Ss58.encode(publicKey), ALICE)
    assert.strictEqual(toHex(Ss58.publicKey(Ss58.Ss58.make(ALICE))), ALICE_KEY)
  })

  it("reads another network's address, but not as one of Bittensor's", () => {
    const upstream = "16ADqpMa4yzfmWs3nuTSMhfZ2ckeGtvqhPWCNqECEGDcGgU2"
    const { prefix, publicKey } = Result.getOrThrow(Ss58.decode(upstream))
    assert.strictEqual(prefix, 0)
    assert.strictEqual(toHex(publicKey), "0xe4359ad3e2716c539a1d663ebd0a51bdc5c98a12e663bb4c4402db47828c9446")
    const error = Result.getOrThrow(Result.flip(Ss58.decodePublicKey(upstream)))
    assert.deepStrictEqual([error.reason, error.prefix], ["Prefix", 0])
    assert.include(error.message, "prefix 0")
  })

  it("keeps every prefix, one byte or two", () => {
    const key = hex(ALICE_KEY)
    for (let prefix = 0; prefix < 16384; prefix++) {
      if (prefix === 46 || prefix === 47) continue
      const decoded = Ss58.decode(Ss58.encode(key, prefix))
      assert.strictEqual(Result.isSuccess(decoded) ? decoded.success.prefix : -1, prefix)
    }
    assert.throws(() => Ss58.encode(key, 46), RangeError)
    assert.throws(() => Ss58.encode(key, 16384), RangeError)
    assert.throws(() => Ss58.encode(key.slice(1)), RangeError)
  })

  it.each([
    ["", "Length"],
    ["5", "Length"],
    ["5".repeat(100_000), "Length"],
    [ALICE.slice(0, -1), "Length"],
    [`${ALICE}1`, "Length"],
    [ALICE.replace("F", "0"), "Characters"],
    [`${ALICE} `, "Characters"],
    [` ${ALICE}`, "Characters"],
    [ALICE.replace("F", "G"), "Checksum"],
    [`${ALICE.slice(0, -1)}A`, "Checksum"]
  ])("refuses %#: %s", (text, reason) => {
    const result = reasonOf(text)
    // A cut address may still have 35 bytes' worth of characters: then the checksum tells.
    if (reason === "Length") assert.oneOf(result, ["Length", "Prefix", "Checksum"])
    else assert.strictEqual(result, reason)
  })

  it("never repeats the text in its error", () => {
    const error = Result.getOrThrow(Result.flip(Ss58.decodePublicKey("bottom drive obey lake")))
    assert.notInclude(`${error} ${JSON.stringify(error)}`, "bottom")
  })

  it("is a schema that brands", () => {
    assert.isTrue(Schema.is(Ss58.Ss58)(ALICE))
    assert.isFalse(Schema.is(Ss58.Ss58)("5Grw"))
    assert.include(
      String(Schema.decodeUnknownExit(Ss58.Ss58)("16ADqpMa4yzfmWs3nuTSMhfZ2ckeGtvqhPWCNqECEGDcGgU2")),
      "prefix 0"
    )
  })

  // Stricter than SDK 7: a 33-byte key and trailing blanks. Stricter than the Rust wallets: other prefixes. As SDK 11.
  it.each(invalidCases("address").map((row) => [row.case, row] as const))(
    "judges a recorded address as SDK 11: %s",
    (_, row) => {
      assert.strictEqual(Ss58.is(row.address ?? ""), saidBy(row.valid_address, "11.3.0"))
    }
  )

  const Key = Schema.Uint8Array.check(Schema.isMinLength(32), Schema.isMaxLength(32))
  it.effect.prop("reads back what it writes", { key: Key }, ({ key }) =>
    Effect.sync(() => {
      assert.deepStrictEqual(Result.getOrThrow(Ss58.decodePublicKey(Ss58.encode(key))), key)
    })
  )
})
