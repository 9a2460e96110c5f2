/**
 * The signatures of answers. One covers neither the question nor the answer (wire.md §4.2): it says that the axon's key
 * signed around that time, for that caller. One a second says as much, and leaves the time to verify.
 */
import { Effect } from "effect"
import * as Signature from "../../../protocol/Signature.ts"
import type { Terminal } from "../../../protocol/Terminal.ts"
import type { Caller } from "../../../services/Axon.ts"
import { type Signer, SignerError } from "../../../services/Signer.ts"
import { Oldest } from "../Oldest.ts"

/** What a proof adds to the axon's side of an answer; nothing, where nothing was signed. */
export type Proof = Pick<Terminal, "version" | "nonce" | "uuid" | "signature">

/** How long a proof is given again, in nanoseconds. */
const reuse = 1_000_000_000n

/** Callers whose proofs are kept; the oldest proof is forgotten first. */
const maxProofs = 1024

/** How long an answer waits for a signer that is somewhere else, in milliseconds. */
const signMillis = 5000

const utf8 = new TextEncoder()

/** Proofs by the hotkeys of one axon. */
export class Proofs {
  readonly #version: number
  readonly #uuid: string
  readonly #signers: ReadonlyMap<string, Signer>
  /** In the order of signing. */
  readonly #recent = new Map<string, Proof & { readonly nonce: bigint }>()
  readonly #oldest = new Oldest(this.#recent)

  constructor(options: {
    readonly version: number
    /** One a process, as the Python axon's. */
    readonly uuid: string
    readonly signers: Iterable<Signer>
  }) {
    this.#version = options.version
    this.#uuid = options.uuid
    this.#signers = new Map(Array.from(options.signers, (signer) => [signer.address, signer]))
  }

  /** The addresses that requests may be for. */
  get receivers(): ReadonlySet<string> {
    return new Set(this.#signers.keys())
  }

  /** The proof for a caller; before the caller is proven nothing is signed. A key that cannot sign now leaves it out. */
  of(caller: Caller | undefined, now: bigint): Effect.Effect<Proof> {
    const signer = caller === undefined ? undefined : this.#signers.get(caller.receiver)
    if (caller === undefined || signer === undefined) return none
    const key = `${caller.receiver} ${caller.hotkey}`
    const recent = this.#recent.get(key)
    return recent !== undefined && now >= recent.nonce && now - recent.nonce < reuse
      ? Effect.succeed(recent)
      : this.#sign(signer, caller, now, key)
  }

  #sign(signer: Signer, caller: Caller, now: bigint, key: string): Effect.Effect<Proof> {
    const message = { nonce: now, dendrite: caller.hotkey, axon: caller.receiver, uuid: this.#uuid }
    const signed = Effect.timeoutOrElse(signer.sign(utf8.encode(Signature.responseMessage(message))), {
      duration: signMillis,
      orElse: () =>
        new SignerError({ address: signer.address, reason: "Unavailable", detail: "the signer did not answer in time" })
    })
    return Effect.matchEffect(signed, {
      onSuccess: (signature) =>
        Effect.sync(() =>
          this.#keep(key, {
            version: this.#version,
            nonce: now,
            uuid: this.#uuid,
            signature: Signature.toHex(signature)
          })
        ),
      onFailure: (error) => Effect.andThen(Effect.logWarning(`Axon: the answer is not signed: ${error.message}`), none)
    })
  }

  #keep(key: string, proof: Proof & { readonly nonce: bigint }): Proof {
    this.#recent.delete(key)
    const oldest = this.#recent.size < maxProofs ? undefined : this.#oldest.entry
    if (oldest !== undefined) this.#recent.delete(oldest[0])
    this.#recent.set(key, proof)
    this.#oldest.joined()
    return proof
  }
}

const none: Effect.Effect<Proof> = Effect.succeed({})
