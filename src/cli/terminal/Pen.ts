/**
 * Writes for people: colours where the terminal has them, tables that fit it. Pure: what a command shows is a function of its result
 * and of a pen.
 */
import Table from "cli-table3"
import { CliOutput } from "effect/cli"
import { type Rao, Tao } from "../../protocol/Money.ts"
import { type Paint, paintOf, type Style } from "./paint.ts"

export type { Style } from "./paint.ts"

/**
 * A column of a table.
 *
 * @category models
 */
export interface Column {
  readonly title: string
  /** Numbers stand to the right. @default "left" */
  readonly align?: "left" | "right" | "center" | undefined
  readonly style?: Style | undefined
  /** Never cut, such as addresses and amounts where money is concerned: rather is a line longer than the terminal. */
  readonly isWhole?: boolean | undefined
  /** What stands below the last row. */
  readonly footer?: string | undefined
}

/**
 * A table: its title, its columns, and for each row a cell for each column.
 *
 * @category models
 */
export interface TableOptions {
  readonly title?: string | undefined
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/**
 * @category models
 */
export interface Pen {
  readonly hasColors: boolean
  /** How many characters a line has. */
  readonly columns: number
  readonly paint: Paint
  readonly table: (options: TableOptions) => string
}

const GAP = 2
const noBorder = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .map((place) => [place, ""])
    .concat([["middle", " ".repeat(GAP)]])
)
const LEAST = 3

/** Marks of the direction of writing, as around amounts of alpha: cli-table3 takes them for characters, and would cut others for them. */
const MARKS = /[\u200e\u200f]/g

const widthOf = (text: string): number =>
  Math.max(...text.split("\n").map((line) => CliOutput.displayWidth(line) + (line.match(MARKS)?.length ?? 0)))

interface Wanted {
  readonly width: number
  readonly isWhole: boolean
}

/**
 * The widths of the columns: as much as each needs, or else the widest of those that may be cut are, all to the same. Where lines are
 * too long all the same for what is never cut, nothing is: they break anyhow.
 */
const fit = (wanted: ReadonlyArray<Wanted>, room: number): ReadonlyArray<number> => {
  const cut = (most: number) => wanted.map(({ isWhole, width }) => (isWhole ? width : Math.min(width, most)))
  const total = (most: number) => cut(most).reduce((sum, width) => sum + width + GAP, -GAP)
  const widest = Math.max(LEAST, ...wanted.map(({ width }) => width))
  let most = widest
  while (most > LEAST && total(most) > room) most--
  return cut(total(most) > room && wanted.some(({ isWhole }) => isWhole) ? widest : most)
}

const drawTable = (pen: Pick<Pen, "columns" | "paint">, { columns, rows, title }: TableOptions): string => {
  const footer = columns.some((column) => column.footer !== undefined)
    ? [columns.map((column) => column.footer ?? "")]
    : []
  const texts = [columns.map((column) => column.title), ...rows, ...footer]
  const last = texts.length - 1
  const widths = fit(
    columns.map(({ isWhole = false }, at) => ({
      width: Math.max(1, ...texts.map((row) => widthOf(row[at] ?? ""))),
      isWhole
    })),
    pen.columns
  )
  const styleOf = (row: number, column: Column): Style | undefined =>
    row === 0 || (row === last && footer.length > 0) ? "bold" : column.style
  const table = new Table({
    chars: noBorder,
    colAligns: columns.map((column) => column.align ?? "left"),
    colWidths: [...widths],
    style: { border: [], head: [], "padding-left": 0, "padding-right": 0 }
  })
  for (const [row, cells] of texts.entries()) {
    table.push(
      columns.map((column, at) => {
        const style = styleOf(row, column)
        const text = cells[at] ?? ""
        return style === undefined ? text : pen.paint(style, text)
      })
    )
  }
  const drawn = table.toString().replace(/[ \t]+$/gm, "")
  return title === undefined ? drawn : `${pen.paint("bold", title)}\n${drawn}`
}

/**
 * A pen for a terminal of so many columns. Without colours it writes none of their codes.
 *
 * @category constructors
 */
export const make = (options: { readonly hasColors: boolean; readonly columns: number }): Pen => {
  const plain = { ...options, paint: paintOf(options.hasColors) }
  return { ...plain, table: (table) => drawTable(plain, table) }
}

/**
 * An amount as the Python SDK writes it: `τ1,234.500000000`.
 *
 * @category formatting
 */
export const tao = (amount: Rao | bigint): string => Tao.format(amount as Rao)

/**
 * An amount in a table of many columns, without its symbol: five decimals as 7.4.0 writes it, and more where they are not 0.
 *
 * @category formatting
 */
export const brief = (amount: bigint): string => Tao.format(amount as Rao, { plain: true }).replace(/0{1,4}$/, "")

/**
 * The first and the last characters of an address, where the whole does not fit.
 *
 * @category formatting
 */
export const short = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
