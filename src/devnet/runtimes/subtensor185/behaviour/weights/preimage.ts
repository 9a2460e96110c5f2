/**
 * What the calls of Preimage declare. What each byte and each hash adds is as FRAME has it; a recording has two bytes.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight } from "../../../../runtime/weight.ts"
import type { Preimage } from "../../pallets/preimage.ts"
import { readsWrites } from "./database.ts"

const oneHash = (ref_time: bigint, writes: number) => declared(sum(weight(ref_time, 3556n), readsWrites(2, writes)))

/**
 * What the calls of Preimage declare.
 *
 * @category models
 */
export const preimage: Declarations<typeof Preimage> = {
  note_preimage: ({ bytes }) =>
    declared(sum(weight(16_271_000n, 3556n), times(weight(1916n), bytes.length), readsWrites(2, 2))),
  unnote_preimage: oneHash(34_099_000n, 2),
  request_preimage: oneHash(30_303_000n, 1),
  unrequest_preimage: oneHash(32_996_000n, 2),
  ensure_updated: ({ hashes: { length } }) =>
    declared(
      sum(weight(2_641_000n, 3593n), times(weight(15_620_946n, 2566n), length), readsWrites(1 + length, 1 + 2 * length))
    )
}
