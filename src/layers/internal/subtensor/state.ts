/** What is stored, and what the runtime makes of it. */
import { Effect, Option, Result, Schema, Stream } from "effect"
import { BadArgument, ChainError, Undecodable } from "../../../services/ChainError.ts"
import type { ChainValue, Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Core, ReadOptions } from "../../../services/subtensor/Core.ts"
import type { Blocks } from "./blocks.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import { following, patiently } from "./rpc/following.ts"
import { decoderOf } from "./rpc/headers.ts"
import type { Link } from "./rpc/Link.ts"
import type { Codec } from "./runtime/Codec.ts"
import { eventsOf } from "./runtime/events.ts"
import { type At, make as makeRuntimeApi } from "./runtimeApi.ts"
import type { Runtimes } from "./runtime/Runtimes.ts"
import { decodeChanges, make as makeStored, PAGE } from "./stored.ts"

const decodeKeys = decoderOf("a page of keys", Schema.Array(Schema.String))
/** Big integers and circles are none. */
const isJson = (params: ReadonlyArray<unknown>): boolean => {
  try {
    return JSON.stringify(params) !== undefined
  } catch {
    return false
  }
}

type State = Pick<
  Core,
  | "runtime"
  | "events"
  | "query"
  | "queryMany"
  | "entries"
  | "changes"
  | "constant"
  | "runtimeCall"
  | "runtimeAnswer"
  | "rpc"
>

/** The item, and its key in the storage; all keys have to be there. */
const located = (codec: Codec, pallet: string, item: string, keys: ReadonlyArray<ChainValue>) =>
  Effect.gen(function* () {
    const storage = yield* Effect.fromResult(codec.storage(pallet, item))
    if (keys.length < storage.arity) {
      const detail = `it has ${storage.arity} keys, ${keys.length} were given; 'entries' reads all that begin alike`
      return yield* new ChainError({ reason: new BadArgument({ item: `${pallet}.${item}`, detail }) })
    }
    return { storage, key: yield* Effect.fromResult(storage.key(keys)) }
  })

