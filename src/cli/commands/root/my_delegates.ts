/** `btcli root my_delegates` */
import { Effect, Schema } from "effect"
import type { DelegatedInfo } from "../../../protocol/chain/DelegateInfo.ts"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { brief, type Pen, tao } from "../../terminal/Pen.ts"
import * as Delegates from "./delegates.ts"

const RAO = 10n ** 9n

const Delegation = Schema.Struct({
  wallet: Schema.String,
  name: Schema.NullOr(Schema.String),
  owner: Schema.String,
  hotkey: Schema.String,
  delegation_tao: TaoText,
  /** What that earns in a day. */
  return_tao: TaoText,
  nominators: Schema.Int,
  owner_stake_tao: TaoText,
  total_stake_tao: TaoText,
  registrations: Schema.Array(Schema.Int),
  validator_permits: Schema.Array(Schema.Int),
  /** A day, for a thousand TAO of stake. */
  return_per_1000_tao: TaoText,
  description: Schema.NullOr(Schema.String)
})

const Result = Schema.Struct({ delegations: Schema.Array(Delegation), total_tao: TaoText })

const rowOf = (wallet: string, info: DelegatedInfo, names: Delegates.Identities): typeof Delegation.Type => {
  const total = Delegates.stakeOf(info.totalStake)
  const identity = names.get(info.owner) ?? names.get(info.hotkey)
  const own = info.nominators.find(([coldkey]) => coldkey === info.owner)
  return {
    wallet,
    name: identity?.name ?? null,
    owner: info.owner,
    hotkey: info.hotkey,
    delegation_tao: Rao(info.stake),
    return_tao: Rao(total === 0n ? 0n : (info.totalDailyReturn * info.stake) / total),
    nominators: info.nominators.filter(([, stakes]) => Delegates.stakeOf(stakes) > 0n).length,
    owner_stake_tao: Rao(own === undefined ? 0n : Delegates.stakeOf(own[1])),
    total_stake_tao: Rao(total),
    registrations: info.registrations,
    validator_permits: info.validatorPermits,
    return_per_1000_tao: Rao((info.totalDailyReturn * 1000n) / (total / RAO + 1n)),
    description: identity?.description ?? null
  }
}

const read = (wallets: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const names = yield* Delegates.identities
    const delegations = yield* Effect.forEach(wallets, (wallet) =>
      Effect.gen(function* () {
        const delegated = yield* subtensor.delegated(yield* Wallet.coldkeyAddress(wallet))
        const inTao = delegated.filter(({ netuid, stake }) => netuid === 0 && stake > 0n)
        return inTao.map((info) => rowOf(wallet, info, names))
      })
    )
    const rows = delegations.flat().toSorted((one, other) => Number(other.total_stake_tao - one.total_stake_tao))
    return { delegations: rows, total_tao: Rao(rows.reduce((all, { delegation_tao }) => all + delegation_tao, 0n)) }
  })

const show = ({ delegations, total_tao }: typeof Result.Type, pen: Pen): string => {
  const table = pen.table({
    columns: [
      { title: "Wallet", style: "cyan" },
      { title: "OWNER", style: "cyan" },
      { title: "SS58", style: "yellow", isWhole: true },
      { title: "Delegation", align: "right", style: "green" },
      { title: "τ/24h", align: "right", style: "green" },
      { title: "NOMS", align: "right" },
      { title: "OWNER STAKE(τ)", align: "right" },
      { title: "TOTAL STAKE(τ)", align: "right", style: "green" },
      { title: "SUBNETS" },
      { title: "VPERMIT" },
      { title: "24h/kτ", align: "right" },
      { title: "Desc" }
    ],
    rows: delegations.map((row) => [
      row.wallet,
      row.name ?? row.owner,
      row.hotkey,
      tao(row.delegation_tao),
      brief(row.return_tao),
      String(row.nominators),
      brief(row.owner_stake_tao),
      brief(row.total_stake_tao),
      `[${row.registrations.join(", ")}]`,
      `[${row.validator_permits.join(", ")}]`,
      brief(row.return_per_1000_tao),
      row.description ?? ""
    ])
  })
  return `${table}\nTotal delegated Tao: ${tao(total_tao)}`
}

export const command = Leaf.make({
  flags: {
    all: Flags.toggle("all", "of all wallets"),
    wallet: Wallet.coldkeyFlags,
    chain: Chain.flags
  },
  examples: [
    { command: "btcli root my_delegates --all", description: "where all wallets of this machine have staked" }
  ],
  result: Result,
  run: ({ all, chain, wallet }) =>
    Effect.gen(function* () {
      const names = all ? yield* Wallet.allNames : [yield* Wallet.nameOf(wallet)]
      return yield* Effect.provide(read(names), Chain.layer(chain))
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show
})
