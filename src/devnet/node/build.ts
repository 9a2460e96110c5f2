/**
 * How a node makes a block.
 *
 * @since 0.2.0
 */
import { type Call, type Caller, type Dispatched, Trap } from "../runtime/dispatch.ts"
import type { Applied, Executable, Opening } from "../runtime/executable.ts"
import type { State } from "../runtime/storage.ts"
import type { Hex } from "../scale/Hex.ts"
import { ScaleError } from "../scale/ScaleError.ts"
import { changes, type Snapshot, Storage } from "../state/Storage.ts"
import { type Block, bytesOf, commit, type Digests, extrinsicsRoot, sealed } from "./Block.ts"
import type { Transaction } from "./pool/Transaction.ts"

/**
 * The block that others are built on: its state is there.
 *
 * @category models
 */
export type Parent = Pick<Block, "hash" | "number" | "time" | "commitment"> & { readonly state: Snapshot }

/**
 * What goes into a block besides what the block says itself.
 *
 * @category models
 */
export interface Filling {
  /** Those that wait, in the order of a block; it is told to leave out all that is based on one. */
  readonly transactions: Generator<Transaction, void, "skip" | undefined>
  /** A call out of nowhere, before all transactions. */
  readonly impersonated?: { readonly call: Call; readonly caller: Caller } | undefined
}

/**
 * A block that was made, and what that told of transactions.
 *
 * @category models
 */
export interface Built {
  readonly block: Block
  /** Those that can be in no block, and why: what the runtime says, or what was thrown. */
  readonly invalid: ReadonlyArray<{ readonly hash: Hex; readonly fault: unknown }>
  readonly dispatched: Dispatched | undefined
}

/** Like a node: when so many had no room, the block is full. */
const SKIPPED = 8

/** What was thrown. */
interface Fault {
  readonly _tag: "Fault"
  readonly value: unknown
}

const isExhausted = (applied: Applied | Fault): boolean =>
  applied._tag === "Err" && applied.value._tag === "Invalid" && applied.value.value._tag === "ExhaustsResources"

/** A transaction that the runtime does not survive is none that is valid; so is one that this library cannot run yet. */
const attempt = (executable: Executable, state: State, bytes: Uint8Array): Applied | Fault => {
  try {
    return executable.apply(state, bytes)
  } catch (fault) {
    return { _tag: "Fault", value: fault }
  }
}

const fill = (executable: Executable, state: State, waiting: Filling["transactions"]) => {
  const extrinsics: Array<Uint8Array> = []
  const invalid: Array<Built["invalid"][number]> = []
  let skipped = 0
  for (let next = waiting.next(); next.done !== true && skipped < SKIPPED;) {
    const { bytes, hash } = next.value
    const applied = attempt(executable, state, bytes)
    if (applied._tag === "Ok") extrinsics.push(bytes)
    else if (isExhausted(applied)) skipped++
    else invalid.push({ hash, fault: applied.value })
    next = waiting.next(applied._tag === "Ok" ? undefined : "skip")
  }
  return { extrinsics, invalid }
}

/** What the block says itself must be right, or there is no block. */
const applyInherents = (executable: Executable, state: State, opening: Opening): ReadonlyArray<Uint8Array> => {
  const inherents = executable.inherents(opening)
  for (const inherent of inherents) {
    const applied = executable.apply(state, inherent)
    if (applied._tag === "Err") throw new Trap(`an inherent is refused: ${applied.value.value._tag}`)
  }
  return inherents
}

/**
 * Makes a block on its parent, in a state of its own: whatever throws leaves nothing behind.
 *
 * @category constructors
 */
export const buildBlock = (
  executable: Executable,
  digests: Digests,
  parent: Parent,
  time: bigint,
  { impersonated, transactions }: Filling
): Built => {
  const opening = { number: parent.number + 1, parent_hash: parent.hash, time }
  const state = executable.runtime.over(new Storage(parent.state))
  executable.initialize(state, opening)
  const inherents = applyInherents(executable, state, opening)
  const dispatched = impersonated && executable.dispatch(state, impersonated.call, impersonated.caller)
  const { extrinsics: applied, invalid } = fill(executable, state, transactions)
  const closing = executable.finalize(state)
  const after = state.storage.snapshot()
  const extrinsics = [...inherents, ...applied]
  const roots = {
    state_root: commit(digests, bytesOf(parent.commitment), changes(parent.state, after)),
    extrinsics_root: extrinsicsRoot(digests, extrinsics)
  }
  const content = { time, extrinsics, inherents: inherents.length, state: after }
  return { block: sealed(executable, digests, closing, roots, content), invalid, dispatched }
}

/**
 * Whether the runtime did not survive, rather than this library.
 *
 * @category guards
 */
export const isTrap = (error: unknown): boolean => error instanceof Trap || error instanceof ScaleError
