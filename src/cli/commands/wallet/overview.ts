/** `btcli wallet overview` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Coldkeys from "./coldkeys.ts"
import * as Neurons from "./neurons.ts"
import * as Order from "./overviewOrder.ts"
import { type Neuron, Overview } from "./overviewResult.ts"
import { drawn } from "./overviewTables.ts"

const flags = {
  wallet: Coldkeys.flags,
  hotkeys: Flags.list("hotkeys", "these hotkeys only, by name or address"),
  excluded: Flags.list("exclude_hotkeys", "not these hotkeys"),
  allHotkeys: Flags.toggle("all_hotkeys", "all hotkeys, but for those of --hotkeys"),
  netuids: Flags.list("netuids", "these subnets only"),
  ...Order.flags,
  width: Flags.integer("width", "not needed any more: tables fit the terminal"),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

interface Own {
  readonly coldkey: string
  readonly hotkey: string
  readonly address: string
}

const isNamed = (names: ReadonlyArray<string>, { address, hotkey }: Own) =>
  names.includes(hotkey) || names.includes(address)

/** The hotkeys that the flags leave, by address. */
const ownHotkeys = (wallets: ReadonlyArray<Coldkeys.Known>, { allHotkeys, excluded, hotkeys }: Input) => {
  const [kept, left] = allHotkeys ? [[], [...hotkeys, ...excluded]] : [hotkeys, excluded]
  const all = wallets.flatMap(({ hotkeys, name }) =>
    hotkeys.flatMap(({ address, name: hotkey }) => (address === undefined ? [] : [{ coldkey: name, hotkey, address }]))
  )
  const chosen = all.filter((own) => (kept.length === 0 || isNamed(kept, own)) && !isNamed(left, own))
  return new Map(chosen.map((own) => [own.address as string, own] as const))
}

const netuidsOf = (own: ReadonlyMap<string, Own>, asked: ReadonlyArray<number>, block: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* Effect.forEach(own.keys(), (hotkey) => subtensor.netuidsForHotkey(hotkey, { block }), {
      concurrency: 16
    })
    const all = [...new Set(found.flat())].toSorted((one, other) => one - other)
    return asked.length === 0 ? all : all.filter((netuid) => asked.includes(netuid))
  })

type Found = Effect.Success<ReturnType<typeof Neurons.ofSubnets>>[number]

/** What is one's own of a subnet. */
const subnetOf = ({ netuid, neurons }: Found, own: ReadonlyMap<string, Own>, block: number, isAlpha: boolean) =>
  Effect.gen(function* () {
    const tempo = (yield* (yield* Subtensor).tempo(netuid, { block })) ?? 0
    const rows = neurons.flatMap((neuron): ReadonlyArray<Neuron> => {
      const mine = own.get(neuron.hotkey)
      if (mine === undefined) return []
      const stake = Neurons.amountOf(neuron.stake, isAlpha)
      const emission = Neurons.amountOf(neuron.emission / BigInt(tempo + 1), isAlpha)
      const { axonInfo, consensus, dividends, incentive, rank, trust, uid } = neuron
      return [
        {
          coldkey: mine.coldkey,
          hotkey: mine.hotkey,
          uid,
          is_active: neuron.active,
          rank,
          trust,
          consensus,
          incentive,
          dividends,
          stake_tao: stake.tao,
          stake_alpha: stake.alpha,
          emission_per_block_tao: emission.tao,
          emission_per_block_alpha: emission.alpha,
          validator_trust: neuron.validatorTrust,
          validator_permit: neuron.validatorPermit,
          updated: Math.max(0, block - neuron.lastUpdate),
          axon: axonInfo.port === 0 ? null : `${axonInfo.ip}:${axonInfo.port}`,
          hotkey_address: neuron.hotkey
        }
      ]
    })
    return { netuid, tempo, neurons: rows }
  })

/** Stake that no table shows; from dTAO on there is none in TAO. */
const unregistered = (wallets: ReadonlyArray<Coldkeys.Known>, shown: ReadonlySet<string>, block: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* Effect.forEach(wallets, ({ address }) => subtensor.stakeInfoForColdkey(address, { block }), {
      concurrency: 16
    })
    return found
      .flat()
      .flatMap(({ coldkey, hotkey, stake }) =>
        stake === 0n || shown.has(hotkey) ? [] : [{ coldkey, hotkey, stake_tao: Rao(stake) }]
      )
  })

const ask = (input: Input) =>
  Effect.gen(function* () {
    const order = yield* Order.orderOf(input)
    const asked = yield* Netuid.listOf("--netuids", input.netuids)
    const wallets = yield* Coldkeys.chosen(input.wallet)
    const own = ownHotkeys(wallets, input)
    if (own.size === 0) return yield* notFound("There is no such hotkey.", "btcli wallet list shows those there are.")
    return { order, asked, wallets, own }
  })

const overview = ({ asked, order, own, wallets }: Effect.Success<ReturnType<typeof ask>>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number: block } = yield* subtensor.head
    const balances = yield* subtensor.balances(
      wallets.map(({ address }) => address),
      { block }
    )
    const isAlpha = yield* Neurons.inAlpha
    const found = yield* Neurons.ofSubnets(yield* netuidsOf(own, asked, block), block)
    const subnets = yield* Effect.forEach(found, (one) => subnetOf(one, own, block, isAlpha))
    const shown = new Set(subnets.flatMap(({ neurons }) => neurons.map(({ hotkey_address }) => hotkey_address)))
    const amounts = wallets.map(({ address }) => Rao(balances.get(address) ?? 0n))
    return {
      network: yield* subtensor.network,
      block,
      wallets: wallets.map(({ address, name }, at) => ({ name, address, balance_tao: amounts[at] ?? Rao(0n) })),
      balance_tao: Rao(amounts.reduce((sum, amount) => sum + amount, 0n)),
      subnets: subnets.map((subnet) => ({ ...subnet, neurons: order(subnet.neurons) })),
      unregistered: isAlpha ? [] : yield* unregistered(wallets, shown, block)
    }
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli wallet overview --all --sort_by stake --sort_order desc", description: "all wallets" }],
  result: Overview,
  run: askingThen(ask, overview),
  show: drawn
})
