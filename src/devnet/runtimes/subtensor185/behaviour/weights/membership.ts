/**
 * What the calls of the two instances of Membership declare, by the most members that each may have. The base and the share of
 * each member are those of FRAME; recordings have their sums.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight, type Weight } from "../../../../runtime/weight.ts"
import type { SenateMembers } from "../../pallets/senateMembers.ts"
import type { TriumvirateMembers } from "../../pallets/triumvirateMembers.ts"
import { readsWrites } from "./database.ts"

const byMembers =
  (base: bigint, each: bigint, reads: number, writes: number) =>
  (members: number): Weight =>
    sum(weight(base, 4687n), times(weight(each, 64n), members), readsWrites(reads, writes))

/**
 * What the calls weigh, with so many members.
 *
 * @category models
 */
export const weights = {
  add_member: byMembers(18_344_571n, 50_842n, 2, 3),
  remove_member: byMembers(21_271_384n, 44_806n, 3, 3),
  swap_member: byMembers(21_469_843n, 56_893n, 3, 3),
  reset_members: byMembers(21_223_702n, 165_438n, 3, 3),
  change_key: byMembers(22_551_007n, 52_397n, 3, 4),
  set_prime: (members: number): Weight =>
    sum(weight(7_959_053n, 4687n), times(weight(18_653n, 32n), members), readsWrites(1, 2))
}

/**
 * What the calls of an instance declare that has so many members at most.
 *
 * @category constructors
 */
export const membership = (most: number): Declarations<typeof TriumvirateMembers | typeof SenateMembers> => ({
  add_member: declared(weights.add_member(most)),
  remove_member: declared(weights.remove_member(most)),
  swap_member: declared(weights.swap_member(most)),
  reset_members: ({ members }) => declared(weights.reset_members(members.length)),
  change_key: declared(weights.change_key(most)),
  set_prime: declared(weights.set_prime(most)),
  clear_prime: declared(sum(weight(3_750_452n), readsWrites(0, 2)))
})
