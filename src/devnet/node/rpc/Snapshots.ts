/**
 * Where a chain was, under a name that a client can say.
 *
 * @since 0.2.0
 */
import { ChainError } from "../ChainError.ts"
import type { Position } from "../ChainOptions.ts"

/** More than anybody goes back through; beyond, the oldest goes. */
const KEPT = 256

/**
 * The snapshots of all clients of a chain.
 *
 * @category models
 */
export class Snapshots {
  readonly #positions = new Map<number, Position>()
  #next = 1

  keep(position: Position): string {
    this.#positions.set(this.#next, position)
    this.#positions.delete(this.#next - KEPT)
    return `0x${(this.#next++).toString(16)}`
  }

  /** Takes out a snapshot; it goes with all that are later, since they are of what will not have been. */
  take(id: string): Position {
    const number = /^0x[0-9a-f]{1,12}$/.test(id) ? Number(id) : Number.NaN
    const position = this.#positions.get(number)
    if (position === undefined) throw new ChainError({ reason: "UnknownSnapshot", subject: id })
    for (const later of this.#positions.keys()) if (later >= number) this.#positions.delete(later)
    return position
  }
}
