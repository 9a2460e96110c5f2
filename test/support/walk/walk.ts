/** A random walk over all calls of all pallets: the same for the same seed. */
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { pallets } from "effect-bittensor/devnet/runtimes/subtensor185/pallets"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import type { Type } from "effect-bittensor/devnet/scale/Type"
import { seeded } from "../randomPython.ts"
import { RandomValues } from "../randomScale.ts"
import { recipeOf } from "./recipes.ts"
import { settings, settingsOf } from "./settings.ts"
import { cast, everybody, World } from "./World.ts"

/** A call and who signs it. */
export interface Attempt {
  /** Which call it is about, be it within another: `Pallet.call`. */
  readonly name: string
  readonly signer: Hex
  readonly call: Call
}

type Payload = Readonly<Record<string, Type<unknown>>>

/** The arguments of each call, by `Pallet.call`. */
const payloads: ReadonlyMap<string, Payload> = new Map(
  pallets.flatMap(({ definition, name }) => {
    const calls: Readonly<Record<string, { readonly payload: Payload }>> = "calls" in definition ? definition.calls : {}
    return Object.entries(calls).map(([call, { payload }]) => [`${name}.${call}`, payload] as const)
  })
)

/** Their proof has a type without values: no bytes are such a call. */
const impossible = new Set(["Grandpa.report_equivocation", "Grandpa.report_equivocation_unsigned"])

/** All calls of the runtime that can be made. */
export const everyCall: ReadonlyArray<string> = [...payloads.keys()].filter((name) => !impossible.has(name))

/** What calls of a pallet are worth, compared with one of another. */
const SHARE: Readonly<Record<string, number>> = {
  SubtensorModule: 5,
  Balances: 2,
  Triumvirate: 2,
  Multisig: 2,
  Proxy: 2,
  Scheduler: 2
}

/** Calls that hold calls are not made below this depth. */
const DEPTH = 3

const id = (value: Hex) => ({ _tag: "Id", value }) as const

/** Draws calls without end. */
export class Walk {
  readonly world: World
  readonly #values: RandomValues
  readonly #names: ReadonlyArray<string>
  readonly #flat: ReadonlyArray<string>
  #deck: Array<string> = []

  /** @param without the calls that are not made, neither by themselves nor within others. */
  constructor(seed: number, state: State, without: ReadonlyArray<string> = []) {
    const random = seeded(seed)
    this.world = new World(random, state)
    this.#values = new RandomValues(random, state.outer)
    this.#names = everyCall.filter((name) => !without.includes(name))
    this.#flat = this.#names.filter((name) =>
      Object.values(payloads.get(name) ?? {}).every((type) => !holdsCalls(type))
    )
  }

  /** The next call: all are met before one comes again, those that matter most several times. */
  next(): Attempt {
    if (this.#deck.length === 0) this.#deck = this.#shuffled()
    const name = this.#deck.pop() ?? "System.remark"
    return this.#attempt(name, 0)
  }

  /** Watches what became of a block. */
  observe(): void {
    for (const { event, phase } of System.storage.Events.get(this.world.state)) {
      const { _tag, value } = event as { readonly _tag: string; readonly value: Record<string, unknown> }
      if (_tag !== "Proxy" || value["_tag"] !== "PureCreated" || phase._tag !== "ApplyExtrinsic") continue
      this.world.pures.push({
        pure: value["pure"] as Hex,
        spawner: value["who"] as Hex,
        proxy_type: value["proxy_type"] as string,
        index: value["disambiguation_index"] as number,
        height: this.world.block,
        ext_index: phase.value
      })
    }
  }

  #shuffled(): Array<string> {
    const cards = this.#names.flatMap((name) =>
      Array.from({ length: SHARE[name.split(".")[0] ?? ""] ?? 1 }, () => name)
    )
    return cards
      .map((name) => ({ name, place: this.world.random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ name }) => name)
  }

  #attempt(name: string, depth: number): Attempt {
    const [pallet = "", call = ""] = name.split(".")
    const { world } = this
    const inner = (_: World, by: Hex | "root"): Call => this.#within(depth + 1, by)
    const { args, by = world.anybody(), within } = recipeOf(pallet, call)(world, inner)
    const made: Call = { _tag: pallet, value: { _tag: call, ...this.#arguments(name, depth), ...args } }
    const wrapped = within === undefined ? made : within(made)
    if (by !== "root") return { name, signer: by, call: wrapped }
    return { name, signer: cast.alice, call: Sudo.call("sudo", { call: wrapped }) }
  }

  /** A call that somebody makes within another; if it is another's, it mostly fails. */
  #within(depth: number, by: Hex | "root"): Call {
    const { world } = this
    const names = depth < DEPTH ? this.#names : this.#flat
    for (let tries = 0; tries < 3; tries++) {
      const name = world.pick(names)
      const { call, signer } = this.#attempt(name, depth)
      const isRoot = call._tag === "Sudo" && !name.startsWith("Sudo.")
      if (by === "root" && isRoot) return (call.value as unknown as { readonly call: Call }).call
      if (signer === by && !isRoot) return call
      if (tries === 2) return call
    }
    return System.call("remark", { remark: new Uint8Array(3) })
  }

  #arguments(name: string, depth: number): Readonly<Record<string, unknown>> {
    const payload = payloads.get(name) ?? {}
    return Object.fromEntries(
      Object.entries(payload).map(([field, type]) => [field, this.#argument(name, field, type, depth)])
    )
  }

  #argument(name: string, field: string, type: Type<unknown>, depth: number): unknown {
    const { world } = this
    const chosen =
      settingsOf[`${name.split(".")[1]}.${field}`] ?? (name.startsWith("AdminUtils.") ? settings[field] : undefined)
    if (chosen !== undefined) return world.pick(chosen)
    if (field === "netuid") return world.netuid()
    if (type.name === "AccountIdLookupOf<T>") return id(world.anybody())
    if (type.name === "T::AccountId") return world.anybody()
    if (type.shape._tag === "outer" || holdsCalls(type))
      return type.shape._tag === "outer" ? this.#within(depth + 1, world.coldkey()) : []
    return this.#values.of(type)
  }
}

