/** The page that says what of earlier btclis works here. */
import type { Lacking, Outcome } from "./row.ts"

/** What came of a generation's rows. */
export interface Found {
  readonly name: string
  readonly rows: ReadonlyArray<Outcome>
}

/** A table of Markdown, as the formatter leaves it. */
const aligned = ([head = [], ...rows]: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)))
  const line = (cells: ReadonlyArray<string>) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")
}

const refusedBy = (rows: ReadonlyArray<Outcome>, by: Lacking) =>
  rows.filter(({ row }) => row._tag === "Refused" && row.by === by).length

/** How many rows there are, work, and are refused, and which part of what the runtime has works. */
export const countsOf = (rows: ReadonlyArray<Outcome>) => {
  const [runtime, tool] = [refusedBy(rows, "runtime"), refusedBy(rows, "tool")]
  const works = rows.length - runtime - tool
  return { rows: rows.length, works, runtime, tool, part: works / (rows.length - runtime) }
}

const summary = (found: ReadonlyArray<Found>): string =>
  aligned([
    ["", "command lines", "work", "not in runtime 185", "not in this tool", "of what runtime 185 has"],
    ...found.map(({ name, rows }) => {
      const { part, rows: all, runtime, tool, works } = countsOf(rows)
      return [name, ...[all, works, runtime, tool].map(String), `${(Math.floor(part * 1000) / 10).toFixed(1)} %`]
    })
  ])

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")

const code = (text: string): string => `\`${cell(text)}\``

const rowOf = ({ here, refusal, row }: Outcome): ReadonlyArray<string> => [
  code(`btcli ${row.typed}`),
  here === "" ? "" : code(here),
  row._tag === "Refused" ? "" : "✓",
  row._tag === "Refused" ? `${row.by === "runtime" ? "runtime" : "tool"}: ${cell(refusal)}` : ""
]

/** The page, but for what it says before its tables. */
export const page = (found: ReadonlyArray<Found>): string =>
  [
    summary(found),
    ...found.flatMap(({ name, rows }) => [
      `## btcli ${name}`,
      aligned([["as typed there", "here", "works", "refused by name"], ...rows.map(rowOf)])
    ])
  ].join("\n\n")
