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

const integer = (value: number | undefined): PythonValue => (value === undefined ? null : BigInt(Math.trunc(value)))

/** The fields in the order of the Python class, as Python values. */
const fields = (terminal: Terminal): ReadonlyArray<readonly [string, PythonValue]> => [
  ["status_code", integer(terminal.statusCode)],
  ["status_message", terminal.statusMessage ?? null],
  ["process_time", terminal.processTime ?? null],
  ["ip", terminal.ip ?? null],
  ["port", integer(terminal.port)],
  ["version", integer(terminal.version)],
  ["nonce", terminal.nonce ?? null],
  ["uuid", terminal.uuid ?? null],
  ["hotkey", terminal.hotkey ?? null],
  ["signature", terminal.signature ?? null]
]

/**
 * The terminal as the body carries it: all ten fields.
 *
 * @category combinators
 */
export const toPython = (terminal: Terminal): PythonDict => new Map(fields(terminal))

/**
 * The terminal as headers carry it: `bt_header_axon_ip` and so on, without the absent ones.
 *
 * @category combinators
 */
export const toHeaders = (side: "axon" | "dendrite", terminal: Terminal): Array<readonly [string, string]> => {
  const headers: Array<readonly [string, string]> = []
  for (const [name, value] of fields(terminal)) {
    if (value !== null) headers.push([`bt_header_${side}_${name}`, pyStr(value)])
  }
  return headers
}
