/** JSON without loss: integers above 2⁵³ are read as they are, and written as decimal text. */
import { DateTime, type Schema } from "effect"
import * as Hex from "../../protocol/Hex.ts"
import { snake } from "./snake.ts"

/** The reviver's third argument has the digits as they stand in the text. */
const exact = (_name: string, value: unknown, { source = "" }: { readonly source?: string } = {}): unknown =>
  typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value

/** The value of a text; `undefined` if it is no JSON. @category parsing */
export const parse = (text: string): unknown => {
  try {
    return JSON.parse(text, exact)
  } catch {
    return undefined
  }
}

/** The same, where a text that is no JSON stands for itself. @category parsing */
export const parseOrText = (text: string): unknown => {
  const value = parse(text)
  return value === undefined ? text : value
}

const ofObject = (value: object): Schema.Json =>
  Object.fromEntries(Object.entries(value).map(([name, held]) => [snake(name), of(held)]))

/**
 * What the library has as JSON: large integers as decimal text, bytes as hex, maps as objects, what is absent as `null`, and names of
 * fields in snake case.
 *
 * @category formatting
 */
export const of = (value: unknown): Schema.Json => {
  if (value === undefined || value === null) return null
  if (typeof value === "bigint") return String(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "boolean" || typeof value === "string") return value
  if (value instanceof Uint8Array) return Hex.encode(value)
  // The one view that is no list is a `DataView`, of which the library gives none.
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, of)
  if (Array.isArray(value)) return value.map(of)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, held]) => [String(name), of(held)]))
  if (DateTime.isDateTime(value)) return DateTime.formatIso(value)
  return typeof value === "object" ? ofObject(value) : null
}
