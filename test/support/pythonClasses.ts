/**
 * The vectors' Python classes and typed values, as schemas and Python values of ours (test/vectors/wire/README.md).
 */
import { Effect, Result, Schema } from "effect"
import { fromJs } from "../../src/protocol/PythonJson.ts"
import { compile, type PureSchema, TupleOf } from "../../src/protocol/PythonSchema.ts"
import { PythonIntDict, PythonTuple, type PythonValue } from "../../src/protocol/PythonValue.ts"
import * as Tensor from "../../src/protocol/Tensor.ts"

/** A value that must keep its Python type: `{ t: "float", v: "1.0", bits: "3ff0000000000000" }`. */
export type Typed =
  | { readonly t: "none" }
  | { readonly t: "bool"; readonly v: boolean }
  | { readonly t: "int" | "str"; readonly v: string }
  | { readonly t: "float"; readonly v: string; readonly bits: string }
  | { readonly t: "list" | "tuple" | "set"; readonly v: ReadonlyArray<Typed> }
  | { readonly t: "dict"; readonly v: ReadonlyArray<readonly [Typed, Typed]> }
  | { readonly t: "bytes"; readonly hex: string }
  | { readonly t: "tensor"; readonly buffer: string; readonly dtype: string; readonly shape: ReadonlyArray<number> }
  | { readonly t: "model"; readonly name: string; readonly v: ReadonlyArray<readonly [string, Typed]> }

/** What Python has and the wire has not: sets, bytes, dictionaries whose keys are neither all text nor all integers (wire.md §3.3). */
export class NotOnTheWire extends Error {}

/** Reads a typed value; throws {@link NotOnTheWire} for one that JSON cannot carry. */
export const typedValue = (typed: Typed): PythonValue => {
  switch (typed.t) {
    case "none":
      return null
    case "bool":
    case "str":
      return typed.v
    case "int":
      return BigInt(typed.v)
    case "float":
      return new DataView(Uint8Array.from(Buffer.from(typed.bits, "hex")).buffer).getFloat64(0)
    case "list":
      return typed.v.map(typedValue)
    case "tuple":
      return new PythonTuple(typed.v.map(typedValue))
    case "dict":
      return typedDict(typed.v)
    case "tensor":
      return new Map<string, PythonValue>([
        ["buffer", typed.buffer],
        ["dtype", typed.dtype],
        ["shape", typed.shape.map(BigInt)]
      ])
    case "model":
      return new Map(typed.v.map(([name, value]) => [name, typedValue(value)]))
    default:
      throw new NotOnTheWire(`a value of type ${typed.t}`)
  }
}

const typedDict = (entries: ReadonlyArray<readonly [Typed, Typed]>): PythonValue => {
  const values = entries.map(([key, value]) => {
    if (key.t !== "str" && key.t !== "int") throw new NotOnTheWire(`a key of type ${key.t}`)
    return [key.v, typedValue(value)] as const
  })
  const keyTypes = new Set(entries.map(([key]) => key.t))
  if (keyTypes.size > 1) throw new NotOnTheWire("keys of several types")
  return keyTypes.has("int") ? new PythonIntDict(values) : new Map(values)
}

/** The `models` of a vector file: what its annotations may name. */
export type Models = Readonly<Record<string, ReadonlyArray<VectorField>>>

/** A field as the vectors describe it; `default` is plain JSON in `requests.json` and `responses.json`, typed in `hashes.json`. */
export interface VectorField {
  readonly name: string
  readonly type: string
  readonly required?: boolean
  readonly default?: unknown
}

/** A class as the vectors describe it. */
export interface VectorClass {
  readonly fields: ReadonlyArray<VectorField>
  readonly required_hash_fields: ReadonlyArray<string>
}

/**
 * The schema of a Python annotation: `fieldSchema("Optional[List[int]]", models)`. `int` becomes `Schema.BigInt`, since Python's has any size.
 */
