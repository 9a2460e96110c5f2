/**
 * `offchain_*`: what workers beside the chain keep. There are none here.
 *
 * @since 0.2.0
 */
import { type Method, unsafe } from "./method.ts"
import { hex, text } from "./params.ts"

/**
 * The methods.
 *
 * @category methods
 */
export const offchain: ReadonlyArray<Method> = [
  unsafe("offchain_localStorageGet", [text, hex], () => null),
  unsafe("offchain_localStorageSet", [text, hex, hex], () => null)
]
