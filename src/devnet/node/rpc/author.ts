/**
 * `author_*`: transactions, on their way into a block.
 *
 * @since 0.2.0
 */
import { hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import type { Json } from "./Json.ts"
import { call, type Method, subscription, unsafe } from "./method.ts"
import { bytes, hash, list, object, text } from "./params.ts"
import { errors, RpcError } from "./protocol.ts"

/** There are no keys here that could be stored: blocks are made without. */
const noKeystore = (): never => {
  throw new RpcError({ code: 1000, text: "Client error: there is no keystore" })
}

/** A transaction by its bytes or its hash, as `ExtrinsicOrHash` has it. */
const hashOf = (chain: Chain, value: Readonly<Record<string, Json>>) => {
  if (value["hash"] !== undefined) return hash(value["hash"])
  if (value["extrinsic"] !== undefined) return chain.pool.hashOf(bytes(value["extrinsic"]))
  throw errors.invalidParams("expected `hash` or `extrinsic`")
}

/**
 * The methods.
 *
 * @category methods
 */
export const author: ReadonlyArray<Method> = [
  call("author_submitExtrinsic", [bytes], ({ after, chain }, [extrinsic]) => {
    const submitted = chain.pooled(extrinsic)
    after(() => chain.sealing.sealReady())
    return submitted
  }),
  subscription(
    { subscribe: ["author_submitAndWatchExtrinsic"], unsubscribe: ["author_unwatchExtrinsic"] },
    "author_extrinsicUpdate",
    [bytes],
    ({ after, chain }, [extrinsic]) => {
      const submitted = chain.pooled(extrinsic)
      return ({ end, push }) => {
        after(() => chain.sealing.sealReady())
        return chain.pool.watch(submitted, (status, isLast) => {
          push(status)
          if (isLast) end()
        })
      }
    }
  ),
  call("author_pendingExtrinsics", [], ({ chain }) => Array.from(chain.pool.inOrder(), ({ bytes }) => hexOf(bytes))),
  unsafe("author_removeExtrinsic", [list(object)], ({ chain }, [which]) =>
    chain.discard(which.map((one) => hashOf(chain, one)))
  ),
  unsafe("author_hasKey", [bytes, text], () => false),
  unsafe("author_hasSessionKeys", [bytes], () => false),
  unsafe("author_insertKey", [text, text, bytes], noKeystore),
  unsafe("author_rotateKeys", [], noKeystore)
]
