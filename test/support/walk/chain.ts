/** A chain that a walk is played on: blocks of extrinsics as bytes, of which every signature is believed. */
import { blake2b } from "@noble/hashes/blake2.js"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { immortal } from "effect-bittensor/devnet/runtime/era"
import type { Applied, Opening } from "effect-bittensor/devnet/runtime/executable"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { blockHash } from "../localnet.ts"
import { toHex } from "../vectors.ts"

/** A call that somebody signs. */
export interface Signed {
  readonly signer: Hex
  readonly call: Call
}

/** What became of an extrinsic; nothing comes of one that the runtime does not survive. */
export type Fate = Applied | "Trapped"

/** The runtime, which believes every signature. */
export const executable = executableOf({ ...parts, verify: () => true })

/** Nobody looks at it. */
const SIGNATURE = { _tag: "Sr25519", value: `0x${"01".repeat(64)}` } as const

/** The bytes of a call that it is its signer's turn for. */
export const extrinsicOf = (state: State, { call, signer }: Signed): Uint8Array => {
  const { nonce } = System.storage.Account.get(state, signer)
  const extra = { CheckMortality: immortal, CheckNonce: nonce, ChargeTransactionPayment: 0n }
  return encodeExtrinsic(subtensor185, call, { address: { _tag: "Id", value: signer }, signature: SIGNATURE, extra })
}

/** Applies an extrinsic, be it one that cannot be applied. */
export const applyTo = (state: State, extrinsic: Uint8Array): Fate => {
  try {
    return executable.apply(state, extrinsic)
  } catch (error) {
    if (error instanceof Error && (error.name === "Trap" || error.name === "ScaleError")) return "Trapped"
    throw error
  }
}

/** The next block's beginning: 12 seconds after the one before. */
export const openingOf = (state: State): Opening => {
  const number = System.storage.Number.get(state) + 1
  return { number, parent_hash: blockHash(number - 1), time: BigInt(number) * 12_000n }
}

/** A chain before its first block. */
export const genesis = (): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  return state
}

/** Builds a block of calls, each drawn when its turn has come: it sees what those before it did. */
export const build = (
  state: State,
  calls: Iterable<Signed>,
  onApplied: (fate: Fate, signed: Signed) => void = () => {}
): void => {
  const opening = openingOf(state)
  executable.initialize(state, opening)
  for (const extrinsic of executable.inherents(opening)) executable.apply(state, extrinsic)
  for (const signed of calls) onApplied(applyTo(state, extrinsicOf(state, signed)), signed)
  executable.finalize(state)
}

/** A hash of all that is stored. */
export const hashOf = ({ storage }: State): string => {
  const hash = blake2b.create({ dkLen: 32 })
  for (const [key, value] of storage.entries("0x")) hash.update(new TextEncoder().encode(`${key}=${toHex(value)};`))
  return toHex(hash.digest())
}
