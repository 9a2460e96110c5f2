/**
 * Python's `str()` and `repr()` of a value: the text that the body hash digests and that headers carry (wire.md §2.1, §3.2).
 *
 * @since 0.1.0
 */
import { escaped } from "./internal/printable.ts"
import { type PythonDict, PythonIntDict, PythonTuple, type PythonValue } from "./PythonValue.ts"

/**
 * Prints a value as Python's `str()` does: a string as it is, everything else by {@link pyRepr}.
 *
 * **Example** (What is hashed)
 *
 * ```ts run
 * import { pyStr } from "effect-bittensor/protocol/pyStr"
 *
 * pyStr("it's") // => "it's"
 * pyStr(["it's", 1n, 1, null, true]) // => `["it's", 1, 1.0, None, True]`
 * pyStr(new Map([["a", 1e-5]])) // => "{'a': 1e-05}"
 * ```
 *
 * @category conversions
 */
export const pyStr = (value: PythonValue): string => (typeof value === "string" ? value : pyRepr(value))

/**
 * Prints a value as Python's `repr()` does, which is also how it appears inside a list or a dictionary.
 *
 * @category conversions
 */
export const pyRepr = (value: PythonValue): string => {
  switch (typeof value) {
    case "string":
      return reprString(value)
    case "number":
      return reprFloat(value)
    case "bigint":
      return value.toString()
    case "boolean":
      return value ? "True" : "False"
    case "object":
      return reprContainer(value)
  }
}

/** Hot: a text that grows is several times faster here than lists that are joined. */
const reprContainer = (value: Exclude<PythonValue, string | number | bigint | boolean>): string => {
  if (value === null) return "None"
  if (value instanceof PythonTuple) {
    return value.items.length === 1 ? `(${pyRepr(value.items[0]!)},)` : `(${reprItems(value.items)})`
  }
  return "length" in value ? `[${reprItems(value)}]` : reprDict(value)
}

const reprItems = (items: ReadonlyArray<PythonValue>): string => {
  let text = ""
  for (let i = 0; i < items.length; i++) text += i === 0 ? pyRepr(items[i]!) : `, ${pyRepr(items[i]!)}`
  return text
}

const reprDict = (dict: PythonDict | PythonIntDict): string => {
  const isInt = dict instanceof PythonIntDict
  let text = "{"
  for (const [key, value] of dict) {
    if (text.length > 1) text += ", "
    text += isInt ? `${key}: ${pyRepr(value)}` : `${reprString(String(key))}: ${pyRepr(value)}`
  }
  return `${text}}`
}

/**
 * Prints a float as Python does: `1.0`, `0.1`, `1e-05`, `1e+16`, `nan`, `-inf`. The digits are JavaScript's own, which are the same; only their form differs.
 *
 * @category conversions
 */
export const reprFloat = (value: number): string => {
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const text = String(value)
    return Number.isInteger(value) ? `${text}.0` : text
  }
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : value < 0 ? "-inf" : "nan"
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2")
}

// most strings of a wire: nothing to escape, no quote to choose a delimiter for
const plain = /^[ !#-&(-[\]-~]*$/

// printable whatever the delimiter, found out without the large class: Latin, the beginning of Unicode, and no backslash
const printable = /^[ -[\]-~\u00a1-\u00ac\u00ae-\u0377]*$/

const reprString = (text: string): string => {
  if (plain.test(text)) return `'${text}'`
  const body = printable.test(text) ? text : text.replace(escaped(), escape)
  if (!text.includes("'")) return `'${body}'`
  return text.includes('"') ? `'${body.replaceAll("'", "\\'")}'` : `"${body}"`
}

const shortEscapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }

const escape = (character: string): string => {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`
}
