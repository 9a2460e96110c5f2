import { assert, describe, it } from "vitest"
import { birth, death, Era, immortal, mortal, mortalityOf } from "effect-bittensor/devnet/runtime/era"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { seeded } from "../../support/randomPython.ts"
import { toHex } from "../../support/vectors.ts"

const random = seeded(185)
const below = (limit: number) => Math.floor(random() * limit)

describe("an era", () => {
  it.each([
    // Period 64, phase 42, and period 32,768, phase 20,000: the examples of Substrate's own tests.
    [64, 42, "0xa502"],
    [32_768, 20_000, "0x4e9c"],
    [4, 1, "0x1100"],
    [65_536, 65_520, "0xffff"]
  ])("of %i blocks from %i on has its bytes", (period, phase, bytes) => {
    const era = mortal(period, phase)
    assert.strictEqual(toHex(encode(Era, era)), bytes)
    assert.deepStrictEqual(mortalityOf(era), { period, phase })
  })

  it("is what its bytes say, whatever the period and the block", () => {
    for (let run = 0; run < 2000; run++) {
      const period = 2 ** (2 + below(15))
      const block = below(10_000_000)
      const era = mortal(period, block)
      const bytes = encode(Era, era)
      assert.lengthOf(bytes, 2)
      assert.deepStrictEqual(decodeUnsafe(Era, bytes), era)
      // A later block of the same life has the same beginning and the same end.
      const born = birth(era, block)
      const later = born + below(period)
      assert.isAtMost(born, block)
      assert.isBelow(block - born, Math.max(period >> 12, 1))
      assert.strictEqual(birth(era, later), born)
      assert.strictEqual(death(era, later), BigInt(born + period))
      assert.strictEqual(birth(era, born + period), born + period)
    }
  })

  it("has a power of two as its period, no less than asked for", () => {
    const periodOf = (asked: number) => mortalityOf(mortal(asked, 0))?.period
    assert.deepStrictEqual(
      [0, 4, 5, 50, 64, 65, 65_536, 1_000_000].map(periodOf),
      [4, 4, 8, 64, 64, 128, 65_536, 65_536]
    )
  })

  it("has not begun before its phase", () => {
    assert.strictEqual(birth(mortal(64, 42), 10), 42)
    assert.strictEqual(death(mortal(64, 42), 10), 106n)
  })

  it("that never ends is one byte, and began with the first block", () => {
    assert.deepStrictEqual(encode(Era, immortal), Uint8Array.of(0))
    assert.strictEqual(birth(immortal, 1000), 0)
    assert.strictEqual(death(immortal, 1000), 2n ** 64n - 1n)
  })

  it.each(["a period of 2", "a phase beyond its period"])("is none with %s", (what) => {
    const bytes = what === "a period of 2" ? Uint8Array.of(0x10, 0) : Uint8Array.of(0x41, 0)
    assert.throws(() => decodeUnsafe(Era, bytes), "OutOfRange")
  })
})
