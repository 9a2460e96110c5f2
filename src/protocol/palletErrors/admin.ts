/**
 * Hyperparameters of subnets and the sudo key.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const admin = {
  AdminUtils: explanations({
    NetworkDoesNotExist: {
      cause: "A setting was sent for a netuid that no subnet has.",
      remedy: "Pass an existing `netuid`; `btcli subnets list` shows them."
    },
    SubnetDoesNotExist: {
      cause: "The netuid of the setting is of no subnet on this chain.",
      remedy: "Look it up with `btcli subnets list` and repeat `btcli sudo set`."
    },
    StorageValueOutOfRange: {
      cause: "More validators were to be allowed than the subnet has places.",
      remedy: "Pass `max_allowed_validators` of at most `MaxAllowedUids`."
    },
    MaxValidatorsLargerThanMaxUIds: {
      cause: "There would be more validators than neurons.",
      remedy: "Lower `max_allowed_validators` to `MaxAllowedUids` or below."
    },
    MaxAllowedUIdsNotAllowed: {
      cause: "Fewer places were asked for than neurons are registered.",
      remedy: "Pass `max_allowed_uids` above `SubnetworkN`."
    },
    MaxAllowedUIdsLessThanCurrentUIds: {
      cause: "The subnet has more neurons than the new limit would hold.",
      remedy: "Keep `max_allowed_uids` at `SubnetworkN` or more, or shrink it with `sudo_trim_to_max_allowed_uids`."
    },
    BondsMovingAverageMaxReached: {
      cause: "An owner may set the bonds' moving average to 975000 at most.",
      remedy: "Pass a smaller `bonds_moving_average`, or ask root."
    },
    NegativeSigmoidSteepness: {
      cause: "A slope below zero inverts liquid alpha, which is left to root.",
      remedy: "Pass a `steepness` of 0 or more."
    },
    ValueNotInBounds: {
      cause: "The value is outside what this hyperparameter may be, often because its counterpart is in the way.",
      remedy:
        "Keep `min_burn` below `max_burn` and below 1 TAO, `max_burn` above 0.1 TAO; read both with `btcli sudo " +
        "get`."
    },
    MinAllowedUidsGreaterThanCurrentUids: {
      cause: "The subnet has fewer neurons than the minimum would demand.",
      remedy: "Pass `min_allowed_uids` below `SubnetworkN`."
    },
    MinAllowedUidsGreaterThanMaxAllowedUids: {
      cause: "The minimum of places would pass the maximum.",
      remedy: "Pass `min_allowed_uids` below `MaxAllowedUids`."
    },
    MaxAllowedUidsLessThanMinAllowedUids: {
      cause: "The maximum of places would fall under the minimum.",
      remedy: "Pass `max_allowed_uids` of at least `MinAllowedUids`."
    },
    MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: {
      cause: "No subnet may have more than 256 places.",
      remedy: "Pass `max_allowed_uids` of at most 256."
    },
    InvalidValue: {
      cause: "The argument is none of the values that this setting can have.",
      remedy: "Compare it with `btcli sudo get`; `burn_half_life` is 1 to 36100 blocks, `burn_increase_mult` 1 to 3."
    },
    NotPermittedOnRootSubnet: {
      cause: "Root has no such setting.",
      remedy: "Pass the `netuid` of a subnet other than 0."
    },
    POWRegistrationDisabled: {
      cause: "Registration by work has been given up, so it cannot be switched on.",
      remedy: "Leave it; neurons come in by `burned_register`."
    },
    Deprecated: {
      cause: "This setting is no longer used and its call does nothing but fail.",
      remedy: "Leave it out; `btcli sudo get` shows the settings that count."
    }
  }),
  Sudo: explanations({
    RequireSudo: {
      cause: "Another account than the holder of the sudo key signed.",
      remedy: "Sign with the account in `Key`; on public networks that is not yours, so ask for the change there."
    }
  })
}
