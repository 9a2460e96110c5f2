/** Emission on its way to the stakes: recorded payments, and the owners of a recorded localnet. */
import { assert, describe, it } from "@effect/vitest"
import { blocksUntilEpoch, ownerCut, payout } from "../../../src/devnet/mathematics/emission.ts"
import { epochCases } from "../../support/epochVectors.ts"
import { replay, traces } from "../../support/localnetTrace.ts"

describe("payout", () => {
  it.each(epochCases.map((one) => [one.id, one] as const))("pays as the runtime: %s", (_, { data }) => {
    const stakes = new Map<string, bigint>()
    const add = (key: string, amount: bigint) => stakes.set(key, (stakes.get(key) ?? 0n) + amount)
    let paid = 0n
    for (const [uid, neuron] of data.neurons.entries()) {
      const [, server, validator] = data.expected.loaded_emission[uid] ?? assert.fail()
      const nominated = neuron.nominations.map(([, amount]) => BigInt(amount))
      const totalStake = BigInt(neuron.total_stake)
      const own = nominated.reduce((left, amount) => left - amount, totalStake)
      const earned = { server: BigInt(server), validator: BigInt(validator) }
      const { nominators, owner } = payout({
        ...earned,
        take: neuron.delegate_take ?? undefined,
        totalStake,
        stakes: [own, ...nominated]
      })
      const coldkeys = [neuron.coldkey, ...neuron.nominations.map(([coldkey]) => coldkey)]
      for (const [index, before] of [own, ...nominated].entries()) {
        add(`${neuron.hotkey}|${coldkeys[index]}`, before + (nominators[index] ?? assert.fail()))
      }
      add(`${neuron.hotkey}|${neuron.coldkey}`, owner)
      paid += earned.server + earned.validator
    }
    for (const [key, stake] of Object.entries(data.expected_next_block.stake)) {
      assert.strictEqual(String(stakes.get(key)), stake, key)
    }
    assert.strictEqual(String(paid), data.expected_next_block.total_stake_delta)
  })

  it("multiplies by quotients that were cut off, so that an exact fifth or third falls short", () => {
    const earned = { server: 4n, validator: 10n, take: 13_107 }
    assert.deepStrictEqual(payout({ ...earned, totalStake: 100n, stakes: [0n, 100n] }), {
      owner: 5n,
      nominators: [0n, 9n]
    })
    assert.deepStrictEqual(payout({ ...earned, totalStake: 30n, stakes: [10n, 20n] }), {
      owner: 7n,
      nominators: [2n, 5n]
    })
  })

  it("gives a delegate without stake everything", () => {
    const earned = { server: 5n, validator: 7n, take: 30_000, totalStake: 0n, stakes: [0n] }
    assert.deepStrictEqual(payout(earned), { owner: 12n, nominators: [0n] })
  })
})

describe("blocksUntilEpoch", () => {
  it("is 0 once in tempo + 1 blocks, later for a higher netuid", () => {
    const epochs = (netuid: number, tempo: number, blocks: number) =>
      Array.from({ length: blocks }, (_, block) => block).filter(
        (block) => blocksUntilEpoch(netuid, tempo, block) === 0
      )
    assert.deepStrictEqual(epochs(1, 360, 1000), [358, 719])
    assert.deepStrictEqual(epochs(0, 100, 300), [99, 200])
    assert.strictEqual(blocksUntilEpoch(1, 360, 0), 358)
  })

  it("agrees with the block of every recorded epoch", () => {
    for (const { data } of epochCases) {
      assert.strictEqual(blocksUntilEpoch(data.netuid, data.params.tempo, data.block), 0, data.id)
    }
  })

  it("never comes with a tempo of 0", () => assert.strictEqual(blocksUntilEpoch(1, 0, 5), Infinity))
})

describe("ownerCut", () => {
  it.each(traces)("parts what the recorded blocks emitted: $directory", (trace) => {
    let [deposits, additions] = [0, 0]
    replay(trace, ({ init_events, storage_changes }, before, after) => {
      const owned = before.netuids("subnetOwner")
      const cuts = owned.map((netuid) => {
        const key = `emissionValues/${netuid}`
        // a call of this block may remove the network, but only after the emission
        return ownerCut(
          BigInt(String(storage_changes[key] ?? before.amount(key))),
          before.number("subnetOwnerCut", 11_796)
        )
      })
      const recorded = init_events
        .filter(([, method]) => method === "Deposit")
        .map(([, , data]) => BigInt(data[1] ?? 0))
      assert.deepStrictEqual(
        recorded,
        cuts.map(({ owner }) => owner)
      )
      deposits += recorded.filter((rao) => rao > 0n).length
      for (const [index, netuid] of owned.entries()) {
        const key = `pendingEmission/${netuid}`
        const added = after.amount(key) - before.amount(key)
        if (added <= 0n) continue // nothing came, or an epoch took it
        assert.strictEqual(added, cuts[index]?.pending)
        additions++
      }
    })
    assert.isAbove(deposits, 10)
    assert.isAbove(additions, 10)
  })

  it("loses a rao when both parts have a fraction", () => {
    assert.deepStrictEqual(ownerCut(10n, 11_796), { owner: 1n, pending: 8n })
    assert.deepStrictEqual(ownerCut(65_535n, 11_796), { owner: 11_796n, pending: 53_739n })
    assert.deepStrictEqual(ownerCut(1_000_000_000n, 0), { owner: 0n, pending: 1_000_000_000n })
  })
})
