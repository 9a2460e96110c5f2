/**
 * The codec between a schema and the wire: what Python holds for a field of a declared type, and what TypeScript sees of it (wire.md §3.2a, §3.3).
 *
 * @since 0.1.0
 */
import { Result, Schema, SchemaAST, type SchemaIssue, SchemaParser } from "effect"
import { Mode } from "./internal/coerce.ts"
import { Compiler } from "./internal/Compiler.ts"
import { declaredNames } from "./internal/declaredNames.ts"
import { Fault } from "./internal/Fault.ts"
import { fixedMark, tupleMark } from "./internal/marks.ts"
import { Memo, Pass, type TensorSpelling } from "./internal/pythonNode.ts"
import * as PythonJson from "./PythonJson.ts"
import { type FieldIssue, type PythonDict, PythonIntDict, PythonTuple, type PythonValue } from "./PythonValue.ts"

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
  const root = new Compiler().node(SchemaAST.toEncoded(schema.ast), "")
  const decodeEncoded = SchemaParser.decodeUnknownResult(schema)
  const encodeType = SchemaParser.encodeUnknownResult(schema)
  // looked up when first needed, as a recursive schema may not be whole yet
  let names: ReadonlySet<string> | undefined
  const told = ({ message, path }: FieldIssue): FieldIssue => {
    const declared = (names ??= declaredNames(schema.ast))
    return new Fault(
      message,
      path.map((key) => (typeof key === "number" || declared.has(key) ? key : chosenKey))
    )
  }

  const encode: PythonCodec<S["Type"]>["encode"] = (type, options) => {
    const encoded = encodeType(type)
    if (Result.isFailure(encoded)) return Result.fail(fieldIssue(encoded.failure))
    const held = root.hold(encoded.success, {
      spelling: options?.tensorSpelling ?? "numpy",
      isChoice: false,
      memo: new Memo()
    })
    return held instanceof Fault ? Result.fail(held) : Result.succeed(held)
  }
  return {
    encode,
    answer: (value) => root.answer(value, new Pass()),
    decode: (given) => {
      const pass = new Pass()
      const accepted = root.accept(given, Mode.free, pass)
      if (accepted instanceof Fault) return Result.fail(told(accepted))
      const value = accepted.held
      const decoded = decodeEncoded(accepted.shown)
      if (Result.isFailure(decoded)) return Result.fail(told(fieldIssue(decoded.failure)))
      const type: S["Type"] = decoded.success
      if (!pass.metMissingKey) return Result.succeed({ type, value })
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

/**
 * A value of the same shape with nothing in it, for the same header. The `{}` that {@link emptyOf} gives for a tensor or a model is none that Python can
 * build, if members of it are required: a Python axon then answers 500 for the header alone. Here every member of a dictionary and of a tuple is there, and
 * empty, null where it is null; a list has none; a tensor keeps its dtype. Where that is longer than 1024 characters of JSON, it is {@link emptyOf}'s.
 *
 * **Example** (A model with a tensor)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { parse } from "effect-bittensor/protocol/PythonJson"
 * import { skeletonOf } from "effect-bittensor/protocol/PythonSchema"
 * import { pyStr } from "effect-bittensor/protocol/pyStr"
 *
 * const text = '{"k": 3, "tags": ["a"], "input": {"buffer": "hcQC", "dtype": "float32", "shape": [2, 3]}}'
 * const value = Result.getOrThrow(parse(text))
 * pyStr(skeletonOf(value) ?? null) // => "{'k': 0, 'tags': [], 'input': {'buffer': '', 'dtype': 'float32', 'shape': [0]}}"
 * ```
 *
 * @category conversions
 */
export const skeletonOf = (value: PythonValue): PythonValue | undefined => {
  const skeleton = new Skeleton().of(value)
  if (skeleton === undefined || skeleton === null) return emptyOf(value)
  const json = PythonJson.stringify(skeleton, "request")
  return Result.isSuccess(json) && json.success.length <= maxSkeleton ? skeleton : emptyOf(value)
}

const maxSkeleton = 1024

/** Makes the skeleton of one value; undefined once it has become too long, which a large value does at once. */
class Skeleton {
  // every value and key is at least one character
  charactersLeft = maxSkeleton

  of(value: PythonValue): PythonValue | undefined {
    if (--this.charactersLeft < 0) return undefined
    if (value instanceof PythonTuple) return this.tuple(value.items)
    if (!(value instanceof Map)) return emptyOf(value) ?? null
    const dict: PythonDict = value
    return isTensor(dict) ? new Map<string, PythonValue>([...dict, ["buffer", ""], ["shape", [0n]]]) : this.dict(dict)
  }

  tuple(items: ReadonlyArray<PythonValue>): PythonValue | undefined {
    const skeletons: Array<PythonValue> = []
    for (const item of items) {
      const skeleton = this.of(item)
      if (skeleton === undefined) return undefined
      skeletons.push(skeleton)
    }
    return new PythonTuple(skeletons)
  }

  dict(dict: PythonDict): PythonValue | undefined {
    const skeletons = new Map<string, PythonValue>()
    for (const [key, member] of dict) {
      this.charactersLeft -= key.length
      const skeleton = this.of(member)
      if (skeleton === undefined) return undefined
      skeletons.set(key, skeleton)
    }
    return skeletons
  }
}

const isTensor = (dict: PythonDict): boolean =>
  dict.size === 3 && dict.has("buffer") && typeof dict.get("dtype") === "string" && dict.has("shape")

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

/** Stands in the path of an issue for a key that the other side chose: an issue may be told to strangers, and repeats nothing that they sent. */
const chosenKey = "*"

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
