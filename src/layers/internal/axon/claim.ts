/**
 * From headers to a `Claim`: every text is checked for its form before anything is computed from it (wire.md §4.3, §5.4).
 */
import { Result } from "effect"
import type { RequestHead } from "../../../protocol/Headers.ts"
import * as Nonce from "../../../protocol/Nonce.ts"
import { isAcceptablePublicKey } from "../../../protocol/PublicKey.ts"
import * as Signature from "../../../protocol/Signature.ts"
import type * as Ss58 from "../../../protocol/Ss58.ts"
import { type Claim, Refusal } from "../../../services/Axon.ts"
import type { PublicKeys } from "./PublicKeys.ts"

/** A refusal in the words of the Python axon. */
export const notVerified = (text: string): Refusal =>
  new Refusal({ status: 401, message: `Not Verified with error: ${text}` })

const fail = (text: string) => Result.fail(notVerified(text))

const uuidPattern = /^[\x21-\x2d\x2f-\x39\x3b-\x7e]{1,64}$/
const hashPattern = /^[0-9a-fA-F]{64}$/

/** The texts of the key library that SDK 10.5.0 uses. */
const addressProblem: { readonly [reason in Ss58.Ss58Error["reason"]]: string } = {
  Length: "Invalid SS58 address: Length is bad",
  Characters: "Invalid SS58 address: Invalid character",
  Checksum: "Invalid SS58 address: Invalid checksum",
  Prefix: "Invalid SS58 address: the network prefix must be 42"
}

/** Reads the claim of a request, or says with which words it is refused. */
export const readClaim = (options: {
  readonly route: string
  readonly head: RequestHead
  readonly receivers: ReadonlySet<string>
  readonly publicKeys: PublicKeys
  readonly primary: Ss58.Ss58
  readonly remote: { readonly ip: string; readonly port: number }
}): Result.Result<Claim, Refusal> => {
  const { head, remote, route } = options
  if (head.hotkey === undefined) return fail("No SS58 formatted address or public key provided.")
  const publicKey = options.publicKeys.of(head.hotkey)
  if (Result.isFailure(publicKey)) return fail(addressProblem[publicKey.failure.reason])
  if (!isAcceptablePublicKey(publicKey.success, "sr25519")) return fail("The hotkey is no usable public key")
  if (head.nonce === undefined) return fail("Missing Nonce")
  const nonce = Nonce.fromText(head.nonce)
  if (nonce === undefined) return fail("Nonce must be unix time in nanoseconds, 1 to 20 digits")
  if (head.uuid === undefined || !uuidPattern.test(head.uuid)) return fail("Missing or malformed uuid")
  if (head.signature === undefined || head.signature === "") return fail("Missing Signature")
  const signature = Signature.fromHex(head.signature)
  if (signature === undefined) return fail(signatureProblem(head.signature))
  if (head.bodyHash === undefined || !hashPattern.test(head.bodyHash)) return fail("Missing or malformed body hash")
  const receiver = head.axonHotkey ?? options.primary
  if (!options.receivers.has(receiver)) return fail("The request is addressed to another axon")
  return Result.succeed({
    route,
    hotkey: head.hotkey as Ss58.Ss58,
    publicKey: publicKey.success,
    receiver: receiver as Ss58.Ss58,
    uuid: head.uuid,
    nonce,
    version: version(head.version),
    timeout: head.timeout,
    bodyHash: head.bodyHash,
    signature,
    ip: remote.ip,
    port: remote.port
  })
}

const signatureProblem = (text: string): string =>
  text.startsWith("0x") ? "Invalid SR25519 signature." : "Invalid signature format. Expected hex string."

/** A version that is none counts as absent, which is an old one. */
const version = (text: string | undefined): number =>
  text !== undefined && /^[0-9]{1,10}$/.test(text) ? Number(text) : 0
