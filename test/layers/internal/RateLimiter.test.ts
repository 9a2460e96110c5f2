/** Token buckets by key. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { heapGrowth } from "../../support/heap.ts"
import { RateLimiter } from "../../../src/layers/internal/axon/RateLimiter.ts"

/** How many of so many requests pass. */
const passed = (limiter: RateLimiter, key: string, now: number, count: number): number =>
  Array.from({ length: count }, () => limiter.take(key, now)).filter(Boolean).length

describe("take", () => {
  it("lets a burst pass, and no more", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    assert.strictEqual(passed(limiter, "a", 0, 10), 5)
    assert.strictEqual(passed(limiter, "b", 0, 10), 5, "keys are apart")
  })

  it("refills at its rate, up to the burst", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    passed(limiter, "a", 0, 5)
    assert.strictEqual(passed(limiter, "a", 99, 1), 0)
    assert.strictEqual(passed(limiter, "a", 100, 2), 1)
    assert.strictEqual(passed(limiter, "a", 400, 10), 3)
    assert.strictEqual(passed(limiter, "a", 1_000_000, 10), 5)
  })

  it("takes nothing when it refuses", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    assert.isTrue(limiter.take("a", 0, 3))
    assert.isFalse(limiter.take("a", 0, 3))
    assert.isTrue(limiter.take("a", 0, 2))
  })

  it("gives nothing for a clock that goes back", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    passed(limiter, "a", 10_000, 5)
    assert.isFalse(limiter.take("a", 5000))
  })

  it.prop(
    "never lets more pass than burst and rate allow",
    { waits: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 500 }))) },
    ({ waits }) => {
      const limiter = new RateLimiter({ perSecond: 10, burst: 3 })
      let now = 0
      let count = 0
      for (const wait of waits) {
        now += wait
        count += passed(limiter, "a", now, 4)
      }
      assert.isAtMost(count, 3 + (10 * now) / 1000)
    }
  )
})

describe("charge", () => {
  it("takes what is not there, so that it has to be waited for", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    limiter.charge("a", 0, 7)
    assert.isFalse(limiter.take("a", 200))
    assert.isTrue(limiter.take("a", 300))
  })

  it("has a floor, so that nobody waits for ever", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    for (let i = 0; i < 1000; i++) limiter.charge("a", 0, 20)
    assert.isFalse(limiter.take("a", 500))
    assert.isTrue(limiter.take("a", 600))
  })
})

describe("the table", () => {
  it("is bounded, and drops the longest unused", () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1 })
    limiter.take("first", 0)
    limiter.take("second", 0)
    for (let i = 0; i < 19_998; i++) limiter.take(`${i}`, 0)
    limiter.take("first", 1000)
    limiter.take("one more", 1000)
    assert.isTrue(limiter.has("first"))
    assert.isFalse(limiter.has("second"))
    assert.isTrue(limiter.has("one more"))
  })

  it("does not grow by the use of the keys that it has", () => {
    const limiter = new RateLimiter({ perSecond: 10, burst: 5 })
    const growth = heapGrowth(() => {
      for (let second = 0; second < 1000; second++) {
        for (let key = 0; key < 300; key++) limiter.take(`key ${key}`, second * 1000)
      }
    })
    assert.isBelow(growth, 8 * 1024 * 1024)
    assert.isTrue(limiter.has("key 0"))
  })
})
