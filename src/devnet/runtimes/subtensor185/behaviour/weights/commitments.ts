/**
 * What the call of Commitments declares.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, weight } from "../../../../runtime/weight.ts"
import type { Commitments } from "../../pallets/commitments.ts"

/**
 * What the call of Commitments declares.
 *
 * @category models
 */
export const commitments: Declarations<typeof Commitments> = {
  set_commitment: declared(weight(278_000_000n, 6344n), "Operational", "No")
}
