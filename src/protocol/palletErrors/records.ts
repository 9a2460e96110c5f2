/**
 * What accounts write about themselves: commitments and identities.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const records = {
  Commitments: explanations({
    TooManyFields: {
      cause: "The commitment has more fields than one may have here.",
      remedy: "Put everything into fewer fields of `info`, at most `MaxFields`."
    },
    CannotCommit: {
      cause: "The signer has no neuron on that subnet and so has nothing to commit there.",
      remedy: "Sign with a hotkey that is registered on `netuid`."
    },
    RateLimitExceeded: {
      cause: "The last commitment of this hotkey is too fresh.",
      remedy: "Wait `RateLimit` blocks between two calls of `set_commitment`."
    },
    TooManyFieldsInCommitmentInfo: {
      cause: "More fields were given than a commitment holds.",
      remedy: "Reduce `info` to at most `MaxFields` fields."
    },
    AccountNotAllowedCommit: {
      cause: "Only a hotkey with a uid on the subnet may publish there.",
      remedy: "Check `netuid`, register the hotkey with `burned_register`, then call `set_commitment` with it."
    },
    CommitmentSetRateLimitExceeded: {
      cause: "This hotkey published on the subnet less than the required blocks ago.",
      remedy: "Wait `RateLimit` blocks, then repeat `set_commitment`."
    },
    SpaceLimitExceeded: {
      cause: "With this one, the hotkey's commitments of the epoch would take more bytes than allowed.",
      remedy:
        "Shorten `info`, or wait for the next epoch; `MaxSpace` is the allowance and each counts 100 bytes at " +
        "least."
    },
    UnexpectedUnreserveLeftover: {
      cause: "The deposit to be given back was not there in full.",
      remedy: "Repeat `set_commitment`; if it stays, report the `Reserves` of the account."
    }
  }),
  Registry: explanations({
    CannotRegister: {
      cause: "The chain does not let this account have an identity.",
      remedy: "Sign with the coldkey that owns `identified`, and keep `InitialDeposit` free."
    },
    TooManyFields: {
      cause: "Too many extra entries were put into the identity.",
      remedy: "Leave `info` at `MaxAdditionalFields` of them, as a rule one."
    },
    TooManyFieldsInIdentityInfo: {
      cause: "The identity has more additional entries than are kept.",
      remedy: "Cut `info` down to `MaxAdditionalFields` of them."
    },
    NotRegistered: {
      cause: "There is no identity to remove.",
      remedy: "Check `identified` in `IdentityOf`; make one with `set_identity`."
    }
  }),
  Drand: explanations({
    NoneValue: {
      cause: "What was to be read had never been written.",
      remedy: "Wait until the chain has stored its first beacon: `LastStoredRound` is then above 0."
    },
    StorageOverflow: {
      cause: "The counter of rounds has reached the end of its type.",
      remedy: "Report it: no call mends it, `LastStoredRound` shows the count."
    },
    DrandConnectionFailure: {
      cause: "The node could not reach the beacon's servers.",
      remedy:
        "Give the node access to the internet; until then `LastStoredRound` stands still and no timelocked weights " +
        "open."
    },
    UnverifiedPulse: {
      cause: "The pulse given is not one that the beacon signed.",
      remedy: "Fetch it again for that round and pass it unchanged in `pulses_payload`."
    },
    InvalidRoundNumber: {
      cause: "The round is not the one after the last stored.",
      remedy: "Send the round after `LastStoredRound`."
    },
    PulseVerificationError: {
      cause: "The signature of the pulse could not be checked, as key or signature is malformed.",
      remedy: "Compare `BeaconConfig` with the chain information of drand quicknet."
    }
  })
}
