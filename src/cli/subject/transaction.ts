/** Calls that change the chain: shown, confirmed, signed, sent, and followed into a block. */
import { Effect, Option, Ref, Schema } from "effect"
import { Rao } from "../../protocol/Money.ts"
import { Coldkey } from "../../services/Coldkey.ts"
import type { ExtrinsicError } from "../../services/ExtrinsicError.ts"
import type { Hotkey } from "../../services/Hotkey.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { Calls } from "../../services/subtensor/Calls.ts"
import type { Call, Plan, Receipt, SubmitOptions } from "../../services/subtensor/Core.ts"
import { Addresses } from "../frame/Addresses.ts"
import * as Flags from "../frame/Flags.ts"
import { Ask } from "../terminal/Ask.ts"
import { type Pen, tao } from "../terminal/Pen.ts"
import { Screen } from "../terminal/Screen.ts"
import * as Address from "./address.ts"
import { TaoText } from "./values.ts"
import * as Wallet from "./wallet.ts"

/** How a call is sent. @category flags */
export const flags = {
  dryRun: Flags.toggle("dry_run", "show what it would do and cost, and send nothing"),
  era: Flags.integer("era", "blocks within which it must be included"),
  proxyFor: Flags.text("proxy_for", "the account in whose name it is done, as its proxy"),
  finality: Flags.toggle("wait_for_finalization", "wait until the block is final, not only until it is there"),
  shielded: Flags.toggle("mev_shield", "hide the call until it is in a block, where the runtime can; two fees are paid")
}

/** @category models */
export interface Given {
  readonly dryRun: boolean
  readonly era: Option.Option<number>
  readonly proxyFor: Option.Option<string>
  readonly finality: boolean
  readonly shielded: boolean
}

/** The same for the client of the chain. @category settings */
export const optionsOf = ({ era, finality, proxyFor, shielded }: Given): SubmitOptions => ({
  shielded,
  era: Option.getOrUndefined(era),
  proxyFor: Option.getOrUndefined(proxyFor),
  waitFor: finality ? "finality" : "inclusion"
})

/** The account in whose name it is done: of the wallet, or the one that it is a proxy of. @category reads */
export const accountOf = ({ proxyFor }: Pick<Given, "proxyFor">, wallet: string) =>
  Address.orElse("--proxy_for", proxyFor, Wallet.coldkeyAddress(wallet))

/**
 * What became of a call.
 *
 * @category schemas
 */
export const Outcome = Schema.Struct({
  status: Schema.Literals(["planned", "included", "finalized", "nothing_to_do"]),
  /** Such as `Balances.transfer_keep_alive`. */
  call: Schema.optionalKey(Schema.String),
  signer: Schema.optionalKey(Schema.String),
  fee_tao: Schema.optionalKey(TaoText),
  effects: Schema.Array(Schema.String),
  warnings: Schema.Array(Schema.String),
  extrinsic: Schema.optionalKey(
    Schema.Struct({
      hash: Schema.String,
      block: Schema.Int,
      block_hash: Schema.String,
      index: Schema.Int
    })
  )
})

/** @category models */
export type Outcome = typeof Outcome.Type

/** Something to be done, planned before. @category models */
export interface Doing<R = never> {
  /** What is asked before it is signed: `Do you want to …?` */
  readonly question: string
  readonly wallet: Wallet.Chosen
  readonly signs: "coldkey" | "hotkey"
  /** What leaves the account beside the fee. */
  readonly amount?: Rao | undefined
  readonly plan: Effect.Effect<Plan | undefined, ExtrinsicError, Coldkey | Hotkey | R>
  /** Whether `submit` shows by itself how it goes, as a search for work does. */
  readonly isShown?: boolean | undefined
  readonly submit: Effect.Effect<Receipt | undefined, ExtrinsicError, Coldkey | Hotkey | R>
}

/** What is done to a plan, and what is sent for it. @category models */
export type Deed = Pick<Doing, "plan" | "submit">

/** One of the calls that the client has a name for: some are never without a plan, others may find nothing to do. @category models */
export interface Called<Name extends keyof Calls["plan"]> {
  readonly plan: ReturnType<Calls["plan"][Name]>
  readonly submit: ReturnType<Calls[Name]>
}

type Method<A> = (input: unknown, options: SubmitOptions) => A

/**
 * One of the calls that the client has a name for, to be planned and to be sent.
 *
 * @category constructors
 */
export const calling = <const Name extends keyof Calls["plan"]>(
  name: Name,
  input: Parameters<Calls["plan"][Name]>[0],
  given: Given
): Effect.Effect<Called<Name>, never, Subtensor> =>
  Effect.map(Subtensor, (subtensor) => {
    const options = optionsOf(given)
    // What all methods have in common, which the compiler cannot follow through the names.
    const plan = subtensor.plan[name] as Method<Called<Name>["plan"]>
    const submit = subtensor[name] as Method<Called<Name>["submit"]>
    return { plan: plan(input, options), submit: submit(input, options) }
  })

/**
 * A call of the wallet's coldkey by its names in the metadata, and what it does.
 *
 * @category constructors
 */
export const callingByNames = (call: Call, effect: string, given: Given): Effect.Effect<Deed, never, Subtensor> =>
  Effect.map(Subtensor, (subtensor) => {
    const options = optionsOf(given)
    return {
      plan: Effect.flatMap(Coldkey, ({ address }) => subtensor.plan(call, address, options)).pipe(
        Effect.map((plan): Plan => ({ ...plan, effects: [effect, ...plan.effects] }))
      ),
      submit: Effect.flatMap(Coldkey, (signer) => subtensor.submit(call, signer, options))
    }
  })

/** What is to be said of a call beside what its plan says. @category models */
export interface Words {
  readonly effects?: ReadonlyArray<string>
  readonly warnings?: ReadonlyArray<string>
}

