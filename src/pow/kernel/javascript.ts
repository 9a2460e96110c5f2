/** The kernel in JavaScript, where WebAssembly is not to be had: the same rounds as text, one nonce at a time. */
import { type HalfWords, halves, type Halves } from "./algebra.ts"
import { digest, makeTable } from "./emit.ts"
import { comparedLane, type Kind } from "./Job.ts"
import type { TableWords } from "./JobTable.ts"
import type { Kernel } from "./Kernel.ts"
import * as Keccak from "./keccak.ts"

type Word = string

/** Text that grows by one variable for each operation. */
class Text {
  readonly lines: Array<string> = []
  #variables = 0

  variable(expression: string): Word {
    const name = `x${this.#variables++}`
    this.lines.push(`let ${name} = ${expression};`)
    return name
  }
}

const wordsOf = (text: Text): TableWords<Word> & HalfWords<Word> => ({
  constant: (value) => String(value | 0),
  load: (cell) => text.variable(`cells[${cell}]`),
  sum: (...terms) => text.variable(terms.reduce((sum, term) => `(${sum} + ${term} | 0)`)),
  xor: (a, b) => text.variable(`${a} ^ ${b}`),
  and: (a, b) => text.variable(`${a} & ${b}`),
  rotateRight: (a, by) => text.variable(`${a} >>> ${by} | ${a} << ${32 - by}`),
  shiftRight: (a, by) => text.variable(`${a} >>> ${by}`),
  choose: (a, b, c) => text.variable(`${c} ^ ${a} & (${b} ^ ${c})`),
  chi: (a, b, c) => text.variable(`${a} ^ ~${b} & ${c}`),
  funnel: (high, low, by) => text.variable(`${high} << ${by} | ${low} >>> ${32 - by}`)
})

const reverse = (word: Word) => `${word} >>> 24 | ${word} >>> 8 & 0xff00 | ${word} << 8 & 0xff0000 | ${word} << 24`

const keccak = (text: Text, words: HalfWords<Word>, message: ReadonlyArray<Halves<Word>>, wanted: number) => {
  const lanes = halves(words)
  const state = Keccak.firstRound(lanes, message).map(([low, high]): Halves<Word> => [
    text.variable(low),
    text.variable(high)
  ])
  text.lines.push(`for (let round = 1; round < ${Keccak.rounds - 1}; round++) {`)
  const next = Keccak.round(lanes, state, ["constants[2 * round]", "constants[2 * round + 1]"])
  const assignments = state.flatMap((lane, index) => lane.map((half, at) => `${half} = ${next[index]![at]}`))
  text.lines.push(`${assignments.join("; ")} }`)
  return Keccak.lastRound(lanes, state, wanted)
}

/** The text of the function `scan`, which reads `cells` and `constants`, and what fills the cells. */
const write = (kind: Kind) => {
  const table = makeTable()
  const text = new Text()
  const words = wordsOf(text)
  text.lines.push("for (let offset = 0; offset < count; offset++) {")
  const low = text.variable("start + offset | 0")
  const hashed = digest(table, words, text.variable(reverse(low)))
  const swapped = hashed.map((word) => text.variable(reverse(word)))
  const message = [0, 2, 4, 6].map((word): Halves<Word> => [swapped[word]!, swapped[word + 1]!])
  const [lower, upper] = keccak(text, words, message, comparedLane[kind])
  text.lines.push(
    `if (((${kind === "Classic" ? reverse(lower) : upper}) >>> 0) <= threshold) return offset }`,
    "return -1"
  )
  return { table, body: `return function scan(start, count, threshold) {\n${text.lines.join("\n")}\n}` }
}

/** Compiles the kernel for a kind of seal. Throws where code may not be made from text. */
export const javascriptUnsafe = (kind: Kind): Kernel => {
  const { body, table } = write(kind)
  const cells = new Int32Array(table.size)
  const constants = new Int32Array(BigUint64Array.from(Keccak.roundConstants).buffer)
  // What is compiled is this module's own text; no word of it comes from outside.
  const make = new Function("cells", "constants", body) as (...tables: ReadonlyArray<Int32Array>) => Kernel["scan"]
  const scan = make(cells, constants)
  return {
    width: 1,
    load: (job) => table.evaluate(cells, [...job.state, ...job.message]),
    scan: (start, count, threshold) => scan(start, count, threshold >>> 0)
  }
}
