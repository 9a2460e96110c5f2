/**
 * The later revision of subtensor 185 as a runtime that runs.
 *
 * @since 0.2.0
 */
import type { Executable } from "../../runtime/executable.ts"
import { executableOf, type Parts, parts as first } from "../subtensor185/executable.ts"
import { dispatch } from "./behaviour.ts"
import { subtensor185Late } from "./index.ts"

/**
 * What it is made of: the pool lets three times the target of an interval register.
 *
 * @category models
 */
export const parts: Parts = { ...first, runtime: subtensor185Late, dispatcher: dispatch, registrationQuota: 3 }

/**
 * The later revision of subtensor 185 as a runtime that runs.
 *
 * @category models
 */
export const executable: Executable = executableOf(parts)
