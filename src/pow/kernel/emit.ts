/** What the two kernels of WebAssembly share: where memory holds what, and the walk of a hash through its two halves. */
import type { Code, Local } from "../wasm/Code.ts"
import { get, i32, op } from "../wasm/Code.ts"
import { type Bytes, type Definition, encodeModule, type Type } from "../wasm/encoding.ts"
import type { Lanes } from "./algebra.ts"
import type { Job } from "./Job.ts"
import { JobTable, type Mixed, type TableWords } from "./JobTable.ts"
import type { Kernel } from "./Kernel.ts"
import * as Keccak from "./keccak.ts"
import { compress } from "./sha256.ts"

/** Words of the state and of the message that a job gives. */
const STATE = 8
const MESSAGE = 15

/** What lanes are mixed with: the round constants, and the last bit of the padding. */
const constants = [...Keccak.roundConstants, 2n, 1n << 63n]

/**
 * What each kernel has in its memory: first the constants of the lanes, then the cells of the job, each as often as vectors are
 * wide that read it, in words of 32 bits.
 */
export interface Layout {
  /** How many bytes a constant takes, and a cell. */
  readonly constant: 8 | 32
  readonly cell: 4 | 32
}

const cellsOf = ({ constant }: Layout): number => constants.length * constant

/** A table for the words that a job gives. */
export const makeTable = (): JobTable => new JobTable(STATE + MESSAGE)

/** Each value once. */
export const single: Layout = { constant: 8, cell: 4 }
/** Each value in all lanes of 256 bits. */
export const wide: Layout = { constant: 32, cell: 32 }

/** Where memory holds a cell. */
export const addressOf = (cell: number, layout = single): number => cellsOf(layout) + layout.cell * cell

/** Where memory holds a constant of the lanes. */
export const addressOfConstant = (value: bigint, layout: Layout): number => constants.indexOf(value) * layout.constant

/** SHA-256 of the job's block with this first word: eight words. */
export const digest = <W>(table: JobTable, words: TableWords<W>, first: W): ReadonlyArray<W> => {
  const cells = Array.from({ length: STATE + MESSAGE }, (_, cell): Mixed<W> => ({ cell }))
  const result = compress(table.mixed(words), cells.slice(0, STATE), [{ varying: first }, ...cells.slice(STATE)])
  return result.flatMap((word) => ("varying" in word ? [word.varying] : []))
}

/** One lane of Keccak-256 of four lanes. The rounds between the first and the last are a loop, which the instruction cache holds. */
export const keccak = <T extends Type>(
  code: Code,
  lanes: Lanes<Local<T>>,
  message: ReadonlyArray<Local<T>>,
  wanted: number,
  constantAt: (pointer: Local<"i32">, offset: number) => Local<T>
): Local<T> => {
  const state = Keccak.firstRound(lanes, message).map((lane) => {
    const variable = code.variable(lane.type)
    code.set(variable, get(lane))
    return variable
  })
  const pointer = code.variable("i32")
  code.set(pointer, i32(8))
  code.repeat(() => {
    const once = Keccak.round(lanes, state, constantAt(pointer, 0))
    const twice = Keccak.round(lanes, once, constantAt(pointer, 8))
    for (const [index, variable] of state.entries()) code.set(variable, get(twice[index]!))
    code.set(pointer, [...get(pointer), ...i32(16), ...op["i32.add"]])
    return [...get(pointer), ...i32((Keccak.rounds - 1) * 8), ...op["i32.lt_u"]]
  })
  return Keccak.lastRound(lanes, state, wanted)
}

/** The bytes of a kernel, the table that its memory is filled by, and how. */
export interface Program {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly table: JobTable
  readonly width: number
  readonly layout: Layout
}

/** A kernel's module: its last function is the scan. */
export const program = (
  width: number,
  table: JobTable,
  functions: ReadonlyArray<Definition>,
  layout = single
): Program => ({ bytes: encodeModule("scan", functions), table, width, layout })

/** As much of the engine's interface as is used here; it is the same in Node and in browsers, whose types are not at hand. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly scan: Kernel["scan"] }
  }
}

/** Compiles a kernel. Throws where WebAssembly, or what the kernel needs of it, is not to be had. */
export const instantiateUnsafe = ({ bytes, layout, table, width }: Program): Kernel => {
  const { memory, scan } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  const copies = layout.cell / 4
  const lanes = layout.constant / 8
  for (const [index, value] of constants.entries()) {
    new BigUint64Array(memory.buffer, index * layout.constant, lanes).fill(value)
  }
  const cells = new Int32Array(table.size)
  const spread = new Int32Array(memory.buffer, cellsOf(layout), table.size * copies)
  const load = (job: Job) => {
    table.evaluate(cells, [...job.state, ...job.message])
    for (const [cell, value] of cells.entries()) spread.fill(value, cell * copies, (cell + 1) * copies)
  }
  return { width, load, scan }
}

/** Adds, on the stack. */
export const plus = (a: Bytes, b: Bytes): Bytes => [...a, ...b, ...op["i32.add"]]
