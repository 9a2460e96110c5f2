/**
 * Both seals as one search: a block of SHA-256 of which only the first word varies, and a word of the result that is compared.
 *
 * The classic message fits into one block and begins with the nonce, so that its low word is the one that varies. The 131
 * bytes of `pow_register` end with the nonce, which straddles the second block and the third: its five low bytes are fixed
 * for a batch, and the third block, the three high bytes and padding, is the one that is searched.
 */
import type * as Seal from "../../protocol/Seal.ts"
import { numbers } from "./algebra.ts"
import { compress, initialState } from "./sha256.ts"

/** Which seal a kernel searches. */
export type Kind = Seal.Preimage["kind"]

/** What a kernel is loaded with: the state before the block, and all of the block but its first word. */
export interface Job {
  readonly state: ReadonlyArray<number>
  readonly message: ReadonlyArray<number>
}

/** The lane of the permutation that holds the upper 32 bits of the seal's number. */
export const comparedLane: { readonly [kind in Kind]: number } = { Classic: 0, PowRegister: 3 }

/** How the nonces of a seal are divided into batches, each of which is a job. */
export interface Batches {
  /** So many there are. */
  readonly count: number
  /** So many nonces each has. */
  readonly size: number
  /** The first one, as a kernel counts: what varies is the first word of the block, its bytes reversed. */
  readonly first: number
}

/** The batches of each seal. */
export const batches: { readonly [kind in Kind]: Batches } = {
  Classic: { count: 2 ** 32, size: 2 ** 32, first: 0 },
  // The fourth byte of the word is the first of the padding.
  PowRegister: { count: 2 ** 40, size: 2 ** 24, first: 0x8000_0000 }
}

/** A nonce as a search sees it. */
export interface Place {
  readonly batch: number
  /** From 0 to the batch's size. */
  readonly index: number
}

/** Where a nonce is. */
export const placeOf = (kind: Kind, nonce: bigint): Place =>
  kind === "Classic"
    ? { batch: Number(nonce >> 32n), index: Number(nonce & 0xffff_ffffn) }
    : { batch: Number(nonce & 0xff_ffff_ffffn), index: Number(nonce >> 40n) }

/** The nonce at a place. */
export const nonceAt = (kind: Kind, { batch, index }: Place): bigint =>
  kind === "Classic" ? (BigInt(batch) << 32n) | BigInt(index) : BigInt(batch) | (BigInt(index) << 40n)

/** Words as SHA-256 reads them. */
const wordsOf = (bytes: Uint8Array): Array<number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getInt32(4 * index))
}

const classicJob = (fixed: Uint8Array, batch: number): Job => {
  const block = new Uint8Array(64)
  const view = new DataView(block.buffer)
  view.setUint32(4, batch, true)
  block.set(fixed, 8)
  block[40] = 0x80
  view.setUint32(60, 40 * 8)
  return { state: initialState, message: wordsOf(block).slice(1) }
}

const powRegisterJob = (fixed: Uint8Array, batch: number): Job => {
  const blocks = new Uint8Array(192)
  const view = new DataView(blocks.buffer)
  blocks.set(fixed)
  view.setBigUint64(fixed.length, BigInt(batch), true)
  view.setUint32(188, (fixed.length + 8) * 8)
  const message = wordsOf(blocks)
  const state = [0, 16].reduce<ReadonlyArray<number>>(
    (state, from) => compress(numbers, state, message.slice(from, from + 16)),
    initialState
  )
  return { state, message: message.slice(33) }
}

/** The job of a batch. */
export const jobOf = ({ fixed, kind }: Seal.Preimage, batch: number): Job =>
  kind === "Classic" ? classicJob(fixed, batch) : powRegisterJob(fixed, batch)
