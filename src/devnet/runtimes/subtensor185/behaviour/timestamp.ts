/**
 * What Timestamp does: each block says once when it was made.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { inherent, Trap } from "../../../runtime/dispatch.ts"
import { weight } from "../../../runtime/weight.ts"
import { Aura } from "../pallets/aura.ts"
import { Timestamp } from "../pallets/timestamp.ts"
import { timestamp as declares } from "./weights/timestamp.ts"

const { DidUpdate, Now } = Timestamp.storage
const minimumPeriod = Timestamp.constants.MinimumPeriod.value
const slotDuration = Aura.constants.SlotDuration.value

/**
 * What Timestamp does.
 *
 * @category behaviours
 */
export const timestamp = behaviour(Timestamp, {
  declares,
  calls: {
    set: inherent((context, { now }) => {
      if (DidUpdate.contains(context)) throw new Trap("the time is set once in a block")
      const before = Now.get(context)
      if (before > 0n && now < before + minimumPeriod) throw new Trap("the time goes on by MinimumPeriod at least")
      Now.put(context, now)
      DidUpdate.put(context, true)
      if (Aura.storage.CurrentSlot.get(context) !== now / slotDuration)
        throw new Trap("the time is not in the block's slot")
    })
  },
  // What the end of the block costs, said at its beginning: what the real runtime's blocks weigh besides all else.
  onInitialize: () => weight(4_334_000n),
  onFinalize: (context) => {
    if (!DidUpdate.contains(context)) throw new Trap("the time was not set")
    DidUpdate.remove(context)
  }
})
