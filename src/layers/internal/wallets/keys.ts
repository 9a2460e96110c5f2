/** Key material: from every source that a wallet knows to a public key, and to a signer that forgets its secret. */
import { Effect, Redacted, Result, type Scope } from "effect"
import * as Hex from "../../../protocol/Hex.ts"
import type { Keyfile, KeyfileContent } from "../../../protocol/Keyfile.ts"
import * as KeyUri from "../../../protocol/KeyUri.ts"
import * as Mnemonic from "../../../protocol/Mnemonic.ts"
import { isKeyfileSecret } from "../../../protocol/SecretForm.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { type KeyScheme, type Signer, SignerError } from "../../../services/Signer.ts"
import type { KeyInfo, WalletReason } from "../../../services/Wallets.ts"
import { publicKeyEd25519, signEd25519 } from "../ed25519.ts"
import { deriveHardSr25519, deriveSoftSr25519, pairSr25519, publicKeySr25519, signSr25519 } from "../sr25519.ts"

/**
 * One key with whatever is known of its secret. `privateKey` has 64 bytes in keyfile form, or, for ed25519, the 32 of the
 * seed; without it the key is public only.
 */
export interface KeyMaterial {
  readonly scheme: KeyScheme
  readonly publicKey: Uint8Array
  readonly address: Ss58.Ss58
  readonly phrase?: string | undefined
  readonly seed?: Uint8Array | undefined
  readonly privateKey?: Uint8Array | undefined
}

export const addressOf = (publicKey: Uint8Array): Ss58.Ss58 => Ss58.encode(publicKey)

type Made = Result.Result<KeyMaterial, WalletReason>

export const wipe = (key: KeyMaterial): void => {
  key.seed?.fill(0)
  key.privateKey?.fill(0)
}

/** A key whose secrets are wiped apart from the first one's. */
export const copyOf = (key: KeyMaterial): KeyMaterial => ({
  ...key,
  seed: key.seed?.slice(),
  privateKey: key.privateKey?.slice()
})

export const toKeyfile = (key: KeyMaterial): KeyfileContent => key

export const infoOf = ({ address, publicKey, scheme }: KeyMaterial): KeyInfo => ({ address, publicKey, scheme })

export const publicPart = ({ address, publicKey, scheme }: KeyMaterial): KeyMaterial => ({ address, publicKey, scheme })

const material = (
  scheme: KeyScheme,
  publicKey: Uint8Array,
  secrets: Pick<KeyMaterial, "phrase" | "seed" | "privateKey"> = {}
): KeyMaterial => ({ scheme, publicKey, address: Ss58.encode(publicKey), ...secrets })

const badInput = (
  input: Extract<WalletReason, { _tag: "BadInput" }>["input"],
  detail: string,
  where: { readonly position?: number; readonly prefix?: number } = {}
): WalletReason => ({ _tag: "BadInput", input, detail, ...where })

export const fromSeed = (seed: Uint8Array, scheme: KeyScheme, phrase?: string): KeyMaterial => {
  if (scheme === "ed25519") {
    return material(scheme, publicKeyEd25519(seed), { phrase, seed, privateKey: Uint8Array.from(seed) })
  }
  const { publicKey, secretKey } = pairSr25519(seed)
  return material(scheme, publicKey, { phrase, seed, privateKey: secretKey })
}

const fromPhrase = (phrase: string, scheme: KeyScheme, passphrase = ""): KeyMaterial => {
  const seed = Mnemonic.toMiniSecret(phrase, passphrase)
  // A keyfile with a phrase is read without a passphrase: with one, only the seed tells the account.
  return fromSeed(seed, scheme, passphrase === "" ? phrase : undefined)
}

export const fromMnemonic = (text: string, scheme: KeyScheme, passphrase = ""): Made => {
  const phrase = Mnemonic.parse(text)
  if (Result.isSuccess(phrase)) return Result.succeed(fromPhrase(phrase.success, scheme, passphrase))
  const { detail, position } = phrase.failure
  return Result.fail(badInput("mnemonic", detail, position === undefined ? {} : { position }))
}

export const fromEntropy = (entropy: Uint8Array, scheme: KeyScheme): KeyMaterial =>
  fromPhrase(Mnemonic.fromEntropy(entropy), scheme)

const isSame = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index])

/** Bytes of our own, to be kept or wiped. */
const bytesOf = (input: string | Uint8Array): Uint8Array | undefined =>
  typeof input === "string" ? Hex.decode(input) : Uint8Array.from(input)

export const fromSeedInput = (input: string | Uint8Array, scheme: KeyScheme): Made => {
  const bytes = bytesOf(input)
  if (bytes?.length === 32) return Result.succeed(fromSeed(bytes, scheme))
  bytes?.fill(0)
  const hint = bytes?.length === 64 ? " These are 64 bytes: give them as a private key." : ""
  return Result.fail(badInput("seed", `A seed has 32 bytes, as 64 hex digits with or without 0x.${hint}`))
}

