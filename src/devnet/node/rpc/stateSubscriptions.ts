/**
 * Subscriptions to what is stored.
 *
 * @since 0.2.0
 */
import type { Version } from "../../runtime/runtime.ts"
import type { Hex } from "../../scale/Hex.ts"
import { isEqual, type Storage } from "../../state/Storage.ts"
import { hexOf } from "../Block.ts"
import type { Json } from "./Json.ts"
import { type Method, subscription } from "./method.ts"
import { hex, list, maybe } from "./params.ts"
import { errors, Room } from "./protocol.ts"

/** A key and what is stored under it, as JSON-RPC says it. */
type Stored = readonly [key: Hex, value: Hex | null]

const storedJson = (key: Hex, value: Uint8Array | undefined): Stored => [key, value === undefined ? null : hexOf(value)]

/** Quotes, commas and brackets of a key and a value, and `0x`, or `null`. */
const PUNCTUATION = 10

/**
 * What is stored under all of the keys, if it is not too much to be told.
 *
 * @category accessors
 */
export const storedOf = (storage: Storage, keys: Iterable<Hex>, room: Room): ReadonlyArray<Stored> => {
  const stored: Array<Stored> = []
  for (const key of keys) {
    const value = storage.get(key)
    room.take(key.length + 2 * (value?.length ?? 0) + PUNCTUATION)
    stored.push(storedJson(key, value))
  }
  return stored
}

/**
 * What was stored under keys when it was looked at before. The bytes are those of the storage, whoever else knows them.
 *
 * @category models
 */
export type Known = Map<Hex, Uint8Array | undefined>

const isKnown = (known: Known, key: Hex, value: Uint8Array | undefined): boolean => {
  const before = known.get(key)
  if (before === undefined || value === undefined) return before === value && known.has(key)
  return isEqual(before, value)
}

/**
 * What is stored under keys now and was not when it was looked at before.
 *
 * @category accessors
 */
export const changesOf = (storage: Storage, keys: Iterable<Hex>, known: Known): ReadonlyArray<Stored> => {
  const changes: Array<Stored> = []
  for (const key of keys) {
    const value = storage.get(key)
    if (!isKnown(known, key, value)) changes.push(storedJson(key, value))
    known.set(key, value)
  }
  return changes
}

/**
 * First what is stored under all keys, then what has changed.
 *
 * @category methods
 */
export const storageSubscription: Method = subscription(
  { subscribe: ["state_subscribeStorage"], unsubscribe: ["state_unsubscribeStorage"] },
  "state_storage",
  [maybe(list(hex))],
  ({ chain, limits, watchedKeys }, [asked]) => {
    // All of a state is for the operator alone, and no client asks for it.
    if (asked === undefined) throw errors.unsafe
    const keys = new Set(asked)
    watchedKeys.reserve(keys.size)
    // What is told first is told in full, and has to fit.
    storedOf(chain.stateAt().storage, keys, new Room(limits))
    const known: Known = new Map()
    return ({ push }) => {
      const tell = (block: Hex) => {
        const changes = changesOf(chain.stateAt(block).storage, keys, known)
        if (changes.length > 0) push({ block, changes })
      }
      tell(chain.head.hash)
      const stop = chain.listen((event) => {
        if ((event._tag === "Best" || event._tag === "Written") && event.block.state !== undefined)
          tell(event.block.hash)
      })
      const forget = watchedKeys.add(keys.size)
      return () => {
        stop()
        forget()
      }
    }
  }
)

/**
 * The version of the runtime, which stays as it is.
 *
 * @category methods
 */
export const versionSubscription = (versionJson: (version: Version) => Json): Method =>
  subscription(
    {
      subscribe: ["state_subscribeRuntimeVersion", "chain_subscribeRuntimeVersion"],
      unsubscribe: ["state_unsubscribeRuntimeVersion", "chain_unsubscribeRuntimeVersion"]
    },
    "state_runtimeVersion",
    [],
    ({ chain }) =>
      ({ push }) => {
        push(versionJson(chain.executable.runtime.version))
        return () => {}
      }
  )
