/**
 * Subtensor 185 as a runtime that runs anywhere, in JavaScript alone.
 *
 * @since 0.2.0
 */
import type { Executable } from "../../runtime/executable.ts"
import { verify } from "../../runtime/portableSignature.ts"
import { executableOf, parts } from "./executable.ts"

/**
 * Subtensor 185 as a runtime that runs.
 *
 * @category models
 */
export const executable: Executable = executableOf({ ...parts, verify })