export const fromPrivateKey = (input: string | Uint8Array, scheme: KeyScheme): Made => {
  const bytes = bytesOf(input)
  if (bytes !== undefined && scheme === "sr25519" && isKeyfileSecret(bytes)) {
    return Result.succeed(material(scheme, publicKeySr25519(bytes), { privateKey: bytes }))
  }
  if (bytes !== undefined && scheme === "ed25519" && (bytes.length === 32 || bytes.length === 64)) {
    const key = fromSeed(bytes.slice(0, 32), scheme)
    const isWhole = bytes.length === 32 || isSame(bytes.subarray(32), key.publicKey)
    bytes.fill(0)
    if (isWhole) return Result.succeed(key)
    wipe(key)
    return Result.fail(
      badInput("privateKey", "The second half of a 64-byte ed25519 key is its public key, and this one's is another.")
    )
  }
  bytes?.fill(0)
  const form = scheme === "sr25519" ? "64 bytes whose first half is a number below the group's order" : "32 or 64 bytes"
  return Result.fail(badInput("privateKey", `A private key (${scheme}) has ${form}, as hex digits.`))
}

const derive = (root: KeyMaterial, junction: KeyUri.Junction): Made => {
  const { publicKey, privateKey, scheme, seed } = root
  if (scheme === "ed25519") {
    if (!junction.hard) {
      return Result.fail(badInput("uri", "ed25519 keys have no soft junctions (/x): write a hard one (//x)."))
    }
    return Result.succeed(fromSeed(KeyUri.deriveEd25519(seed ?? new Uint8Array(32), junction.chainCode), scheme))
  }
  const pair = { publicKey, secretKey: privateKey ?? new Uint8Array(64) }
  const child = (junction.hard ? deriveHardSr25519 : deriveSoftSr25519)(pair, junction.chainCode)
  return Result.succeed(material(scheme, child.publicKey, { privateKey: child.secretKey }))
}

export const fromUri = (text: string, scheme: KeyScheme): Made => {
  const parsed = KeyUri.parse(text)
  if (Result.isFailure(parsed)) return Result.fail(badInput("uri", parsed.failure.detail))
  const { junctions, password, phrase, seed } = parsed.success
  let key = seed === undefined ? fromPhrase(phrase ?? "", scheme, password) : fromSeed(seed, scheme)
  for (const junction of junctions) {
    const child = derive(key, junction)
    wipe(key)
    if (Result.isFailure(child)) return child
    key = child.success
  }
  return Result.succeed(key)
}

export const fromAddress = (text: string, scheme: KeyScheme): Made => {
  const publicKey = Ss58.decodePublicKey(text)
  if (Result.isSuccess(publicKey)) return Result.succeed(material(scheme, publicKey.success))
  const { detail, prefix } = publicKey.failure
  return Result.fail(badInput("address", detail, prefix === undefined ? {} : { prefix }))
}

export const fromPublicKey = (input: string | Uint8Array, scheme: KeyScheme): Made => {
  const bytes = bytesOf(input)
  return bytes?.length === 32
    ? Result.succeed(material(scheme, bytes))
    : Result.fail(badInput("publicKey", "A public key has 32 bytes, as 64 hex digits with or without 0x."))
}

/** Every account that the secrets of a keyfile lead to under one scheme, the most telling secret first. */
const candidates = (file: Keyfile, scheme: KeyScheme): ReadonlyArray<KeyMaterial> => {
  const { phrase, privateKey, seed } = file
  const fromPrivate =
    privateKey === undefined
      ? undefined
      : privateKey.length === 32
        ? fromSeed(Uint8Array.from(privateKey), scheme)
        : Result.getOrUndefined(fromPrivateKey(privateKey, scheme))
  return [
    ...(phrase === undefined ? [] : [fromPhrase(phrase, scheme)]),
    ...(seed === undefined ? [] : [fromSeed(Uint8Array.from(seed), scheme)]),
    ...(fromPrivate === undefined ? [] : [fromPrivate])
  ]
}

const ambiguous = (keys: ReadonlyArray<KeyMaterial>, detail: string, stored?: Uint8Array): WalletReason => ({
  _tag: "Ambiguous",
  addresses: [...new Set([...keys.map((key) => key.address), ...(stored === undefined ? [] : [Ss58.encode(stored)])])],
  detail
})

const DISAGREE =
  "Its secrets belong to different accounts: SDK 7 opens the one of the seed, later generations the one of the phrase."
const MISMATCH = "Its secret does not lead to the address that it names."
const BARE = "A bare 0x text is a public key to SDK 7 and a seed to SDK 11."