export const fieldSchema = (annotation: string, models: Models = {}): PureSchema => {
  const { head, parameters } = parseAnnotation(annotation)
  const of = (parameter: string) => fieldSchema(parameter, models)
  switch (head) {
    case "str":
      return Schema.String
    case "int":
      return Schema.BigInt
    case "float":
      return Schema.Number
    case "bool":
      return Schema.Boolean
    case "None":
      return Schema.Null
    case "Any":
      return Schema.Unknown
    case "Tensor":
      return Tensor.Any
    case "Optional":
      return Schema.NullOr(of(parameters[0]!))
    case "Union":
      return Schema.Union(parameters.map(of))
    case "list":
    case "List":
      return Schema.Array(of(parameters[0]!))
    case "tuple":
    case "Tuple":
      return parameters[1] === "..." ? TupleOf(of(parameters[0]!)) : Schema.Tuple(parameters.map(of))
    case "dict":
    case "Dict": {
      const value = of(parameters[1]!)
      return parameters[0] === "int" ? Schema.Record(Schema.Int, value) : Schema.Record(Schema.String, value)
    }
    default:
      return modelSchema(head, models)
  }
}

const parseAnnotation = (annotation: string): { readonly head: string; readonly parameters: ReadonlyArray<string> } => {
  const open = annotation.indexOf("[")
  if (open < 0) return { head: annotation, parameters: [] }
  const parameters: Array<string> = [""]
  let depth = 0
  for (const character of annotation.slice(open + 1, -1)) {
    if (character === "[") depth++
    if (character === "]") depth--
    if (character === "," && depth === 0) parameters.push("")
    else parameters[parameters.length - 1] += character
  }
  return { head: annotation.slice(0, open), parameters: parameters.map((parameter) => parameter.trim()) }
}

const modelSchema = (name: string, models: Models): PureSchema => {
  const fields = models[name]
  if (fields === undefined) throw new Error(`no model called ${name}`)
  return Schema.Struct(
    Object.fromEntries(fields.map((field) => [field.name, schemaWithDefault(pythonField(field, models))]))
  )
}

/** One field of a class. */
export interface PythonField {
  readonly name: string
  /** The declared type, without the default. */
  readonly schema: PureSchema
  readonly required: boolean
  /** What Python holds when the field is not given; undefined for a required field. */
  readonly defaultValue: PythonValue | undefined
  /** The same default in the schema's type. */
  readonly defaultType: unknown
}

/** The field's schema, with its default as a decoding default if it has one. */
export const schemaWithDefault = (field: PythonField): PureSchema =>
  field.required
    ? field.schema
    : Schema.withDecodingDefaultTypeKey<PureSchema>(Effect.succeed(field.defaultType))(field.schema)

/** A synapse class: its own fields in declaration order, and `required_hash_fields` as listed. */
export interface PythonClass {
  readonly name: string
  readonly fields: ReadonlyArray<PythonField>
  readonly signed: ReadonlyArray<string>
}

/** Reads a class of a vector file: `pythonClass("Nested", file.classes.Nested, file.models)`. */
export const pythonClass = (
  name: string,
  { fields, required_hash_fields }: VectorClass,
  models: Models = {}
): PythonClass => ({
  name,
  fields: fields.map((field) => pythonField(field, models)),
  signed: required_hash_fields
})

const pythonField = ({ name, required, type, ...rest }: VectorField, models: Models): PythonField => {
  const schema = fieldSchema(type, models)
  if (required === true) return { name, schema, required, defaultValue: undefined, defaultType: undefined }
  const given = isTyped(rest.default) ? typedValue(rest.default) : Result.getOrThrow(fromJs(rest.default ?? null))
  const decoded = Result.getOrThrow(compile(schema).decode(given))
  return { name, schema, required: false, defaultValue: decoded.value, defaultType: decoded.type }
}

const isTyped = (value: unknown): value is Typed => typeof value === "object" && value !== null && "t" in value
