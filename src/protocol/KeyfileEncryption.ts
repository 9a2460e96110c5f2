/**
 * The three ways in which keyfiles have been encrypted: NaCl (today's), Ansible vault and Fernet (read, never written).
 * Deriving the key from the password is slow and left to the caller; `kdf` of each form says how.
 *
 * @since 0.1.0
 */
import { cbc, ctr } from "@noble/ciphers/aes.js"
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { base64urlnopad } from "@scure/base"
import { Result, Schema } from "effect"
import { parse as parseYaml } from "yaml"
import * as Hex from "./Hex.ts"

/**
 * How a keyfile is encrypted, named as SDK 7 names it; `legacy` is Fernet.
 *
 * @category models
 */
export type Encryption = "NaCl" | "Ansible Vault" | "legacy" | "None"

/**
 * The file cannot be decrypted. `Authentication` is a wrong password or a damaged file: the formats cannot tell which.
 * `Format` is a damaged file, be it that the password was right.
 *
 * @category errors
 */
export class DecryptionError extends Schema.TaggedError<DecryptionError>()("DecryptionError", {
  reason: Schema.Literals(["Authentication", "Format"]),
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

const authentication = () =>
  new DecryptionError({
    reason: "Authentication",
    detail: "The password is wrong, or the file was damaged after it was written; its format cannot tell which."
  })

const format = (detail: string) => new DecryptionError({ reason: "Format", detail })

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

const NACL = ascii("$NACL")
const VAULT = ascii("$ANSIBLE_VAULT")
const FERNET = ascii("gAAAAA")

const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  prefix.every((byte, index) => bytes[index] === byte)

/**
 * Tells the encryption by the first bytes, as every generation does: a cut file still counts as encrypted.
 *
 * @category decoding
 */
export const detect = (bytes: Uint8Array): Encryption =>
  startsWith(bytes, NACL)
    ? "NaCl"
    : startsWith(bytes, VAULT)
      ? "Ansible Vault"
      : startsWith(bytes, FERNET)
        ? "legacy"
        : "None"

/**
 * How a key comes from a password (as UTF-8).
 *
 * @category models
 */
export type Kdf =
  | {
      readonly name: "argon2i"
      readonly salt: Uint8Array
      readonly passes: number
      readonly memoryKib: number
      readonly length: number
    }
  | { readonly name: "pbkdf2-sha256"; readonly salt: Uint8Array; readonly iterations: number; readonly length: number }

/** Argon2i as NaCl keyfiles use it: the salt is the same for everybody, 512 MiB, eight passes, about four seconds. */
export const NACL_KDF: Kdf = {
  name: "argon2i",
  salt: Uint8Array.of(0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1),
  passes: 8,
  memoryKib: 524_288,
  length: 32
}

/** Ten million rounds, about six seconds. */
export const FERNET_KDF: Kdf = {
  name: "pbkdf2-sha256",
  salt: ascii("Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"),
  iterations: 10_000_000,
  length: 32
}

const vaultKdf = (salt: Uint8Array): Kdf => ({ name: "pbkdf2-sha256", salt, iterations: 10_000, length: 80 })

/**
 * An encrypted keyfile taken apart: derive the key by `kdf`, then `open` with it.
 *
 * @category models
 */
export interface Sealed {
  readonly encryption: Exclude<Encryption, "None">
  readonly kdf: Kdf
  readonly open: (key: Uint8Array) => Result.Result<Uint8Array, DecryptionError>
}

const NONCE = 24
const TAG = 16

const attempt = (
  decrypt: () => Uint8Array,
  otherwise: () => DecryptionError
): Result.Result<Uint8Array, DecryptionError> => {
  try {
    return Result.succeed(decrypt())
  } catch {
    return Result.fail(otherwise())
  }
}

/** Once the authentication code is right, so is the password. */
const unreadable = () => format("The password is right, but what it decrypts to cannot be read.")

const parseNacl = (bytes: Uint8Array): Result.Result<Sealed, DecryptionError> => {
  const nonce = bytes.slice(NACL.length, NACL.length + NONCE)
  const box = bytes.slice(NACL.length + NONCE)
  if (box.length < TAG) return Result.fail(format("The encrypted file is cut off: it ends before its content begins."))
  return Result.succeed({
    encryption: "NaCl",
    kdf: NACL_KDF,
    open: (key) => attempt(() => xsalsa20poly1305(key, nonce).decrypt(box), authentication)
  })
}

/**
 * Encrypts the plain text of a keyfile as NaCl with 24 random bytes given by the caller, never used twice.
 *
 * @category encoding
 */
export const sealNacl = (plain: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const box = xsalsa20poly1305(key, nonce).encrypt(plain)
  const out = new Uint8Array(NACL.length + NONCE + box.length)
  out.set(NACL)
  out.set(nonce, NACL.length)
  out.set(box, NACL.length + NONCE)
  return out
}

const isEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.reduce((sum, byte, index) => sum | (byte ^ (right[index] ?? 0)), 0) === 0

const unpad = (padded: Uint8Array): Uint8Array => {
  const size = padded.at(-1) ?? 0
  if (size < 1 || size > 16 || size > padded.length) throw new Error("padding")
  return padded.slice(0, -size)
}

/** The library's warnings quote the text, which is the secret, on the process's standard error. Its errors are still thrown. */
const noWarnings = "error"

const withNulls = (_: unknown, value: unknown) => (value === "null" ? null : value)

/** The vault's text is YAML; keyfiles in it are JSON, which nearly always is YAML already. */
const yamlToJson = (plain: Uint8Array): Uint8Array => {
  const text = new TextDecoder().decode(plain)
  try {
    JSON.parse(text)
    return plain
  } catch {
    // Every value is text to this schema, so that nothing is taken for a number; null then has to be told apart.
    return ascii(JSON.stringify(parseYaml(text, withNulls, { schema: "failsafe", logLevel: noWarnings })))
  }
}

const parseVault = (bytes: Uint8Array): Result.Result<Sealed, DecryptionError> => {
  const [header = "", ...lines] = new TextDecoder().decode(bytes).split("\n")
  const [, , cipher = ""] = header.trim().split(";")
  if (cipher !== "AES256") return Result.fail(format("The vault names another cipher than AES256."))
  const outer = Hex.decode(lines.map((line) => line.trim()).join(""))
  const parts = outer === undefined ? [] : new TextDecoder().decode(outer).split("\n").map(Hex.decode)
  const [salt, mac, box] = parts
  if (parts.length !== 3 || salt === undefined || mac === undefined || box === undefined || box.length === 0) {
    return Result.fail(format("The vault is cut off or damaged: its three hex parts cannot be read."))
  }
  return Result.succeed({
    encryption: "Ansible Vault",
    kdf: vaultKdf(salt),
    open: (key) => {
      if (!isEqual(hmac(sha256, key.subarray(32, 64), box), mac)) return Result.fail(authentication())
      return attempt(() => yamlToJson(unpad(ctr(key.slice(0, 32), key.slice(64, 80)).decrypt(box))), unreadable)
    }
  })
}

const FERNET_HEAD = 1 + 8 + 16
const FERNET_MAC = 32

const parseFernet = (bytes: Uint8Array): Result.Result<Sealed, DecryptionError> => {
  const token = fromBase64Url(new TextDecoder().decode(bytes).trim().replace(/=+$/, ""))
  if (token === undefined || token[0] !== 0x80 || token.length < FERNET_HEAD + 16 + FERNET_MAC) {
    return Result.fail(format("The encrypted file is cut off or damaged: it is no Fernet token."))
  }
  const signed = token.slice(0, -FERNET_MAC)
  return Result.succeed({
    encryption: "legacy",
    kdf: FERNET_KDF,
    open: (key) => {
      const mac = hmac(sha256, key.subarray(0, 16), signed)
      if (!isEqual(mac, token.subarray(-FERNET_MAC))) return Result.fail(authentication())
      const cipher = cbc(key.slice(16, 32), signed.slice(9, FERNET_HEAD))
      return attempt(() => cipher.decrypt(signed.slice(FERNET_HEAD)), unreadable)
    }
  })
}

const fromBase64Url = (text: string): Uint8Array | undefined => {
  try {
    return base64urlnopad.decode(text)
  } catch {
    return undefined
  }
}

/**
 * Takes an encrypted keyfile apart; `undefined` when it is not encrypted.
 *
 * @category decoding
 */
export const parse = (bytes: Uint8Array): Result.Result<Sealed, DecryptionError> | undefined => {
  switch (detect(bytes)) {
    case "NaCl":
      return parseNacl(bytes)
    case "Ansible Vault":
      return parseVault(bytes)
    case "legacy":
      return parseFernet(bytes)
    case "None":
      return undefined
  }
}
