/**
 * sr25519 as Bittensor uses it (signing context `substrate`): plain synchronous functions over bytes.
 * Secrets are 64 bytes in keyfile form (`protocol/SecretForm`). The library behind is loaded at the first use.
 */
import { isAcceptablePublicKey } from "../../protocol/PublicKey.ts"
import { fromEd25519Form, isKeyfileSecret, isScalar, toEd25519Form } from "../../protocol/SecretForm.ts"
import * as schnorrkel from "./schnorrkel.ts"
import type { Engine, EnginePair } from "./sr25519Engine.ts"
import * as utilCrypto from "./utilCrypto.ts"

/**
 * A key pair: 32-byte public key, 64-byte secret in keyfile form.
 */
export interface Sr25519Pair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

let loaded: Engine | undefined

/**
 * The library in use: WebAssembly where it loads, else plain JavaScript.
 */
export const engine = (): Engine => (loaded ??= load())

const load = (): Engine => {
  try {
    return schnorrkel.make()
  } catch {
    return utilCrypto.make()
  }
}

/** A signature has schnorrkel's mark in its highest bit and, that bit aside, a canonical scalar as its second half. */
const isSignature = (signature: Uint8Array): boolean =>
  signature.length === 64 && ((signature[63] ?? 0) & 0x80) !== 0 && isScalar(signature, 32, 0x7f)

/**
 * Whether the signature is one of exactly this message by this key. Never throws: wrong lengths and impossible keys are
 * `false`. About 0.15 ms.
 */
export const verifySr25519 = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
  isSignature(signature) &&
  isAcceptablePublicKey(publicKey, "sr25519") &&
  engine().verify(message, signature, publicKey)

const withSecret = <A>(secretKey: Uint8Array, use: (secret: Uint8Array) => A): A => {
  if (!isKeyfileSecret(secretKey)) throw new RangeError("not an sr25519 secret of 64 bytes in keyfile form")
  const secret = toEd25519Form(secretKey)
  try {
    return use(secret)
  } finally {
    secret.fill(0)
  }
}

const toPair = ({ publicKey, secret }: EnginePair): Sr25519Pair => {
  const secretKey = fromEd25519Form(secret)
  secret.fill(0)
  return { publicKey, secretKey }
}

/**
 * Signs with fresh randomness: 64 bytes. Throws `RangeError` on bytes that are no secret.
 */
export const signSr25519 = (message: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  withSecret(secretKey, (secret) => engine().sign(message, { publicKey, secret }))

/**
 * The public key of a secret.
 */
export const publicKeySr25519 = (secretKey: Uint8Array): Uint8Array =>
  withSecret(secretKey, (secret) => engine().publicKey(secret))

/**
 * The pair that a 32-byte mini secret (the "seed" of a keyfile) expands to.
 */
export const pairSr25519 = (miniSecret: Uint8Array): Sr25519Pair => toPair(engine().fromMiniSecret(miniSecret))

/**
 * The child under a hard junction (`//x`).
 */
export const deriveHardSr25519 = (pair: Sr25519Pair, chainCode: Uint8Array): Sr25519Pair =>
  withSecret(pair.secretKey, (secret) => toPair(engine().deriveHard({ publicKey: pair.publicKey, secret }, chainCode)))

/**
 * The child under a soft junction (`/x`). Half of its secret is random: only its public key is reproducible.
 */
export const deriveSoftSr25519 = (pair: Sr25519Pair, chainCode: Uint8Array): Sr25519Pair =>
  withSecret(pair.secretKey, (secret) => toPair(engine().deriveSoft({ publicKey: pair.publicKey, secret }, chainCode)))
