/**
 * Partial evaluation: what does not vary with the nonce is reckoned once a job, in cells of memory, and code is emitted for
 * the rest alone. The rounds do not know which is which (pow.md §2.2).
 */
import { numbers, type Words } from "./algebra.ts"

/** A word that is known when the code is made, one that is known when a job begins, or one that each nonce has anew. */
export type Mixed<W> = { readonly constant: number } | { readonly cell: number } | { readonly varying: W }

/** Words of emitted code, which can also be read from a cell. */
export interface TableWords<W> extends Words<W> {
  readonly load: (cell: number) => W
}

type Operation = <X>(words: Words<X>, ...operands: ReadonlyArray<X>) => X

/** The cells of a kernel, and how a job fills them. */
export class JobTable {
  readonly #steps: Array<(cells: Int32Array) => void> = []
  readonly #constants = new Map<number, number>()
  #size: number

  /** The first cells are the job's own words. */
  constructor(inputs: number) {
    this.#size = inputs
  }

  /** Cells that there are, each of four bytes. */
  get size(): number {
    return this.#size
  }

  /** A cell that holds the same in every job. */
  constantCell(value: number): number {
    const known = this.#constants.get(value)
    if (known !== undefined) return known
    const cell = this.#step(() => value)
    this.#constants.set(value, cell)
    return cell
  }

  /** Reckons the cells of a job. */
  evaluate(cells: Int32Array, inputs: ReadonlyArray<number>): void {
    cells.set(inputs)
    for (const step of this.#steps) step(cells)
  }

  /** Words of which only those that vary are emitted. */
  mixed<W>(words: TableWords<W>): Words<Mixed<W>> {
    const emitted = (word: Mixed<W>): W => {
      if ("varying" in word) return word.varying
      return "cell" in word ? words.load(word.cell) : words.constant(word.constant)
    }
    const lift =
      (operation: Operation) =>
      (...operands: ReadonlyArray<Mixed<W>>): Mixed<W> =>
        this.#known(operation, operands) ?? { varying: operation(words, ...operands.map(emitted)) }
    const sum = lift((words, ...terms) => words.sum(...terms))
    return {
      constant: (constant) => ({ constant }),
      sum: (...terms) => {
        const varying = terms.filter((term) => "varying" in term)
        const known = terms.filter((term) => !("varying" in term))
        return varying.length === 0 || known.length === 0 ? sum(...terms) : sum(...varying, sum(...known))
      },
      xor: lift((words, ...[a, b]) => words.xor(a!, b!)),
      and: lift((words, ...[a, b]) => words.and(a!, b!)),
      rotateRight: (a, by) => lift((words, ...[a]) => words.rotateRight(a!, by))(a),
      shiftRight: (a, by) => lift((words, ...[a]) => words.shiftRight(a!, by))(a),
      choose: lift((words, ...[a, b, c]) => words.choose(a!, b!, c!))
    }
  }

  /** The result among what is known already, if all operands are. */
  #known<W>(operation: Operation, operands: ReadonlyArray<Mixed<W>>): Mixed<W> | undefined {
    if (operands.some((operand) => "varying" in operand)) return undefined
    if (operands.every((operand) => "constant" in operand)) {
      return { constant: operation(numbers, ...operands.map(({ constant }) => constant)) }
    }
    const reads = operands.map((operand) => {
      if ("constant" in operand) return () => operand.constant
      const cell = "cell" in operand ? operand.cell : 0
      return (cells: Int32Array) => cells[cell]!
    })
    return { cell: this.#step((cells) => operation(numbers, ...reads.map((read) => read(cells)))) }
  }

  #step(compute: (cells: Int32Array) => number): number {
    const cell = this.#size++
    this.#steps.push((cells) => (cells[cell] = compute(cells)))
    return cell
  }
}
