/**
 * Lists, tuples, options and compact integers.
 *
 * @since 0.2.0
 */
import { u8, unit } from "./primitives.ts"
import { Malformed } from "./ScaleError.ts"
import type { Input, Output, Type, Value } from "./Type.ts"

const readElements = <A>(type: Type<A>, length: number, input: Input): ReadonlyArray<A> => {
  const values: Array<A> = []
  try {
    while (values.length < length) values.push(type.decode(input))
  } catch (error) {
    throw Malformed.under(values.length, error)
  }
  return values
}

const writeElements = <A>(type: Type<A>, values: ReadonlyArray<A>, output: Output): void => {
  let index = 0
  try {
    for (; index < values.length; index++) type.encode(values[index]!, output)
  } catch (error) {
    throw Malformed.under(index, error)
  }
}

/** What `Vec<Vec<…>>` and the like are called: their elements, spelled as where they are used. */
const spelled = (type: Type<unknown>): string => type.name ?? type.id

/**
 * Rust's `Vec<T>`. Elements must take at least a byte: a list of nothing could claim any length. For `Vec<u8>` see {@link bytes}.
 *
 * @category constructors
 */
export const vec = <A>(element: Type<A>): Type<ReadonlyArray<A>> => {
  if (element.minBytes === 0) throw new Error(`Vec<${spelled(element)}>: elements take no bytes`)
  return {
    name: `Vec<${spelled(element)}>`,
    id: `Vec<${element.id}>`,
    shape: { _tag: "sequence", element },
    minBytes: 1,
    encode: (values, output) => {
      output.compact(values.length)
      writeElements(element, values, output)
    },
    decode: (input) => readElements(element, input.length(element.minBytes), input),
    zero: () => []
  }
}

/**
 * Rust's `Vec<u8>`.
 *
 * @category types
 */
export const bytes: Type<Uint8Array> = {
  name: "Vec<u8>",
  id: "Vec<u8>",
  shape: { _tag: "sequence", element: u8 },
  minBytes: 1,
  encode: (value, output) => {
    output.compact(value.length)
    output.bytes(value)
  },
  decode: (input) => input.bytes(input.length(1)),
  zero: () => new Uint8Array()
}

/**
 * Rust's `[T; length]`; for bytes there is `fixedBytes`.
 *
 * @category constructors
 */
export const array = <A>(element: Type<A>, length: number): Type<ReadonlyArray<A>> => ({
  name: `[${spelled(element)}; ${length}]`,
  id: `[${element.id};${length}]`,
  shape: { _tag: "array", element, length },
  minBytes: element.minBytes * length,
  encode: (values, output) => {
    if (values.length !== length) throw new Malformed("OutOfRange")
    writeElements(element, values, output)
  },
  decode: (input) => readElements(element, length, input),
  zero: () => Array.from({ length }, element.zero)
})

/**
 * The values of several types, in order.
 *
 * @category models
 */
export type Values<T extends ReadonlyArray<Type<unknown>>> = { readonly [K in keyof T]: Value<T[K]> }

/**
 * A Rust tuple of at least two elements.
 *
 * @category constructors
 */
export const tuple = <const T extends ReadonlyArray<Type<unknown>>>(...elements: T): Type<Values<T>> => ({
  name: `(${elements.map(spelled).join(", ")})`,
  id: `(${elements.map(({ id }) => id).join(",")})`,
  shape: { _tag: "tuple", elements },
  minBytes: elements.reduce((sum, { minBytes }) => sum + minBytes, 0),
  encode: (values, output) => writeTuple(elements, values, output),
  // One value for each element, which is what `Values` says.
  decode: (input) => readTuple(elements, input) as Values<T>,
  zero: () => elements.map((element) => element.zero()) as unknown as Values<T>
})

/** Reads one value after the other. */
export const readTuple = (types: ReadonlyArray<Type<unknown>>, input: Input): ReadonlyArray<unknown> => {
  const values: Array<unknown> = []
  try {
    for (const type of types) values.push(type.decode(input))
  } catch (error) {
    throw Malformed.under(values.length, error)
  }
  return values
}

/** Writes one value after the other. */
export const writeTuple = (
  types: ReadonlyArray<Type<unknown>>,
  values: ReadonlyArray<unknown>,
  output: Output
): void => {
  let index = 0
  try {
    for (; index < types.length; index++) types[index]!.encode(values[index], output)
  } catch (error) {
    throw Malformed.under(index, error)
  }
}

/**
 * Rust's `Option<T>`: the value, or `undefined`.
 *
 * @category constructors
 */
export const option = <A>(of: Type<A>): Type<A | undefined> => ({
  name: `Option<${spelled(of)}>`,
  id: `Option<${of.id}>`,
  shape: {
    _tag: "variant",
    path: "Option",
    params: { T: of },
    variants: [
      { name: "None", index: 0, fields: [] },
      { name: "Some", index: 1, fields: [{ name: undefined, type: { ...of, name: undefined } }] }
    ]
  },
  minBytes: 1,
  encode: (value, output) => {
    output.u8(value === undefined ? 0 : 1)
    if (value !== undefined) of.encode(value, output)
  },
  decode: (input) => {
    const flag = input.u8()
    if (flag > 1) throw new Malformed("UnknownVariant")
    return flag === 0 ? undefined : of.decode(input)
  },
  zero: () => undefined
})

/** How wide the compact form of each integer may get. */
const COMPACT_BITS: Readonly<Record<string, number>> = { u8: 8, u16: 16, u32: 32, u64: 64, u128: 128 }

/**
 * Rust's `Compact<T>` of an unsigned integer, which is spelled like the integer itself.
 *
 * @category constructors
 */
export const compact = <A extends number | bigint>(of: Type<A>): Type<A> => {
  const bits = COMPACT_BITS[of.id]
  if (bits === undefined) throw new Error(`${spelled(of)} has no compact form`)
  const limit = 1n << BigInt(bits)
  return {
    name: of.name,
    id: `Compact<${of.id}>`,
    shape: { _tag: "compact", of },
    minBytes: 1,
    encode: (value, output) => {
      if (value < 0 || value >= limit || (bits <= 32 && !Number.isInteger(value))) throw new Malformed("OutOfRange")
      output.compact(value)
    },
    decode: (input) => {
      const value = bits <= 32 ? input.compact() : input.compactBig()
      if (value >= limit) throw new Malformed("OutOfRange")
      // Numbers up to 32 bits, bigints above: as the integer itself has it.
      return value as A
    },
    zero: of.zero
  }
}

/**
 * `Compact<()>`, which takes no bytes: the account index of a chain that has none.
 *
 * @category types
 */
export const compactUnit: Type<null> = {
  ...unit,
  id: "Compact<()>",
  shape: { _tag: "compact", of: unit }
}
