/**
 * The calls that make a network and take it down again.
 *
 * @since 0.2.0
 */
import { lockCost } from "../../../../mathematics/lockCost.ts"
import { networkToPrune } from "../../../../mathematics/prune.ts"
import { type BlockContext, type Outcome, signed, trapping } from "../../../../runtime/dispatch.ts"
import type { State, StorageItem } from "../../../../runtime/storage.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { add, canRemove, remove } from "../currency.ts"
import { ROOT } from "./neurons.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"

const of = SubtensorModule.storage

const MAX_U64 = 2n ** 64n - 1n

/**
 * Rao that a network costs in a block.
 *
 * @category accessors
 */
export const networkCost = (state: State, block: number): bigint =>
  trapping(() =>
    lockCost(
      {
        lastLockCost: of.NetworkLastLockCost.get(state),
        minLockCost: of.NetworkMinLockCost.get(state),
        lastRegistered: Number(of.NetworkLastRegistered.get(state)),
        reductionInterval: of.NetworkLockReductionInterval.get(state)
      },
      block
    )
  )

/**
 * All networks, root among them, in the order of storage.
 *
 * @category accessors
 */
export const netuids = (state: State): ReadonlyArray<number> =>
  Array.from(of.NetworksAdded.entries(state), ([[netuid]]) => netuid)

/** The lowest netuid that no network has. */
const firstFree = (state: State): number => {
  let netuid = ROOT + 1
  while (of.NetworksAdded.get(state, netuid)) netuid++
  return netuid
}

/** The network that has to make room for another, if any is old enough. */
const leastWanted = (context: BlockContext): number | undefined =>
  networkToPrune(
    netuids(context).map((netuid) => ({
      netuid,
      emissionValue: of.EmissionValues.get(context, netuid),
      registeredAt: Number(of.NetworkRegisteredAt.get(context, netuid))
    })),
    Number(of.NetworkImmunityPeriod.get(context)),
    context.block
  )

/** Where a new network goes: onto a free netuid, or onto that of another, which is then gone. */
const makeRoom = (context: BlockContext): number | undefined => {
  if (of.TotalNetworks.get(context) - 1 < of.SubnetLimit.get(context)) return firstFree(context)
  const netuid = leastWanted(context)
  if (netuid !== undefined) takeDown(context, netuid)
  return netuid
}

/** Items of a network that are there from its beginning: what another of this netuid has left behind stays. */
const makeExplicit = (state: State, netuid: number): void => {
  const keep = <V>(item: StorageItem<readonly [number], V, V>): void => item.mutate(state, netuid, (value) => value)
  keep(of.Kappa)
  keep(of.Difficulty)
  keep(of.ActivityCutoff)
  keep(of.EmissionValues)
  keep(of.RegistrationsThisInterval)
  keep(of.POWRegistrationsThisInterval)
  keep(of.BurnRegistrationsThisInterval)
}

/** Sets what a network begins with, and tells of it. */
const begin = (context: BlockContext, netuid: number): void => {
  of.SubnetworkN.put(context, netuid, 0)
  of.NetworksAdded.put(context, netuid, true)
  of.Tempo.put(context, netuid, 360)
  of.NetworkModality.put(context, netuid, 0)
  of.TotalNetworks.mutate(context, (networks) => networks + 1)
  of.NetworkRegistrationAllowed.put(context, netuid, true)
  context.deposit(SubtensorModule.event("RegistrationAllowed", netuid, true))
  of.MaxAllowedUids.put(context, netuid, 256)
  context.deposit(SubtensorModule.event("MaxAllowedUidsSet", netuid, 256))
  of.MaxAllowedValidators.put(context, netuid, 64)
  context.deposit(SubtensorModule.event("MaxAllowedValidatorsSet", netuid, 64))
  of.MinAllowedWeights.put(context, netuid, 1)
  context.deposit(SubtensorModule.event("MinAllowedWeightSet", netuid, 1))
  of.MaxWeightsLimit.put(context, netuid, 65_535)
  context.deposit(SubtensorModule.event("MaxWeightLimitSet", netuid, 65_535))
  of.AdjustmentInterval.put(context, netuid, 360)
  context.deposit(SubtensorModule.event("AdjustmentIntervalSet", netuid, 360))
  of.TargetRegistrationsPerInterval.put(context, netuid, 1)
  context.deposit(SubtensorModule.event("RegistrationPerIntervalSet", netuid, 1))
  const alpha = 17_893_341_751_498_265_066n // 0.97 of 2^64
  of.AdjustmentAlpha.put(context, netuid, alpha)
  context.deposit(SubtensorModule.event("AdjustmentAlphaSet", netuid, alpha))
  of.ImmunityPeriod.put(context, netuid, 5000)
  context.deposit(SubtensorModule.event("ImmunityPeriodSet", netuid, 5000))
  of.MinBurn.put(context, netuid, 1n)
  context.deposit(SubtensorModule.event("MinBurnSet", netuid, 1n))
  of.MinDifficulty.put(context, netuid, MAX_U64)
  context.deposit(SubtensorModule.event("MinDifficultySet", netuid, MAX_U64))
  of.MaxDifficulty.put(context, netuid, MAX_U64)
  context.deposit(SubtensorModule.event("MaxDifficultySet", netuid, MAX_U64))
  makeExplicit(context, netuid)
}

