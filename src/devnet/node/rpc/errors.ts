/**
 * How a node tells what went wrong: the codes and texts of Substrate, which clients search.
 *
 * @since 0.2.0
 */
import { Trap } from "../../runtime/dispatch.ts"
import type { InvalidTransaction, UnknownTransaction } from "../../runtime/executable.ts"
import { ScaleError } from "../../scale/ScaleError.ts"
import { ChainError } from "../ChainError.ts"
import { PoolError, type PoolReason } from "../pool/Transaction.ts"
import { errors, RpcError } from "./protocol.ts"

/** As `InvalidTransaction` spells them for people. */
const INVALID: Readonly<Record<Exclude<InvalidTransaction["_tag"], "Custom">, string>> = {
  Call: "Transaction call is not expected",
  Payment: "Inability to pay some fees (e.g. account balance too low)",
  Future: "Transaction will be valid in the future",
  Stale: "Transaction is outdated",
  BadProof: "Transaction has a bad signature",
  AncientBirthBlock: "Transaction has an ancient birth block",
  ExhaustsResources: "Transaction would exhaust the block limits",
  BadMandatory: "A call was labelled as mandatory, but resulted in an Error.",
  MandatoryValidation: "Transaction dispatch is mandatory; transactions must not be validated.",
  BadSigner: "Invalid signing address"
}

const invalidText = (invalid: InvalidTransaction): string =>
  invalid._tag === "Custom" ? `Custom error: ${invalid.value}` : INVALID[invalid._tag]

const unknownText = (unknown: UnknownTransaction): string =>
  unknown._tag === "Custom" ? `Custom(${unknown.value})` : unknown._tag

/**
 * What a client of the blocks or the state is told.
 *
 * @category errors
 */
export const clientError = (text: string): RpcError => new RpcError({ code: 4003, text: `Client error: ${text}` })

/** How a runtime call ends that the runtime does not survive. */
const TRAPPED = "Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed"

/**
 * A runtime call that the runtime does not survive.
 *
 * @category errors
 */
export const trapped = clientError(TRAPPED)

const poolError = (reason: PoolReason): RpcError => {
  const { _tag } = reason
  switch (_tag) {
    case "BadFormat":
      return new RpcError({ code: 1001, text: `Extrinsic has invalid format: ${reason.text}` })
    case "Verification":
      return new RpcError({
        code: 1002,
        text: `Verification Error: Runtime error: ${TRAPPED}`,
        data: `RuntimeApi("${TRAPPED}: ${reason.text}")`
      })
    case "InvalidTransaction":
      return new RpcError({ code: 1010, text: "Invalid Transaction", data: invalidText(reason.value) })
    case "UnknownTransaction":
      return new RpcError({ code: 1011, text: "Unknown Transaction Validity", data: unknownText(reason.value) })
    case "TemporarilyBanned":
      return new RpcError({ code: 1012, text: "Transaction is temporarily banned" })
    case "AlreadyImported":
      return new RpcError({ code: 1013, text: "Transaction Already Imported", data: reason.hash })
    case "TooLowPriority":
      return new RpcError({
        code: 1014,
        text: `Priority is too low: (${reason.old} vs ${reason.new})`,
        data: "The transaction has too low priority to replace another transaction already in the pool."
      })
    case "CycleDetected":
      return new RpcError({ code: 1015, text: "Cycle Detected" })
    case "ImmediatelyDropped":
      return new RpcError({
        code: 1016,
        text: "Immediately Dropped",
        data: "The transaction couldn't enter the pool because of the limit"
      })
    case "NoTagsProvided":
      return new RpcError({
        code: 1019,
        text: "No tags provided",
        data: "Transaction does not provide any tags, so the pool can't identify it"
      })
  }
}

const chainError = (error: ChainError): RpcError => {
  switch (error.reason) {
    case "UnknownBlock":
      return clientError(`UnknownBlock: Header was not found in the database: ${error.subject}`)
    case "StateDiscarded":
      return clientError(`UnknownBlock: State already discarded for ${error.subject}`)
    case "CannotBuild":
      return errors.internal(`${error.message}: ${String(error.cause)}`)
    default:
      return errors.invalidParams(error.message)
  }
}

/**
 * The answer to what failed, whatever it failed with.
 *
 * @category errors
 */
export const rpcErrorOf = (error: unknown): RpcError => {
  if (error instanceof RpcError) return error
  if (error instanceof PoolError) return poolError(error.reason)
  if (error instanceof ChainError) return chainError(error)
  if (error instanceof Trap) return trapped
  if (error instanceof ScaleError) return errors.invalidParams(error.message)
  return errors.internal(error instanceof Error ? error.message : undefined)
}

/**
 * What failed, as one text for people.
 *
 * @category errors
 */
export const messageOf = (error: unknown): string => {
  const { data, text } = rpcErrorOf(error)
  return typeof data === "string" ? `${text}: ${data}` : text
}
