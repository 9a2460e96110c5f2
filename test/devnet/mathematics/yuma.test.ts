/** The epoch: every recorded value and intermediate of the runtime, and a transcription of the specification in bigints. */
import { assert, describe, it } from "@effect/vitest"
import { epoch } from "../../../src/devnet/mathematics/epoch.ts"
import { type Columns } from "../../../src/devnet/mathematics/internal/columns.ts"
import { type Subnet, yuma } from "../../../src/devnet/mathematics/yuma.ts"
import { epochCases } from "../../support/epochVectors.ts"
import { seeded } from "../../support/randomPython.ts"
import { randomSubnet } from "../../support/randomSubnet.ts"
import { referenceEpoch, referenceYuma } from "../../support/referenceEpoch.ts"

type Entries = ReadonlyArray<readonly [uid: number, bits: string]>

/** The entries of each row, by uid. */
const entriesOf = ({ bits, rows, starts }: Columns): ReadonlyArray<Entries> => {
  const entries: Array<Array<readonly [number, string]>> = Array.from({ length: starts.length - 1 }, () => [])
  for (const column of entries.keys()) {
    for (let at = starts[column]!; at < starts[column + 1]!; at++) entries[rows[at]!]!.push([column, String(bits[at])])
  }
  return entries
}
const sorted = (rows: ReadonlyArray<Entries>): ReadonlyArray<Entries> =>
  rows.map((row) => row.toSorted(([a], [b]) => a - b))
const strings = (bits: Float64Array): ReadonlyArray<string> => Array.from(bits, String)

describe("the recorded epochs", () => {
  it("are there", () => assert.isAtLeast(epochCases.length, 13))

  describe.each(epochCases.map((one) => [one.id, one] as const))("%s", (_, { data, subnet }) => {
    const { expected, trace_fixed_bits: trace } = data

    it("has the runtime's intermediate bits", () => {
      const values = yuma(subnet)
      assert.deepStrictEqual(strings(values.stake), trace.stake)
      assert.deepStrictEqual(strings(values.activeStake), trace.active_stake)
      assert.deepStrictEqual(entriesOf(values.weights), sorted(trace.weights_normalised))
      assert.deepStrictEqual(strings(values.preranks), trace.preranks)
      assert.deepStrictEqual(strings(values.consensus), trace.consensus)
      assert.deepStrictEqual(entriesOf(values.bonds), sorted(trace.ema_bonds_normalised))
    })

    it("stores what the runtime stores", () => {
      const stored = epoch(subnet, BigInt(data.pending_emission))
      const vectors = {
        active: stored.active,
        rank: Array.from(stored.rank),
        trust: Array.from(stored.trust),
        consensus: Array.from(stored.consensus),
        incentive: Array.from(stored.rank),
        dividends: Array.from(stored.dividends),
        validator_trust: Array.from(stored.validatorTrust),
        validator_permit: stored.validatorPermit,
        pruning_scores: Array.from(stored.pruningScores),
        emission: Array.from(stored.emission, String)
      }
      for (const [name, values] of Object.entries(vectors)) {
        assert.deepStrictEqual(values, expected[name as keyof typeof vectors], name)
      }
      assert.deepStrictEqual(
        data.neurons.map(({ hotkey, uid }) => [
          hotkey,
          String(stored.serverEmission[uid]),
          String(stored.validatorEmission[uid])
        ]),
        expected.loaded_emission.map((tuple) => [...tuple])
      )
    })

    it("leaves the bonds that the runtime leaves", () => {
      const { bonds } = epoch(subnet, 0n)
      const after = bonds.map((row, uid) => row ?? subnet.bonds[uid]!)
      const recorded = subnet.bonds.map((_, uid) => (expected.bonds[uid] ?? []).flat())
      assert.deepStrictEqual(
        after.map((row) => Array.from(row)),
        recorded
      )
    })
  })
})

