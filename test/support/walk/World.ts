/** What a random walk draws from: a seed, a small cast of accounts, and all that is stored. */
import { account } from "../localnet.ts"
import type { Random } from "../randomPython.ts"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"

const { alice, bob, charlie, dave, eve, ferdie } = sr25519
const many = (name: string, count: number) => Array.from({ length: count }, (_, index) => account(`${name} ${index}`))

/** Who sends extrinsics. The senate of the genesis is among the hotkeys, so that it gets owners, and with them votes. */
export const cast = {
  alice,
  triumvirate: [alice, bob, charlie],
  coldkeys: [alice, bob, charlie, ...many("coldkey", 3)],
  poor: many("poor", 3),
  hotkeys: [dave, eve, ferdie, ...many("hotkey", 11)],
  /** Groups that sign together, sorted as the pallet wants them. */
  groups: [
    [alice, bob, charlie],
    [bob, ...many("coldkey", 2)]
  ].map((group) => group.toSorted())
} as const

/** Everybody. */
export const everybody: ReadonlyArray<Hex> = [...cast.coldkeys, ...cast.poor, ...cast.hotkeys]

/** A promise of weights, to be kept later. */
export interface Promised {
  readonly who: Hex
  readonly netuid: number
  readonly uids: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  readonly version_key: bigint
}

/** A pure proxy, with what one must know to remove it. */
export interface Pure {
  readonly pure: Hex
  readonly spawner: Hex
  readonly proxy_type: string
  readonly index: number
  readonly height: number
  readonly ext_index: number
}

/** What a walk knows: what is stored, and what it did that only hashes are stored of. */
export class World {
  readonly random: Random
  readonly state: State
  readonly promises: Array<Promised> = []
  readonly pures: Array<Pure> = []
  /** Calls of which some pallet has the hash. */
  readonly calls = new Map<Hex, Call>()

  constructor(random: Random, state: State) {
    this.random = random
    this.state = state
  }

  get block(): number {
    return System.storage.Number.get(this.state)
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<A>(choices: ReadonlyArray<A>): A {
    const choice = choices[this.below(choices.length)]
    if (choice === undefined) throw new Error("nothing to choose from")
    return choice
  }

  /** One of those that there are, or what is said instead. */
  pickOr<A>(choices: ReadonlyArray<A>, otherwise: () => A): A {
    return choices.length === 0 ? otherwise() : this.pick(choices)
  }

  /** Some of those that there are, in their order. */
  some<A>(choices: ReadonlyArray<A>, probability = 0.6): ReadonlyArray<A> {
    return choices.filter(() => this.chance(probability))
  }

  anybody(): Hex {
    return this.pick(everybody)
  }

  coldkey(): Hex {
    return this.pick(cast.coldkeys)
  }

  /** A hash that stands for nothing. */
  hash(): Hex {
    return hash(Uint8Array.from({ length: 8 }, () => this.below(256)))
  }

  /** Keeps a call for whoever has to say it again, and gives its hash. */
  remember(call: Call): Hex {
    const hashed = hash(encodedCall(this.state, call))
    this.calls.set(hashed, call)
    return hashed
  }

  /** A network; now and then one that is not. */
  netuid(): number {
    const netuids = Array.from(SubtensorModule.storage.NetworksAdded.entries(this.state), ([[netuid]]) => netuid)
    return this.chance(0.03) ? this.below(20) : this.pick(netuids)
  }

  /** A network that is not root. */
  subnet(): number {
    const netuids = Array.from(SubtensorModule.storage.NetworksAdded.entries(this.state), ([[netuid]]) => netuid)
    return this.pickOr(
      netuids.filter((netuid) => netuid !== 0),
      () => 1
    )
  }

  hotkeysOf(netuid: number): ReadonlyArray<readonly [uid: number, hotkey: Hex]> {
    return Array.from(SubtensorModule.storage.Keys.entries(this.state, netuid), ([[, uid], hotkey]) => [uid, hotkey])
  }

  /** A network and a hotkey of it, if any network has any. */
  neuron(): { readonly netuid: number; readonly hotkey: Hex } {
    const networks = Array.from(SubtensorModule.storage.SubnetworkN.entries(this.state))
    const filled = networks.filter(([[netuid], count]) => netuid !== 0 && count > 0)
    const netuid = this.pickOr(
      filled.map(([[netuid]]) => netuid),
      () => this.subnet()
    )
    const [, hotkey] = this.pickOr(this.hotkeysOf(netuid), () => [0, this.pick(cast.hotkeys)] as const)
    return { netuid, hotkey }
  }

  /** A hotkey and its owner. */
  owned(): readonly [hotkey: Hex, coldkey: Hex] {
    const owners = Array.from(
      SubtensorModule.storage.Owner.entries(this.state),
      ([[key], owner]) => [key, owner] as const
    )
    return this.pickOr(owners, () => [this.pick(cast.hotkeys), this.coldkey()])
  }

  free(who: Hex): bigint {
    return System.storage.Account.get(this.state, who).data.free
  }

  /** An amount of what somebody has: little, a part, about all, or too much. */
  amount(has: bigint): bigint {
    const edges = [0n, 1n, 499n, 500n, 501n, has, has - 500n, has - 501n, has + 1n, 2n ** 64n - 1n]
    const amount = this.chance(0.2) ? this.pick(edges) : (has * BigInt(this.below(1000))) / 20_000n
    return amount < 0n ? 0n : amount
  }
}
