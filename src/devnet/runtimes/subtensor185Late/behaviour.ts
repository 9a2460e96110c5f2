/**
 * What the pallets of the later revision of spec version 185 do in their own way.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../runtime/behaviour.ts"
import { root } from "../../runtime/dispatch.ts"
import { dispatcher } from "../../runtime/dispatcher.ts"
import { declared, weight } from "../../runtime/weight.ts"
import { calls as firstAdminCalls } from "../subtensor185/behaviour/adminUtils.ts"
import { behaviours as first, host } from "../subtensor185/behaviour/index.ts"
import { subtensor } from "../subtensor185/behaviour/subtensor/index.ts"
import type { Revision } from "../subtensor185/behaviour/subtensor/revision.ts"
import { adminUtils as adminWeights } from "../subtensor185/behaviour/weights/adminUtils.ts"
import { subtensorModule as subtensorWeights } from "../subtensor185/behaviour/weights/subtensorModule.ts"
import { AdminUtils, SubtensorModule } from "./pallets.ts"

/**
 * How the later revision goes its own way.
 *
 * @category models
 */
export const lateRevision: Revision = {
  error: SubtensorModule.error,
  minTake: (state) => SubtensorModule.storage.MinTake.get(state),
  givesBackSmallRemainders: true,
  asksForRootHotkey: true,
  emitsToClosedSubnets: false,
  forgetsRevealedCommits: false
}

const subtensorModule = behaviour(SubtensorModule, { declares: subtensorWeights, ...subtensor(lateRevision) })

const adminUtils = behaviour(AdminUtils, {
  declares: {
    ...adminWeights,
    sudo_set_target_stakes_per_interval: declared(weight(0n), "Operational", "No")
  },
  calls: {
    ...firstAdminCalls,
    sudo_set_target_stakes_per_interval: root((context, { target_stakes_per_interval }) => {
      SubtensorModule.storage.TargetStakesPerInterval.put(context, target_stakes_per_interval)
      context.deposit(SubtensorModule.event("TargetStakesPerIntervalSet", target_stakes_per_interval))
    })
  }
})

const late = new Map([subtensorModule, adminUtils].map((one) => [one.pallet, one]))

/**
 * What the pallets do.
 *
 * @category models
 */
export const behaviours = first.map((one) => late.get(one.pallet) ?? one)

/**
 * Runs the calls and hooks of this runtime.
 *
 * @category models
 */
export const dispatch = dispatcher(behaviours, host)
