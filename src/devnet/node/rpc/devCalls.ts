/**
 * Calls as anybody.
 *
 * @since 0.2.0
 */
import { asRoot, type Call, caller } from "../../runtime/dispatch.ts"
import { signedBy } from "../../runtime/origin.ts"
import { decodeUnsafe } from "../../scale/Type.ts"
import type { Chain } from "../Chain.ts"
import type { Json } from "./Json.ts"
import { account, bytes } from "./params.ts"
import { jsonOf, scaleOfJson } from "./scaleJson.ts"

/** A call in SCALE, or as people write it: `{"Balances": {"transfer_allow_death": {"dest": "5G…", "value": 1}}}`. */
const callOf = ({ executable: { runtime } }: Chain, value: unknown): Call => {
  const type = runtime.outer.RuntimeCall
  const encoded = typeof value === "string" ? bytes(value) : scaleOfJson(type, value, runtime.outer)
  // Of all pallets' calls, which is what a call is.
  return decodeUnsafe(type, encoded, runtime.outer) as Call
}

/**
 * Runs a call in a block of its own as an account, or as `root`. Gives the block, and why the call failed if it did.
 *
 * @category calls
 */
export const impersonate = (chain: Chain, who: string, what: unknown): Json => {
  const as = who === "root" ? asRoot : caller(signedBy(account(who)))
  const { block, dispatched } = chain.call(callOf(chain, what), as)
  return { block: block.hash, error: jsonOf(dispatched.error) }
}
