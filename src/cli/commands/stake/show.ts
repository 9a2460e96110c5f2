/** `btcli stake show` */
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { Wallets } from "../../../services/Wallets.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import * as Live from "../../subject/live.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Names from "../../subject/names.ts"
import * as Stake from "../../subject/stake.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { brief, type Pen, tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

const Account = Schema.Struct({
  /** A hotkey's name in the wallet, or the delegate's; `null` of one that has none. */
  name: Schema.NullOr(Schema.String),
  hotkey: Schema.String,
  kind: Schema.Literals(["hotkey", "delegation"]),
  netuid: Schema.NullOr(Schema.Int),
  stake: Stake.Amount,
  /** What it earns in a day; `null` where stake is by subnets, which earn alpha. */
  rate_tao: Schema.NullOr(TaoText)
})

type Account = typeof Account.Type

const Result = Schema.Struct({
  wallets: Schema.Array(
    Schema.Struct({
      /** `null` of an address. */
      name: Schema.NullOr(Schema.String),
      coldkey: Schema.String,
      balance_tao: TaoText,
      accounts: Schema.Array(Account)
    })
  )
})

/** Of twelve seconds. */
const BLOCKS_PER_DAY = 7200

/** What an epoch's earnings are in a day: an epoch is one block longer than the tempo. @category combinators */
export const perDay = (perEpoch: bigint, tempo: number): bigint =>
  (perEpoch * BigInt(BLOCKS_PER_DAY)) / BigInt(tempo + 1)

/** What a hotkey earns in a day in all subnets. */
const earned = (hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const neurons = yield* subtensor.allNeuronsForPubkey(hotkey)
    const rates = yield* Effect.forEach(neurons, ({ emission, netuid }) =>
      Effect.map(subtensor.tempo(netuid), (tempo) => perDay(emission, tempo ?? BLOCKS_PER_DAY))
    )
    return rates.reduce((sum, rate) => sum + rate, 0n)
  })

/** Stake of before dTAO: with own hotkeys, whether there is some or not, and with delegates. */
const beforeSubnets = (coldkey: string, own: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkeys = yield* Effect.forEach(own, ([hotkey, name]) =>
      Effect.gen(function* () {
        const stake = yield* Stake.stakedAt({ coldkey, hotkey, netuid: undefined })
        const rate_tao = Rao(yield* earned(hotkey))
        return {
          name,
          hotkey,
          kind: "hotkey",
          netuid: null,
          stake: Stake.amountOf(stake, undefined),
          rate_tao
        } as const
      })
    )
    const delegated = yield* subtensor.delegated(coldkey)
    const delegations = delegated
      .filter(({ hotkey, stake }) => !own.has(hotkey) && stake > 0n)
      .map(({ hotkey, owner, stake, totalDailyReturn, totalStake }): Account => {
        const total = totalStake.reduce((sum, [, amount]) => sum + amount, 0n)
        return {
          name: names.get(owner) ?? names.get(hotkey) ?? null,
          hotkey,
          kind: "delegation",
          netuid: null,
          stake: Stake.amountOf(stake, undefined),
          rate_tao: Rao(total === 0n ? 0n : (totalDailyReturn * stake) / total)
        }
      })
    return [...hotkeys, ...delegations]
  })

/** Stake of dTAO: of each hotkey in each subnet. @category reads */
export const bySubnet = (coldkey: string, own: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.stakeInfoForColdkey(coldkey)
    return found
      .filter(({ stake }) => stake > 0n)
      .map(({ hotkey, netuid, stake }): Account => ({
        name: own.get(hotkey) ?? names.get(hotkey) ?? null,
        hotkey,
        kind: own.has(hotkey) ? "hotkey" : "delegation",
        netuid: netuid ?? null,
        stake: Stake.amountOf(stake, netuid),
        rate_tao: null
      }))
  })

const ownOf = (wallet: string | null) =>
  Effect.gen(function* () {
    const entry = (yield* (yield* Wallets).list).find(({ name }) => name === wallet)
    return new Map<string, string>(
      (entry?.hotkeys ?? []).flatMap(({ address, name }) => (address === undefined ? [] : [[address, name] as const]))
    )
  })

