/** The chain's numbers that are not whole: chain-client.md §3.4 and §5.8, runtime-dtao.md §0.4. */
import { Result } from "effect"
import { assert, describe, it } from "vitest"
import {
  childProportions,
  type FixedPoint,
  type FixedPointError,
  fromU16,
  fromU64,
  I32F32,
  I64F64,
  I96F32,
  safeFloatToNumber,
  safeFloatToText,
  toU16,
  toU64,
  U32F32,
  U64F64,
  U96F32
} from "../../src/protocol/FixedPoint.ts"
import { noPython, python, pythonUnicode } from "../support/python.ts"
import { seeded } from "../support/randomPython.ts"

const U64_MAX = 2n ** 64n - 1n
const failure = <A>(result: Result.Result<A, FixedPointError>) => Result.getOrThrow(Result.flip(result))

describe("FixedPoint", () => {
  it.each<readonly [FixedPoint, bigint, number, string]>([
    [U64F64, 0n, 0, "0"],
    [U64F64, 1n << 64n, 1, "1"],
    [U64F64, 3n << 63n, 1.5, "1.5"],
    [U64F64, 2n ** 128n - 1n, 2 ** 64, `${U64_MAX}.9999999999999999999457898913757247782996273599565029144287109375`],
    [I64F64, -(1n << 63n), -0.5, "-0.5"],
    [I64F64, 2n ** 128n - (1n << 63n), -0.5, "-0.5"],
    [I64F64, -(2n ** 127n), -(2 ** 63), "-9223372036854775808"],
    // The SDK's helper loses the integer part of these (§5.8).
    [U96F32, 3n << 31n, 1.5, "1.5"],
    [I96F32, 1000n << 32n, 1000, "1000"],
    [I96F32, 2n ** 128n - 1n, -(2 ** -32), "-0.00000000023283064365386962890625"],
    [U32F32, 2n ** 64n - 1n, 4_294_967_296 - 2 ** -20, "4294967295.99999999976716935634613037109375"],
    [I32F32, 2n ** 64n - (1n << 32n), -1, "-1"],
    [I32F32, 2n ** 63n - 1n, 2_147_483_648 - 2 ** -22, "2147483647.99999999976716935634613037109375"]
  ])("%# reads its bits", (form, bits, number, text) => {
    assert.approximately(form.toNumber(bits), number, Math.abs(number) * 2 ** -52)
    assert.strictEqual(form.toText(bits), text)
  })

  const forms = [U64F64, I64F64, U96F32, I96F32, U32F32, I32F32]

  it("gives the number that its own text is nearest to, and takes it back", () => {
    const random = seeded(5)
    for (const form of forms) {
      for (let round = 0; round < 300; round++) {
        const [minimum, maximum] = form.range
        const wide = BigInt(Math.floor(random() * 2 ** 53)) ** 3n
        const size = BigInt(Math.ceil(random() * form.size))
        const bits = minimum < 0n ? BigInt.asIntN(Number(size), wide) : BigInt.asUintN(Number(size), wide)
        const number = form.toNumber(bits)
        assert.strictEqual(number, Number(form.toText(bits)), `${form.name} ${bits}`)
        assert.strictEqual(form.toNumber(BigInt.asUintN(form.size, bits)), number)
        if (bits >= -(2n ** 53n) && bits <= 2n ** 53n)
          assert.strictEqual(Result.getOrThrow(form.fromNumber(number)), bits)
        assert.isTrue(bits >= minimum && bits <= maximum)
      }
    }
  })

  it("rounds a number down to its grid", () => {
    assert.strictEqual(Result.getOrThrow(U64F64.fromNumber(1.5)), 3n << 63n)
    assert.strictEqual(Result.getOrThrow(I32F32.fromNumber(-(2 ** -33))), -1n)
    assert.strictEqual(Result.getOrThrow(U32F32.fromNumber(2 ** -33)), 0n)
    assert.strictEqual(Result.getOrThrow(I64F64.fromNumber(-(2 ** 63))), -(2n ** 127n))
  })

  it.each<readonly [FixedPoint, number, string, string]>([
    [U64F64, Number.NaN, "NotANumber", "U64F64: NaN is no finite number"],
    [I32F32, Infinity, "NotANumber", "Infinity"],
    [U64F64, -1, "OutOfRange", "-1 is not between 0 and"],
    [U64F64, 2 ** 64, "OutOfRange", "U64F64"],
    [I64F64, 2 ** 63, "OutOfRange", "I64F64"],
    [U32F32, 1e300, "OutOfRange", "U32F32"],
    [U64F64, 1e308, "OutOfRange", "1e+308 is not between"],
    [I32F32, -2_147_483_649, "OutOfRange", "between -2147483648 and 2147483647"]
  ])("%# has no bits for it", (form, value, reason, detail) => {
    const error = failure(form.fromNumber(value))
    assert.strictEqual(error.reason, reason)
    assert.include(error.message, detail)
  })

  it("holds bits that do not fit for a bug", () => {
    assert.throws(() => U64F64.toNumber(-1n), RangeError)
    assert.throws(() => U64F64.toNumber(2n ** 128n), RangeError)
    assert.throws(() => I32F32.toText(-(2n ** 63n) - 1n), RangeError)
  })
})