/** A plan with more to be said of it. @category combinators */
export const withWords =
  ({ effects = [], warnings = [] }: Words) =>
  (plan: Plan): Plan => ({
    ...plan,
    effects: [...plan.effects, ...effects],
    warnings: [...plan.warnings, ...warnings]
  })

/** The same, with the names that addresses were given by. @category combinators */
export const withNames = (plan: Plan) =>
  Effect.gen(function* () {
    const named = yield* (yield* Addresses).found
    return withWords({ effects: named.map(({ address, by, name }) => `${name} is ${address}, by ${by}`) })(plan)
  })

/** The same of what is to be done. @category combinators */
export const saying = (deed: Deed, words: Words): Deed => ({
  ...deed,
  plan: Effect.map(deed.plan, (plan) => plan && withWords(words)(plan))
})

/** What a plan says of a call that was not sent. @category constructors */
export const planned = (plan: Plan): Outcome => ({
  status: "planned",
  call: `${plan.call.pallet}.${plan.call.name}`,
  signer: plan.signer,
  fee_tao: plan.fee,
  effects: plan.effects,
  warnings: plan.warnings
})

/** The chain holds already what was asked for. @category constants */
export const nothingToDo: Outcome = { status: "nothing_to_do", effects: [], warnings: [] }

/** What became of a call that was sent. @category constructors */
export const done = (plan: Plan, { block, fee, hash, index, isFinal }: Receipt): Outcome => ({
  ...planned(plan),
  status: isFinal ? "finalized" : "included",
  fee_tao: fee,
  extrinsic: { hash, block: block.number, block_hash: block.hash, index }
})

/** The plan for people, before they are asked. */
const describe = (pen: Pen, plan: Plan, balance: Rao, amount: Rao | undefined) => {
  const after = balance - (amount ?? 0n) - plan.fee
  const rows = [
    ["Call", `${plan.call.pallet}.${plan.call.name}`],
    ["Signed by", plan.signer],
    ...plan.effects.map((effect) => ["Effect", effect]),
    ...(amount === undefined ? [] : [["Amount", tao(amount)]]),
    ["Fee", tao(plan.fee)],
    ["Balance", `${tao(balance)} ➡ ${after < 0n ? "too little" : tao(after)}`]
  ]
  return pen.table({ columns: [{ title: "" }, { title: "", isWhole: true }], rows })
}

const show = (given: Pick<Given, "dryRun">, { amount }: Pick<Doing, "amount">, plan: Plan) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    const balance = yield* subtensor.balance(plan.signer)
    // Of a dry run the plan is the result; JSON has it in its document.
    const say = given.dryRun && !screen.isJson ? screen.out : screen.note
    yield* say(describe(screen.pen, plan, Rao(balance), amount).trimStart())
    yield* Effect.forEach(plan.warnings, screen.warn)
  })

/** Whoever stops waiting has not stopped the call: to do it again may be to pay twice. */
const MAYBE_SENT = "It may have been sent already, and be done all the same: look at the chain before you do it again."

/**
 * Shows what a call would do, asks, signs and sends it. With `--dry_run` it ends before the question; nothing asks for a password
 * before the answer is yes.
 *
 * @category combinators
 */
export const perform = <R = never>(given: Pick<Given, "dryRun">, doing: Doing<R>) =>
  Effect.gen(function* () {
    const addresses = yield* Wallet.addresses(doing.wallet)
    const found = yield* Screen.during("📡 Looking at the chain")(Effect.provideContext(doing.plan, addresses))
    if (found === undefined) return nothingToDo
    const plan = yield* withNames(found)
    yield* show(given, doing, plan)
    if (given.dryRun) return planned(plan)
    yield* Ask.confirm(doing.question)
    const keys = yield* Wallet.opened(addresses, doing.wallet, doing.signs)
    const { warn } = yield* Screen
    const submit = Effect.provideContext(doing.submit, keys).pipe(Effect.onInterrupt(() => warn(MAYBE_SENT)))
    const receipt = yield* doing.isShown === true
      ? submit
      : Screen.during("📡 Sending, and waiting for a block")(submit)
    return receipt === undefined ? nothingToDo : done(plan, receipt)
  })

/**
 * The same of a call that makes something, and what its receipt tells of that; `null` if nothing was sent.
 *
 * @category combinators
 */
export const performMaking = <A>(given: Pick<Given, "dryRun">, doing: Doing, madeOf: (receipt: Receipt) => A | null) =>
  Effect.gen(function* () {
    const made = yield* Ref.make<A | null>(null)
    const submit = Effect.tap(doing.submit, (receipt) =>
      receipt === undefined ? Effect.void : Ref.set(made, madeOf(receipt))
    )
    const outcome = yield* perform(given, { ...doing, submit })
    return { outcome, made: yield* Ref.get(made) }
  })

/** What became of it, in lines. @category formatting */
export const outcomeLines = (outcome: Outcome, pen: Pen): string => {
  switch (outcome.status) {
    case "nothing_to_do":
      return pen.paint("green", "✓ Nothing to do: the chain holds that already.")
    case "planned":
      return pen.paint("yellow", "Nothing was sent: this was a dry run.")
    default:
      return [
        pen.paint("green", outcome.status === "finalized" ? "✅ Finalized" : "✅ Included"),
        `Block:     ${outcome.extrinsic?.block} (${outcome.extrinsic?.block_hash})`,
        `Extrinsic: ${outcome.extrinsic?.block}-${outcome.extrinsic?.index} (${outcome.extrinsic?.hash})`,
        `Fee:       ${outcome.fee_tao === undefined ? "" : tao(outcome.fee_tao)}`
      ].join("\n")
  }
}
