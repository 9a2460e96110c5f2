/**
 * `chainSpec_v1_*`: what never changes.
 *
 * @since 0.2.0
 */
import { call, type Method } from "./method.ts"

/**
 * The methods.
 *
 * @category methods
 */
export const chainSpec: ReadonlyArray<Method> = [
  call("chainSpec_v1_chainName", [], ({ chain }) => chain.identity.name),
  call("chainSpec_v1_genesisHash", [], ({ chain }) => chain.genesis),
  call("chainSpec_v1_properties", [], ({ info }) => info.properties)
]
