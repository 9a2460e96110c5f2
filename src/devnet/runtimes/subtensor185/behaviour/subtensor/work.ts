/**
 * The proof of work that pays for a registration, or is paid for by the faucet (runtime.md §3.2).
 *
 * @since 0.2.0
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { meetsDifficulty, seal } from "../../../../mathematics/seal.ts"
import { type BlockContext, Trap } from "../../../../runtime/dispatch.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { System } from "../../pallets/system.ts"
import { now } from "./rateLimits.ts"

/**
 * What somebody claims to have found.
 *
 * @category models
 */
export interface Work {
  /** The block that it was begun upon. */
  readonly block_number: bigint
  readonly nonce: bigint
  /** The seal that it gives: 32 bytes. */
  readonly work: Uint8Array
}

/** Blocks for which work is fresh, the present one among them: its hash is not known yet, and reads as zero. */
const FRESH = 3n

/**
 * What is wrong with the work of an account, if anything is. Nothing forbids to show the same work twice.
 *
 * @category guards
 */
export const faultOf = (
  context: BlockContext,
  { block_number, nonce, work }: Work,
  account: Hex,
  difficulty: bigint
): "InvalidWorkBlock" | "InvalidDifficulty" | "InvalidSeal" | undefined => {
  const age = now(context) - block_number
  if (age < 0n || age >= FRESH) return "InvalidWorkBlock"
  if (work.length !== 32) throw new Trap("a seal has 32 bytes")
  if (!meetsDifficulty(work, difficulty)) return "InvalidDifficulty"
  const blockHash = System.storage.BlockHash.get(context, Number(block_number))
  const expected = seal({ blockHash: bytesOf(blockHash), account: bytesOf(account), nonce })
  return bytesToHex(expected) === bytesToHex(work) ? undefined : "InvalidSeal"
}

const bytesOf = (hex: Hex): Uint8Array => hexToBytes(hex.slice(2))
