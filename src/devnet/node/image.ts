/**
 * A chain as bytes: its last block, the state after it, and whose chain it is. What waits in the pool and what was before are no
 * part of it.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import { Result } from "effect"
import type { Executable } from "../runtime/executable.ts"
import { struct } from "../scale/composites.ts"
import { fixedBytes, str, u32, u64 } from "../scale/primitives.ts"
import { bytes, option, tuple, vec } from "../scale/sequences.ts"
import { H256 } from "../scale/substrate.ts"
import { decode, encode, type Value } from "../scale/Type.ts"
import { Storage } from "../state/Storage.ts"
import { type Block, bytesOf, type Content, type Digests, hexOf, LAST_TIME, sealed } from "./Block.ts"
import { ChainError, type ChainReason } from "./ChainError.ts"
import type { Hex } from "../scale/Hex.ts"
import { ScaleError } from "../scale/ScaleError.ts"

/** `bittensor devnet` and the version of what follows. */
const MAGIC: Hex = `0x${bytesToHex(new TextEncoder().encode("bittensor devnet"))}01`

const CHECKSUM_BYTES = 32

const Image = struct("Image", {
  magic: fixedBytes(17),
  spec_name: str,
  spec_version: u32,
  genesis_hash: H256,
  number: u32,
  parent_hash: H256,
  state_root: H256,
  extrinsics_root: H256,
  commitment: H256,
  digest: vec(bytes),
  extrinsics: vec(bytes),
  inherents: u32,
  time: u64,
  next_time: option(u64),
  storage: vec(tuple(bytes, bytes))
})

/**
 * What is exported.
 *
 * @category models
 */
export interface Exported {
  readonly genesis: Hex
  /** The last block, with its state. */
  readonly head: Block
  readonly nextTime: bigint | undefined
}

/**
 * A chain as bytes. They begin with who they are, and end with the digest of all before.
 *
 * @category encoding
 */
export const encodeImage = (
  { runtime }: Executable,
  { sha2_256 }: Digests,
  { genesis, head, nextTime }: Exported
): Uint8Array => {
  const image = encode(Image, {
    ...head,
    magic: MAGIC,
    spec_name: runtime.version.spec_name,
    spec_version: runtime.version.spec_version,
    genesis_hash: genesis,
    next_time: nextTime,
    storage: [...new Storage(head.state).entries("0x")].map(([key, value]) => [bytesOf(key), value] as const)
  })
  const whole = new Uint8Array(image.length + CHECKSUM_BYTES)
  whole.set(image)
  whole.set(sha2_256(image), image.length)
  return whole
}

const fail = (reason: ChainReason, subject: string): never => {
  throw new ChainError({ reason, subject })
}

/** A storage of keys that are in order: no other bytes are the same state. */
const storageOf = (entries: Value<typeof Image>["storage"]): Storage => {
  const storage = new Storage()
  let last: Hex = "0x"
  for (const [key, value] of entries) {
    const hex = hexOf(key)
    if (hex <= last) fail("NotAnImage", "keys that are not in order")
    storage.set(hex, value)
    last = hex
  }
  return storage
}

/** The digest is bytes of which only the runtime knows what they are. */
const sealedOf = (executable: Executable, digests: Digests, image: Value<typeof Image>, content: Content): Block => {
  try {
    return sealed(executable, digests, image, image, content)
  } catch (error) {
    if (!(error instanceof ScaleError)) throw error
    return fail("NotAnImage", error.message)
  }
}

const read = (whole: Uint8Array, { sha2_256 }: Digests): Value<typeof Image> => {
  const image = whole.subarray(0, -CHECKSUM_BYTES)
  if (whole.length <= CHECKSUM_BYTES || hexOf(sha2_256(image)) !== hexOf(whole.subarray(-CHECKSUM_BYTES))) {
    fail("NotAnImage", "a checksum that does not fit")
  }
  const decoded = decode(Image, image)
  if (Result.isFailure(decoded)) return fail("NotAnImage", decoded.failure.message)
  return decoded.success.magic === MAGIC ? decoded.success : fail("NotAnImage", "an unknown version")
}

/**
 * What bytes say, if they are of the same chain.
 *
 * @category decoding
 */
export const decodeImage = (executable: Executable, digests: Digests, genesis: Hex, whole: Uint8Array): Exported => {
  const image = read(whole, digests)
  const { spec_name, spec_version } = executable.runtime.version
  if (image.spec_name !== spec_name || image.spec_version !== spec_version) {
    fail("OtherRuntime", `${image.spec_name} ${image.spec_version}`)
  }
  if (image.genesis_hash !== genesis) fail("OtherGenesis", image.genesis_hash)
  if (image.inherents > image.extrinsics.length) fail("NotAnImage", "more inherents than extrinsics")
  if (image.time > LAST_TIME || (image.next_time ?? 0n) > LAST_TIME) fail("NotAnImage", "a time that is out of range")
  const { commitment, extrinsics, inherents, time } = image
  const state = storageOf(image.storage).snapshot()
  const head = sealedOf(executable, digests, image, { time, extrinsics, inherents, state })
  if (head.number === 0 && head.hash !== genesis) fail("OtherGenesis", head.hash)
  return { genesis, head: { ...head, commitment }, nextTime: image.next_time }
}
