/** Stake that is moved, of one hotkey or of several: planned together, confirmed once, done one after the other. */
import { Effect, Option, Result as Outcome, Schema } from "effect"
import type { Coldkey } from "../../../services/Coldkey.ts"
import type { ExtrinsicError } from "../../../services/ExtrinsicError.ts"
import type { Hotkey } from "../../../services/Hotkey.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Plan, Receipt } from "../../../services/subtensor/Core.ts"
import { explain } from "../../frame/explain.ts"
import { Failure } from "../../frame/Failure.ts"
import * as Stake from "../../subject/stake.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import type { Named } from "./hotkeys.ts"
import { untilAllowed } from "./rateLimit.ts"

/** @category schemas */
export const Moved = Schema.Struct({
  ...Transaction.Outcome.fields,
  hotkey: Schema.String,
  /** As it was named: a name, or the address. */
  name: Schema.String,
  netuid: Schema.NullOr(Schema.Int),
  amount: Stake.Amount,
  stake_before: Stake.Amount,
  /** `null` of a dry run. */
  stake_after: Schema.NullOr(Stake.Amount),
  /** `null` where nothing is exchanged: before dTAO, and in the root network. */
  trade: Schema.NullOr(Trade.Trade)
})

/** @category schemas */
export const Result = Schema.Struct({
  balance_before_tao: TaoText,
  balance_after_tao: TaoText,
  moves: Schema.Array(Moved)
})

/** What one hotkey's stake becomes more or less by. @category models */
export interface Move extends Named {
  readonly netuid: number | undefined
  readonly amount: Stake.Amount
  readonly before: bigint
  readonly trade: Trade.Trade | undefined
  readonly plan: Effect.Effect<Plan, ExtrinsicError, Coldkey | Hotkey>
  readonly submit: Effect.Effect<Receipt, ExtrinsicError, Coldkey | Hotkey>
}

/** @category models */
export interface Moving {
  readonly wallet: string
  readonly coldkey: string
  readonly question: string
  readonly moves: ReadonlyArray<Move>
}

/** The moves as the question lists them. @category formatting */
export const listed = (moves: ReadonlyArray<Move>): string =>
  moves
    .map(({ address, amount, name, netuid }) => {
      const place = netuid === undefined ? "" : ` in subnet ${netuid}`
      return `    - ${name}:${address}: ${Stake.amountText(amount, netuid ?? null)}${place}`
    })
    .join("\n")

const describe = (pen: Pen, planned: ReadonlyArray<readonly [Move, Plan]>): string =>
  pen.table({
    columns: [
      { title: "Hotkey" },
      { title: "Address", isWhole: true },
      { title: "Netuid", align: "right" },
      { title: "Call" },
      { title: "Amount", align: "right" },
      { title: "Fee" }
    ],
    rows: planned.map(([{ address, amount, name, netuid }, { call, fee }]) => [
      name === address ? "" : name,
      address,
      String(netuid ?? "-"),
      `${call.pallet}.${call.name}`,
      Stake.amountText(amount, netuid ?? null),
      tao(fee)
    ])
  })

/** What is exchanged, and what that brings. */
const tell = (planned: ReadonlyArray<readonly [Move, Plan]>) =>
  Effect.flatMap(Screen, (screen) =>
    Effect.forEach(planned, ([{ name, trade }, { effects, warnings }]) =>
      Effect.gen(function* () {
        if (trade !== undefined) yield* screen.note([`${name}:`, ...effects.map((effect) => `  ${effect}`)].join("\n"))
        yield* Effect.forEach(warnings, screen.warn)
      })
    )
  )

const movedOf = (move: Move, outcome: Transaction.Outcome, after: bigint | undefined): typeof Moved.Type => ({
  ...outcome,
  hotkey: move.address,
  name: move.name,
  netuid: move.netuid ?? null,
  amount: move.amount,
  stake_before: Stake.amountOf(move.before, move.netuid),
  stake_after: after === undefined ? null : Stake.amountOf(after, move.netuid),
  trade: move.trade ?? null
})

