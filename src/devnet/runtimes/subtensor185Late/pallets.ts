/**
 * The pallets in which the later revision of spec version 185 differs from the first (runtime.md §11).
 *
 * @since 0.2.0
 */
import { call, constant, definePallet } from "../../runtime/pallet.ts"
import { value } from "../../runtime/storage.ts"
import { bool, u16, u64 } from "../../scale/primitives.ts"
import { vec } from "../../scale/sequences.ts"
import { pallets as first } from "../subtensor185/pallets.ts"
import { AdminUtils as FirstAdminUtils } from "../subtensor185/pallets/adminUtils.ts"
import { SubtensorModule as FirstSubtensorModule } from "../subtensor185/pallets/subtensorModule.ts"

/** 9 %, a fraction of 65535. */
const MIN_TAKE = 5898

const subtensor = FirstSubtensorModule.definition

/**
 * Subnets, neurons, stake, weights and emission, as of the end of May 2024.
 *
 * @category pallets
 */
export const SubtensorModule = definePallet({
  ...subtensor,
  storage: { ...subtensor.storage, MinTake: value(u16, MIN_TAKE) },
  calls: {
    ...subtensor.calls,
    reveal_weights: call(97, { netuid: u16, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 })
  },
  events: { ...subtensor.events, TargetStakesPerIntervalSet: [u64] },
  errors: [
    "SubNetworkDoesNotExist",
    "RootNetworkDoesNotExist",
    "InvalidIpType",
    "InvalidIpAddress",
    "InvalidPort",
    "HotKeyNotRegisteredInSubNet",
    "HotKeyAccountNotExists",
    "HotKeyNotRegisteredInNetwork",
    "NonAssociatedColdKey",
    "HotKeyNotDelegateAndSignerNotOwnHotKey",
    "StakeToWithdrawIsZero",
    "NotEnoughStakeToWithdraw",
    "NotEnoughStakeToSetWeights",
    "NotEnoughBalanceToStake",
    "BalanceWithdrawalError",
    "ZeroBalanceAfterWithdrawn",
    "NeuronNoValidatorPermit",
    "WeightVecNotEqualSize",
    "DuplicateUids",
    "UidVecContainInvalidOne",
    "WeightVecLengthIsLow",
    "TooManyRegistrationsThisBlock",
    "HotKeyAlreadyRegisteredInSubNet",
    "NewHotKeyIsSameWithOld",
    "InvalidWorkBlock",
    "InvalidDifficulty",
    "InvalidSeal",
    "MaxWeightExceeded",
    "HotKeyAlreadyDelegate",
    "SettingWeightsTooFast",
    "IncorrectWeightVersionKey",
    "ServingRateLimitExceeded",
    "UidsLengthExceedUidsInSubNet",
    "NetworkTxRateLimitExceeded",
    "DelegateTxRateLimitExceeded",
    "HotKeySetTxRateLimitExceeded",
    "StakeRateLimitExceeded",
    "UnstakeRateLimitExceeded",
    "SubNetRegistrationDisabled",
    "TooManyRegistrationsThisInterval",
    "TransactorAccountShouldBeHotKey",
    "NotSenateMember",
    "FaucetDisabled",
    "NotSubnetOwner",
    "RegistrationNotPermittedOnRootSubnet",
    "StakeTooLowForRoot",
    "AllNetworksInImmunity",
    "NotEnoughBalanceToPaySwapHotKey",
    "NotRootSubnet",
    "CanNotSetRootNetworkWeights",
    "NoNeuronIdAvailable",
    "NomStakeBelowMinimumThreshold",
    "DelegateTakeTooLow",
    "DelegateTakeTooHigh",
    "WeightsCommitNotAllowed",
    "NoWeightsCommitFound",
    "InvalidRevealCommitTempo",
    "InvalidRevealCommitHashNotMatch",
    "CommitRevealEnabled",
    "CommitRevealDisabled"
  ],
  constants: { ...subtensor.constants, InitialMinTake: constant(u16, MIN_TAKE) }
})

const adminUtils = FirstAdminUtils.definition

/**
 * The hyperparameters, as of the end of May 2024.
 *
 * @category pallets
 */
export const AdminUtils = definePallet({
  ...adminUtils,
  calls: {
    ...adminUtils.calls,
    sudo_set_target_stakes_per_interval: call(47, { target_stakes_per_interval: u64 }),
    sudo_set_commit_reveal_weights_interval: call(48, { netuid: u16, interval: u64 }),
    sudo_set_commit_reveal_weights_enabled: call(49, { netuid: u16, enabled: bool })
  },
  errors: ["SubnetDoesNotExist", "MaxValidatorsLargerThanMaxUIds", "MaxAllowedUIdsLessThanCurrentUIds"]
})

/**
 * In the order of their indices.
 *
 * @category models
 */
export const pallets = first.map((pallet) =>
  pallet.name === SubtensorModule.name ? SubtensorModule : pallet.name === AdminUtils.name ? AdminUtils : pallet
)
