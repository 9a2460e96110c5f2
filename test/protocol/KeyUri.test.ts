/** Key URIs (wallet.md §7). The accounts they lead to are tested with the curve, in `layers/internal/wallets/keys.test.ts`. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as KeyUri from "../../src/protocol/KeyUri.ts"
import { toHex } from "../support/vectors.ts"

const parse = (text: string) => Result.getOrThrow(KeyUri.parse(text))
const reasonOf = (text: string) =>
  Result.match(KeyUri.parse(text), { onSuccess: () => "valid", onFailure: ({ reason }) => reason })

describe("KeyUri", () => {
  it("puts the development phrase in front of a bare path", () => {
    const uri = parse("//Alice/soft///secret")
    assert.strictEqual(uri.phrase, KeyUri.DEVELOPMENT_PHRASE)
    assert.deepStrictEqual(
      uri.junctions.map(({ hard }) => hard),
      [true, false]
    )
    assert.strictEqual(uri.password, "secret")
    assert.strictEqual(parse("///only").password, "only")
  })

  it("reads a seed in front of a path", () => {
    const uri = parse(`0x${"01".repeat(32)}//1`)
    assert.deepStrictEqual(uri.seed, new Uint8Array(32).fill(1))
    assert.strictEqual(uri.phrase, undefined)
    assert.strictEqual(uri.junctions.length, 1)
  })

  it.each([
    ["0", "00".repeat(32)],
    ["42", `2a${"00".repeat(31)}`],
    ["256", `0001${"00".repeat(30)}`],
    ["007", `07${"00".repeat(31)}`],
    ["18446744073709551615", `${"ff".repeat(8)}${"00".repeat(24)}`],
    ["Alice", `14416c696365${"00".repeat(26)}`],
    ["1a", `083161${"00".repeat(29)}`]
  ])("makes the chain code of %s", (name, expected) => {
    assert.strictEqual(toHex(KeyUri.chainCode(name)), `0x${expected}`)
  })

  it("takes a number above 2^64 − 1 for text, as the Rust wallets and SDK 11 do (SDK 7: a number)", () => {
    assert.strictEqual(toHex(KeyUri.chainCode("18446744073709551616")).slice(0, 6), "0x5031")
  })

  it("hashes what is longer than 32 bytes, its length included", () => {
    assert.notStrictEqual(KeyUri.chainCode("x".repeat(32))[0], 32 << 2)
    assert.strictEqual(KeyUri.chainCode("x".repeat(31))[0], 31 << 2)
    assert.strictEqual(KeyUri.chainCode("x".repeat(100_000)).length, 32)
  })

  it("takes what only looks like those: a plus in a text, a blank inside it, blanks around a phrase", () => {
    for (const text of ["//a+5", "//+a", "//+", "//two words", `${KeyUri.DEVELOPMENT_PHRASE} //Alice`]) parse(text)
    assert.strictEqual(parse(`${KeyUri.DEVELOPMENT_PHRASE}\n`).phrase, KeyUri.DEVELOPMENT_PHRASE)
  })

  it.each([
    ["", "Path"],
    ["//", "Path"],
    ["/", "Path"],
    ["not a phrase", "Phrase"],
    ["01".repeat(32), "Phrase"],
    ["0x01//Alice", "Seed"],
    [`${KeyUri.DEVELOPMENT_PHRASE}//a/`, "Path"],
    // The Rust wallets read this as the number 5, all others as a text.
    ["//+5", "Path"],
    ["//a/+05//b", "Path"],
    ["//Alice\n", "Path"],
    ["//Alice ", "Path"],
    ["//Alice //stash", "Path"],
    ["//Alice///password\n", "Path"]
  ])("refuses %#: %s", (text, reason) => {
    assert.strictEqual(reasonOf(text), reason)
  })
})
