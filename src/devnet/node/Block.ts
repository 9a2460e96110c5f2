/**
 * What a node knows of a block, and what its header commits to.
 *
 * A real node commits to tries. Nothing that speaks to this one checks proofs, so the roots are plain digests: of what a block
 * changed on top of what was before it, and of its extrinsics. They cost what the block changed, tell states apart as well, and
 * prove nothing about a single key.
 *
 * @since 0.2.0
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { blake2_256, type Digest, sha2_256 } from "../mathematics/digest.ts"
import type { Closing, Executable, Roots } from "../runtime/executable.ts"
import type { Hex } from "../scale/Hex.ts"
import { Writer } from "../scale/Writer.ts"
import type { Change, Snapshot } from "../state/Storage.ts"

/**
 * A block.
 *
 * @category models
 */
export interface Block extends Closing, Roots {
  readonly hash: Hex
  /** Milliseconds since 1970. */
  readonly time: bigint
  readonly extrinsics: ReadonlyArray<Uint8Array>
  /** How many of the extrinsics, the first ones, the block said itself. */
  readonly inherents: number
  /** The state after it; `undefined` once it was let go. */
  readonly state: Snapshot | undefined
  /** Stands for the state after it: the state root of its header, until somebody writes to the state from outside. */
  readonly commitment: Hex
}

/**
 * The two digests of a node: blocks and transactions are known by the one, which clients compute too, and the roots, which are
 * larger and nobody else's concern, are made with the other, for which most machines have instructions.
 *
 * @category models
 */
export interface Digests {
  readonly blake2_256: Digest
  readonly sha2_256: Digest
}

/**
 * Both in pure JavaScript.
 *
 * @category constants
 */
export const portableDigests: Digests = { blake2_256, sha2_256 }

const DIGITS = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0))
const ascii = new TextDecoder()

/** From here on text is not put together byte by byte: V8 keeps 32 bytes for each until somebody reads it. */
const LONG = 128

const longHex = (bytes: Uint8Array): string => {
  const digits = new Uint8Array(2 * bytes.length)
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    digits[2 * index] = DIGITS[byte >> 4]!
    digits[2 * index + 1] = DIGITS[byte & 15]!
  }
  return ascii.decode(digits)
}

/**
 * Bytes as text.
 *
 * @category encoding
 */
export const hexOf = (bytes: Uint8Array): Hex => `0x${bytes.length < LONG ? bytesToHex(bytes) : longHex(bytes)}`

/**
 * The bytes of a text that is known to be right.
 *
 * @category decoding
 */
export const bytesOf = (hex: Hex): Uint8Array => hexToBytes(hex.slice(2))

/**
 * The parent of the first block.
 *
 * @category constants
 */
export const noHash: Hex = `0x${"0".repeat(64)}`

/**
 * The last time that a block can be set to, in milliseconds since 1970. The dates of JavaScript end at 8.64e15; from here on, as many
 * blocks as have a number still have one.
 *
 * @category constants
 */
export const LAST_TIME = 8_500_000_000_000_000n

/**
 * Stands for a state: the digest of what stood for the one before, and of the SCALE of a `Vec<(Vec<u8>, Option<Vec<u8>>)>`, which
 * is what changed.
 *
 * @category hashing
 */
export const commit = ({ sha2_256 }: Digests, before: Uint8Array, changes: ReadonlyArray<Change>): Hex => {
  const output = new Writer({})
  output.bytes(before)
  output.compact(changes.length)
  for (const { key, value } of changes) {
    const bytes = bytesOf(key)
    output.compact(bytes.length)
    output.bytes(bytes)
    output.u8(value === undefined ? 0 : 1)
    if (value === undefined) continue
    output.compact(value.length)
    output.bytes(value)
  }
  return hexOf(sha2_256(output.finish()))
}

/**
 * The digest of all extrinsics one after another: each begins with its length.
 *
 * @category hashing
 */
export const extrinsicsRoot = ({ sha2_256 }: Digests, extrinsics: ReadonlyArray<Uint8Array>): Hex => {
  const output = new Writer({})
  output.compact(extrinsics.length)
  for (const extrinsic of extrinsics) output.bytes(extrinsic)
  return hexOf(sha2_256(output.finish()))
}

/**
 * What makes a block besides its header.
 *
 * @category models
 */
export type Content = Omit<Block, keyof Closing | keyof Roots | "hash" | "commitment">

/**
 * A block, whose hash is that of its header.
 *
 * @category constructors
 */
export const sealed = (
  { header }: Pick<Executable, "header">,
  { blake2_256 }: Digests,
  closing: Closing,
  roots: Roots,
  content: Content
): Block => ({
  ...closing,
  ...roots,
  ...content,
  commitment: roots.state_root,
  hash: hexOf(blake2_256(header(closing, roots)))
})