/** What of a subnet's values is about the edges: each has to come up in the comparison, or it compares too little. */
const traits = (subnet: Subnet): ReadonlyArray<string> => {
  const values = referenceYuma(subnet)
  const has = (bits: ReadonlyArray<bigint>): boolean => bits.some((value) => value > 0n)
  const votes = values.activeStake.filter((bits) => bits > 0n)
  const found: Record<string, boolean> = {
    "no neurons": subnet.weights.length === 0,
    "no stake": !has(values.stake),
    "stake, but none of it active": has(values.stake) && !has(values.activeStake),
    "active stake, but no weights": has(values.activeStake) && !has(values.preranks),
    consensus: has(values.consensus),
    "weights without consensus": values.preranks.some((bits, uid) => bits > 0n && values.consensus[uid] === 0n),
    "trust between 0 and 1": values.trust.some((bits) => bits > 0n && bits < 2n ** 32n),
    "equal votes": votes.length > new Set(votes).size,
    dividends: has(values.dividends),
    "more neurons than permits": values.validatorPermit.includes(false),
    "a permit lost": values.validatorPermit.some((permit, uid) => !permit && subnet.validatorPermit[uid] === true),
    "no minority": subnet.kappa > 65_000 && has(values.consensus),
    "no majority": subnet.kappa === 0 && has(values.consensus),
    "an average beyond 1":
      subnet.bondsMovingAverage > 1_000_000n && values.bonds.flat().some((bits) => bits !== undefined)
  }
  return Object.keys(found).filter((trait) => found[trait])
}

describe("the transcription of the specification", () => {
  const random = seeded(185)
  const subnets = Array.from({ length: 400 }, () => randomSubnet(random))

  it.each(epochCases.map((one) => [one.id, one] as const))(
    "stores what the runtime stores: %s",
    (_, { data, subnet }) => {
      const stored = referenceEpoch(subnet, BigInt(data.pending_emission))
      assert.deepStrictEqual(Array.from(stored.emission, String), data.expected.emission)
      assert.deepStrictEqual(Array.from(stored.pruningScores), data.expected.pruning_scores)
      assert.deepStrictEqual(Array.from(stored.trust), data.expected.trust)
    }
  )

  it("meets every edge", () => {
    const counts = new Map<string, number>()
    for (const trait of subnets.flatMap(traits)) counts.set(trait, (counts.get(trait) ?? 0) + 1)
    assert.strictEqual(counts.size, 14)
    assert.deepStrictEqual(
      [...counts].filter(([, count]) => count < 3),
      []
    )
  })

  it("agrees on 400 random subnets, in every value", () => {
    for (const [index, subnet] of subnets.entries()) {
      const values = yuma(subnet)
      const reference = referenceYuma(subnet)
      for (const name of [
        "stake",
        "activeStake",
        "preranks",
        "consensus",
        "trust",
        "validatorTrust",
        "incentive",
        "dividends"
      ] as const) {
        assert.deepStrictEqual(strings(values[name]), reference[name].map(String), `${name} of subnet ${index}`)
      }
      for (const name of ["weights", "bonds"] as const) {
        const entries = reference[name].map((row) =>
          row.flatMap((bits, column) => (bits === undefined ? [] : [[column, String(bits)] as const]))
        )
        assert.deepStrictEqual(entriesOf(values[name]), entries, `${name} of subnet ${index}`)
      }
      const emission = BigInt(Math.floor(random() * 1e12))
      assert.deepStrictEqual(epoch(subnet, emission), referenceEpoch(subnet, emission), `subnet ${index}`)
    }
  })
})

describe("a subnet that no sensible one is", () => {
  const { subnet } = epochCases[0] ?? assert.fail("no vectors")

  it("keeps bonds with an average of any size", () => {
    assert.strictEqual(yuma({ ...subnet, bondsMovingAverage: 15_999_999n }).bonds.bits.length, 0)
    const random = seeded(186)
    const averages = [
      2n ** 24n,
      17_000_000n,
      2n ** 40n,
      2n ** 50n,
      2n ** 53n,
      2n ** 62n,
      2n ** 63n,
      2n ** 64n - 2n ** 25n
    ]
    let bonds = 0
    for (let index = 0; index < 80; index++) {
      const odd = { ...randomSubnet(random), bondsMovingAverage: averages[index % averages.length]! }
      const [stored, reference] = [epoch(odd, 10n ** 9n), referenceEpoch(odd, 10n ** 9n)]
      assert.deepStrictEqual(stored, reference, `subnet ${index}`)
      bonds += yuma(odd).bonds.bits.length
    }
    assert.isAbove(bonds, 100)
  })
})
