/** The two revisions of spec version 185, and a subnet on either, for tests that hold for both. */
import { asRoot, type Call, caller, type Caller } from "effect-bittensor/devnet/runtime/dispatch"
import type { Dispatcher } from "effect-bittensor/devnet/runtime/dispatcher"
import { signedBy } from "effect-bittensor/devnet/runtime/origin"
import type { Runtime } from "effect-bittensor/devnet/runtime/runtime"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { preRuntime } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/aura"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import {
  firstRevision,
  type Revision
} from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executiveOf } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { dispatch as lateDispatch, lateRevision } from "effect-bittensor/devnet/runtimes/subtensor185Late/behaviour"
import { subtensor185Late } from "effect-bittensor/devnet/runtimes/subtensor185Late/index"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { account, inherent, outcomes } from "./localnet.ts"
import { Outcomes } from "./outcomes.ts"

/** A revision, and what runs it. */
export interface Tried {
  readonly name: string
  readonly runtime: Runtime
  readonly dispatcher: Dispatcher
  readonly revision: Revision
  /** What became of all calls here. */
  readonly outcomes: Outcomes
}

export const first: Tried = {
  name: "first",
  runtime: subtensor185,
  dispatcher: dispatch,
  revision: firstRevision,
  outcomes
}
export const late: Tried = {
  name: "late",
  runtime: subtensor185Late,
  dispatcher: lateDispatch,
  revision: lateRevision,
  outcomes: new Outcomes(subtensor185Late.pallets)
}

/** Both, for `describe.each`. */
export const revisions = [first, late]

export const { alice, bob, dave, eve } = sr25519
const { call } = SubtensorModule
const admin = AdminUtils.call
const TAO = 10n ** 9n

/** A chain of one revision, whose second block has begun. */
export class Chain {
  readonly state: State
  readonly tried: Tried

  constructor(tried: Tried) {
    this.tried = tried
    this.state = tried.runtime.over(new Storage())
    tried.runtime.genesis(this.state)
    this.open(1)
    this.open(2)
  }

  get block(): number {
    return System.storage.Number.get(this.state)
  }

  /** Ends the present block, if there is one, and begins another; how many are left out between them is nobody's concern. */
  open(number: number): void {
    const { finalize, apply, initialize } = executiveOf(this.tried.dispatcher)
    if (this.block > 0) finalize(this.state)
    const parent_hash: Hex = `0x${number.toString(16).padStart(64, "0")}`
    initialize(this.state, { number, parent_hash, digest: { logs: [preRuntime(BigInt(number))] } })
    const applied = apply(this.state, inherent(number))
    if (applied._tag === "Ok") this.tried.outcomes.note(inherent(number).call, undefined)
  }

  /** Runs a call, and gives its error and its events. */
  run(by: Hex | Caller, call: Call) {
    const before = System.storage.Events.get(this.state).length
    const as = typeof by === "string" ? caller(signedBy(by)) : by
    const dispatched = this.tried.dispatcher.context(this.state).dispatch(call, as)
    const all = System.storage.Events.get(this.state).map(({ event }) => event)
    const events = all.slice(before)
    this.tried.outcomes.note(call, dispatched.error, events)
    return { ...dispatched, events }
  }

  /** Runs a call that must succeed, and gives its events. */
  must(by: Hex | Caller, call: Call): ReadonlyArray<object> {
    const { error, events } = this.run(by, call)
    if (error !== undefined) throw new Error(`${call.value._tag} failed: ${JSON.stringify(error)}`)
    return events
  }

  /** Why a call fails; that it leaves nothing behind is part of it. */
  errorOf(by: Hex | Caller, call: Call) {
    const before = this.state.storage.snapshot()
    const { error } = this.run(by, call)
    const left = changes(before, this.state.storage.snapshot())
    if (error !== undefined && left.length > 0) throw new Error("a call that failed left something behind")
    return error
  }

  /** Gives an account an amount out of nothing. */
  fund(who: Hex, free = 10_000n * TAO): void {
    this.must(asRoot, Balances.call("force_set_balance", { who: { _tag: "Id", value: who }, new_free: free }))
  }

  /** A hotkey that its coldkey, which has 10,000 TAO, has registered on a subnet. */
  neuron(name: string, netuid = 1): { readonly hotkey: Hex; readonly coldkey: Hex; readonly uid: number } {
    const [hotkey, coldkey] = [account(`${name} hotkey`), account(`${name} coldkey`)]
    this.fund(coldkey)
    this.must(coldkey, call("burned_register", { netuid, hotkey }))
    return { hotkey, coldkey, uid: SubtensorModule.storage.Uids.get(this.state, netuid, hotkey) ?? -1 }
  }
}

/** A chain with Alice's subnet 1, on which as many as like may register and set weights in every block. */
export const withSubnet = (tried: Tried): Chain => {
  const chain = new Chain(tried)
  chain.must(alice, call("register_network", {}))
  for (const netuid of [0, 1]) {
    const most = { netuid, max_registrations_per_block: 1000 }
    chain.must(asRoot, admin("sudo_set_max_registrations_per_block", most))
    const target = { netuid, target_registrations_per_interval: 1000 }
    chain.must(asRoot, admin("sudo_set_target_registrations_per_interval", target))
    chain.must(asRoot, admin("sudo_set_weights_set_rate_limit", { netuid, weights_set_rate_limit: 0n }))
  }
  return chain
}
