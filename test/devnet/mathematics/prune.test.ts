/** Who has to leave: recorded choices of the runtime, and every tie between networks. */
import { assert, describe, it } from "@effect/vitest"
import { networkToPrune, neuronToPrune } from "../../../src/devnet/mathematics/prune.ts"
import { loadVectors } from "../../support/vectors.ts"

interface PruneCase {
  readonly note: string
  readonly current_block: number
  readonly immunity_period: number
  readonly pruning_scores: ReadonlyArray<number>
  readonly block_at_registration: ReadonlyArray<number>
  readonly expected_uid: number
}

describe("neuronToPrune", () => {
  const cases = loadVectors<{ readonly cases: ReadonlyArray<PruneCase> }>("runtime", "neuron_prune.json").flatMap(
    ({ data }) => data.cases
  )

  it("has recordings", () => assert.isAtLeast(cases.length, 10))

  it.each(cases.map((one) => [one.note, one] as const))("chooses as the runtime: %s", (_, one) => {
    const neurons = {
      pruningScores: one.pruning_scores,
      blockAtRegistration: one.block_at_registration,
      immunityPeriod: one.immunity_period
    }
    assert.strictEqual(neuronToPrune(neurons, one.current_block), one.expected_uid)
  })
})

describe("networkToPrune", () => {
  const network = (netuid: number, emissionValue: bigint, registeredAt: number) => ({
    netuid,
    emissionValue,
    registeredAt
  })
  const now = 1000

  it.each([
    ["the lowest emission", [network(1, 5n, 0), network(2, 4n, 500), network(3, 6n, 0)], 2],
    ["then the oldest", [network(1, 4n, 7), network(2, 4n, 6), network(3, 4n, 8)], 2],
    ["then the highest netuid", [network(1, 4n, 6), network(3, 4n, 6), network(2, 4n, 6)], 3],
    ["never root", [network(0, 0n, 0), network(1, 9n, 0)], 1],
    ["none that is immune", [network(1, 1n, 901), network(2, 9n, 900)], 2],
    ["nothing if all are", [network(1, 1n, 901)], undefined],
    ["differences that no double holds", [network(1, 2n ** 63n + 1n, 0), network(2, 2n ** 63n, 1)], 2]
  ])("chooses %s", (_, networks, netuid) => assert.strictEqual(networkToPrune(networks, 100, now), netuid))
})
