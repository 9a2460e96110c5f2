/**
 * What Python's data model (pydantic) makes of a value that arrives for a declared scalar type. Recorded cases: hashes.json `typed`,
 * responses.json "lenient field type", and the table in test/protocol/PythonSchema.test.ts, which pydantic itself wrote.
 */
import type { PythonValue } from "../PythonValue.ts"
import { Fault } from "./Fault.ts"

/**
 * How much a reader forgives. A declared union is tried three times: for a member of the very type, then for one to which a
 * conversion without loss exists (`int` to `float`), then with every leniency. Outside of unions a reader is `free`: as lenient, and it leaves
 * the schema's checks to the schema, which nothing depends on there and whose issues say more.
 */
export const Mode = { exact: 0, strict: 1, lax: 2, free: 3 } as const
export type Mode = (typeof Mode)[keyof typeof Mode]

const maxDigits = 4300 // Python's limit for text to int; text far longer is no number that anybody sends

const plainInteger = /^-?\d{1,15}$/ // most that arrive as text, and cheap to read
const integerText = /^[+-]?(\d+(?:_\d+)*)(?:\.0+)?$/

// constant, as a list whose union tries many of them makes one for each element
const noInteger = new Fault("expected an integer")
const noFloat = new Fault("expected a float")
const noBoolean = new Fault("expected a boolean")
const noString = new Fault("expected a string")
const noNull = new Fault("expected null")
const otherLiteral = new Fault("expected another literal")

export const toInt = (value: PythonValue, mode: Mode): bigint | Fault => {
  if (typeof value === "bigint") return value
  if (mode >= Mode.lax) {
    if (typeof value === "boolean") return value ? 1n : 0n
    if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value)
    if (typeof value === "string" && value.length <= maxDigits) {
      if (plainInteger.test(value)) return BigInt(value)
      const text = value.trim()
      const digits = integerText.exec(text)?.[1]?.replaceAll("_", "")
      if (digits !== undefined) return text.startsWith("-") ? -BigInt(digits) : BigInt(digits)
    }
  }
  return noInteger
}

const floatText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const specialText = /^([+-]?)(?:(inf|infinity)|nan)$/i

export const toFloat = (value: PythonValue, mode: Mode): number | Fault => {
  if (typeof value === "number") return value
  if (typeof value === "bigint" && mode >= Mode.strict && Number.isFinite(Number(value))) return Number(value)
  if (mode >= Mode.lax) {
    if (typeof value === "boolean") return value ? 1 : 0
    if (typeof value === "string" && value.length <= maxDigits) return floatFromText(value.trim())
  }
  return noFloat
}

const floatFromText = (text: string): number | Fault => {
  const hasUnderscores = text.includes("_")
  const digits = hasUnderscores ? text.replaceAll("_", "") : text
  if (floatText.test(digits) && !(hasUnderscores && /^_|__|_$/.test(text))) return Number(digits)
  const special = specialText.exec(text)
  if (special === null) return noFloat
  return special[2] === undefined ? Number.NaN : special[1] === "-" ? -Infinity : Infinity
}

const truths = new Set(["1", "t", "true", "y", "yes", "on"])
const falsehoods = new Set(["0", "f", "false", "n", "no", "off"])

export const toBool = (value: PythonValue, mode: Mode): boolean | Fault => {
  if (typeof value === "boolean") return value
  if (mode >= Mode.lax) {
    if (typeof value === "bigint" || typeof value === "number") {
      if (Number(value) === 0) return false
      if (Number(value) === 1) return true
    }
    if (typeof value === "string" && value.length <= 5) {
      const text = value.toLowerCase()
      if (truths.has(text)) return true
      if (falsehoods.has(text)) return false
    }
  }
  return noBoolean
}

export const toText = (value: PythonValue): string | Fault => (typeof value === "string" ? value : noString)

export const toNull = (value: PythonValue): null | Fault => (value === null ? null : noNull)

/** A literal accepts its equal: Python's `True`, `1` and `1.0` are equal, and the literal's own spelling is kept. */
export const toLiteral =
  (literal: string | boolean | bigint | number) =>
  (value: PythonValue, mode: Mode): PythonValue | Fault => {
    if (value === literal) return literal
    if (mode < Mode.lax || typeof literal === "string") return otherLiteral
    const isNumeric = typeof value === "boolean" || typeof value === "bigint" || typeof value === "number"
    // oxlint-disable-next-line eqeqeq -- JavaScript compares a bigint and a number exactly, as Python does, only this way
    return isNumeric && Number(value) == Number(literal) ? literal : otherLiteral
  }
