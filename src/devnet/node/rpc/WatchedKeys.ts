/**
 * How many keys of storage clients are told of.
 *
 * @since 0.2.0
 */
import { errors } from "./protocol.ts"

/**
 * The keys that all clients of a chain are told of.
 *
 * @category models
 */
export class WatchedKeys {
  readonly #limit: number
  #count = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Fails if so many more are too many, before anything is begun. */
  reserve(keys: number): void {
    if (this.#count + keys > this.#limit) throw errors.tooManyKeys(this.#limit)
  }

  /** Counts so many more, until what it gives is called. */
  add(keys: number): () => void {
    this.#count += keys
    return () => void (this.#count -= keys)
  }
}
