/** Work for the faucet, whose difficulty is fixed: on average a minute of the SDK's own solver, or ten seconds of this one. */
import { hexToBytes } from "@noble/hashes/utils.js"
import { keccak_256, sha2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { meetsDifficulty, seal } from "effect-bittensor/devnet/mathematics/seal"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"

const DIFFICULTY = 1_000_000n

const bytesOf = (hex: string) => hexToBytes(hex.slice(2))

/** A nonce with which Bob may ask the faucet, with work on the genesis block. */
export const faucetNonce = (genesis: string): number => {
  const work = { blockHash: bytesOf(genesis), account: bytesOf(sr25519.bob) }
  const salt = keccak_256(Uint8Array.of(...work.blockHash, ...work.account))
  // The digest of block and account is the same for every nonce.
  const keccak = (data: Uint8Array) => (data.length === 64 ? salt : keccak_256(data))
  const isEnough = (nonce: bigint) =>
    meetsDifficulty(seal({ ...work, nonce }, { keccak_256: keccak, sha2_256 }), DIFFICULTY)
  let nonce = 0n
  while (!isEnough(nonce)) nonce++
  return Number(nonce)
}
