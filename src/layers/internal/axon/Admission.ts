/**
 * A priority queue in front of bounded concurrency: who runs now, who waits, who is told to come back later.
 * Plain and synchronous; the pipeline wraps it in one Effect.
 */
import { Clock, Effect, type Scope } from "effect"
import { Refusal } from "../../../services/Axon.ts"

/** Slots of one protocol, and those who wait for one. */
export interface Lane {
  readonly maxConcurrency: number
  running: number
  /** Nobody is let in any more. */
  isClosed: boolean
  readonly waiting: Heap
}

/** One request's place: waiting, holding a slot, or turned away. */
interface Waiter {
  readonly lane: Lane
  readonly priority: number
  /** The order of arrival decides between equals. */
  readonly sequence: number
  state: "waiting" | "running" | "refused"
  /** Milliseconds; when the slot was taken. */
  startedAt: number
  /** Continues the fiber that waits, once there is one. */
  wake: () => void
}

const isBefore = (a: Waiter, b: Waiter): boolean =>
  a.priority > b.priority || (a.priority === b.priority && a.sequence < b.sequence)

/** A binary heap with the next waiter on top. */
class Heap {
  readonly #items: Array<Waiter> = []

  get size(): number {
    return this.#items.length
  }

  peek(): Waiter | undefined {
    return this.#items[0]
  }

  push(waiter: Waiter): void {
    this.#items.push(waiter)
    this.#rise(this.#items.length - 1)
  }

  pop(): Waiter | undefined {
    const first = this.#items[0]
    if (first !== undefined) this.#removeAt(0)
    return first
  }

  remove(waiter: Waiter): boolean {
    const index = this.#items.indexOf(waiter)
    if (index < 0) return false
    this.#removeAt(index)
    return true
  }

  /** The waiter that would be served last. Linear, and asked only when the queue is full. */
  last(): Waiter | undefined {
    let last = this.#items[0]
    for (const waiter of this.#items) if (isBefore(last!, waiter)) last = waiter
    return last
  }

  #removeAt(index: number): void {
    const tail = this.#items.pop()!
    if (index === this.#items.length) return
    this.#items[index] = tail
    this.#sink(index)
    this.#rise(index)
  }

  #rise(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(this.#items[index]!, this.#items[parent]!)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(start: number): void {
    let index = start
    for (;;) {
      let next = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#items.length && isBefore(this.#items[child]!, this.#items[next]!)) next = child
      }
      if (next === index) return
      this.#swap(index, next)
      index = next
    }
  }

  #swap(a: number, b: number): void {
    const held = this.#items[a]!
    this.#items[a] = this.#items[b]!
    this.#items[b] = held
  }
}

/** How much one finished request moves the estimate of how long a request takes. */
const smoothing = 0.1

/** Admits requests of all protocols of one server. */
export class Admission {
  readonly #maxConcurrency: number
  readonly #maxQueue: number
  readonly #lanes: Array<Lane> = []
  #running = 0
  #queued = 0
  #sequence = 0
  /** A moving average of how long a slot is held, in milliseconds: what Retry-After is computed from. */
  #holdMillis = 100

  constructor(options: { readonly maxConcurrency: number; readonly maxQueue: number }) {
    this.#maxConcurrency = options.maxConcurrency
    this.#maxQueue = options.maxQueue
  }

  get running(): number {
    return this.#running
  }

  get queued(): number {
    return this.#queued
  }

  addLane(maxConcurrency: number | undefined): Lane {
    const lane: Lane = {
      maxConcurrency: maxConcurrency ?? this.#maxConcurrency,
      running: 0,
      isClosed: false,
      waiting: new Heap()
    }
    this.#lanes.push(lane)
    return lane
  }

  /** Turns away those who wait in the lane, and those who still come. */
  removeLane(lane: Lane): void {
    lane.isClosed = true
    const index = this.#lanes.indexOf(lane)
    if (index >= 0) this.#lanes.splice(index, 1)
    for (let waiter = lane.waiting.peek(); waiter !== undefined; waiter = lane.waiting.peek()) this.#refuse(waiter)
  }

