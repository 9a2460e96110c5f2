/** A localnet within the test: its genesis, its blocks, and what an extrinsic leaves behind. */
import { blake2b } from "@noble/hashes/blake2.js"
import {
  type Call,
  caller,
  type Caller,
  type DispatchError,
  type Dispatched
} from "effect-bittensor/devnet/runtime/dispatch"
import { extraOf } from "effect-bittensor/devnet/runtime/extrinsic"
import { signedBy } from "effect-bittensor/devnet/runtime/origin"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { preRuntime } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/aura"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import type { Applied } from "effect-bittensor/devnet/runtime/executable"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { bytes } from "effect-bittensor/devnet/scale/sequences"
import { encode } from "effect-bittensor/devnet/scale/Type"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { Outcomes } from "./outcomes.ts"
import { toHex } from "./vectors.ts"

/** An account that has nothing. */
export const account = (name: string): Hex => toHex(blake2b(new TextEncoder().encode(name), { dkLen: 32 })) as Hex

const { extrinsic, outer } = subtensor185

/** The version, an address, and a signature. */
const SIGNED_BYTES = 1 + 33 + 65

/** How long an extrinsic is on the wire: immortal, and without a tip. */
export const lengthOf = (call: Call, nonce: number): number => {
  const extra = [null, null, null, null, { _tag: "Immortal" }, nonce, null, 0n, null, null]
  const body = encode(extraOf(extrinsic), extra).length + encode(outer.RuntimeCall, call, outer).length
  return encode(bytes, new Uint8Array(SIGNED_BYTES + body)).length
}

/** A call within an extrinsic that it is the turn of. */
export const signed = (state: State, who: Hex, call: Call, tip = 0n) => {
  const { nonce } = System.storage.Account.get(state, who)
  return { call, length: lengthOf(call, nonce), signed: { account: who, nonce, tip } }
}

/** Events without the phases that they are from. */
export const eventsOf = (state: State) => System.storage.Events.get(state).map(({ event }) => event)

/** The hash of a block, as far as these tests are concerned. */
export const blockHash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`

/** Begins a block; the time is the 12 seconds of its slot. */
export const begin = (state: State, number: number): void => {
  executive.initialize(state, {
    number,
    parent_hash: blockHash(number - 1),
    digest: { logs: [preRuntime(BigInt(number))] }
  })
}

/** The first extrinsic of a block. */
export const inherent = (number: number) => ({
  call: Timestamp.call("set", { now: BigInt(number) * 12_000n }),
  length: 10,
  signed: undefined
})

/** Ends a block, and begins a later one; gives what happened at its beginning. */
export const advance = (state: State, number: number): ReadonlyArray<object> => {
  executive.finalize(state)
  begin(state, number)
  const events = eventsOf(state)
  executive.apply(state, inherent(number))
  return events
}

/** A localnet whose second block has begun, as in most recordings: weight is free by then. */
export const localnet = (): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  begin(state, 1)
  executive.apply(state, inherent(1))
  executive.finalize(state)
  begin(state, 2)
  executive.apply(state, inherent(2))
  return state
}

/** What became of all calls here. */
export const outcomes = new Outcomes(subtensor185.pallets)

/** Applies a signed call, and gives what became of it and the events that it made. */
export const apply = (
  state: State,
  who: Hex,
  call: Call
): { readonly applied: Applied; readonly events: ReadonlyArray<object> } => {
  const before = eventsOf(state).length
  const applied = executive.apply(state, signed(state, who, call))
  const events = eventsOf(state).slice(before)
  if (applied._tag === "Ok") outcomes.note(call, applied.value._tag === "Err" ? applied.value.value : undefined, events)
  return { applied, events }
}

/** Runs a call alone, without fee and nonce. */
export const run = (
  state: State,
  by: Hex | Caller,
  call: Call
): Dispatched & { readonly events: ReadonlyArray<object> } => {
  const before = eventsOf(state).length
  const as = typeof by === "string" ? caller(signedBy(by)) : by
  const dispatched = dispatch.context(state).dispatch(call, as)
  const events = eventsOf(state).slice(before)
  outcomes.note(call, dispatched.error, events)
  return { ...dispatched, events }
}

/** Why a call fails; that it leaves nothing behind is part of it. */
export const errorOf = (state: State, by: Hex | Caller, call: Call): DispatchError | undefined => {
  const { error, events } = run(state, by, call)
  if (error !== undefined && events.length > 0) throw new Error("a call that failed left events behind")
  return error
}
