/** Burn and difficulty: recorded adjustments of the runtime, and a subnet through ten intervals. */
import { assert, describe, it } from "@effect/vitest"
import { adjustRegistrationTerms, type Interval } from "../../../src/devnet/mathematics/registrationTerms.ts"
import { loadVectors } from "../../support/vectors.ts"

interface AdjustmentCase {
  readonly note: string
  readonly burn: string
  readonly difficulty: string
  readonly min_burn: string
  readonly max_burn: string
  readonly min_difficulty: string
  readonly max_difficulty: string
  readonly adjustment_alpha: string
  readonly target: number
  readonly regs: number
  readonly pow_regs: number
  readonly burn_regs: number
  readonly expected: { readonly burn: string; readonly difficulty: string }
}

interface Step {
  readonly registrations_paid: number
  readonly burn_before: string
  readonly burn_after: string
  readonly difficulty_after: string
}

describe("adjustRegistrationTerms", () => {
  const units = loadVectors<{ readonly unit: ReadonlyArray<AdjustmentCase> }>(
    "runtime",
    "registration_adjustment.json"
  ).flatMap(({ data }) => data.unit)
  const sequence = loadVectors<{ readonly sequence: ReadonlyArray<Step> }>(
    "runtime",
    "registration_adjustment.json"
  ).flatMap(({ data }) => data.sequence)

  const intervalOf = (one: AdjustmentCase): Interval => ({
    burn: { value: BigInt(one.burn), minimum: BigInt(one.min_burn), maximum: BigInt(one.max_burn) },
    difficulty: {
      value: BigInt(one.difficulty),
      minimum: BigInt(one.min_difficulty),
      maximum: BigInt(one.max_difficulty)
    },
    adjustmentAlpha: BigInt(one.adjustment_alpha),
    target: one.target,
    registrations: one.regs,
    powRegistrations: one.pow_regs,
    burnRegistrations: one.burn_regs
  })

  it("has recordings", () => {
    assert.isAtLeast(units.length, 31)
    assert.isAtLeast(sequence.length, 10)
  })

  it.each(units.map((one, index) => [`${index}: ${one.note}`, one] as const))(
    "adjusts as the runtime: %s",
    (_, one) => {
      const { burn, difficulty } = adjustRegistrationTerms(intervalOf(one))
      assert.strictEqual(String(burn ?? one.burn), one.expected.burn)
      assert.strictEqual(String(difficulty ?? one.difficulty), one.expected.difficulty)
    }
  )

  it("follows a new subnet through ten intervals", () => {
    const most = 2n ** 64n - 1n
    let difficulty = 10_000_000n
    for (const { burn_after, burn_before, difficulty_after, registrations_paid } of sequence) {
      const next = adjustRegistrationTerms({
        burn: { value: BigInt(burn_before), minimum: 1n, maximum: 100_000_000_000n },
        difficulty: { value: difficulty, minimum: most, maximum: most },
        adjustmentAlpha: 17_893_341_751_498_265_066n,
        target: 1,
        registrations: registrations_paid,
        powRegistrations: 0,
        burnRegistrations: registrations_paid
      })
      difficulty = next.difficulty ?? difficulty
      assert.strictEqual(String(next.burn ?? burn_before), burn_after)
      assert.strictEqual(String(difficulty), difficulty_after)
    }
  })

  const even: Interval = {
    burn: { value: 1000n, minimum: 1n, maximum: 10_000n },
    difficulty: { value: 1000n, minimum: 1n, maximum: 10_000n },
    adjustmentAlpha: 0n,
    target: 2,
    registrations: 0,
    powRegistrations: 0,
    burnRegistrations: 0
  }

  it.each([
    ["many, most of them by work", 4, 3, 1, undefined, 1500n],
    ["many, most of them paid", 4, 1, 3, 1500n, undefined],
    ["many, in equal parts", 4, 2, 2, 1500n, 1500n],
    ["few, most of them by work", 2, 2, 0, 1000n, undefined],
    ["few, most of them paid", 1, 0, 1, undefined, 750n],
    ["none", 0, 0, 0, 500n, 500n]
  ])("sets only what moves: %s", (_, registrations, powRegistrations, burnRegistrations, burn, difficulty) => {
    const interval = { ...even, registrations, powRegistrations, burnRegistrations }
    assert.deepStrictEqual(adjustRegistrationTerms(interval), { burn, difficulty })
  })

  it("adds as u16, and divides by nothing when the target is none", () => {
    const wrapped = { ...even, registrations: 65_535, target: 3, powRegistrations: 1 }
    assert.strictEqual(adjustRegistrationTerms(wrapped).difficulty, 333n)
    assert.throws(() => adjustRegistrationTerms({ ...even, target: 0 }), RangeError)
  })
})
