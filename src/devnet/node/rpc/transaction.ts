/**
 * `transaction_v1_*`: transactions, of which a client is told nothing more.
 *
 * @since 0.2.0
 */
import { type Method, subscription } from "./method.ts"
import { offer } from "./offer.ts"
import { bytes } from "./params.ts"
import { errors } from "./protocol.ts"

/** Transactions at a time of a client, many more than a node has to allow: each is tried once a block, until the pool takes it. */
const MOST_BROADCASTS = 256

/**
 * The methods. There is nobody to broadcast to: a transaction that the pool does not take now is offered to it again after each block.
 * Once it was taken it is as any other.
 *
 * @category methods
 */
export const transaction: ReadonlyArray<Method> = [
  subscription(
    {
      subscribe: ["transaction_v1_broadcast"],
      unsubscribe: ["transaction_v1_stop"],
      bound: { most: MOST_BROADCASTS, full: () => null },
      ended: (wasThere) => {
        if (!wasThere) throw errors.invalidParams("there is no such broadcast")
        return null
      }
    },
    // Nothing is told under this name.
    "transaction_v1_broadcast",
    [bytes],
    ({ after, chain }, [extrinsic]) =>
      () => {
        const isTaken = () => offer(chain, extrinsic)._tag === "Taken"
        if (isTaken()) {
          after(() => chain.sealing.sealReady())
          return () => {}
        }
        const stop = chain.listen((event) => {
          if (event._tag !== "Best" || !isTaken()) return
          stop()
          chain.sealing.sealReady()
        })
        return stop
      }
  )
]