/** A wallet, or an address alone. */
interface Owner {
  readonly name: string | null
  readonly coldkey: string
}

const read = (owners: ReadonlyArray<Owner>, netuid: Option.Option<number>) =>
  Effect.gen(function* () {
    const only = Option.isNone(netuid) ? undefined : yield* Stake.netuidFor(netuid)
    const subtensor = yield* Subtensor
    const { has } = yield* subtensor.runtime()
    const names = yield* Names.all
    const accountsOf = has("storage", "SubtensorModule", "TotalColdkeyStake") ? beforeSubnets : bySubnet
    const found = yield* Screen.during("Fetching accounts")((progress) =>
      Effect.forEach(owners, ({ coldkey, name }, at) =>
        Effect.gen(function* () {
          yield* progress.update(`${at + 1}/${owners.length}: ${name ?? coldkey}`)
          const all = yield* accountsOf(coldkey, yield* ownOf(name), names)
          const accounts = all.filter((account) => only === undefined || account.netuid === only)
          return { name, coldkey, balance_tao: yield* subtensor.balance(coldkey), accounts }
        })
      )
    )
    return { wallets: found }
  })

const inTao = (units: bigint): string => `τ${brief(units)}`

const sum = (amounts: ReadonlyArray<bigint>) => amounts.reduce((all, amount) => all + amount, 0n)

const show = ({ wallets }: typeof Result.Type, pen: Pen): string => {
  const accounts = wallets.flatMap((wallet) => wallet.accounts)
  const rate = sum(accounts.map(({ rate_tao }) => rate_tao ?? 0n))
  return pen.table({
    columns: [
      { title: "Coldkey", style: "bold" },
      {
        title: "Balance",
        align: "right",
        style: "green",
        isWhole: true,
        footer: inTao(sum(wallets.map((one) => one.balance_tao)))
      },
      { title: "Account", style: "blue" },
      {
        title: "Stake",
        align: "right",
        isWhole: true,
        style: "green",
        footer: inTao(sum(accounts.map(({ stake }) => stake.tao ?? 0n)))
      },
      { title: "Rate", align: "right", style: "green", isWhole: true, footer: `${inTao(rate)}/d` }
    ],
    rows: wallets.flatMap(({ accounts: all, balance_tao, coldkey, name }) => [
      [name ?? coldkey, tao(balance_tao), "", "", ""],
      ...all.map(({ hotkey, name: account, netuid, rate_tao, stake }) => [
        "",
        "",
        `${account ?? hotkey}${netuid === null ? "" : ` (netuid ${netuid})`}`,
        Stake.amountText(stake, netuid),
        rate_tao === null ? "-" : `${inTao(rate_tao)}/d`
      ])
    ])
  })
}

export const command = Leaf.make({
  flags: {
    all: Flags.toggle("all", "of all wallets").pipe(Flag.withAlias("a")),
    address: Wallet.addressFlag,
    netuid: Netuid.flag,
    live: Live.flag,
    wallet: Wallet.coldkeyFlags,
    chain: Chain.flags
  },
  examples: [{ command: "btcli stake show --all", description: "of all wallets on this machine" }],
  result: Result,
  run: ({ address, all, chain, live, netuid, wallet }) =>
    Effect.gen(function* () {
      yield* Live.note(live, "stake show")
      if (Option.isSome(address)) {
        const owner = { name: null, coldkey: yield* Address.of("--ss58", address.value) }
        return yield* Effect.provide(read([owner], netuid), Chain.layer(chain))
      }
      const names = all ? yield* Wallet.allNames : [yield* Wallet.nameOf(wallet)]
      const owners = yield* Effect.forEach(names, (name) =>
        Effect.map(Wallet.coldkeyAddress(name), (coldkey) => ({ name, coldkey }))
      )
      return yield* Effect.provide(read(owners, netuid), Chain.layer(chain))
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show
})
