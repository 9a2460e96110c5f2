/**
 * The version that we say we speak.
 *
 * @since 0.1.0
 */

/**
 * The version integer in our headers: SDK 10.2.0, whose wire this is (wire.md §9.4). It is above 7002000, from which servers
 * check that a nonce is fresh.
 *
 * @category models
 */
export const sdkVersion = 10_002_000

/**
 * The timeout of a request that names none, in seconds.
 *
 * @category models
 */
export const defaultTimeout = 12
