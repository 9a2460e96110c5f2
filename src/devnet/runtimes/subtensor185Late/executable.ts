/**
 * What the later revision of subtensor 185 runs on.
 *
 * @since 0.2.0
 */
import { type Parts, parts as first } from "../subtensor185/executable.ts"
import { dispatch } from "./behaviour.ts"
import { subtensor185Late } from "./index.ts"

/**
 * What it is made of, but for how signatures are verified: the pool lets three times the target of an interval register.
 *
 * @category models
 */
export const parts: Omit<Parts, "verify"> = {
  ...first,
  runtime: subtensor185Late,
  dispatcher: dispatch,
  registrationQuota: 3
}
