/**
 * The wire of a storage subnet: blocks of bytes that are named by their hash, so that whoever gets one can prove it.
 *
 * A file is cut into blocks, and one more block, the manifest, lists them; the file's name is the name of its manifest.
 *
 * @since 0.1.0
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { base32nopad } from "@scure/base"
import { Option, Schema } from "effect"
import * as Synapse from "./Synapse.ts"

/**
 * The name of a block: a CIDv1 of raw bytes with SHA-256, in base32, as IPFS tools write it (`bafkrei…`, 59 characters).
 * It is a safe name for a file.
 *
 * @category schemas
 */
export const Cid = Schema.String.check(Schema.isPattern(/^bafkrei[a-z2-7]{51}[aeimquy4]$/)).pipe(Schema.brand("Cid"))

/** @category models */
export type Cid = typeof Cid.Type

/** CID version 1, raw bytes, SHA-256, 32 bytes of it. */
const prefix = [0x01, 0x55, 0x12, 0x20]

/**
 * The name of these bytes.
 *
 * **Example** (The same name as `ipfs block put` gives)
 *
 * ```ts run
 * import { Storage } from "effect-bittensor"
 *
 * const bytes = new TextEncoder().encode("hello world")
 * Storage.cidOf(bytes) // => "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
 * ```
 *
 * @category constructors
 */
export const cidOf = (bytes: Uint8Array): Cid =>
  Cid.make(`b${base32nopad.encode(Uint8Array.of(...prefix, ...sha256(bytes))).toLowerCase()}`)

/**
 * Asks a miner to keep a block. The fields are those of `StoreUser` in the Python storage subnets; here `encrypted_data` is
 * whatever bytes the user gave, and `encryption_payload` is empty.
 *
 * @category models
 */
export class Store extends Synapse.make("StoreUser", {
  request: { encrypted_data: Schema.Uint8ArrayFromBase64, encryption_payload: Schema.String },
  /** The hash under which the miner keeps it; null when it does not. */
  response: { data_hash: Schema.NullOr(Schema.String) },
  signed: ["encrypted_data", "encryption_payload"]
}) {}

/**
 * Asks a miner for a block. A name that is no {@link Cid} does not reach its handler.
 *
 * @category models
 */
export class Retrieve extends Synapse.make("RetrieveUser", {
  request: { data_hash: Cid },
  /** The bytes; null when the miner does not have them. */
  response: { encrypted_data: Schema.NullOr(Schema.Uint8ArrayFromBase64) },
  signed: ["data_hash"]
}) {}

/**
 * Bytes and their name.
 *
 * @category models
 */
export interface Block {
  readonly cid: Cid
  readonly bytes: Uint8Array
}

const blockOf = (bytes: Uint8Array): Block => ({ cid: cidOf(bytes), bytes })

/**
 * Bytes of the largest block: in base64 it fits the body that an axon takes by default.
 *
 * @category models
 */
export const maxBlockBytes = 4 * 1024 * 1024

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * What a file consists of: blocks of `blockBytes` each, the last with the rest.
 *
 * @category schemas
 */
export const Manifest = Schema.Struct({
  size: Count,
  blockBytes: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: maxBlockBytes })),
  blocks: Schema.Array(Cid)
}).check(
  Schema.makeFilter(({ blockBytes, blocks, size }) => blocks.length === Math.ceil(size / blockBytes), {
    expected: "as many blocks as the size needs"
  })
)

/** @category models */
export type Manifest = typeof Manifest.Type

const ManifestJson = Schema.fromJsonString(Manifest)
const encodeManifest = Schema.encodeSync(ManifestJson)
const decodeManifest = Schema.decodeUnknownOption(ManifestJson)
const utf8 = new TextEncoder()
const text = new TextDecoder()

/**
 * Cuts a file into blocks. The same bytes and block size always give the same names.
 *
 * **Example** (Three blocks and a manifest)
 *
 * ```ts run
 * import { Storage } from "effect-bittensor"
 *
 * const { blocks, manifest } = Storage.split(new Uint8Array(2500), 1000)
 * blocks.map(({ bytes }) => bytes.length) // => [1000, 1000, 500]
 * blocks[0]!.cid === blocks[1]!.cid // => true
 * Storage.readManifest(manifest.bytes)?.size // => 2500
 * ```
 *
 * @category conversions
 */
export const split = (
  data: Uint8Array,
  blockBytes: number
): { readonly manifest: Block; readonly blocks: ReadonlyArray<Block> } => {
  const blocks = Array.from({ length: Math.ceil(data.length / blockBytes) }, (_, index) =>
    blockOf(data.subarray(index * blockBytes, (index + 1) * blockBytes))
  )
  const manifest = encodeManifest({ size: data.length, blockBytes, blocks: blocks.map(({ cid }) => cid) })
  return { blocks, manifest: blockOf(utf8.encode(manifest)) }
}

/**
 * Reads a manifest; `undefined` if these bytes are none.
 *
 * @category conversions
 */
export const readManifest = (bytes: Uint8Array): Manifest | undefined =>
  Option.getOrUndefined(decodeManifest(text.decode(bytes)))

/**
 * Puts a file together again; `undefined` if a block is not of the length that the manifest says.
 *
 * @category conversions
 */
export const join = (manifest: Manifest, blocks: ReadonlyMap<Cid, Uint8Array>): Uint8Array | undefined => {
  const data = new Uint8Array(manifest.size)
  for (const [index, cid] of manifest.blocks.entries()) {
    const start = index * manifest.blockBytes
    const bytes = blocks.get(cid)
    if (bytes?.length !== Math.min(manifest.blockBytes, manifest.size - start)) return undefined
    data.set(bytes, start)
  }
  return data
}

/**
 * Where a block belongs: the holders in the order in which it is offered to them and asked of them (rendezvous hashing).
 * Who stores and who retrieves agree on it without talking, blocks spread evenly, and few move when a holder comes or goes.
 *
 * @category combinators
 */
export const placement = <A extends { readonly hotkey: string }>(cid: Cid, holders: Iterable<A>): ReadonlyArray<A> =>
  Array.from(holders, (holder) => ({ holder, weight: cidOf(utf8.encode(`${cid} ${holder.hotkey}`)) }))
    .toSorted((a, b) => (a.weight < b.weight ? -1 : 1))
    .map(({ holder }) => holder)
