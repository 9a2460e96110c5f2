/** What each hyperparameter of a subnet means, in our words. */
import type { SubnetHyperparameters } from "../../protocol/chain/SubnetHyperparameters.ts"
import { snake } from "./snake.ts"

type Known = Exclude<keyof SubnetHyperparameters, "others">

/** By the names of the library. */
export const words: { readonly [Name in Known]: string } = {
  rho: "How steep the curve is that turns trust into consensus.",
  kappa:
    "The share of stake that has to agree on a miner's weight for it to count, as a part of 65535: 32767 is one half.",
  immunityPeriod: "For so many blocks after its registration a neuron is not replaced by a new one.",
  minAllowedWeights: "A validator has to set weights for at least so many miners.",
  maxWeightsLimit:
    "The largest share that one weight may have of all weights of a validator, as a part of 65535, which is no limit.",
  tempo: "An epoch, in which weights become emission, comes every tempo + 1 blocks.",
  minDifficulty: "The difficulty of registration by proof of work does not go below it.",
  maxDifficulty: "The difficulty of registration by proof of work does not go above it.",
  weightsVersion:
    "Validators have to name at least this version when they set weights, so that outdated ones are kept out.",
  weightsRateLimit: "A validator may set weights once in so many blocks.",
  adjustmentInterval: "Difficulty and price of registration are adjusted every so many blocks.",
  activityCutoff: "A validator that has set no weights for so many blocks does not count in an epoch.",
  registrationAllowed: "Whether new neurons may register at all.",
  targetRegsPerInterval:
    "With more registrations than this in an adjustment interval the price rises, with fewer it falls.",
  minBurn: "The price of registration does not go below it, in rao.",
  maxBurn: "The price of registration does not go above it, in rao.",
  bondsMovingAvg:
    "How much of a validator's old bonds is kept at each epoch, as a part of a million: the more, the slower they move.",
  maxRegsPerBlock: "So many registrations fit into one block.",
  servingRateLimit: "A neuron may publish where its axon is once in so many blocks.",
  maxValidators: "The number of neurons that get a validator permit: those with the most stake.",
  adjustmentAlpha: "How much of the old price and difficulty is kept when they are adjusted, as a part of 2⁶⁴−1.",
  difficulty: "How much work a registration by proof of work takes: this many hashes on average.",
  commitRevealPeriod: "How long committed weights stay hidden, in blocks up to spec 204, in tempos from spec 205 on.",
  commitRevealWeightsEnabled:
    "Whether validators commit to weights first and reveal them later, so that they cannot be copied.",
  alphaHigh: "The upper bound of how fast bonds move with liquid alpha, as a part of 65535.",
  alphaLow: "The lower bound of how fast bonds move with liquid alpha, as a part of 65535.",
  liquidAlphaEnabled:
    "Whether each pair of validator and miner has bonds that move at a speed of its own, between alpha_low and alpha_high.",
  alphaSigmoidSteepness:
    "How sharply the speed of bonds goes from alpha_low to alpha_high as weights depart from consensus.",
  yumaVersion: "Which version of Yuma consensus computes the epochs.",
  subnetIsActive: "Whether the subnet was started: before, nothing is emitted to it.",
  transfersEnabled: "Whether alpha of the subnet may go from one coldkey to another.",
  bondsResetEnabled: "Whether a miner's new commitment takes the bonds away that others have in it.",
  userLiquidityEnabled: "Whether everybody may provide liquidity to the subnet's pool.",
  activityCutoffFactor: "The activity cutoff in thousandths of the tempo.",
  burnHalfLife: "In so many blocks without a registration its price halves.",
  burnIncreaseMult: "Each registration multiplies the price of the next by it.",
  ownerCutEnabled: "Whether the subnet's owner gets a share of its emission.",
  ownerCutAutoLockEnabled: "Whether the owner's share is locked as it comes.",
  minChildkeyTake: "The least share that a child hotkey keeps of what it earns with the stake of its parents."
}

/** What later runtimes and the Python SDK call some of them. */
const others: { readonly [name: string]: Known } = {
  max_weight_limit: "maxWeightsLimit",
  weights_version_key: "weightsVersion",
  weights_set_rate_limit: "weightsRateLimit",
  bonds_moving_average: "bondsMovingAvg",
  max_allowed_validators: "maxValidators",
  commit_reveal_weights_interval: "commitRevealPeriod",
  network_registration_allowed: "registrationAllowed",
  target_registrations_per_interval: "targetRegsPerInterval",
  max_registrations_per_block: "maxRegsPerBlock"
}

/** All names that {@link of} knows. @category getters */
export const names: ReadonlyArray<string> = [...Object.keys(words).map(snake), ...Object.keys(others)]

/** The library's name of a hyperparameter by whatever name, in either spelling. @category getters */
export const fieldOf = (typed: string): Known | undefined => {
  const wanted = snake(typed).replaceAll("-", "_")
  return others[wanted] ?? (Object.keys(words) as ReadonlyArray<Known>).find((one) => snake(one) === wanted)
}

/** The words for it. @category getters */
export const of = (typed: string): string | undefined => {
  const name = fieldOf(typed)
  return name === undefined ? undefined : words[name]
}
