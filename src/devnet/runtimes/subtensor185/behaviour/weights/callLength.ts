/**
 * How long calls are, for what a call declares that holds another.
 *
 * @since 0.2.0
 */
import type { Call } from "../../../../runtime/dispatch.ts"
import { encode } from "../../../../scale/Type.ts"
import { subtensor185 } from "../../index.ts"
import { RuntimeCall } from "../../types/outer.ts"

/**
 * How many bytes a call has on the wire.
 *
 * @category accessors
 */
export const callLength = (call: Call): number => encode(RuntimeCall, call, subtensor185.outer).length
