/**
 * The plain text of a keyfile: JSON with up to three spellings of one secret, or one of the older and barer forms.
 * What it says is not yet believed here: whether the secrets agree with the address takes a curve, and is checked later.
 *
 * @since 0.1.0
 */
import { Result, Schema } from "effect"
import * as Hex from "./Hex.ts"
import * as Mnemonic from "./Mnemonic.ts"

/** A keyfile larger than this is refused unread: the largest real one has less than 2 KiB. */
export const MAXIMUM_SIZE = 64 * 1024

/**
 * What a keyfile says, as it says it. Fields that are absent, null or empty are `undefined`, malformed secrets too:
 * one secret that agrees with the address is enough.
 *
 * @category models
 */
export interface Keyfile {
  /** A valid phrase, words separated by single blanks. */
  readonly phrase: string | undefined
  /** 32 bytes. */
  readonly seed: Uint8Array | undefined
  /** The seed stood there as 32 raw characters (a bug of the Rust wallets): to be believed only when the address agrees. */
  readonly isSeedRaw: boolean
  /** 64 bytes (sr25519, keyfile form) or 32 (ed25519: the seed). */
  readonly privateKey: Uint8Array | undefined
  /** As written, of whatever network. */
  readonly address: string | undefined
  /** 32 bytes. */
  readonly publicKey: Uint8Array | undefined
  /** The scheme that the file names, sr25519 when it names none. */
  readonly scheme: "sr25519" | "ed25519"
  /** Secrets that are there but unreadable. */
  readonly malformed: ReadonlyArray<"secretPhrase" | "secretSeed" | "privateKey">
  /** A bare `0x…` of 32 bytes: a public key to SDK 7, a seed to SDK 11. Neither `seed` nor `publicKey` is set. */
  readonly bare: Uint8Array | undefined
}

/**
 * The text is no keyfile. No part of it is repeated here.
 *
 * @category errors
 */
