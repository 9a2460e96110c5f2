/**
 * What hides an extrinsic until it is in a block: bytes that only the authors of the next blocks can open (chain-client.md §3.8).
 * Whoever hides nothing does not load it.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js"
import { concatBytes, randomBytes } from "@noble/hashes/utils.js"
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js"
import { Twox128 } from "@polkadot-api/substrate-bindings"
import { Result } from "effect"
import { BadArgument, ChainError, Undecodable } from "../../../../services/ChainError.ts"

/** The bytes of the hash of a key, of a secret that is encrypted to it, of the number that is used once, and of the tag. */
const [HASH, SECRET, NONCE, TAG] = [16, 1088, 24, 16]

/** The most bytes that the chain takes, and what is left of them for an extrinsic. */
const MOST = 8192
const ROOM = MOST - (HASH + 2 + SECRET + NONCE + TAG)

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8)

/** A secret, as it is and encrypted to a key; what is none the library throws at. */
const encapsulated = (key: Uint8Array): Result.Result<ReturnType<typeof ml_kem768.encapsulate>, ChainError> =>
  Result.try({
    try: () => ml_kem768.encapsulate(key),
    catch: () => {
      const detail = `its ${key.length} bytes are no key of ML-KEM-768`
      return new ChainError({ reason: new Undecodable({ item: "MevShield.NextKey", detail }) })
    }
  })

/** The argument of `MevShield.submit_encrypted`: an extrinsic, encrypted to the key that the chain publishes. */
export const seal = (key: Uint8Array, extrinsic: Uint8Array): Result.Result<Uint8Array, ChainError> => {
  if (extrinsic.length > ROOM) {
    const detail = `there is room for an extrinsic of ${ROOM} bytes, and this one has ${extrinsic.length}`
    return Result.fail(new ChainError({ reason: new BadArgument({ item: "shielded", detail }) }))
  }
  return Result.map(encapsulated(key), ({ cipherText, sharedSecret }) => {
    const nonce = randomBytes(NONCE)
    const body = xchacha20poly1305(sharedSecret, nonce).encrypt(extrinsic)
    return concatBytes(Twox128(key), u16(SECRET), cipherText, nonce, body)
  })
}
