/** What the commands about child hotkeys share: who has which part of a hotkey's stake, and what that comes to. */
import { Effect, Schema } from "effect"
import type { ChainError } from "../../../services/ChainError.ts"
import type { ExtrinsicError } from "../../../services/ExtrinsicError.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound, onChain } from "../../frame/Failure.ts"
import * as Stake from "../../subject/stake.ts"
import * as Wallet from "../../subject/wallet.ts"
import type { Pen } from "../../terminal/Pen.ts"

/** The most that a childkey may take. @category constants */
export const MOST_TAKE = 0.18

/** @category schemas */
export const Child = Schema.Struct({
  hotkey: Schema.String,
  /** Of the parent's stake: a part of 1. */
  proportion: Schema.Finite,
  share: Stake.Amount,
  /** A part of 1. */
  childkey_take: Schema.Finite,
  /** With what it has of its parents, and without what it gives to its own children. */
  stake_weight: Stake.Amount
})

/** @category schemas */
export const OfSubnet = Schema.Struct({ netuid: Schema.Int, hotkey: Schema.String, children: Schema.Array(Child) })

/** @category models */
export type OfSubnet = typeof OfSubnet.Type

const since = "Child hotkeys came to the chain after spec 185, in autumn 2024; ask a chain of a later runtime."

/** Says since when there are child hotkeys, where the runtime has none. @category combinators */
export const needsChildren = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.catchIf(
    effect,
    (error): error is Extract<E, ChainError | ExtrinsicError> => {
      const { reason } = error as Partial<ChainError>
      return reason?._tag === "NotInRuntime"
    },
    (error) => Effect.fail(onChain((error as ChainError).reason.message, since))
  )

/** Wallet and hotkey, which may be an address. @category questions */
export const chosen = (given: Parameters<typeof Wallet.chosen>[0]) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(given)
    return { name, hotkey: yield* Wallet.hotkeyNameOf(given, "Enter hotkey name or ss58") }
  })

/** Fails for a subnet that is not there. @category checks */
export const mustExist = (netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    if (yield* subtensor.subnetExists(netuid)) return
    return yield* notFound(`Network with netuid ${netuid} does not exist.`, "See 'btcli subnets list'.")
  })

/** Fails for the hotkey of somebody else. @category checks */
export const mustOwn = (account: string, hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const owner = yield* subtensor.hotkeyOwner(hotkey)
    if (owner === account) return
    return yield* onChain(
      `Cannot set or revoke child hotkeys for others: ${hotkey} belongs to ${owner ?? "nobody"}.`,
      "Give the wallet that owns it."
    )
  })

const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((all, one) => all + one, 0)

const units = ({ alpha, tao }: Stake.Amount): bigint => alpha ?? tao ?? 0n

/** All stake with a hotkey: of the subnet, where stake is by subnets. */
const stakeOf = (hotkey: string, netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has } = yield* subtensor.runtime()
    return has("storage", "SubtensorModule", "TotalHotkeyStake")
      ? Stake.amountOf(yield* subtensor.totalStakeForHotkey(hotkey), undefined)
      : Stake.amountOf(yield* subtensor.hotkeyStake({ hotkey, netuid }), netuid)
  })

/** A part of an amount, of the same unit. */
const part = (amount: Stake.Amount, proportion: number): Stake.Amount => {
  const of = BigInt(Math.round(Number(units(amount)) * proportion))
  return Stake.amountOf(of, amount.alpha === null ? undefined : 0)
}

const weightOf = (hotkey: string, netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const own = yield* stakeOf(hotkey, netuid)
    const given = sum([...(yield* subtensor.children({ hotkey, netuid })).values()])
    const parents = yield* subtensor.parents({ hotkey, netuid })
    const had = yield* Effect.forEach(parents, ([parent, proportion]) =>
      Effect.map(stakeOf(parent, netuid), (stake) => units(part(stake, proportion)))
    )
    const kept = units(part(own, Math.max(0, 1 - given)))
    const all = had.reduce((sum, one) => sum + one, kept)
    return Stake.amountOf(all, own.alpha === null ? undefined : netuid)
  })

/** The children of a hotkey in a subnet, those with the most first. @category reads */
export const of = (hotkey: string, netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.children({ hotkey, netuid })
    const stake = yield* stakeOf(hotkey, netuid)
    const children = yield* Effect.forEach(
      [...found].toSorted(([, one], [, other]) => other - one),
      ([child, proportion]) =>
        Effect.gen(function* () {
          const childkey_take = yield* subtensor.childkeyTake({ hotkey: child, netuid })
          const stake_weight = yield* weightOf(child, netuid)
          return { hotkey: child, proportion, share: part(stake, proportion), childkey_take, stake_weight }
        })
    )
    return { netuid, hotkey, children } satisfies OfSubnet
  })

const totals = ({ children, netuid }: OfSubnet): ReadonlyArray<string> => {
  const amount = (amounts: ReadonlyArray<Stake.Amount>) => {
    const all = amounts.reduce((total, one) => total + units(one), 0n)
    return Stake.amountText(Stake.amountOf(all, amounts[0]?.alpha == null ? undefined : netuid), netuid)
  }
  const average = sum(children.map(({ childkey_take }) => childkey_take)) / children.length
  return [
    "Total",
    "",
    `${Stake.percent(sum(children.map(({ proportion }) => proportion)))} (${amount(children.map(({ share }) => share))})`,
    `(avg) ${Stake.percent(average)}`,
    amount(children.map(({ stake_weight }) => stake_weight))
  ]
}

/** The table of a subnet. @category formatting */
export const table = (found: OfSubnet, pen: Pen): string => {
  const { children, hotkey, netuid } = found
  if (children.length === 0) {
    return [
      `There are currently no child hotkeys on subnet ${netuid} with Parent HotKey ${hotkey}.`,
      `To add one: btcli stake set_children --netuid ${netuid} --children <address> --proportions <0 to 1>`
    ].join("\n")
  }
  return pen.table({
    title: `Children for netuid: ${netuid}`,
    columns: [
      { title: "Index", align: "right" },
      { title: "Child Hotkey", style: "cyan" },
      { title: "Proportion", align: "right" },
      { title: "Childkey Take", align: "right" },
      { title: "Current Stake Weight", align: "right", style: "green" }
    ],
    rows: [
      ...children.map(({ childkey_take, hotkey: child, proportion, share, stake_weight }, at) => [
        String(at + 1),
        child,
        `${Stake.percent(proportion)} (${Stake.amountText(share, netuid)})`,
        Stake.percent(childkey_take),
        Stake.amountText(stake_weight, netuid)
      ]),
      totals(found)
    ]
  })
}
