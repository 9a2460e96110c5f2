/** What the commands about delegates share: the table of them, and which of them is meant. */
import { Effect, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import type { DelegateInfo } from "../../../protocol/chain/DelegateInfo.ts"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { brief, type Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

/** Four hours of blocks of twelve seconds. */
const FOUR_HOURS = 1200
const PER_THOUSAND = 1000

/** @category schemas */
export const Delegate = Schema.Struct({
  index: Schema.Int,
  name: Schema.NullOr(Schema.String),
  description: Schema.NullOr(Schema.String),
  url: Schema.NullOr(Schema.String),
  hotkey: Schema.String,
  owner: Schema.String,
  /** Those with stake. */
  nominators: Schema.Int,
  /** Of its owner. */
  delegate_stake_tao: TaoText,
  total_stake_tao: TaoText,
  /** Of the total within four hours, in per cent; `null` where it is not known. */
  change_percent: Schema.NullOr(Schema.Finite),
  registrations: Schema.Array(Schema.Int),
  validator_permits: Schema.Array(Schema.Int),
  /** A part of 1. */
  take: Schema.Finite,
  /** A day, for a thousand TAO of stake. */
  nominator_return_tao: TaoText,
  /** What the delegate keeps, a day. */
  delegate_return_tao: TaoText
})

/** @category models */
export type Delegate = typeof Delegate.Type

const ROOT = 0

/** What is TAO of stakes by subnet: that in the root network, under which all is told before dTAO. @category combinators */
export const stakeOf = (stakes: ReadonlyArray<readonly [netuid: number, amount: bigint]>): bigint =>
  stakes.reduce((sum, [netuid, amount]) => (netuid === ROOT ? sum + amount : sum), 0n)

const totalOf = ({ totalStake }: DelegateInfo): bigint => stakeOf(totalStake)

/** Delegates have stake of others in the root network, from dTAO on; before, nowhere in particular. @category checks */
export const netuidFor = (given: Option.Option<number>, hotkey: string, instead: "add" | "remove") =>
  Effect.gen(function* () {
    if (!(yield* Stake.isBySubnet)) return yield* Stake.netuidFor(given)
    if (Option.contains(given, ROOT) || Option.isNone(given)) return ROOT
    return yield* usage(
      `--netuid ${given.value}: since dTAO (spec 233) delegates are about the root network, and elsewhere stake is alpha.`,
      `Use 'btcli stake ${instead} --netuid ${given.value} --wallet.hotkey ${hotkey}', which limits the price.`
    )
  })

/** Of the total, in per cent; from nothing it is all of it. @category combinators */
export const changeOf = (before: bigint | undefined, now: bigint): number | null => {
  if (before === undefined) return null
  if (before === 0n) return now === 0n ? 0 : 100
  return (100 * Number(now - before)) / Number(before)
}

const returns = (info: DelegateInfo, total: bigint) => ({
  nominator_return_tao: Rao((info.totalDailyReturn * BigInt(PER_THOUSAND)) / (total / 10n ** 9n + 1n)),
  delegate_return_tao: Rao(BigInt(Math.round(Number(info.totalDailyReturn) * info.take)))
})

interface Identity {
  readonly name: string
  readonly url?: string | undefined
  readonly description?: string | undefined
}

const rowOf = (
  info: DelegateInfo,
  index: number,
  identity: Identity | undefined,
  before: bigint | undefined
): Delegate => {
  const total = totalOf(info)
  const own = info.nominators.find(([coldkey]) => coldkey === info.owner)
  return {
    index,
    name: identity?.name ?? null,
    description: identity?.description ?? null,
    url: identity?.url ?? null,
    hotkey: info.hotkey,
    owner: info.owner,
    nominators: info.nominators.filter(([, stakes]) => stakeOf(stakes) > 0n).length,
    delegate_stake_tao: Rao(own === undefined ? 0n : stakeOf(own[1])),
    total_stake_tao: Rao(total),
    change_percent: changeOf(before, total),
    registrations: info.registrations,
    validator_permits: info.validatorPermits,
    take: info.take,
    ...returns(info, total)
  }
}

/** Totals four hours ago; nothing where that state is not kept, or there was none. */
const earlier = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const screen = yield* Screen
  const { number } = yield* subtensor.head
  if (number <= FOUR_HOURS) return undefined
  return yield* subtensor.delegates({ block: number - FOUR_HOURS }).pipe(
    Effect.map((all) => new Map<string, bigint>(all.map((info) => [info.hotkey, totalOf(info)]))),
    Effect.catchTag("ChainError", () =>
      Effect.as(screen.warn("Could not fetch delegates history: give an archive node for the change in 4h."), undefined)
    )
  )
})

