/**
 * JSON text as Python's `json` module reads and writes it, without losing what Python keeps: `1` and `1.0` stay apart, integers have
 * any size, a dictionary keeps its order (wire.md §1.2, §3.3). Reading is safe on hostile text (§12).
 *
 * @since 0.1.0
 */
import { Data, Result } from "effect"
import { Fault } from "./internal/Fault.ts"
import { type FieldIssue, PythonFloat, PythonIntDict, PythonTuple, type PythonValue } from "./PythonValue.ts"
import { reprFloat } from "./pyStr.ts"

/**
 * Why a text is no JSON that we accept. The message is one of a few fixed clauses and holds nothing of the text.
 *
 * @category errors
 */
export class PythonJsonError extends Data.TaggedError("PythonJsonError")<{
  /** Where reading stopped, in UTF-16 units from the start of the text. */
  readonly offset: number
  readonly message: string
}> {}

/**
 * Bounds of {@link parse}. The length of the text is the caller's to bound.
 *
 * @category models
 */
export interface ParseLimits {
  /**
   * How deeply lists and dictionaries may nest; never more than 512, whatever is asked.
   *
   * @default 64
   */
  readonly maxDepth?: number | undefined
  /**
   * How many dictionary keys the whole document may have.
   *
   * @default 100_000
   */
  readonly maxKeys?: number | undefined
  /**
   * How many values the whole document may have: items of lists and members of dictionaries, at every depth. A tensor has few, as its elements
   * are one text. An integer of more than 256 digits counts as several, by the square of its length, as that is what it costs. By default a body
   * of 8 MiB takes about a tenth of a second at worst, and not several seconds.
   *
   * @default 200_000
   */
  readonly maxValues?: number | undefined
  /**
   * Whether to refuse texts and keys with a lone surrogate (`"\ud800"`), which Python reads and writes, but can neither hash nor answer (wire.md §3.3).
   *
   * @default false
   */
  readonly wellFormed?: boolean | undefined
}

/**
 * Reads a JSON text as Python does: a number with a point or an exponent is a float, any other is an integer of any size up to Python's
 * own limit of 4300 digits; `NaN` and `Infinity` are known; of equal keys the last value counts, at the first one's place.
 *
 * **Example** (Integers and floats)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { parse } from "effect-bittensor/protocol/PythonJson"
 *
 * Result.getOrThrow(parse("[1, 1.0, 18446744073709551616]")) // => [1n, 1, 18446744073709551616n]
 * ```
 *
 * @category conversions
 */
export const parse = (text: string, limits?: ParseLimits): Result.Result<PythonValue, PythonJsonError> => {
  try {
    return Result.succeed(new Parser(text, limits).document())
  } catch (error) {
    if (error instanceof PythonJsonError) return Result.fail(error)
    throw error
  }
}

const maxIntegerDigits = 4300
const maxExactDigits = 15
const longInteger = 256
const hardMaxDepth = 512 // the reader recurses, so there is a depth that no caller may exceed

const Char = {
  quote: 34,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  open: 91,
  backslash: 92,
  close: 93
} as const

const controlCharacter = /[^ -\uffff]/

/** A recursive-descent reader that jumps over strings with `indexOf` and raises its error as an exception within this file. */
class Parser {
  readonly text: string
  readonly maxDepth: number
  offset = 0
  keysLeft: number
  valuesLeft: number
  readonly wellFormed: boolean
  // only then can a string have a lone surrogate without escaping it
  readonly isSuspect: boolean
  // the first backslash at or after `offset`, as far as known: looked for once, not for each string
  nextBackslash = -1

  constructor(text: string, limits: ParseLimits = {}) {
    this.text = text
    this.maxDepth = Math.min(limits.maxDepth ?? 64, hardMaxDepth)
    this.keysLeft = limits.maxKeys ?? 100_000
    this.valuesLeft = limits.maxValues ?? 200_000
    this.wellFormed = limits.wellFormed ?? false
    this.isSuspect = this.wellFormed && !text.isWellFormed()
  }

  fail(message: string, offset = this.offset): never {
    throw new PythonJsonError({ offset, message })
  }

  document(): PythonValue {
    const value = this.value(0)
    if (this.peek() !== undefined) this.fail("unexpected text after the document")
    return value
  }

  /** The code of the next character that is no blank; undefined at the end. */
  peek(): number | undefined {
    for (; this.offset < this.text.length; this.offset++) {
      const code = this.text.charCodeAt(this.offset)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code
    }
    return undefined
  }

