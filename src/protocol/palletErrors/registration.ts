/**
 * Registering a neuron: by work, by burning, on root; and the neurons that a subnet has.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const registration = explanations({
  AlreadyRegistered: {
    cause: "The hotkey already has a neuron on this subnet, or, in a swap, the new hotkey is in use.",
    remedy: "Read its uid from `Uids` and go on with that one; to register another, pass another `hotkey`."
  },
  HotKeyAlreadyRegisteredInSubNet: {
    cause: "This hotkey holds a uid on the subnet already, so there is nothing to register or to swap it to.",
    remedy: "Read the uid from `Uids`; for a second neuron, register with another `hotkey`."
  },
  NotRegistered: {
    cause: "The hotkey has no neuron on that subnet, or the chain has never seen it.",
    remedy: "Register it with `burned_register` (`btcli subnets register`), then send this again."
  },
  HotKeyNotRegisteredInSubNet: {
    cause: "The signing or named hotkey has no uid on this netuid.",
    remedy: "Check `netuid` and which hotkey signs; if both are right, register with `burned_register` first."
  },
  HotKeyNotRegisteredInNetwork: {
    cause:
      "The hotkey has no neuron where the call looks for one: on the given subnet when serving, on any at all when " +
      "setting an identity.",
    remedy: "Register it with `burned_register` (`btcli subnets register`), wait for the block, then try again."
  },
  HotKeyAccountNotExists: {
    cause: "No coldkey owns this hotkey on chain: it was never registered, staked to or associated.",
    remedy: "Check the address; a new hotkey comes to exist by `burned_register` or `try_associate_hotkey`."
  },
  RegistrationDisabled: {
    cause: "The subnet takes no new neurons, or none by the way you chose.",
    remedy:
      "Look at `NetworkRegistrationAllowed` with `btcli subnets hyperparameters`; where work is switched off, use " +
      "`burned_register`."
  },
  SubNetRegistrationDisabled: {
    cause: "The owner has closed this subnet to newcomers, or new subnets may not be created yet.",
    remedy: "Read `NetworkRegistrationAllowed`; the owner reopens it, or pick another subnet with `btcli subnets list`."
  },
  RegistrationNotPermittedOnRootSubnet: {
    cause: "Netuid 0 is root, where neurons and children are not made by this call.",
    remedy: "Use `root_register` (`btcli root register`) for root, or pass another `netuid`."
  },
  OperationNotPermittedonRootSubnet: {
    cause: "The call was sent for netuid 0, and root has no miners to which it could apply.",
    remedy: "Pass the `netuid` of an ordinary subnet; to join root use `root_register`."
  },
  OperationNotPermittedOnRootSubnet: {
    cause: "Root (netuid 0) does not take part in what this call does.",
    remedy: "Give an ordinary `netuid`; a hotkey enters root by `root_register`."
  },
  TooManyRegistrationsThisBlock: {
    cause: "As many neurons as one block may take have registered on this subnet in the current one.",
    remedy: "Send it again in the next block; the quota is `MaxRegistrationsPerBlock`."
  },
  TooManyRegistrationsThisInterval: {
    cause: "The subnet has had three times its target of newcomers since the last adjustment, and waits for the next.",
    remedy: "Wait until `RegistrationsThisInterval` is reset, at most `AdjustmentInterval` blocks."
  },
  MaxAllowedUidsExceeded: {
    cause: "All places on the subnet are taken and nobody can be replaced.",
    remedy: "Wait until immunity ends for somebody (`ImmunityPeriod`), or register on another `netuid`."
  },
  NoNeuronIdAvailable: {
    cause: "The subnet is full and every neuron in it is immune, or it has no places at all.",
    remedy: "Compare `SubnetworkN` with `MaxAllowedUids` and try again when an `ImmunityPeriod` has ended."
  },
  InvalidWorkBlock: {
    cause: "The proof of work names a block that is three or more blocks old, or one that does not exist yet.",
    remedy: "Solve again on the newest block and send at once with its `block_number`."
  },
  WorkRepeated: {
    cause: "The same proof of work was used before.",
    remedy: "Search another `nonce` for a fresh block."
  },
  InvalidDifficulty: {
    cause: "The seal is not below the target: the work was made for a lower difficulty, or for none.",
    remedy: "Read `Difficulty` at the block that you solve for, solve again, then call `register`."
  },
  InvalidSeal: {
    cause: "Recomputing the seal from block, nonce and key gives other bytes than those sent.",
    remedy:
      "Check that `nonce`, `block_number` and the hotkey are those that were solved for, and that `work` is that " +
      "seal."
  },
  CouldNotConvertToBalance: {
    cause: "The burn cost does not fit the type of a balance, which no honest state leads to.",
    remedy: "Read `Burn` and report it to the owners of the chain."
  },
  RegistrationPriceLimitExceeded: {
    cause: "The cost of a place has risen above the most that you were ready to pay.",
    remedy: "Read `Burn` and call `register_limit` with a higher `limit_price`, or wait until it has fallen."
  },
  StakeTooLowForRoot: {
    cause: "Root is full, and your hotkey has no more stake than the weakest member, whom it would replace.",
    remedy: "Add stake (`btcli stake add`) until you pass the lowest, then repeat `root_register`."
  },
  FaucetDisabled: {
    cause: "This chain was built without the faucet, as every public network is.",
    remedy: "Ask for test TAO in the community, or run a local chain whose build has `faucet`."
  },
  TransactorAccountShouldBeHotKey: {
    cause: "A registration by work must be signed by the hotkey that it registers.",
    remedy: "Sign `register` with the hotkey; the coldkey is only an argument (`coldkey`)."
  },
  HotkeyOriginMismatch: {
    cause: "The account that signed is another than the hotkey in the arguments.",
    remedy: "Sign with that key, or pass the signer as `hotkey`."
  },
  UidMapCouldNotBeCleared: {
    cause: "While the subnet was trimmed, the map from hotkeys to uids could not be emptied in one go.",
    remedy: "Try `sudo_trim_to_max_allowed_uids` again with a larger `max_n`."
  },
  TrimmingWouldExceedMaxImmunePercentage: {
    cause: "After the trim, immune neurons would hold too large a part of the places left.",
    remedy: "Choose a larger `max_n`, or wait until some neurons have left their `ImmunityPeriod`."
  },
  TooManyUIDsPerMechanism: {
    cause: "Places times mechanisms would pass 256.",
    remedy: "Lower `max_allowed_uids` or `mechanism_count` until their product is at most 256."
  },
  InvalidConnectionRequirement: {
    cause: "The condition on stake in another network was out of range.",
    remedy: "Give a `requirement` that is a u16 fraction; later runtimes have no such conditions."
  },
  DidNotPassConnectedNetworkRequirement: {
    cause: "The hotkey's standing in a connected network is below what this one demands.",
    remedy: "Raise its standing there, or read `NetworkConnect` and pick a network without conditions."
  }
})
