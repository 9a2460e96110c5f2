/** What is stored, and what the runtime makes of it. */
import { Effect, Option, Result, Schema, Stream } from "effect"
import { BadArgument, ChainError, Undecodable } from "../../../services/ChainError.ts"
import type { ChainValue, Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Core, ReadOptions } from "../../../services/subtensor/Core.ts"
import type { Blocks } from "./blocks.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import { decoderOf } from "./rpc/headers.ts"
import type { Link } from "./rpc/Link.ts"
import type { Codec, StorageCodec } from "./runtime/Codec.ts"
import { eventsOf } from "./runtime/events.ts"
import { make as makeRuntimeApi } from "./runtimeApi.ts"
import type { Runtimes } from "./runtime/Runtimes.ts"

/** Keys that are asked for at once: what nodes give of them. */
const PAGE = 1000

const HexOrNull = Schema.NullOr(Schema.String.check(Schema.isPattern(/^0x(?:[0-9a-f]{2})*$/)))
const decodeStored = decoderOf("what is stored", HexOrNull)
const decodeKeys = decoderOf("a page of keys", Schema.Array(Schema.String))
const decodeChanges = decoderOf(
  "a page of what is stored",
  Schema.Array(Schema.Struct({ block: Schema.String, changes: Schema.Array(Schema.Tuple([Schema.String, HexOrNull])) }))
)

/** A runtime, and the block whose state is looked at, unless it is whatever is the last one. */
interface At {
  readonly codec: Codec
  readonly hash: Hex | undefined
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

  const ask = (
    method: string,
    params: ReadonlyArray<unknown>,
    { hash }: Pick<At, "hash">,
    { deadline }: ReadOptions = {}
  ): Effect.Effect<unknown, ChainError> =>
    Effect.catchTag(link.ask(method, hash === undefined ? params : [...params, hash], deadline), "RpcFault", (fault) =>
      Effect.fail(chainErrorOf(fault, hash))
    )

  const query = (pallet: string, item: string, keys: ReadonlyArray<ChainValue> = [], options?: ReadOptions) =>
    Effect.gen(function* () {
      const state = yield* at(options)
      const { key, storage } = yield* located(state.codec, pallet, item, keys)
      const stored = yield* Effect.fromResult(decodeStored(yield* ask("state_getStorage", [key], state, options)))
      return yield* Effect.fromResult(storage.value(stored ?? undefined))
    })

  /** What is stored under many keys at one block. */
  const stored = (keys: ReadonlyArray<string>, state: At, options?: ReadOptions) =>
    Effect.gen(function* () {
      const found = new Map<string, string>()
      for (let first = 0; first < keys.length; first += PAGE) {
        const page = keys.slice(first, first + PAGE)
        const sets = yield* Effect.fromResult(decodeChanges(yield* ask("state_queryStorageAt", [page], state, options)))
        for (const { changes } of sets) for (const [key, value] of changes) if (value !== null) found.set(key, value)
      }
      return found
    })

  const queryMany = (
    pallet: string,
    item: string,
    keys: ReadonlyArray<ReadonlyArray<ChainValue>>,
    options?: ReadOptions
  ) =>
    Effect.gen(function* () {
      const state = yield* at(options)
      const places = yield* Effect.forEach(keys, (one) => located(state.codec, pallet, item, one))
      const found = yield* stored(
        places.map(({ key }) => key),
        state,
        options
      )
      return yield* Effect.forEach(places, ({ key, storage }) => Effect.fromResult(storage.value(found.get(key))))
    })

  /** A block to look at for as long as pages are read: what changes in between would be mixed with what does not. */
  const pinned = (options?: ReadOptions) =>
    options?.block === undefined
      ? Effect.flatMap(blocks.head, ({ hash }) => at({ ...options, block: hash }))
      : at(options)

