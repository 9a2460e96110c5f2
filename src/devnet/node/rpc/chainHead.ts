/**
 * `chainHead_v1_*`: to follow the head of the chain, and to ask of the blocks that were told.
 *
 * @since 0.2.0
 */
import { hexOf } from "../Block.ts"
import { Follow } from "./follow.ts"
import type { Json } from "./Json.ts"
import { call, type Context, type Method, subscription } from "./method.ts"
import { body, runtimeCall, type Step, storageItems } from "./operations.ts"
import { bytes, either, flag, hash, hex, list, maybe, text } from "./params.ts"
import { RpcError } from "./protocol.ts"
import { query } from "./storageItems.ts"

/** As many as a node has to allow. */
const MOST_FOLLOWS = 2

const tooMany = new RpcError({ code: -32_800, text: `Only ${MOST_FOLLOWS} can follow on a connection` })
const noRuntime = new RpcError({ code: -32_802, text: "Who follows without runtimes cannot call them" })

/** How it is answered that an operation begins, or that it cannot. */
interface Started {
  readonly [name: string]: Json
  readonly result: "started" | "limitReached"
}

const limitReached: Started = { result: "limitReached" }

/** Takes in an operation that counts as many, which tells something once its id is out. */
const started = ({ after }: Context, { operations }: Follow, size: number, steps: Iterator<Step>): Started => {
  if (operations.room < size) return limitReached
  const operationId = operations.open(size, steps)
  after(() => operations.advance(operationId))
  return { result: "started", operationId }
}

const hashes = either((value) => Array.isArray(value), list(hash), hash)

const following = subscription(
  {
    subscribe: ["chainHead_v1_follow"],
    unsubscribe: ["chainHead_v1_unfollow"],
    bound: {
      most: MOST_FOLLOWS,
      full: () => {
        throw tooMany
      }
    },
    ended: () => null
  },
  "chainHead_v1_followEvent",
  [flag],
  ({ chain, follows }, [withRuntime]) =>
    ({ end, id, push }) => {
      const forget = () => void follows.delete(id)
      const follow = new Follow(chain, { id, push, withRuntime, end: () => (forget(), end()) })
      follows.set(id, follow)
      follow.begin()
      return () => {
        forget()
        follow.close()
      }
    }
)

const storage = call(
  "chainHead_v1_storage",
  [text, hash, list(query), maybe(hex)],
  (context, [id, at, queries, childTrie]) => {
    const follow = context.follows.get(id)
    if (follow === undefined) return limitReached
    const block = follow.pinned(at)
    const { room } = follow.operations
    if (room === 0) return limitReached
    const taken = queries.slice(0, room)
    // No runtime here has storages within the storage.
    const steps = storageItems(context.chain, block, childTrie === undefined ? taken : [])
    const operation = started(context, follow, taken.length, steps)
    return { ...operation, discardedItems: queries.length - taken.length }
  }
)

/**
 * The methods.
 *
 * @category methods
 */
export const chainHead: ReadonlyArray<Method> = [
  following,
  call("chainHead_v1_header", [text, hash], ({ chain, follows }, [id, at]) => {
    const block = follows.get(id)?.pinned(at)
    return block === undefined ? null : hexOf(chain.executable.header(block, block))
  }),
  call("chainHead_v1_body", [text, hash], (context, [id, at]) => {
    const follow = context.follows.get(id)
    return follow === undefined ? limitReached : started(context, follow, 1, body(follow.pinned(at)))
  }),
  call("chainHead_v1_call", [text, hash, text, bytes], (context, [id, at, method, args]) => {
    const follow = context.follows.get(id)
    if (follow === undefined) return limitReached
    if (!follow.withRuntime) throw noRuntime
    return started(context, follow, 1, runtimeCall(context.chain, follow.pinned(at), method, args))
  }),
  storage,
  call("chainHead_v1_unpin", [text, hashes], ({ follows }, [id, which]) => {
    follows.get(id)?.unpin([which].flat())
    return null
  }),
  call("chainHead_v1_continue", [text, text], ({ after, follows }, [id, operationId]) => {
    const operations = follows.get(id)?.operations
    if (operations?.resume(operationId) === true) after(() => operations.advance(operationId))
    return null
  }),
  call("chainHead_v1_stopOperation", [text, text], ({ follows }, [id, operationId]) => {
    follows.get(id)?.operations.stop(operationId)
    return null
  })
]
