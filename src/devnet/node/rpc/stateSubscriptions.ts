/**
 * Subscriptions to what is stored.
 *
 * @since 0.2.0
 */
import type { Version } from "../../runtime/runtime.ts"
import type { Hex } from "../../scale/Hex.ts"
import type { Storage } from "../../state/Storage.ts"
import { hexOf } from "../Block.ts"
import type { Json } from "./Json.ts"
import { type Method, subscription } from "./method.ts"
import { hex, list, maybe } from "./params.ts"
import { errors } from "./protocol.ts"

/**
 * What is stored under keys now and was not when it was looked at before.
 *
 * @category accessors
 */
export const changesOf = (
  storage: Storage,
  keys: Iterable<Hex>,
  known: Map<Hex, string | null>
): ReadonlyArray<readonly [Hex, string | null]> => {
  const changes: Array<readonly [Hex, string | null]> = []
  for (const key of keys) {
    const stored = storage.get(key)
    const value = stored === undefined ? null : hexOf(stored)
    if (known.get(key) !== value) changes.push([key, value])
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
  ({ chain }, [keys]) => {
    // All of a state is for the operator alone, and no client asks for it.
    if (keys === undefined) throw errors.unsafe
    const known = new Map<Hex, string | null>()
    return ({ push }) => {
      const tell = (block: Hex) => {
        const changes = changesOf(chain.stateAt(block).storage, keys, known)
        if (changes.length > 0) push({ block, changes })
      }
      tell(chain.head.hash)
      return chain.listen((event) => {
        if ((event._tag === "Best" || event._tag === "Written") && event.block.state !== undefined)
          tell(event.block.hash)
      })
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
