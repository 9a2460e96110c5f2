/**
 * `transactionWatch_v1_*`: transactions, on their way into a block and until that is final.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import type { Chain } from "../Chain.ts"
import { PoolError, type PoolReason, type Status } from "../pool/Transaction.ts"
import { messageOf } from "./errors.ts"
import type { Json } from "./Json.ts"
import { type Method, subscription } from "./method.ts"
import { offer } from "./offer.ts"
import { bytes } from "./params.ts"
import { errors } from "./protocol.ts"

/** Where a transaction is in a block, unless the block is gone. */
const placeIn = (chain: Chain, block: Hex, transaction: Hex): Json => {
  const index = chain.block(block)?.extrinsics.findIndex((bytes) => chain.pool.hashOf(bytes) === transaction)
  return index === undefined || index < 0 ? null : { hash: block, index }
}

const dropped = (error: string): Json => ({ event: "dropped", error })
const invalid = (error: string): Json => ({ event: "invalid", error })

/** What becomes of a transaction; nothing is told of one that waits for another. */
const eventOf = (chain: Chain, transaction: Hex, status: Status): Json | undefined => {
  if (status === "future") return undefined
  if (status === "ready") return { event: "validated" }
  if (status === "dropped") return dropped("the pool let it go")
  if (status === "invalid") return invalid("it is not valid any more")
  if ("inBlock" in status) {
    return { event: "bestChainBlockIncluded", block: placeIn(chain, status.inBlock, transaction) }
  }
  if ("retracted" in status) return { event: "bestChainBlockIncluded", block: null }
  if ("usurped" in status) return invalid(`${status.usurped} took its place`)
  if ("finalityTimeout" in status) return dropped(`${status.finalityTimeout} takes too long to be final`)
  const block = placeIn(chain, status.finalized, transaction)
  return block === null ? dropped(`${status.finalized} is gone`) : { event: "finalized", block }
}

const refusedBy = (reason: PoolReason): Json => {
  const error = messageOf(new PoolError({ reason }))
  switch (reason._tag) {
    case "Verification":
      return { event: "error", error }
    case "ImmediatelyDropped":
    case "TemporarilyBanned":
    case "TooLowPriority":
      return dropped(error)
    default:
      return invalid(error)
  }
}

/**
 * The methods.
 *
 * @category methods
 */
export const transactionWatch: ReadonlyArray<Method> = [
  subscription(
    {
      subscribe: ["transactionWatch_v1_submitAndWatch"],
      unsubscribe: ["transactionWatch_v1_unwatch"],
      ended: (wasThere) => {
        if (!wasThere) throw errors.invalidParams("there is no such subscription")
        return null
      }
    },
    "transactionWatch_v1_watchEvent",
    [bytes],
    ({ after, chain }, [extrinsic]) =>
      ({ end, push }) => {
        const offered = offer(chain, extrinsic)
        if (offered._tag === "Refused") {
          push(refusedBy(offered.reason))
          end()
          return () => {}
        }
        after(() => chain.sealing.sealReady())
        return chain.pool.watch(offered.hash, (status, isLast) => {
          const event = eventOf(chain, offered.hash, status)
          if (event !== undefined) push(event)
          if (isLast) end()
        })
      }
  )
]