  value(depth: number): PythonValue {
    const code = this.peek()
    switch (code) {
      case undefined:
        return this.fail("unexpected end")
      case Char.quote:
        return this.string()
      case 123:
        return this.dict(depth + 1)
      case Char.open:
        return this.list(depth + 1)
      case Char.minus:
        return this.text.startsWith("Infinity", this.offset + 1) ? this.word("-Infinity", -Infinity) : this.number()
      case 116:
        return this.word("true", true)
      case 102:
        return this.word("false", false)
      case 110:
        return this.word("null", null)
      case 78:
        return this.word("NaN", Number.NaN)
      case 73:
        return this.word("Infinity", Infinity)
      default:
        return code >= Char.zero && code <= Char.nine ? this.number() : this.fail("expected a value")
    }
  }

  /** A value inside of another. */
  member(depth: number): PythonValue {
    this.charge(1)
    return this.value(depth)
  }

  charge(values: number): void {
    this.valuesLeft -= values
    if (this.valuesLeft < 0) this.fail("too many values")
  }

  word<A extends PythonValue>(word: string, value: A): A {
    if (!this.text.startsWith(word, this.offset)) this.fail("expected a value")
    this.offset += word.length
    return value
  }

  list(depth: number): PythonValue {
    if (depth > this.maxDepth) this.fail("nested too deeply")
    this.offset++
    const items: Array<PythonValue> = []
    if (this.peek() === Char.close) {
      this.offset++
      return items
    }
    for (;;) {
      items.push(this.member(depth))
      const code = this.peek()
      if (code !== Char.comma && code !== Char.close) this.fail("expected a comma or the end of the list")
      this.offset++
      if (code === Char.close) return items
    }
  }

  dict(depth: number): PythonValue {
    if (depth > this.maxDepth) this.fail("nested too deeply")
    this.offset++
    const entries = new Map<string, PythonValue>()
    if (this.peek() === 125) {
      this.offset++
      return entries
    }
    for (;;) {
      if (this.peek() !== Char.quote) this.fail("expected a key")
      if (--this.keysLeft < 0) this.fail("too many keys")
      const key = this.string()
      if (this.peek() !== Char.colon) this.fail("expected a colon")
      this.offset++
      entries.set(key, this.member(depth))
      const code = this.peek()
      if (code !== Char.comma && code !== 125) this.fail("expected a comma or the end of the object")
      this.offset++
      if (code === 125) return entries
    }
  }

  string(): string {
    const start = this.offset
    const end = this.endOfString(start)
    this.offset = end + 1
    const content = this.text.slice(start + 1, end)
    if (this.nextBackslash > end) {
      if (controlCharacter.test(content)) this.fail("control character in a string", start)
      return this.isSuspect ? this.checked(content, start) : content
    }
    const text = this.unescaped(start, end)
    return this.wellFormed ? this.checked(text, start) : text
  }

  unescaped(start: number, end: number): string {
    try {
      return JSON.parse(this.text.slice(start, end + 1)) // JavaScript and Python have the same escapes
    } catch {
      return this.fail("invalid string", start)
    }
  }

  checked(text: string, start: number): string {
    return text.isWellFormed() ? text : this.fail("lone surrogate in a string", start)
  }

  /** Where the closing quote is: the first one behind an even number of backslashes. */
  endOfString(start: number): number {
    if (this.nextBackslash < start) this.nextBackslash = indexOrEnd(this.text, "\\", start)
    let end = this.text.indexOf('"', start + 1)
    while (end > this.nextBackslash && this.isEscaped(start, end)) end = this.text.indexOf('"', end + 1)
    return end < 0 ? this.fail("unterminated string", start) : end
  }

  isEscaped(start: number, quote: number): boolean {
    let first = quote
    while (first > start && this.text.charCodeAt(first - 1) === Char.backslash) first--
    return (quote - first) % 2 === 1
  }

  number(): bigint | number {
    const start = this.offset
    if (this.text.charCodeAt(this.offset) === Char.minus) this.offset++
    const digits = this.offset
    // a leading zero stands alone, so that the digit after it is an error further up
    if (this.text.charCodeAt(digits) === Char.zero) this.offset++
    else if (!this.digits()) this.fail("expected a value", start)
    const end = this.offset
    const isFloat = this.fraction() || this.offset > end
    if (isFloat) return Number(this.text.slice(start, this.offset))
    if (end - digits > maxIntegerDigits) this.fail("integer with too many digits", start)
    this.charge(Math.floor((end - digits) / longInteger) ** 2)
    return end - digits > maxExactDigits ? BigInt(this.text.slice(start, end)) : BigInt(this.smallInteger(start, end))
  }

