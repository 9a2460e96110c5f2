/**
 * What the calls of Registry declare. None of it depends on arguments.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, weight } from "../../../../runtime/weight.ts"
import type { Registry } from "../../pallets/registry.ts"

/**
 * What the calls of Registry declare.
 *
 * @category models
 */
export const registry: Declarations<typeof Registry> = {
  set_identity: declared(weight(166_000_000n, 3499n), "Operational"),
  clear_identity: declared(weight(161_000_000n, 3860n))
}
