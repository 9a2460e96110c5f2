/** What each read of the service asks for, so that words on a command line can be told apart. */
import type { Reads } from "../../services/subtensor/Reads.ts"
import type { ReadOptions } from "../../services/subtensor/Core.ts"
import type { Form, Forms } from "./given.ts"

/** A read whose method takes one value after the other. */
interface InOrder {
  readonly extrinsicFee: { readonly call: "call"; readonly signer: "address" }
}

/** One thing is asked for as it is, by a name that it has on the command line only. */
type One = readonly [name: string, form: Form]

type ParameterOf<P> = [P] extends [never]
  ? Record<never, never>
  : ReadOptions extends P
    ? Record<never, never>
    : P extends string | number | ReadonlyArray<unknown>
      ? One
      : { readonly [Name in keyof P]-?: undefined extends P[Name] ? `${string}?` & Form : Form }

type FirstOf<Args extends ReadonlyArray<unknown>> = Args extends readonly [] ? never : NonNullable<Required<Args>[0]>

type Table = InOrder & {
  readonly [Name in Exclude<keyof Reads, keyof InOrder>]: ParameterOf<FirstOf<Parameters<Reads[Name]>>>
}

const nothing = {}
const netuid = ["netuid", "integer"] as const
const hotkey = ["hotkey", "address"] as const
const coldkey = ["coldkey", "address"] as const
const address = ["address", "address"] as const
const inSubnet = { netuid: "integer", hotkey: "address" } as const
const hash = ["hash", "hex"] as const
const claim = { netuid: "integer", hotkey: "address", coldkey: "address" } as const
const exchange = { fromNetuid: "integer", toNetuid: "integer", amount: "stake" } as const
const place = { netuid: "integer", uid: "integer" } as const

