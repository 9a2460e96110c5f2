/** All of an account that a dashboard shows: what it has, what it stakes, which neurons are its own, and the subnets there are. */
import { Effect, Schema } from "effect"
import type { NeuronInfoLite } from "../../../protocol/chain/NeuronInfo.ts"
import { RAO_PER_TAO } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Names from "../../subject/names.ts"
import * as Stake from "../../subject/stake.ts"
import { TaoText } from "../../subject/values.ts"
import * as Neurons from "../wallet/neurons.ts"

/** A hotkey, by what the wallet or the chain calls it. */
const hotkey = { hotkey: Schema.String, name: Schema.NullOr(Schema.String) }

const Staked = Schema.Struct({ ...hotkey, netuid: Schema.NullOr(Schema.Int), stake: Stake.Amount })

const Neuron = Schema.Struct({
  ...hotkey,
  netuid: Schema.Int,
  uid: Schema.Int,
  /** All that is staked to it, of whomever. */
  stake: Stake.Amount,
  incentive: Schema.Finite,
  dividends: Schema.Finite,
  /** Of the last epoch. */
  emission: Stake.Amount,
  validator_permit: Schema.Boolean,
  /** Blocks since it set weights. */
  updated: Schema.Int,
  axon: Schema.NullOr(Schema.String)
})

const Subnet = Schema.Struct({
  netuid: Schema.Int,
  neurons: Schema.Int,
  max_neurons: Schema.Int,
  tempo: Schema.Int,
  /** Its part of what a block brings; 0 from dTAO on, where prices decide that. */
  emission_share: Schema.Finite
})

const fields = {
  network: Schema.String,
  block: Schema.Int,
  /** The wallet; `null` of an address. */
  name: Schema.NullOr(Schema.String),
  coldkey: Schema.String,
  balance_tao: TaoText,
  stakes: Schema.Array(Staked),
  neurons: Schema.Array(Neuron),
  subnets: Schema.Array(Subnet)
}

const Account = Schema.Struct(fields)

/** @category models */
export type Account = typeof Account.Type

/** @category models */
export type Staked = typeof Staked.Type

/** @category models */
export type Neuron = typeof Neuron.Type

/** @category models */
export type Subnet = typeof Subnet.Type

/** The same, and the page that was written. @category schemas */
export const Result = Schema.Struct({ ...fields, page: Schema.String })

const neuronOf = (found: NeuronInfoLite, block: number, name: string | null, isAlpha: boolean): Neuron => ({
  hotkey: found.hotkey,
  name,
  netuid: found.netuid,
  uid: found.uid,
  stake: Neurons.amountOf(found.stake, isAlpha),
  incentive: found.incentive,
  dividends: found.dividends,
  emission: Neurons.amountOf(found.emission, isAlpha),
  validator_permit: found.validatorPermit,
  updated: Math.max(0, block - found.lastUpdate),
  axon: found.axonInfo.port === 0 ? null : `${found.axonInfo.ip}:${found.axonInfo.port}`
})

/** The subnets in which an account may have neurons: those of all hotkeys that are known to be its own, or that it stakes to. */
const netuidsOf = (coldkey: string, hotkeys: Iterable<string>, block: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const owned = yield* subtensor
      .ownedHotkeys(coldkey, { block })
      .pipe(Effect.catchReason("ChainError", "NotInRuntime", () => Effect.succeed([])))
    const found = yield* Effect.forEach(
      new Set<string>([...hotkeys, ...(owned ?? [])]),
      (hotkey) => subtensor.netuidsForHotkey(hotkey, { block }),
      { concurrency: 16 }
    )
    return [...new Set(found.flat())].toSorted((one, other) => one - other)
  })

/** Who it is, and what the wallet calls its hotkeys. @category models */
export interface Whose {
  readonly name: string | null
  readonly coldkey: string
  readonly hotkeys: ReadonlyMap<string, string>
}

/** @category reads */
export const read = ({ coldkey, hotkeys, name }: Whose) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number: block } = yield* subtensor.head
    const isAlpha = yield* Neurons.inAlpha
    const identities = yield* Names.all
    const nameOf = (hotkey: string) => hotkeys.get(hotkey) ?? identities.get(hotkey) ?? null
    const staked = (yield* subtensor.stakeInfoForColdkey(coldkey, { block })).filter(({ stake }) => stake > 0n)
    const known = [...hotkeys.keys(), ...staked.map(({ hotkey }) => hotkey)]
    const found = yield* Neurons.ofSubnets(yield* netuidsOf(coldkey, known, block), block)
    const neurons = found.flatMap((subnet) => subnet.neurons).filter((neuron) => neuron.coldkey === coldkey)
    const subnets = yield* subtensor.allSubnetsInfo({ block })
    const account: Account = {
      network: yield* subtensor.network,
      block,
      name,
      coldkey,
      balance_tao: yield* subtensor.balance(coldkey, { block }),
      stakes: staked.map(({ hotkey, netuid, stake }) => ({
        hotkey,
        name: nameOf(hotkey),
        netuid: netuid ?? null,
        stake: Stake.amountOf(stake, netuid)
      })),
      neurons: neurons.map((neuron) => neuronOf(neuron, block, nameOf(neuron.hotkey), isAlpha)),
      subnets: subnets.map(({ emissionValue, maxAllowedUids, netuid, subnetworkN, tempo }) => ({
        netuid,
        neurons: subnetworkN,
        max_neurons: maxAllowedUids,
        tempo,
        emission_share: Number(emissionValue) / Number(RAO_PER_TAO)
      }))
    }
    return account
  })
