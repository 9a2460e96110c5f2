/** A function of WebAssembly while it is written: each operation has its result in a local of its own, which the engine makes a register. */
import { type Bytes, type Definition, signed, type Type, unsigned } from "./encoding.ts"

/** A value that has been computed. Its type keeps scalars and vectors apart. */
export interface Local<T extends Type> {
  readonly type: T
  readonly index: number
}

/** Opcodes, by the names of the text format. */
export const op = {
  "i32.add": [0x6a],
  "i32.and": [0x71],
  "i32.xor": [0x73],
  "i32.or": [0x72],
  "i32.shr_u": [0x76],
  "i32.rotr": [0x78],
  "i32.eqz": [0x45],
  "i32.ge_u": [0x4f],
  "i32.lt_u": [0x49],
  "i32.le_u": [0x4d],
  "i32.wrap_i64": [0xa7],
  "i64.extend_i32_u": [0xad],
  "i64.and": [0x83],
  "i64.or": [0x84],
  "i64.xor": [0x85],
  "i64.shl": [0x86],
  "i64.shr_u": [0x88],
  "i64.rotl": [0x89],
  "i32x4.splat": [0xfd, 0x11],
  "i32x4.le_u": [0xfd, 0x3e],
  "i32x4.shl": [0xfd, 0xab, 0x01],
  "i32x4.shr_u": [0xfd, 0xad, 0x01],
  "i32x4.add": [0xfd, 0xae, 0x01],
  "i64x2.shl": [0xfd, 0xcb, 0x01],
  "i64x2.shr_u": [0xfd, 0xcd, 0x01],
  "v128.and": [0xfd, 0x4e],
  "v128.andnot": [0xfd, 0x4f],
  "v128.or": [0xfd, 0x50],
  "v128.xor": [0xfd, 0x51],
  "v128.bitselect": [0xfd, 0x52],
  "v128.any_true": [0xfd, 0x53]
} as const satisfies { readonly [name: string]: Bytes }

/** The name of an operation. */
export type Op = keyof typeof op

/** Reads a local. */
export const get = (local: Local<Type>): Bytes => [0x20, ...unsigned(local.index)]

/** A number of 32 bits. */
export const i32 = (value: number): Bytes => [0x41, ...signed(BigInt(value | 0))]

/** A number of 64 bits. */
export const i64 = (value: bigint): Bytes => [0x42, ...signed(BigInt.asIntN(64, value))]

/** 16 bytes. */
export const v128 = (bytes: ArrayLike<number>): Bytes => [0xfd, 0x0c, ...Array.from(bytes)]

/** Bytes of two vectors: 0 to 15 are of the first, 16 to 31 of the second. */
export const shuffle = (bytes: ReadonlyArray<number>): Bytes => [0xfd, 0x0d, ...bytes]

/** Calls a function, by its place in the module. */
export const call = (index: number, ...parameters: ReadonlyArray<Bytes>): Bytes => [
  ...parameters.flat(),
  0x10,
  ...unsigned(index)
]

/** Writes 16 bytes to memory, at an address and a fixed offset. */
export const store = (address: Bytes, offset: number, value: Bytes): Bytes => [
  ...address,
  ...value,
  0xfd,
  0x0b,
  4,
  ...unsigned(offset)
]

const loads = {
  "i32.load": [0x28, 2],
  "i64.load": [0x29, 3],
  "v128.load": [0xfd, 0x00, 4],
  "v128.load32_splat": [0xfd, 0x09, 2],
  "v128.load64_splat": [0xfd, 0x0a, 3]
} as const

/** Reads memory, at an address on the stack and an offset that is fixed. */
export const load = (name: keyof typeof loads, offset: number): Bytes => [...loads[name], ...unsigned(offset)]

/** The code of one function. */
export class Code {
  readonly #parameters: number
  readonly #locals: Array<Type> = []
  readonly #bytes: Array<number> = []

  constructor(parameters: number) {
    this.#parameters = parameters
  }

  /** A parameter. */
  parameter(index: number): Local<"i32"> {
    return { type: "i32", index }
  }

  /** A local that is assigned to more than once. It begins as zero. */
  variable<T extends Type>(type: T): Local<T> {
    return { type, index: this.#parameters + this.#locals.push(type) - 1 }
  }

  /** Assigns what the code leaves on the stack. */
  set(local: Local<Type>, code: Bytes): void {
    this.emit(code)
    this.#access(0x21, local)
  }

  /** Keeps what the code leaves on the stack. */
  value<T extends Type>(type: T, code: Bytes): Local<T> {
    const local = this.variable(type)
    this.set(local, code)
    return local
  }

  /** Applies an operation to values, and to immediate code. Most of a kernel is written here, so that no array is made. */
  apply<T extends Type>(type: T, name: Op, ...operands: ReadonlyArray<Local<Type> | Bytes>): Local<T> {
    for (const operand of operands) {
      if ("index" in operand) this.#access(0x20, operand)
      else this.emit(operand)
    }
    this.emit(op[name])
    const local = this.variable(type)
    this.#access(0x21, local)
    return local
  }

  /** Repeats the body for as long as the condition that it gives, an `i32`, is not zero. */
  repeat(body: () => Bytes): void {
    this.emit([0x03, 0x40])
    this.emit(body(), [0x0d, 0, 0x0b])
  }

  /** Returns a value if the condition, an `i32`, is not zero. */
  returnIf(condition: Bytes, value: Bytes): void {
    this.emit(condition, [0x04, 0x40], value, [0x0f, 0x0b])
  }

  #access(opcode: number, { index }: Local<Type>): void {
    this.#bytes.push(opcode)
    let rest = index
    for (; rest >= 0x80; rest >>>= 7) this.#bytes.push((rest & 0x7f) | 0x80)
    this.#bytes.push(rest)
  }

  /** Writes code as it is. */
  emit(...code: ReadonlyArray<Bytes>): void {
    for (const bytes of code) for (const byte of bytes) this.#bytes.push(byte)
  }

  /** The function, which ends with this value, if it has one. */
  define(...result: ReadonlyArray<Bytes>): Definition {
    this.emit(...result)
    return { parameters: this.#parameters, results: result.length, locals: this.#locals, code: this.#bytes }
  }
}
