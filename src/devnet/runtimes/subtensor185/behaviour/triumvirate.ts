/**
 * What Triumvirate does: three accounts propose, the senate votes, and what it approves is called with its majority as the caller.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import {
  badOrigin,
  type BlockContext,
  caller,
  type DispatchError,
  type Dispatched,
  type Outcome,
  post,
  resultOf,
  root,
  signed
} from "../../../runtime/dispatch.ts"
import { sum } from "../../../runtime/weight.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Triumvirate } from "../pallets/triumvirate.ts"
import { encodedCall, hash } from "./hashing.ts"
import { closeVoting, disapproveProposal, noteProposal, votingOf } from "./proposals.ts"
import { disapprove, execute, triumvirate as declares } from "./weights/triumvirate.ts"

const { Members, Prime, Proposals, Voting } = Triumvirate.storage

/** Twelve hours of blocks of twelve seconds. */
const MOTION_DURATION = 3600

const isMember = (context: BlockContext, who: Hex): boolean => Members.get(context).includes(who)

/** Without an account; the last takes its place. */
const without = (accounts: ReadonlyArray<Hex>, who: Hex): ReadonlyArray<Hex> => {
  const at = accounts.indexOf(who)
  const last = accounts.at(-1)
  return at < 0 || last === undefined ? accounts : accounts.with(at, last).slice(0, -1)
}

/**
 * Votes on a proposal, or turns an earlier vote. The vote of a hotkey is asked for with `SubtensorModule.vote`, which also asks
 * who it is.
 *
 * @category votes
 */
export const doVote = (
  context: BlockContext,
  member: Hex,
  proposal: Hex,
  index: number,
  approve: boolean
): DispatchError | { readonly isFirst: boolean } => {
  const voting = votingOf(context, proposal, index)
  if ("_tag" in voting) return voting
  const { ayes, nays } = voting
  if ((approve ? ayes : nays).includes(member)) return Triumvirate.error("DuplicateVote")
  const after = approve
    ? { ...voting, ayes: [...ayes, member], nays: without(nays, member) }
    : { ...voting, ayes: without(ayes, member), nays: [...nays, member] }
  const [yes, no] = [after.ayes.length, after.nays.length]
  context.deposit(Triumvirate.event("Voted", { account: member, proposal_hash: proposal, voted: approve, yes, no }))
  Voting.put(context, proposal, after)
  return { isFirst: !(approve ? nays : ayes).includes(member) }
}

/**
 * Takes back what an account voted on all open proposals.
 *
 * @category votes
 */
export const removeVotes = (context: BlockContext, member: Hex): void => {
  for (const proposal of Proposals.get(context)) {
    Voting.mutate(
      context,
      proposal,
      (voting) =>
        voting && {
          ...voting,
          ayes: voting.ayes.filter((account) => account !== member),
          nays: voting.nays.filter((account) => account !== member)
        }
    )
  }
}

/**
 * Lets others be the triumvirate. Those who go lose their votes, and nobody is prime any more.
 *
 * @category members
 */
export const changeMembers = (
  context: BlockContext,
  outgoing: ReadonlyArray<Hex>,
  members: ReadonlyArray<Hex>
): void => {
  for (const member of outgoing) removeVotes(context, member)
  Members.put(context, members)
  Prime.remove(context)
}

/**
 * Lets one, or nobody, decide for those who do not vote.
 *
 * @category members
 */
export const setPrime = (context: BlockContext, prime: Hex | undefined): void =>
  prime === undefined ? Prime.remove(context) : Prime.put(context, prime)

/** A call of a member costs what it says itself, or all that was declared if it says nothing. */
const executed = ({ actual_weight }: Dispatched, length: number, members: number): Outcome =>
  actual_weight && post({ actual_weight: sum(execute(length, members), actual_weight) })

/**
 * What Triumvirate does.
 *
 * @category behaviours
 */
export const triumvirate = behaviour(Triumvirate, {
  declares,
  calls: {
    // Nobody may: members change with TriumvirateMembers.
    set_members: () => badOrigin,
    execute: signed((context, who, { length_bound, proposal }) => {
      if (!isMember(context, who)) return Triumvirate.error("NotMember")
      const bytes = encodedCall(context, proposal)
      if (bytes.length > length_bound) return Triumvirate.error("WrongProposalLength")
      const members = Members.get(context).length
      const dispatched = context.dispatch(
        proposal,
        caller({ _tag: "Triumvirate", value: { _tag: "Member", value: who } })
      )
      const result = resultOf(dispatched)
      context.deposit(Triumvirate.event("MemberExecuted", { proposal_hash: hash(bytes), result }))
      return executed(dispatched, bytes.length, members)
    }),
    propose: signed((context, who, { duration, length_bound, proposal }) => {
      if (!isMember(context, who)) return Triumvirate.error("NotMember")
      if (duration < MOTION_DURATION) return Triumvirate.error("WrongDuration")
      const bytes = encodedCall(context, proposal)
      if (bytes.length > length_bound) return Triumvirate.error("WrongProposalLength")
      return noteProposal(context, who, proposal, bytes, duration)
    }),
    // The senate votes, and does so with `SubtensorModule.vote`.
    vote: signed(() => Triumvirate.error("NotMember")),
    disapprove_proposal: root((context, { proposal_hash }) =>
      post({ actual_weight: disapprove(disapproveProposal(context, proposal_hash)) })
    ),
    close: signed((context, _, { index, proposal_hash, ...bounds }) => {
      const voting = votingOf(context, proposal_hash, index)
      return "_tag" in voting ? voting : closeVoting(context, proposal_hash, voting, bounds)
    })
  }
})
