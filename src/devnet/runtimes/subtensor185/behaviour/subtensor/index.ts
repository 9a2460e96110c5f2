/**
 * What SubtensorModule does: all of its calls, and what every block begins with.
 *
 * @since 0.2.0
 */
import { blockStep } from "./blockStep.ts"
import { commitReveal } from "./commitReveal.ts"
import { delegation } from "./delegation.ts"
import { governance } from "./governance.ts"
import { networks } from "./networks.ts"
import { registration } from "./registration.ts"
import type { Revision } from "./revision.ts"
import { root } from "./root.ts"
import { serving } from "./serving.ts"
import { staking } from "./staking.ts"
import { swapHotkey } from "./swapHotkey.ts"
import { weights } from "./weights.ts"

/**
 * What SubtensorModule does in one of its revisions.
 *
 * @category behaviours
 */
export const subtensor = (revision: Revision) => ({
  calls: {
    ...weights(revision),
    ...commitReveal(revision),
    ...delegation(revision),
    ...staking(revision),
    ...serving(revision),
    ...registration(revision),
    ...root(revision),
    ...swapHotkey(revision),
    ...governance(revision),
    ...networks(revision)
  },
  onInitialize: blockStep(revision)
})
