/**
 * The keys of storage that belong to no item.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import type { Hex } from "../scale/Hex.ts"
import { itemPrefix } from "./keys.ts"

const text = (key: string): Hex => `0x${bytesToHex(new TextEncoder().encode(key))}`

/**
 * The code of the runtime. An embedded chain has none; Substrate's clients ask for it by this key.
 *
 * @category keys
 */
export const code: Hex = text(":code")

/**
 * How much memory the code of the runtime may use, a `u64`. It means nothing to an embedded chain.
 *
 * @category keys
 */
export const heapPages: Hex = text(":heappages")

/**
 * The index of the extrinsic that is being applied, a `u32`.
 *
 * @category keys
 */
export const extrinsicIndex: Hex = text(":extrinsic_index")

/**
 * Up to which migration the storage of a pallet is, a `u16`.
 *
 * @category keys
 */
export const storageVersion = (pallet: string): Hex => itemPrefix(pallet, ":__STORAGE_VERSION__:")
