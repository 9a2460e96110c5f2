/** Money: chain-client.md §9. */
import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { expectTypeOf } from "vitest"
import { Alpha, MoneyError, Rao, RAO_PER_TAO, Tao } from "../../src/protocol/Money.ts"
import { seeded } from "../support/randomPython.ts"
import { noPython, python, pythonUnicode } from "../support/python.ts"

const LARGEST = 2n ** 64n - 1n
const reasonOf = (amount: number | string) =>
  Result.match(Tao.parse(amount), { onSuccess: String, onFailure: ({ reason }) => reason })

/** What a constructor throws. */
const thrown = (make: () => unknown): unknown => {
  try {
    return make()
  } catch (error) {
    return error
  }
}

describe("Rao", () => {
  it("is a bigint with a name", () => {
    expectTypeOf(Rao(1n)).toExtend<bigint>()
    expectTypeOf<bigint>().not.toExtend<Rao>()
    assert.strictEqual(Rao(1n), 1n)
    assert.strictEqual(Rao(LARGEST), LARGEST)
    assert.strictEqual(RAO_PER_TAO, 10n ** 9n)
  })

  it.each([
    [-1n, "Negative"],
    [LARGEST + 1n, "TooLarge"]
  ])("refuses %d: %s", (units, reason) => {
    const error = thrown(() => Rao(units))
    assert.instanceOf(error, MoneyError)
    assert.strictEqual(error.reason, reason)
    assert.include(error.message, String(units))
  })

  it("is a schema as well, alone and in others", () => {
    const Transfer = Schema.Struct({ amount: Rao, fees: Schema.Array(Rao) })
    assert.isTrue(Schema.is(Rao)(0n))
    assert.isFalse(Schema.is(Rao)(-1n))
    assert.isFalse(Schema.is(Rao)(1))
    assert.isTrue(Schema.isSchema(Rao))
    const json = Schema.toCodecJson(Transfer)
    const wire = Schema.encodeSync(json)({ amount: Tao(1), fees: [Rao(7n)] })
    assert.deepStrictEqual(wire, { amount: "1000000000", fees: ["7"] })
    assert.deepStrictEqual(Schema.decodeUnknownSync(json)(wire), { amount: Tao(1), fees: [Rao(7n)] })
    assert.include(String(Schema.decodeUnknownExit(Rao)(-5n)), "an amount is zero or more")
  })
})

describe("Tao", () => {
  it.each([
    ["0", 0n],
    ["10", 10_000_000_000n],
    ["0.5", 500_000_000n],
    ["1.", 1_000_000_000n],
    ["007.250", 7_250_000_000n],
    ["0.000000001", 1n],
    ["18446744073.709551615", LARGEST],
    // binary64 has no room for these digits
    ["9007199.254740993", 9_007_199_254_740_993n]
  ])("reads '%s' exactly", (text, rao) => {
    assert.strictEqual(Tao(text), rao)
    assert.strictEqual(Result.getOrThrow(Tao.parse(text)), rao)
  })

  it.each([
    [10, 10_000_000_000n],
    [0, 0n],
    [-0, 0n],
    [0.1, 100_000_000n],
    [0.29, 290_000_000n],
    [4.35, 4_350_000_000n],
    [1e-9, 1n],
    [9.99e-10, 0n],
    [1.0000000019, 1_000_000_001n]
  ])("cuts the number %d as Python does", (number, rao) => assert.strictEqual(Tao(number), rao))

  it.skipIf(pythonUnicode === undefined)(
    `cuts 2000 numbers as Python does${pythonUnicode === undefined ? ` (${noPython})` : ""}`,
    () => {
      const random = seeded(9)
      const numbers = Array.from({ length: 2000 }, () => random() * 10 ** Math.floor(random() * 20 - 10))
      const given = python(
        "print(json.dumps([[str(int(x * 10**9)), f'{int(x * 10**9) / 10**9:.17g}'] for x in given]))",
        numbers
      )
      assert.deepStrictEqual(
        numbers.map((number) => [String(Tao(number)), Tao.toNumber(Tao(number))]),
        (given as ReadonlyArray<readonly [string, string]>).map(([rao, tao]) => [rao, Number(tao)])
      )
    }
  )

  it.each([
    [Number.NaN, "NotANumber"],
    [Infinity, "NotANumber"],
    [-Infinity, "NotANumber"],
    [-1, "Negative"],
    [2e10, "TooLarge"],
    ["", "Syntax"],
    [".5", "Syntax"],
    ["1e9", "Syntax"],
    ["1,000", "Syntax"],
    ["0x10", "Syntax"],
    ["τ5", "Syntax"],
    [" 1", "Syntax"],
    ["1\n", "Syntax"],
    ["٣", "Syntax"],
    ["9".repeat(100), "Syntax"],
    ["-1", "Negative"],
    ["-0", "Negative"],
    ["0.0000000001", "TooManyDecimals"],
    ["1.0000000000", "TooManyDecimals"],
    ["18446744073.709551616", "TooLarge"]
  ])("refuses %j: %s", (amount, reason) => {
    assert.strictEqual(reasonOf(amount), reason)
    const error = thrown(() => Tao(amount))
    assert.instanceOf(error, MoneyError)
    assert.strictEqual(error.reason, reason)
  })

  it("says what was given, what is wrong and what to do, briefly", () => {
    const error = Result.getOrThrow(Result.flip(Tao.parse("0.0000000001")))
    assert.strictEqual(
      error.message,
      "'0.0000000001': an amount has at most nine decimals, as the smallest unit is 0.000000001. Round it as you mean it."
    )
    assert.isBelow(Result.getOrThrow(Result.flip(Tao.parse("9".repeat(10_000)))).message.length, 250)
  })

  it.each([
    [0n, {}, "τ0.000000000"],
    [1n, {}, "τ0.000000001"],
    [1_234_567_890_123n, {}, "τ1,234.567890123"],
    [LARGEST, {}, "τ18,446,744,073.709551615"],
    [1_500_000_000n, { trim: true }, "τ1.5"],
    [100_000_000_000n, { trim: true }, "τ100"],
    [1_234_567_890_123n, { plain: true }, "1234.567890123"],
    [1_234_000_000_000n, { plain: true, trim: true }, "1234"]
  ])("writes %d with %j as %s", (rao, options, text) => assert.strictEqual(Tao.format(Rao(rao), options), text))

  it("writes a difference below zero as the SDK does", () => {
    assert.strictEqual(Tao.format((Tao(1) - Tao("2.5")) as Rao), "τ-1.500000000")
  })

  it("reads what it writes, and knows its number, whatever the amount", () => {
    const random = seeded(3)
    for (let round = 0; round < 1000; round++) {
      const rao = Rao(BigInt.asUintN(Math.ceil(random() * 64), BigInt(Math.floor(random() * 2 ** 53)) * 2053n))
      for (const trim of [false, true]) assert.strictEqual(Tao(Tao.format(rao, { plain: true, trim })), rao)
      assert.strictEqual(Tao.toNumber(rao), Number(Tao.format(rao, { plain: true })))
    }
  })

  it("gives the nearest number beyond the integers of binary64 too", () => {
    assert.strictEqual(Tao.toNumber(Rao(LARGEST)), 18_446_744_073.709553)
    assert.strictEqual(Tao.toNumber(Tao("9007199.254740993")), 9_007_199.254740993)
  })
})

