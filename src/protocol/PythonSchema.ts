/**
 * The codec between a schema and the wire: what Python holds for a field of a declared type, and what TypeScript sees of it (wire.md §3.2a, §3.3).
 *
 * @since 0.1.0
 */
import { Result, Schema, SchemaAST, type SchemaIssue, SchemaParser } from "effect"
import { Mode } from "./internal/coerce.ts"
import { Compiler } from "./internal/Compiler.ts"
import { Fault } from "./internal/Fault.ts"
import { fixedMark, tupleMark } from "./internal/marks.ts"
import type { TensorSpelling } from "./internal/pythonNode.ts"
import { type FieldIssue, PythonIntDict, PythonTuple, type PythonValue } from "./PythonValue.ts"

export type { FieldIssue } from "./PythonValue.ts"
export type { TensorSpelling } from "./internal/pythonNode.ts"

/**
 * A schema that needs no services to decode or encode.
 *
 * @category models
 */
export type PureSchema = Schema.Constraint & { readonly DecodingServices: never; readonly EncodingServices: never }

/**
 * What a codec makes of a value that arrived.
 *
 * @category models
 */
export interface Decoded<out A> {
  /** The value for TypeScript. */
  readonly type: A
  /** The value that Python holds: converted to the declared types, without unknown keys, with the defaults of missing ones. The body hash digests this. */
  readonly value: PythonValue
}

/**
 * Converts between Python values and the type of one schema. Both directions are total: a value that does not fit is a {@link FieldIssue}.
 *
 * @category models
 */
export interface PythonCodec<in out A> {
  /** Reads a value as leniently as the Python SDK does: an integer field takes `3`, `3.0` and `"3"`. */
  readonly decode: (value: PythonValue) => Result.Result<Decoded<A>, FieldIssue>
  /** Writes a value of the schema's type. Tensors name their dtype in numpy's spelling unless told otherwise. */
  readonly encode: (
    value: A,
    options?: { readonly tensorSpelling?: TensorSpelling | undefined }
  ) => Result.Result<PythonValue, FieldIssue>
  /**
   * The form in which a Python axon puts a held value into its response: NaN and infinity in untyped positions are null. Those in float
   * fields stay, and writing the response fails on them (wire.md §1.2).
   */
  readonly answer: (value: PythonValue) => PythonValue
}

/**
 * Compiles a schema into its codec, once and for all: do it where the schema is declared. The schema's *encoded* side decides what Python sees:
 *
 * | Schema | Python |
 * |---|---|
 * | `Int`, `BigInt`, and numbers with an integer check | `int` |
 * | other numbers | `float` |
 * | `Boolean`, `String`, `Null`, literals, enums | `bool`, `str`, `None`, the literal |
 * | `Array`, {@link TupleOf} | `list`, `Tuple[X, ...]` |
 * | `Tuple` | `tuple` |
 * | `Struct`, `Class` | a model: keys in declaration order, unknown ones dropped |
 * | `Record` with string or `Int` keys | `dict` in insertion order |
 * | unions | the first member that fits exactly, else without loss, else leniently |
 * | `Unknown` | anything, spelled as in the JSON (`toJs` and `fromJs` of `PythonJson`) |
 *
 * Anything else has no wire form, and compiling it throws a `TypeError` that names the place: a mistake in a program, not in a message.
 *
 * **Example** (Leniency and the value that is hashed)
 *
 * ```ts run
 * import { Result, Schema } from "effect"
 * import { compile } from "effect-bittensor/protocol/PythonSchema"
 * import { pyStr } from "effect-bittensor/protocol/pyStr"
 *
 * const codec = compile(Schema.Struct({ count: Schema.Int, ratio: Schema.Number }))
 * const { type, value } = Result.getOrThrow(codec.decode(new Map<string, string | bigint>([["ratio", 1n], ["count", "3"]])))
 * type // => { count: 3, ratio: 1 }
 * pyStr(value) // => "{'count': 3, 'ratio': 1.0}"
 * ```
 *
 * @category constructors
 */
