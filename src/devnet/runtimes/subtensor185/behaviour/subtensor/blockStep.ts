/**
 * What every block does before its first extrinsic: registration gets cheaper or dearer, the root network parts the emission among
 * subnets, what was earned is paid, and what is to be earned piles up until a subnet's epoch (runtime.md §5).
 *
 * @since 0.2.0
 */
import { blockEmission, supply } from "../../../../mathematics/blockEmission.ts"
import { blocksUntilEpoch, ownerCut } from "../../../../mathematics/emission.ts"
import { adjustRegistrationTerms } from "../../../../mathematics/registrationTerms.ts"
import { rootEpoch } from "../../../../mathematics/rootEpoch.ts"
import { type BlockContext, trapping } from "../../../../runtime/dispatch.ts"
import { sum, weight, type Weight } from "../../../../runtime/weight.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { add } from "../currency.ts"
import { readsWrites } from "../weights/database.ts"
import { netuids } from "./networks.ts"
import { ROOT } from "./neurons.ts"
import { pay } from "./payment.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"
import { readRows } from "./rows.ts"
import { mint } from "./stake.ts"
import { runEpoch } from "./subnetEpoch.ts"

const of = SubtensorModule.storage

/** Whatever a block does here, it declares the same. */
const WEIGHT: Weight = sum(weight(110_634_229_000n), readsWrites(8304, 110))

/** Sets the terms of the next interval. */
const adjust = (context: BlockContext, netuid: number): void => {
  const terms = trapping(() =>
    adjustRegistrationTerms({
      burn: {
        value: of.Burn.get(context, netuid),
        minimum: of.MinBurn.get(context, netuid),
        maximum: of.MaxBurn.get(context, netuid)
      },
      difficulty: {
        value: of.Difficulty.get(context, netuid),
        minimum: of.MinDifficulty.get(context, netuid),
        maximum: of.MaxDifficulty.get(context, netuid)
      },
      adjustmentAlpha: of.AdjustmentAlpha.get(context, netuid),
      target: of.TargetRegistrationsPerInterval.get(context, netuid),
      registrations: of.RegistrationsThisInterval.get(context, netuid),
      powRegistrations: of.POWRegistrationsThisInterval.get(context, netuid),
      burnRegistrations: of.BurnRegistrationsThisInterval.get(context, netuid)
    })
  )
  if (terms.burn !== undefined) of.Burn.put(context, netuid, terms.burn)
  if (terms.difficulty === undefined) return
  of.Difficulty.put(context, netuid, terms.difficulty)
  context.deposit(SubtensorModule.event("DifficultySet", netuid, terms.difficulty))
}

/** Ends the intervals that are over, and lets others register again in this block. */
const adjustAll = (context: BlockContext): void => {
  for (const netuid of netuids(context)) {
    const since = now(context) - of.LastAdjustmentBlock.get(context, netuid)
    if (since >= BigInt(of.AdjustmentInterval.get(context, netuid))) {
      adjust(context, netuid)
      of.LastAdjustmentBlock.put(context, netuid, now(context))
      of.RegistrationsThisInterval.put(context, netuid, 0)
      of.POWRegistrationsThisInterval.put(context, netuid, 0)
      of.BurnRegistrationsThisInterval.put(context, netuid, 0)
    }
    of.RegistrationsThisBlock.put(context, netuid, 0)
  }
}

const isEpoch = (context: BlockContext, netuid: number, tempo: number): boolean =>
  blocksUntilEpoch(netuid, tempo, context.block) === 0

/** How much a block emits now. When all is out, what was last is left in storage. */
const emissionNow = (context: BlockContext): bigint => {
  const issuance = of.TotalIssuance.get(context)
  const emission = blockEmission(issuance)
  if (issuance < supply && emission !== of.BlockEmission.get(context)) of.BlockEmission.put(context, emission)
  return emission
}

/** Parts the emission among the subnets by the weights of the root network, at its epoch. */
const runRootEpoch = (context: BlockContext): void => {
  const size = of.SubnetworkN.get(context, ROOT)
  if (!isEpoch(context, ROOT, of.Tempo.get(context, ROOT)) || size === 0) return
  const all = netuids(context)
  if (all.length === 0) return
  const hotkeys = Array.from({ length: size }, (_, uid) => of.Keys.get(context, ROOT, uid))
  const network = {
    netuids: all,
    kappa: of.Kappa.get(context, ROOT),
    rho: of.Rho.get(context, ROOT),
    stake: hotkeys.map((hotkey) => of.TotalHotkeyStake.get(context, hotkey)),
    weights: readRows(context, of.Weights, ROOT, size),
    blockEmission: emissionNow(context)
  }
  const result = trapping(() => rootEpoch(network))
  for (const [index, value] of result?.emissionValues.entries() ?? []) {
    of.EmissionValues.put(context, all[index] ?? ROOT, value)
  }
}

/** Pays what the epochs of the block before gave. */
const drain = (context: BlockContext): void => {
  for (const [[netuid]] of of.Tempo.entries(context)) {
    const earned = of.LoadedEmission.get(context, netuid)
    if (earned === undefined) continue
    for (const [hotkey, server, validator] of earned) pay(context, hotkey, server, validator)
    of.LoadedEmission.remove(context, netuid)
    mint(
      context,
      earned.reduce((total, [, server, validator]) => total + server + validator, 0n)
    )
  }
}

/** Pays the owner's cut of what a block emits to a subnet, and gives the rest. It is told even if it is nothing. */
const payOwner = (context: BlockContext, netuid: number): bigint => {
  const value = of.EmissionValues.get(context, netuid)
  if (!of.SubnetOwner.contains(context, netuid)) return value
  const { owner, pending } = ownerCut(value, of.SubnetOwnerCut.get(context))
  mint(context, owner)
  add(context, of.SubnetOwner.get(context, netuid), owner)
  return pending
}

/** Runs a subnet's epoch on all that piled up. What it gives is paid in the next block. */
const emit = (context: BlockContext, netuid: number): void => {
  const amount = of.PendingEmission.get(context, netuid)
  of.PendingEmission.put(context, netuid, 0n)
  const earned = runEpoch(context, netuid, amount)
  if (earned.reduce((total, [, server, validator]) => total + server + validator, 0n) > amount) return
  of.LoadedEmission.mutate(context, netuid, (before = []) => [...earned, ...before])
  of.BlocksSinceLastStep.put(context, netuid, 0n)
  of.LastMechansimStepBlock.put(context, netuid, now(context))
}

/** What a block emits to each subnet. */
const generate = (context: BlockContext, { emitsToClosedSubnets }: Revision): void => {
  for (const [[netuid], tempo] of of.Tempo.entries(context)) {
    if (netuid === ROOT) continue
    if (!emitsToClosedSubnets && !of.NetworkRegistrationAllowed.get(context, netuid)) continue
    const rest = payOwner(context, netuid)
    of.PendingEmission.mutate(context, netuid, (pending) => pending + rest)
    if (isEpoch(context, netuid, tempo)) emit(context, netuid)
    else of.BlocksSinceLastStep.mutate(context, netuid, (blocks) => blocks + 1n)
  }
}

/**
 * What every block does before its first extrinsic.
 *
 * @category hooks
 */
export const blockStep =
  (revision: Revision) =>
  (context: BlockContext): Weight => {
    adjustAll(context)
    runRootEpoch(context)
    drain(context)
    generate(context, revision)
    return WEIGHT
  }
