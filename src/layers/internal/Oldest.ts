/**
 * The oldest entry of a map that is kept in the order of last use, in constant time. A new iterator would begin at the holes
 * that deleted entries leave until the map is hashed anew: tens of thousands of them in a large one, for every look. But one that
 * stands still keeps alive every table that the map outgrows, and all that was in it; so it is given up when it is not asked for.
 */
export class Oldest<V extends object> {
  readonly #map: ReadonlyMap<string, V>
  /** Goes through the map once, from the front to the end that others join. */
  #walk: Iterator<readonly [string, V]> | undefined
  /** What the walk has come to. */
  #front: readonly [key: string, value: V] | undefined
  /** Entries that joined the end since the walk's last step. */
  #joined = 0

  /** Whoever uses an entry again deletes it and sets another value: by its identity it is told from the one that was met. */
  constructor(map: ReadonlyMap<string, V>) {
    this.#map = map
  }

  /** To be told of every entry that is put at the end. */
  joined(): void {
    if (++this.#joined <= this.#map.size) return
    this.#joined = 0
    this.#walk = undefined
  }

  get entry(): readonly [key: string, value: V] | undefined {
    while (this.#front === undefined || this.#map.get(this.#front[0]) !== this.#front[1]) {
      if (this.#map.size === 0) return undefined
      this.#joined = 0
      this.#walk ??= this.#map.entries()
      const next = this.#walk.next()
      if (next.done === true) this.#walk = undefined
      else this.#front = next.value
    }
    return this.#front
  }
}
