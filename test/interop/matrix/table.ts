/** The rows and columns of the matrix, what is to be known of its cells, and how it is printed. */
import { Schema } from "effect"

/** Groups of cases. */
export const ROWS = [
  "scalars",
  "defaults",
  "nested",
  "unicode",
  "untyped",
  "tensors",
  "hashed fields",
  "no hashed fields",
  "Topk of this README",
  "big bodies",
  "streaming",
  "connections",
  "identity",
  "401",
  "403",
  "404",
  "408",
  "500",
  "503",
  "any other status",
  "wallet, plain",
  "wallet, encrypted"
] as const

export type Row = (typeof ROWS)[number]

/** Which way: Python asks us, or writes a wallet that we open; or the other way round. */
export const DIRECTIONS = { fromPython: "→", toPython: "←" } as const

export type Direction = keyof typeof DIRECTIONS

/** Where an SDK does not do what one would think. The cases with such a note demand that it does just this. */
export const NOTES = {
  "no-axon": "SDK 11 has wallets, but neither an axon nor a dendrite.",
  nonce:
    "SDK 7.0 and 7.1 take their nonces from a monotonic clock: an axon of ours serves them with `limits: { acceptLegacyNonce: true }` only, and answers 401 without.",
  order:
    "Many requests at once of one Python dendrite may overtake one another, and a nonce that comes late is refused with 401, by a Python axon too. Dendrites of their own, and ours, do not have this.",
  nan: "NaN and infinity in a field of floats: the axon answers 500, as a Python axon does.",
  "any-nan": "NaN in an untyped field is answered as `None`, as by a Python axon.",
  tuple:
    "A tuple in an untyped field becomes a list on the wire and no longer hashes alike: 500, as from a Python axon.",
  surrogate: "A Python dendrite cannot send half a surrogate pair: `UnicodeEncodeError`.",
  "own-status": "SDK 7.0 and 7.1 ignore a status that the miner's function picks.",
  crash:
    "SDK 7.0 and 7.1 close the connection, without an answer, when the text of an error has a line break: 503 for the caller.",
  priority: "SDK 7.0 and 7.1 answer 503 to a priority function that runs out of time.",
  truncated: "SDK 10.5 ends a stream that breaks off as if it were whole: nobody can tell."
} as const satisfies Readonly<Record<string, string>>

export type Note = keyof typeof NOTES

/** How one case went. */
export const Outcome = Schema.Struct({
  row: Schema.Literals(ROWS),
  name: Schema.String,
  failure: Schema.NullOr(Schema.String),
  note: Schema.NullOr(Schema.Literals(Object.keys(NOTES) as ReadonlyArray<Note>))
})

export type Outcome = typeof Outcome.Type

/** What was played with one SDK, by direction. */
export type Outcomes = Readonly<Record<Direction, ReadonlyArray<Outcome>>>

/** One column of the matrix. */
export interface Column {
  readonly version: string
  readonly direction: Direction
  readonly outcomes: ReadonlyArray<Outcome>
}

/** Whether an SDK has an axon and a dendrite. */
export const hasAxon = (version: string): boolean => !version.startsWith("11.")

/** The rows that an SDK has to fill. The others say why they are empty. */
export const rowsOf = (version: string): ReadonlyArray<Row> =>
  hasAxon(version) ? ROWS : ["wallet, plain", "wallet, encrypted"]

const superscript = (number: number): string => [...String(number)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")

const cell = ({ outcomes, version }: Column, row: Row): { readonly text: string; readonly notes: Iterable<Note> } => {
  if (!rowsOf(version).includes(row)) return { text: "–", notes: ["no-axon"] }
  const cases = outcomes.filter((outcome) => outcome.row === row)
  if (cases.length === 0) return { text: "✗ none", notes: [] }
  const passed = cases.filter(({ failure }) => failure === null).length
  return {
    text: passed === cases.length ? `✓ ${passed}` : `✗ ${passed} of ${cases.length}`,
    notes: new Set(cases.flatMap(({ note }) => note ?? []))
  }
}

/** The matrix in Markdown: a cell is the number of cases that passed, and the notes are numbered as they come. */
export const render = (columns: ReadonlyArray<Column>): string => {
  const used: Array<Note> = []
  const numberOf = (note: Note) => {
    if (!used.includes(note)) used.push(note)
    return superscript(used.indexOf(note) + 1)
  }
  const lines = ROWS.map((row) => {
    const cells = columns.map((column) => {
      const { notes, text } = cell(column, row)
      return [text, ...[...notes].map(numberOf)].join(" ")
    })
    return `| ${[row, ...cells].join(" | ")} |`
  })
  return [
    `| ${["cases", ...columns.map(({ direction, version }) => `${version} ${DIRECTIONS[direction]}`)].join(" | ")} |`,
    `|${" --- |".repeat(columns.length + 1)}`,
    ...lines,
    "",
    ...used.map((note, index) => `${index + 1}. ${NOTES[note]}`)
  ].join("\n")
}
