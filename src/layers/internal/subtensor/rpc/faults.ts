/** What a node's errors mean. */
import { BlockUnavailable, ChainError, Rejected } from "../../../../services/ChainError.ts"
import type { RpcFault } from "./Session.ts"

/** A node that has the block and not its state says so in words; the code, 4003, is that of any client error. */
const DISCARDED = /state already discarded/i
const UNKNOWN = /unknown ?block|header was not found|block not found|not exist in database/i

/** As much as is kept of what a node says. */
const TEXT = 500

const isDiscarded = ({ message }: RpcFault): boolean => DISCARDED.test(message)

/** The node does not know the block, or not its state any more: another one may. */
export const isUnavailable = (fault: RpcFault): boolean => isDiscarded(fault) || UNKNOWN.test(fault.message)

/** What a reader is told of a node's error, when it was about a block. */
export const chainErrorOf = (fault: RpcFault, block?: string): ChainError => {
  const { code, message, method } = fault
  const why = isDiscarded(fault) ? "Discarded" : UNKNOWN.test(message) ? "Unknown" : undefined
  return new ChainError({
    reason:
      why !== undefined && block !== undefined
        ? new BlockUnavailable({ why, block })
        : new Rejected({ method, code, detail: message.slice(0, TEXT) })
  })
}
