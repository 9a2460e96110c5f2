/**
 * A terminal: what one side of a request says of itself. The same ten fields travel in headers and in the body (wire.md §9.2).
 *
 * @since 0.1.0
 */
import type { PythonDict, PythonValue } from "./PythonValue.ts"
import { pyStr } from "./pyStr.ts"

/**
 * One side of a request. What is absent travels as `null` in a body and not at all in headers.
 *
 * @category models
 */
export interface Terminal {
  readonly statusCode?: number | undefined
  readonly statusMessage?: string | undefined
  /** Seconds. */
  readonly processTime?: number | undefined
  readonly ip?: string | undefined
  readonly port?: number | undefined
  /** The version integer of the SDK, `10002000` for 10.2.0. */
  readonly version?: number | undefined
  /** Unix time in nanoseconds. */
  readonly nonce?: bigint | undefined
  readonly uuid?: string | undefined
  /** ss58. */
  readonly hotkey?: string | undefined
  /** `0x` and 128 hexadecimal digits. */
  readonly signature?: string | undefined
}

/** The fields in the order of the Python class, by their names on the wire and here. */
const names = [
  ["status_code", "statusCode"],
  ["status_message", "statusMessage"],
  ["process_time", "processTime"],
  ["ip", "ip"],
  ["port", "port"],
  ["version", "version"],
  ["nonce", "nonce"],
  ["uuid", "uuid"],
  ["hotkey", "hotkey"],
  ["signature", "signature"]
] as const satisfies ReadonlyArray<readonly [wire: string, field: keyof Terminal]>

const integers: ReadonlySet<keyof Terminal> = new Set(["statusCode", "port", "version"])

const toValue = (terminal: Terminal, field: keyof Terminal): PythonValue => {
  const value = terminal[field] ?? null
  return typeof value === "number" && integers.has(field) ? BigInt(Math.trunc(value)) : value
}

/**
 * The terminal as the body carries it: all ten fields.
 *
 * @category combinators
 */
export const toPython = (terminal: Terminal): PythonDict => {
  const values = new Map<string, PythonValue>()
  for (const [wire, field] of names) values.set(wire, toValue(terminal, field))
  return values
}

const headerNames = {
  axon: names.map(([wire]) => `bt_header_axon_${wire}`),
  dendrite: names.map(([wire]) => `bt_header_dendrite_${wire}`)
}

/**
 * The terminal as headers carry it: `bt_header_axon_ip` and so on, names and values in turn, without the absent ones.
 *
 * @category combinators
 */
export const toHeaders = (side: "axon" | "dendrite", terminal: Terminal): Array<string> => {
  const headers: Array<string> = []
  for (const [index, [, field]] of names.entries()) {
    const value = toValue(terminal, field)
    if (value !== null) headers.push(headerNames[side][index]!, pyStr(value))
  }
  return headers
}
