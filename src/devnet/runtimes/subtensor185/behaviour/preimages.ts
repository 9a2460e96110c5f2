/**
 * The bytes that are kept under their hash, and how often the chain wants them.
 *
 * @since 0.2.0
 */
import type { BlockContext, DispatchError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { MAX_SIZE, type OldRequestStatus, Preimage, type RequestStatus } from "../pallets/preimage.ts"
import { hash as hashOf } from "./hashing.ts"
import { hold, type HoldReason, release, unreserve } from "./reserves.ts"

const { PreimageFor, RequestStatusFor, StatusFor } = Preimage.storage

/** Two items and 64 bytes, and then each byte: amounts of the runtime, of which a recording has the sum for two bytes. */
const BASE_DEPOSIT = 104_000_000n
const BYTE_DEPOSIT = 1_000_000n

const reason: HoldReason = { _tag: "Preimage", value: "Preimage" }

type Status = Value<typeof RequestStatus>
type Ticket = readonly [owner: Hex, amount: bigint]

const takeDeposit = (context: BlockContext, owner: Hex, length: number): Ticket | DispatchError => {
  const amount = BASE_DEPOSIT + BYTE_DEPOSIT * BigInt(length)
  return hold(context, reason, owner, amount) ?? [owner, amount]
}

const returnDeposit = (context: BlockContext, [owner, amount]: Ticket): void => release(context, reason, owner, amount)

const isTicket = (ticket: Ticket | DispatchError): ticket is Ticket => !("_tag" in ticket)

/** A deposit that was reserved, as it is today: held, and what it costs today. */
const renewed = (context: BlockContext, [owner, amount]: Ticket, length: number | undefined) => {
  unreserve(context, owner, amount)
  return length === undefined ? undefined : takeDeposit(context, owner, length)
}

/** A status as it is kept today; none if the deposit cannot be taken anew. */
const updated = (context: BlockContext, old: Value<typeof OldRequestStatus>): Status | undefined => {
  const ticket = old.deposit && renewed(context, old.deposit, old.len)
  if (ticket !== undefined && !isTicket(ticket)) return undefined
  if (old._tag === "Requested") {
    return { _tag: "Requested", maybe_ticket: ticket, count: old.count, maybe_len: old.len }
  }
  return ticket && { _tag: "Unrequested", ticket, len: old.len }
}

/**
 * Brings what is known of a hash up to date, and says whether there was something to do. Only what root stored by hand can be old.
 *
 * @category preimages
 */
export const ensureUpdated = (context: BlockContext, hash: Hex): boolean => {
  const old = StatusFor.get(context, hash)
  if (old === undefined) return false
  StatusFor.remove(context, hash)
  const status = updated(context, old)
  if (status !== undefined) RequestStatusFor.put(context, hash, status)
  return true
}

const statusOf = (context: BlockContext, hash: Hex): Status | undefined => {
  ensureUpdated(context, hash)
  return RequestStatusFor.get(context, hash)
}

/** What becomes of a status when the bytes are there. Who brings them pays, unless the chain does so itself, or wants them. */
const notedStatus = (context: BlockContext, hash: Hex, len: number, owner: Hex | undefined): Status | DispatchError => {
  const before = statusOf(context, hash)
  if (before?._tag === "Requested") return { ...before, maybe_len: len }
  if (before !== undefined) {
    if (owner !== undefined) return Preimage.error("AlreadyNoted")
    return { _tag: "Requested", maybe_ticket: before.ticket, count: 1, maybe_len: before.len }
  }
  if (owner === undefined) return { _tag: "Requested", maybe_ticket: undefined, count: 1, maybe_len: len }
  const ticket = takeDeposit(context, owner, len)
  return isTicket(ticket) ? { _tag: "Unrequested", ticket, len } : ticket
}

const isStatus = (status: Status | DispatchError): status is Status =>
  status._tag === "Requested" || status._tag === "Unrequested"

/**
 * Keeps bytes, and says under which hash, and whether the chain wants them. What nobody owns is wanted.
 *
 * @category preimages
 */
export const note = (
  context: BlockContext,
  bytes: Uint8Array,
  owner: Hex | undefined
): DispatchError | { readonly hash: Hex; readonly isRequested: boolean } => {
  if (bytes.length > MAX_SIZE) return Preimage.error("TooBig")
  const hash = hashOf(bytes)
  const status = notedStatus(context, hash, bytes.length, owner)
  if (!isStatus(status)) return status
  RequestStatusFor.put(context, hash, status)
  PreimageFor.put(context, [hash, bytes.length], bytes)
  context.deposit(Preimage.event("Noted", { hash }))
  return { hash, isRequested: status._tag === "Requested" }
}

/**
 * Wants the bytes of a hash, be they there or not; they stay until nobody wants them any more.
 *
 * @category preimages
 */
export const request = (context: BlockContext, hash: Hex): void => {
  const before = statusOf(context, hash)
  const count = before?._tag === "Requested" ? before.count + 1 : 1
  const after =
    before?._tag === "Unrequested"
      ? { maybe_ticket: before.ticket, maybe_len: before.len }
      : { maybe_ticket: before?.maybe_ticket, maybe_len: before?.maybe_len }
  RequestStatusFor.put(context, hash, { _tag: "Requested", count, ...after })
  if (count === 1) context.deposit(Preimage.event("Requested", { hash }))
}

const clear = (context: BlockContext, hash: Hex, length: number): void => {
  RequestStatusFor.remove(context, hash)
  PreimageFor.remove(context, [hash, length])
  context.deposit(Preimage.event("Cleared", { hash }))
}

/**
 * Wants the bytes of a hash once less. If nobody does any more they are forgotten, unless someone pays for them.
 *
 * @category preimages
 */
export const unrequest = (context: BlockContext, hash: Hex): DispatchError | undefined => {
  const before = statusOf(context, hash)
  if (before?._tag !== "Requested") return Preimage.error("NotRequested")
  const { count, maybe_len, maybe_ticket } = before
  if (count > 1) RequestStatusFor.put(context, hash, { ...before, count: count - 1 })
  else if (maybe_len === undefined) RequestStatusFor.remove(context, hash)
  else if (maybe_ticket === undefined) clear(context, hash, maybe_len)
  else RequestStatusFor.put(context, hash, { _tag: "Unrequested", ticket: maybe_ticket, len: maybe_len })
  return undefined
}

/**
 * Gives back the deposit for bytes, which go unless the chain wants them. Without an owner it is root who asks.
 *
 * @category preimages
 */
export const unnote = (context: BlockContext, hash: Hex, owner: Hex | undefined): DispatchError | undefined => {
  const status = statusOf(context, hash)
  if (status === undefined) return Preimage.error("NotNoted")
  const ticket = status._tag === "Requested" ? status.maybe_ticket : status.ticket
  if (owner !== undefined && ticket?.[0] !== owner) return Preimage.error("NotAuthorized")
  if (ticket === undefined) return unrequest(context, hash)
  returnDeposit(context, ticket)
  if (status._tag === "Requested") RequestStatusFor.put(context, hash, { ...status, maybe_ticket: undefined })
  else clear(context, hash, status.len)
  return undefined
}

/**
 * The bytes of a hash, if they are there. Their length may be known, or is looked up.
 *
 * @category preimages
 */
export const fetch = (context: BlockContext, hash: Hex, length: number | undefined): Uint8Array | undefined => {
  const status = length === undefined ? statusOf(context, hash) : undefined
  const known = length ?? (status?._tag === "Requested" ? status.maybe_len : status?.len)
  return known === undefined ? undefined : PreimageFor.get(context, [hash, known])
}