describe("Alpha", () => {
  it("cannot be taken for TAO, nor TAO for it", () => {
    expectTypeOf<Alpha>().not.toExtend<Rao>()
    expectTypeOf<Rao>().not.toExtend<Alpha>()
    expectTypeOf(Alpha(1n)).toEqualTypeOf<Alpha>()
    // @ts-expect-error: Tao.format takes rao only
    assert.strictEqual(Tao.format(Alpha(5n), { plain: true, trim: true }), "0.000000005")
  })

  it("is made of its smallest unit, of a text or of a number", () => {
    assert.strictEqual(Alpha(7n), 7n)
    assert.strictEqual(Alpha.of("0.5"), 500_000_000n)
    assert.strictEqual(Alpha.of(0.29), 290_000_000n)
    assert.strictEqual(Result.getOrThrow(Alpha.parse("2")), 2_000_000_000n)
    assert.strictEqual(Alpha.toNumber(Alpha.of("0.25")), 0.25)
    assert.isTrue(Schema.is(Alpha)(1n))
    assert.isFalse(Schema.is(Alpha)(LARGEST + 1n))
    assert.strictEqual(Schema.encodeSync(Schema.toCodecJson(Alpha))(Alpha(7n)), "7")
  })

  it("refuses what is no amount", () => {
    assert.strictEqual(Result.getOrThrow(Result.flip(Alpha.parse("-1"))).reason, "Negative")
    for (const make of [() => Alpha(-1n), () => Alpha.of(Number.NaN), () => Alpha.of("x")]) {
      assert.instanceOf(thrown(make), MoneyError)
    }
  })

  it.each([
    [0, "τ"],
    [1, "α"],
    [2, "β"],
    [3, "γ"],
    [17, "ρ"],
    [18, "σ"],
    [19, "t"],
    [438, "\u0db0"],
    [439, "ατ"],
    [440, "αα"],
    [878, "βτ"],
    [65_535, "\u2c0f\u{11001}"]
  ])("has a symbol for netuid %i: %s", (netuid, symbol) => assert.strictEqual(Alpha.symbol(netuid), symbol))

  it("has the symbols that SDK 10.2.0 has, for every netuid", () => {
    const symbols = Array.from({ length: 65_536 }, (_, netuid) => `${Alpha.symbol(netuid)}\n`).join("")
    assert.strictEqual(
      createHash("sha256").update(symbols).digest("hex"),
      // `Balance.get_unit(netuid)` of each, a line each, in UTF-8
      "e6da2fb1ae3137ab4cd0f703ac0c81091d773b30a5c2f0b44bbea46cf76414fe"
    )
  })

  it("has 439 different symbols of one character, and then pairs", () => {
    const symbols = Array.from({ length: 1000 }, (_, netuid) => Alpha.symbol(netuid))
    assert.strictEqual(new Set(symbols).size, 1000)
    assert.strictEqual(
      symbols.findIndex((symbol) => [...symbol].length > 1),
      439
    )
    assert.throws(() => Alpha.symbol(-1), RangeError)
    assert.throws(() => Alpha.symbol(1.5), RangeError)
  })

  it("is written with its symbol behind, between marks that keep the order, and on root as TAO", () => {
    const amount = Alpha.of("1234.5")
    assert.strictEqual(Alpha.format(amount, { netuid: 1 }), "\u200e1,234.500000000α\u200e")
    assert.strictEqual(Alpha.format(amount, { symbol: "ב" }, { trim: true }), "\u200e1,234.5ב\u200e")
    assert.strictEqual(Alpha.format(amount, { netuid: 0 }), "τ1,234.500000000")
    assert.strictEqual(Alpha.format(amount, { netuid: 7 }, { plain: true }), "1234.500000000")
  })
})
