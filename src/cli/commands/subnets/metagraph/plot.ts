/** A metagraph as drawings for a terminal: bars of stakes and emissions, and weights as shades. */
import { plot as chart } from "simple-ascii-chart"
import type { Pen } from "../../../terminal/Pen.ts"
import { type Drawn, earnedBy, type Neuron, stakeOf } from "./table.ts"

const HEIGHT = 10
/** Bars do not stand closer than so many characters, or their uids would run into each other. */
const PITCH = 5
/** What the numbers beside a chart take. */
const MARGIN = 14
/** As many rows and columns of weights as one can look at. */
const MOST_ROWS = 64
const MOST_COLUMNS = 256

/** Bars of the neurons with most of something, the largest first, with their uids below. */
const bars = (pen: Pen, title: string, neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => number): string => {
  const width = Math.min(pen.columns, 160) - MARGIN
  const largest = neurons
    .filter((neuron) => of(neuron) > 0)
    .toSorted((one, other) => of(other) - of(one))
    .slice(0, Math.max(1, Math.floor(width / PITCH)))
  const [first] = largest
  const heading = pen.paint("bold", title)
  if (first === undefined) return `${heading}\n  nobody has any`
  const drawn = chart(
    largest.map((neuron, place): [number, number] => [place, of(neuron)]),
    {
      mode: "bar",
      height: HEIGHT,
      width: Math.min(width, Math.max(PITCH, largest.length * PITCH)),
      yRange: [0, of(first)],
      customXAxisTicks: largest.map((_, place) => place),
      formatter: (value, { axis }) => (axis === "x" ? (largest[value]?.uid ?? "") : Number(value.toPrecision(4))),
      ...(pen.hasColors && { color: "ansiGreen" as const })
    }
  )
  const rest = neurons.length > largest.length ? ` (${largest.length} of ${neurons.length})` : ""
  return `${heading}${rest}\n${drawn.replace(/^\n+|[ \n]+$/g, "")}`
}

const SHADES = ["·", "░", "▒", "▓", "█"]

const shadeOf = (share: number, largest: number): string =>
  share === 0 ? (SHADES[0] ?? "") : (SHADES[Math.ceil((share / largest) * (SHADES.length - 1))] ?? "")

const labelOf = (uid: number): string => String(uid).padStart(5)

/** A row for each neuron that says weights, a column for each that it may be about: the more, the darker. */
const heat = (pen: Pen, { weights }: Drawn): string => {
  const heading = pen.paint("bold", "WEIGHTS")
  if (weights === null || weights.length === 0) return `${heading}\n  nobody says any`
  const room = Math.min(pen.columns - 8, MOST_COLUMNS)
  const all = [...new Set(weights.flatMap((row) => row.weights.map(({ to }) => to)))].toSorted((a, b) => a - b)
  const columns = all.slice(0, room)
  const largest = Math.max(...weights.flatMap((row) => row.weights.map(({ share }) => share)))
  const lines = weights.slice(0, MOST_ROWS).map((row) => {
    const shares = new Map(row.weights.map(({ share, to }) => [to, share]))
    const cells = columns.map((to) => shadeOf(shares.get(to) ?? 0, largest)).join("")
    return `${labelOf(row.uid)}  ${pen.paint("green", cells)}`
  })
  const shown = `from each row's uid to ${columns[0]} … ${columns.at(-1)}${all.length > columns.length ? `, of up to ${all.at(-1)}` : ""}`
  const most = `█ is ${largest.toFixed(3)} of all that a neuron says`
  const left = weights.length > MOST_ROWS ? [`  and ${weights.length - MOST_ROWS} more`] : []
  return [`${heading} ${shown}; ${most}`, ...lines, ...left].join("\n")
}

/** All drawings, one below the other. @category formatting */
export const plot = (drawn: Drawn, pen: Pen): string =>
  [
    bars(pen, "STAKE(τ) by uid", drawn.neurons, stakeOf),
    bars(pen, "EMISSION(τ) by uid", drawn.neurons, earnedBy),
    heat(pen, drawn)
  ].join("\n\n")
