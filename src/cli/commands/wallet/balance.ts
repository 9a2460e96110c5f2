/** `btcli wallet balance` */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import { DEFAULT_PATH } from "../../../layers/WalletsFile.ts"
import { Rao } from "../../../protocol/Money.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Coldkeys from "./coldkeys.ts"

const Amounts = Schema.Struct({
  free_tao: TaoText,
  /** `null` where stake is alpha of subnets, and no TAO. */
  staked_tao: Schema.NullOr(TaoText),
  total_tao: Schema.NullOr(TaoText)
})

const Result = Schema.Struct({
  network: Schema.String,
  block: Schema.Int,
  wallets: Schema.Array(
    Schema.Struct({ name: Schema.NullOr(Schema.String), address: Schema.String, ...Amounts.fields })
  ),
  total: Amounts
})

type Result = typeof Result.Type
type Amounts = typeof Amounts.Type

const flags = {
  wallet: Coldkeys.flags,
  address: Flags.text("ss58", "an address instead of a wallet"),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** Where the wallets are: said, set, or asked for, unless it is about all of them. */
const pathOf = ({ all, path }: Input["wallet"]) =>
  Effect.gen(function* () {
    if (all) return path
    const set = yield* Settings.find(path, { environment: ["BT_WALLET_PATH"], file: "wallet_path" })
    return Option.some(
      yield* Ask.for(Option.fromUndefinedOr(set), {
        message: "Enter wallets path",
        flag: "--wallet.path",
        initial: DEFAULT_PATH
      })
    )
  })

const accounts = ({ address, wallet }: Input) =>
  Effect.gen(function* () {
    if (Option.isSome(address)) {
      if (!Ss58.is(address.value)) return yield* usage(`--ss58 ${address.value}: it is no Bittensor address.`)
      return [{ name: null, address: address.value }]
    }
    const path = yield* pathOf(wallet)
    return yield* Effect.provide(Coldkeys.chosen(wallet), Wallet.layer({ path }))
  })

const amountsOf = (free: Rao, staked: Rao | null): Amounts => ({
  free_tao: free,
  staked_tao: staked,
  total_tao: staked === null ? null : Rao(free + staked)
})

const read = (address: string, block: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const staked = subtensor
      .totalStakeForColdkey(address, { block })
      .pipe(Effect.catchReason("ChainError", "NotInRuntime", () => Effect.succeed(null)))
    const [free, stake] = yield* Effect.all([subtensor.balance(address, { block }), staked], { concurrency: 2 })
    return amountsOf(free, stake)
  })

const sum = (all: ReadonlyArray<Amounts>): Amounts => {
  const free = all.reduce((total, { free_tao }) => total + free_tao, 0n)
  const isKnown = all.every(({ staked_tao }) => staked_tao !== null)
  const staked = all.reduce((total, { staked_tao }) => total + (staked_tao ?? 0n), 0n)
  return amountsOf(Rao(free), isKnown ? Rao(staked) : null)
}

const balance = (asked: Effect.Success<ReturnType<typeof accounts>>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number } = yield* subtensor.head
    const amounts = yield* Effect.forEach(asked, ({ address }) => read(address, number), { concurrency: 16 }).pipe(
      Screen.during("📡 Reading balances")
    )
    return {
      network: yield* subtensor.network,
      block: number,
      wallets: amounts.map((amount, at) => ({
        name: asked[at]?.name ?? null,
        address: asked[at]?.address ?? "",
        ...amount
      })),
      total: sum(amounts)
    }
  })

const money = ({ free_tao, staked_tao, total_tao }: Amounts) =>
  [free_tao, staked_tao, total_tao].map((amount) => (amount === null ? "-" : tao(amount)))

const show = ({ total, wallets }: Result, pen: Pen): string =>
  pen.table({
    title: "Wallet Coldkey Balances",
    columns: [
      { title: "Wallet Name", style: "cyan" },
      { title: "Coldkey Address", style: "cyan", isWhole: true },
      { title: "Free Balance", align: "right", style: "green", isWhole: true },
      { title: "Staked Balance", align: "right", style: "green", isWhole: true },
      { title: "Total Balance", align: "right", style: "green", isWhole: true }
    ],
    rows: [
      ...wallets.map((wallet) => [wallet.name ?? "", wallet.address, ...money(wallet)]),
      ["", "", "", "", ""],
      ["", "Total Balance Across All Coldkeys", ...money(total)]
    ]
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli wallet balance --all", description: "of every wallet on this machine" }],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const asked = yield* accounts(input)
      const network = Option.some(yield* Chain.askedFor(input.chain))
      return yield* Effect.provide(balance(asked), Chain.layer({ network, endpoint: Option.none() }))
    }),
  show
})
