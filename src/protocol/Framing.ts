/**
 * How chunks of a streaming answer lie in bytes. The wire itself has no boundaries between them (wire.md §7).
 *
 * @since 0.1.0
 */
import { Result, type Schema } from "effect"
import { type FieldIssue, compile } from "./PythonSchema.ts"
import * as PythonJson from "./PythonJson.ts"

/**
 * The bytes of a stream that do not follow its framing.
 *
 * @category errors
 */
export class FramingError {
  readonly _tag = "FramingError"
  /** What is wrong, without the bytes themselves. */
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/**
 * Reads one stream, piece by piece. `push` and `end` give the chunks that have become whole.
 *
 * @category models
 */
export interface Decoder<A> {
  readonly push: (bytes: Uint8Array) => Result.Result<ReadonlyArray<A>, FramingError>
  readonly end: () => Result.Result<ReadonlyArray<A>, FramingError>
}

/**
 * How chunks become bytes, and bytes chunks.
 *
 * @category models
 */
export interface Framing<A> {
  readonly encode: (chunk: A) => Result.Result<Uint8Array, FramingError>
  /** A decoder has state: one a stream. */
  readonly decoder: () => Decoder<A>
}

const utf8 = new TextEncoder()

/**
 * UTF-8 text. A character that is split between two pieces arrives whole.
 *
 * @category constructors
 */
export const text: Framing<string> = {
  encode: (chunk) => Result.succeed(utf8.encode(chunk)),
  decoder: () => {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
    const decode = (bytes: Uint8Array, stream: boolean) =>
      Result.try({
        try: () => {
          const part = decoder.decode(bytes, { stream })
          return part === "" ? [] : [part]
        },
        catch: () => new FramingError("the stream is not UTF-8 text")
      })
    return { push: (bytes) => decode(bytes, true), end: () => decode(new Uint8Array(), false) }
  }
}

/**
 * Bytes as they come.
 *
 * @category constructors
 */
export const bytes: Framing<Uint8Array> = {
  encode: Result.succeed,
  decoder: () => ({
    push: (part) => Result.succeed(part.length === 0 ? [] : [part]),
    end: () => Result.succeed([])
  })
}

const refuse = (issue: FieldIssue) =>
  new FramingError(`a line has a wrong value at '${issue.path.join(".")}': ${issue.message}`)

/** The longest line that is read, in characters. */
const maxLine = 1_048_576

/**
 * One JSON document a line, each read and written by the schema: messages with boundaries. A line has at most 1 MiB.
 *
 * @category constructors
 */
export const lines = <
  S extends Schema.Constraint & { readonly DecodingServices: never; readonly EncodingServices: never }
>(
  schema: S
): Framing<S["Type"]> => {
  const codec = compile(schema)
  const decodeLine = (line: string): Result.Result<S["Type"], FramingError> => {
    const json = PythonJson.parse(line)
    if (Result.isFailure(json)) return Result.fail(new FramingError("a line is not JSON"))
    const decoded = codec.decode(json.success)
    return Result.isFailure(decoded) ? Result.fail(refuse(decoded.failure)) : Result.succeed(decoded.success.type)
  }
  return {
    encode: (chunk) => {
      const encoded = codec.encode(chunk)
      if (Result.isFailure(encoded)) return Result.fail(refuse(encoded.failure))
      const json = PythonJson.stringify(encoded.success, "response")
      return Result.isFailure(json)
        ? Result.fail(new FramingError("a chunk holds a number that JSON cannot carry"))
        : Result.succeed(utf8.encode(`${json.success}\n`))
    },
    decoder: () => {
      const parts = text.decoder()
      let rest = ""
      const take = (
        pieces: ReadonlyArray<string>,
        end: boolean
      ): Result.Result<ReadonlyArray<S["Type"]>, FramingError> => {
        // Only what is new is searched: a long line that comes byte by byte must not cost its square.
        const [first = "", ...others] = pieces.join("").split("\n")
        rest += first
        const whole = [rest, ...others]
        if (whole.some((line) => line.length > maxLine)) {
          return Result.fail(new FramingError(`a line is longer than ${maxLine} characters`))
        }
        rest = end ? "" : whole.pop()!
        return Result.all(whole.filter((line) => line.trim() !== "").map(decodeLine))
      }
      return {
        push: (piece) => Result.flatMap(parts.push(piece), (pieces) => take(pieces, false)),
        end: () => Result.flatMap(parts.end(), (pieces) => take(pieces, true))
      }
    }
  }
}
