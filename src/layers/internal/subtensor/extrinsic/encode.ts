/** Signed extrinsics of version 4: what is signed, and what is sent. */
import { compactBn, compactNumber } from "@polkadot-api/substrate-bindings"
import { blake2b } from "@noble/hashes/blake2.js"
import { Result } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { ChainError, NotInRuntime } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { Signer } from "../../../../services/Signer.ts"
import type { Codec } from "../runtime/Codec.ts"

/** From which block on an extrinsic is valid, and for how many. */
export interface MortalEra {
  /** A power of two from 4 to 4096. */
  readonly period: number
  readonly birth: { readonly number: number; readonly hash: Hex }
}

/** What is said of an extrinsic besides its call. */
export interface Terms {
  readonly genesis: Hex
  readonly nonce: number
  readonly tip: bigint
  readonly era: MortalEra | "immortal"
}

/** Bytes that go with the call, and such as are only signed. */
interface Extra {
  readonly sent: Uint8Array
  readonly signed: Uint8Array
}

const NOTHING = new Uint8Array()
/** Chains know the hashes of the last 2400 blocks; beyond 4096 an era would be rounded. */
const LONGEST = 4096
const SHORTEST = 4

/** The period that covers so many blocks. */
export const periodOf = (blocks: number): number =>
  Math.min(LONGEST, Math.max(SHORTEST, 2 ** Math.ceil(Math.log2(Math.max(1, blocks)))))

/** The first block in which an extrinsic is not valid any more. */
export const lapseOf = (era: MortalEra | "immortal"): number | undefined =>
  era === "immortal" ? undefined : era.birth.number + era.period

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

/** `sp_runtime::generic::Era`: the exponent of the period, and where within it the birth lies. */
const eraBytes = (era: Terms["era"]): Uint8Array => {
  if (era === "immortal") return Uint8Array.of(0)
  const { birth, period } = era
  const encoded = (Math.log2(period) - 1) | ((birth.number % period) << 4)
  return Uint8Array.of(encoded & 0xff, encoded >> 8)
}

const bytesOf = (hex: Hex): Uint8Array => HexText.decode(hex)!

const extras = (codec: Codec, terms: Terms): { readonly [extension: string]: Extra } => {
  const { era, genesis, nonce, tip } = terms
  const mortality = { sent: eraBytes(era), signed: bytesOf(era === "immortal" ? genesis : era.birth.hash) }
  return {
    CheckSpecVersion: { sent: NOTHING, signed: u32(codec.version.specVersion) },
    CheckTxVersion: { sent: NOTHING, signed: u32(codec.version.transactionVersion) },
    CheckGenesis: { sent: NOTHING, signed: bytesOf(genesis) },
    CheckMortality: mortality,
    CheckEra: mortality,
    CheckNonce: { sent: compactNumber.enc(nonce), signed: NOTHING },
    ChargeTransactionPayment: { sent: compactBn.enc(tip), signed: NOTHING },
    // Mode 0, without a hash: wallets that show what they sign are to check it, and we show none.
    CheckMetadataHash: { sent: Uint8Array.of(0), signed: Uint8Array.of(0) }
  }
}

const concat = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

/** What goes with a call in this runtime, or the extension that we do not know how to fill. */
export const extraOf = (codec: Codec, terms: Terms): Result.Result<Extra, ChainError> => {
  const known = extras(codec, terms)
  const sent: Array<Uint8Array> = []
  const signed: Array<Uint8Array> = []
  for (const { isEmpty, name, signsNothingMore } of codec.extensions) {
    const extra = Object.hasOwn(known, name) ? known[name] : undefined
    if (extra === undefined && !(isEmpty && signsNothingMore)) {
      const { specVersion } = codec.version
      return Result.fail(new ChainError({ reason: new NotInRuntime({ item: name, kind: "extension", specVersion }) }))
    }
    sent.push(extra?.sent ?? NOTHING)
    signed.push(extra?.signed ?? NOTHING)
  }
  return Result.succeed({ sent: concat(...sent), signed: concat(...signed) })
}

/** The bytes that a key signs: long ones by their hash. */
export const toSign = (call: Uint8Array, { sent, signed }: Extra): Uint8Array => {
  const bytes = concat(call, sent, signed)
  return bytes.length > 256 ? blake2b(bytes, { dkLen: 32 }) : bytes
}

/** As in `MultiSignature`. */
const SCHEMES = { ed25519: 0, sr25519: 1 } as const

/** Signed, version 4. */
const SIGNED = 0x84
/** `MultiAddress::Id`. */
const BY_ID = 0

/** The bytes that are sent. */
export const assemble = (
  { publicKey, scheme }: Pick<Signer, "publicKey" | "scheme">,
  signature: Uint8Array,
  { sent }: Extra,
  call: Uint8Array
): Uint8Array => {
  const body = concat(Uint8Array.of(SIGNED, BY_ID), publicKey, Uint8Array.of(SCHEMES[scheme]), signature, sent, call)
  return concat(compactNumber.enc(body.length), body)
}
