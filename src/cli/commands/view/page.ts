/** An account as a page. */
import { RAO_PER_TAO } from "../../../protocol/Money.ts"
import * as Page from "../../subject/page.ts"
import * as Stake from "../../subject/stake.ts"
import { short, tao } from "../../terminal/Pen.ts"
import type { Account, Neuron, Staked, Subnet } from "./account.ts"

const unitsOf = ({ alpha, tao }: Stake.Amount): number => Number(tao ?? alpha ?? 0n) / Number(RAO_PER_TAO)

const calledOf = ({ hotkey, name }: Pick<Staked, "hotkey" | "name">): string => name ?? short(hotkey)

/** Characters of a name that stand below a bar. */
const LABEL = 14

const placeOf = ({ netuid, uid }: Neuron): string => `${netuid}:${uid}`

const stakeColumns: ReadonlyArray<Page.Column<Staked>> = [
  { title: "HOTKEY", isText: true, cell: ({ name }) => name ?? "" },
  { title: "ADDRESS", isText: true, cell: ({ hotkey }) => hotkey },
  { title: "SUBNET", cell: ({ netuid }) => (netuid === null ? "all" : String(netuid)) },
  { title: "STAKE", cell: ({ netuid, stake }) => Stake.amountText(stake, netuid) }
]

const neuronColumns: ReadonlyArray<Page.Column<Neuron>> = [
  { title: "SUBNET", cell: ({ netuid }) => String(netuid) },
  { title: "UID", cell: ({ uid }) => String(uid) },
  { title: "HOTKEY", isText: true, cell: calledOf },
  { title: "STAKE", cell: ({ netuid, stake }) => Stake.amountText(stake, netuid) },
  { title: "INCENTIVE", cell: ({ incentive }) => incentive.toFixed(5) },
  { title: "DIVIDENDS", cell: ({ dividends }) => dividends.toFixed(5) },
  { title: "EMISSION", cell: ({ emission, netuid }) => Stake.amountText(emission, netuid) },
  { title: "VAL", isText: true, cell: ({ validator_permit }) => (validator_permit ? "*" : "") },
  { title: "UPDATED", cell: ({ updated }) => String(updated) },
  { title: "AXON", isText: true, cell: ({ axon }) => axon ?? "none" }
]

const subnetColumns = ({ neurons }: Account): ReadonlyArray<Page.Column<Subnet>> => [
  { title: "SUBNET", cell: ({ netuid }) => String(netuid) },
  { title: "NEURONS", cell: (subnet) => `${subnet.neurons}/${subnet.max_neurons}` },
  { title: "OWN", cell: (subnet) => String(neurons.filter(({ netuid }) => netuid === subnet.netuid).length) },
  { title: "TEMPO", cell: ({ tempo }) => String(tempo) },
  { title: "EMISSION", cell: ({ emission_share }) => Stake.percent(emission_share) }
]

/** Neurons by their places, by something that they have. */
const barsOf = (neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => number, color: string): string =>
  Page.bars(
    "subnet:uid",
    neurons.map((neuron) => [placeOf(neuron), of(neuron)] as const),
    color
  )

/** @category formatting */
export const page = (account: Account): string => {
  const { balance_tao, block, coldkey, name, network, neurons, stakes, subnets } = account
  const title = `${name ?? coldkey} on ${network}`
  const staked = stakes.map((one) => [calledOf(one).slice(0, LABEL), unitsOf(one.stake)] as const)
  return Page.page(
    {
      title: `Dashboard of ${title}`,
      heading: title,
      facts: `${coldkey}, block: ${block}, balance: ${tao(balance_tao)}, neurons: ${neurons.length}`
    },
    [
      { heading: "Stake by hotkey", html: Page.bars("hotkey", staked, "#1f77b4") + Page.table(stakeColumns, stakes) },
      { heading: "Emission of the last epoch", html: barsOf(neurons, ({ emission }) => unitsOf(emission), "#2ca02c") },
      { heading: "Incentive", html: barsOf(neurons, ({ incentive }) => incentive, "#ff7f0e") },
      { heading: "Dividends", html: barsOf(neurons, ({ dividends }) => dividends, "#9467bd") },
      { heading: "Neurons", html: Page.table(neuronColumns, neurons) },
      {
        heading: "Subnets",
        html:
          Page.bars(
            "subnet",
            subnets.map(({ emission_share, netuid }) => [String(netuid), emission_share] as const),
            "#8c564b"
          ) + Page.table(subnetColumns(account), subnets)
      }
    ]
  )
}
