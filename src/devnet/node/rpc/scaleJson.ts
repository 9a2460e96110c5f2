/**
 * SCALE of values as people write them in JSON, by what metadata says of their types.
 *
 * Integers are numbers or texts of digits; bytes and hashes hex; accounts addresses or hex; a variant its name, or an object of its
 * name and what it holds; an option the value or `null`. Fields of a struct that are not there are Rust's defaults.
 *
 * @since 0.2.0
 */
import { Malformed, typed } from "../../scale/ScaleError.ts"
import type { Field, Outer, Output, Shape, Type } from "../../scale/Type.ts"
import { Writer } from "../../scale/Writer.ts"
import { hexOf } from "../Block.ts"
import { isObject, type Json } from "./Json.ts"
import * as params from "./params.ts"
import { errors } from "./protocol.ts"

const ACCOUNT = "sp_core::crypto::AccountId32"
const ADDRESS = "sp_runtime::multiaddress::MultiAddress"

type Of<T extends Shape["_tag"]> = Extract<Shape, { readonly _tag: T }>

const wrong = (what: string, json: unknown): never => {
  throw errors.invalidParams(`expected ${what}, not ${JSON.stringify(json)?.slice(0, 40) ?? "nothing"}`)
}

/** An integer within the bounds of its type. */
const integer = (primitive: string, json: unknown): bigint => {
  const bits = Number(primitive.slice(1))
  const digits = typeof json === "string" ? json.replaceAll(",", "") : json
  const isNegative = typeof digits === "string" ? digits.startsWith("-") : typeof digits === "number" && digits < 0
  const value = isNegative
    ? -params.amount(typeof digits === "string" ? digits.slice(1) : -Number(digits))
    : params.amount(digits)
  const wrap = primitive.startsWith("i") ? BigInt.asIntN : BigInt.asUintN
  return wrap(bits, value) === value ? value : wrong(primitive, json)
}

const writePrimitive = ({ primitive }: Of<"primitive">, json: unknown, output: Output): void => {
  if (primitive === "bool") return output.u8(params.flag(json) ? 1 : 0)
  if (primitive === "str") return output.text(params.text(json))
  output.integer(integer(primitive, json), Number(primitive.slice(1)) / 8)
}

const isByte = ({ shape }: Type<unknown>): boolean => shape._tag === "primitive" && shape.primitive === "u8"

const writeElements = (element: Type<unknown>, json: ReadonlyArray<unknown>, output: Output): void => {
  for (const [index, one] of json.entries()) under(index, () => write(element, one, output))
}

const under = (key: string | number, run: () => void): void => {
  try {
    run()
  } catch (error) {
    throw Malformed.under(key, error)
  }
}

/** Hex stands for a list of bytes. */
const elementsOf = (element: Type<unknown>, json: unknown): ReadonlyArray<unknown> => {
  if (Array.isArray(json)) return json
  return isByte(element) && typeof json === "string" ? [...params.bytes(json)] : wrong("a list", json)
}

const writeFields = (fields: ReadonlyArray<Field>, json: unknown, output: Output): void => {
  const [first] = fields
  if (first === undefined) return
  if (first.name === undefined) {
    const values = fields.length === 1 ? [json] : json
    if (!Array.isArray(values) || values.length !== fields.length) return wrong(`${fields.length} values`, json)
    return fields.forEach(({ type }, index) => under(index, () => write(type, values[index], output)))
  }
  if (!isObject(json)) return wrong("an object", json)
  const names = new Set(fields.map(({ name }) => name))
  for (const name of Object.keys(json)) if (!names.has(name)) wrong([...names].join(", "), name)
  for (const { name, type } of fields) {
    const value = name === undefined || !Object.hasOwn(json, name) ? undefined : json[name]
    under(name ?? 0, () => (value === undefined ? type.encode(type.zero(), output) : write(type, value, output)))
  }
}

/** `"Name"` or `{ "Name": value }`. */
const namedOf = (json: unknown): readonly [name: string | undefined, held: unknown] => {
  if (typeof json === "string") return [json, null]
  const [named] = isObject(json) ? Object.entries(json) : []
  return named ?? [undefined, null]
}

/** A variant by its name, be it spelled with a small letter as polkadot.js does. */
const writeVariant = ({ path, variants }: Of<"variant">, json: unknown, output: Output): void => {
  if (path === "Option") {
    const [, some] = variants
    output.u8(json === null ? 0 : 1)
    return json === null || some === undefined ? undefined : writeFields(some.fields, json, output)
  }
  const [name, held] = path === ADDRESS && typeof json === "string" ? ["Id", json] : namedOf(json)
  const variant = variants.find((one) => one.name.toLowerCase() === name?.toLowerCase())
  if (variant === undefined) return wrong(`one of ${variants.map((one) => one.name).join(", ")}`, json)
  output.u8(variant.index)
  under(variant.name, () => writeFields(variant.fields, held, output))
}

const write = (type: Type<unknown>, json: unknown, output: Output): void => {
  const { shape } = type
  switch (shape._tag) {
    case "primitive":
      return writePrimitive(shape, json, output)
    case "compact":
      return output.compact(
        shape.of.shape._tag === "primitive" ? integer(shape.of.shape.primitive, json) : wrong("nothing", json)
      )
    case "sequence": {
      const elements = elementsOf(shape.element, json)
      output.compact(elements.length)
      return writeElements(shape.element, elements, output)
    }
    case "array": {
      const elements = elementsOf(shape.element, json)
      if (elements.length !== shape.length) return wrong(`${shape.length} elements`, json)
      return writeElements(shape.element, elements, output)
    }
    case "tuple": {
      const { elements } = shape
      if (!Array.isArray(json) || json.length !== elements.length) return wrong(`${elements.length} values`, json)
      return elements.forEach((element, index) => under(index, () => write(element, json[index], output)))
    }
    case "composite":
      if (shape.path === ACCOUNT) return output.hex(params.account(json), 32)
      return writeFields(shape.fields, json, output)
    case "variant":
      return writeVariant(shape, json, output)
    case "outer": {
      const found = output.outer[shape.outer]
      return found === undefined ? wrong(`no ${shape.outer}`, json) : write(found, json, output)
    }
    case "bitSequence":
      return type.encode(Array.isArray(json) ? json : wrong("a list of booleans", json), output)
  }
}

/**
 * The SCALE of a JSON value.
 *
 * @category encoding
 */
export const scaleOfJson = (type: Type<unknown>, json: unknown, outer: Outer): Uint8Array =>
  typed(() => {
    const output = new Writer(outer)
    write(type, json, output)
    return output.finish()
  })

/**
 * A value in JSON, as far as it can say it: amounts are texts of decimal digits, bytes are hex.
 *
 * @category encoding
 */
export const jsonOf = (value: unknown): Json => {
  if (value === undefined || value === null) return null
  if (typeof value === "bigint") return String(value)
  if (value instanceof Uint8Array) return hexOf(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonOf(v)]))
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null
}
