/**
 * A SCALE type as a value: how its bytes are read and written, what it is if nothing is stored, and how metadata shows it.
 *
 * @since 0.2.0
 */
import { Result } from "effect"
import { Reader } from "../../protocol/internal/Reader.ts"
import { Malformed, ScaleError, typed } from "./ScaleError.ts"
import { Writer } from "./Writer.ts"

/**
 * What values are read from.
 *
 * @category models
 */
export type Input = Reader<Outer>

/**
 * What values are written to.
 *
 * @category models
 */
export type Output = Writer<Outer>

/**
 * A SCALE type whose values are `A`.
 *
 * Integers of up to 32 bits are numbers, wider ones bigints. Fixed bytes and account ids are `Hex`, lists of bytes are
 * `Uint8Array`. A struct is an object; a variant of an enumeration an object with its name as `_tag`; an option is the value or `undefined`.
 *
 * @category models
 */
export interface Type<A> {
  /** How Rust's source spells it where it is used, such as `T::AccountId`: the `typeName` of metadata. Fields may have none. */
  readonly name: string | undefined
  /** Two types of the same id are one type of the metadata, whatever they are called. */
  readonly id: string
  /** What metadata says of it. */
  readonly shape: Shape
  /** The fewest bytes that a value takes: what bounds the length of a list before it is read. */
  readonly minBytes: number
  encode(value: A, output: Output): void
  decode(input: Input): A
  /** Rust's `Default`, where it has one: all zero, empty, the first variant. */
  readonly zero: () => A
}

/**
 * The values of a type: `Value<typeof AccountInfo>`.
 *
 * @category models
 */
export type Value<T> = T extends Type<infer A> ? A : never

/**
 * A field of a struct or of a variant; those of tuples have no name.
 *
 * @category models
 */
export interface Field {
  readonly name: string | undefined
  readonly type: Type<unknown>
}

/**
 * One variant of an enumeration.
 *
 * @category models
 */
export interface Variant {
  readonly name: string
  readonly index: number
  readonly fields: ReadonlyArray<Field>
}

/**
 * The path of a type in Rust's source, and its generic parameters in order: those that show a type, and those that do not.
 *
 * @category models
 */
export interface Path {
  readonly path: string
  readonly params: Readonly<Record<string, Type<unknown> | undefined>>
}

/**
 * A type as `scale-info` has it.
 *
 * @category models
 */
export type Shape =
  | { readonly _tag: "primitive"; readonly primitive: Primitive }
  | { readonly _tag: "sequence"; readonly element: Type<unknown> }
  | { readonly _tag: "array"; readonly element: Type<unknown>; readonly length: number }
  | { readonly _tag: "tuple"; readonly elements: ReadonlyArray<Type<unknown>> }
  | { readonly _tag: "compact"; readonly of: Type<unknown> }
  | { readonly _tag: "bitSequence"; readonly store: Type<unknown>; readonly order: Type<unknown> }
  | (Path & { readonly _tag: "composite"; readonly fields: ReadonlyArray<Field> })
  | (Path & { readonly _tag: "variant"; readonly variants: ReadonlyArray<Variant> })
  | { readonly _tag: "outer"; readonly outer: string }

/**
 * The primitives of metadata that Rust types are made of.
 *
 * @category models
 */
export type Primitive =
  | "bool"
  | "str"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "u128"
  | "u256"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "i128"
  | "i256"

/**
 * The types that a runtime makes of all its pallets, such as `RuntimeCall`, which the types of a pallet only name.
 *
 * @category models
 */
export type Outer = Readonly<Record<string, Type<unknown>>>

/**
 * The bytes of a value. A value that the type cannot hold is a mistake of the program: it throws a {@link ScaleError}.
 *
 * @category encoding
 */
export const encode = <A>(type: Type<A>, value: A, outer: Outer = {}): Uint8Array =>
  typed(() => {
    const output = new Writer(outer)
    type.encode(value, output)
    return output.finish()
  })

/**
 * The value of bytes that are known to be right, such as those in storage. Throws a {@link ScaleError} if they are not.
 *
 * @category decoding
 */
export const decodeUnsafe = <A>(type: Type<A>, bytes: Uint8Array, outer: Outer = {}): A =>
  typed(() => {
    const input = new Reader(bytes, outer)
    const value = type.decode(input)
    if (input.remaining > 0) throw new Malformed("TrailingBytes")
    return value
  })

/**
 * The value of bytes from outside, whatever they are.
 *
 * **Example** (A length that the bytes cannot hold)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { bytes } from "effect-bittensor/devnet/scale/sequences"
 * import { decode } from "effect-bittensor/devnet/scale/Type"
 *
 * const claim = Uint8Array.of(0xfe, 0xff, 0xff, 0xff) // a list of 2^30 - 1 bytes
 * Result.getOrThrow(Result.flip(decode(bytes, claim))).reason // => "EndOfInput"
 * ```
 *
 * @category decoding
 */
export const decode = <A>(type: Type<A>, bytes: Uint8Array, outer: Outer = {}): Result.Result<A, ScaleError> => {
  try {
    return Result.succeed(decodeUnsafe(type, bytes, outer))
  } catch (error) {
    if (error instanceof ScaleError) return Result.fail(error)
    throw error
  }
}

/**
 * The same type under the name that Rust's source gives it in one place; `undefined` where metadata shows none.
 *
 * @category combinators
 */
export const alias = <A>(name: string | undefined, type: Type<A>): Type<A> => ({ ...type, name })

/**
 * A type that the runtime makes of all its pallets, such as `RuntimeCall`: it is looked up when values are read or written.
 *
 * @category constructors
 */
export const outer = <A>(name: string): Type<A> => {
  const lookup = (outer: Outer): Type<unknown> => {
    const type = outer[name]
    if (type === undefined) throw new Error(`${name} is known within a runtime only`)
    return type
  }
  return {
    name,
    id: name,
    shape: { _tag: "outer", outer: name },
    minBytes: 1,
    encode: (value, output) => lookup(output.outer).encode(value, output),
    // Whoever declares the outer type says what its values are.
    decode: (input) => input.nested(() => lookup(input.outer).decode(input)) as A,
    zero: () => {
      throw new Error(`${name} has no default`)
    }
  }
}
