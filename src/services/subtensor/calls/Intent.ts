/**
 * Calls by what somebody means by them: the call of this runtime, with what can be looked at before it is sent.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { BadArgument, type ChainError, NotInRuntime } from "../../ChainError.ts"
import { Coldkey } from "../../Coldkey.ts"
import { ExtrinsicError, Refused } from "../../ExtrinsicError.ts"
import { Hotkey } from "../../Hotkey.ts"
import type { Signer } from "../../Signer.ts"
import type { ChainValue } from "../ChainValue.ts"
import type { Call, Core, Plan, Receipt, RuntimeInfo, SubmitOptions } from "../Core.ts"
import { onlyFor } from "../work/guard.ts"

/**
 * A call that is ready to be sent, and what is to be said of it.
 *
 * @category models
 */
export interface Prepared {
  readonly call: Call
  /** What it will do, a sentence each. */
  readonly effects: ReadonlyArray<string>
  /** What may be surprising about it, a sentence each. */
  readonly warnings?: ReadonlyArray<string>
  /** The version of the runtime that it is meant for, where others do something else at the same call. */
  readonly specVersion?: number
}

/**
 * Who sends, and over what.
 *
 * @category models
 */
export interface Sending {
  readonly chain: Core
  readonly runtime: RuntimeInfo
  /** The address of the key that signs, or of the account that it is a proxy of. */
  readonly account: string
  /** The address of the hotkey that the call is about: the one given, or else that of the program. */
  readonly hotkey: string
  /** What the account itself would pay for a call, tip included; nothing where its proxy pays. */
  readonly feeOf: (call: Call) => Effect.Effect<bigint, ExtrinsicError>
  /** What of that is the tip. */
  readonly tip: bigint
}

/** Which key signs. */
type KeyName = "coldkey" | "hotkey"

/**
 * A call that somebody means.
 *
 * @category models
 */
export interface Intent<Key extends KeyName, Input, Done extends undefined = never> {
  readonly key: Key
  /** Whether it is about a hotkey even if another key signs it. */
  readonly isAboutHotkey: boolean
  /** `undefined` if there is nothing to do, where that may be. */
  readonly prepare: (input: Input, sending: Sending) => Effect.Effect<Prepared | Done, ExtrinsicError>
}

/** Whatever somebody means. */
type AnyIntent = Intent<KeyName, never, undefined>

/** What can be given where the program's own hotkey is meant otherwise. */
interface AboutHotkey {
  readonly hotkey?: string | undefined
}

/** The key that signs, and the hotkey that the call is about unless it was given. */
type Keyed<Key extends KeyName, Input, A> = Key extends "hotkey"
  ? (input: Input, options?: SubmitOptions) => Effect.Effect<A, ExtrinsicError, Hotkey>
  : "hotkey" extends keyof Input
    ? {
        (input: Input & { readonly hotkey: string }, options?: SubmitOptions): Effect.Effect<A, ExtrinsicError, Coldkey>
        (input: Input, options?: SubmitOptions): Effect.Effect<A, ExtrinsicError, Coldkey | Hotkey>
      }
    : (input: Input, options?: SubmitOptions) => Effect.Effect<A, ExtrinsicError, Coldkey>

/**
 * An intent as a method that performs it, or that plans it; the keys that it needs are in its type.
 *
 * @category models
 */
export type MethodOf<I, A> = I extends Intent<infer Key, infer Input, infer Done> ? Keyed<Key, Input, A | Done> : never

/**
 * It cannot work, or would not do what it seems to.
 *
 * @category errors
 */
export const refuse = (check: string, detail: string): Effect.Effect<never, ExtrinsicError> =>
  Effect.fail(new ExtrinsicError({ reason: new Refused({ check, detail }) }))

/**
 * An argument is none of what is asked for.
 *
 * @category errors
 */
export const bad = (item: string, detail: string): Effect.Effect<never, ExtrinsicError> =>
  Effect.fail(new ExtrinsicError({ reason: new BadArgument({ item, detail }) }))

/**
 * Reads something before a call is sent.
 *
 * @category combinators
 */
export const look = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  Effect.mapError(read, ({ reason }) => new ExtrinsicError({ reason }))

/**
 * A call of a runtime by its argument names. The first of the pallet's calls that the runtime has is taken; what it has no argument
 * for is left out if nothing was given for it, and refused otherwise.
 *
 * @category constructors
 */
export const callOf = (
  { runtime }: Pick<Sending, "runtime">,
  pallet: string,
  names: ReadonlyArray<string>,
  args: { readonly [name: string]: ChainValue }
): Effect.Effect<Call, ExtrinsicError> => {
  const name = names.find((one) => runtime.argumentsOf(pallet, one) !== undefined)
  if (name === undefined) {
    const item = `${pallet}.${names[0]}`
    const reason = new NotInRuntime({ item, kind: "call", specVersion: runtime.specVersion })
    return Effect.fail(new ExtrinsicError({ reason }))
  }
  const wanted = runtime.argumentsOf(pallet, name) ?? []
  const surplus = Object.keys(args).find((one) => args[one] !== undefined && !wanted.includes(one))
  if (surplus !== undefined) {
    return bad(
      `${pallet}.${name}`,
      `the runtime of spec version ${runtime.specVersion} has no '${surplus}' for it; leave it out`
    )
  }
  return Effect.succeed({
    pallet,
    name,
    args: Object.fromEntries(wanted.flatMap((one) => (one in args ? [[one, args[one]]] : [])))
  })
}

