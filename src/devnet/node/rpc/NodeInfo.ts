/**
 * What a node says of itself.
 *
 * @since 0.2.0
 */
import type { Json } from "./Json.ts"

/**
 * What a node says of itself.
 *
 * @category models
 */
export interface NodeInfo {
  readonly name: string
  readonly version: string
  readonly properties: { readonly [name: string]: Json }
  readonly peerId: string
}

/**
 * What a subtensor node of the time of runtime 185 says. The version is in the form of such a node; the id is the one that
 * Substrate's development key has.
 *
 * @category constants
 */
export const subtensorNode: NodeInfo = {
  name: "Subtensor Node",
  version: "4.0.0-dev-f7553e26797",
  properties: { ss58Format: 13_116, tokenDecimals: 9, tokenSymbol: "TAO" },
  peerId: "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"
}