  /** The integer there, if it is exact as a number: a way to a bigint several times shorter than by its text. */
  smallInteger(start: number, end: number): number {
    const isNegative = this.text.charCodeAt(start) === Char.minus
    let value = 0
    for (let i = isNegative ? start + 1 : start; i < end; i++) value = value * 10 + this.text.charCodeAt(i) - Char.zero
    return isNegative ? -value : value
  }

  /** Consumes `.5`, `e-7` or `.5e-7`, whole or not at all, as Python's own pattern does; `2.` and `2e` are an integer and junk. */
  fraction(): boolean {
    const start = this.offset
    if (this.text.charCodeAt(start) === Char.dot) {
      this.offset++
      if (!this.digits()) this.offset = start
    }
    const point = this.offset
    if ((this.text.charCodeAt(point) | 32) === 101) {
      const sign = this.text.charCodeAt(++this.offset)
      if (sign === 43 || sign === Char.minus) this.offset++
      if (!this.digits()) this.offset = point
    }
    return this.offset > start
  }

  digits(): boolean {
    const start = this.offset
    for (;;) {
      const code = this.text.charCodeAt(this.offset)
      if (!(code >= Char.zero && code <= Char.nine)) return this.offset > start
      this.offset++
    }
  }
}

const indexOrEnd = (text: string, search: string, from: number): number => {
  const index = text.indexOf(search, from)
  return index < 0 ? text.length : index
}

/**
 * Writes a value as JSON text. `request` is the text of Python's `json.dumps`: a blank after each comma and colon, ASCII only, `NaN` and `Infinity` bare;
 * it never fails. `response` is that of the SDK's axon: compact, UTF-8, and failing on NaN, infinity and lone surrogates (wire.md §1.2).
 *
 * **Example** (Both styles)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { stringify } from "effect-bittensor/protocol/PythonJson"
 *
 * const value = new Map([["é", [1n, 1]]])
 * Result.getOrThrow(stringify(value, "request")) // => '{"\\u00e9": [1, 1.0]}'
 * Result.getOrThrow(stringify(value, "response")) // => '{"é":[1,1.0]}'
 * ```
 *
 * @category conversions
 */
export const stringify = (value: PythonValue, style: "request" | "response"): Result.Result<string, FieldIssue> => {
  const text = style === "request" ? write(value, request) : write(value, response)
  return typeof text === "string" ? Result.succeed(text) : Result.fail(text)
}

interface Style {
  readonly comma: string
  readonly colon: string
  readonly string: (text: string) => string | Fault
  readonly nonFinite: (value: number) => string | Fault
}

// what JSON.stringify leaves raw and Python's ensure_ascii does not
const beyondAscii = /[\x7f-\uffff]/g
const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

const request: Style = {
  comma: ", ",
  colon: ": ",
  string: (text) => JSON.stringify(text).replace(beyondAscii, unicodeEscape),
  nonFinite: (value) => String(value) // the names are JavaScript's own
}

const response: Style = {
  comma: ",",
  colon: ":",
  string: (text) => (text.isWellFormed() ? JSON.stringify(text) : new Fault("a lone surrogate has no UTF-8 form")),
  nonFinite: () => new Fault("NaN and infinity have no place in a response")
}

// most strings of a wire, base64 above all: nothing to escape in either style
const plain = /^[ !#-[\]-~]*$/

const writeString = (text: string, style: Style): string | Fault =>
  plain.test(text) ? `"${text}"` : style.string(text)

const write = (value: PythonValue, style: Style): string | Fault => {
  switch (typeof value) {
    case "string":
      return writeString(value, style)
    case "number":
      return Number.isFinite(value) ? reprFloat(value) : style.nonFinite(value)
    case "bigint":
      return value.toString()
    case "boolean":
      return value ? "true" : "false"
    case "object":
      if (value === null) return "null"
      if (value instanceof PythonTuple) return writeList(value.items, style)
      return "length" in value ? writeList(value, style) : writeDict(value, style)
  }
}

const writeList = (items: ReadonlyArray<PythonValue>, style: Style): string | Fault => {
  let text = "["
  for (let i = 0; i < items.length; i++) {
    const item = write(items[i]!, style)
    if (typeof item !== "string") return item.under(i)
    text += i === 0 ? item : style.comma + item
  }
  return `${text}]`
}

const writeDict = (entries: ReadonlyMap<string, PythonValue>, style: Style): string | Fault => {
  let text = "{"
  for (const [name, entry] of entries) {
    const key = writeString(name, style)
    if (typeof key !== "string") return key.under(name)
    const value = write(entry, style)
    if (typeof value !== "string") return value.under(name)
    if (text.length > 1) text += style.comma
    text += key + style.colon + value
  }
  return `${text}}`
}

/**
 * Reads a plain JavaScript value into an untyped position: an integral number is an `int` and any other a `float`, a {@link PythonFloat} is a `float`,
 * a bigint is an `int`, a plain object or a `Map` is a `dict`. Members that are `undefined` are left out. What JSON cannot carry, or nests more than 64 deep, is an issue at its path.
 *
 * **Example** (A float without a fraction)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { fromJs } from "effect-bittensor/protocol/PythonJson"
 * import { PythonFloat } from "effect-bittensor/protocol/PythonValue"
 *
 * Result.getOrThrow(fromJs([1, 0.5, new PythonFloat(1)])) // => [1n, 0.5, 1]
 * ```
 *
 * @category conversions
 */
export const fromJs = (value: unknown): Result.Result<PythonValue, FieldIssue> => {
  const result = read(value, [])
  return result instanceof Fault ? Result.fail(result) : Result.succeed(result)
}

const maxJsDepth = 64 // what `parse` accepts by default: deeper values could be sent, but not read

/** `ancestors` are the values that hold this one, outermost first; a reader puts itself there while it reads its members. */
const read = (value: unknown, ancestors: Array<object>): PythonValue | Fault => {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value
    case "number":
      return Number.isInteger(value) ? BigInt(value) : value
    case "object":
      return value === null ? null : readObject(value, ancestors)
    default:
      return new Fault(`a value of type ${typeof value} has no JSON form`)
  }
}

