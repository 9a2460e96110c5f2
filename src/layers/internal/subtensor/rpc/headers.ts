/** Heads of blocks as nodes tell them, and their hashes, which nodes do not tell. */
import { compactNumber } from "@polkadot-api/substrate-bindings"
import { blake2b } from "@noble/hashes/blake2.js"
import { Result, Schema } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { ChainError, Undecodable } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { Block, Header } from "../../../../services/subtensor/Core.ts"

const HexBytes = Schema.String.check(Schema.isPattern(/^0x(?:[0-9a-f]{2})*$/))
/** 32 bytes. */
export const Hash = Schema.String.check(Schema.isPattern(/^0x[0-9a-f]{64}$/))
/** Numbers of blocks have 32 bits. */
const BlockNumber = Schema.String.check(Schema.isPattern(/^0x[0-9a-f]{1,8}$/))

const HeaderJson = Schema.Struct({
  parentHash: Hash,
  number: BlockNumber,
  stateRoot: Hash,
  extrinsicsRoot: Hash,
  digest: Schema.Struct({ logs: Schema.Array(HexBytes) })
})

const BlockJson = Schema.Struct({
  block: Schema.Struct({ header: HeaderJson, extrinsics: Schema.Array(HexBytes) })
})

/** Decodes what a node says, or says what of it is not as it is to be. */
export const decoderOf = <S extends Schema.Codec<unknown, unknown>>(item: string, schema: S) => {
  const decode = Schema.decodeUnknownResult(schema)
  return (json: unknown): Result.Result<S["Type"], ChainError> =>
    Result.mapError(
      decode(json),
      ({ message }) => new ChainError({ reason: new Undecodable({ item, detail: message.slice(0, 300) }) })
    )
}

/** blake2-256 in hex. */
export const blake2_256 = (bytes: Uint8Array): Hex => HexText.encode(blake2b(bytes, { dkLen: 32 })) as Hex

const compact = (value: number): string => HexText.encode(compactNumber.enc(value)).slice(2)

const hashOf = (
  { digest, extrinsicsRoot, parentHash, stateRoot }: Omit<Header, "hash" | "number">,
  number: number
): Hex => {
  const logs = [compact(digest.length), ...digest.map((log) => log.slice(2))]
  const parts = [parentHash, compact(number), stateRoot.slice(2), extrinsicsRoot.slice(2), ...logs]
  return blake2_256(HexText.decode(parts.join(""))!)
}

const headerOf = (json: typeof HeaderJson.Type): Header => {
  const number = Number(json.number)
  const roots = {
    parentHash: json.parentHash as Hex,
    stateRoot: json.stateRoot as Hex,
    extrinsicsRoot: json.extrinsicsRoot as Hex,
    digest: json.digest.logs as ReadonlyArray<Hex>
  }
  return { number, hash: hashOf(roots, number), ...roots }
}

const header = decoderOf("a header", HeaderJson)
const block = decoderOf("a block", Schema.NullOr(BlockJson))

/** The head of a block; its hash is computed, and so holds whatever a node says. */
export const decodeHeader = (json: unknown): Result.Result<Header, ChainError> => Result.map(header(json), headerOf)

/** A block, or `undefined` where the node has none. */
export const decodeBlock = (json: unknown): Result.Result<Block | undefined, ChainError> =>
  Result.map(block(json), (found) =>
    found === null
      ? undefined
      : { header: headerOf(found.block.header), extrinsics: found.block.extrinsics as ReadonlyArray<Hex> }
  )
