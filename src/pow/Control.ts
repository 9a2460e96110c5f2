/**
 * The memory that a search shares with its workers: what is searched for, how far each has come, and how many nonces each
 * has tried. No message is sent while they search (pow.md §2.4).
 *
 * @since 0.2.0
 */
import type { Kind, Place } from "./kernel/Job.ts"

/**
 * What is to be searched for.
 *
 * @category models
 */
export interface Task {
  readonly kind: Kind
  readonly fixed: Uint8Array
  readonly difficulty: bigint
  readonly start: Place
}

/**
 * What a worker reads: a task with its epoch, or that there is none; and whether there will be no other.
 *
 * @category models
 */
export interface Order {
  readonly epoch: number
  readonly task: Task | undefined
  readonly isLast: boolean
}

/** Words of 32 bits: the epoch, whether there is a task, its kind, and the length of its fixed bytes. */
const [EPOCH, STATE, KIND, LENGTH] = [0, 1, 2, 3] as const
/** States: nothing to do, a task, and nothing to do any more. */
const [IDLE, RUNS, CLOSED] = [0, 1, 2] as const
/** Bytes: the difficulty, the batch and the index of the start, and the fixed bytes. */
const [DIFFICULTY, BATCH, INDEX, FIXED] = [16, 24, 32, 40] as const
const HEADER = 192
/** A line of the cache for each worker: nonces tried, the batch and the index it is at, and of which epoch. */
const SLOT = 64
const kinds: ReadonlyArray<Kind> = ["Classic", "PowRegister"]

/**
 * A view of the shared memory, one in each thread. The epoch is odd while a task is being written.
 *
 * @category models
 */
export class Control {
  readonly buffer: SharedArrayBuffer
  readonly workers: number
  readonly #words: Int32Array
  readonly #counters: BigInt64Array
  readonly #floats: Float64Array
  readonly #bytes: Uint8Array

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer
    this.workers = (buffer.byteLength - HEADER) / SLOT
    this.#words = new Int32Array(buffer)
    this.#counters = new BigInt64Array(buffer)
    this.#floats = new Float64Array(buffer)
    this.#bytes = new Uint8Array(buffer)
  }

  /** New memory for so many workers. */
  static make(workers: number): Control {
    return new Control(new SharedArrayBuffer(HEADER + workers * SLOT))
  }

  /** Says what is searched for from now on, or that nothing is. Gives the epoch, which tells its results from older ones. */
  begin(task: Task | undefined): number {
    return this.#order(task === undefined ? IDLE : RUNS, task)
  }

  /** Says that there is nothing to do any more. Workers who have to let go of something do so, and end. */
  close(): void {
    this.#order(CLOSED, undefined)
  }

  #order(state: number, task: Task | undefined): number {
    Atomics.add(this.#words, EPOCH, 1)
    this.#words[STATE] = state
    if (task !== undefined) this.#write(task)
    const epoch = Atomics.add(this.#words, EPOCH, 1) + 1
    Atomics.notify(this.#words, EPOCH)
    return epoch
  }

  #write({ difficulty, fixed, kind, start }: Task): void {
    this.#words[KIND] = kinds.indexOf(kind)
    this.#words[LENGTH] = fixed.length
    this.#counters[DIFFICULTY / 8] = BigInt.asIntN(64, difficulty)
    this.#floats[BATCH / 8] = start.batch
    this.#floats[INDEX / 8] = start.index
    this.#bytes.set(fixed, FIXED)
  }

  /** The epoch. */
  get epoch(): number {
    return Atomics.load(this.#words, EPOCH)
  }

  /** Blocks this thread until the epoch is another, or for so many milliseconds at most. */
  wait(epoch: number, millis = Number.POSITIVE_INFINITY): void {
    Atomics.wait(this.#words, EPOCH, epoch, millis)
  }

  /** What is to be done, as a whole: read anew if it is being written meanwhile. */
  read(): Order {
    for (;;) {
      const epoch = this.epoch
      const state = this.#words[STATE]
      const task = state === RUNS ? this.#task() : undefined
      if (epoch % 2 === 0 && epoch === this.epoch) return { epoch, task, isLast: state === CLOSED }
    }
  }

  #task(): Task {
    return {
      kind: kinds[this.#words[KIND]!]!,
      fixed: this.#bytes.slice(FIXED, FIXED + this.#words[LENGTH]!),
      difficulty: BigInt.asUintN(64, this.#counters[DIFFICULTY / 8]!),
      start: { batch: this.#floats[BATCH / 8]!, index: this.#floats[INDEX / 8]! }
    }
  }

  /** Notes where a worker is, before it searches there: whoever takes its place after a crash begins with it. */
  enter(worker: number, epoch: number, place: Place): void {
    const slot = slotOf(worker)
    this.#floats[slot / 8 + 1] = place.batch
    this.#floats[slot / 8 + 2] = place.index
    Atomics.store(this.#words, slot / 4 + 6, epoch)
  }

  /** Where a worker is in this epoch, if it has begun. */
  placeOf(worker: number, epoch: number): Place | undefined {
    const slot = slotOf(worker)
    if (this.seen(worker) !== epoch) return undefined
    return { batch: this.#floats[slot / 8 + 1]!, index: this.#floats[slot / 8 + 2]! }
  }

  /** The epoch that a worker knows of. */
  seen(worker: number): number {
    return Atomics.load(this.#words, slotOf(worker) / 4 + 6)
  }

  /** Notes that a worker knows that there is nothing to do. */
  rest(worker: number, epoch: number): void {
    Atomics.store(this.#words, slotOf(worker) / 4 + 6, epoch)
  }

  /** Counts nonces that a worker has tried. */
  count(worker: number, nonces: number): void {
    Atomics.add(this.#counters, slotOf(worker) / 8, BigInt(nonces))
  }

  /** How many nonces a worker has tried since the memory was made. */
  tried(worker: number): number {
    return Number(Atomics.load(this.#counters, slotOf(worker) / 8))
  }

  /** The same of all workers. */
  get triedByAll(): number {
    return Array.from({ length: this.workers }, (_, worker) => this.tried(worker)).reduce((a, b) => a + b, 0)
  }
}

const slotOf = (worker: number): number => HEADER + worker * SLOT