/** Whether calls are in a type, at its top or in a list. */
const holdsCalls = ({ shape }: Type<unknown>): boolean =>
  (shape._tag === "outer" && shape.outer === "RuntimeCall") || (shape._tag === "sequence" && holdsCalls(shape.element))

const TAO = 10n ** 9n

/** What opens a localnet to a walk: everybody has something, and limits that take hundreds of blocks are off. */
export const prologue = (): ReadonlyArray<ReadonlyArray<Attempt>> => {
  const root = (...calls: ReadonlyArray<Call>): Attempt => ({
    name: "Sudo.sudo",
    signer: cast.alice,
    call: Sudo.call("sudo", { call: Utility.call("batch_all", { calls }) })
  })
  const admin = AdminUtils.call
  const fund = (who: Hex, tao: bigint) => Balances.call("force_set_balance", { who: id(who), new_free: tao * TAO })
  const network = {
    name: "SubtensorModule.register_network",
    signer: cast.alice,
    call: SubtensorModule.call("register_network", {})
  }
  const opened = (netuid: number) => [
    admin("sudo_set_max_registrations_per_block", { netuid, max_registrations_per_block: 100 }),
    admin("sudo_set_target_registrations_per_interval", { netuid, target_registrations_per_interval: 100 }),
    admin("sudo_set_weights_set_rate_limit", { netuid, weights_set_rate_limit: 0n }),
    admin("sudo_set_network_registration_allowed", { netuid, registration_allowed: true }),
    admin("sudo_set_tempo", { netuid, tempo: 3 + netuid })
  ]
  const worked = (netuid: number) => [
    admin("sudo_set_network_pow_registration_allowed", { netuid, registration_allowed: true }),
    admin("sudo_set_min_difficulty", { netuid, min_difficulty: 0n }),
    admin("sudo_set_difficulty", { netuid, difficulty: 1n })
  ]
  return [
    [
      root(
        ...cast.coldkeys.slice(1).map((who) => fund(who, 100_000n)),
        ...cast.poor.slice(1).map((who) => fund(who, 1n))
      ),
      root(...everybody.slice(-6).map((who) => fund(who, 1n)), admin("sudo_set_tx_rate_limit", { tx_rate_limit: 0n })),
      network,
      network
    ],
    [root(...[0, 1, 2, 3].flatMap(opened)), root(...[1, 2].flatMap(worked))],
    cast.hotkeys.map((hotkey, index) => ({
      name: "SubtensorModule.burned_register",
      signer: cast.coldkeys[index % cast.coldkeys.length] ?? cast.alice,
      call: SubtensorModule.call("burned_register", { netuid: 1 + (index % 2), hotkey })
    }))
  ]
}
