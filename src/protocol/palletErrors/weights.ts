/**
 * Setting, committing and revealing weights.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const weights = explanations({
  NoValidatorPermit: {
    cause: "The hotkey is not among the validators that this subnet lets set weights on others.",
    remedy:
      "Add stake until you are within `MaxAllowedValidators` (`btcli stake add`), wait for the next epoch, and " +
      "check `ValidatorPermit`."
  },
  NeuronNoValidatorPermit: {
    cause: "Only the top stakers of a subnet may judge others, and this neuron is none of them.",
    remedy:
      "Gain stake (`btcli stake add`), let an epoch pass, check `ValidatorPermit` at your uid, then send the " +
      "weights."
  },
  WeightVecNotEqualSize: {
    cause: "There are more uids than weights or the other way round.",
    remedy: "Pass `dests` and `weights` of one length, in the same order."
  },
  DuplicateUids: {
    cause: "A uid is listed twice.",
    remedy: "Merge its weights so that each appears once in `dests`."
  },
  InvalidUid: {
    cause: "A weight is meant for a uid, or on root for a netuid, that does not exist.",
    remedy: "Read the metagraph anew and drop from `dests` whatever is at or above `SubnetworkN`."
  },
  UidVecContainInvalidOne: {
    cause: "At least one of the targets is beyond the last neuron of the subnet.",
    remedy: "Sync the metagraph and keep only uids below `SubnetworkN` in `dests`."
  },
  NotSettingEnoughWeights: {
    cause: "The list is shorter than the subnet demands.",
    remedy: "Give weights to at least `MinAllowedWeights` uids; only a single weight on yourself is exempt."
  },
  WeightVecLengthIsLow: {
    cause: "Fewer neurons were rated than this subnet asks of a validator.",
    remedy: "Rate at least `MinAllowedWeights` uids (`btcli subnets hyperparameters` shows it)."
  },
  MaxWeightExceeded: {
    cause: "One weight has a larger share of the whole than the subnet allows.",
    remedy:
      "Cap the shares at `MaxWeightsLimit` before converting to u16; normalizeMaxWeight of this library does it, " +
      "then call `set_weights`."
  },
  TooManyUids: {
    cause: "There are more weights than neurons.",
    remedy: "Send at most `SubnetworkN` entries in `dests`."
  },
  UidsLengthExceedUidsInSubNet: {
    cause: "The list of targets is longer than the list of neurons.",
    remedy: "Sync the metagraph and send no more than `SubnetworkN` entries."
  },
  SettingWeightsTooFast: {
    cause: "This neuron set its weights too few blocks ago.",
    remedy: "Wait until `LastUpdate` is `WeightsSetRateLimit` blocks back; one update an epoch is plenty."
  },
  CommittingWeightsTooFast: {
    cause: "Too few blocks lie between this commit and the neuron's last update.",
    remedy: "Wait for `WeightsSetRateLimit` blocks after `LastUpdate` before the next `commit_weights`."
  },
  IncorrectNetworkVersionKey: {
    cause: "Your version key is below the one that the subnet's owner demands: the validator's code is out of date.",
    remedy: "Update the validator, or pass a `version_key` of at least `WeightsVersionKey`."
  },
  IncorrectWeightVersionKey: {
    cause: "The owner has raised the required version above yours.",
    remedy: "Update the subnet's code and send its `version_key`, which must reach `WeightsVersionKey`."
  },
  NotEnoughStakeToSetWeights: {
    cause: "The hotkey's stake is under the minimum that this chain asks of whoever sets weights.",
    remedy:
      "Add stake to the hotkey (`btcli stake add`); the minimum is `WeightsMinStake`, on newer runtimes " +
      "`StakeThreshold`."
  },
  NotRootSubnet: {
    cause: "The call for root weights was sent with a netuid other than 0.",
    remedy: "Pass 0 as `netuid`, or use `set_weights` for a subnet."
  },
  IsRoot: {
    cause: "Weights of root are not set by this call.",
    remedy: "Use `set_root_weights` (`btcli root weights`) for netuid 0."
  },
  CanNotSetRootNetworkWeights: {
    cause: "Netuid 0 is not weighted by ordinary validators.",
    remedy: "Pass a subnet's `netuid`; on runtimes that have it, root uses `set_root_weights`."
  },
  CommitRevealEnabled: {
    cause: "This subnet takes weights only as a commit that is revealed later.",
    remedy: "Use `commit_weights` and `reveal_weights`, or on newer runtimes `commit_timelocked_weights`."
  },
  CommitRevealDisabled: {
    cause: "The subnet takes plain weights: there is nothing to hide.",
    remedy: "Use `set_weights`; the owner switches by `sudo_set_commit_reveal_weights_enabled`."
  },
  CommitNotAllowed: {
    cause: "A commit of this hotkey is still waiting, and only one may.",
    remedy: "Reveal it, or let its window pass (two times `WeightCommitRevealInterval`), then call `commit_weights`."
  },
  NoCommitFound: {
    cause: "Nothing of this hotkey is waiting to be revealed on that subnet.",
    remedy: "Check `netuid` and the signing hotkey; `WeightCommits` shows what is waiting."
  },
  NoWeightsCommitFound: {
    cause: "There is no open commit to which this reveal could belong: none was made, it was used, or it has lapsed.",
    remedy: "Look into `WeightCommits` under your hotkey; if it is gone, call `commit_weights` anew."
  },
  InvalidRevealTempo: {
    cause: "The block is outside the window in which this commit may be opened.",
    remedy:
      "Reveal between one and two `WeightCommitRevealInterval` after the start of the interval in which you " +
      "committed."
  },
  InvalidReveal: {
    cause: "Hashing what you revealed gives another hash than the committed one.",
    remedy: "Pass to `reveal_weights` exactly the uids, `values` and `version_key` that were hashed, in that order."
  },
  InvalidRevealCommitHashNotMatch: {
    cause: "What was revealed is not what was committed: a value, its order or the salt is another.",
    remedy:
      "Pass `uids`, `values`, `salt` and `version_key` as they were hashed; convert weights to u16 before the hash, " +
      "not after."
  },
  TooManyUnrevealedCommits: {
    cause: "Ten commits of this hotkey are waiting, and that is the most.",
    remedy: "Reveal the oldest with `reveal_weights`, or wait until they lapse."
  },
  ExpiredWeightCommit: {
    cause: "The epoch in which this commit could be opened is over.",
    remedy: "Call `commit_weights` again and reveal exactly `RevealPeriodEpochs` epochs later."
  },
  RevealTooEarly: {
    cause: "The epoch for opening this commit has not begun.",
    remedy: "Wait until `RevealPeriodEpochs` epochs after the commit, then call `reveal_weights`."
  },
  InvalidRevealRound: {
    cause:
      "The drand round named for the reveal has been published already, so that anybody could decrypt the weights " +
      "at once.",
    remedy: "Compute `reveal_round` anew; it must not be below `LastStoredRound`."
  },
  IncorrectCommitRevealVersion: {
    cause: "The commit is encrypted by the scheme of another version than the chain now reads.",
    remedy: "Read `CommitRevealWeightsVersion`, encrypt accordingly and pass it as `commit_reveal_version`."
  },
  InputLengthsUnequal: {
    cause: "The parallel lists of a batch differ in length.",
    remedy: "Make `netuids`, `weights` and `version_keys`, or the lists of `batch_reveal_weights`, equally long."
  },
  RevealPeriodTooLarge: {
    cause: "More epochs were asked for between commit and reveal than the chain waits.",
    remedy: "Pass an `interval` of at most 100 epochs to `sudo_set_commit_reveal_weights_interval`."
  },
  RevealPeriodTooSmall: {
    cause: "A commit must stay closed for at least one epoch.",
    remedy: "Pass an `interval` of 1 or more to `sudo_set_commit_reveal_weights_interval`."
  },
  LiquidAlphaDisabled: {
    cause: "Its two bounds mean nothing while liquid alpha is off.",
    remedy: "Call `sudo_set_liquid_alpha_enabled` first, then `sudo_set_alpha_values`."
  },
  AlphaHighTooLow: {
    cause: "The upper bound of liquid alpha is under the least that the runtime takes.",
    remedy: "Raise `alpha_high`, a u16 fraction: above 0.8 on old runtimes, from 0.025 on new ones."
  },
  AlphaLowOutOfRange: {
    cause: "The lower bound of liquid alpha is zero, under the minimum, or above the upper one.",
    remedy: "Choose `alpha_low` between the minimum and `alpha_high`."
  },
  MaxAllowedUIdsNotAllowed: {
    cause: "The number of places asked for is under the number of neurons, or over what the chain supports.",
    remedy: "Choose `max_allowed_uids` above `SubnetworkN`."
  },
  StorageValueOutOfRange: {
    cause: "A parameter was outside the bounds of its storage item.",
    remedy: "Read the current value with `btcli subnets hyperparameters` and stay near it in `btcli sudo set`."
  },
  TempoHasNotSet: {
    cause: "The subnet has no epoch length yet, so nothing that counts in epochs works.",
    remedy: "Set it with `sudo_set_tempo`."
  },
  InvalidTempo: {
    cause: "The epoch length is one that the runtime does not accept.",
    remedy: "Pass another `tempo` to `sudo_set_tempo`."
  },
  TempoOutOfBounds: {
    cause: "An owner may choose epochs of 360 to 50400 blocks; this was another number.",
    remedy: "Pass a `tempo` from `MinTempo` to `MaxTempo`."
  },
  ActivityCutoffTooLow: {
    cause: "Validators would count as inactive sooner than the chain allows.",
    remedy: "Pass an `activity_cutoff` of at least `MinActivityCutoff`."
  },
  ActivityCutoffFactorMilliOutOfBounds: {
    cause: "The factor, in thousandths of a tempo, is not between 1000 and 50000.",
    remedy: "Choose `factor_milli` from `MinActivityCutoffFactorMilli` to `MaxActivityCutoffFactorMilli`."
  },
  EpochTriggerAlreadyPending: {
    cause: "Somebody has asked for an early epoch of this subnet, and it has not run yet.",
    remedy: "Wait for the block in `PendingEpochAt`; another `trigger_epoch` adds nothing."
  },
  AutoEpochAlreadyImminent: {
    cause: "The regular epoch comes at least as soon as a triggered one would.",
    remedy: "Just wait: within `AdminFreezeWindow` blocks there is nothing for `trigger_epoch` to do."
  },
  DynamicTempoBlockedByCommitReveal: {
    cause: "While weights are timelocked, an early epoch would miss the round that opens them.",
    remedy: "Do without `trigger_epoch`, or switch off with `sudo_set_commit_reveal_weights_enabled` first."
  }
})
