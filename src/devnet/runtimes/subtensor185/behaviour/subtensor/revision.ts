/**
 * What differs between the revisions that call themselves 185 (runtime.md §11).
 *
 * @since 0.2.0
 */
import type { ModuleError } from "../../../../runtime/pallet.ts"
import type { State } from "../../../../runtime/storage.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"

/**
 * Why a call of SubtensorModule fails, in the words of the later revision: it tells apart what the earlier one calls by one name.
 *
 * @category models
 */
export type Failure =
  | "SubNetworkDoesNotExist"
  | "RootNetworkDoesNotExist"
  | "InvalidIpType"
  | "InvalidIpAddress"
  | "InvalidPort"
  | "HotKeyNotRegisteredInSubNet"
  | "HotKeyNotRegisteredInNetwork"
  | "HotKeyAccountNotExists"
  | "NonAssociatedColdKey"
  | "HotKeyNotDelegateAndSignerNotOwnHotKey"
  | "StakeToWithdrawIsZero"
  | "NotEnoughStakeToWithdraw"
  | "NotEnoughStakeToSetWeights"
  | "NotEnoughBalanceToStake"
  | "ZeroBalanceAfterWithdrawn"
  | "NeuronNoValidatorPermit"
  | "WeightVecNotEqualSize"
  | "DuplicateUids"
  | "UidVecContainInvalidOne"
  | "WeightVecLengthIsLow"
  | "TooManyRegistrationsThisBlock"
  | "TooManyRegistrationsThisInterval"
  | "HotKeyAlreadyRegisteredInSubNet"
  | "NewHotKeyIsSameWithOld"
  | "InvalidWorkBlock"
  | "InvalidDifficulty"
  | "InvalidSeal"
  | "MaxWeightExceeded"
  | "HotKeyAlreadyDelegate"
  | "SettingWeightsTooFast"
  | "IncorrectWeightVersionKey"
  | "ServingRateLimitExceeded"
  | "UidsLengthExceedUidsInSubNet"
  | "NetworkTxRateLimitExceeded"
  | "DelegateTxRateLimitExceeded"
  | "HotKeySetTxRateLimitExceeded"
  | "StakeRateLimitExceeded"
  | "UnstakeRateLimitExceeded"
  | "SubNetRegistrationDisabled"
  | "TransactorAccountShouldBeHotKey"
  | "NotSenateMember"
  | "NotSubnetOwner"
  | "RegistrationNotPermittedOnRootSubnet"
  | "StakeTooLowForRoot"
  | "AllNetworksInImmunity"
  | "NotEnoughBalanceToPaySwapHotKey"
  | "NotRootSubnet"
  | "CanNotSetRootNetworkWeights"
  | "NoNeuronIdAvailable"
  | "NomStakeBelowMinimumThreshold"
  | "DelegateTakeTooLow"
  | "DelegateTakeTooHigh"
  | "WeightsCommitNotAllowed"
  | "NoWeightsCommitFound"
  | "InvalidRevealCommitTempo"
  | "InvalidRevealCommitHashNotMatch"
  | "CommitRevealEnabled"
  | "CommitRevealDisabled"

/**
 * What a revision does in its own way.
 *
 * @category models
 */
export interface Revision {
  readonly error: (failure: Failure) => ModuleError
  /** The least that a delegate may take, a fraction of 65535. */
  readonly minTake: (state: State) => number
  /** Whether a nominator may leave less than the minimum: it is then given back. */
  readonly givesBackSmallRemainders: boolean
  /** Whether `set_root_weights` asks first whether there is such a hotkey. */
  readonly asksForRootHotkey: boolean
  /** Whether subnets on which nobody can register have emission. */
  readonly emitsToClosedSubnets: boolean
  /** Whether a commit is forgotten when it is revealed. */
  readonly forgetsRevealedCommits: boolean
}

type Earlier = (typeof SubtensorModule.definition)["errors"][number]

/** What the earlier revision calls those that it has under another name. */
const earlier: { readonly [F in Exclude<Failure, Earlier>]: Earlier } = {
  SubNetworkDoesNotExist: "NetworkDoesNotExist",
  RootNetworkDoesNotExist: "NetworkDoesNotExist",
  HotKeyNotRegisteredInSubNet: "NotRegistered",
  HotKeyNotRegisteredInNetwork: "NotRegistered",
  HotKeyAccountNotExists: "NotRegistered",
  HotKeyNotDelegateAndSignerNotOwnHotKey: "NonAssociatedColdKey",
  StakeToWithdrawIsZero: "NotEnoughStaketoWithdraw",
  NotEnoughStakeToWithdraw: "NotEnoughStaketoWithdraw",
  ZeroBalanceAfterWithdrawn: "BalanceWithdrawalError",
  NeuronNoValidatorPermit: "NoValidatorPermit",
  UidVecContainInvalidOne: "InvalidUid",
  WeightVecLengthIsLow: "NotSettingEnoughWeights",
  HotKeyAlreadyRegisteredInSubNet: "AlreadyRegistered",
  NewHotKeyIsSameWithOld: "AlreadyRegistered",
  HotKeyAlreadyDelegate: "AlreadyDelegate",
  IncorrectWeightVersionKey: "IncorrectNetworkVersionKey",
  UidsLengthExceedUidsInSubNet: "TooManyUids",
  NetworkTxRateLimitExceeded: "TxRateLimitExceeded",
  DelegateTxRateLimitExceeded: "TxRateLimitExceeded",
  HotKeySetTxRateLimitExceeded: "TxRateLimitExceeded",
  SubNetRegistrationDisabled: "RegistrationDisabled",
  TransactorAccountShouldBeHotKey: "HotkeyOriginMismatch",
  RegistrationNotPermittedOnRootSubnet: "OperationNotPermittedOnRootSubnet",
  NotEnoughBalanceToPaySwapHotKey: "NotEnoughBalance",
  CanNotSetRootNetworkWeights: "IsRoot",
  DelegateTakeTooLow: "InvalidTake",
  DelegateTakeTooHigh: "InvalidTake",
  WeightsCommitNotAllowed: "CommitNotAllowed",
  NoWeightsCommitFound: "NoCommitFound",
  InvalidRevealCommitTempo: "InvalidRevealTempo",
  InvalidRevealCommitHashNotMatch: "InvalidReveal"
}

const isRenamed = (failure: Failure): failure is keyof typeof earlier => Object.hasOwn(earlier, failure)

/**
 * The revision of which the recordings are.
 *
 * @category models
 */
export const firstRevision: Revision = {
  error: (failure) => SubtensorModule.error(isRenamed(failure) ? earlier[failure] : failure),
  minTake: (state) => SubtensorModule.storage.MinTake.get(state),
  givesBackSmallRemainders: false,
  asksForRootHotkey: false,
  emitsToClosedSubnets: true,
  forgetsRevealedCommits: true
}
