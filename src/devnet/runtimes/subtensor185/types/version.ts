/**
 * How a runtime says which one it is.
 *
 * @since 0.2.0
 */
import { alias } from "../../../scale/Type.ts"
import { newtype, struct } from "../../../scale/composites.ts"
import { fixedBytes, str, u32, u8 } from "../../../scale/primitives.ts"
import { tuple, vec } from "../../../scale/sequences.ts"

const RuntimeString = alias("RuntimeString", str)

const Apis = newtype("Cow", alias(undefined, vec(tuple(fixedBytes(8), u32))), {
  params: { T: vec(tuple(fixedBytes(8), u32)) }
})

/**
 * Names and numbers of a runtime.
 *
 * @category types
 */
export const RuntimeVersion = struct("sp_version::RuntimeVersion", {
  spec_name: RuntimeString,
  impl_name: RuntimeString,
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: alias("ApisVec", Apis),
  transaction_version: u32,
  state_version: u8
})
