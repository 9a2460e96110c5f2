/**
 * Which runtime this is.
 *
 * @since 0.2.0
 */
import { apiVersions } from "../../runtime/runtime.ts"
import type { Value } from "../../scale/Type.ts"
import { apis } from "./apis.ts"
import type { RuntimeVersion } from "./types/version.ts"

/**
 * This runtime.
 *
 * @category models
 */
export const version: Value<typeof RuntimeVersion> = {
  spec_name: "node-subtensor",
  impl_name: "node-subtensor",
  authoring_version: 1,
  spec_version: 185,
  impl_version: 1,
  apis: apiVersions(apis),
  transaction_version: 1,
  state_version: 1
}
