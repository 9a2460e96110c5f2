/**
 * The three who propose, whose proposals the senate votes on.
 *
 * @since 0.2.0
 */
import { identity } from "../../../runtime/keys.ts"
import { call, definePallet } from "../../../runtime/pallet.ts"
import { optional, optionalMap, value } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { struct } from "../../../scale/composites.ts"
import { bool, u32 } from "../../../scale/primitives.ts"
import { compact, option, vec } from "../../../scale/sequences.ts"
import { boundedVec, H256 } from "../../../scale/substrate.ts"
import { DispatchResult, Weight } from "../types/dispatch.ts"
import { AccountId, BlockNumber, BlockNumberFor, MemberCount, ProposalIndex, T } from "../types/names.ts"
import { RuntimeCall } from "../types/outer.ts"

/**
 * How many proposals may be open at a time.
 *
 * @category constants
 */
export const MAX_PROPOSALS = 10

/**
 * The votes on a proposal.
 *
 * @category types
 */
export const Votes = struct(
  "pallet_collective::Votes",
  { index: ProposalIndex, threshold: MemberCount, ayes: vec(AccountId), nays: vec(AccountId), end: BlockNumber },
  { params: { AccountId: AccountId, BlockNumber: u32 } }
)

const Proposal = alias("Box<<T as Config<I>>::Proposal>", RuntimeCall)

/**
 * The three who propose, whose proposals the senate votes on.
 *
 * @category pallets
 */
export const Triumvirate = definePallet({
  name: "Triumvirate",
  index: 8,
  crate: "pallet_collective",
  storageVersion: 4,
  generics: ["T", "I"],
  instance: "Instance1",
  storage: {
    Proposals: value(boundedVec(H256, MAX_PROPOSALS)),
    ProposalOf: optionalMap([identity(H256)], RuntimeCall),
    Voting: optionalMap([identity(H256)], Votes),
    ProposalCount: value(u32),
    Members: value(vec(AccountId)),
    Prime: optional(AccountId)
  },
  calls: {
    set_members: call(0, { new_members: vec(T.AccountId), prime: option(T.AccountId), old_count: MemberCount }),
    execute: call(1, { proposal: Proposal, length_bound: compact(u32) }),
    propose: call(2, { proposal: Proposal, length_bound: compact(u32), duration: BlockNumberFor }),
    vote: call(3, { proposal: T.Hash, index: compact(ProposalIndex), approve: bool }),
    disapprove_proposal: call(5, { proposal_hash: T.Hash }),
    close: call(6, {
      proposal_hash: T.Hash,
      index: compact(ProposalIndex),
      proposal_weight_bound: Weight,
      length_bound: compact(u32)
    })
  },
  events: {
    Proposed: { account: T.AccountId, proposal_index: ProposalIndex, proposal_hash: T.Hash, threshold: MemberCount },
    Voted: { account: T.AccountId, proposal_hash: T.Hash, voted: bool, yes: MemberCount, no: MemberCount },
    Approved: { proposal_hash: T.Hash },
    Disapproved: { proposal_hash: T.Hash },
    Executed: { proposal_hash: T.Hash, result: DispatchResult },
    MemberExecuted: { proposal_hash: T.Hash, result: DispatchResult },
    Closed: { proposal_hash: T.Hash, yes: MemberCount, no: MemberCount }
  },
  errors: [
    "NotMember",
    "DuplicateProposal",
    "ProposalMissing",
    "WrongIndex",
    "DuplicateVote",
    "AlreadyInitialized",
    "TooEarly",
    "TooManyProposals",
    "WrongProposalWeight",
    "WrongProposalLength",
    "WrongDuration"
  ]
})