describe("u16 fractions", () => {
  it.each([
    [0, 0],
    [1, 65_535],
    [0.18, 11_796],
    [0.09, 5898],
    [1e-9, 0]
  ])("%d is %i, rounded down", (fraction, value) => assert.strictEqual(Result.getOrThrow(toU16(fraction)), value))

  it("come back below what they were, by less than one part", () => {
    const random = seeded(6)
    for (let round = 0; round < 1000; round++) {
      const fraction = random()
      const back = fromU16(Result.getOrThrow(toU16(fraction)))
      assert.isTrue(back <= fraction && fraction - back < 1 / 65_535)
    }
  })

  it.each([
    [-0.1, "OutOfRange"],
    [1.0001, "OutOfRange"],
    [18, "OutOfRange"],
    [Number.NaN, "NotANumber"]
  ])("refuse %d: %s", (fraction, reason) => {
    assert.strictEqual(failure(toU16(fraction)).reason, reason)
    assert.strictEqual(failure(toU64(fraction)).reason, reason)
  })

  it("hold what is no u16 for a bug", () => {
    for (const value of [-1, 65_536, 0.5, Number.NaN]) assert.throws(() => fromU16(value), RangeError)
  })
})

describe("u64 fractions", () => {
  it.each<readonly [number | string, bigint]>([
    [0, 0n],
    [1, U64_MAX],
    [0.1, 1_844_674_407_370_955_161n],
    ["0.1", 1_844_674_407_370_955_161n],
    [0.5, 9_223_372_036_854_775_807n],
    ["0.3333333333333333333333333", 6_148_914_691_236_517_204n],
    [5.5e-20, 1n],
    [5e-20, 0n],
    [5e-324, 0n]
  ])("%s is %d", (fraction, value) => assert.strictEqual(Result.getOrThrow(toU64(fraction)), value))

  it.each([
    ["1.0000000000000000000000001", "OutOfRange"],
    ["-0.5", "OutOfRange"],
    ["half", "NotANumber"],
    ["1e-3", "NotANumber"],
    ["", "NotANumber"]
  ])("refuse '%s': %s", (text, reason) => assert.strictEqual(failure(toU64(text)).reason, reason))

  it.skipIf(pythonUnicode === undefined)(
    `come back as Python divides${pythonUnicode === undefined ? ` (${noPython})` : ""}`,
    () => {
      const random = seeded(8)
      const word = () => BigInt(Math.floor(random() * 2 ** 32))
      const values = Array.from(
        { length: 20_000 },
        () => ((word() << 32n) | word()) >> BigInt(Math.floor(random() * 12))
      )
      // Each ties between two numbers of 53 bits.
      const ties = values.map((value) => ((value >> 11n) << 11n) | (2n ** 63n) | (2n ** 10n))
      const texts = [...values, ...ties].map(String)
      const given = python("print(json.dumps([repr(min(int(x) / (2**64 - 1), 1.0)) for x in given]))", texts)
      assert.deepStrictEqual(
        [...values, ...ties].map((value) => fromU64(value)),
        (given as ReadonlyArray<string>).map(Number)
      )
    }
  )

  it("come back, and 2⁶⁴ as 1", () => {
    assert.strictEqual(fromU64(0n), 0)
    assert.strictEqual(fromU64(U64_MAX), 1)
    assert.strictEqual(fromU64(U64_MAX + 1n), 1)
    assert.strictEqual(fromU64(2n ** 63n), 0.5)
    assert.throws(() => fromU64(-1n), RangeError)
    assert.throws(() => fromU64(U64_MAX + 2n), RangeError)
  })
})

