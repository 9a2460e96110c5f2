/**
 * Reads by what somebody wants to know: what is stored and what runtime APIs answer, in the library's own types.
 *
 * A read is a function of the chain, of what is asked about, and of the options. One thing that is asked about is given as it is, several
 * by their names, as two addresses in a row are soon the wrong way round.
 *
 * @since 0.2.0
 */
import { Effect, type Result, Stream } from "effect"
import type { FromRuntime } from "../../../protocol/chain/fromRuntime.ts"
import type { LayoutError } from "../../../protocol/chain/LayoutError.ts"
import { decodeValue } from "../../../protocol/internal/chain/decode.ts"
import { account, compactU64, type Field, listOf, pairOf } from "../../../protocol/internal/chain/fields.ts"
import { Mismatch } from "../../../protocol/internal/chain/Mismatch.ts"
import { Alpha, Rao } from "../../../protocol/Money.ts"
import { storageIndex } from "../../../protocol/Weights.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { BadArgument, ChainError, NotInRuntime, Undecodable } from "../../ChainError.ts"
import type { ChainValue, Hex } from "../ChainValue.ts"
import type { BlockRef, Core, ReadOptions, RuntimeInfo } from "../Core.ts"

/**
 * A read as the method of a chain.
 *
 * @category models
 */
export type MethodOf<Read> = Read extends (chain: Core, ...args: infer Args) => infer A ? (...args: Args) => A : never

/**
 * Amounts of TAO in rao, of integers of up to 64 bits.
 *
 * @category fields
 */
export const rao: Field<Rao> = { take: (value) => Rao(compactU64.take(value)) }

/**
 * Amounts of alpha in its smallest unit, of integers of up to 64 bits.
 *
 * @category fields
 */
export const alpha: Field<Alpha> = { take: (value) => Alpha(compactU64.take(value)) }

/**
 * Any value, as the metadata has it.
 *
 * @category fields
 */
export const anything: Field<ChainValue> = { take: (value) => value as ChainValue }

/**
 * Bytes of a fixed number, such as a hash: hex.
 *
 * @category fields
 */
export const hex: Field<Hex> = {
  take: (value) => {
    if (typeof value !== "string" || !value.startsWith("0x")) throw new Mismatch("bytes in hex were expected")
    return value as Hex
  }
}

/**
 * A number for each uid: a list of them as a typed array.
 *
 * @category fields
 */
export const column = (field: Field<number>): Field<Float64Array> =>
  as(listOf(field), (values) => Float64Array.from(values))

/**
 * A list of pairs, each key of which comes once.
 *
 * @category fields
 */
export const mapOf = <K, A>(key: Field<K>, value: Field<A>): Field<ReadonlyMap<K, A>> =>
  as(listOf(pairOf(key, value)), (pairs) => new Map(pairs))

/**
 * Another form of a field.
 *
 * @category fields
 */
export const as = <A, B>({ take }: Field<A>, form: (value: A) => B): Field<B> => ({
  take: (value) => form(take(value))
})

/** The account of 32 zeros, which items without an entry hold. */
const NOBODY = Ss58.encode(new Uint8Array(32))

/**
 * An account; `undefined` where the chain has that of nobody.
 *
 * @category fields
 */
export const somebody: Field<Ss58.Ss58 | undefined> = as(account, (found) => (found === NOBODY ? undefined : found))

/** `Tempo` is an item of SubtensorModule, `System.Account` one of another pallet. */
const placeOf = (item: string): readonly [pallet: string, name: string] => {
  const [pallet = "", name] = item.split(".")
  return name === undefined ? ["SubtensorModule", pallet] : [pallet, name]
}

/**
 * What a decoder made of an answer, or why it could not.
 *
 * @category decoding
 */
export const laidOut = <A>(item: string, result: Result.Result<A, LayoutError>): Effect.Effect<A, ChainError> =>
  Effect.mapError(Effect.fromResult(result), ({ detail, offset, path = "" }) => {
    const place = offset === undefined ? path : `byte ${offset}`
    const reason = new Undecodable({ item, detail: place === "" ? detail : `${place}: ${detail}` })
    return new ChainError({ reason })
  })

/**
 * What an item of storage holds.
 *
 * @category reads
 */
