/** A metagraph as a page of its own: no script, nothing from elsewhere. */
import * as Charts from "./charts.ts"
import { columnsOf, type Drawn, earnedBy, type Neuron, stakeOf, titleOf } from "./table.ts"

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/** Words of strangers as text, wherever they stand. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2.5rem; }
p.facts { opacity: 0.75; }
figure { margin: 0; background: #fff; border-radius: 6px; overflow-x: auto; }
svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; white-space: nowrap; }
th, td { padding: 0.25rem 0.6rem; text-align: right; border-bottom: 1px solid #8883; }
th.text, td.text { text-align: left; }
thead th { position: sticky; top: 0; background: Canvas; } tfoot td { font-weight: 600; }
`

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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(`Metagraph of subnet ${netuid} on ${network}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(`Subnet ${netuid} on ${network}`)}</h1>
<p class="facts">${escape(titleOf(drawn))}</p>
<h2>Stake(τ)</h2>
${barsOf(neurons, stakeOf, "#1f77b4")}
<h2>Emission(τ) of the last epoch</h2>
${barsOf(neurons, earnedBy, "#2ca02c")}
<h2>Weights</h2>
${heatOf(drawn)}
<h2>Neurons</h2>
${tableOf(drawn)}
</body>
</html>
`
}
