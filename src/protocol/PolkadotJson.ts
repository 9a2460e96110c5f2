/**
 * Accounts as polkadot-js and its browser extensions export them: JSON around an encrypted PKCS#8 body.
 *
 * @since 0.1.0
 */
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js"
import { base64, hex } from "@scure/base"
import { Result, Schema } from "effect"
import { fromEd25519Form } from "./SecretForm.ts"
import * as Ss58 from "./Ss58.ts"

/**
 * The export cannot be read or opened. `Authentication` is a wrong password or a damaged export.
 *
 * @category errors
 */
export class PolkadotJsonError extends Schema.TaggedError<PolkadotJsonError>()("PolkadotJsonError", {
  reason: Schema.Literals(["Format", "Unsupported", "Authentication"]),
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

const Export = Schema.fromJsonString(
  Schema.Struct({
    encoded: Schema.String,
    encoding: Schema.Struct({
      content: Schema.Array(Schema.String),
      type: Schema.Union([Schema.String, Schema.Array(Schema.String)]),
      version: Schema.Union([Schema.String, Schema.Finite])
    }),
    address: Schema.optionalKey(Schema.NullOr(Schema.String))
  })
)

const decodeExport = Schema.decodeUnknownResult(Export)

/**
 * An export taken apart: derive the key from the password by `scrypt` (none: the password itself, see `passwordKey`), then `open`.
 *
 * @category models
 */
export interface PolkadotJson {
  readonly scheme: "sr25519" | "ed25519"
  /** Parameters of the key derivation, or `undefined` in exports of before 2021. The key has 64 bytes, 32 are used. */
  readonly scrypt: { readonly salt: Uint8Array; readonly N: number; readonly p: number; readonly r: number } | undefined
  /** The key that the export says it is of, when it says so. */
  readonly publicKey: Uint8Array | undefined
  readonly open: (key: Uint8Array) => Result.Result<PolkadotSecret, PolkadotJsonError>
}

/**
 * The secret of an export: 64 bytes in keyfile form (sr25519) or the 32-byte seed (ed25519). The caller wipes it.
 *
 * @category models
 */
export interface PolkadotSecret {
  readonly secretKey: Uint8Array
  readonly publicKey: Uint8Array
}

/** (N, p, r) that polkadot-js has ever allowed. The list keeps a foreign file from asking for gigabytes. */
const SCRYPT = new Set(["8192,10,8", "16384,5,8", "32768,3,8", "32768,1,8", "65536,2,8", "131072,1,8"])

const HEADER = hex.decode("3053020101300506032b657004220420")
const DIVIDER = hex.decode("a123032100")
const SECRET = 64
const BODY = HEADER.length + SECRET + DIVIDER.length + 32

const failures = {
  format: () =>
    new PolkadotJsonError({
      reason: "Format",
      detail: "It is no polkadot-js export, or a damaged one. Export it again."
    }),
  unsupported: (what: string) => new PolkadotJsonError({ reason: "Unsupported", detail: `The export ${what}.` }),
  authentication: () =>
    new PolkadotJsonError({
      reason: "Authentication",
      detail: "The password of the export is wrong, or the export was damaged."
    })
}

const includes = (bytes: Uint8Array, part: Uint8Array, offset: number): boolean =>
  part.every((byte, index) => bytes[offset + index] === byte)

const readBody = (
  body: Uint8Array,
  scheme: PolkadotJson["scheme"]
): Result.Result<PolkadotSecret, PolkadotJsonError> => {
  const divider = HEADER.length + SECRET
  if (body.length !== BODY || !includes(body, HEADER, 0) || !includes(body, DIVIDER, divider)) {
    return Result.fail(failures.format())
  }
  const secret = body.slice(HEADER.length, divider)
  const secretKey = scheme === "sr25519" ? fromEd25519Form(secret) : secret.slice(0, 32)
  secret.fill(0)
  return Result.succeed({ secretKey, publicKey: body.slice(divider + DIVIDER.length) })
}

/**
 * The key of an export without key derivation: the password as UTF-8, zeros to its right up to 32 bytes.
 *
 * @category conversions
 */
export const passwordKey = (password: string): Uint8Array => {
  const key = new Uint8Array(32)
  key.set(new TextEncoder().encode(password).subarray(0, 32))
  return key
}

const fromBase64 = (text: string): Uint8Array | undefined => {
  try {
    return base64.decode(text)
  } catch {
    return undefined
  }
}

/**
 * Reads an export of version 3; older ones, other schemes and unknown encryptions are `Unsupported`.
 *
 * @category decoding
 */
export const parse = (text: string): Result.Result<PolkadotJson, PolkadotJsonError> => {
  const decoded = decodeExport(text)
  if (Result.isFailure(decoded)) return Result.fail(failures.format())
  const { address, encoded, encoding } = decoded.success
  const types = typeof encoding.type === "string" ? [encoding.type] : encoding.type
  const [container, scheme = ""] = encoding.content
  if (String(encoding.version) !== "3" || container !== "pkcs8") {
    return Result.fail(failures.unsupported("has another version than 3. Export it again with a current polkadot-js"))
  }
  if (scheme !== "sr25519" && scheme !== "ed25519") {
    return Result.fail(failures.unsupported("is of a kind of key that Bittensor does not use (not sr25519 or ed25519)"))
  }
  if (!types.includes("xsalsa20-poly1305")) return Result.fail(failures.unsupported("is not encrypted in a known way"))
  const bytes = fromBase64(encoded)
  if (bytes === undefined) return Result.fail(failures.format())
  return readEncoded(bytes, types.includes("scrypt"), scheme, typeof address === "string" ? address : undefined)
}

const readEncoded = (
  bytes: Uint8Array,
  hasScrypt: boolean,
  scheme: PolkadotJson["scheme"],
  address: string | undefined
): Result.Result<PolkadotJson, PolkadotJsonError> => {
  const head = hasScrypt ? 44 : 0
  if (bytes.length < head + 24 + 16) return Result.fail(failures.format())
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scrypt = hasScrypt
    ? {
        salt: bytes.slice(0, 32),
        N: view.getUint32(32, true),
        p: view.getUint32(36, true),
        r: view.getUint32(40, true)
      }
    : undefined
  if (scrypt !== undefined && !SCRYPT.has(`${scrypt.N},${scrypt.p},${scrypt.r}`)) {
    return Result.fail(failures.unsupported("asks for scrypt parameters that polkadot-js never used"))
  }
  const nonce = bytes.slice(head, head + 24)
  const box = bytes.slice(head + 24)
  const known = address === undefined ? undefined : Result.getOrUndefined(Ss58.decode(address))
  return Result.succeed({
    scheme,
    scrypt,
    publicKey: known?.publicKey,
    open: (key) => {
      const body = decrypt(key.slice(0, 32), nonce, box)
      if (body === undefined) return Result.fail(failures.authentication())
      const secret = readBody(body, scheme)
      body.fill(0)
      return secret
    }
  })
}

const decrypt = (key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined => {
  try {
    return xsalsa20poly1305(key, nonce).decrypt(box)
  } catch {
    return undefined
  }
}