export const compile = <S extends PureSchema>(schema: S): PythonCodec<S["Type"]> => {
  const compiler = new Compiler()
  const root = compiler.node(SchemaAST.toEncoded(schema.ast), "")
  const decodeEncoded = SchemaParser.decodeUnknownResult(schema)
  const encodeType = SchemaParser.encodeUnknownResult(schema)

  const encode: PythonCodec<S["Type"]>["encode"] = (type, options) => {
    const encoded = encodeType(type)
    if (Result.isFailure(encoded)) return Result.fail(fieldIssue(encoded.failure))
    const held = root.hold(encoded.success, options?.tensorSpelling ?? "numpy")
    return held instanceof Fault ? Result.fail(held) : Result.succeed(held)
  }
  return {
    encode,
    answer: root.answer,
    decode: (given) => {
      compiler.metMissingKey = false
      const value = root.accept(given, Mode.lax)
      const isComplete = !compiler.metMissingKey
      if (value instanceof Fault) return Result.fail(value)
      const decoded = decodeEncoded(root.show(value))
      if (Result.isFailure(decoded)) return Result.fail(fieldIssue(decoded.failure))
      const type: S["Type"] = decoded.success
      if (isComplete) return Result.succeed({ type, value })
      return Result.map(encode(type), (defaults) => ({ type, value: complete(value, defaults) }))
    }
  }
}

/**
 * A list of any length that Python declares, and prints, as a tuple: `Tuple[X, ...]`.
 *
 * @category constructors
 */
export const TupleOf = <S extends Schema.Constraint>(element: S): Schema.$Array<S> =>
  Schema.Array(element).annotate({ [tupleMark]: true })

/**
 * The empty value of a value's own Python type, which a dendrite sends in the `bt_header_input_obj_*` header of a required field (wire.md §2.4).
 * `None` has none.
 *
 * @category conversions
 */
export const emptyOf = (value: PythonValue): PythonValue | undefined => {
  switch (typeof value) {
    case "bigint":
      return 0n
    case "number":
      return 0
    case "string":
      return ""
    case "boolean":
      return false
    case "object":
      if (value === null) return undefined
      return value instanceof PythonTuple || "length" in value ? [] : new Map()
  }
}

/** What arrived, with the members that only the schema's defaults have. */
const complete = (value: PythonValue, defaults: PythonValue): PythonValue => {
  if (Array.isArray(value) && Array.isArray(defaults)) return completeItems(value, defaults)
  if (value instanceof PythonTuple && defaults instanceof PythonTuple) {
    return new PythonTuple(completeItems(value.items, defaults.items))
  }
  if (!(value instanceof Map && defaults instanceof Map)) return value
  // a model with missing keys takes the order of its declaration, which is that of `defaults`; a dictionary misses none and keeps its own order
  const isShort = Array.from(defaults.keys()).some((key) => !value.has(key))
  const merged =
    value instanceof PythonIntDict ? new PythonIntDict(value) : new Map<string, PythonValue>(isShort ? defaults : value)
  for (const [key, member] of value) merged.set(key, complete(member, defaults.get(key) ?? null))
  return merged
}

const completeItems = (items: ReadonlyArray<PythonValue>, defaults: ReadonlyArray<PythonValue>) =>
  items.map((item, index) => complete(item, defaults[index] ?? null))

/** The first issue of a schema, in words that hold nothing of the input. */
const fieldIssue = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey> = []): FieldIssue => {
  switch (issue._tag) {
    case "Pointer":
      return fieldIssue(issue.issue, [...path, ...issue.path])
    case "Composite":
      return fieldIssue(issue.issues[0], path)
    case "Encoding":
      return fieldIssue(issue.issue, path)
    case "Filter":
      return issueAt(path, expectation(issue.filter.annotations))
    case "InvalidValue":
      return issueAt(path, issue.annotations?.[fixedMark] === true ? issue.annotations.message : undefined)
    case "MissingKey":
      return issueAt(path, "is missing")
    case "InvalidType":
      return issueAt(path, "has the wrong type")
    case "AnyOf":
    case "OneOf":
      return issueAt(path, "matches no alternative")
    default:
      return issueAt(path, undefined)
  }
}

const issueAt = (path: ReadonlyArray<PropertyKey>, message: unknown): FieldIssue =>
  new Fault(
    typeof message === "string" ? message : "is not valid",
    path.map((key) => (typeof key === "symbol" ? String(key) : key))
  )

/** `expected` is the schema author's description of a check, and a constant; `message` may be made from the input, and is not shown. */
const expectation = (annotations: Schema.Annotations.Annotations | undefined): string | undefined => {
  const expected = annotations?.["expected"]
  return typeof expected === "string" ? `expected ${expected}` : undefined
}
