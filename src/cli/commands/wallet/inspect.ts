/** `btcli wallet inspect` */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import type { DelegatedInfo } from "../../../protocol/chain/DelegateInfo.ts"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import * as Netuid from "../../subject/netuid.ts"
import { AlphaText, TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import * as Coldkeys from "./coldkeys.ts"
import * as Neurons from "./neurons.ts"

const Delegation = Schema.Struct({
  delegate: Schema.String,
  name: Schema.NullOr(Schema.String),
  stake_tao: TaoText,
  /** One's own share of what the delegate's stake earns in a day. */
  daily_tao: TaoText
})

const Neuron = Schema.Struct({
  netuid: Schema.Int,
  hotkey: Schema.String,
  /** `null` if its key is not in the wallet. */
  name: Schema.NullOr(Schema.String),
  stake_tao: Schema.NullOr(TaoText),
  stake_alpha: Schema.NullOr(AlphaText),
  /** Of the last epoch. */
  emission_tao: Schema.NullOr(TaoText),
  emission_alpha: Schema.NullOr(AlphaText)
})

const Result = Schema.Struct({
  network: Schema.String,
  block: Schema.Int,
  wallets: Schema.Array(
    Schema.Struct({
      /** `null` of an address. */
      name: Schema.NullOr(Schema.String),
      address: Schema.String,
      balance_tao: TaoText,
      delegations: Schema.Array(Delegation),
      neurons: Schema.Array(Neuron)
    })
  )
})

type Result = typeof Result.Type

const flags = {
  wallet: Coldkeys.flags,
  address: Wallet.addressFlag,
  netuids: Flags.list("netuids", "these subnets only"),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const delegationOf = (delegated: DelegatedInfo, names: ReadonlyMap<string, string>): typeof Delegation.Type => {
  const all = delegated.totalStake.reduce((sum, [, stake]) => sum + stake, 0n)
  return {
    delegate: delegated.hotkey,
    name: names.get(delegated.hotkey) ?? null,
    stake_tao: Rao(delegated.stake),
    daily_tao: Rao(all === 0n ? 0n : (delegated.totalDailyReturn * delegated.stake) / all)
  }
}

type Found = Effect.Success<ReturnType<typeof Neurons.ofSubnets>>

const neuronsOf = (found: Found, { address, hotkeys }: Pick<Coldkeys.Known, "address" | "hotkeys">, isAlpha: boolean) =>
  found.flatMap(({ netuid, neurons }) =>
    neurons
      .filter(({ coldkey }) => coldkey === address)
      .map(({ emission, hotkey, stake }): typeof Neuron.Type => {
        const [staked, earned] = [Neurons.amountOf(stake, isAlpha), Neurons.amountOf(emission, isAlpha)]
        return {
          netuid,
          hotkey,
          name: hotkeys.find((key) => key.address === hotkey)?.name ?? null,
          stake_tao: staked.tao,
          stake_alpha: staked.alpha,
          emission_tao: earned.tao,
          emission_alpha: earned.alpha
        }
      })
  )

const accounts = ({ address, wallet }: Input) =>
  Effect.gen(function* () {
    if (Option.isNone(address)) return yield* Coldkeys.chosen(wallet)
    return [{ name: null, address: yield* Address.of("--ss58", address.value), hotkeys: [] }]
  })

const ask = (input: Input) => Effect.all({ asked: Netuid.listOf("--netuids", input.netuids), wallets: accounts(input) })

const inspect = ({ asked, wallets }: Effect.Success<ReturnType<typeof ask>>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number: block } = yield* subtensor.head
    const all = yield* subtensor.allSubnetNetuids({ block })
    const netuids = asked.length === 0 ? all : all.filter((netuid) => asked.includes(netuid))
    const [names, isAlpha] = yield* Effect.all([Names.all, Neurons.inAlpha], { concurrency: 2 })
    const found = yield* Neurons.ofSubnets(netuids, block)
    const inspected = yield* Effect.forEach(
      wallets,
      (known) =>
        Effect.gen(function* () {
          const { address, name } = known
          const balance_tao = yield* subtensor.balance(address, { block })
          const delegated = yield* subtensor.delegated(address, { block })
          // From dTAO on stake is alpha but for that in the root network.
          const delegations = delegated.filter(({ netuid }) => netuid === 0).map((one) => delegationOf(one, names))
          return { name, address, balance_tao, delegations, neurons: neuronsOf(found, known, isAlpha) }
        }),
      { concurrency: 8 }
    )
    return { network: yield* subtensor.network, block, wallets: inspected }
  })

const money = (inTao: Rao | null, inAlpha: bigint | null) =>
  inTao === null ? `${inAlpha ?? 0n} rao of alpha` : tao(inTao)

const rowsOf = ({ address, balance_tao, delegations, name, neurons }: Result["wallets"][number]) => [
  [name ?? address, tao(balance_tao), "", "", "", "", "", "", ""],
  ...delegations.map((one) => [
    "",
    "",
    one.name ?? one.delegate,
    tao(one.stake_tao),
    tao(one.daily_tao),
    "",
    "",
    "",
    ""
  ]),
  ...neurons.map((one) => [
    "",
    "",
    "",
    "",
    "",
    String(one.netuid),
    one.name === null ? one.hotkey : `${one.name}-${one.hotkey}`,
    money(one.stake_tao, one.stake_alpha),
    money(one.emission_tao, one.emission_alpha)
  ])
]

const show = ({ wallets }: Result, pen: Pen): string =>
  pen.table({
    columns: [
      { title: "Coldkey", style: "bold" },
      { title: "Balance", style: "green", align: "right", isWhole: true },
      { title: "Delegate", style: "cyan" },
      { title: "Stake", style: "green", align: "right", isWhole: true },
      { title: "Emission", style: "green", align: "right", isWhole: true },
      { title: "Netuid", align: "right" },
      { title: "Hotkey", style: "yellow" },
      { title: "Stake", style: "green", align: "right", isWhole: true },
      { title: "Emission", style: "green", align: "right", isWhole: true }
    ],
    rows: wallets.flatMap(rowsOf)
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli wallet inspect --wallet.name alice", description: "its delegates and its neurons" }],
  result: Result,
  run: askingThen(ask, inspect),
  show
})
