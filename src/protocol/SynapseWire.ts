/**
 * The wire form of one protocol: its own fields to and from JSON as the Python class has them, its body hash, its
 * `bt_header_input_obj_*` headers (wire.md §1.2, §2.4, §3).
 *
 * @since 0.1.0
 */
import { Result, Schema } from "effect"
import { bodyHash } from "./BodyHash.ts"
import { type Digest, sha3_256 } from "./Digest.ts"
import type { RawHeaders } from "./Headers.ts"
import * as PythonJson from "./PythonJson.ts"
import { compile, emptyOf, type FieldIssue, type PureSchema, skeletonOf, type TensorSpelling } from "./PythonSchema.ts"
import type { PythonDict, PythonValue } from "./PythonValue.ts"

/**
 * The fields of one direction of a synapse, in the order of the Python class.
 *
 * @category models
 */
export type Fields = { readonly [name: string]: PureSchema }

/** A struct whose field names only the run time knows. */
type AnyStruct = PureSchema & { readonly Type: object; readonly fields: Fields }

/**
 * A request in both its forms: the decoded one for a handler, and the Python values that were hashed and are echoed.
 *
 * @category models
 */
export interface DecodedRequest {
  readonly request: object
  /** The request's fields in the order of declaration, defaults filled in. */
  readonly values: PythonDict
}

/**
 * What a body hash is computed from besides the request's own fields.
 *
 * @category models
 */
export interface BaseFields {
  /** Seconds; `null` when the body says so. */
  readonly timeout: number | null
}

/**
 * The codecs of one protocol. All of them are total: wrong values are a `FieldIssue` that names the field.
 *
 * @category models
 */
export interface Wire {
  /** Encodes what a caller passes, defaults filled in. */
  readonly encodeRequest: (input: object, spelling?: TensorSpelling) => Result.Result<PythonDict, FieldIssue>
  /** Decodes the request's fields of a body; unknown keys and the response's fields are ignored. */
  readonly decodeRequest: (body: PythonDict) => Result.Result<DecodedRequest, FieldIssue>
  readonly encodeResponse: (response: object, spelling?: TensorSpelling) => Result.Result<PythonDict, FieldIssue>
  /** Decodes the response's fields of an answer; nothing else of it is looked at. */
  readonly decodeResponse: (body: PythonDict) => Result.Result<object, FieldIssue>
  /**
   * How a request names its dtypes, so that the answer to a peer in torch mode can be read there; `undefined` when it holds
   * no tensor in torch's spelling.
   */
  readonly spellingOf: (values: PythonDict) => "torch" | undefined
  /** The request's fields as an answer repeats them: what JSON has no word for is null in untyped positions. */
  readonly echo: (values: PythonDict) => PythonDict
  /** The response's fields before a miner filled them; those that the request fills are not among them. */
  readonly unfilled: PythonDict
  /**
   * The body hash in the order listed; with `"declared"` in the order of declaration, as SDKs 7.0 and 7.1 hash.
   */
  readonly hash: (
    values: PythonDict,
    base: BaseFields,
    digest?: Digest,
    order?: "listed" | "declared"
  ) => Result.Result<string, FieldIssue>
  /** Whether the two orders of hashing differ. */
  readonly ordersDiffer: boolean
  /**
   * The headers from which Python servers build the class: an empty value of each required field that is not null. Those of
   * an `answer` are as Python's; those of a request have the shape of their value, since the `{}` that Python sends for a
   * tensor or a model builds neither, and its axon answers 500 then.
   */
  readonly inputHeaders: (values: PythonDict, direction: "request" | "answer") => RawHeaders
}

/** Base fields come first when a class is hashed in the order of declaration. */
const baseOrder = ["name", "timeout"]

const routePattern = /^[\p{L}_][\p{L}\p{N}_]*$/u

/**
 * Compiles a protocol. Throws a `TypeError` when the route is no class name, a field's schema has no wire form, or a
 * signed field does not exist: mistakes of a program, found where it declares the protocol.
 *
 * @category constructors
 */
