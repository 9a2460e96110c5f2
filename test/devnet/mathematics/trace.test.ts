/** Every epoch in the recorded life of a localnet: neurons come, are replaced and set weights in between, and bonds go on. */
import { assert, describe, it } from "@effect/vitest"
import { blockEmission } from "../../../src/devnet/mathematics/blockEmission.ts"
import { blocksUntilEpoch, ownerCut } from "../../../src/devnet/mathematics/emission.ts"
import { epoch } from "../../../src/devnet/mathematics/epoch.ts"
import { rootEpoch } from "../../../src/devnet/mathematics/rootEpoch.ts"
import type { Subnet } from "../../../src/devnet/mathematics/yuma.ts"
import { replay, type State, type Stored, traces } from "../../support/localnetTrace.ts"

const uids = (state: State, netuid: number): ReadonlyArray<number> =>
  Array.from({ length: state.number(`subnetworkN/${netuid}`) }, (_, uid) => uid)

const stakes = (state: State, netuid: number): ReadonlyArray<bigint> =>
  uids(state, netuid).map((uid) => state.amount(`totalHotkeyStake/${state.get(`keys/${netuid}|${uid}`)}`))

/** What a block pays to a hotkey before it runs an epoch: the tuples of the epochs in the block before. */
const paid = (state: State, hotkey: Stored): bigint =>
  state
    .netuids("loadedEmission")
    .flatMap((netuid) => state.list(`loadedEmission/${netuid}`))
    .flatMap((tuple) => (Array.isArray(tuple) && tuple[0] === hotkey ? tuple.slice(1) : []))
    .reduce((sum, rao) => sum + BigInt(String(rao)), 0n)

const subnetOf = (state: State, netuid: number, block: number): Subnet => ({
  block,
  kappa: state.number(`kappa/${netuid}`, 32_767),
  activityCutoff: state.number(`activityCutoff/${netuid}`, 5000),
  maxAllowedValidators: state.number(`maxAllowedValidators/${netuid}`, 128),
  bondsMovingAverage: state.amount(`bondsMovingAverage/${netuid}`, 900_000),
  stake: stakes(state, netuid).map((stake, uid) => stake + paid(state, state.get(`keys/${netuid}|${uid}`))),
  lastUpdate: state.list(`lastUpdate/${netuid}`).map(Number),
  blockAtRegistration: uids(state, netuid).map((uid) => state.number(`blockAtRegistration/${netuid}|${uid}`)),
  validatorPermit: state.list(`validatorPermit/${netuid}`).map((permit) => permit === true),
  weights: uids(state, netuid).map((uid) => state.row(`weights/${netuid}|${uid}`)),
  bonds: uids(state, netuid).map((uid) => state.row(`bonds/${netuid}|${uid}`))
})

/** Subnets with neurons whose epoch runs in a block, unless a call of the block then changed who is there. */
const due = (before: State, after: State, block: number): ReadonlyArray<number> =>
  before
    .netuids("subnetOwner")
    .filter((netuid) => before.number(`subnetworkN/${netuid}`) > 0)
    .filter((netuid) => blocksUntilEpoch(netuid, before.number(`tempo/${netuid}`), block) === 0)
    .filter((netuid) => before.number(`subnetworkN/${netuid}`) === after.number(`subnetworkN/${netuid}`))

const assertStored = (netuid: number, block: number, before: State, after: State): void => {
  const { pending } = ownerCut(after.amount(`emissionValues/${netuid}`), before.number("subnetOwnerCut", 11_796))
  const subnet = subnetOf(before, netuid, block)
  const stored = epoch(subnet, before.amount(`pendingEmission/${netuid}`) + pending)
  for (const name of ["rank", "trust", "consensus", "dividends", "validatorTrust", "pruningScores"] as const) {
    const recorded = after.list(`${name}/${netuid}`).map(Number)
    assert.deepStrictEqual(Array.from(stored[name]), recorded, `${name} of ${netuid} in ${block}`)
  }
  assert.deepStrictEqual(Array.from(stored.emission, String), after.list(`emission/${netuid}`))
  assert.deepStrictEqual(stored.active, after.list(`active/${netuid}`))
  assert.deepStrictEqual(stored.validatorPermit, after.list(`validatorPermit/${netuid}`))
  for (const [uid, row] of stored.bonds.entries()) {
    assert.deepStrictEqual(row ?? subnet.bonds[uid], after.row(`bonds/${netuid}|${uid}`), `bonds in ${block}`)
  }
}

describe.each(traces)("the localnet recorded in $directory", (trace) => {
  it("stores the epochs of its subnets", () => {
    let epochs = 0
    replay(trace, ({ number }, before, after) => {
      for (const netuid of due(before, after, number)) {
        assertStored(netuid, number, before, after)
        epochs++
      }
    })
    assert.isAtLeast(epochs, 8)
  })

  it("stores the epochs of its root network", () => {
    let epochs = 0
    replay(trace, ({ number }, before, after) => {
      if (uids(before, 0).length === 0 || blocksUntilEpoch(0, before.number("tempo/0"), number) !== 0) return
      const netuids = before.netuids("networksAdded")
      const decided = rootEpoch({
        netuids,
        kappa: before.number("kappa/0", 32_767),
        rho: before.number("rho/0", 10),
        stake: stakes(before, 0),
        weights: uids(before, 0).map((uid) => before.row(`weights/0|${uid}`)),
        blockEmission: blockEmission(before.amount("totalIssuance"))
      })
      const recorded = netuids.map((netuid) => after.amount(`emissionValues/${netuid}`))
      assert.deepStrictEqual(decided?.emissionValues, recorded, `block ${number}`)
      epochs++
    })
    assert.isAtLeast(epochs, 8)
  })
})