/** Reads a chain's state. */
export const make = (link: Link, blocks: Blocks, runtimes: Runtimes): State => {
  const at = ({ block, deadline }: ReadOptions = {}): Effect.Effect<At, ChainError> =>
    block === undefined
      ? Effect.map(runtimes.current, (codec) => ({ codec, hash: undefined }))
      : Effect.flatMap(blocks.header(block, deadline), (header) =>
          Effect.map(runtimes.at(header), (codec) => ({ codec, hash: header.hash }))
        )

  /**
   * Looks at the state of a block. What is looked at without one may be that of another node, or of a new runtime, by the time that it
   * is answered: what was read with the names and types of the one before is read again.
   */
  const look = <A>(options: ReadOptions | undefined, read: (state: At) => Effect.Effect<A, ChainError>) => {
    const looked: Effect.Effect<A, ChainError> = Effect.flatMap(at(options), (state) =>
      state.hash !== undefined
        ? read(state)
        : Effect.flatMap(Effect.result(read(state)), (result) =>
            Effect.flatMap(runtimes.current, (now) => (now === state.codec ? Effect.fromResult(result) : looked))
          )
    )
    return looked
  }

  const ask = (
    method: string,
    params: ReadonlyArray<unknown>,
    { hash }: Pick<At, "hash">
  ): Effect.Effect<unknown, ChainError> =>
    Effect.catchTag(link.ask(method, hash === undefined ? params : [...params, hash]), "RpcFault", (fault) =>
      Effect.fail(chainErrorOf(fault, hash))
    )
  const stored = makeStored(ask)

  /** A read of several questions takes no longer than one of them may. */
  const timed = <A>(item: string, options: ReadOptions | undefined, read: Effect.Effect<A, ChainError>) =>
    link.within(read, item, options?.deadline)

  const query = (pallet: string, item: string, keys: ReadonlyArray<ChainValue> = [], options?: ReadOptions) =>
    timed(
      `${pallet}.${item}`,
      options,
      look(options, (state) =>
        Effect.gen(function* () {
          const { key, storage } = yield* located(state.codec, pallet, item, keys)
          return yield* Effect.fromResult(storage.value((yield* stored.one(key, state)) ?? undefined))
        })
      )
    )

  /** A block to look at for as long as pages are read: what changes in between would be mixed with what does not. */
  const pinned = (options?: ReadOptions): Effect.Effect<ReadOptions, ChainError> =>
    options?.block === undefined
      ? Effect.map(blocks.head, ({ hash }) => ({ ...options, block: hash }))
      : Effect.succeed(options)

  const queryMany = (
    pallet: string,
    item: string,
    keys: ReadonlyArray<ReadonlyArray<ChainValue>>,
    options?: ReadOptions
  ) =>
    timed(
      `${pallet}.${item}`,
      options,
      Effect.flatMap(keys.length > PAGE ? pinned(options) : Effect.succeed(options), (where) =>
        look(where, (state) =>
          Effect.gen(function* () {
            const places = yield* Effect.forEach(keys, (one) => located(state.codec, pallet, item, one))
            const wanted = places.map(({ key }) => key)
            const found = yield* stored.many(`${pallet}.${item}`, wanted, state)
            return yield* Effect.forEach(places, ({ key, storage }) =>
              Effect.fromResult(storage.value(found.get(key) ?? undefined))
            )
          })
        )
      )
    )

  /** Keys of an item behind one of them, in their order. A node that gives what was asked for already would be asked for ever. */
  const keysAfter = (item: string, prefix: string, after: string | undefined, state: At) =>
    Effect.gen(function* () {
      // Without a key to begin behind, a node begins with the prefix, which may be a key itself.
      const json = yield* ask("state_getKeysPaged", [prefix, PAGE, after ?? null], state)
      const keys = yield* Effect.fromResult(decodeKeys(json))
      const isInOrder = keys.every((key, index) => key.startsWith(prefix) && key > (keys[index - 1] ?? after ?? ""))
      if (isInOrder && keys.length <= PAGE) return keys
      return yield* new ChainError({ reason: new Undecodable({ item, detail: "a page of keys is none of this item" }) })
    })

  const entries = (pallet: string, item: string, prefix: ReadonlyArray<ChainValue> = [], options?: ReadOptions) => {
    const name = `${pallet}.${item}`
    const opened = Effect.gen(function* () {
      const state = yield* at(yield* pinned(options))
      const storage = yield* Effect.fromResult(state.codec.storage(pallet, item))
      return { state, storage, start: yield* Effect.fromResult(storage.key(prefix)) }
    })
    const pageAfter = (after: string | undefined, { start, state, storage }: Effect.Success<typeof opened>) =>
      Effect.gen(function* () {
        const keys = yield* keysAfter(name, start, after, state)
        const found = yield* stored.many(name, keys, state)
        const page = yield* Effect.forEach(keys, (key) =>
          Effect.fromResult(Result.all([storage.keysOf(key), storage.value(found.get(key) ?? undefined)] as const))
        )
        return [page, Option.fromUndefinedOr(keys.length === PAGE ? keys.at(-1) : undefined)] as const
      })
    return Stream.unwrap(
      Effect.map(timed(name, options, opened), (from) =>
        Stream.paginate<string | undefined, readonly [ReadonlyArray<ChainValue>, ChainValue], ChainError, never>(
          undefined,
          (after) => timed(name, options, pageAfter(after, from))
        )
      )
    )
  }

  const changes = (pallet: string, item: string, keys: ReadonlyArray<ChainValue> = []) => {
    const resumed = patiently(link)
    const place = Effect.flatMap(resumed(timed(`${pallet}.${item}`, undefined, at())), ({ codec }) =>
      located(codec, pallet, item, keys)
    )
    /** How high a block is; nobody may know it any more. */
    const heightOf = (hash: string) =>
      resumed(blocks.header(hash as Hex)).pipe(
        Effect.map(({ number }) => number),
        Effect.catchIf(
          ({ reason }) => reason._tag === "BlockUnavailable",
          () => Effect.succeed(Number.POSITIVE_INFINITY)
        )
      )
    return Stream.suspend(() => {
      let last: string | null | undefined
      let height = 0
      const subscribe = Effect.flatMap(place, ({ key }) =>
        link.subscribe("state_subscribeStorage", "state_unsubscribeStorage", [[key]])
      )
      const news = (json: unknown) =>
        Effect.gen(function* () {
          const { key, storage } = yield* place
          const [set] = yield* Effect.fromResult(decodeChanges([json]))
          const change = set?.changes.find(([changed]) => changed === key)
          // A new connection tells what there is, which may be what there was.
          if (set === undefined || change === undefined || change[1] === last) return []
          // Another node may be behind: what it still has was told before.
          const now = yield* heightOf(set.block)
          if (now < height) return []
          ;[last, height] = [change[1], Number.isFinite(now) ? now : height]
          return [yield* Effect.fromResult(storage.value(change[1] ?? undefined))]
        })
      return Stream.flattenIterable(Stream.mapEffect(following(link, subscribe), news))
    })
  }

  const events = (options?: ReadOptions) =>
    look(options, (state) =>
      Effect.gen(function* () {
        const { key, storage } = yield* located(state.codec, "System", "Events", [])
        const value = storage.value((yield* stored.one(key, state)) ?? undefined)
        return yield* Effect.fromResult(Result.flatMap(value, eventsOf))
      })
    )

  const rpc: State["rpc"] = (method, params = [], options) =>
    isJson(params)
      ? Effect.catchTag(link.within(link.ask(method, params), method, options?.deadline), "RpcFault", (fault) =>
          Effect.fail(chainErrorOf(fault))
        )
      : Effect.fail(new ChainError({ reason: new BadArgument({ item: method, detail: "its parameters are no JSON" }) }))

  return {
    runtime: (options) =>
      timed(
        "the runtime",
        options,
        Effect.map(at(options), ({ codec }) => codec.info)
      ),
    events: (options) => timed("System.Events", options, events(options)),
    constant: (pallet, name, options) =>
      timed(
        `${pallet}.${name}`,
        options,
        Effect.flatMap(at(options), ({ codec }) => Effect.fromResult(codec.constant(pallet, name)))
      ),
    rpc,
    ...makeRuntimeApi(link, look),
    // The types of common items are those of every runtime's metadata, which a test holds.
    query: query as Core["query"],
    queryMany: queryMany as Core["queryMany"],
    entries: entries as Core["entries"],
    changes: changes as Core["changes"]
  }
}
