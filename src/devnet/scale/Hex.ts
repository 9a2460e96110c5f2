/**
 * Bytes of a fixed length as text.
 *
 * @since 0.2.0
 */

/**
 * Bytes as `0x` and lower-case digits: they compare with `===`, key a `Map`, and are what JSON-RPC says.
 *
 * @category models
 */
export type Hex = `0x${string}`
