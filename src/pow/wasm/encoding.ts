/** The binary format of WebAssembly, as far as a kernel needs it: functions without imports, and one memory. */

/** Bytes of code. */
export type Bytes = ReadonlyArray<number>

/** Many bytes, one after the other. */
const join = (...parts: ReadonlyArray<ArrayLike<number>>): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The types of values, by their byte in the format. */
export const types = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const

/** The type of a value. */
export type Type = keyof typeof types

/** An unsigned number in LEB128. */
export const unsigned = (value: number): Bytes =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(Math.floor(value / 0x80))]

/** A signed number in LEB128. */
export const signed = (value: bigint): Bytes => {
  const byte = Number(value & 0x7fn)
  const rest = value >> 7n
  const isLast = rest === (byte & 0x40 ? -1n : 0n)
  return isLast ? [byte] : [byte | 0x80, ...signed(rest)]
}

const vector = (items: ReadonlyArray<ArrayLike<number>>) => join(unsigned(items.length), ...items)
const section = (id: number, content: ArrayLike<number>) => join([id], unsigned(content.length), content)
const name = (text: string) => vector(Array.from(new TextEncoder().encode(text), (byte) => [byte]))

/** A function: `i32` parameters, and one `i32` as its result or none. */
export interface Definition {
  readonly parameters: number
  readonly results: number
  readonly locals: ReadonlyArray<Type>
  readonly code: ArrayLike<number>
}

const i32s = (count: number) => vector(Array.from({ length: count }, () => [types.i32]))
const signature = ({ parameters, results }: Definition) => join([0x60], i32s(parameters), i32s(results))

const body = ({ code, locals }: Definition) => {
  const bytes = join(vector(locals.map((type) => [1, types[type]])), code, [0x0b])
  return join(unsigned(bytes.length), bytes)
}

/** "\0asm", version 1. */
const magic: Bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

/** A module of some functions, of which it exports the last, and of one page of memory, exported as `memory`. */
export const encodeModule = (exported: string, functions: ReadonlyArray<Definition>): Uint8Array<ArrayBuffer> =>
  join(
    magic,
    section(1, vector(functions.map(signature))),
    section(3, vector(functions.map((_, index) => unsigned(index)))),
    section(5, vector([[1, 1, 1]])),
    section(7, vector([join(name(exported), [0], unsigned(functions.length - 1)), join(name("memory"), [2, 0])])),
    section(10, vector(functions.map(body)))
  )
