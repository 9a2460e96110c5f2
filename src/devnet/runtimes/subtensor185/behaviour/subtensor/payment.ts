/**
 * How a neuron is paid: its owner, and if it is a delegate, those who nominate it (runtime.md §6.1).
 *
 * @since 0.2.0
 */
import { payout } from "../../../../mathematics/emission.ts"
import { type BlockContext, trapping } from "../../../../runtime/dispatch.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { increase } from "./stake.ts"

const { Delegates, Owner, Stake, TotalHotkeyStake } = SubtensorModule.storage

/**
 * Adds to stake what a hotkey earned, in rao, by being weighted and by weighting. One that nobody owns pays to the zero account.
 *
 * @category payment
 */
export const pay = (context: BlockContext, hotkey: Hex, server: bigint, validator: bigint): void => {
  const nominations = Array.from(Stake.entries(context, hotkey), ([[, coldkey], stake]) => ({ coldkey, stake }))
  const { nominators, owner } = trapping(() =>
    payout({
      server,
      validator,
      take: Delegates.contains(context, hotkey) ? Delegates.get(context, hotkey) : undefined,
      totalStake: TotalHotkeyStake.get(context, hotkey),
      stakes: nominations.map(({ stake }) => stake)
    })
  )
  if (Delegates.contains(context, hotkey)) {
    for (const [index, { coldkey }] of nominations.entries())
      increase(context, hotkey, coldkey, nominators[index] ?? 0n)
  }
  increase(context, hotkey, Owner.get(context, hotkey), owner)
}