describe("childProportions", () => {
  it("is exact by the rule of SDK 10", () => {
    assert.deepStrictEqual(Result.getOrThrow(childProportions([0.5, 0.5])), [2n ** 63n - 1n, 2n ** 63n - 1n])
    assert.deepStrictEqual(Result.getOrThrow(childProportions([1])), [U64_MAX])
    assert.deepStrictEqual(Result.getOrThrow(childProportions([])), [])
  })

  it("is in binary64 by the rule of 7.4.0, where the first of the largest gives up the excess", () => {
    assert.deepStrictEqual(Result.getOrThrow(childProportions([1], "7.4")), [U64_MAX])
    assert.deepStrictEqual(Result.getOrThrow(childProportions([0.5, 0.5], "7.4")), [2n ** 63n - 1n, 2n ** 63n])
    assert.deepStrictEqual(Result.getOrThrow(childProportions([0.25, 0.25], "7.4")), [2n ** 62n, 2n ** 62n])
    const over = Result.getOrThrow(childProportions([0.4, 0.605], "7.4"))
    assert.strictEqual(
      over.reduce((sum, value) => sum + value, 0n),
      U64_MAX
    )
    assert.strictEqual(over[0], BigInt(0.4 * 2 ** 64))
  })

  it.each<readonly [ReadonlyArray<number>, "7.4" | "10"]>([
    [[0.5, 0.52], "7.4"],
    [[1, 1], "7.4"],
    [[0.5, 0.505], "10"]
  ])("refuses %j by the rule of %s: more than the whole", (fractions, rule) => {
    const error = failure(childProportions(fractions, rule))
    assert.strictEqual(error.reason, "ProportionOverflow")
    assert.include(error.message, fractions.join(" + "))
  })

  it("refuses what is no fraction by either rule", () => {
    for (const rule of ["7.4", "10"] as const) {
      assert.strictEqual(failure(childProportions([0.5, -1], rule)).reason, "OutOfRange")
      assert.strictEqual(failure(childProportions([Number.NaN], rule)).reason, "NotANumber")
    }
  })

  it.skipIf(pythonUnicode === undefined)(
    `computes what Python computes${pythonUnicode === undefined ? ` (${noPython})` : ""}`,
    () => {
      const random = seeded(7)
      const fractions = Array.from({ length: 1000 }, () => random() ** (1 + Math.floor(random() * 9)))
      const script = `
from decimal import Decimal, getcontext
getcontext().prec = 400
top = 2**64 - 1
print(json.dumps([[str(int(Decimal(repr(x)) * top)), str(int(x * top)), repr(min(int(x * top) / top, 1.0))] for x in given]))`
      assert.deepStrictEqual(
        fractions.map((fraction) => {
          const [binary = 0n] = Result.getOrThrow(childProportions([fraction], "7.4"))
          return [String(Result.getOrThrow(toU64(fraction))), String(binary), fromU64(binary)]
        }),
        (python(script, fractions) as ReadonlyArray<readonly [string, string, string]>).map(([exact, binary, back]) => [
          exact,
          binary,
          Number(back)
        ])
      )
    }
  )
})

describe("SafeFloat", () => {
  it.each([
    [{ mantissa: 10n ** 21n, exponent: -12n }, 1e9, "1000000000"],
    [{ mantissa: 0n, exponent: 0n }, 0, "0"],
    [{ mantissa: 15n, exponent: -1 }, 1.5, "1.5"],
    [{ mantissa: 7n, exponent: 3n }, 7000, "7000"],
    [
      { mantissa: 123_456_789_012_345_678_901n, exponent: -30n },
      1.2345678901234568e-10,
      "0.000000000123456789012345678901"
    ]
  ])("%# is a number and a text", (value, number, text) => {
    assert.strictEqual(safeFloatToNumber(value), number)
    assert.strictEqual(safeFloatToText(value), text)
  })

  it("writes no text of a length that a stranger chooses", () => {
    assert.throws(() => safeFloatToText({ mantissa: 1n, exponent: 10n ** 9n }), RangeError)
    assert.strictEqual(safeFloatToNumber({ mantissa: 1n, exponent: 10n ** 9n }), Infinity)
  })
})
