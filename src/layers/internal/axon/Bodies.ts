/**
 * Bodies that are being read or still held: how many at once, and how many bytes in all. A slow one never keeps others out.
 */
import { Effect, type Scope } from "effect"
import { type BodyMeter, Refusal } from "../../../services/Axon.ts"

/** Bytes of every body that need no room: what an ordinary request has, so that big ones cannot keep it out. */
const freeBytes = 64 * 1024

const tooSlow = new Refusal({ status: 408, message: "The body comes too slowly while others wait" })
const noRoom = new Refusal({ status: 503, message: "Too many large bodies at once; try again later", retryAfter: 1 })

/** One body, from its first byte until its request is over. */
class Body implements BodyMeter {
  readonly maxBytes: number
  readonly startedAt = performance.now()
  bytes = 0
  isEvicted = false
  readonly #bodies: Bodies

  constructor(bodies: Bodies, maxBytes: number) {
    this.#bodies = bodies
    this.maxBytes = maxBytes
  }

  readonly take = (bytes: number): Refusal | undefined => {
    if (this.isEvicted) return tooSlow
    const before = this.reserved
    this.bytes += bytes
    return this.#bodies.reserve(this.reserved - before) ? undefined : noRoom
  }

  get reserved(): number {
    return Math.max(0, this.bytes - freeBytes)
  }

  /** Bytes a millisecond. */
  rate(now: number): number {
    return this.bytes / Math.max(1, now - this.startedAt)
  }
}

/** The bodies of one server. */
export class Bodies {
  readonly #maxReaders: number
  readonly #maxBytes: number
  readonly #reading = new Set<Body>()
  #held = 0

  constructor(options: { readonly maxReaders: number; readonly maxBufferedBytes: number }) {
    this.#maxReaders = options.maxReaders
    this.#maxBytes = options.maxBufferedBytes
  }

  get reading(): number {
    return this.#reading.size
  }

  get held(): number {
    return this.#held
  }

  /** Reads one body. Its bytes stay counted until the scope closes, since its request may keep them until then. */
  read(
    source: (meter: BodyMeter) => Effect.Effect<Uint8Array, Refusal>,
    maxBytes: number
  ): Effect.Effect<Uint8Array, Refusal, Scope.Scope> {
    return Effect.acquireRelease(
      Effect.sync(() => this.#enter(maxBytes)),
      (body) =>
        Effect.sync(() => {
          this.#reading.delete(body)
          this.#held -= body.reserved
        })
    ).pipe(
      Effect.flatMap((body) =>
        Effect.tap(source(body), () =>
          Effect.sync(() => {
            this.#reading.delete(body)
          })
        )
      )
    )
  }

  /** Counts bytes; `false` when there is no room, and then they are counted all the same, until the body is given up. */
  reserve(bytes: number): boolean {
    this.#held += bytes
    return bytes === 0 || this.#held <= this.#maxBytes
  }

  #enter(maxBytes: number): Body {
    const body = new Body(this, maxBytes)
    if (this.#reading.size >= this.#maxReaders) this.#evictSlowest()
    this.#reading.add(body)
    return body
  }

  #evictSlowest(): void {
    const now = performance.now()
    let slowest: Body | undefined
    for (const body of this.#reading) if (slowest === undefined || body.rate(now) < slowest.rate(now)) slowest = body
    if (slowest === undefined) return
    slowest.isEvicted = true
    this.#reading.delete(slowest)
  }
}