/** Who delegates are, by account. @category models */
export type Identities = ReadonlyMap<string, Identity>

/** The identities of all accounts; none where they cannot be read. @category reads */
export const identities: Effect.Effect<Identities, never, Subtensor> = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  return new Map<string, Identity>(yield* subtensor.delegateIdentities())
}).pipe(Effect.orElseSucceed((): Identities => new Map()))

/** All delegates, those with the most stake first. @category reads */
export const all = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const now = yield* subtensor.delegates()
  const before = yield* earlier
  const names = yield* identities
  return now
    .toSorted((one, other) => (totalOf(one) === totalOf(other) ? 0 : totalOf(one) < totalOf(other) ? 1 : -1))
    .map((info, index) =>
      rowOf(info, index, names.get(info.owner) ?? names.get(info.hotkey), before && (before.get(info.hotkey) ?? 0n))
    )
})

const changeText = ({ change_percent }: Delegate, pen: Pen): string =>
  change_percent === null ? "NA" : pen.paint(change_percent < 0 ? "red" : "green", `${change_percent.toFixed(2)}%`)

/** @category formatting */
export const table = (delegates: ReadonlyArray<Delegate>, pen: Pen): string =>
  pen.table({
    columns: [
      { title: "INDEX", align: "right", style: "yellow", footer: String(delegates.length) },
      { title: "DELEGATE", style: "cyan" },
      { title: "SS58" },
      { title: "NOMINATORS", align: "right", style: "green" },
      { title: "DELEGATE STAKE(τ)", align: "right", style: "green" },
      { title: "TOTAL STAKE(τ)", align: "right", style: "green" },
      { title: "CHANGE/(4h)", align: "right" },
      { title: "VPERMIT", style: "cyan" },
      { title: "TAKE", align: "right", style: "cyan" },
      { title: "NOMINATOR/(24h)/kτ", align: "right", style: "green" },
      { title: "DELEGATE/(24h)", align: "right", style: "green" },
      { title: "Desc" }
    ],
    rows: delegates.map((row) => [
      String(row.index),
      row.name ?? "",
      `${row.hotkey.slice(0, 8)}...`,
      String(row.nominators),
      brief(row.delegate_stake_tao),
      brief(row.total_stake_tao),
      changeText(row, pen),
      `[${row.validator_permits.join(", ")}]`,
      `${(row.take * 100).toFixed(1)}%`,
      brief(row.nominator_return_tao),
      brief(row.delegate_return_tao),
      row.description ?? ""
    ])
  })

/** Which delegate and how much, of whose. @category flags */
export const flags = {
  delegate: Flags.text("delegate_ss58key", "the delegate, by the address of its hotkey").pipe(
    Flag.withAlias("delegate_ss58")
  ),
  netuid: Netuid.flag,
  ...Stake.flags,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

/** Shows the table, and asks for one of it. */
const picked = Effect.gen(function* () {
  const screen = yield* Screen
  const delegates = yield* all
  if (delegates.length === 0) {
    return yield* notFound(
      `There are no delegates on ${yield* (yield* Subtensor).network}.`,
      "A hotkey becomes one by 'btcli root nominate'."
    )
  }
  yield* screen.note(table(delegates, screen.pen))
  const last = delegates.length - 1
  const selected = yield* Ask.for(Option.none(), {
    message: "Enter delegate index",
    flag: "--delegate_ss58key",
    check: (text) => (/^\d+$/.test(text) && Number(text) <= last ? undefined : `give a number from 0 to ${last}.`),
    means: (index) => delegates[Number(index)]?.hotkey ?? ""
  })
  yield* screen.note(`Selected: ${selected}`)
  return selected
})

/** The address that was said, or else that of the row of the table that is asked for. @category questions */
export const chosen = (given: Option.Option<string>) =>
  Effect.gen(function* () {
    const { isPossible } = yield* Ask
    if (Option.isNone(given) && isPossible) return yield* picked
    return yield* Ask.for(given, {
      message: "Enter the address of the delegate",
      flag: "--delegate_ss58key",
      check: Address.check
    })
  })

/** Fails for a hotkey that takes no stake of others; gives who it belongs to and what it keeps. @category reads */
export const needed = (hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.delegateByHotkey(hotkey)
    if (found !== undefined) return { ...found, name: (yield* Names.all).get(found.owner) }
    return yield* notFound(
      `${hotkey} is no delegate: it takes no stake of others.`,
      "'btcli root list_delegates' shows who does."
    )
  })
