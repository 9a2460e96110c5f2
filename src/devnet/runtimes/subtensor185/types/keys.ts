/**
 * The keys that many maps have in common; each remembers the hashes it made.
 *
 * @since 0.2.0
 */
import { blake2_128Concat, identity } from "../../../runtime/keys.ts"
import { u16 } from "../../../scale/primitives.ts"
import { AccountId } from "./names.ts"

/**
 * An account behind its hash.
 *
 * @category keys
 */
export const byAccount = blake2_128Concat(AccountId)

/**
 * An account without a hash before it: a walk follows the accounts' own bytes.
 *
 * @category keys
 */
export const byRawAccount = identity(AccountId)

/**
 * A netuid or uid without a hash: a walk follows its little-endian bytes, so that 256 comes before 1.
 *
 * @category keys
 */
export const byUid = identity(u16)
