/**
 * What the calls of Balances declare.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight } from "../../../../runtime/weight.ts"
import type { Balances } from "../../pallets/balances.ts"
import { readsWrites } from "./database.ts"

const oneAccount = (ref_time: bigint) => declared(sum(weight(ref_time, 3593n), readsWrites(1, 1)))

/**
 * What the calls of Balances declare.
 *
 * @category models
 */
export const balances: Declarations<typeof Balances> = {
  transfer_allow_death: oneAccount(47_297_000n),
  force_transfer: declared(sum(weight(48_834_000n, 6196n), readsWrites(2, 2))),
  transfer_keep_alive: oneAccount(36_900_000n),
  transfer_all: oneAccount(45_151_000n),
  force_unreserve: oneAccount(16_945_000n),
  // What each account adds is in no recording: it is about what FRAME's own weights of the time say.
  upgrade_accounts: ({ who }) =>
    declared(sum(weight(16_118_000n, 990n), times(sum(weight(13_327_660n, 2603n), readsWrites(1, 1)), who.length))),
  force_set_balance: oneAccount(19_553_000n),
  force_adjust_total_issuance: declared(weight(6_507_000n))
}
