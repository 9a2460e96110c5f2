/** The epoch of the root network: recorded decisions of the runtime, to the last of 64 binary digits. */
import { assert, describe, it } from "@effect/vitest"
import { blockEmission } from "../../../src/devnet/mathematics/blockEmission.ts"
import { type RootNetwork, rootEpoch } from "../../../src/devnet/mathematics/rootEpoch.ts"
import { loadVectors } from "../../support/vectors.ts"

interface RootCase {
  readonly id: string
  readonly netuids: ReadonlyArray<number>
  readonly kappa: number
  readonly rho: number
  readonly total_issuance_before: string
  readonly validators: ReadonlyArray<{
    readonly stake: string
    readonly weights: ReadonlyArray<readonly [netuid: number, value: number]>
  }>
  readonly expected: {
    readonly block_emission: string
    readonly emission_values: Readonly<Record<string, string>>
    readonly trust_bits_i64f64: ReadonlyArray<string> | null
    readonly consensus_bits_i64f64: ReadonlyArray<string> | null
  }
}

const cases = loadVectors<{ readonly cases: ReadonlyArray<RootCase> }>("runtime", "root_emission.json").flatMap(
  ({ data }) => data.cases
)

const networkOf = ({ kappa, netuids, rho, total_issuance_before, validators }: RootCase): RootNetwork => ({
  netuids,
  kappa,
  rho,
  stake: validators.map(({ stake }) => BigInt(stake)),
  weights: validators.map(({ weights }) => Uint16Array.from(weights.flat())),
  blockEmission: blockEmission(BigInt(total_issuance_before))
})

describe("rootEpoch", () => {
  it("has recordings", () => assert.isAtLeast(cases.length, 10))

  it.each(cases.map((one) => [one.id, one] as const))("decides as the runtime: %s", (_, one) => {
    const { expected, netuids } = one
    const network = networkOf(one)
    assert.strictEqual(String(network.blockEmission), expected.block_emission)
    const decided = rootEpoch(network)
    // without any stake nothing is decided, and the recorded values are those from before
    if (expected.trust_bits_i64f64 === null) return assert.isUndefined(decided)
    assert.deepStrictEqual(decided?.trust.map(String), expected.trust_bits_i64f64)
    assert.deepStrictEqual(decided?.consensus.map(String), expected.consensus_bits_i64f64)
    assert.deepStrictEqual(
      decided?.emissionValues.map(String),
      netuids.map((netuid) => expected.emission_values[netuid])
    )
  })

  it("has a constant for e, which differs from its series", () => {
    const [first] = cases
    const network = { ...networkOf(first ?? assert.fail()), rho: 1, weights: [Uint16Array.of(1, 1)] }
    // with kappa 1, no trust at all is e^1 away, and full trust e^0
    const [none, full] = rootEpoch({ ...network, kappa: 65535 })?.consensus ?? []
    assert.strictEqual(none, 2n ** 128n / (2n ** 64n + (22_802_600n << 41n)))
    assert.strictEqual(full, 2n ** 63n)
    // with kappa 0 full trust is e^-1 away: one over the series, whose first seventeen decimals are those of e
    const [, series] = rootEpoch({ ...network, kappa: 0 })?.consensus ?? []
    assert.approximately(Number(series) / 2 ** 64, 1 / (1 + Math.exp(-1)), 1e-15)
    assert.notStrictEqual(series, 2n ** 128n / (2n ** 64n + 2n ** 128n / (22_802_600n << 41n)))
  })

  it("stops where the exponential does not fit", () => {
    const [first] = cases
    assert.throws(() => rootEpoch({ ...networkOf(first ?? assert.fail()), rho: 65535 }), /does not fit/)
  })
})
