/** A metagraph as a page of its own. */
import * as Charts from "../charts.ts"
import { document, escape } from "../page.ts"
import { columnsOf, type Drawn, earnedBy, type Neuron, stakeOf, titleOf } from "./table.ts"

/** A chart of more bars than that says nothing. */
const MOST_BARS = 128

const barsOf = (neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => number, color: string): string => {
  const values = neurons
    .filter((neuron) => of(neuron) > 0)
    .toSorted((one, other) => of(other) - of(one))
    .slice(0, MOST_BARS)
    .map((neuron) => [String(neuron.uid), of(neuron)] as const)
  return values.length === 0 ? "<p>Nobody has any.</p>" : `<figure>${Charts.bars(values, color)}</figure>`
}

const heatOf = ({ neurons, netuid, weights }: Drawn): string => {
  if (weights === null || weights.length === 0) return "<p>Nobody says any.</p>"
  const said = [...new Set(weights.flatMap((row) => row.weights.map(({ to }) => to)))].toSorted((a, b) => a - b)
  // In the root network they are about subnets.
  const columns = netuid === 0 ? said : neurons.map(({ uid }) => uid)
  const places = new Map(columns.map((to, place) => [to, place]))
  const cells = weights.flatMap((row, at) =>
    row.weights.flatMap(({ share, to }) => {
      const place = places.get(to)
      return place === undefined ? [] : [[place, at, share] as const]
    })
  )
  const rows = weights.map(({ uid }) => String(uid))
  return `<figure>${Charts.heat(columns.map(String), rows, cells)}</figure>`
}

const tableOf = (drawn: Drawn): string => {
  const columns = columnsOf(drawn)
  const row = (tag: string, cells: ReadonlyArray<string>) =>
    `<tr>${cells.map((cell, at) => `<${tag}${columns[at]?.isText === true ? ' class="text"' : ""}>${escape(cell)}</${tag}>`).join("")}</tr>`
  const head = row(
    "th",
    columns.map(({ title }) => title)
  )
  const body = drawn.neurons.map((neuron) =>
    row(
      "td",
      columns.map(({ cell }) => cell(neuron))
    )
  )
  const foot = row(
    "td",
    columns.map(({ footer }) => footer ?? "")
  )
  return `<div class="scroll"><table><thead>${head}</thead><tbody>\n${body.join("\n")}\n</tbody><tfoot>${foot}</tfoot></table></div>`
}

/** The page. @category formatting */
export const page = (drawn: Drawn): string => {
  const { netuid, network, neurons } = drawn
  return document({
    title: `Metagraph of subnet ${netuid} on ${network}`,
    heading: `Subnet ${netuid} on ${network}`,
    facts: titleOf(drawn),
    body: `<h2>Stake(τ)</h2>
${barsOf(neurons, stakeOf, "#1f77b4")}
<h2>Emission(τ) of the last epoch</h2>
${barsOf(neurons, earnedBy, "#2ca02c")}
<h2>Weights</h2>
${heatOf(drawn)}
<h2>Neurons</h2>
${tableOf(drawn)}`
  })
}
