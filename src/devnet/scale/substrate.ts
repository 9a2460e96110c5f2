/**
 * The types that every Substrate runtime has.
 *
 * @since 0.2.0
 */
import { enumeration, type Generics, newtype, type Tagged } from "./composites.ts"
import { fixedBytes, u8, unit } from "./primitives.ts"
import { bytes, compactUnit, tuple, vec } from "./sequences.ts"
import type { Hex } from "./Hex.ts"
import { alias, type Type } from "./Type.ts"
import { Malformed } from "./ScaleError.ts"

/**
 * The public key of an account, without checksum or network.
 *
 * @category types
 */
export const AccountId32: Type<Hex> = newtype("sp_core::crypto::AccountId32", fixedBytes(32))

/**
 * A hash of 32 bytes.
 *
 * @category types
 */
export const H256: Type<Hex> = newtype("primitive_types::H256", fixedBytes(32))

/**
 * The ways to name an account in a call. Chains without account indices take `Id` only.
 *
 * @category types
 */
export const MultiAddress = enumeration(
  "sp_runtime::multiaddress::MultiAddress",
  {
    Id: [alias("AccountId", AccountId32)],
    Index: [alias("AccountIndex", compactUnit)],
    Raw: [bytes],
    Address32: [fixedBytes(32)],
    Address20: [fixedBytes(20)]
  },
  { params: { AccountId: AccountId32, AccountIndex: unit } }
)

/**
 * Rust's `Result<T, E>`.
 *
 * @category constructors
 */
export const result = <A, E>(
  ok: Type<A>,
  error: Type<E>
): Type<Tagged<{ readonly Ok: readonly [Type<A>]; readonly Err: readonly [Type<E>] }>> =>
  enumeration("Result", { Ok: [alias(undefined, ok)], Err: [alias(undefined, error)] }, { params: { T: ok, E: error } })

/** A list that is no longer than `bound` where Rust demands it. */
const atMost = <A extends { readonly length: number }>(bound: number, list: Type<A>): Type<A> => {
  const check = (value: A): A => {
    if (value.length > bound) throw new Malformed("OutOfRange")
    return value
  }
  return {
    ...list,
    encode: (value, output) => list.encode(check(value), output),
    decode: (input) => check(list.decode(input))
  }
}

const bounded = (element: Type<unknown>, distinct: Generics["distinct"]): Generics => ({
  params: { T: element, S: undefined },
  ...(distinct === undefined ? {} : { distinct })
})

/**
 * A list of at most `bound` elements.
 *
 * @category constructors
 */
export const boundedVec = <A>(element: Type<A>, bound: number): Type<ReadonlyArray<A>> =>
  newtype(
    "bounded_collections::bounded_vec::BoundedVec",
    atMost(bound, vec(alias("T", element))),
    bounded(element, bound)
  )

/**
 * At most `bound` bytes.
 *
 * @category constructors
 */
export const boundedBytes = (bound: number): Type<Uint8Array> =>
  newtype("bounded_collections::bounded_vec::BoundedVec", atMost(bound, alias("Vec<T>", bytes)), bounded(u8, bound))

/**
 * A list that may outgrow its bound, which is only warned about; so no bound is needed here.
 *
 * @category constructors
 */
export const weakBoundedVec = <A>(element: Type<A>): Type<ReadonlyArray<A>> =>
  newtype(
    "bounded_collections::weak_bounded_vec::WeakBoundedVec",
    vec(alias("T", element)),
    bounded(element, undefined)
  )

/**
 * Rust's `BTreeMap<K, V>`: pairs, in the order of their keys.
 *
 * @category constructors
 */
export const btreeMap = <K, V>(key: Type<K>, value: Type<V>): Type<ReadonlyArray<readonly [K, V]>> =>
  newtype("BTreeMap", alias(undefined, vec(tuple(key, value))), { params: { K: key, V: value } })
