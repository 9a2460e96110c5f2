/**
 * Proposals of the triumvirate: how they begin, and what becomes of them when they are closed.
 *
 * @since 0.2.0
 */
import {
  type BlockContext,
  type Call,
  caller,
  type Context,
  type DispatchError,
  type Outcome,
  post,
  resultOf
} from "../../../runtime/dispatch.ts"
import { exceeds, sum, type Weight } from "../../../runtime/weight.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { SenateMembers } from "../pallets/senateMembers.ts"
import { MAX_PROPOSALS, Triumvirate, type Votes } from "../pallets/triumvirate.ts"
import { encodedCall, hash } from "./hashing.ts"
import { close as closes, propose } from "./weights/triumvirate.ts"

const { Members, Prime, ProposalCount, ProposalOf, Proposals, Voting } = Triumvirate.storage

/**
 * The votes on a proposal.
 *
 * @category models
 */
export type Voting = Value<typeof Votes>

/** Seats are those of the senate, and not of the three who propose. */
const seatsOf = (context: BlockContext): number => SenateMembers.storage.Members.get(context).length

/** Numbers wrap around where the runtime's do. */
const u32 = (value: number): number => value >>> 0

/**
 * The votes on a proposal, if it has this number.
 *
 * @category proposals
 */
export const votingOf = (context: BlockContext, proposal: Hex, index: number): Voting | DispatchError => {
  const voting = Voting.get(context, proposal)
  if (voting === undefined) return Triumvirate.error("ProposalMissing")
  return voting.index === index ? voting : Triumvirate.error("WrongIndex")
}

/** Forgets a proposal, and says how many there were with it. */
const removeProposal = (context: BlockContext, proposal: Hex): number => {
  ProposalOf.remove(context, proposal)
  Voting.remove(context, proposal)
  const others = Proposals.get(context).filter((one) => one !== proposal)
  Proposals.put(context, others)
  return others.length + 1
}

/**
 * Rejects a proposal, and says how many there were with it.
 *
 * @category proposals
 */
export const disapproveProposal = (context: BlockContext, proposal_hash: Hex): number => {
  context.deposit(Triumvirate.event("Disapproved", { proposal_hash }))
  return removeProposal(context, proposal_hash)
}

/**
 * Opens the votes on a proposal. It needs more than half of the seats that there are now.
 *
 * @category proposals
 */
export const noteProposal = (
  context: Context,
  account: Hex,
  proposal: Call,
  bytes: Uint8Array,
  duration: number
): Outcome => {
  const proposal_hash = hash(bytes)
  if (ProposalOf.contains(context, proposal_hash)) return Triumvirate.error("DuplicateProposal")
  const proposals = [...Proposals.get(context), proposal_hash]
  if (proposals.length > MAX_PROPOSALS) return Triumvirate.error("TooManyProposals")
  Proposals.put(context, proposals)
  const index = ProposalCount.get(context)
  ProposalCount.put(context, u32(index + 1))
  ProposalOf.put(context, proposal_hash, proposal)
  const threshold = Math.floor(seatsOf(context) / 2) + 1
  Voting.put(context, proposal_hash, { index, threshold, ayes: [], nays: [], end: u32(context.block + duration) })
  context.deposit(Triumvirate.event("Proposed", { account, proposal_index: index, proposal_hash, threshold }))
  return post({ actual_weight: propose(bytes.length, Members.get(context).length, proposals.length) })
}

/** Votes that are counted, and whether they were enough before the end. */
interface Count {
  readonly proposal_hash: Hex
  readonly yes: number
  readonly no: number
  readonly early: boolean
}

interface Bounds {
  readonly proposal_weight_bound: Weight
  readonly length_bound: number
}

const approve = (context: Context, count: Count, bounds: Bounds): Outcome => {
  const { early, no, proposal_hash, yes } = count
  const proposal = ProposalOf.get(context, proposal_hash)
  if (proposal === undefined) return Triumvirate.error("ProposalMissing")
  const { length } = encodedCall(context, proposal)
  if (length > bounds.length_bound) return Triumvirate.error("WrongProposalLength")
  const declared = context.infoOf(proposal).weight
  if (exceeds(declared, bounds.proposal_weight_bound)) return Triumvirate.error("WrongProposalWeight")
  context.deposit(Triumvirate.event("Closed", { proposal_hash, yes, no }))
  context.deposit(Triumvirate.event("Approved", { proposal_hash }))
  const seats = seatsOf(context)
  const dispatched = context.dispatch(
    proposal,
    caller({ _tag: "Triumvirate", value: { _tag: "Members", value: [yes, seats] } })
  )
  context.deposit(Triumvirate.event("Executed", { proposal_hash, result: resultOf(dispatched) }))
  const itself = (early ? closes.earlyApproved : closes.approved)(length, seats, removeProposal(context, proposal_hash))
  return post({ actual_weight: sum(itself, dispatched.actual_weight ?? declared) })
}

/** Whoever closes what is rejected pays nothing for it. */
const reject = (context: Context, { early, no, proposal_hash, yes }: Count): Outcome => {
  context.deposit(Triumvirate.event("Closed", { proposal_hash, yes, no }))
  const open = disapproveProposal(context, proposal_hash)
  const itself = early ? closes.earlyDisapproved : closes.disapproved
  return post({ actual_weight: itself(seatsOf(context), open), pays_fee: "No" })
}

/**
 * Closes a proposal that has enough votes, or can have them no more. After the end, those who did not vote count as the prime's
 * vote, and as no if there is none.
 *
 * @category proposals
 */
export const closeVoting = (context: Context, proposal_hash: Hex, voting: Voting, bounds: Bounds): Outcome => {
  const { ayes, end, nays, threshold } = voting
  const seats = seatsOf(context)
  const count = { proposal_hash, yes: ayes.length, no: nays.length, early: true }
  if (count.yes >= threshold) return approve(context, count, bounds)
  if (Math.max(0, seats - count.no) < threshold) return reject(context, count)
  if (context.block < end) return Triumvirate.error("TooEarly")
  const prime = Prime.get(context)
  const forAll =
    prime !== undefined && ayes.includes(prime)
      ? { ...count, yes: u32(seats - count.no), early: false }
      : { ...count, no: u32(seats - count.yes), early: false }
  return forAll.yes >= threshold ? approve(context, forAll, bounds) : reject(context, forAll)
}
