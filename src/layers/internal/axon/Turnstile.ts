/**
 * Turns of the event loop. A burst of requests that has come in one turn is begun only while the turn is young; the rest
 * waits for the next, and what others ask meanwhile is read in between. Who has the fewest requests waiting comes first, so a
 * caller who asks for little hardly feels a burst of another. What is known to be long comes last, one in each turn.
 */
import { Effect } from "effect"

/** Milliseconds of a turn in which work may begin. A loop of events has two turns: for what is read, and for who waits. */
const budget = 10

type Enter = () => void

/** One turnstile for all requests of a server. */
export class Turnstile {
  /** By key; among queues of one length the first is next. None of them is empty. */
  readonly #queues = new Map<string, Set<Enter>>()
  readonly #long = new Set<Enter>()
  /** When this turn began, if something has passed in it. */
  #startedAt: number | undefined
  #isScheduled = false
  readonly #now: () => number

  /** Milliseconds of a clock that only goes on. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0 && this.#long.size === 0
  }

  /** Waits for a turn. What follows until the fiber waits for something else is the work that is counted. */
  pass(key: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      if (!this.#queues.has(key) && this.#isYoung()) return Effect.void
      return wait(
        (enter) => this.#join(key, enter),
        (enter) => this.#leave(key, enter)
      )
    })
  }

  /** Waits for a turn with work that is long. */
  readonly passLong: Effect.Effect<void> = Effect.suspend(() => {
    if (this.isEmpty && this.#isYoung()) return Effect.void
    return wait(
      (enter) => this.#long.add(enter),
      (enter) => this.#long.delete(enter)
    )
  })

  #join(key: string, enter: Enter): void {
    const queue = this.#queues.get(key)
    if (queue === undefined) this.#queues.set(key, new Set([enter]))
    else queue.add(enter)
  }

  #leave(key: string, enter: Enter): void {
    const queue = this.#queues.get(key)
    if (queue?.delete(enter) === true && queue.size === 0) this.#queues.delete(key)
  }

  #isYoung(): boolean {
    this.#schedule()
    const now = this.#now()
    this.#startedAt ??= now
    return now - this.#startedAt < budget
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#next())
  }

  #next(): void {
    this.#isScheduled = false
    this.#startedAt = undefined
    while (this.#queues.size > 0 && this.#isYoung()) this.#enterShortest()
    const [long] = this.#long
    if (long !== undefined) {
      this.#long.delete(long)
      long()
    }
    this.#startedAt = undefined
    if (!this.isEmpty) this.#schedule()
  }

  #enterShortest(): void {
    let shortest: readonly [key: string, queue: Set<Enter>] | undefined
    for (const entry of this.#queues) {
      if (shortest === undefined || entry[1].size < shortest[1].size) shortest = entry
      if (entry[1].size === 1) break
    }
    if (shortest === undefined) return
    const [key, queue] = shortest
    const [enter] = queue
    this.#queues.delete(key)
    queue.delete(enter!)
    if (queue.size > 0) this.#queues.set(key, queue)
    enter!()
  }
}

const wait = (join: (enter: Enter) => void, leave: (enter: Enter) => void): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const enter = () => resume(Effect.void)
    join(enter)
    return Effect.sync(() => leave(enter))
  })
