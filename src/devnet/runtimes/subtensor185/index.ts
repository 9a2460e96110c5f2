/**
 * Subtensor, spec version 185 (May 2024): the runtime that the SDK of version 7 speaks to.
 *
 * @since 0.2.0
 */
import { defineRuntime } from "../../runtime/runtime.ts"
import { apis } from "./apis.ts"
import { extrinsic } from "./extrinsic.ts"
import { genesis, localnet } from "./genesis.ts"
import { pallets } from "./pallets.ts"
import { version } from "./version.ts"

/**
 * The runtime.
 *
 * @category models
 */
export const subtensor185 = defineRuntime({
  crate: "node_subtensor_runtime",
  version,
  pallets,
  extrinsic,
  apis,
  genesis: genesis(localnet),
  callTypeName: (pallet) =>
    `self::sp_api_hidden_includes_construct_runtime::hidden_include::dispatch\n::CallableCallFor<${pallet}, Runtime>`
})
