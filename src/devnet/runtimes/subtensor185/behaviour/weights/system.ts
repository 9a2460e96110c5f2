/**
 * What the calls of System declare.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight } from "../../../../runtime/weight.ts"
import type { System } from "../../pallets/system.ts"
import { readsWrites } from "./database.ts"

const setCode = declared(sum(weight(87_586_619_000n, 1485n), readsWrites(1, 2)), "Operational")
const authorize = declared(sum(weight(33_027_000n), readsWrites(0, 1)), "Operational")

/**
 * What the calls of System declare.
 *
 * @category models
 */
export const system: Declarations<typeof System> = {
  remark: ({ remark }) => declared(sum(weight(2_119_000n), times(weight(390n), remark.length))),
  set_heap_pages: declared(sum(weight(4_782_000n, 1485n), readsWrites(1, 2)), "Operational"),
  set_code: setCode,
  set_code_without_checks: setCode,
  set_storage: ({ items }) =>
    declared(sum(weight(2_175_000n), times(sum(weight(841_511n), readsWrites(0, 1)), items.length)), "Operational"),
  kill_storage: ({ keys }) =>
    declared(sum(weight(2_255_000n), times(sum(weight(662_473n), readsWrites(0, 1)), keys.length)), "Operational"),
  kill_prefix: ({ subkeys }) =>
    declared(
      sum(weight(4_270_000n, 128n), times(sum(weight(1_389_650n, 70n), readsWrites(1, 1)), subkeys + 1)),
      "Operational"
    ),
  remark_with_event: ({ remark }) => declared(sum(weight(8_097_000n), times(weight(1455n), remark.length))),
  authorize_upgrade: authorize,
  authorize_upgrade_without_checks: authorize,
  apply_authorized_upgrade: declared(sum(weight(118_101_992_000n, 1518n), readsWrites(2, 3)), "Operational")
}
