/** Phrases: §12.1 of wallet.md, keys.json, and every refused phrase of invalid.json. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import * as Mnemonic from "../../src/protocol/Mnemonic.ts"
import { toHex } from "../support/vectors.ts"
import { invalidCases, keys, saidBy } from "../support/walletVectors.ts"

const DEV = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
const repeated = (byte: number, length: number) => Mnemonic.fromEntropy(new Uint8Array(length).fill(byte))

const failure = (text: string) => {
  const { position, reason, words } = Result.getOrThrow(Result.flip(Mnemonic.parse(text)))
  return { position, reason, words }
}

describe("Mnemonic", () => {
  it.each([
    [DEV, "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e"],
    [repeated(0, 16), "4ed8d4b17698ddeaa1f1559f152f87b5d472f725ca86d341bd0276f1b61197e2"],
    [repeated(0x7f, 16), "6fa2796b0071cac425d8a7851038318c2c37dcebfe4bae73197ce93e75909bd2"],
    [repeated(0x7f, 20), "84c186e680c5436689cda6aaa532be9b6d315cad2f8e02445a6e3350506ca27d"],
    [repeated(0x7f, 24), "f22f74ee8470502c8c915d10cfa96cb9e7407dfeae023db804a026bdd0b5367b"],
    [repeated(0x7f, 28), "114f4bd227622471f5cc4cecae012625f1701d2c095bcae1751223cac886608c"],
    [repeated(0x7f, 32), "f02cdc109954e34cd3f0c60fdb0c97ffb3a934ad1cc9a4df87b8417024b8bdbe"]
  ])("derives the mini secret of wallet.md: %s", (phrase, secret) => {
    assert.strictEqual(toHex(Mnemonic.toMiniSecret(phrase)), `0x${secret}`)
  })

  it.each(keys.flatMap(({ mnemonics }) => mnemonics))("derives the recorded mini secret of $words words", (row) => {
    const phrase = Result.getOrThrow(Mnemonic.parse(row.mnemonic))
    assert.strictEqual(phrase.split(" ").length, row.words)
    assert.strictEqual(toHex(Mnemonic.toMiniSecret(phrase)), row.miniSecret)
  })

  // Every generation judges phrases alike.
  it.each(invalidCases("mnemonic").map((row) => [row.case, row] as const))(
    "judges as all generations: %s",
    (_, row) => {
      const says = saidBy(row.keypair, "11.3.0")
      const parsed = Mnemonic.parse(row.mnemonic ?? "")
      assert.strictEqual(Result.isSuccess(parsed), says !== undefined && "ss58Address" in says)
      if (Result.isFailure(parsed)) {
        for (const word of (row.mnemonic ?? "").split(/\s+/).filter((word) => word.length > 3)) {
          assert.notInclude(`${parsed.failure.message} ${JSON.stringify(parsed.failure)}`.split(/[\s".,:]+/), word)
        }
      }
    }
  )

  it("says what is wrong, and where", () => {
    assert.deepStrictEqual(failure("bottom drive"), { position: undefined, reason: "Size", words: 2 })
    assert.deepStrictEqual(failure(""), { position: undefined, reason: "Size", words: 0 })
    assert.deepStrictEqual(failure(DEV.replace("lake", "laek")), { position: 4, reason: "Word", words: 12 })
    assert.deepStrictEqual(failure(DEV.replace("walk", "zoo")), { position: undefined, reason: "Checksum", words: 12 })
    assert.include(Result.getOrThrow(Result.flip(Mnemonic.parse(DEV.replace("lake", "Lake")))).message, "lower case")
  })

  it.each([" ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2028", "\u0085", "  \t "])(
    "splits at white space %#",
    (blank) => {
      assert.strictEqual(Result.getOrThrow(Mnemonic.parse(`${blank}${DEV.replaceAll(" ", blank)}${blank}`)), DEV)
    }
  )

  const Entropy = Schema.Uint8Array.check(Schema.isMinLength(32), Schema.isMaxLength(32))
  it.effect.prop("reads what it makes", { entropy: Entropy, words: Mnemonic.WordCount }, ({ entropy, words }) =>
    Effect.sync(() => {
      const phrase = Mnemonic.fromEntropy(entropy.slice(0, Mnemonic.entropyLength(words)))
      assert.strictEqual(phrase.split(" ").length, words)
      assert.strictEqual(Result.getOrThrow(Mnemonic.parse(phrase)), phrase)
    })
  )
})
