/**
 * Subnets: creating, owning, leasing, ending them; their owner's settings.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const subnets = explanations({
  NetworkDoesNotExist: {
    cause: "There is no subnet with this netuid.",
    remedy: "See which there are (`btcli subnets list`) and pass one of them as `netuid`."
  },
  SubNetworkDoesNotExist: {
    cause: "The netuid given belongs to no subnet at present.",
    remedy: "Pick an existing one with `btcli subnets list`; a dissolved one is gone from `NetworksAdded`."
  },
  SubnetNotExists: {
    cause: "The subnet that the call names is not there: never created, or dissolved since.",
    remedy: "Check `netuid` in `NetworksAdded` (`btcli subnets list`)."
  },
  MechanismDoesNotExist: {
    cause: "The subnet has no mechanism of this number, or the netuid itself is wrong.",
    remedy:
      "Compare `mecid` with `MechanismCountCurrent`, where the first is 0; early dTAO runtimes want 0 or 1 as " +
      "`mechid`."
  },
  RootNetworkDoesNotExist: {
    cause: "This chain was started without root.",
    remedy: "On a local chain, begin from a genesis whose `NetworksAdded` holds netuid 0."
  },
  NetworkExist: {
    cause: "A network with this netuid is there already.",
    remedy: "Pass a free number as `netuid`."
  },
  EmissionValuesDoesNotMatchNetworks: {
    cause: "The list of emissions is not of the networks that exist.",
    remedy: "Pass one entry of `emission` for each of `netuids`, and all networks."
  },
  InvalidEmissionValues: {
    cause: "The emissions do not add up to what one block issues.",
    remedy: "Make the sum of `emission` equal to `BlockEmission`."
  },
  IncorrectNetuidsLength: {
    cause: "Another number of netuids was given than there are subnets.",
    remedy: "Give every netuid once in `netuids`."
  },
  NotSubnetOwner: {
    cause: "The signer does not own the subnet.",
    remedy: "Sign with the coldkey in `SubnetOwner`."
  },
  AllNetworksInImmunity: {
    cause: "The chain is full of subnets and all of them are too young to be replaced.",
    remedy: "Wait until one is older than `NetworkImmunityPeriod`, then call `register_network`."
  },
  SubnetLimitReached: {
    cause: "As many subnets exist as may, and none can be replaced yet.",
    remedy: "Try `register_network` again when a `NetworkImmunityPeriod` has ended."
  },
  NetworkTxRateLimitExceeded: {
    cause: "Somebody created a subnet only a while ago; the chain spaces them out.",
    remedy: "Wait `NetworkRateLimit` blocks after `NetworkLastRegistered`, then repeat `register_network`."
  },
  CannotAffordLockCost: {
    cause: "The coldkey's balance is below the present cost of a subnet.",
    remedy:
      "Look at `btcli subnets lock_cost`, top the coldkey up, or wait: the cost falls until the next one is " +
      "created."
  },
  InvalidIdentity: {
    cause:
      "A field of the identity is too long, or all of them together are; for an EVM key, its signature is " +
      "malformed.",
    remedy: "Shorten `description`, `additional` and the links; for `associate_evm_key`, sign again."
  },
  FirstEmissionBlockNumberAlreadySet: {
    cause: "The subnet has been started before.",
    remedy: "Nothing is to be done; `FirstEmissionBlockNumber` says since when it runs."
  },
  NeedWaitingMoreBlocksToStarCall: {
    cause: "The subnet is too new to be started.",
    remedy: "Wait `StartCallDelay` blocks after `NetworkRegisteredAt`, then call `start_call`."
  },
  AdminActionProhibitedDuringWeightsWindow: {
    cause: "The epoch is near, and settings must not change under the validators' weights.",
    remedy: "Send it after the epoch; `AdminFreezeWindow` is the number of blocks before it that are closed."
  },
  SymbolDoesNotExist: {
    cause: "The symbol is not in the chain's table of tokens.",
    remedy: "Choose a `symbol` from the table, without variation marks or blanks."
  },
  SymbolAlreadyInUse: {
    cause: "Another subnet bears this symbol.",
    remedy: "Choose a free `symbol`; `TokenSymbol` lists those taken."
  },
  InvalidValue: {
    cause: "A parameter is outside the range that its call allows.",
    remedy:
      "Read the current setting (`btcli subnets hyperparameters`) and pass a value nearer to it with `btcli sudo " +
      "set`."
  },
  InvalidLeaseBeneficiary: {
    cause: "The lease was to go to somebody else than the creator of the crowdloan.",
    remedy: "Let the creator call `finalize`; only for it does `register_leased_network` run."
  },
  LeaseCannotEndInThePast: {
    cause: "The lease would be over before it begins.",
    remedy: "Pass an `end_block` after the current block, or none for a lease without end."
  },
  LeaseNetuidNotFound: {
    cause: "The subnet that was registered for the lease cannot be found.",
    remedy: "Check `SubnetUidToLeaseId`; if the registration failed, repeat `finalize`."
  },
  LeaseDoesNotExist: {
    cause: "There is no lease with this number.",
    remedy: "Look for it in `SubnetLeases` and pass its key as `lease_id`."
  },
  LeaseHasNoEndBlock: {
    cause: "The lease runs for ever and so cannot be ended.",
    remedy: "Leave it; only a lease made with an `end_block` can be given to `terminate_lease`."
  },
  LeaseHasNotEnded: {
    cause: "The last block of the lease is still to come.",
    remedy: "Call `terminate_lease` after the end that `SubnetLeases` shows."
  },
  BeneficiaryDoesNotOwnHotkey: {
    cause: "The hotkey that is to lead the subnet is not the beneficiary's.",
    remedy: "Pass one of your own as `hotkey` to `terminate_lease`."
  },
  ExpectedBeneficiaryOrigin: {
    cause: "Somebody else than the beneficiary of the lease signed.",
    remedy: "Sign `terminate_lease` with the beneficiary's coldkey, named in `SubnetLeases`."
  },
  Overflow: {
    cause: "A sum or product went beyond its type.",
    remedy: "Look for an amount that is far too large, in rao where TAO was meant, in `amount` or `end_block`."
  },
  CallDisabled: {
    cause: "The runtime carries this call but has switched it off.",
    remedy: "Look for its successor: `register_network`, `add_stake` and the like have newer forms."
  },
  Deprecated: {
    cause: "The call is kept only so that old clients fail with this.",
    remedy: "Use the newer one, such as `announce_coldkey_swap` for schedule_swap_coldkey."
  },
  DisabledTemporarily: {
    cause: "The developers have closed this call for the time being.",
    remedy: "Wait for the next runtime upgrade; `LastRuntimeUpgrade` shows when it has come."
  },
  BenchmarkingOnly: {
    cause: "The call exists for measuring the runtime, not for chains in use.",
    remedy: "Do not send it; to make a network use `register_network`."
  },
  SenateMember: {
    cause: "The hotkey sits in the Senate, which forbids what was asked.",
    remedy: "Leave the Senate first; `Members` lists who is in."
  },
  NotSenateMember: {
    cause: "Only hotkeys of the Senate may vote.",
    remedy: "Vote with a hotkey that `btcli root senate` lists; a delegate enters by `root_register`."
  },
  AlreadySenateMember: {
    cause: "The hotkey has its seat already.",
    remedy: "Nothing is to be done; `Members` of the Senate has it."
  },
  BelowStakeThreshold: {
    cause: "The hotkey's stake is too small a part of the whole for a seat in the Senate.",
    remedy: "Gather more nominations, up to `SenateRequiredStakePercentage`."
  },
  CouldNotJoinSenate: {
    cause: "The hotkey could not be given a seat: the Senate is full of stronger ones.",
    remedy: "Gain stake beyond the weakest of `Members`, then call `adjust_senate`."
  }
})
