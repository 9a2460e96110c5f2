/**
 * What the call of Timestamp declares.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, weight } from "../../../../runtime/weight.ts"
import type { Timestamp } from "../../pallets/timestamp.ts"

/**
 * What the call of Timestamp declares.
 *
 * @category models
 */
export const timestamp: Declarations<typeof Timestamp> = { set: declared(weight(160_492_000n, 1493n), "Mandatory") }
