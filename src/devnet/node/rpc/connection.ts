/**
 * A client that stays, and what it subscribed to.
 *
 * @since 0.2.0
 */
import type { Json } from "./Json.ts"
import type { Start } from "./method.ts"
import { errors, notification } from "./protocol.ts"

/**
 * The subscriptions of a client. Once it is gone nothing is sent any more.
 *
 * @category models
 */
export class Subscriptions {
  /** How to stop each; until it has begun there is nothing to stop. */
  readonly #running = new Map<string, (() => void) | undefined>()
  readonly #send: (text: string) => void
  readonly #limit: number
  #isClosed = false

  constructor(send: (text: string) => void, limit: number) {
    this.#send = send
    this.#limit = limit
  }

  get size(): number {
    return this.#running.size
  }

  /** How many of a kind there are. */
  count(method: string): number {
    return [...this.#running.keys()].filter((key) => key.startsWith(`${method} `)).length
  }

  /** Fails if there are too many, before anything is begun. */
  reserve(): void {
    if (this.#running.size >= this.#limit) throw errors.tooManySubscriptions(this.#limit)
  }

  /** Takes in a subscription, and gives what begins it once its id is out. Somebody may end it before. */
  open(method: string, id: string, start: Start): () => void {
    this.#running.set(`${method} ${id}`, undefined)
    return () => this.#begin(method, id, start)
  }

  #begin(method: string, id: string, start: Start): void {
    const key = `${method} ${id}`
    const isRunning = () => !this.#isClosed && this.#running.has(key)
    if (!isRunning()) return
    const push = (result: Json) => {
      if (isRunning()) this.#send(notification(method, id, result))
    }
    const stop = start({ id, push, end: () => void this.#running.delete(key) })
    // What ended while it began, or was ended by what it told, is to stop at once.
    if (isRunning()) this.#running.set(key, stop)
    else stop()
  }

  /** Ends a subscription, and says whether there was one. */
  end(method: string, id: string): boolean {
    const key = `${method} ${id}`
    const stop = this.#running.get(key)
    const wasRunning = this.#running.delete(key)
    stop?.()
    return wasRunning
  }

  close(): void {
    this.#isClosed = true
    for (const stop of this.#running.values()) stop?.()
    this.#running.clear()
  }
}
