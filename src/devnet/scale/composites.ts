/**
 * Structs and enumerations: the types that Rust gives a path.
 *
 * @since 0.2.0
 */
import { Malformed } from "./ScaleError.ts"
import { readTuple, type Values, writeTuple } from "./sequences.ts"
import type { Input, Output, Field, Path, Type, Value, Variant } from "./Type.ts"

/**
 * What a type with a path may have besides it.
 *
 * @category models
 */
export interface Generics {
  /** The generic parameters in order; `undefined` for those that metadata does not show, such as `T: Config`. */
  readonly params?: Path["params"]
  /** Tells types apart that metadata shows alike: the bound of a vector, the instance of a pallet. */
  readonly distinct?: string | number
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf("::") + 2)

/** The `Type` fields that follow from a path: `pallet_multisig::Timepoint` is called `Timepoint`, and is one type for each choice of parameters. */
const pathOf = (path: string, { params = {}, distinct }: Generics) => {
  const args = Object.entries(params).map(([name, type]) => type?.id ?? name)
  return {
    name: path.includes("::") ? lastOf(path) : path,
    id: `${path}<${args.join(",")}>${distinct === undefined ? "" : `#${distinct}`}`,
    at: { path, params }
  }
}

const minBytesOf = (fields: ReadonlyArray<Field>): number => fields.reduce((sum, { type }) => sum + type.minBytes, 0)

/**
 * The types of the fields of a struct, by name.
 *
 * @category models
 */
export type Fields = Readonly<Record<string, Type<unknown>>>

/**
 * The value of a struct.
 *
 * @category models
 */
export type Struct<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> }

const namedFields = (fields: Fields): ReadonlyArray<Field> =>
  Object.entries(fields).map(([name, type]) => ({ name, type }))

const readFields = (fields: ReadonlyArray<Field>, value: Record<string, unknown>, input: Input) => {
  let at = ""
  try {
    for (const { name, type } of fields) {
      at = name!
      value[at] = type.decode(input)
    }
  } catch (error) {
    throw Malformed.under(at, error)
  }
  return value
}

const writeFields = (fields: ReadonlyArray<Field>, value: Readonly<Record<string, unknown>>, output: Output) => {
  let at = ""
  try {
    for (const { name, type } of fields) {
      at = name!
      type.encode(value[at], output)
    }
  } catch (error) {
    throw Malformed.under(at, error)
  }
}

/**
 * A Rust struct with named fields.
 *
 * @category constructors
 */
export const struct = <const F extends Fields>(path: string, fields: F, generics: Generics = {}): Type<Struct<F>> => {
  const list = namedFields(fields)
  const { at, id, name } = pathOf(path, generics)
  return {
    name,
    id,
    shape: { _tag: "composite", ...at, fields: list },
    minBytes: minBytesOf(list),
    encode: (value, output) => writeFields(list, value, output),
    // A value for each field, which is what `Struct` says.
    decode: (input) => readFields(list, {}, input) as Struct<F>,
    zero: () => Object.fromEntries(list.map(({ name, type }) => [name, type.zero()])) as Struct<F>
  }
}

/**
 * A Rust struct around one value without a name, such as `H256`: its values are those of what it holds.
 *
 * @category constructors
 */
export const newtype = <A>(path: string, of: Type<A>, generics: Generics = {}): Type<A> => {
  const { at, id, name } = pathOf(path, generics)
  return { ...of, name, id, shape: { _tag: "composite", ...at, fields: [{ name: undefined, type: of }] } }
}

/**
 * A Rust struct without fields: markers, and signed extensions that add no bytes.
 *
 * @category constructors
 */
export const marker = (path: string, generics: Generics = {}): Type<null> => {
  const { at, id, name } = pathOf(path, generics)
  return {
    name,
    id,
    shape: { _tag: "composite", ...at, fields: [] },
    minBytes: 0,
    encode: () => {},
    decode: () => null,
    zero: () => null
  }
}

/**
 * What a variant holds: nothing, values in order, or values by name.
 *
 * @category models
 */
export type Payload = ReadonlyArray<Type<unknown>> | Fields

/**
 * A payload whose variant does not have the index that its place says.
 *
 * @category models
 */
export interface At<P extends Payload> {
  readonly index: number
  readonly payload: P
}

/**
 * The variants of an enumeration, by name, in the order of metadata.
 *
 * @category models
 */
export type Variants = Readonly<Record<string, Payload | At<Payload>>>

/**
 * Gives a variant an index of its own, as `#[codec(index = …)]` does.
 *
 * @category combinators
 */
export const at = <const P extends Payload>(index: number, payload: P): At<P> => ({ index, payload })

/** The payload without its index. */
type PayloadOf<P> = P extends At<infer Q> ? Q : P

/**
 * What of a payload stands beside `_tag`: nothing, `value` (one, or several in order), or the fields themselves.
 *
 * @category models
 */
export type Held<P> = P extends readonly []
  ? unknown
  : P extends readonly [Type<infer A>]
    ? { readonly value: A }
    : P extends ReadonlyArray<Type<unknown>>
      ? { readonly value: Values<P> }
      : P extends Fields
        ? Struct<P>
        : never

