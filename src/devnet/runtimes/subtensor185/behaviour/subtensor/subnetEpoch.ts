/**
 * A subnet's epoch, from storage and into it (runtime.md §6).
 *
 * @since 0.2.0
 */
import { epoch, type Epoch } from "../../../../mathematics/epoch.ts"
import type { Subnet } from "../../../../mathematics/yuma.ts"
import { type BlockContext, trapping } from "../../../../runtime/dispatch.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { readRows, writeRow } from "./rows.ts"

const of = SubtensorModule.storage

/**
 * What a neuron earned: rao for being weighted, and for weighting.
 *
 * @category models
 */
export type Earned = readonly [hotkey: Hex, server: bigint, validator: bigint]

/** The subnet as it is before its epoch. */
const subnetOf = (context: BlockContext, netuid: number, hotkeys: ReadonlyArray<Hex>): Subnet => ({
  block: context.block,
  kappa: of.Kappa.get(context, netuid),
  activityCutoff: of.ActivityCutoff.get(context, netuid),
  maxAllowedValidators: of.MaxAllowedValidators.get(context, netuid),
  bondsMovingAverage: of.BondsMovingAverage.get(context, netuid),
  stake: hotkeys.map((hotkey) => of.TotalHotkeyStake.get(context, hotkey)),
  lastUpdate: of.LastUpdate.get(context, netuid).map(Number),
  blockAtRegistration: hotkeys.map((_, uid) => Number(of.BlockAtRegistration.get(context, netuid, uid))),
  validatorPermit: of.ValidatorPermit.get(context, netuid),
  weights: readRows(context, of.Weights, netuid, hotkeys.length),
  bonds: readRows(context, of.Bonds, netuid, hotkeys.length)
})

const store = (context: BlockContext, netuid: number, result: Epoch): void => {
  of.Active.put(context, netuid, result.active)
  of.Emission.put(context, netuid, Array.from(result.emission))
  const rank = Array.from(result.rank)
  of.Rank.put(context, netuid, rank)
  of.Incentive.put(context, netuid, rank)
  of.Trust.put(context, netuid, Array.from(result.trust))
  of.Consensus.put(context, netuid, Array.from(result.consensus))
  of.Dividends.put(context, netuid, Array.from(result.dividends))
  of.PruningScores.put(context, netuid, Array.from(result.pruningScores))
  of.ValidatorTrust.put(context, netuid, Array.from(result.validatorTrust))
  of.ValidatorPermit.put(context, netuid, result.validatorPermit)
  for (const [uid, row] of result.bonds.entries()) {
    if (row !== undefined) writeRow(context, of.Bonds, netuid, uid, row)
  }
}

/**
 * Runs a subnet's epoch, stores what comes of it, and gives what each neuron earned of an amount, by uid.
 *
 * @category epoch
 */
export const runEpoch = (context: BlockContext, netuid: number, amount: bigint): ReadonlyArray<Earned> => {
  const size = of.SubnetworkN.get(context, netuid)
  const hotkeys = Array.from({ length: size }, (_, uid) => of.Keys.get(context, netuid, uid))
  const result = trapping(() => epoch(subnetOf(context, netuid, hotkeys), amount))
  store(context, netuid, result)
  return hotkeys.map((hotkey, uid) => [hotkey, result.serverEmission[uid] ?? 0n, result.validatorEmission[uid] ?? 0n])
}
