/** The tables of an overview: one for each subnet. */
import { brief, type Column, type Pen, tao } from "../../terminal/Pen.ts"
import { emissionOf, type Neuron, type Overview, stakeOf } from "./overviewResult.ts"

type Subnet = Overview["subnets"][number]

const part = (value: number) => value.toFixed(5)
const sum = (values: ReadonlyArray<number>) => part(values.reduce((total, value) => total + value, 0))
const grouped = (units: bigint) => units.toString().replace(/\B(?=(\d{3})+$)/g, "_")

const parts = [
  ["RANK", "rank"],
  ["TRUST", "trust"],
  ["CONSENSUS", "consensus"],
  ["INCENTIVE", "incentive"],
  ["DIVIDENDS", "dividends"]
] as const

const cells = (pen: Pen, neuron: Neuron): ReadonlyArray<string> => [
  neuron.coldkey,
  neuron.hotkey,
  String(neuron.uid),
  String(neuron.is_active),
  brief(stakeOf(neuron)),
  ...parts.map(([, key]) => part(neuron[key])),
  grouped(emissionOf(neuron)),
  part(neuron.validator_trust),
  neuron.validator_permit ? "*" : "",
  String(neuron.updated),
  neuron.axon ?? pen.paint("yellow", "none"),
  neuron.hotkey_address
]

const total = (neurons: ReadonlyArray<Neuron>, unitsOf: (neuron: Neuron) => bigint) =>
  neurons.reduce((units, neuron) => units + unitsOf(neuron), 0n)

const number = (title: string, footer = ""): Column => ({ title, align: "right", style: "green", footer })

/** Below the last table there is also what all of them have together. */
const columnsOf = ({ neurons }: Subnet, everything: ReadonlyArray<Neuron> | undefined): ReadonlyArray<Column> => {
  const count = (key: "coldkey" | "hotkey_address") =>
    everything === undefined ? "" : String(new Set(everything.map((neuron) => neuron[key])).size)
  const unit = neurons.some(({ stake_alpha }) => stake_alpha !== null) ? "α" : "τ"
  return [
    { title: "COLDKEY", style: "cyan", footer: count("coldkey") },
    { title: "HOTKEY", style: "cyan", footer: count("hotkey_address") },
    number("UID", String(neurons.length)),
    { title: "ACTIVE" },
    number(`STAKE(${unit})`, everything === undefined ? "" : brief(total(everything, stakeOf))),
    ...parts.map(([title, key]) => number(title, sum(neurons.map((neuron) => neuron[key])))),
    number("EMISSION(ρ)", grouped(total(neurons, emissionOf))),
    number("VTRUST", sum(neurons.map(({ validator_trust }) => validator_trust))),
    { title: "VPERMIT", align: "center" },
    number("UPDATED"),
    { title: "AXON" },
    { title: "HOTKEY_SS58" }
  ]
}

const alert = ({ unregistered }: Overview, pen: Pen): ReadonlyArray<string> =>
  unregistered.length === 0
    ? []
    : [
        pen.table({
          title: "🥩 alert!",
          columns: [{ title: "" }],
          rows: unregistered.map(({ coldkey, hotkey, stake_tao }) => [
            `Found ${tao(stake_tao)} stake with coldkey ${coldkey} that is not registered: hotkey ${hotkey}.`
          ])
        }),
        ""
      ]

/** @category formatting */
export const drawn = (result: Overview, pen: Pen): string => {
  const { balance_tao, subnets, wallets } = result
  const [only] = wallets
  const title = wallets.length === 1 ? `Wallet - ${only?.name}:${only?.address}` : "All Wallets:"
  const shown = subnets.filter(({ neurons }) => neurons.length > 0)
  const tables = shown.flatMap((subnet, at) => [
    "",
    pen.paint("bold", `Subnet: ${subnet.netuid}`),
    pen.table({
      columns: columnsOf(subnet, at === shown.length - 1 ? shown.flatMap(({ neurons }) => neurons) : undefined),
      rows: subnet.neurons.map((neuron) => cells(pen, neuron))
    })
  ])
  const none = shown.length === 0 ? ["", "None of its hotkeys is registered."] : []
  return [
    ...alert(result, pen),
    pen.paint("bold", title),
    ...none,
    ...tables,
    "",
    `Wallet balance: ${tao(balance_tao)}`
  ].join("\n")
}
