/** A metagraph as a page. */
import * as Charts from "../../../subject/charts.ts"
import * as Page from "../../../subject/page.ts"
import { columnsOf, type Drawn, earnedBy, type Neuron, stakeOf, titleOf } from "./table.ts"

const barsOf = (neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => number, color: string): string =>
  Page.bars(
    "uid",
    neurons.map((neuron) => [String(neuron.uid), of(neuron)] as const),
    color
  )

const heatOf = ({ neurons, netuid, weights }: Drawn): string => {
  if (weights === null || weights.length === 0) return Page.words("Nobody says any.")
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
  return Page.figure(Charts.heat(columns.map(String), rows, cells))
}

/** @category formatting */
export const page = (drawn: Drawn): string => {
  const { netuid, network, neurons } = drawn
  return Page.page(
    {
      title: `Metagraph of subnet ${netuid} on ${network}`,
      heading: `Subnet ${netuid} on ${network}`,
      facts: titleOf(drawn)
    },
    [
      { heading: "Stake(τ)", html: barsOf(neurons, stakeOf, "#1f77b4") },
      { heading: "Emission(τ) of the last epoch", html: barsOf(neurons, earnedBy, "#2ca02c") },
      { heading: "Weights", html: heatOf(drawn) },
      { heading: "Neurons", html: Page.table(columnsOf(drawn), neurons) }
    ]
  )
}
