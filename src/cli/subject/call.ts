/** Calls as text: `System.remark(remark: "hello")`, with the calls within them. */
import type { ChainValue } from "../../services/subtensor/ChainValue.ts"

type Record = { readonly [name: string]: ChainValue }

const isRecord = (value: ChainValue): value is Record =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

/** A variant, as metadata decodes it. */
const isVariant = (value: ChainValue): value is { readonly type: string; readonly value: ChainValue } =>
  isRecord(value) && typeof value["type"] === "string" && Object.keys(value).every((key) => /^(type|value)$/.test(key))

/** A pallet, and one of its calls in it: whose arguments have names. */
const isCall = (
  value: ChainValue
): value is { readonly type: string; readonly value: { type: string; value: ChainValue } } =>
  isVariant(value) && isVariant(value.value) && (value.value.value === undefined || isRecord(value.value.value))

const bytesText = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes)
  return /^[\x20-\x7e]*$/.test(text) ? JSON.stringify(text) : `0x${Buffer.from(bytes).toString("hex")}`
}

const fields = (record: Record): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(", ")

const valueText = (value: ChainValue): string => {
  if (value === undefined || value === null) return "none"
  if (value instanceof Uint8Array) return bytesText(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`
  if (isCall(value)) return callText(value)
  if (isVariant(value)) {
    if (value.value === undefined) return value.type
    return value.type === "Id" ? valueText(value.value) : `${value.type}(${valueText(value.value)})`
  }
  return isRecord(value) ? `{ ${fields(value)} }` : String(value)
}

/**
 * A call as metadata decodes it, in one line.
 *
 * @category formatting
 */
export const callText = (call: ChainValue): string => {
  if (!isCall(call)) return valueText(call)
  const { type, value } = call.value
  return `${call.type}.${type}(${isRecord(value) ? fields(value) : ""})`
}
