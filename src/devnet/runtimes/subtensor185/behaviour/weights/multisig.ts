/**
 * What the calls of Multisig declare, and what they say in the end: by how many other signatories there are, and how long the
 * call is. The shares of both are those of FRAME; a recording has sums of them.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, max, sum, times, weight, type Weight } from "../../../../runtime/weight.ts"
import type { Multisig } from "../../pallets/multisig.ts"
import { callLength } from "./callLength.ts"
import { readsWrites } from "./database.ts"

const byBoth =
  (base: bigint, each: bigint, byte: bigint, reads: number, writes: number) =>
  (others: number, bytes = 0): Weight =>
    sum(weight(base, 6811n), times(weight(each), others), times(weight(byte), bytes), readsWrites(reads, writes))

/**
 * `as_multi_threshold_1` besides its call; an account is read and written more before the call is known.
 *
 * @category models
 */
export const threshold1 = (bytes: number): Weight => sum(weight(14_425_869n), times(weight(493n), bytes))

/**
 * `as_multi` and `approve_as_multi`, by what they come to.
 *
 * @category models
 */
export const weights = {
  create: byBoth(34_797_344n, 127_671n, 1498n, 1, 1),
  approve: byBoth(20_189_154n, 110_080n, 1483n, 1, 1),
  complete: byBoth(39_246_644n, 143_313n, 1523n, 2, 2)
}

const createHash = byBoth(34_073_221n, 124_815n, 0n, 1, 1)
const approveHash = byBoth(19_431_787n, 107_220n, 0n, 1, 1)
const cancel = byBoth(35_547_970n, 116_537n, 0n, 1, 1)

/**
 * What the calls of Multisig declare.
 *
 * @category models
 */
export const multisig: Declarations<typeof Multisig> = {
  as_multi_threshold_1: ({ call }, infoOf) => {
    const info = infoOf(call)
    return declared(sum(threshold1(callLength(call)), readsWrites(1, 1), info.weight), info.class)
  },
  as_multi: ({ call, max_weight, other_signatories: { length: others } }) => {
    const bytes = callLength(call)
    const worst = max(
      max(weights.create(others, bytes), weights.approve(others, bytes)),
      weights.complete(others, bytes)
    )
    return declared(sum(worst, max_weight))
  },
  approve_as_multi: ({ max_weight, other_signatories: { length: others } }) =>
    declared(sum(max(createHash(others), approveHash(others)), max_weight)),
  cancel_as_multi: ({ other_signatories }) => declared(cancel(other_signatories.length))
}
