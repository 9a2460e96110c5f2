/**
 * What JSON can say.
 *
 * @since 0.2.0
 */

/**
 * A JSON value.
 *
 * @category models
 */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [name: string]: Json }

/**
 * Whether a value that JSON said is an object, and no list.
 *
 * @category guards
 */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
