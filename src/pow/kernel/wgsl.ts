/**
 * The kernel for graphics cards: the same rounds as text in WGSL, which has words of 32 bits only. All values have names of
 * their own, as an array that is indexed by a variable would lie in memory, and all that changes with a job lies in one
 * uniform buffer, as compiling takes from tenths of a second to several (pow.md §3.4).
 */
import { type HalfWords, halves, type Halves } from "./algebra.ts"
import { digest, makeTable } from "./emit.ts"
import { comparedLane, type Job, type Kind } from "./Job.ts"
import type { JobTable, TableWords } from "./JobTable.ts"
import * as Keccak from "./keccak.ts"

/** How the work is laid out on a card. */
export interface Shape {
  /** Threads of a workgroup, from 1 to 256. */
  readonly workgroup: number
  /** Rounds of Keccak in the body of the loop, a divisor of 22: more of them spare jumps, and leave the instruction cache. */
  readonly unroll: number
  /** Nonces that a thread tries, one after the other. */
  readonly perThread: number
}

/** A kernel's text, and what fills its uniform buffer. */
export interface Shader {
  readonly text: string
  /** Words of the uniform buffer. */
  readonly size: number
  /** Writes what a job and its nonces need: `count` of them from `start` on, all u32. */
  readonly fill: (uniform: Uint32Array, start: number, count: number, threshold: number) => void
  /** Takes up a job, for all `fill` that follow. */
  readonly load: (job: Job) => void
}

/** How many nonces one dispatch can tell of. It counts them all, and drops the others. */
export const CAPACITY = 255

/** Rounds between the first and the last. */
const MIDDLE = Keccak.rounds - 2
/** Threads of a workgroup that every card allows, and nonces of a thread that no card needs. */
const [MOST_THREADS, MOST_NONCES] = [256, 1024]

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most

/** Whether a kernel can be written for a shape. */
export const isShape = ({ perThread, unroll, workgroup }: Shape): boolean =>
  isWithin(workgroup, MOST_THREADS) &&
  isWithin(perThread, MOST_NONCES) &&
  isWithin(unroll, MIDDLE) &&
  MIDDLE % unroll === 0

/** The words before the cells: start, count, threshold, and one that aligns. */
const HEADER = 4

type Word = string

/** Text that grows by one name for each operation. */
class Text {
  readonly lines: Array<string> = []
  #names = 0

  name(expression: string, keyword: "let" | "var" = "let"): Word {
    const name = `x${this.#names++}`
    this.lines.push(`${keyword} ${name} = ${expression};`)
    return name
  }
}

/** A word of the uniform buffer, whose smallest step is four words. */
const uniform = (word: number): Word => `job[${Math.floor(word / 4)}].${"xyzw"[word % 4]}`

const wordsOf = (text: Text): TableWords<Word> & HalfWords<Word> => ({
  constant: (value) => `${value >>> 0}u`,
  load: (cell) => uniform(HEADER + cell),
  sum: (...terms) => text.name(terms.join(" + ")),
  xor: (a, b) => text.name(`${a} ^ ${b}`),
  and: (a, b) => text.name(`${a} & ${b}`),
  rotateRight: (a, by) => text.name(`(${a} >> ${by}u) | (${a} << ${32 - by}u)`),
  shiftRight: (a, by) => text.name(`${a} >> ${by}u`),
  choose: (a, b, c) => text.name(`${c} ^ (${a} & (${b} ^ ${c}))`),
  chi: (a, b, c) => text.name(`${a} ^ (~${b} & ${c})`),
  funnel: (high, low, by) => text.name(`(${high} << ${by}u) | (${low} >> ${32 - by}u)`)
})

/** The bytes of a word in the other order. */
const reverse = (text: Text, word: Word): Word => {
  const swapped = text.name(`((${word} & 0xff00ff00u) >> 8u) | ((${word} & 0x00ff00ffu) << 8u)`)
  return text.name(`(${swapped} >> 16u) | (${swapped} << 16u)`)
}

/** The wanted lane of the hash. `constants` is where the uniform buffer has those of the rounds, in steps of four words. */
const keccak = (
  text: Text,
  words: HalfWords<Word>,
  message: ReadonlyArray<Halves<Word>>,
  { constants, kind, unroll }: { readonly constants: number; readonly kind: Kind; readonly unroll: number }
): Halves<Word> => {
  const lanes = halves(words)
  const state = Keccak.firstRound(lanes, message).map(([low, high]): Halves<Word> => [
    text.name(low, "var"),
    text.name(high, "var")
  ])
  text.lines.push(`for (var round = 1u; round < ${MIDDLE + 1}u; round += ${unroll}u) {`)
  let next: ReadonlyArray<Halves<Word>> = state
  for (let step = 0; step < unroll; step++) {
    const constant = text.name(`job[${constants + step}u + round]`)
    next = Keccak.round(lanes, next, [`${constant}.x`, `${constant}.y`])
  }
  text.lines.push(...state.flatMap((lane, index) => lane.map((half, at) => `${half} = ${next[index]![at]};`)), "}")
  return Keccak.lastRound(lanes, state, comparedLane[kind])
}

/** The test of the nonce `job[0].x + offset`. */
const body = (kind: Kind, table: JobTable, unroll: number) => {
  const text = new Text()
  const words = wordsOf(text)
  const hashed = digest(table, words, reverse(text, text.name("job[0].x + offset")))
  const swapped = hashed.map((word) => reverse(text, word))
  const message = [0, 2, 4, 6].map((word): Halves<Word> => [swapped[word]!, swapped[word + 1]!])
  const constants = Math.ceil((HEADER + table.size) / 4)
  const [low, high] = keccak(text, words, message, { constants, kind, unroll })
  const upper = kind === "Classic" ? reverse(text, low) : high
  return { lines: text.lines, upper, constants }
}

/** Writes the kernel for a kind of seal and a shape that {@link isShape}. */
export const shader = (kind: Kind, { perThread, unroll, workgroup }: Shape): Shader => {
  const table = makeTable()
  const { constants, lines, upper } = body(kind, table, unroll)
  const size = 4 * (constants + Keccak.rounds)
  const text = `
struct Found { count: atomic<u32>, offsets: array<u32, ${CAPACITY}> }
@group(0) @binding(0) var<uniform> job: array<vec4u, ${size / 4}>;
@group(0) @binding(1) var<storage, read_write> found: Found;

@compute @workgroup_size(${workgroup})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
for (var turn = 0u; turn < ${perThread}u; turn++) {
let offset = id.x + turn * groups.x * ${workgroup}u;
if (offset >= job[0].y) { return; }
${lines.join("\n")}
if (${upper} <= job[0].z) {
let slot = atomicAdd(&found.count, 1u);
if (slot < ${CAPACITY}u) { found.offsets[slot] = offset; }
}
}
}
`
  const cells = new Int32Array(table.size)
  const roundConstants = Keccak.roundConstants.flatMap((value) => [...wordsOfLane(value), 0, 0])
  return {
    text,
    size,
    load: (job) => table.evaluate(cells, [...job.state, ...job.message]),
    fill: (into, start, count, threshold) => {
      into.set([start, count, threshold, 0])
      into.set(cells, HEADER)
      into.set(roundConstants, 4 * constants)
    }
  }
}

const wordsOfLane = (value: bigint): readonly [number, number] => [Number(value & 0xffff_ffffn), Number(value >> 32n)]