const one = ({ coldkey }: Moving, keys: Wallet.Keys, [move, plan]: readonly [Move, Plan]) =>
  Effect.gen(function* () {
    yield* untilAllowed(coldkey, move.address)
    const receipt = yield* Screen.during(`📡 Sending for ${move.name}, and waiting for a block`)(
      Effect.provideContext(move.submit, keys)
    )
    const after = yield* Stake.stakedAt({ coldkey, hotkey: move.address, netuid: move.netuid })
    return movedOf(move, Transaction.done(plan, receipt), after)
  })

type Tried = Outcome.Result<typeof Moved.Type, Failure>

/** Which of several were done, if not all of them were. */
const incomplete = (moves: ReadonlyArray<Move>, tried: ReadonlyArray<Tried>) =>
  Effect.gen(function* () {
    const failures = moves.flatMap((move, at) => {
      const result = tried[at]
      return result !== undefined && Outcome.isFailure(result) ? [{ move, failure: result.failure }] : []
    })
    const [first] = failures
    if (first === undefined) return
    if (moves.length === 1) return yield* first.failure
    const why = failures.map(({ failure, move }) => `${move.name} (${move.address}): ${failure.message}`)
    return yield* new Failure({
      code: first.failure.code,
      what: `${moves.length - failures.length} of ${moves.length} were done; not done: ${why.join(" ")}`,
      next: "'btcli stake show' shows what is there now."
    })
  })

/**
 * Shows all moves, asks once, and makes them one after the other, waiting where a rate limit wants it. That one fails does not keep the
 * others from being tried.
 *
 * @category combinators
 */
export const perform = (given: Pick<Transaction.Given, "dryRun">, moving: Moving) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    const { coldkey, moves, question, wallet } = moving
    const chosen = { name: wallet, hotkey: moves[0]?.address ?? "default" }
    const balance_before_tao = yield* subtensor.balance(coldkey)
    const addresses = yield* Wallet.addresses(chosen)
    const planned = yield* Screen.during("📡 Looking at the chain")(
      Effect.forEach(moves, (move) =>
        Effect.provideContext(move.plan, addresses).pipe(
          Effect.flatMap(Transaction.withNames),
          Effect.map((plan) => [move, plan] as const)
        )
      )
    )
    yield* screen.note(describe(screen.pen, planned))
    yield* tell(planned)
    if (given.dryRun) {
      const dry = planned.map(([move, plan]) => movedOf(move, Transaction.planned(plan), undefined))
      return { balance_before_tao, balance_after_tao: balance_before_tao, moves: dry }
    }
    yield* Ask.confirm(question)
    const keys = yield* Wallet.opened(addresses, chosen, "coldkey")
    const tried = yield* Effect.forEach(planned, (pair) =>
      one(moving, keys, pair).pipe(Effect.mapError(explain), Effect.result)
    )
    yield* incomplete(moves, tried)
    return {
      balance_before_tao,
      balance_after_tao: yield* subtensor.balance(coldkey),
      moves: tried.flatMap((result) => Option.toArray(Outcome.getSuccess(result)))
    }
  })

const lineOf = (move: typeof Moved.Type, pen: Pen, isOnly: boolean): ReadonlyArray<string> => {
  const text = (amount: Stake.Amount) => Stake.amountText(amount, move.netuid)
  const stake = isOnly ? "Stake:" : `Stake (${move.hotkey}):`
  const after = move.stake_after === null ? [] : [`${stake}\n  ${text(move.stake_before)} ➡ ${text(move.stake_after)}`]
  return [Transaction.outcomeLines(move, pen), ...after]
}

/** @category formatting */
export const show = ({ balance_after_tao, balance_before_tao, moves }: typeof Result.Type, pen: Pen): string => {
  if (moves.every(({ status }) => status === "planned")) return moves[0] ? Transaction.outcomeLines(moves[0], pen) : ""
  return [
    ...moves.flatMap((move) => lineOf(move, pen, moves.length === 1)),
    `Balance:\n  ${tao(balance_before_tao)} ➡ ${tao(balance_after_tao)}`
  ].join("\n")
}