/** What goes with a network. All else stays, for the next one of this netuid to find: `runtime.md` §3.6 lists it. */
const forgotten = [
  of.SubnetworkN,
  of.NetworkModality,
  of.NetworksAdded,
  of.NetworkRegisteredAt,
  of.Rank,
  of.Trust,
  of.Active,
  of.Emission,
  of.Incentive,
  of.Consensus,
  of.Dividends,
  of.PruningScores,
  of.LastUpdate,
  of.ValidatorPermit,
  of.ValidatorTrust,
  of.Tempo,
  of.Kappa,
  of.Difficulty,
  of.MaxAllowedUids,
  of.ImmunityPeriod,
  of.ActivityCutoff,
  of.EmissionValues,
  of.MaxWeightsLimit,
  of.MinAllowedWeights,
  of.RegistrationsThisInterval,
  of.POWRegistrationsThisInterval,
  of.BurnRegistrationsThisInterval
] as const

/** The root network's weights for a network that is gone count for nothing. */
const forgetRootWeights = (state: State, netuid: number): void => {
  for (const [[, uid], weights] of of.Weights.entries(state, ROOT)) {
    of.Weights.put(
      state,
      ROOT,
      uid,
      weights.map(([to, weight]) => [to, to === netuid ? 0 : weight])
    )
  }
}

/** Takes a network down and gives its owner back what it cost. */
const takeDown = (context: BlockContext, netuid: number): void => {
  const owner = of.SubnetOwner.get(context, netuid)
  const locked = of.SubnetLocked.get(context, netuid)
  for (const item of forgotten) item.remove(context, netuid)
  for (const item of [of.Keys, of.Weights, of.Bonds]) item.clear(context, netuid)
  of.Uids.clear(context, netuid)
  of.TotalNetworks.mutate(context, (networks) => networks - 1)
  forgetRootWeights(context, netuid)
  add(context, owner, locked)
  of.SubnetLocked.put(context, netuid, 0n)
  of.SubnetOwner.remove(context, netuid)
  context.deposit(SubtensorModule.event("NetworkRemoved", netuid))
}

const registerNetwork = ({ error }: Revision) =>
  signed((context, coldkey): Outcome => {
    if (now(context) - of.NetworkLastRegistered.get(context) < of.NetworkRateLimit.get(context)) {
      return error("NetworkTxRateLimitExceeded")
    }
    const cost = networkCost(context, context.block)
    if (!canRemove(context, coldkey, cost)) return error("NotEnoughBalanceToStake")
    const netuid = makeRoom(context)
    if (netuid === undefined) return error("AllNetworksInImmunity")
    const locked = remove(context, coldkey, cost)
    if (locked === undefined) return error("ZeroBalanceAfterWithdrawn")
    of.SubnetLocked.put(context, netuid, locked)
    of.NetworkLastLockCost.put(context, locked)
    begin(context, netuid)
    of.NetworkLastRegistered.put(context, now(context))
    of.NetworkRegisteredAt.put(context, netuid, now(context))
    of.SubnetOwner.put(context, netuid, coldkey)
    return context.deposit(SubtensorModule.event("NetworkAdded", netuid, 0))
  })

const dissolveNetwork = ({ error }: Revision) =>
  signed((context, coldkey, { netuid }: { readonly netuid: number }): Outcome => {
    if (!of.NetworksAdded.get(context, netuid)) return error("SubNetworkDoesNotExist")
    if (of.SubnetOwner.get(context, netuid) !== coldkey) return error("NotSubnetOwner")
    return takeDown(context, netuid)
  })

/**
 * The calls that make a network and take it down again.
 *
 * @category calls
 */
export const networks = (revision: Revision) => ({
  register_network: registerNetwork(revision),
  dissolve_network: dissolveNetwork(revision)
})
