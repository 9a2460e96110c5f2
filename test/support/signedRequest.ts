/** Requests as a dendrite of ours signs them, to be bent before they are sent by hand. */
import { randomUUID } from "node:crypto"
import { Effect, Result } from "effect"
import type { AxonInfo, Signer, Synapse } from "effect-bittensor"
import { prepare, write } from "../../src/layers/internal/dendrite/request.ts"
import { sha3_256 } from "../../src/layers/internal/nodeDigest.ts"
import * as Signature from "../../src/protocol/Signature.ts"
import { requestBytes } from "./rawHttp.ts"

/** What may differ from a well-behaved request. */
export interface Bend {
  /** Unix nanoseconds; now, by the real clock, when absent. */
  readonly nonce?: bigint
  readonly uuid?: string
  /** Seconds. */
  readonly timeout?: number
  readonly tensorSpelling?: Synapse.TensorSpelling
  /** Headers to set, or with `undefined` to leave out. */
  readonly headers?: { readonly [name: string]: string | undefined }
  /** Header lines to add as they are. */
  readonly lines?: ReadonlyArray<string>
  readonly body?: string | Buffer
  readonly requestLine?: string
}

/** One signed request as bytes. */
export const signedRequest = Effect.fnUntraced(function* <S extends Synapse.Unary | Synapse.Streaming>(
  signer: Signer,
  axon: AxonInfo,
  synapse: S,
  input: Synapse.Input<S>,
  bend: Bend = {}
) {
  const options = { timeout: bend.timeout ?? 12, digest: sha3_256, tensorSpelling: bend.tensorSpelling }
  const prepared = Result.getOrThrow(prepare(synapse, input, options))
  const nonce = bend.nonce ?? BigInt(Date.now()) * 1_000_000n + BigInt(counter++)
  const uuid = bend.uuid ?? randomUUID()
  const message = Signature.requestMessage({
    nonce,
    dendrite: signer.address,
    axon: axon.hotkey,
    uuid,
    bodyHash: prepared.bodyHash
  })
  const signature = yield* signer.sign(new TextEncoder().encode(message))
  const sent = write(prepared, axon, { nonce, uuid, hotkey: signer.address, signature: Signature.toHex(signature) })
  const body = bend.body ?? sent.body
  const headers = {
    ...sent.headers,
    host: axon.authority,
    "content-length": String(Buffer.byteLength(body)),
    ...bend.headers
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return requestBytes(bend.requestLine ?? `POST ${sent.path} HTTP/1.1`, [...lines, ...(bend.lines ?? [])], body)
})

/** Two requests of the same millisecond have different nonces. */
let counter = 0
