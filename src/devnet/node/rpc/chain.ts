/**
 * `chain_*`: blocks and headers.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { type Block, hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import type { ChainEvent } from "../Events.ts"
import type { Json } from "./Json.ts"
import { call, type Context, type Method, type Start, subscription } from "./method.ts"
import { blockNumber, hash, maybe } from "./params.ts"
import { type Limits, Room } from "./protocol.ts"

/**
 * A header as JSON-RPC says it.
 *
 * @category encoding
 */
export const headerJson = ({ digest, extrinsics_root, number, parent_hash, state_root }: Block) => ({
  parentHash: parent_hash,
  number: `0x${number.toString(16)}`,
  stateRoot: state_root,
  extrinsicsRoot: extrinsics_root,
  digest: { logs: digest.map(hexOf) }
})

const blockOf = (chain: Chain, at: Hex | undefined): Block | undefined =>
  at === undefined ? chain.head : chain.block(at)

/** `null` and a comma: less than this none of the hashes of a list takes. */
const LEAST = 5

/** One number, or a list of them: each is answered in its place. Lists within are none that a node reads. */
const hashesOf = (chain: Chain, value: unknown, limits: Limits): Json => {
  if (value === undefined || value === null) return chain.head.hash
  if (!Array.isArray(value)) return chain.hashAt(blockNumber(value)) ?? null
  const room = new Room(limits)
  return value.map((one) => {
    const hash = chain.hashAt(blockNumber(one)) ?? null
    room.take(hash?.length ?? LEAST)
    return hash
  })
}

/** Tells headers: one at once, and that of each event. */
const heads =
  ({ chain }: Context, current: (chain: Chain) => Block, tag: Exclude<ChainEvent["_tag"], "Sealing">): Start =>
  ({ push }) => {
    push(headerJson(current(chain)))
    return chain.listen((event) => {
      if (event._tag === tag) push(headerJson(event.block))
    })
  }

const best = (chain: Chain) => chain.head
const finalized = (chain: Chain) => chain.finalized

/**
 * The methods.
 *
 * @category methods
 */
export const chain: ReadonlyArray<Method> = [
  call(["chain_getBlockHash", "chain_getHead"], [(value) => value], ({ chain, limits }, [number]) =>
    hashesOf(chain, number, limits)
  ),
  call("chain_getHeader", [maybe(hash)], ({ chain }, [at]) => {
    const block = blockOf(chain, at)
    return block === undefined ? null : headerJson(block)
  }),
  call("chain_getBlock", [maybe(hash)], ({ chain }, [at]) => {
    const block = blockOf(chain, at)
    if (block === undefined) return null
    return { block: { header: headerJson(block), extrinsics: block.extrinsics.map(hexOf) }, justifications: null }
  }),
  call(["chain_getFinalizedHead", "chain_getFinalisedHead"], [], ({ chain }) => chain.finalized.hash),
  subscription(
    {
      subscribe: ["chain_subscribeNewHeads", "chain_subscribeNewHead", "subscribe_newHead"],
      unsubscribe: ["chain_unsubscribeNewHeads", "chain_unsubscribeNewHead", "unsubscribe_newHead"]
    },
    "chain_newHead",
    [],
    (context) => heads(context, best, "Best")
  ),
  subscription(
    { subscribe: ["chain_subscribeAllHeads"], unsubscribe: ["chain_unsubscribeAllHeads"] },
    "chain_allHead",
    [],
    (context) => heads(context, best, "Imported")
  ),
  subscription(
    {
      subscribe: ["chain_subscribeFinalizedHeads", "chain_subscribeFinalisedHeads"],
      unsubscribe: ["chain_unsubscribeFinalizedHeads", "chain_unsubscribeFinalisedHeads"]
    },
    "chain_finalizedHead",
    [],
    (context) => heads(context, finalized, "Finalized")
  )
]