/** What a read asks for, by its name. */
export const parameters: Table = {
  currentBlock: nothing,
  blockInfo: ["block", "integer?"],
  errorInfoByIndex: ["index", "integer"],
  liquidityList: { netuid: "integer", coldkey: "address" },
  blockHash: ["block", "integer?"],
  waitForBlock: ["number", "integer?"],
  timestamp: nothing,
  isFastBlocks: nothing,
  txRateLimit: nothing,
  lastDrandRound: nothing,
  mevShieldCurrentKey: nothing,
  mevShieldNextKey: nothing,
  balance: address,
  balances: ["addresses", "addresses?"],
  existentialDeposit: nothing,
  totalIssuance: nothing,
  totalStake: nothing,
  extrinsicFee: { call: "call", signer: "address" },
  transferFee: { from: "address", to: "address", amount: "tao" },
  uidForHotkeyOnSubnet: inSubnet,
  netuidsForHotkey: hotkey,
  allUidsForHotkey: hotkey,
  isHotkeyRegisteredAny: hotkey,
  isHotkeyRegisteredOnSubnet: inSubnet,
  isHotkeyRegistered: { hotkey: "address", netuid: "integer?" },
  doesHotkeyExist: hotkey,
  hotkeyOwner: hotkey,
  axonInfo: inSubnet,
  prometheusInfo: inSubnet,
  neuronForUid: place,
  neuronForUidLite: place,
  neuronForPubkeyAndSubnet: inSubnet,
  neuronForWallet: netuid,
  allNeuronsForPubkey: hotkey,
  neurons: netuid,
  neuronsLite: netuid,
  neuronHasValidatorPermit: place,
  incentive: netuid,
  weights: netuid,
  bonds: netuid,
  neuronCertificate: inSubnet,
  allNeuronCertificates: netuid,
  subnetExists: netuid,
  allSubnetNetuids: nothing,
  allSubnetsNetuid: nothing,
  subnets: nothing,
  totalSubnets: nothing,
  subnetModality: netuid,
  subnetConnectionRequirement: { netuid: "integer", other: "integer" },
  subnetConnectionRequirements: netuid,
  emissionValueBySubnet: netuid,
  allSubnetsInfo: nothing,
  subnetInfo: netuid,
  subnetOwner: netuid,
  subnetOwnerHotkey: netuid,
  subnetIdentity: netuid,
  subnetBurnCost: nothing,
  subnetValidatorPermits: netuid,
  blocksSinceLastUpdate: place,
  blocksUntilNextEpoch: netuid,
  nextEpochStartBlock: netuid,
  isSubnetActive: netuid,
  adminFreezeWindow: nothing,
  isInAdminFreezeWindow: netuid,
  startCallDelay: nothing,
  mechanismCount: netuid,
  mechanismEmissionSplit: netuid,
  filterNetuidsByRegisteredHotkeys: { netuids: "integers", keep: "integers?", hotkeys: "addresses" },
  rho: netuid,
  kappa: netuid,
  difficulty: netuid,
  recycle: netuid,
  immunityPeriod: netuid,
  validatorPruneLen: netuid,
  validatorBatchSize: netuid,
  validatorSequenceLength: netuid,
  validatorEpochsPerReset: netuid,
  validatorEpochLength: netuid,
  validatorLogitsDivergence: netuid,
  validatorExcludeQuantile: netuid,
  maxAllowedValidators: netuid,
  minAllowedWeights: netuid,
  maxWeightLimit: netuid,
  subnetworkN: netuid,
  maxN: netuid,
  tempo: netuid,
  adjustmentAlpha: netuid,
  bondsMovingAvg: netuid,
  scalingLawPower: netuid,
  synergyScalingLawPower: netuid,
  servingRateLimit: netuid,
  weightsRateLimit: netuid,
  blocksSinceEpoch: netuid,
  blocksSinceLastStep: netuid,
  subnetRevealPeriodEpochs: netuid,
  commitRevealEnabled: netuid,
  hyperparameter: { netuid: "integer", name: "text" },
  subnetHyperparameters: netuid,
  isHotkeyDelegate: hotkey,
  delegateTake: hotkey,
  delegateByHotkey: hotkey,
  delegates: nothing,
  delegated: coldkey,
  childkeyTake: inSubnet,
  children: inSubnet,
  parents: inSubnet,
  childrenPending: inSubnet,
  totalStakeForHotkey: hotkey,
  totalStakeForColdkey: coldkey,
  stake: hotkey,
  nominatorsForHotkey: hotkey,
  stakeForColdkeyAndHotkey: { coldkey: "address", hotkey: "address" },
  stakeInfoForColdkey: coldkey,
  stakeInfoForColdkeys: ["coldkeys", "addresses"],
  stakeInfo: claim,
  stakeForHotkey: inSubnet,
  hotkeyStake: inSubnet,
  stakeWeight: netuid,
  minimumRequiredStake: nothing,
  ownedHotkeys: address,
  autoStakes: coldkey,
  coldkeyLock: { netuid: "integer", coldkey: "address" },
  stakeAvailabilityForColdkeys: ["coldkeys", "addresses"],
  queryIdentity: address,
  delegateIdentities: nothing,
  commitment: place,
  commitmentMetadata: inSubnet,
  allCommitments: netuid,
  revealedCommitment: place,
  revealedCommitmentByHotkey: inSubnet,
  allRevealedCommitments: netuid,
  lastBondsReset: inSubnet,
  lastCommitmentBondsResetBlock: place,
  senateMembers: nothing,
  isSenateMember: hotkey,
  proposalHashes: nothing,
  proposalCallData: hash,
  voteData: hash,
  proposalVoteData: hash,
  proposals: nothing,
  subnetPrice: netuid,
  subnetPrices: nothing,
  subnet: netuid,
  allSubnets: nothing,
  subnetState: netuid,
  metagraphInfo: { netuid: "integer", mechid: "integer?", fields: "texts?" },
  allMetagraphsInfo: nothing,
  simSwap: exchange,
  stakeAddFee: { netuid: "integer", amount: "tao" },
  unstakeFee: { netuid: "integer", amount: "alpha" },
  stakeMovementFee: exchange,
  emaTaoInflow: netuid,
  allEmaTaoInflow: nothing,
  timelockedWeightCommits: { netuid: "integer", mechid: "integer?" },
  rootClaimType: address,
  rootClaimableAllRates: address,
  rootClaimableRate: inSubnet,
  rootClaimableStake: claim,
  rootClaimed: claim,
  rootAlphaDividendsPerSubnet: inSubnet,
  proxies: nothing,
  proxiesForRealAccount: address,
  proxyAnnouncement: address,
  proxyAnnouncements: nothing,
  proxyConstants: nothing,
  crowdloanById: ["id", "integer"],
  crowdloans: nothing,
  crowdloanContributions: ["id", "integer"],
  crowdloanNextId: nothing,
  crowdloanConstants: nothing,
  coldkeySwapAnnouncement: coldkey,
  coldkeySwapAnnouncements: nothing,
  coldkeySwapDispute: coldkey,
  coldkeySwapDisputes: nothing,
  coldkeySwapAnnouncementDelay: nothing,
  coldkeySwapReannouncementDelay: nothing,
  checkInArbitration: address,
  remainingArbitrationPeriod: coldkey
}

/** What is asked for, by name. @category getters */
export const formsOf = (name: keyof Table): Forms => {
  const parameter: One | Forms = parameters[name]
  return isOne(parameter) ? { [parameter[0]]: parameter[1] } : parameter
}

const isOne = (parameter: One | Forms): parameter is One => Array.isArray(parameter)

/** The arguments of the method, of the values that were given. @category getters */
export const argumentsOf = (
  name: keyof Table,
  values: { readonly [name: string]: unknown },
  options: object
): ReadonlyArray<unknown> => {
  const parameter: One | Forms = parameters[name]
  if (isOne(parameter)) return [values[parameter[0]], options]
  if (name === "extrinsicFee") return Object.keys(parameter).map((key) => values[key])
  return Object.keys(parameter).length === 0 ? [options] : [values, options]
}
