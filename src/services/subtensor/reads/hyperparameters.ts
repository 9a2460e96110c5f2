/**
 * What a subnet is set to.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { option } from "../../../protocol/chain/fromRuntime.ts"
import {
  decodeSubnetHyperparameters,
  hyperparametersFromRuntime,
  type SubnetHyperparameters
} from "../../../protocol/chain/SubnetHyperparameters.ts"
import { fromU64 } from "../../../protocol/FixedPoint.ts"
import { compactU64, type Field, flag, ratio, span, u16 } from "../../../protocol/internal/chain/fields.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ChainValue } from "../ChainValue.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { answered, anything, as, rao, stored, together } from "./Read.ts"

const MILLION = 1_000_000
const fraction = as(compactU64, fromU64)
const millionths = as(compactU64, (value) => Number(value) / MILLION)
const hundredths = as(u16, (value) => value / 100)

/** What an item holds of a subnet; `undefined` if there is no such subnet, of which the items have defaults. */
const of =
  <A>(item: string, field: Field<A>) =>
  (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<A | undefined, ChainError> =>
    Effect.map(
      together([
        stored(chain, "NetworksAdded", [netuid], flag, options),
        stored(chain, item, [netuid], field, options)
      ]),
      ([isThere, value]) => (isThere ? value : undefined)
    )

/** `maxAllowedUids` and `max_allowed_uids` are the item `MaxAllowedUids`. */
const itemNamed = (name: string): string =>
  `_${name}`.replaceAll(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())

const API = "SubnetInfoRuntimeApi"
const OLDEST = "get_subnet_hyperparams"
const VERSIONS = [`${OLDEST}_v3`, `${OLDEST}_v2`]

/**
 * Hyperparameters. Each is `undefined` of a subnet that is not there. Lengths of time are in blocks, of which 2⁵³ − 1 stands for all that
 * are longer.
 *
 * @category reads
 */
export const hyperparameters = {
  /** How steeply the trust of a neuron counts in consensus: an integer, of `Rho`. */
  rho: of("Rho", u16),

  /** The part of the stake that has to agree on a weight, 0 to 1, of `Kappa`. */
  kappa: of("Kappa", ratio),

  /** Of the proof of work of a registration: a bigint, of `Difficulty`. */
  difficulty: of("Difficulty", compactU64),

  /** What a registration costs now: rao, of `Burn`. */
  recycle: of("Burn", rao),

  /** Blocks for which a new neuron cannot be replaced, of `ImmunityPeriod`. */
  immunityPeriod: of("ImmunityPeriod", u16),

  /** Of `ValidatorPruneLen`, which means nothing any more: a bigint. */
  validatorPruneLen: of("ValidatorPruneLen", compactU64),

  /** Of `ValidatorBatchSize`, which only the runtimes before the root network have. */
  validatorBatchSize: of("ValidatorBatchSize", u16),

  /** Of `ValidatorSequenceLength`, which only the runtimes before the root network have. */
  validatorSequenceLength: of("ValidatorSequenceLength", u16),

  /** Of `ValidatorEpochsPerReset`, which only the runtimes before the root network have. */
  validatorEpochsPerReset: of("ValidatorEpochsPerReset", u16),

  /** Of `ValidatorEpochLen`, which only the runtimes before the root network have. */
  validatorEpochLength: of("ValidatorEpochLen", u16),

  /** 0 to 1, of `ValidatorLogitsDivergence`, which only the runtimes before the root network have. */
  validatorLogitsDivergence: of("ValidatorLogitsDivergence", ratio),

  /** 0 to 1, of `ValidatorExcludeQuantile`, which only the runtimes before the root network have. */
  validatorExcludeQuantile: of("ValidatorExcludeQuantile", ratio),

  /** How many neurons may validate, of `MaxAllowedValidators`. */
  maxAllowedValidators: of("MaxAllowedValidators", u16),

  /** How many weights a validator has to set, of `MinAllowedWeights`. */
  minAllowedWeights: of("MinAllowedWeights", u16),

  /** How much of all its weight a validator may give to one neuron, 0 to 1, of `MaxWeightsLimit`; 1 is no limit. */
  maxWeightLimit: of("MaxWeightsLimit", ratio),

  /** How many neurons there are, of `SubnetworkN`. */
  subnetworkN: of("SubnetworkN", u16),

  /** How many neurons there may be, of `MaxAllowedUids`. */
  maxN: of("MaxAllowedUids", u16),

  /** Blocks of an epoch, of `Tempo`: up to spec 422 an epoch is one block longer. */
  tempo: of("Tempo", u16),

  /** How much of the old difficulty and burn an adjustment keeps, 0 to 1, of `AdjustmentAlpha`. */
  adjustmentAlpha: of("AdjustmentAlpha", fraction),

  /**
   * How much of its old bonds a validator keeps, 0 to 1, of `BondsMovingAverage`: the chain counts in millionths, so that its 900000 is
   * 0.9. (The SDK divides by 2⁶⁴ − 1 instead, which makes next to nothing of it.)
   */
  bondsMovingAvg: of("BondsMovingAverage", millionths),

  /** The power by which stake scales, of `ScalingLawPower`: the chain's 50 is 0.5. */
  scalingLawPower: of("ScalingLawPower", hundredths),

  /** As `scalingLawPower`, of `SynergyScalingLawPower`, which only the runtimes before the root network have. */
  synergyScalingLawPower: of("SynergyScalingLawPower", hundredths),

  /** Blocks between two announcements of an axon, of `ServingRateLimit`. */
  servingRateLimit: of("ServingRateLimit", span),

  /** Blocks between two settings of weights, of `WeightsSetRateLimit`. */
  weightsRateLimit: of("WeightsSetRateLimit", span),

  /** Blocks since the last epoch, of `BlocksSinceLastStep`: the item that the SDK asks for, `BlocksSinceEpoch`, is in no runtime. */
  blocksSinceEpoch: of("BlocksSinceLastStep", span),

  /** The same, by the name that SDK 10 has for it. */
  blocksSinceLastStep: of("BlocksSinceLastStep", span),

  /** Epochs for which committed weights stay hidden, of `RevealPeriodEpochs`. */
  subnetRevealPeriodEpochs: of("RevealPeriodEpochs", span),

  /** Whether weights have to be committed before they are revealed, of `CommitRevealWeightsEnabled`. */
  commitRevealEnabled: of("CommitRevealWeightsEnabled", flag),

  /** A hyperparameter by the name of its item, `Tempo` or `tempo`, `max_allowed_uids` or `maxAllowedUids`: what the metadata makes of it. */
  hyperparameter: (
    chain: Core,
    { name, netuid }: { readonly name: string; readonly netuid: number },
    options?: ReadOptions
  ): Effect.Effect<ChainValue, ChainError> => of(itemNamed(name), anything)(chain, netuid, options),

  /**
   * All of them as the chain has them, of `SubnetInfoRuntimeApi.get_subnet_hyperparams` in the newest version that the runtime has.
   * Amounts are rao; what only some runtimes have is optional.
   */
  subnetHyperparameters: (
    chain: Core,
    netuid: number,
    options?: ReadOptions
  ): Effect.Effect<SubnetHyperparameters | undefined, ChainError> =>
    Effect.flatMap(chain.runtime(options), ({ has }) =>
      answered(
        chain,
        `${API}.${VERSIONS.find((version) => has("runtime API", API, version)) ?? OLDEST}`,
        [netuid],
        { bytes: decodeSubnetHyperparameters, value: option(hyperparametersFromRuntime) },
        options
      )
    )
}
