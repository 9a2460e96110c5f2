/**
 * A pallet, declared once as data: what it stores, its calls, events, errors and constants. What it does is given elsewhere, by
 * name and typed by the declaration (see {@link Dispatchables}), and metadata is made of it.
 *
 * @since 0.2.0
 */
import {
  at,
  type At,
  enumeration,
  type Fields,
  type Held,
  names,
  type Payload,
  type Struct,
  type Variants
} from "../scale/composites.ts"
import type { Values } from "../scale/sequences.ts"
import type { Hex } from "../scale/Hex.ts"
import type { Type } from "../scale/Type.ts"
import { type StorageEntry, StorageItem } from "./storage.ts"

/**
 * A constant of a pallet.
 *
 * @category models
 */
export interface Constant<A> {
  readonly type: Type<A>
  readonly value: A
}

/**
 * A constant of a pallet.
 *
 * @category constructors
 */
export const constant = <A>(type: Type<A>, value: A): Constant<A> => ({ type, value })

/**
 * A call: its index and its arguments.
 *
 * @category constructors
 */
export const call: <const F extends Fields>(index: number, args: F) => At<F> = at

/**
 * Any item of storage. Methods are bivariant, so that items of all keys and values fit.
 *
 * @category models
 */
export type AnyEntry = StorageEntry<ReadonlyArray<unknown>, unknown, unknown>

/**
 * All that is known of a pallet, as data. A later version of a pallet is made by spreading the earlier one and naming what differs.
 *
 * @category models
 */
export interface PalletDefinition {
  /** The name in the runtime, which also begins its storage keys. */
  readonly name: string
  readonly index: number
  /** The Rust crate, as the paths of its types have it. */
  readonly crate: string
  /** The generic parameters of its types, if they are not just `T`; those of its events, if they are others still. */
  readonly generics?: ReadonlyArray<string>
  readonly eventGenerics?: ReadonlyArray<string>
  /** Which instance it is, of a pallet that a runtime has several times. */
  readonly instance?: string
  /** Up to which of its migrations its storage is; 0 if it had none. */
  readonly storageVersion?: number
  readonly storage?: Readonly<Record<string, AnyEntry>>
  readonly calls?: Readonly<Record<string, At<Fields>>>
  readonly events?: Readonly<Record<string, Payload>>
  /** In the order of their indices. */
  readonly errors?: ReadonlyArray<string>
  readonly constants?: Readonly<Record<string, Constant<unknown>>>
}

/** What a definition has under a name, or nothing. */
type Part<D extends PalletDefinition, N extends keyof PalletDefinition> = D[N] extends object
  ? D[N]
  : Record<never, never>

/**
 * The items of storage that a definition declares.
 *
 * @category models
 */
export type Items<S> = {
  readonly [N in keyof S]: S[N] extends StorageEntry<infer K, infer V, infer R> ? StorageItem<K, V, R> : never
}

/**
 * The arguments of a pallet's calls, by the name of the call.
 *
 * @category models
 */
export type Arguments<D extends PalletDefinition> = {
  readonly [N in keyof Part<D, "calls">]: Part<D, "calls">[N] extends At<infer F extends Fields> ? Struct<F> : never
}

/**
 * What an event is made with: its values in order, or its fields.
 *
 * @category models
 */
export type EventArguments<P> =
  P extends ReadonlyArray<Type<unknown>> ? Values<P> : P extends Fields ? readonly [fields: Struct<P>] : never

/**
 * The error of a pallet as `DispatchError` holds it.
 *
 * @category models
 */
export interface ModuleError {
  readonly _tag: "Module"
  readonly value: { readonly index: number; readonly error: Hex }
}

/**
 * An event as `RuntimeEvent` holds it.
 *
 * @category models
 */
export interface PalletEvent {
  readonly _tag: string
  readonly value: { readonly _tag: string }
}

/**
 * A pallet.
 *
 * @category models
 */
