/** What stake commands of several groups share: amounts, of TAO or of a subnet's alpha, and how much is meant. */
import { Effect, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Alpha, Rao, Tao } from "../../protocol/Money.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import { contradiction, onChain, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Ask } from "../terminal/Ask.ts"
import * as Amounts from "./amount.ts"
import * as Netuid from "./netuid.ts"
import { AlphaText, TaoText } from "./values.ts"

/** Stake: TAO before dTAO, and from there on alpha of a subnet. @category schemas */
export const Amount = Schema.Struct({ tao: Schema.NullOr(TaoText), alpha: Schema.NullOr(AlphaText) })

/** @category models */
export type Amount = typeof Amount.Type

/** @category constructors */
export const amountOf = (units: bigint, netuid: number | undefined): Amount =>
  netuid === undefined ? { tao: Rao(units), alpha: null } : { tao: null, alpha: Alpha(units) }

/** @category formatting */
export const amountText = ({ alpha, tao }: Amount, netuid: number | null): string =>
  alpha === null ? Tao.format(tao ?? Rao(0n)) : Alpha.format(alpha, { netuid: netuid ?? 0 })

/** How much. @category flags */
export const flags = {
  all: Flags.toggle("all", "all that there is").pipe(Flag.withAlias("all_tokens")),
  amount: Flags.text("amount", "how much: TAO, or alpha of the subnet where that is what is staked")
}

/** @category models */
export interface Given {
  readonly all: boolean
  readonly amount: Option.Option<string>
}

/** An amount that was said or asked for; `"all"` is all that there is. @category models */
export type HowMuch = Rao | "all"

/**
 * How much is meant. That it is all has to be said: neither a confirmation that is given ahead nor that nobody can be asked means so.
 *
 * @category questions
 */
export const howMuch = (
  { all, amount }: Given,
  questions: { readonly all: string; readonly amount: string; readonly flags?: string }
) =>
  Effect.gen(function* () {
    if (all && Option.isSome(amount)) return yield* contradiction("--all", "--amount")
    if (all) return "all" as const
    const ask = yield* Ask
    if (Option.isNone(amount) && !ask.isPossible) {
      const names = questions.flags ?? "--amount or --all"
      return yield* usage(`${names} is missing, and nobody can be asked for it.`, `Give ${names}.`)
    }
    if (Option.isNone(amount) && !ask.isConfirmed && (yield* Ask.yes(questions.all, { yes: "--all" })))
      return "all" as const
    return Tao(yield* Ask.for(amount, { message: questions.amount, flag: "--amount", check: Amounts.check }))
  })

/** The stake of a coldkey with a hotkey, in the subnet if stake is by subnets. @category models */
export interface Position {
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number | undefined
}

/** Whether each subnet has stake of its own, as from dTAO on. @category reads */
export const isBySubnet = Effect.gen(function* () {
  const { argumentsOf } = yield* (yield* Subtensor).runtime()
  return argumentsOf("SubtensorModule", "add_stake")?.includes("netuid") === true
})

/** Fails where stake is by subnets and no subnet was said, and where it is not and one was. @category checks */
export const netuidFor = (netuid: Option.Option<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { specVersion } = yield* subtensor.runtime()
    const isOfSubnet = yield* isBySubnet
    if (isOfSubnet && Option.isNone(netuid)) {
      return yield* usage("--netuid is missing: since dTAO (spec 233) stake is alpha of a subnet.", "Give --netuid.")
    }
    if (!isOfSubnet && Option.isSome(netuid)) {
      return yield* usage(
        `--netuid: the runtime of spec version ${specVersion} has one stake for all subnets, which is so until dTAO (spec 233).`,
        "Leave it out."
      )
    }
    return Option.getOrUndefined(netuid)
  })

/** In which subnets. @category flags */
export const places = {
  netuids: Flags.list("netuids", "the subnets that it is about, such as 1,2,5-7").pipe(Flag.withAlias("netuid")),
  allNetuids: Flags.toggle("all_netuids", "all subnets")
}

/** The subnets that it is about; where there is one stake for all of them, that. @category checks */
export const netuidsFor = ({ allNetuids, netuids }: Command.Command.Config.Infer<typeof places>) =>
  Effect.gen(function* () {
    if (allNetuids && netuids.length > 0) return yield* contradiction("--netuids", "--all_netuids")
    const subtensor = yield* Subtensor
    const [first, ...others] = allNetuids
      ? yield* subtensor.allSubnetNetuids()
      : yield* Netuid.listOf("--netuids", netuids)
    return [yield* netuidFor(Option.fromUndefinedOr(first)), ...others]
  })

/** How much is staked. @category reads */
export const stakedAt = ({ coldkey, hotkey, netuid }: Position) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.stakeForColdkeyAndHotkey({ coldkey, hotkey })
    return found.find((info) => info.netuid === netuid)?.stake ?? 0n
  })

/** What the fee may be higher by the time that it is paid. */
const MARGIN = 1000n

/** What a coldkey can stake to a hotkey: its balance, less what has to stay and the fee. @category reads */
export const stakeable = ({ coldkey, hotkey, netuid }: Position) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const balance = yield* subtensor.balance(coldkey)
    const stays = yield* subtensor.existentialDeposit()
    const args = { hotkey, amount_staked: 1n, ...(netuid !== undefined && { netuid }) }
    const { fee } = yield* subtensor.plan({ pallet: "SubtensorModule", name: "add_stake", args }, coldkey)
    const left = balance - stays - fee - MARGIN
    if (left > 0n) return Rao(left)
    return yield* onChain(
      `Not enough balance to stake: ${coldkey} has ${Tao.format(balance)}, of which ${Tao.format(stays)} stay.`,
      "'btcli wallet transfer' from another wallet brings more."
    )
  })

/** The share that a delegate keeps, as people write it. @category formatting */
export const percent = (part: number, decimals = 2): string => `${(part * 100).toFixed(decimals)}%`
