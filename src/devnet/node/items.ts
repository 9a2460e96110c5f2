/**
 * Items of storage by the names that people use.
 *
 * @since 0.2.0
 */
import type { AnyPallet } from "../runtime/pallet.ts"
import type { Runtime } from "../runtime/runtime.ts"
import { type State, StorageItem } from "../runtime/storage.ts"
import type { Hex } from "../scale/Hex.ts"
import { ChainError } from "./ChainError.ts"

/**
 * An item whose keys and values nobody knows before it is looked up.
 *
 * @category models
 */
export type AnyItem = StorageItem<ReadonlyArray<unknown>, unknown, unknown>

/**
 * A pallet of a runtime.
 *
 * @category accessors
 */
export const palletOf = ({ pallets }: Runtime, name: string): AnyPallet => {
  const pallet = pallets.find((one) => one.name === name)
  if (pallet === undefined) throw new ChainError({ reason: "UnknownItem", subject: name })
  return pallet
}

/**
 * An item of a pallet. Values are as its declaration has them: see the pallet's file.
 *
 * @category accessors
 */
export const itemOf = (runtime: Runtime, pallet: string, item: string): AnyItem => {
  const { storage = {} } = palletOf(runtime, pallet).definition
  const entry = Object.hasOwn(storage, item) ? storage[item] : undefined
  if (entry === undefined) throw new ChainError({ reason: "UnknownItem", subject: `${pallet}.${item}` })
  return new StorageItem(pallet, item, entry)
}

/**
 * What an item holds, or what a read of it gives where nothing is stored.
 *
 * @category accessors
 */
export const read = (runtime: Runtime, state: State, pallet: string, item: string, ...keys: ReadonlyArray<unknown>) =>
  itemOf(runtime, pallet, item).get(state, ...keys)

/** As many hashes as a runtime keeps. */
const KNOWN_HASHES = 2400

/**
 * The hashes of the blocks before one that its state knows, for transactions that say since when they live.
 *
 * @category accessors
 */
export function* knownHashes(runtime: Runtime, state: State, head: number): Generator<readonly [number, Hex]> {
  const hashes = itemOf(runtime, "System", "BlockHash")
  for (let number = Math.max(1, head - KNOWN_HASHES); number < head; number++) {
    // `BlockHash` is of `H256` in all runtimes.
    if (hashes.contains(state, number)) yield [number, hashes.get(state, number) as Hex]
  }
}