/**
 * Believes a keyfile: every secret in it must lead to the account that it names. `isPublic` says that the file is one of
 * public keys by its name, which decides what a bare `0x…` means.
 */
export const fromKeyfile = (file: Keyfile, isPublic: boolean): Made => {
  if (file.bare !== undefined) {
    const asPublic = material(file.scheme, Uint8Array.from(file.bare))
    if (isPublic) return Result.succeed(asPublic)
    const asSeed = fromSeed(Uint8Array.from(file.bare), "sr25519")
    wipe(asSeed)
    return Result.fail(ambiguous([asPublic, asSeed], BARE))
  }
  const named = file.address === undefined ? undefined : Ss58.decode(file.address)
  if (named !== undefined && Result.isFailure(named)) {
    return Result.fail({ _tag: "Damaged", detail: `Its ss58Address is no address. ${named.failure.detail}` })
  }
  const stored = named?.success.publicKey ?? file.publicKey
  if (stored !== undefined && file.publicKey !== undefined && !isSame(stored, file.publicKey)) {
    return Result.fail(
      ambiguous([material(file.scheme, file.publicKey)], "Its public key and its address differ.", stored)
    )
  }
  return file.phrase === undefined && file.seed === undefined && file.privateKey === undefined
    ? fromAddress(file.address ?? "", file.scheme)
    : fromSecrets(file, stored)
}

const fromSecrets = (file: Keyfile, stored: Uint8Array | undefined): Made => {
  const own = candidates(file, file.scheme)
  const [first] = own
  if (first === undefined) return Result.fail({ _tag: "Damaged", detail: "Its privateKey is none." })
  const expected = stored ?? first.publicKey
  const agreeing = own.filter((key) => isSame(key.publicKey, expected))
  if (stored === undefined && (file.malformed.length > 0 || file.isSeedRaw)) {
    return refuse(own, {
      _tag: "Damaged",
      detail: "One of its secrets cannot be read, and no address tells which to trust."
    })
  }
  if (agreeing.length === own.length) return keep(own, file)
  if (agreeing.length > 0) return refuse(own, ambiguous(own, DISAGREE, stored))
  const other = candidates(file, file.scheme === "sr25519" ? "ed25519" : "sr25519")
  if (other.length > 0 && other.every((key) => isSame(key.publicKey, expected))) {
    own.forEach(wipe)
    return keep(other, file)
  }
  other.forEach(wipe)
  return refuse(own, ambiguous(own, MISMATCH, stored))
}

const refuse = (keys: ReadonlyArray<KeyMaterial>, reason: WalletReason): Made => {
  keys.forEach(wipe)
  return Result.fail(reason)
}

/** One of several equal keys, with every secret that the file itself has. */
const keep = ([first, ...rest]: ReadonlyArray<KeyMaterial>, file: Keyfile): Made => {
  if (first === undefined) return Result.fail({ _tag: "Damaged", detail: "It has no secret." })
  rest.forEach(wipe)
  return Result.succeed({ ...first, phrase: file.phrase })
}

/**
 * A signer that holds a copy of the secret until the scope closes; then the copy is overwritten and `sign` fails with `Closed`.
 */
export const makeSigner = (key: KeyMaterial): Effect.Effect<Signer, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() =>
        key.privateKey === undefined
          ? undefined
          : Redacted.make(Uint8Array.from(key.privateKey), { label: "secret key" })
      ),
      (secret) =>
        Effect.sync(() => {
          if (secret === undefined) return
          Redacted.value(secret).fill(0)
          Redacted.wipeUnsafe(secret)
        })
    ),
    (secret) => signerOf(key, secret)
  )

/** Wiped secrets throw on access; the copy says so without trying. */
const signerOf = (key: KeyMaterial, secret: Redacted.Redacted<Uint8Array> | undefined): Signer => {
  const { address, publicKey, scheme } = key
  const fail = (reason: SignerError["reason"], detail: string) => new SignerError({ address, reason, detail })
  return {
    address,
    publicKey: Uint8Array.from(publicKey),
    scheme,
    sign: (message) =>
      Effect.suspend(() => {
        if (secret === undefined) return fail("PublicOnly", "the key is watch-only. Regenerate it from its mnemonic.")
        const bytes = reveal(secret)
        if (bytes === undefined) return fail("Closed", "its scope has closed. Unlock the key again.")
        return Effect.try({
          try: () => (scheme === "sr25519" ? signSr25519(message, bytes, publicKey) : signEd25519(message, bytes)),
          // What was thrown comes from inside the library and says nothing to a user.
          catch: () => fail("Unavailable", "the signing library failed; nothing was signed. Try again.")
        })
      })
  }
}

const reveal = (secret: Redacted.Redacted<Uint8Array>): Uint8Array | undefined => {
  try {
    return Redacted.value(secret)
  } catch {
    return undefined
  }
}