export class KeyfileError extends Schema.TaggedError<KeyfileError>()("KeyfileError", {
  reason: Schema.Literals(["NotText", "NotKeyfile", "PolkadotJson", "NoKey", "Malformed", "Scheme"]),
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

const failures = {
  notText: () => new KeyfileError({ reason: "NotText", detail: "It is not UTF-8 text and has no known encryption." }),
  notKeyfile: () =>
    new KeyfileError({
      reason: "NotKeyfile",
      detail: "It is neither keyfile JSON, nor hex, nor a mnemonic: it is damaged, or no keyfile at all."
    }),
  polkadotJson: () =>
    new KeyfileError({
      reason: "PolkadotJson",
      detail: "It is an export of polkadot-js, not a keyfile. Regenerate the key from it instead."
    }),
  noKey: () =>
    new KeyfileError({
      reason: "NoKey",
      detail: "It has none of secretPhrase, secretSeed, privateKey and ss58Address."
    }),
  malformed: (fields: ReadonlyArray<string>) =>
    new KeyfileError({ reason: "Malformed", detail: `Its ${fields.join(" and ")} cannot be read.` }),
  scheme: () =>
    new KeyfileError({
      reason: "Scheme",
      detail: "Its cryptoType is neither 0 (ed25519) nor 1 (sr25519): a newer kind of account than this library knows."
    })
}

const EMPTY: Keyfile = {
  phrase: undefined,
  seed: undefined,
  isSeedRaw: false,
  privateKey: undefined,
  address: undefined,
  publicKey: undefined,
  scheme: "sr25519",
  malformed: [],
  bare: undefined
}

const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

const json = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const hexOf = (text: string, lengths: ReadonlyArray<number>): Uint8Array | undefined => {
  const bytes = Hex.decode(text)
  return bytes !== undefined && lengths.includes(bytes.length) ? bytes : undefined
}

/** The Rust wallets write a seed that happens to be UTF-8 as `0x` and its raw characters. */
const rawSeed = (text: string): Uint8Array | undefined => {
  const bytes = new TextEncoder().encode(text.slice(2))
  return text.startsWith("0x") && bytes.length === 32 ? bytes : undefined
}

const schemeOf = (value: Json | undefined): "sr25519" | "ed25519" | undefined => {
  if (value === undefined || value === null || value === "") return "sr25519"
  return String(value) === "1" ? "sr25519" : String(value) === "0" ? "ed25519" : undefined
}

const fromFields = (fields: { readonly [key: string]: Json }): Result.Result<Keyfile, KeyfileError> => {
  const text = (key: string): string | undefined => {
    const value = fields[key]
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const scheme = schemeOf(fields["cryptoType"])
  if (scheme === undefined) return Result.fail(failures.scheme())
  const [phraseText, seedText, privateText] = [text("secretPhrase"), text("secretSeed"), text("privateKey")]
  const phrase = phraseText === undefined ? undefined : Result.getOrUndefined(Mnemonic.parse(phraseText))
  const hexSeed = seedText === undefined ? undefined : hexOf(seedText, [32])
  const seed = hexSeed ?? (seedText === undefined ? undefined : rawSeed(seedText))
  const isSeedRaw = seed !== undefined && hexSeed === undefined
  const privateKey = privateText === undefined ? undefined : hexOf(privateText, [32, 64])
  const address = text("ss58Address")
  const malformed = [
    ...(phraseText !== undefined && phrase === undefined ? (["secretPhrase"] as const) : []),
    ...(seedText !== undefined && seed === undefined ? (["secretSeed"] as const) : []),
    ...(privateText !== undefined && privateKey === undefined ? (["privateKey"] as const) : [])
  ]
  const hasSecret = phrase !== undefined || seed !== undefined || privateKey !== undefined
  if (!hasSecret && malformed.length > 0) return Result.fail(failures.malformed(malformed))
  if (!hasSecret && address === undefined) return Result.fail(failures.noKey())
  const publicText = text("publicKey") ?? text("accountId")
  const publicKey = publicText === undefined ? undefined : hexOf(publicText, [32])
  return Result.succeed({ ...EMPTY, phrase, seed, isSeedRaw, privateKey, address, publicKey, scheme, malformed })
}

const fromBareText = (text: string): Result.Result<Keyfile, KeyfileError> => {
  const bytes = Hex.decode(text)
  if (bytes?.length === 64) return Result.succeed({ ...EMPTY, privateKey: bytes })
  if (bytes?.length === 32) {
    return Result.succeed(text.startsWith("0x") ? { ...EMPTY, bare: bytes } : { ...EMPTY, seed: bytes })
  }
  const phrase = Mnemonic.parse(text)
  return Result.isSuccess(phrase)
    ? Result.succeed({ ...EMPTY, phrase: phrase.success })
    : Result.fail(failures.notKeyfile())
}

/**
 * Reads the plain text of a keyfile of any generation.
 *
 * @category decoding
 */
export const decode = (bytes: Uint8Array): Result.Result<Keyfile, KeyfileError> => {
  const text = utf8(bytes)
  if (text === undefined) return Result.fail(failures.notText())
  const value = json(text)
  if (!isObject(value)) return value === undefined ? fromBareText(text.trim()) : Result.fail(failures.notKeyfile())
  if (typeof value["encoded"] === "string" && isObject(value["encoding"])) return Result.fail(failures.polkadotJson())
  return fromFields(value)
}

/**
 * Overwrites the secrets of a keyfile once a key has been made of copies of them. A text cannot be overwritten.
 *
 * @category decoding
 */
export const wipe = ({ bare, privateKey, seed }: Keyfile): void => {
  for (const secret of [bare, privateKey, seed]) secret?.fill(0)
}

/**
 * What a keyfile is written from. Without any secret it is a public file (`coldkeypub.txt`).
 *
 * @category models
 */
export interface KeyfileContent {
  readonly publicKey: Uint8Array
  readonly address: string
  readonly scheme: "sr25519" | "ed25519"
  readonly phrase?: string | undefined
  readonly seed?: Uint8Array | undefined
  readonly privateKey?: Uint8Array | undefined
}

const member = (key: string, value: string | undefined): string =>
  `"${key}": ${value === undefined ? "null" : JSON.stringify(value)}`

const hexMember = (key: string, value: Uint8Array | undefined): string =>
  member(key, value === undefined ? undefined : Hex.encode(value))

/**
 * Writes the plain text byte for byte as SDK 7.4.0 does, the form that every generation reads. An ed25519 key, which
 * SDK 7 does not know, gets the `cryptoType` that later generations need; SDK 7 would open such a file as another account.
 *
 * @category encoding
 */
export const encode = (content: KeyfileContent): Uint8Array => {
  const members = [
    hexMember("accountId", content.publicKey),
    hexMember("publicKey", content.publicKey),
    hexMember("privateKey", content.privateKey),
    member("secretPhrase", content.phrase),
    hexMember("secretSeed", content.seed),
    member("ss58Address", content.address),
    ...(content.scheme === "ed25519" ? ['"cryptoType": 0'] : [])
  ]
  return new TextEncoder().encode(`{${members.join(", ")}}`)
}
