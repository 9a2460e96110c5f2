/**
 * The Triumvirate and the Senate, on runtimes that have them.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const governance = {
  Triumvirate: explanations({
    NotMember: {
      cause: "The signer is not in the Triumvirate, which alone may propose; the Senate votes by another call.",
      remedy: "A senator votes by `vote` of SubtensorModule (`btcli root senate_vote`)."
    },
    DuplicateProposal: {
      cause: "The same proposal is open already.",
      remedy: "Vote on it: `btcli root proposals` lists it."
    },
    ProposalMissing: {
      cause: "No proposal of this hash is open.",
      remedy: "Take the hash from `btcli root proposals`."
    },
    ProposalNotExists: {
      cause: "The hash belongs to nothing that is being voted on.",
      remedy: "Copy `proposal_hash` from `Proposals`; closed ones are gone."
    },
    WrongIndex: {
      cause: "Hash and number are of two different proposals.",
      remedy: "Read both from `Voting` and pass that `index`."
    },
    IndexMismatchProposalHash: {
      cause: "The number given is not that of the proposal with this hash.",
      remedy: "Pass the `index` that `Voting` has for it."
    },
    DuplicateVote: {
      cause: "The member has voted so before.",
      remedy: "Nothing is to be done; `Voting` has the vote, and the opposite one would replace it."
    },
    AlreadyInitialized: {
      cause: "The first members were appointed before.",
      remedy: "Change them with `set_members`."
    },
    TooEarly: {
      cause: "The vote is neither decided nor over.",
      remedy: "Wait for the end in `Voting`, or for enough votes, then `close`."
    },
    TooEarlyToCloseProposal: {
      cause: "Votes may still come in and change the result.",
      remedy: "Call `close` after the end in `Voting`."
    },
    TooManyProposals: {
      cause: "Ten proposals are open and no more fit.",
      remedy: "Call `close` for one that is decided."
    },
    TooManyActiveProposals: {
      cause: "The list of open proposals is full.",
      remedy: "Wait for one to end, and `close` it."
    },
    WrongProposalWeight: {
      cause: "The proposal's call is heavier than the bound.",
      remedy: "Raise `proposal_weight_bound`."
    },
    ProposalWeightLessThanDispatchCallWeight: {
      cause: "The bound on weight is under what the proposed call needs.",
      remedy: "Pass the call's own weight as `proposal_weight_bound`."
    },
    WrongProposalLength: {
      cause: "The proposal is longer than the bound.",
      remedy: "Pass as `length_bound` the length of the encoded call."
    },
    ProposalLengthBoundLessThanProposalLength: {
      cause: "The bound on length is under the number of bytes of the call.",
      remedy: "Raise `length_bound` to that number."
    },
    WrongDuration: {
      cause: "The time for voting is shorter than the chain demands.",
      remedy: "Pass a `duration` of at least 3600 blocks, 12 hours."
    },
    DurationLowerThanConfiguredMotionDuration: {
      cause: "Voters would have less time than every motion must give them.",
      remedy: "Raise `duration` to 12 hours in blocks or more."
    }
  }),
  TriumvirateMembers: explanations({
    AlreadyMember: {
      cause: "The account is one of the three already.",
      remedy: "Nothing is to be done; `Members` has it."
    },
    NotMember: {
      cause: "The account is none of the three.",
      remedy: "Check `who` against `Members`."
    },
    TooManyMembers: {
      cause: "All three seats are taken.",
      remedy: "Use `swap_member`, or `remove_member` first."
    }
  }),
  SenateMembers: explanations({
    AlreadyMember: {
      cause: "The hotkey holds a seat in the Senate.",
      remedy: "Nothing is to be done; `Members` lists it."
    },
    NotMember: {
      cause: "The hotkey holds no seat in the Senate.",
      remedy: "See `btcli root senate` for those who do."
    },
    TooManyMembers: {
      cause: "The Senate is full.",
      remedy: "Make room with `remove_member`, or swap with `swap_member`."
    }
  })
}
