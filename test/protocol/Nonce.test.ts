/** Nonces: unix nanoseconds, a window that is exact to the nanosecond, and lanes that only rise. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as Nonce from "../../src/protocol/Nonce.ts"

const second = 1_000_000_000n
const now = 1_752_076_800_000_000_000n

/** Whether an axon takes this nonce as fresh at `now`. */
const isFresh = (nonce: bigint, timeout: number, stretch?: number): boolean => {
  const { newest, oldest } = Nonce.window(now, timeout, stretch)
  return nonce > oldest && nonce <= newest
}

describe("window", () => {
  it.each([
    ["no timeout", 0, 4n * second],
    ["12 seconds", 12, 16n * second],
    ["half a second", 0.5, 4_500_000_000n],
    ["a nanosecond", 1e-9, 4_000_000_001n],
    ["60 seconds", 60, 64n * second],
    ["an hour, which is capped", 3600, 64n * second],
    ["infinity, which is capped", Infinity, 64n * second],
    ["less than nothing, which is nothing", -5, 4n * second]
  ])("reaches back by the leeway and the timeout: %s", (_, timeout, reach) => {
    assert.isFalse(isFresh(now - reach, timeout))
    assert.isTrue(isFresh(now - reach + 1n, timeout))
  })

  it("reaches ahead by the leeway, whatever the timeout", () => {
    for (const timeout of [0, 12, 3600]) {
      assert.isTrue(isFresh(now + 4n * second, timeout))
      assert.isFalse(isFresh(now + 4n * second + 1n, timeout))
    }
  })

  it("takes another cap", () => {
    assert.isTrue(isFresh(now - 100n * second, 3600, 97))
    assert.isFalse(isFresh(now - 100n * second, 3600, 96))
    assert.isFalse(isFresh(now - 4n * second, 3600, 0))
  })
})

describe("expiry", () => {
  const Seconds = Schema.Number.check(Schema.isBetween({ minimum: 0, maximum: 3600 }))

  it.prop("has passed only when no claimed timeout makes the nonce fresh", { timeout: Seconds }, ({ timeout }) => {
    const expired = now - 64n * second - 1n
    assert.strictEqual(Nonce.expiry(expired), now)
    assert.isFalse(isFresh(expired, timeout))
  })

  it("follows the cap", () => assert.strictEqual(Nonce.expiry(now, 10), now + 14n * second + 1n))
})

describe("fromText", () => {
  it.each([
    ["1", 1n],
    ["1752076800000000000", now],
    ["9".repeat(20), 99_999_999_999_999_999_999n]
  ])("reads %s", (text, value) => assert.strictEqual(Nonce.fromText(text), value))

  it.each(["", "0", "01", "-1", "+1", " 1", "1 ", "1\n", "1_0", "1.0", "1e18", "0x1", "١", "9".repeat(21), "None"])(
    "refuses %j",
    (text) => assert.isUndefined(Nonce.fromText(text))
  )

  it("refuses a hundred thousand digits without reading them", () => {
    assert.isUndefined(Nonce.fromText("1".repeat(100_000)))
  })
})

describe("next", () => {
  it("is the time", () => assert.strictEqual(Nonce.next(now, now - 1n), now))
  it("rises within a nanosecond", () => assert.strictEqual(Nonce.next(now, now), now + 1n))
  it("rises while the clock goes back", () => assert.strictEqual(Nonce.next(now - 5n * second, now), now + 1n))
})