/**
 * A value of an enumeration.
 *
 * @category models
 */
export type Tagged<V extends Variants> = {
  [K in keyof V & string]: { readonly _tag: K } & Held<PayloadOf<V[K]>>
}[keyof V & string]

interface Case extends Variant {
  readonly named: boolean
  readonly types: ReadonlyArray<Type<unknown>>
}

const isAt = (variant: Payload | At<Payload>): variant is At<Payload> =>
  "index" in variant && typeof variant.index === "number"

const caseOf = (name: string, variant: Payload | At<Payload>, place: number): Case => {
  const [index, payload] = isAt(variant) ? [variant.index, variant.payload] : [place, variant]
  const named = !Array.isArray(payload)
  const fields = named
    ? namedFields(payload as Fields)
    : (payload as ReadonlyArray<Type<unknown>>).map((type) => ({ name: undefined, type }))
  return { name, index, fields, named, types: fields.map(({ type }) => type) }
}

type AnyTagged = { readonly _tag: string; readonly value?: unknown } & Readonly<Record<string, unknown>>

const readCase = ({ fields, name, named, types }: Case, input: Input): AnyTagged => {
  if (named) return readFields(fields, { _tag: name }, input) as AnyTagged
  if (types.length === 0) return { _tag: name }
  const values = readTuple(types, input)
  return { _tag: name, value: types.length === 1 ? values[0] : values }
}

const writeCase = ({ fields, named, types }: Case, tagged: AnyTagged, output: Output): void => {
  if (named) return writeFields(fields, tagged, output)
  writeTuple(types, types.length === 1 ? [tagged.value] : (tagged.value as ReadonlyArray<unknown>), output)
}

const under = <A>(name: string, run: () => A): A => {
  try {
    return run()
  } catch (error) {
    throw Malformed.under(name, error)
  }
}

/**
 * A Rust enum.
 *
 * **Example** (Variants with and without values)
 *
 * ```ts run
 * import { at, enumeration } from "effect-bittensor/devnet/scale/composites"
 * import { u32 } from "effect-bittensor/devnet/scale/primitives"
 * import { encode } from "effect-bittensor/devnet/scale/Type"
 *
 * const Phase = enumeration("frame_system::Phase", { ApplyExtrinsic: [u32], Finalization: [], Initialization: at(7, []) })
 * encode(Phase, { _tag: "ApplyExtrinsic", value: 1 }).join() // => "0,1,0,0,0"
 * encode(Phase, { _tag: "Initialization" }).join() // => "7"
 * ```
 *
 * @category constructors
 */
export const enumeration = <const V extends Variants>(
  path: string,
  variants: V,
  generics: Generics = {}
): Type<Tagged<V>> => {
  const cases = Object.entries(variants).map(([name, variant], place) => caseOf(name, variant, place))
  const byName = new Map(cases.map((one) => [one.name, one]))
  const byIndex = new Map(cases.map((one) => [one.index, one]))
  const { at, id, name } = pathOf(path, generics)
  return {
    name,
    id,
    shape: { _tag: "variant", ...at, variants: cases },
    minBytes: 1,
    encode: (tagged, output) => {
      const found = byName.get(tagged._tag)
      if (found === undefined) throw new Malformed("UnknownVariant")
      output.u8(found.index)
      under(found.name, () => writeCase(found, tagged, output))
    },
    decode: (input) => {
      const found = byIndex.get(input.u8())
      if (found === undefined) throw new Malformed("UnknownVariant")
      // A value for each field of the case, which is what `Tagged` says.
      return under(found.name, () => readCase(found, input)) as unknown as Tagged<V>
    },
    zero: () => zeroCase(path, cases[0]) as unknown as Tagged<V>
  }
}

const zeroCase = (path: string, first: Case | undefined): AnyTagged => {
  if (first === undefined) throw new Error(`${path} has no values`)
  const zeros = first.types.map((type) => type.zero())
  if (first.named)
    return { _tag: first.name, ...Object.fromEntries(first.fields.map(({ name }, i) => [name, zeros[i]])) }
  return zeros.length === 0 ? { _tag: first.name } : { _tag: first.name, value: zeros.length === 1 ? zeros[0] : zeros }
}

/**
 * A Rust enum whose variants hold nothing, in order: its values are their names.
 *
 * @category constructors
 */
export const names = <const N extends ReadonlyArray<string>>(
  path: string,
  variants: N,
  generics: Generics = {}
): Type<N[number]> => {
  const { at, id, name } = pathOf(path, generics)
  const indices = new Map<string, number>(variants.map((variant, index) => [variant, index]))
  return {
    name,
    id,
    shape: {
      _tag: "variant",
      ...at,
      variants: variants.map((variant, index) => ({ name: variant, index, fields: [] }))
    },
    minBytes: 1,
    encode: (value, output) => {
      const index = indices.get(value)
      if (index === undefined) throw new Malformed("UnknownVariant")
      output.u8(index)
    },
    decode: (input) => {
      const variant = variants[input.u8()]
      if (variant === undefined) throw new Malformed("UnknownVariant")
      return variant
    },
    zero: () => variants[0] ?? ""
  }
}
