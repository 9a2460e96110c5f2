/** A sparse matrix by columns, over uids on both sides: who weights or bonds is a row, who is weighted or bonded a column. */
import { shareOf } from "./i32f32.ts"

/** A stored row: (uid, value) pairs one after the other, just as SCALE writes the elements of a `Vec<(u16, u16)>`. */
export type Row = Uint16Array

/** The entries of column `j` lie from `starts[j]` up to `starts[j + 1]`, in ascending order of their rows. */
export interface Columns {
  readonly starts: Uint32Array
  readonly rows: Uint16Array
  /** I32F32 bits. */
  readonly bits: Float64Array
}

/** A square matrix of the stored values of those entries for which `keep` holds. Uids beyond it are left out. */
export const fromRows = (rows: ReadonlyArray<Row>, keep: (row: number, column: number) => boolean): Columns => {
  const size = rows.length
  const each = (visit: (row: number, column: number, value: number) => void): void => {
    for (let row = 0; row < size; row++) {
      const pairs = rows[row]!
      for (let at = 0; at < pairs.length; at += 2) {
        const column = pairs[at]!
        if (column < size && keep(row, column)) visit(row, column, pairs[at + 1]!)
      }
    }
  }
  const starts = new Uint32Array(size + 1)
  each((_, column) => starts[column + 1]!++)
  for (let column = 0; column < size; column++) starts[column + 1]! += starts[column]!
  const next = starts.slice()
  const matrix = { starts, rows: new Uint16Array(starts[size]!), bits: new Float64Array(starts[size]!) }
  each((row, column, value) => {
    const at = next[column]!++
    matrix.rows[at] = row
    matrix.bits[at] = value
  })
  return matrix
}

/** Every row of a matrix whose entries are u16, as it is stored: in ascending order of the columns. */
export const toRows = ({ bits, rows, starts }: Columns): ReadonlyArray<Row> => {
  const size = starts.length - 1
  const lengths = new Uint32Array(size)
  for (const row of rows) lengths[row]! += 2
  const stored = Array.from(lengths, (length) => new Uint16Array(length))
  const next = new Uint32Array(size)
  for (let column = 0; column < size; column++) {
    for (let at = starts[column]!; at < starts[column + 1]!; at++) {
      const row = rows[at]!
      const pairs = stored[row]!
      pairs[next[row]!++] = column
      pairs[next[row]!++] = bits[at]!
    }
  }
  return stored
}

/** Every entry changed, none added or dropped. */
export const map = (matrix: Columns, change: (bits: number, row: number, column: number) => number): Columns => {
  const { rows, starts } = matrix
  const bits = new Float64Array(rows.length)
  for (let column = 0; column + 1 < starts.length; column++) {
    for (let at = starts[column]!; at < starts[column + 1]!; at++) {
      bits[at] = change(matrix.bits[at]!, rows[at]!, column)
    }
  }
  return { starts, rows, bits }
}

/** The entries of either matrix, combined with 0 where one has none; only those that come out positive. */
export const merge = (a: Columns, b: Columns, combine: (a: number, b: number) => number): Columns => {
  const starts = new Uint32Array(a.starts.length)
  const rows = new Uint16Array(a.rows.length + b.rows.length)
  const bits = new Float64Array(rows.length)
  let length = 0
  for (let column = 0; column + 1 < starts.length; column++) {
    let [i, j] = [a.starts[column]!, b.starts[column]!]
    const [endOfA, endOfB] = [a.starts[column + 1]!, b.starts[column + 1]!]
    while (i < endOfA || j < endOfB) {
      const rowOfA = i < endOfA ? a.rows[i]! : Infinity
      const rowOfB = j < endOfB ? b.rows[j]! : Infinity
      const combined = combine(rowOfA <= rowOfB ? a.bits[i++]! : 0, rowOfB <= rowOfA ? b.bits[j++]! : 0)
      if (combined > 0) {
        rows[length] = Math.min(rowOfA, rowOfB)
        bits[length++] = combined
      }
    }
    starts[column + 1] = length
  }
  return { starts, rows: rows.subarray(0, length), bits: bits.subarray(0, length) }
}

/** One value for each column, out of its entries. */
const foldColumns = ({ bits, starts }: Columns, fold: (folded: number, bits: number) => number): Float64Array =>
  Float64Array.from({ length: starts.length - 1 }, (_, column) => {
    let folded = 0
    for (let at = starts[column]!; at < starts[column + 1]!; at++) folded = fold(folded, bits[at]!)
    return folded
  })

/** The sum of each column. */
export const columnSums = (matrix: Columns): Float64Array => foldColumns(matrix, (sum, bits) => sum + bits)

/** The largest entry of each column, or 0. */
export const columnMaxima = (matrix: Columns): Float64Array => foldColumns(matrix, Math.max)

/** The sum of each row. */
export const rowSums = ({ bits, rows, starts }: Columns): Float64Array => {
  const sums = new Float64Array(starts.length - 1)
  for (let at = 0; at < rows.length; at++) sums[rows[at]!]! += bits[at]!
  return sums
}

/** Each entry's share of its column. */
export const normaliseColumns = (matrix: Columns): Columns => {
  const sums = columnSums(matrix)
  return map(matrix, (bits, _, column) => shareOf(bits, sums[column]!))
}

/** Each entry's share of its row. */
export const normaliseRows = (matrix: Columns): Columns => {
  const sums = rowSums(matrix)
  return map(matrix, (bits, row) => shareOf(bits, sums[row]!))
}
