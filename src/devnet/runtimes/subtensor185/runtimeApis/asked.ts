/**
 * What the methods of the runtime APIs see.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import type { InfoOf } from "../../../runtime/behaviour.ts"
import type { Executable } from "../../../runtime/executable.ts"
import type { Answers } from "../../../runtime/runtimeApi.ts"
import type { State } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { encode, type Type } from "../../../scale/Type.ts"
import type { apis } from "../apis.ts"
import type { Executive } from "../executive.ts"

/**
 * A state, which may be written to since it is thrown away, and the runtime that is asked.
 *
 * @category models
 */
export interface Asked extends State {
  readonly executable: Executable
  readonly executive: Executive
  readonly infoOf: InfoOf
}

/**
 * What one of the APIs does.
 *
 * @category models
 */
export type Methods<N extends keyof typeof apis> = Answers<Pick<typeof apis, N>, Asked>[N]

/**
 * The bytes of a value, as the APIs of Bittensor give it: within `Vec<u8>`. There are none for a value that is not there.
 *
 * @category encoding
 */
export const opaque = <A>(type: Type<A>, value: A | undefined): Uint8Array =>
  value === undefined ? new Uint8Array() : encode(type, value)

const ACCOUNT_BYTES = 32

/**
 * The account that is asked for, which the APIs of Bittensor take as `Vec<u8>`; none of another length.
 *
 * @category accessors
 */
export const accountOf = (bytes: Uint8Array): Hex | undefined =>
  bytes.length === ACCOUNT_BYTES ? `0x${bytesToHex(bytes)}` : undefined