export const stored = <A>(
  chain: Core,
  item: string,
  keys: ReadonlyArray<ChainValue>,
  { take }: Field<A>,
  options?: ReadOptions
): Effect.Effect<A, ChainError> => {
  const [pallet, name] = placeOf(item)
  return Effect.flatMap(chain.query(pallet, name, keys, options), (value) =>
    laidOut(`${pallet}.${name}`, decodeValue(name, value, take))
  )
}

/**
 * What an item holds under each of many keys, in their order: one round trip.
 *
 * @category reads
 */
export const storedMany = <A>(
  chain: Core,
  item: string,
  keys: ReadonlyArray<ReadonlyArray<ChainValue>>,
  { take }: Field<A>,
  options?: ReadOptions
): Effect.Effect<ReadonlyArray<A>, ChainError> => {
  const [pallet, name] = placeOf(item)
  return Effect.flatMap(chain.queryMany(pallet, name, keys, options), (values) =>
    laidOut(
      `${pallet}.${name}`,
      decodeValue(name, values, () => values.map(take))
    )
  )
}

/**
 * All that an item holds, or what it holds under the first of its keys, by the last of them. Numbers ascend; all other keys come in the
 * order of the storage.
 *
 * @category reads
 */
export const listed = <K, A>(
  chain: Core,
  item: string,
  prefix: ReadonlyArray<ChainValue>,
  key: Field<K>,
  value: Field<A>,
  options?: ReadOptions
): Effect.Effect<ReadonlyMap<K, A>, ChainError> => {
  const [pallet, name] = placeOf(item)
  return Effect.flatMap(Stream.runCollect(chain.entries(pallet, name, prefix, options)), (entries) =>
    laidOut(
      `${pallet}.${name}`,
      decodeValue(name, entries, () => {
        const taken = entries.map(([keys, held]) => [key.take(keys.at(-1)), value.take(held)] as const)
        return new Map(taken.toSorted(([one], [other]) => Number(one) - Number(other) || 0))
      })
    )
  )
}

/**
 * What a constant is.
 *
 * @category reads
 */
export const constantOf = <A>(
  chain: Core,
  item: string,
  { take }: Field<A>,
  options?: ReadOptions
): Effect.Effect<A, ChainError> => {
  const [pallet, name] = placeOf(item)
  return Effect.flatMap(chain.constant(pallet, name, options), (value) => laidOut(item, decodeValue(name, value, take)))
}

/**
 * A read of an item that there is one of.
 *
 * @category constructors
 */
export const whole =
  <A>(item: string, field: Field<A>) =>
  (chain: Core, options?: ReadOptions): Effect.Effect<A, ChainError> =>
    stored(chain, item, [], field, options)

/**
 * A read of an item that each subnet has.
 *
 * @category constructors
 */