  const pageOf = (storage: StorageCodec, keys: ReadonlyArray<string>, state: At, options?: ReadOptions) =>
    Effect.gen(function* () {
      const found = yield* stored(keys, state, options)
      return yield* Effect.forEach(keys, (key) =>
        Effect.fromResult(Result.all([storage.keysOf(key), storage.value(found.get(key))] as const))
      )
    })

  const entries = (pallet: string, item: string, prefix: ReadonlyArray<ChainValue> = [], options?: ReadOptions) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const state = yield* pinned(options)
        const storage = yield* Effect.fromResult(state.codec.storage(pallet, item))
        const start = yield* Effect.fromResult(storage.key(prefix))
        // Keys are told that come after one: of the first page it is none, as what they begin with may be a key itself.
        const next = (after: string | null) =>
          Effect.gen(function* () {
            const json = yield* ask("state_getKeysPaged", [start, PAGE, after], state, options)
            const keys = yield* Effect.fromResult(decodeKeys(json))
            const last = keys.at(-1)
            // A node that gives what was asked for already would be asked for ever.
            if (keys.some((key) => !key.startsWith(start)) || (last !== undefined && after !== null && last <= after)) {
              const detail = "a page of keys is none of this item"
              return yield* new ChainError({ reason: new Undecodable({ item: `${pallet}.${item}`, detail }) })
            }
            const page = yield* pageOf(storage, keys, state, options)
            return [page, keys.length === PAGE ? last : undefined] as const
          })
        return Stream.paginate<string | null, readonly [ReadonlyArray<ChainValue>, ChainValue], ChainError, never>(
          null,
          (after) =>
            Effect.map(
              next(after),
              ([page, more]) => [page, more === undefined ? Option.none() : Option.some(more)] as const
            )
        )
      })
    )

  const changes = (pallet: string, item: string, keys: ReadonlyArray<ChainValue> = []) => {
    const once = Stream.unwrap(
      Effect.gen(function* () {
        const { codec } = yield* at()
        const { key } = yield* located(codec, pallet, item, keys)
        const told = yield* link.subscribe("state_subscribeStorage", "state_unsubscribeStorage", [[key]])
        return Stream.map(Stream.fromQueue(told), (json) => ({ json, key }))
      })
    )
    return Stream.suspend(() => {
      let last: string | null | undefined
      return once.pipe(
        Stream.mapEffect(({ json, key }) =>
          Effect.gen(function* () {
            const [set] = yield* Effect.fromResult(decodeChanges([json]))
            const value = set?.changes.find(([changed]) => changed === key)?.[1] ?? null
            // A new connection tells what there is, which may be what there was.
            if (value === last) return []
            last = value
            const { codec } = yield* at()
            const { storage } = yield* located(codec, pallet, item, keys)
            return [yield* Effect.fromResult(storage.value(value ?? undefined))]
          })
        ),
        Stream.flattenIterable,
        Stream.catchTag("Lost", () => Stream.empty),
        Stream.forever
      )
    })
  }

  return {
    runtime: (options) => Effect.map(at(options), ({ codec }) => codec.info),
    events: (options) =>
      Effect.gen(function* () {
        const state = yield* at(options)
        const { key, storage } = yield* located(state.codec, "System", "Events", [])
        const json = yield* ask("state_getStorage", [key], state, options)
        const value = storage.value((yield* Effect.fromResult(decodeStored(json))) ?? undefined)
        return yield* Effect.fromResult(Result.flatMap(value, eventsOf))
      }),
    constant: (pallet, name, options) =>
      Effect.flatMap(at(options), ({ codec }) => Effect.fromResult(codec.constant(pallet, name))),
    rpc: (method, params = [], options) =>
      Effect.catchTag(link.ask(method, params, options?.deadline), "RpcFault", (fault) =>
        Effect.fail(chainErrorOf(fault))
      ),
    ...makeRuntimeApi(link, at),
    // The types of common items are those of every runtime's metadata, which a test holds.
    query: query as Core["query"],
    queryMany: queryMany as Core["queryMany"],
    entries: entries as Core["entries"],
    changes: changes as Core["changes"]
  }
}