const readObject = (value: object, ancestors: Array<object>): PythonValue | Fault => {
  if (value instanceof PythonFloat) return value.value
  if (value instanceof PythonTuple || value instanceof PythonIntDict) return value
  if (ancestors.includes(value)) return new Fault("a cycle has no JSON form")
  if (ancestors.length >= maxJsDepth) return new Fault("nested too deeply")
  ancestors.push(value)
  const result = readMembers(value, ancestors)
  ancestors.pop()
  return result
}

const readMembers = (value: object, ancestors: Array<object>): PythonValue | Fault => {
  if (Array.isArray(value)) return readList(value, ancestors)
  if (value instanceof Map) return readEntries(value, ancestors)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return new Fault("an instance of a class has no JSON form")
  return readEntries(Object.entries(value), ancestors)
}

const readList = (values: ReadonlyArray<unknown>, ancestors: Array<object>): PythonValue | Fault => {
  const items: Array<PythonValue> = []
  for (let i = 0; i < values.length; i++) {
    const item = read(values[i], ancestors)
    if (item instanceof Fault) return item.under(i)
    items.push(item)
  }
  return items
}

const readEntries = (entries: Iterable<readonly [unknown, unknown]>, ancestors: Array<object>): PythonValue | Fault => {
  const dict = new Map<string, PythonValue>()
  for (const [key, member] of entries) {
    if (typeof key !== "string") return new Fault("a key must be a string")
    if (member === undefined) continue
    const value = read(member, ancestors)
    if (value instanceof Fault) return value.under(key)
    dict.set(key, value)
  }
  return dict
}

/**
 * Shows a Python value as plain JavaScript, the inverse of {@link fromJs}: an `int` is a number where that is exact and else a bigint; a `float`
 * is a number if it has a fraction (or is NaN or infinite) and else a {@link PythonFloat}; a `dict` is an object without prototype, or a `Map`
 * if it has a key that an object would reorder or misread (`"0"`, `"42"`, `"__proto__"`).
 *
 * @category conversions
 */
export const toJs = (value: PythonValue): unknown => {
  switch (typeof value) {
    case "bigint":
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
    case "number":
      return Number.isInteger(value) ? new PythonFloat(value) : value
    case "object":
      if (value === null || value instanceof PythonTuple || value instanceof PythonIntDict) return value
      return "length" in value ? value.map(toJs) : showDict(value)
    default:
      return value
  }
}

const isAwkwardKey = (key: string): boolean => {
  const first = key.charCodeAt(0)
  return first === 95 ? key === "__proto__" : first >= Char.zero && first <= Char.nine && integerKey.test(key)
}

const integerKey = /^(?:0|[1-9]\d{0,15})$/

const showDict = (dict: ReadonlyMap<string, PythonValue>): unknown => {
  // before any member is shown: to turn back halfway, at each of several levels, would take time exponential in their number
  for (const key of dict.keys()) {
    if (isAwkwardKey(key)) return new Map(Array.from(dict, ([name, member]) => [name, toJs(member)] as const))
  }
  const object: Record<string, unknown> = Object.create(null)
  for (const [key, value] of dict) object[key] = toJs(value)
  return object
}