export const makeWire = (protocol: {
  readonly route: string
  readonly request: AnyStruct
  readonly response: AnyStruct
  readonly signed: ReadonlyArray<string>
  readonly tensorSpelling: TensorSpelling
}): Wire => {
  const { request, response, route, signed, tensorSpelling } = protocol
  if (!routePattern.test(route))
    throw new TypeError(`'${route}' cannot be a synapse: a route is the name of a Python class`)
  const requestNames = Object.keys(request.fields)
  const responseNames = Object.keys(response.fields)
  for (const name of signed) {
    if (!requestNames.includes(name) && !baseOrder.includes(name)) {
      throw new TypeError(`synapse '${route}' signs '${name}', which is no field of its request`)
    }
  }
  const requestCodec = compile(request)
  const responseCodec = compile(response)
  const { defaults, required } = defaultsOf(request)
  const missing = defaultsOf(response).required.filter((name) => !requestNames.includes(name))
  const unfilled = new Map(missing.map((name): [string, PythonValue] => [name, null]))
  const declared = [...baseOrder, ...requestNames].filter((name) => signed.includes(name))

  return {
    encodeRequest: (input, spelling = tensorSpelling) =>
      asDict(requestCodec.encode({ ...defaults, ...input }, { tensorSpelling: spelling })),
    decodeRequest: (body) => {
      const decoded = requestCodec.decode(body)
      if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
      return Result.map(asDict(Result.succeed(decoded.success.value)), (values) => ({
        request: decoded.success.type,
        values
      }))
    },
    encodeResponse: (answer, spelling = tensorSpelling) =>
      asDict(Result.map(responseCodec.encode(answer, { tensorSpelling: spelling }), responseCodec.answer)),
    spellingOf: (values) => (hasTorch(values) ? "torch" : undefined),
    echo: (values) => requestCodec.answer(values) as PythonDict,
    decodeResponse: (body) => Result.map(responseCodec.decode(withNulls(body, unfilled)), (decoded) => decoded.type),
    unfilled: new Map(responseNames.filter((name) => !requestNames.includes(name)).map((name) => [name, null])),
    ordersDiffer: declared.some((name, index) => signed[index] !== name),
    hash: (values, base, digest = sha3_256, order = "listed") => {
      const names = order === "listed" ? signed : declared
      const hashed = names.map((name): PythonValue => {
        if (name === "name") return route
        if (name === "timeout") return base.timeout
        return values.get(name) ?? null
      })
      return Result.mapError(bodyHash(hashed, digest), () => ({
        path: [],
        message: "text that is not Unicode cannot be hashed"
      }))
    },
    inputHeaders: (values, direction) => {
      const empty = direction === "request" ? skeletonOf : emptyOf
      return required.flatMap((name) => inputHeader(name, empty(values.get(name) ?? null)))
    }
  }
}

const hasTorch = (value: PythonValue): boolean => {
  if (Array.isArray(value)) return value.some(hasTorch)
  if (!(value instanceof Map)) return false
  const dtype = value.get("dtype")
  return (typeof dtype === "string" && dtype.startsWith("torch.")) || [...value.values()].some(hasTorch)
}

/** What an answer leaves out is what the class has until it is filled. */
const withNulls = (body: PythonDict, unfilled: PythonDict): PythonDict => {
  for (const name of unfilled.keys()) if (!body.has(name)) return new Map([...unfilled, ...body])
  return body
}

const utf8 = new TextEncoder()

const base64 = (text: string): string => btoa(String.fromCharCode(...utf8.encode(text)))

const inputHeader = (name: string, empty: PythonValue | undefined): RawHeaders => {
  if (empty === undefined) return []
  return Result.match(PythonJson.stringify(empty, "request"), {
    onSuccess: (json) => [`bt_header_input_obj_${name}`, base64(json)],
    onFailure: () => []
  })
}

/** A field that decodes from nothing has a default; one that does not is required. */
const defaultsOf = (request: AnyStruct) => {
  const defaults: Record<string, unknown> = {}
  const required: Array<string> = []
  for (const [name, field] of Object.entries(request.fields)) {
    const decoded = compile(Schema.Struct({ [name]: field })).decode(new Map())
    if (Result.isFailure(decoded)) required.push(name)
    else Object.assign(defaults, decoded.success.type)
  }
  return { defaults, required }
}

const asDict = (encoded: Result.Result<PythonValue, FieldIssue>): Result.Result<PythonDict, FieldIssue> =>
  Result.flatMap(encoded, (value) =>
    value instanceof Map ? Result.succeed(value) : Result.fail({ path: [], message: "expected an object" })
  )