/**
 * A call as an argument of another one.
 *
 * @category combinators
 */
export const nested = ({ args, name, pallet }: Call): ChainValue => ({
  type: pallet,
  value: { type: name, value: args }
})

/** More than any fee without a tip: who has so much left need not be asked what the fee is. */
const AMPLE = 100_000_000n

/**
 * Refuses a call that its sender could not pay for: it would be included, cost its fee, and do nothing.
 *
 * @category combinators
 */
export const payable = (
  { feeOf, tip }: Sending,
  call: Call,
  left: bigint,
  refused: (fee: bigint) => Effect.Effect<never, ExtrinsicError>
): Effect.Effect<void, ExtrinsicError> =>
  left >= AMPLE + tip
    ? Effect.void
    : Effect.flatMap(left < 0n ? Effect.succeed(0n) : feeOf(call), (fee) => (left < fee ? refused(fee) : Effect.void))

/**
 * Checks an address, which a caller may have from anywhere.
 *
 * @category combinators
 */
export const addressOf = (item: string, text: string): Effect.Effect<string, ExtrinsicError> =>
  Ss58.is(text) ? Effect.succeed(text) : bad(item, "it is no Bittensor address")

/** The keys of the program that a call needs. */
const keysOf = (
  intent: AnyIntent,
  input: unknown
): Effect.Effect<{ readonly signer: Signer; readonly hotkey: string }, ExtrinsicError, Coldkey | Hotkey> =>
  Effect.gen(function* () {
    const signer = yield* intent.key === "coldkey" ? Coldkey : Hotkey
    const { hotkey } = input as AboutHotkey
    if (hotkey !== undefined) return { signer, hotkey: yield* addressOf("hotkey", hotkey) }
    if (intent.key === "hotkey") return { signer, hotkey: signer.address }
    return { signer, hotkey: intent.isAboutHotkey ? (yield* Hotkey).address : "" }
  })

const prepared = (chain: Core, intent: AnyIntent, input: unknown, options: SubmitOptions | undefined) =>
  Effect.gen(function* () {
    const keys = yield* keysOf(intent, input)
    const { signer } = keys
    const runtime = yield* look(chain.runtime())
    const account = options?.proxyFor === undefined ? signer.address : yield* addressOf("proxyFor", options.proxyFor)
    // What a hotkey does for another one is that one's: its place is looked at, and a commit is bound to it.
    const hotkey = intent.key === "hotkey" ? account : keys.hotkey
    const feeOf = (call: Call) =>
      account === signer.address ? Effect.map(chain.plan(call, account, options), ({ fee }) => fee) : Effect.succeed(0n)
    const tip = account === signer.address ? (options?.tip ?? 0n) : 0n
    return { signer, ready: yield* intent.prepare(input as never, { chain, runtime, account, hotkey, feeOf, tip }) }
  })

/**
 * Sends what somebody means.
 *
 * @category combinators
 */
export const perform =
  (chain: Core, intent: AnyIntent) =>
  (input: unknown, options?: SubmitOptions): Effect.Effect<Receipt | undefined, ExtrinsicError, Coldkey | Hotkey> =>
    Effect.flatMap(prepared(chain, intent, input, options), ({ ready, signer }) =>
      ready === undefined
        ? Effect.succeed(undefined)
        : chain.submit(
            ready.call,
            ready.specVersion === undefined ? signer : onlyFor(chain, ready.specVersion, signer),
            options
          )
    )

/**
 * Says what that would be.
 *
 * @category combinators
 */
export const plan =
  (chain: Core, intent: AnyIntent) =>
  (input: unknown, options?: SubmitOptions): Effect.Effect<Plan | undefined, ExtrinsicError, Coldkey | Hotkey> =>
    Effect.flatMap(prepared(chain, intent, input, options), ({ ready, signer }) =>
      ready === undefined
        ? Effect.succeed(undefined)
        : Effect.map(chain.plan(ready.call, signer.address, options), (planned) => ({
            ...planned,
            effects: [...ready.effects, ...planned.effects],
            warnings: [...(ready.warnings ?? []), ...planned.warnings]
          }))
    )

/**
 * An intent that the coldkey signs, since it is about money or whom things belong to.
 *
 * @category constructors
 */
export const byColdkey = <Input>(
  prepare: Intent<"coldkey", Input>["prepare"],
  options: { readonly isAboutHotkey?: boolean } = {}
): Intent<"coldkey", Input> => ({ key: "coldkey", isAboutHotkey: options.isAboutHotkey === true, prepare })

/**
 * An intent that the hotkey signs.
 *
 * @category constructors
 */
export const byHotkey = <Input, Done extends undefined = never>(
  prepare: Intent<"hotkey", Input, Done>["prepare"]
): Intent<"hotkey", Input, Done> => ({ key: "hotkey", isAboutHotkey: true, prepare })

/**
 * An intent of the coldkey that is a call, and has nothing to be looked at before it is sent.
 *
 * @category constructors
 */
export const plainly = <Input>(
  pallet: string,
  name: string,
  argsOf: (input: Input, sending: Sending) => { readonly [name: string]: ChainValue },
  effectOf: (input: Input, sending: Sending) => string,
  options?: { readonly isAboutHotkey?: boolean }
): Intent<"coldkey", Input> =>
  byColdkey<Input>(
    (input, sending) =>
      Effect.map(callOf(sending, pallet, [name], argsOf(input, sending)), (call) => ({
        call,
        effects: [effectOf(input, sending)]
      })),
    options
  )
