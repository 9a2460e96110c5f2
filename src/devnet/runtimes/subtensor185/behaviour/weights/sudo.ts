/**
 * What the calls of Sudo declare.
 *
 * @since 0.2.0
 */
import type { Declarations, InfoOf } from "../../../../runtime/behaviour.ts"
import type { Call } from "../../../../runtime/dispatch.ts"
import { declared, type DispatchInfo, sum, weight } from "../../../../runtime/weight.ts"
import type { Sudo } from "../../pallets/sudo.ts"
import { readsWrites } from "./database.ts"

/** The weight and class of the call within, and something for itself. */
const around =
  (ref_time: bigint) =>
  ({ call }: { readonly call: Call }, infoOf: InfoOf): DispatchInfo => {
    const info = infoOf(call)
    return declared(sum(weight(ref_time, 1517n), info.weight), info.class)
  }

/**
 * What the calls of Sudo declare.
 *
 * @category models
 */
export const sudo: Declarations<typeof Sudo> = {
  sudo: around(35_931_000n),
  sudo_unchecked_weight: ({ call, weight }, infoOf) => declared(weight, infoOf(call).class),
  set_key: declared(sum(weight(10_076_000n, 1517n), readsWrites(1, 1))),
  sudo_as: around(35_800_000n),
  remove_key: declared(sum(weight(8_846_000n, 1517n), readsWrites(1, 1)))
}
