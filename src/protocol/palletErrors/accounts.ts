/**
 * Accounts acting for others, together, or several calls at a time.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const accounts = {
  Multisig: explanations({
    MinimumThreshold: {
      cause: "A threshold of one needs no approvals to be counted.",
      remedy: "Use `as_multi_threshold_1`, or pass a `threshold` of 2 or more."
    },
    AlreadyApproved: {
      cause: "This account has given its approval before.",
      remedy: "Wait for the others; the last one calls `as_multi` with the whole call."
    },
    NoApprovalsNeeded: {
      cause: "Enough have approved, and only the execution is missing.",
      remedy: "Call `as_multi` with the call itself instead of `approve_as_multi`."
    },
    TooFewSignatories: {
      cause: "Nobody else is named, so there is nobody to agree with.",
      remedy: "List at least one account in `other_signatories`."
    },
    TooManySignatories: {
      cause: "More accounts are named than a multisig may have.",
      remedy: "Stay within `MaxSignatories` in `other_signatories`."
    },
    SignatoriesOutOfOrder: {
      cause: "The other accounts are not sorted by their public keys, or one is there twice.",
      remedy: "Sort `other_signatories` by public key, not by address text."
    },
    SenderInSignatories: {
      cause: "Your own account is among the others.",
      remedy: "Leave the signer out of `other_signatories`."
    },
    NotFound: {
      cause: "Nothing of this hash is waiting in this multisig.",
      remedy: "Check `threshold`, `other_signatories` and `call_hash`: together they make the address."
    },
    NotOwner: {
      cause: "Somebody else opened this operation.",
      remedy: "Let the account that gave the deposit in `Multisigs` call `cancel_as_multi`."
    },
    NoTimepoint: {
      cause: "The operation is under way, and you did not say which.",
      remedy: "Read its block and index in `Multisigs` and pass them as `maybe_timepoint`."
    },
    WrongTimepoint: {
      cause: "The operation began at another block and index than you said.",
      remedy: "Take the timepoint from `Multisigs`."
    },
    UnexpectedTimepoint: {
      cause: "You gave a timepoint, but you are the first.",
      remedy: "Pass none as `maybe_timepoint`."
    },
    MaxWeightTooLow: {
      cause: "The call is heavier than you allowed.",
      remedy: "Ask the runtime for its weight and raise `max_weight`."
    },
    AlreadyStored: {
      cause: "The call is in storage from an earlier approval.",
      remedy: "Go on with `approve_as_multi`; it need not be stored twice."
    }
  }),
  Proxy: explanations({
    TooMany: {
      cause: "The account has as many proxies, or the proxy as many announcements, as fit.",
      remedy: "Remove one with `remove_proxy` or `remove_announcement`; see `MaxProxies` and `MaxPending`."
    },
    NotFound: {
      cause: "There is no such proxy, or no such announcement.",
      remedy: "Compare `delegate`, `proxy_type` and `delay` with `Proxies`: all three must match."
    },
    NotProxy: {
      cause: "The signer has not been made a proxy of that account, or not of this type.",
      remedy: "Let the owner call `add_proxy`, or pass the `force_proxy_type` that it was given."
    },
    Unproxyable: {
      cause: "The proxy's type does not extend to this call.",
      remedy: "Use a proxy of a wider `proxy_type`, such as Any."
    },
    Duplicate: {
      cause: "This proxy with this type was added before.",
      remedy: "Nothing is to be done; `Proxies` has it."
    },
    NoPermission: {
      cause:
        "A pure account was to be killed by another than itself, or a proxy tried to pass on more power than it " +
        "has.",
      remedy:
        "Send `kill_pure` through `proxy` as the pure account, with the `spawner`, `height` and `ext_index` of its " +
        "creation."
    },
    Unannounced: {
      cause: "The proxy has to announce the call and wait, and did not, or not long enough.",
      remedy: "Call `announce`, wait its `delay`, then `proxy_announced`."
    },
    NoSelfProxy: {
      cause: "An account needs no proxy of itself.",
      remedy: "Pass another account as `delegate`."
    },
    AnnouncementDepositInvariantViolated: {
      cause: "After a change to the announcements their deposit did not come out.",
      remedy: "Call `poke_deposit`, and report it if it stays."
    },
    InvalidDerivedAccountId: {
      cause: "No account can be derived from what was given.",
      remedy: "Try `create_pure` with another `index`."
    }
  }),
  Utility: explanations({
    TooManyCalls: {
      cause: "The batch holds more calls than one may.",
      remedy: "Split it; `batched_calls_limit` is the number."
    },
    InvalidDerivedAccount: {
      cause: "The sub-account of this index cannot be computed.",
      remedy: "Pass an `index` that fits 16 bits to `as_derivative`."
    }
  }),
  Scheduler: explanations({
    FailedToSchedule: {
      cause: "No room is left for the call in the agenda of that block.",
      remedy: "Choose another block in `when`; `MaxScheduledPerBlock` is the room."
    },
    NotFound: {
      cause: "Nothing is scheduled under that block and index, or under that name.",
      remedy: "Look it up in `Agenda` or `Lookup`."
    },
    TargetBlockNumberInPast: {
      cause: "The block chosen is not after the present one.",
      remedy: "Pass a later `when`, or use `schedule_after`."
    },
    RescheduleNoChange: {
      cause: "It is scheduled for exactly that block already.",
      remedy: "Nothing is to be done; `Agenda` has it."
    },
    Named: {
      cause: "The task has a name and goes by it.",
      remedy: "Use `cancel_named` and its like."
    }
  }),
  Preimage: explanations({
    TooBig: {
      cause: "The data is larger than may be stored.",
      remedy: "Shorten `bytes`: 4 MiB is the most."
    },
    AlreadyNoted: {
      cause: "The data is stored already.",
      remedy: "Nothing is to be done: use its hash; `PreimageFor` has it."
    },
    NotAuthorized: {
      cause: "The data was stored by somebody else.",
      remedy: "Let the account in `StatusFor` or `RequestStatusFor` remove it."
    },
    NotNoted: {
      cause: "No data was stored under this hash.",
      remedy: "Store it with `note_preimage`, or check `hash`."
    },
    Requested: {
      cause: "Somebody still needs the data.",
      remedy: "Wait until it is used, or call `unrequest_preimage` as root."
    },
    NotRequested: {
      cause: "Nobody had asked for this data, so no request can be withdrawn.",
      remedy: "Check `hash` in `RequestStatusFor`."
    },
    TooMany: {
      cause: "Too many hashes at once were to be brought to the new form.",
      remedy: "Pass fewer `hashes` to `ensure_updated`."
    },
    TooFew: {
      cause: "Not one hash was given.",
      remedy: "Pass at least one of `hashes`."
    }
  })
}