export interface Pallet<D extends PalletDefinition> {
  readonly definition: D
  /** The name in the runtime. */
  readonly name: D["name"]
  readonly index: number
  readonly storage: Items<Part<D, "storage">>
  readonly constants: Part<D, "constants">
  /** The enumerations of its calls, events and errors; `undefined` where it has none. */
  readonly types: {
    readonly Call: Type<unknown> | undefined
    readonly Event: Type<unknown> | undefined
    readonly Error: Type<unknown> | undefined
  }
  /** A call, as `RuntimeCall` holds it. */
  readonly call: <N extends keyof Arguments<D> & string>(
    name: N,
    args: Arguments<D>[N]
  ) => { readonly _tag: D["name"]; readonly value: { readonly _tag: N } & Arguments<D>[N] }
  /** An event, to be deposited. */
  readonly event: <N extends keyof Part<D, "events"> & string>(
    name: N,
    ...payload: EventArguments<Part<D, "events">[N]>
  ) => { readonly _tag: D["name"]; readonly value: { readonly _tag: N } & Held<Part<D, "events">[N]> }
  /** An error, to fail a call with. */
  readonly error: (name: D["errors"] extends ReadonlyArray<infer N> ? N : never) => ModuleError
}

/**
 * Any pallet.
 *
 * @category models
 */
export interface AnyPallet {
  readonly definition: PalletDefinition
  readonly name: string
  readonly index: number
  /** Where its items lie; who knows the pallet knows their types too. */
  readonly storage: Readonly<Record<string, Pick<StorageItem<readonly [], unknown, unknown>, "name" | "prefix">>>
  readonly types: Pallet<PalletDefinition>["types"]
}

/**
 * The behaviour of a pallet: one function for each of its calls, none missing and none too many. `Context` is what a runtime
 * gives to calls, such as their origin and the state.
 *
 * @category models
 */
export type Dispatchables<P extends { readonly definition: PalletDefinition }, Context, Outcome> = {
  readonly [N in keyof Arguments<P["definition"]>]: (context: Context, args: Arguments<P["definition"]>[N]) => Outcome
}

/** A module error is its index in the first of four bytes. */
const errorBytes = (index: number): Hex => `0x${index.toString(16).padStart(2, "0")}000000`

/** The enumerations are told apart by the pallet's name: two instances of one crate have types of their own. */
const typesOf = ({ calls, crate, errors, eventGenerics, events, generics = ["T"], name }: PalletDefinition) => {
  const of = (params: ReadonlyArray<string>) => ({
    params: Object.fromEntries(params.map((param) => [param, undefined])),
    distinct: name
  })
  return {
    Call: calls && enumeration(`${crate}::pallet::Call`, calls as Variants, of(generics)),
    Event: events && enumeration(`${crate}::pallet::Event`, events, of(eventGenerics ?? generics)),
    Error: errors && names(`${crate}::pallet::Error`, errors, of(generics))
  }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A, name: string) => B) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]))

/** The payload of an event, as its enumeration has it. */
const held = (payload: Payload | undefined, values: ReadonlyArray<unknown>): object => {
  if (!Array.isArray(payload)) return values[0] as object
  return payload.length === 0 ? {} : { value: payload.length === 1 ? values[0] : values }
}

/**
 * A pallet of its definition.
 *
 * @category constructors
 */
export const definePallet = <const D extends PalletDefinition>(definition: D): Pallet<D> => {
  const { constants = {}, errors = [], events = {}, index, name, storage = {} } = definition
  const pallet = {
    definition,
    name,
    index,
    storage: mapValues(storage, (entry, item) => new StorageItem(name, item, entry)),
    constants,
    types: typesOf(definition),
    call: (tag: string, args: object) => ({ _tag: name, value: { _tag: tag, ...args } }),
    event: (tag: string, ...values: ReadonlyArray<unknown>) => ({
      _tag: name,
      value: { _tag: tag, ...held(events[tag], values) }
    }),
    error: (error: string): ModuleError => ({
      _tag: "Module",
      value: { index, error: errorBytes(errors.indexOf(error)) }
    })
  }
  // Built of the definition's own entries, which is what the mapped types of `Pallet` say; the compiler cannot follow `fromEntries`.
  return pallet as unknown as Pallet<D>
}
