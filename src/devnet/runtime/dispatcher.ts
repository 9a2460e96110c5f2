/**
 * Runs calls: finds what a call does by its name, undoes what fails, and says what it cost.
 *
 * @since 0.2.0
 */
import type { Behaviour, InfoOf } from "./behaviour.ts"
import type { BlockContext, Call, Caller, DispatchError, Dispatched, Outcome } from "./dispatch.ts"
import { isRoot } from "./origin.ts"
import type { PalletEvent } from "./pallet.ts"
import type { State } from "./storage.ts"
import { type DispatchInfo, min } from "./weight.ts"

/** What a pallet has under the name of a call. */
const part = <A>(
  behaviours: ReadonlyMap<string, Behaviour>,
  call: Call,
  of: (behaviour: Behaviour) => Readonly<Record<string, A>>
): A => {
  const found = behaviours.get(call._tag)
  const record = found === undefined ? {} : of(found)
  const own = Object.hasOwn(record, call.value._tag) ? record[call.value._tag] : undefined
  if (own === undefined) throw new TypeError(`no pallet has ${call._tag}.${call.value._tag}`)
  return own
}

/** What a call cost: what it says itself, but no more than it declared. */
const dispatched = (outcome: Outcome, declared: DispatchInfo): Dispatched => {
  if (outcome === undefined) return { error: undefined, info: declared }
  if (outcome._tag !== "PostDispatch") return { error: outcome, info: declared }
  const { actual_weight, error, pays_fee = "Yes" } = outcome
  return {
    error,
    info: {
      ...declared,
      weight: min(actual_weight ?? declared.weight, declared.weight),
      pays_fee: declared.pays_fee === "No" ? "No" : pays_fee
    },
    actual_weight
  }
}

/**
 * What a dispatcher needs of the runtime besides the behaviours.
 *
 * @category models
 */
export interface Host {
  readonly blockOf: (state: State) => number
  readonly deposit: (state: State, event: PalletEvent) => void
  /** What a call fails with that its caller is not allowed. */
  readonly filtered: DispatchError
}

/**
 * Runs calls and hooks on a state.
 *
 * @category models
 */
export interface Dispatcher {
  /** What is seen by whatever happens in the present block. */
  readonly context: (state: State) => BlockContext
  readonly infoOf: InfoOf
  /** In the order of the pallets' indices. */
  readonly behaviours: ReadonlyArray<Behaviour>
}

/**
 * A dispatcher of behaviours.
 *
 * @category constructors
 */
export const dispatcher = (behaviours: ReadonlyArray<Behaviour>, { blockOf, deposit, filtered }: Host): Dispatcher => {
  const byName = new Map(behaviours.map((one) => [one.pallet, one]))
  const infoOf = (call: Call): DispatchInfo => {
    const declared = part(byName, call, ({ declares }) => declares)
    return typeof declared === "function" ? declared(call.value, infoOf) : declared
  }
  const run = (context: BlockContext, call: Call, { allows, origin }: Caller): Dispatched => {
    const info = infoOf(call)
    if (!allows(call) && !isRoot(origin)) return { error: filtered, info }
    const behave = part(byName, call, ({ calls }) => calls)
    return context.storage.transaction(
      () => dispatched(behave({ ...context, allows, origin }, call.value), info),
      ({ error }) => error === undefined
    )
  }
  const context = ({ outer, storage }: State): BlockContext => {
    const state = { storage, outer }
    const context: BlockContext = {
      ...state,
      block: blockOf(state),
      deposit: (event) => deposit(state, event),
      dispatch: (call, caller) => run(context, call, caller),
      infoOf
    }
    return context
  }
  return { context, infoOf, behaviours: behaviours.toSorted((a, b) => a.index - b.index) }
}
