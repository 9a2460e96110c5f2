/** `btcli wallet balance` */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { DEFAULT_PATH } from "../../../layers/WalletsFile.ts"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { meant } from "../../frame/Addresses.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"
import * as Address from "../../subject/address.ts"
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
  address: Flags.list("ss58", "addresses instead of a wallet").pipe(Flag.withAlias("ss58_address")),
  position: Argument.optional(
    Argument.String("address").pipe(Argument.withDescription("the same as --ss58, without the flag"))
  ),
  sort: Flag.optional(Flag.Literals("sort", ["name", "free", "staked", "total"])).pipe(
    Flag.withDescription("in order of names, or those with most of it first")
  ),
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

const accounts = ({ address, position, wallet }: Input) =>
  Effect.gen(function* () {
    const texts = [...address, ...(yield* Effect.forEach(Option.toArray(position), (text) => meant(text, "coldkey")))]
    if (texts.length > 0) {
      return yield* Effect.forEach(texts, (text) =>
        Effect.map(Address.of("--ss58", text), (one) => ({ name: null, address: one }))
      )
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

type Row = Result["wallets"][number]

const orders = {
  name: (one: Row, other: Row) => (one.name ?? "").localeCompare(other.name ?? ""),
  free: (one: Row, other: Row) => Number(other.free_tao - one.free_tao),
  staked: (one: Row, other: Row) => Number((other.staked_tao ?? 0n) - (one.staked_tao ?? 0n)),
  total: (one: Row, other: Row) => Number((other.total_tao ?? 0n) - (one.total_tao ?? 0n))
}

const balance = (asked: Effect.Success<ReturnType<typeof accounts>>, { sort }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number } = yield* subtensor.head
    const amounts = yield* Effect.forEach(asked, ({ address }) => read(address, number), { concurrency: 16 }).pipe(
      Screen.during("📡 Reading balances")
    )
    const wallets = amounts.map((amount, at) => ({
      name: asked[at]?.name ?? null,
      address: asked[at]?.address ?? "",
      ...amount
    }))
    return {
      network: yield* subtensor.network,
      block: number,
      wallets: Option.match(sort, { onNone: () => wallets, onSome: (by) => wallets.toSorted(orders[by]) }),
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
      const at = { ...input.chain, network, endpoint: Option.none() }
      return yield* Effect.provide(balance(asked, input), Chain.layer(at))
    }),
  show
})
