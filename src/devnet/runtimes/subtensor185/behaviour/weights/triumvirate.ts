/**
 * What the calls of Triumvirate declare, and what they say in the end. What depends on arguments is as the weights in the
 * pallet's own source have it; recordings prove it for the calls that are in them. The most members are those who vote: the senate's.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, max, sum, times, weight, type Weight } from "../../../../runtime/weight.ts"
import { MAX_SENATORS } from "../../pallets/senateMembers.ts"
import { MAX_PROPOSALS, type Triumvirate } from "../../pallets/triumvirate.ts"
import { readsWrites } from "./database.ts"

/**
 * `execute`, of a proposal of so many bytes, with so many members.
 *
 * @category models
 */
export const execute = (bytes: number, members: number): Weight =>
  sum(weight(14_971_445n, 730n), times(weight(1775n), bytes), times(weight(17_052n, 32n), members), readsWrites(1, 0))

/**
 * `propose`, of a proposal of so many bytes, with so many members and open proposals.
 *
 * @category models
 */
export const propose = (bytes: number, members: number, proposals: number): Weight =>
  sum(
    weight(24_778_955n, 6355n),
    times(weight(2355n), bytes),
    times(weight(20_518n, 165n), members),
    times(weight(85_670n, 180n), proposals),
    readsWrites(4, 4)
  )

/**
 * `disapprove_proposal`, with so many open proposals.
 *
 * @category models
 */
export const disapprove = (proposals: number): Weight =>
  sum(weight(16_393_818n, 1668n), times(weight(76_786n, 96n), proposals), readsWrites(1, 3))

/**
 * `close`, by what becomes of the proposal: early is what the votes decide before the end.
 *
 * @category models
 */
export const close = {
  earlyApproved: (bytes: number, members: number, proposals: number): Weight =>
    sum(
      weight(36_626_648n, 9164n),
      times(weight(2295n, 4n), bytes),
      times(weight(22_182n, 264n), members),
      times(weight(100_034n, 160n), proposals),
      readsWrites(4, 3)
    ),
  earlyDisapproved: (members: number, proposals: number): Weight =>
    sum(
      weight(25_535_497n, 5893n),
      times(weight(27_956n, 260n), members),
      times(weight(84_835n, 144n), proposals),
      readsWrites(3, 3)
    ),
  approved: (bytes: number, members: number, proposals: number): Weight =>
    sum(
      weight(39_948_329n, 10_565n),
      times(weight(2045n, 5n), bytes),
      times(weight(22_669n, 330n), members),
      times(weight(95_525n, 200n), proposals),
      readsWrites(5, 3)
    ),
  disapproved: (members: number, proposals: number): Weight =>
    sum(
      weight(28_050_047n, 7095n),
      times(weight(34_031n, 325n), members),
      times(weight(85_744n, 180n), proposals),
      readsWrites(4, 3)
    )
}

const worstClose = (bytes: number): Weight =>
  [
    close.earlyDisapproved(MAX_SENATORS, MAX_PROPOSALS),
    close.approved(bytes, MAX_SENATORS, MAX_PROPOSALS),
    close.disapproved(MAX_SENATORS, MAX_PROPOSALS)
  ].reduce(max, close.earlyApproved(bytes, MAX_SENATORS, MAX_PROPOSALS))

/**
 * What the calls of Triumvirate declare.
 *
 * @category models
 */
export const triumvirate: Declarations<typeof Triumvirate> = {
  set_members: ({ old_count }) =>
    declared(
      sum(
        weight(17_284_000n, 16_586n),
        times(weight(5_143_145n, 7809n), old_count),
        times(weight(7_480_941n, 10_238n), MAX_PROPOSALS),
        readsWrites(2 + MAX_PROPOSALS, 2 + MAX_PROPOSALS)
      ),
      "Operational"
    ),
  execute: ({ length_bound, proposal }, infoOf) =>
    declared(sum(execute(length_bound, MAX_SENATORS), infoOf(proposal).weight), "Operational"),
  propose: ({ length_bound }) => declared(propose(length_bound, MAX_SENATORS, MAX_PROPOSALS), "Operational"),
  vote: declared(
    sum(weight(20_528_275n, 4980n), times(weight(48_856n, 128n), MAX_SENATORS), readsWrites(2, 1)),
    "Operational"
  ),
  disapprove_proposal: declared(disapprove(MAX_PROPOSALS)),
  close: ({ length_bound, proposal_weight_bound }) =>
    declared(sum(worstClose(length_bound), proposal_weight_bound), "Operational")
}