export const ofSubnet =
  <A>(item: string, field: Field<A>) =>
  (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<A, ChainError> =>
    stored(chain, item, [netuid], field, options)

/**
 * A read of an item that each account has.
 *
 * @category constructors
 */
export const ofAccount =
  <A>(item: string, field: Field<A>) =>
  (chain: Core, address: string, options?: ReadOptions): Effect.Effect<A, ChainError> =>
    stored(chain, item, [address], field, options)

/**
 * What is asked about, by its names.
 *
 * @category models
 */
export interface Keys {
  readonly netuid: number
  readonly uid: number
  readonly hotkey: string
  readonly coldkey: string
}

/**
 * A place in a subnet.
 *
 * @category models
 */
export type Place = Pick<Keys, "netuid" | "uid">

/**
 * A hotkey in a subnet.
 *
 * @category models
 */
export type HotkeyIn = Pick<Keys, "netuid" | "hotkey">

/**
 * A read of an item of several keys, which are given by their names.
 *
 * @category constructors
 */
export const by =
  <const Names extends ReadonlyArray<keyof Keys>, A>(names: Names, item: string, field: Field<A>) =>
  (chain: Core, keys: Pick<Keys, Names[number]>, options?: ReadOptions): Effect.Effect<A, ChainError> =>
    stored(
      chain,
      item,
      names.map((name: Names[number]) => keys[name]),
      field,
      options
    )

/**
 * How an answer of a runtime API is read: from the bytes of before dTAO, and from the value that metadata makes of later ones.
 *
 * @category models
 */
export interface Answer<A> {
  /** Absent for what there was not before dTAO. */
  readonly bytes?: (bytes: Uint8Array, runtime: RuntimeInfo) => Result.Result<A, LayoutError>
  readonly value: FromRuntime<A>
}

/**
 * The answer that is a field, which there was not before dTAO.
 *
 * @category constructors
 */
export const sinceDTao = <A>(structure: string, { take }: Field<A>): Answer<A> => ({
  value: (value) => decodeValue(structure, value, take)
})

/** From this spec version on runtime APIs answer values; before, bytes within bytes (chain-client.md §5.1). */
const TYPED = 233

/**
 * What a method of a runtime API answers, in any era.
 *
 * @category reads
 */
export const answered = <A>(
  chain: Core,
  item: string,
  args: ReadonlyArray<ChainValue>,
  { bytes, value }: Answer<A>,
  options?: ReadOptions
): Effect.Effect<A, ChainError> => {
  const [api, method] = placeOf(item)
  return Effect.gen(function* () {
    const runtime = yield* chain.runtime(options)
    if (runtime.specVersion >= TYPED) {
      return yield* laidOut(item, value(yield* chain.runtimeCall(api, method, args, options)))
    }
    if (bytes !== undefined) {
      return yield* laidOut(item, bytes(yield* chain.runtimeAnswer(api, method, args, options), runtime))
    }
    // The first dTAO chain has some of it, in forms that no other chain has.
    yield* firstOf(runtime, "runtime API", [item])
    const detail = `the bytes that the runtime of spec version ${runtime.specVersion} answers are of no known form`
    return yield* new ChainError({ reason: new Undecodable({ item, detail }) })
  })
}

/**
 * An account as an argument of a runtime API: every era takes the 32 bytes of its key.
 *
 * @category constructors
 */
export const keyOf = (argument: string, address: string): Effect.Effect<Uint8Array, ChainError> =>
  Effect.mapError(Effect.fromResult(Ss58.decodePublicKey(address)), ({ message }) => bad(argument, message))

/**
 * An argument is none of what is asked for.
 *
 * @category errors
 */
export const bad = (item: string, detail: string): ChainError =>
  new ChainError({ reason: new BadArgument({ item, detail }) })

/**
 * The first of these that a runtime has; if it has none, the error names the first.
 *
 * @category combinators
 */
export const firstOf = (
  { has, specVersion }: RuntimeInfo,
  kind: "storage" | "runtime API",
  items: readonly [string, ...ReadonlyArray<string>]
): Effect.Effect<string, ChainError> => {
  const found = items.find((item) => has(kind, ...placeOf(item)))
  if (found !== undefined) return Effect.succeed(found)
  return Effect.fail(
    new ChainError({ reason: new NotInRuntime({ item: placeOf(items[0]).join("."), kind, specVersion }) })
  )
}

/**
 * The number that a mechanism of a subnet has among the subnets (chain-client.md §7.6).
 *
 * @category combinators
 */
export const mechanismOf = (netuid: number, mechid?: number): Effect.Effect<number, ChainError> =>
  Effect.try({
    try: () => storageIndex(netuid, mechid),
    catch: (error) => bad("mechid", error instanceof RangeError ? error.message : String(error))
  })

/**
 * The number of the block that is asked about.
 *
 * @category reads
 */
export const blockNumber = (chain: Core, { block }: ReadOptions = {}): Effect.Effect<number, ChainError> =>
  typeof block === "number"
    ? Effect.succeed(block)
    : Effect.map(block === undefined ? chain.head : chain.header(block), ({ number }) => number)

/**
 * The same options, with a block: for what one question alone cannot answer, so that all answers are of the same state.
 *
 * @category combinators
 */
export const pinned = (
  chain: Core,
  options: ReadOptions = {}
): Effect.Effect<ReadOptions & { readonly block: BlockRef }, ChainError> =>
  options.block === undefined
    ? Effect.map(chain.head, ({ hash: block }) => ({ ...options, block }))
    : Effect.succeed({ ...options, block: options.block })

/**
 * At once: what is asked together travels together.
 *
 * @category combinators
 */
export const together = <const Effects extends ReadonlyArray<Effect.Effect<unknown, ChainError>>>(effects: Effects) =>
  Effect.all(effects, { concurrency: "unbounded" })
