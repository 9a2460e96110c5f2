/**
 * The machinery of the chain: upgrades, finality, safe mode, the shield against front-running.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const chain = {
  System: explanations({
    InvalidSpecName: {
      cause: "The new runtime is one of another chain.",
      remedy: "Build it with the name in `Version`."
    },
    SpecVersionNeedsToIncrease: {
      cause: "The new runtime's number is not above the present one.",
      remedy: "Raise spec_version above that in `Version`, then `set_code`."
    },
    FailedToExtractRuntimeVersion: {
      cause: "The code says no version, so it is probably no runtime.",
      remedy: "Pass the compact runtime as `code`."
    },
    NonDefaultComposite: {
      cause: "The account has data besides its balance and cannot be removed.",
      remedy: "Clear what other pallets keep for it in `Account` first."
    },
    NonZeroRefCount: {
      cause: "Something on chain still refers to the account.",
      remedy: "Remove proxies, stake and identities before; `Account` counts the references."
    },
    CallFiltered: {
      cause:
        "The chain does not take this call at present: it is disabled, outside a proxy's type, a batch inside a " +
        "batch, or safe mode is on.",
      remedy:
        "Read `EnteredUntil` for safe mode; else send the call alone rather than in `batch_all`, or through a proxy " +
        "of a wider `proxy_type`."
    },
    MultiBlockMigrationsOngoing: {
      cause: "A migration over several blocks is running, and the code must not change meanwhile.",
      remedy: "Wait until it is through, then repeat `set_code`."
    },
    NothingAuthorized: {
      cause: "No upgrade is waiting.",
      remedy: "Call `authorize_upgrade` first."
    },
    Unauthorized: {
      cause: "The code is not the one that was announced.",
      remedy: "Pass to `apply_authorized_upgrade` the `code` whose hash is in `AuthorizedUpgrade`."
    }
  }),
  Grandpa: explanations({
    PauseFailed: {
      cause: "Finality is paused, or about to be.",
      remedy: "Wait; `State` shows it."
    },
    ResumeFailed: {
      cause: "Finality runs, so there is nothing to resume.",
      remedy: "Nothing is to be done; `State` shows it."
    },
    ChangePending: {
      cause: "A change of authorities is waiting already.",
      remedy: "Wait until `PendingChange` is gone."
    },
    TooSoon: {
      cause: "The last forced change is too recent.",
      remedy: "Wait for the block in `NextForced`."
    },
    InvalidKeyOwnershipProof: {
      cause: "It is not shown that the key belonged to the accused.",
      remedy: "Make `key_owner_proof` for the session of the offence."
    },
    InvalidEquivocationProof: {
      cause: "The report does not show two votes of one authority in one round.",
      remedy: "Check `equivocation_proof`: same round, two different blocks, both signed."
    },
    DuplicateOffenceReport: {
      cause: "The offence has been reported before.",
      remedy: "Nothing is to be done; do not send `report_equivocation` again."
    }
  }),
  SafeMode: explanations({
    Entered: {
      cause: "Safe mode is on, and the call wants it off.",
      remedy: "Use `extend`, or wait for the block in `EnteredUntil`."
    },
    Exited: {
      cause: "Safe mode is off, and the call wants it on.",
      remedy: "Nothing is to be done, or `enter` it."
    },
    NotConfigured: {
      cause: "This chain does not let just anybody do that.",
      remedy: "Leave it to root: `force_enter`, `force_extend` and the like."
    },
    NoDeposit: {
      cause: "The account holds no deposit for safe mode.",
      remedy: "Check account and `block` in `Deposits`."
    },
    AlreadyDeposited: {
      cause: "This account has paid for safe mode and may not do so twice.",
      remedy: "Let another one call `extend`."
    },
    CannotReleaseYet: {
      cause: "The deposit is held for some time after safe mode.",
      remedy: "Wait `ReleaseDelay` blocks."
    },
    CurrencyError: {
      cause: "The deposit could not be moved.",
      remedy: "Check that the account has `EnterDepositAmount` free."
    }
  }),
  MevShield: explanations({
    BadEncKeyLen: {
      cause: "The block author's key for encryption is not of 1184 bytes.",
      remedy: "Update the node: `enc_key` must be an ML-KEM-768 key."
    },
    Unreachable: {
      cause: "The runtime came to a place that it holds to be impossible.",
      remedy: "Report it with the block; send the call in the open instead of by `submit_encrypted`."
    },
    TooManyPendingExtrinsics: {
      cause: "As many encrypted calls are waiting as are kept.",
      remedy: "Try again in a few blocks; `MaxPendingExtrinsicsLimit` is the number."
    },
    WeightExceedsAbsoluteMax: {
      cause: "More than half of a block was to be set aside.",
      remedy: "Pass a smaller `value` to `set_max_extrinsic_weight` or `set_on_initialize_weight`."
    }
  })
}
