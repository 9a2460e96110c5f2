/**
 * The items of storage whose type is the same in every runtime since 2023, so that the compiler may know it. All others are read by
 * metadata alone.
 *
 * @since 0.2.0
 */
import type { ChainValue } from "./ChainValue.ts"

/** An item whose keys and value have these types. */
interface Item<Keys extends ReadonlyArray<ChainValue>, Value extends ChainValue> {
  readonly keys: Keys
  readonly value: Value
}

type Netuid = readonly [netuid: number]
type Neuron = readonly [netuid: number, uid: number]
type HotkeyOn = readonly [netuid: number, hotkey: string]

/** Of SubtensorModule. */
interface SubtensorItems {
  readonly TotalIssuance: Item<readonly [], bigint>
  readonly TotalStake: Item<readonly [], bigint>
  readonly BlockEmission: Item<readonly [], bigint>
  readonly TxRateLimit: Item<readonly [], bigint>
  readonly TotalNetworks: Item<readonly [], number>
  readonly Owner: Item<readonly [hotkey: string], string>
  readonly Delegates: Item<readonly [hotkey: string], number>
  readonly NetworksAdded: Item<Netuid, boolean>
  readonly IsNetworkMember: Item<readonly [hotkey: string, netuid: number], boolean>
  readonly SubnetworkN: Item<Netuid, number>
  readonly Tempo: Item<Netuid, number>
  readonly MinAllowedWeights: Item<Netuid, number>
  readonly MaxWeightsLimit: Item<Netuid, number>
  readonly MaxAllowedUids: Item<Netuid, number>
  readonly MaxAllowedValidators: Item<Netuid, number>
  readonly ImmunityPeriod: Item<Netuid, number>
  readonly ActivityCutoff: Item<Netuid, number>
  readonly Rho: Item<Netuid, number>
  readonly Kappa: Item<Netuid, number>
  readonly AdjustmentInterval: Item<Netuid, number>
  readonly TargetRegistrationsPerInterval: Item<Netuid, number>
  readonly MaxRegistrationsPerBlock: Item<Netuid, number>
  readonly RegistrationsThisInterval: Item<Netuid, number>
  readonly BlocksSinceLastStep: Item<Netuid, bigint>
  readonly ServingRateLimit: Item<Netuid, bigint>
  readonly WeightsSetRateLimit: Item<Netuid, bigint>
  readonly WeightsVersionKey: Item<Netuid, bigint>
  readonly Difficulty: Item<Netuid, bigint>
  readonly MinDifficulty: Item<Netuid, bigint>
  readonly MaxDifficulty: Item<Netuid, bigint>
  readonly Burn: Item<Netuid, bigint>
  readonly MinBurn: Item<Netuid, bigint>
  readonly MaxBurn: Item<Netuid, bigint>
  readonly BondsMovingAverage: Item<Netuid, bigint>
  readonly Uids: Item<HotkeyOn, number | undefined>
  readonly Keys: Item<Neuron, string>
  readonly BlockAtRegistration: Item<Neuron, bigint>
  readonly Active: Item<Netuid, ReadonlyArray<boolean>>
  readonly ValidatorPermit: Item<Netuid, ReadonlyArray<boolean>>
  readonly Consensus: Item<Netuid, ReadonlyArray<number>>
  readonly Incentive: Item<Netuid, ReadonlyArray<number>>
  readonly Dividends: Item<Netuid, ReadonlyArray<number>>
  readonly ValidatorTrust: Item<Netuid, ReadonlyArray<number>>
  readonly Emission: Item<Netuid, ReadonlyArray<bigint>>
  readonly LastUpdate: Item<Netuid, ReadonlyArray<bigint>>
  readonly Weights: Item<Neuron, ReadonlyArray<readonly [uid: number, weight: number]>>
  readonly Bonds: Item<Neuron, ReadonlyArray<readonly [uid: number, bond: number]>>
}

/** Of other pallets. */
interface OtherItems {
  readonly "Timestamp.Now": Item<readonly [], bigint>
  readonly "System.Number": Item<readonly [], number>
  readonly "System.BlockHash": Item<readonly [number: number], string>
}

/**
 * The items whose types are known, by `Pallet.Item`.
 *
 * @category models
 */
export type CommonStorage = {
  readonly [I in keyof SubtensorItems as `SubtensorModule.${I}`]: SubtensorItems[I]
} & OtherItems

/**
 * An item's name; a pallet or an item that is not known at compile time gives no name of a common item.
 *
 * @category models
 */
export type ItemName<P extends string, I extends string> = `${P}.${I}`

/**
 * What an item is asked for with.
 *
 * @category models
 */
export type KeysOf<Name extends string> = Name extends keyof CommonStorage
  ? CommonStorage[Name]["keys"]
  : ReadonlyArray<ChainValue>

/**
 * What an item holds.
 *
 * @category models
 */
export type ValueOf<Name extends string> = Name extends keyof CommonStorage ? CommonStorage[Name]["value"] : ChainValue
