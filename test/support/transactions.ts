/** Signed transactions within the test: keys of all schemes, and the bytes that a client sends. */
import { ed25519 } from "@noble/curves/ed25519.js"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { blake2b } from "@noble/hashes/blake2.js"
import * as sr25519 from "@scure/sr25519"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { type Era, immortal } from "effect-bittensor/devnet/runtime/era"
import type { Signature } from "effect-bittensor/devnet/runtime/signature"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodeExtrinsic, signedMessage, toSign } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { blockHash } from "./localnet.ts"
import { hex, toHex } from "./vectors.ts"

/** Somebody who signs. */
export interface Key {
  readonly account: Hex
  readonly sign: (message: Uint8Array) => Signature
}

const hexOf = (bytes: Uint8Array): Hex => toHex(bytes) as Hex
const blake2_256 = (bytes: Uint8Array) => blake2b(bytes, { dkLen: 32 })

export const sr25519Key = (seed: Uint8Array): Key => {
  const secret = sr25519.secretFromSeed(seed)
  return {
    account: hexOf(sr25519.getPublicKey(secret)),
    sign: (message) => ({ _tag: "Sr25519", value: hexOf(sr25519.sign(secret, message)) })
  }
}

export const ed25519Key = (seed: Uint8Array): Key => ({
  account: hexOf(ed25519.getPublicKey(seed)),
  sign: (message) => ({ _tag: "Ed25519", value: hexOf(ed25519.sign(message, seed)) })
})

/** Signatures end with which of the possible keys it is. */
export const ecdsaKey = (seed: Uint8Array): Key => ({
  account: hexOf(blake2_256(secp256k1.getPublicKey(seed))),
  sign: (message) => {
    const [recovery = 0, ...rest] = secp256k1.sign(blake2_256(message), seed, { prehash: false, format: "recovered" })
    return { _tag: "Ecdsa", value: hexOf(Uint8Array.of(...rest, recovery)) }
  }
})

/** `//Alice` and `//Bob` of the development phrase. */
export const alice = sr25519Key(hex("e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a"))
export const bob = sr25519Key(hex("398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89"))

/** What a client says, where it is not what it should be. */
export interface Said {
  readonly nonce?: number
  readonly tip?: bigint
  readonly era?: Era
  /** The block that the era began with. */
  readonly born?: Hex
  readonly genesis?: Hex
  readonly spec_version?: number
  readonly transaction_version?: number
}

/** The bytes of a transaction, as a client sends them. */
export const transaction = (state: State, key: Key, call: Call, said: Said = {}): Uint8Array => {
  const { era = immortal, genesis = blockHash(0), tip = 0n } = said
  const { spec_version = 185, transaction_version = 1, born = genesis } = said
  const nonce = said.nonce ?? System.storage.Account.get(state, key.account).nonce
  const extra = { CheckMortality: era, CheckNonce: nonce, ChargeTransactionPayment: tip }
  const message = signedMessage(subtensor185.extrinsic, toSign(subtensor185, call, extra), {
    CheckSpecVersion: spec_version,
    CheckTxVersion: transaction_version,
    CheckGenesis: genesis,
    CheckMortality: born
  })
  const address = { _tag: "Id", value: key.account } as const
  return encodeExtrinsic(subtensor185, call, { address, signature: key.sign(message), extra })
}
