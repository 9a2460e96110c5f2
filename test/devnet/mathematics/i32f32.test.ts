/** I32F32 in doubles is the runtime's, to the last bit: against bigints, over random operands and every edge of the domain. */
import { assert, describe, it } from "@effect/vitest"
import { divide, multiply, one, roundToU16, shareOf, toU16 } from "../../../src/devnet/mathematics/internal/i32f32.ts"
import { seeded } from "../../support/randomPython.ts"

const limit = 2 ** 37
const edges = [0, 1, 2, 3, 65535, 65536, 65537, 2 ** 31, one - 1, one, one + 1, 2 ** 33 - 1, 2 ** 36 - 1, limit - 1]
const random = seeded(185)

/** A random integer below a bound, of any length in binary. */
const below = (bound: number): number => Math.floor((random() * bound) / 2 ** Math.floor(random() * 38))

/** Pairs of edges, and random pairs. */
const pairs = (boundOfX: number, boundOfY: number): ReadonlyArray<readonly [number, number]> => [
  ...edges.flatMap((x) => edges.map((y) => [x, y] as const)).filter(([x, y]) => x < boundOfX && y < boundOfY),
  ...Array.from({ length: 20_000 }, () => [below(boundOfX), below(boundOfY)] as const)
]

/** Every pair must give the same as the bigints do; where it does not, the operands are told. */
const agree = (
  operands: ReadonlyArray<readonly [number, number]>,
  ours: (x: number, y: number) => number,
  exact: (x: bigint, y: bigint) => bigint
): void => {
  assert.isAbove(operands.length, 10_000)
  const wrong = operands.filter(([x, y]) => BigInt(ours(x, y)) !== exact(BigInt(x), BigInt(y)))
  assert.deepStrictEqual(wrong, [])
}

describe("multiply", () => {
  it("floors", () => agree(pairs(limit, one + 1), multiply, (x, y) => (x * y) >> 32n))

  it("floors what is negative too", () =>
    agree(
      pairs(limit, one + 1).map(([x, y]) => [-x, y] as const),
      multiply,
      (x, y) => (x * y) >> 32n
    ))
})

describe("divide", () => {
  /** A quotient has to be below 2^53, and is at most 1 almost everywhere. */
  const divisible = pairs(limit, limit).filter(([x, y]) => x < y * 2 ** 21)

  it("truncates", () => agree(divisible, divide, (x, y) => (x << 32n) / y))

  it("truncates beside the exact quotients, where a rounded one would be seen", () => {
    const near = Array.from({ length: 20_000 }, () => {
      const y = 1 + below(2 ** 26)
      const x = Math.ceil((below(one) * y) / one)
      return [Math.max(0, x - Math.floor(random() * 2)), y] as const
    })
    agree(near, divide, (x, y) => (x << 32n) / y)
  })

  it("leaves a share of nothing at 0", () => {
    assert.strictEqual(shareOf(5, 0), 0)
    assert.strictEqual(shareOf(1, 3), 1_431_655_765)
  })
})

describe("fractions of 65535", () => {
  const fractions = pairs(one + 1, one + 1).map(([x, y]) => [Math.min(x, y), Math.max(x, y, 1)] as const)

  it("are floored", () => agree(fractions, toU16, (x) => (x * 65535n) >> 32n))

  it("are rounded, as a quotient that is cut off at 32 binary digits would be", () =>
    agree(fractions, roundToU16, (x, y) => (((x * 65535n) << 32n) / y + 2n ** 31n) >> 32n))

  it("are rounded up in the middle", () => {
    assert.strictEqual(roundToU16(1, 2), 32_768)
    assert.strictEqual(roundToU16(1, 131_070), 1)
    assert.strictEqual(roundToU16(65535, 131_070 * 65535 + 1), 0)
  })
})
