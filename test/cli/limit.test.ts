/** The arithmetic of price limits and of splits: what holds for all of them. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { splitOf } from "../../src/cli/commands/subnets/mechanisms.ts"
import { least, most, ONE, rate, slippage } from "../../src/cli/subject/limit.ts"

const upTo = (maximum: bigint) => Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum }))
const price = Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 1n, maximum: 10n ** 15n }))
const tolerance = upTo(ONE)

describe("a limit of the price", () => {
  it.prop("is never beyond the tolerance, and within a unit of it", [price, tolerance], ([price, tolerance]) => {
    const limit = most(price, tolerance)
    const exact = price * (ONE + tolerance)
    assert.isTrue(limit * ONE <= exact && exact < (limit + 1n) * ONE)
    assert.isTrue(limit >= price)
  })

  it.prop("is as strict where stake is given away", [price, price, tolerance], ([from, to, tolerance]) => {
    const limit = least({ from, to }, tolerance)
    const exact = from * (ONE - tolerance)
    assert.isTrue(limit * to >= exact && (limit === 0n || (limit - 1n) * to < exact))
    assert.isTrue(limit <= rate({ from, to }) + 1n)
    assert.strictEqual(least({ from, to: ONE }, 0n), from)
  })

  it.prop("is nothing that an exchange at the price of now would miss", [price, upTo(10n ** 18n)], ([from, amount]) => {
    const prices = { from, to: ONE }
    assert.strictEqual(slippage(prices, 0n, 0n), null)
    if (amount > 0n) assert.strictEqual(slippage(prices, amount * ONE, amount * from), 0)
    if (amount > 0n) assert.strictEqual(slippage(prices, amount, 0n), 1)
  })

  it("is known by example", () => {
    const half = ONE / 2n
    assert.strictEqual(most(half, 50_000_000n), 525_000_000n)
    assert.strictEqual(least({ from: half, to: ONE }, 50_000_000n), 475_000_000n)
    assert.strictEqual(least({ from: half, to: ONE / 5n }, 50_000_000n), 2_375_000_000n)
    assert.strictEqual(least({ from: half, to: 0n }, 0n), 0n)
    assert.strictEqual(slippage({ from: half, to: ONE }, ONE, half - half / 10n), 0.1)
  })
})

const part = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))

describe("a split of the emission", () => {
  it.prop("comes to the whole, and is fair to a unit", [Schema.Array(part)], ([rest]) => {
    const numbers = [1, ...rest]
    const sum = numbers.reduce((all, one) => all + one, 0)
    const parts = splitOf(numbers)
    assert.strictEqual(
      parts.reduce((all, one) => all + one, 0),
      65_535
    )
    for (const [at, one] of parts.entries())
      assert.isBelow(Math.abs(one - ((numbers[at] ?? 0) / sum) * 65_535), 1.000001)
  })
})
