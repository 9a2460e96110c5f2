/**
 * Values of a chain as JavaScript has them.
 *
 * @since 0.2.0
 */

/**
 * Bytes as text: `0x` and two digits each.
 *
 * @category models
 */
export type Hex = `0x${string}`

/**
 * What is stored, called with or told, in the form that the metadata gives it: integers of up to 32 bits are numbers and larger ones
 * bigints, accounts are ss58 text, hashes and other bytes of a fixed length hex, bytes of any length `Uint8Array`, absent ones
 * `undefined`, structs objects with the metadata's own names, variants `{ type, value }`, and what is a list there is one here.
 *
 * @category models
 */
export type ChainValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | ReadonlyArray<ChainValue>
  | { readonly [name: string]: ChainValue }
