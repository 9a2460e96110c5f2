/** The public keys of callers' addresses. Those who call once call again, and base58 with its checksum costs more than a digest. */
import { Result } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { Oldest } from "../Oldest.ts"

/** Addresses that are remembered; the one that came first is forgotten first. */
const maxKeys = 4096

/** Reads addresses, each once. */
export class PublicKeys {
  readonly #keys = new Map<string, Uint8Array>()
  readonly #oldest = new Oldest(this.#keys)

  get size(): number {
    return this.#keys.size
  }

  /** The public key of an address, in bytes of the caller's own, or why it is none. Only good addresses are remembered. */
  of(address: string): Result.Result<Uint8Array, Ss58.Ss58Error> {
    const known = this.#keys.get(address)
    if (known !== undefined) return Result.succeed(known.slice())
    const key = Ss58.decodePublicKey(address)
    if (Result.isFailure(key)) return key
    const oldest = this.#keys.size < maxKeys ? undefined : this.#oldest.entry
    if (oldest !== undefined) this.#keys.delete(oldest[0])
    this.#keys.set(address, key.success.slice())
    this.#oldest.joined()
    return key
  }
}