  /**
   * Waits for a slot, and holds it until the scope closes. The place is given back by the scope alone, whatever state it is
   * in then, so that an interruption between admission and its delivery loses no slot.
   */
  admit(lane: Lane, priority: number): Effect.Effect<void, Refusal, Scope.Scope> {
    return Effect.acquireRelease(
      Effect.map(Clock.currentTimeMillis, (now) => this.#enter(lane, Number.isNaN(priority) ? 0 : priority, now)),
      (waiter) => Effect.map(Clock.currentTimeMillis, (now) => this.#leave(waiter, now))
    ).pipe(
      Effect.flatMap((waiter) => (waiter.state === "waiting" ? wait(waiter) : Effect.succeed(waiter))),
      Effect.flatMap((waiter) => (waiter.state === "refused" ? this.#tooBusy() : Effect.void))
    )
  }

  #enter(lane: Lane, priority: number, now: number): Waiter {
    const waiter: Waiter = {
      lane,
      priority,
      sequence: this.#sequence++,
      state: "waiting",
      startedAt: 0,
      wake: () => {}
    }
    if (lane.isClosed) waiter.state = "refused"
    else if (this.#running < this.#maxConcurrency && lane.running < lane.maxConcurrency) this.#run(waiter, now)
    else if (this.#makeRoom(waiter)) {
      lane.waiting.push(waiter)
      this.#queued++
    } else waiter.state = "refused"
    return waiter
  }

  #leave(waiter: Waiter, now: number): void {
    if (waiter.state === "running") this.#release(waiter, now)
    else if (waiter.lane.waiting.remove(waiter)) this.#queued--
  }

  #run(waiter: Waiter, now: number): void {
    this.#running++
    waiter.lane.running++
    waiter.state = "running"
    waiter.startedAt = now
    waiter.wake()
  }

  #refuse(waiter: Waiter): void {
    if (waiter.lane.waiting.remove(waiter)) this.#queued--
    waiter.state = "refused"
    waiter.wake()
  }

  /** A full queue gives the place of its last waiter to somebody who comes before it. */
  #makeRoom(newcomer: Waiter): boolean {
    if (this.#queued < this.#maxQueue) return true
    let last: Waiter | undefined
    for (const lane of this.#lanes) {
      const candidate = lane.waiting.last()
      if (candidate !== undefined && (last === undefined || isBefore(last, candidate))) last = candidate
    }
    if (last === undefined || !isBefore(newcomer, last)) return false
    this.#refuse(last)
    return true
  }

  #release(waiter: Waiter, now: number): void {
    this.#running--
    waiter.lane.running--
    this.#holdMillis += smoothing * (now - waiter.startedAt - this.#holdMillis)
    while (this.#running < this.#maxConcurrency) {
      const next = this.#next()?.waiting.pop()
      if (next === undefined) return
      this.#queued--
      this.#run(next, now)
    }
  }

  /** The lane with a free slot whose first waiter comes before those of all others. */
  #next(): Lane | undefined {
    let next: Lane | undefined
    for (const lane of this.#lanes) {
      const waiter = lane.waiting.peek()
      if (waiter === undefined || lane.running >= lane.maxConcurrency) continue
      if (next === undefined || isBefore(waiter, next.waiting.peek()!)) next = lane
    }
    return next
  }

  #tooBusy(): Refusal {
    const millis = (this.#holdMillis * (this.#queued + 1)) / this.#maxConcurrency
    const retryAfter = Math.min(60, Math.max(1, Math.ceil(millis / 1000)))
    return new Refusal({ status: 503, message: "Too many requests are waiting; try again later", retryAfter })
  }
}

const wait = (waiter: Waiter): Effect.Effect<Waiter> =>
  Effect.callback<Waiter>((resume) => {
    waiter.wake = () => resume(Effect.succeed(waiter))
    if (waiter.state !== "waiting") waiter.wake()
  })
