/** The wide fixed-point types: which way each operation rounds, and what happens at the width. */
import { assert, describe, it } from "@effect/vitest"
import { I110F18, I64F64, I96F32, U64F64 } from "../../../src/devnet/mathematics/internal/fixed.ts"

describe.each([
  ["I64F64", I64F64, 64n],
  ["I96F32", I96F32, 32n],
  ["I110F18", I110F18, 18n]
] as const)("%s", (_, fixed, fraction) => {
  const { divide, floor, multiply, of } = fixed

  it("holds integers and gives back the integer below", () => {
    assert.strictEqual(of(5), 5n << fraction)
    assert.strictEqual(floor(of(5n) + of(1) - 1n), 5n)
    assert.strictEqual(floor(-1n), -1n)
  })

  it("floors products", () => {
    assert.strictEqual(multiply(3n, of(1) / 2n), 1n)
    assert.strictEqual(multiply(-3n, of(1) / 2n), -2n)
  })

  it("truncates quotients towards zero", () => {
    assert.strictEqual(divide(of(2), of(3)), (2n << fraction) / 3n)
    assert.strictEqual(divide(-3n, of(2)), -1n)
  })

  it("wraps around at 128 bits", () => {
    const most = 2n ** 127n - 1n
    assert.strictEqual(of((most >> fraction) + 1n), -(2n ** 127n))
    assert.strictEqual(multiply(most, of(2)), -2n)
    assert.strictEqual(divide(2n ** 126n, of(1) / 2n), -(2n ** 127n))
  })

  it("does not divide by zero", () => assert.throws(() => divide(1n, 0n), RangeError))
})

describe("U64F64", () => {
  it("has no sign", () => {
    assert.strictEqual(U64F64.of(2n ** 64n - 1n), 2n ** 128n - 2n ** 64n)
    assert.strictEqual(U64F64.of(2n ** 64n + 3n), 3n << 64n)
  })
})
