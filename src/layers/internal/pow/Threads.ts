/**
 * Threads that search, of Node or of a browser. One that crashes is replaced, and the new one begins where the old one was; one
 * that claims what is not true has a broken kernel or broken memory, and is replaced as well.
 */
import { Effect } from "effect"
import { Control } from "../../../pow/Control.ts"
import { nonceAt, placeOf } from "../../../pow/Search.ts"
import type { Report } from "../../../pow/work.ts"
import { PowError, type PowReason } from "../../../services/PowSolver.ts"
import type { Wanted } from "./solver.ts"

/** A thread, as far as it matters here. */
export interface Thread {
  readonly terminate: () => unknown
  /** Keeps the process alive from now on, or no longer. */
  readonly ref: () => void
  readonly unref: () => void
}

/** What a thread needs to know to take its seat. */
export interface Seating {
  readonly buffer: SharedArrayBuffer
  readonly worker: number
}

/** Starts a thread. It hears reports, and once that the thread has ended and why. */
export type Spawn = (seating: Seating, hear: (report: Report) => void, ended: (cause: unknown) => void) => Thread

/** How threads are made. */
export interface Settings {
  readonly workers: number
  readonly spawn: Spawn
  /**
   * Crashes in a row, without a nonce tried in between, that are mended.
   *
   * @default 3
   */
  readonly patience?: number | undefined
}

const PATIENCE = 3

/** One worker's place, whoever fills it. */
interface Seat {
  thread: Thread | undefined
  /** What it searches with, once it is ready. */
  kernel: string | undefined
  crashes: number
  /** What had been tried when it crashed last. */
  triedAtCrash: number
}

/** What runs, and what has been found. */
interface Search {
  readonly epoch: number
  readonly wanted: Wanted
  nonce: bigint | undefined
}

/** The threads of one solver. */
export class Threads {
  readonly #settings: Settings
  readonly #control: Control
  readonly #seats: ReadonlyArray<Seat>
  #search: Search | undefined
  #failure: PowReason | undefined
  #reached: { readonly wanted: Wanted; readonly nonce: bigint } | undefined
  #isClosed = false
  /** Told when a thread is ready, or when all is lost. */
  readonly #listeners = new Set<() => void>()

  constructor(settings: Settings) {
    this.#settings = settings
    this.#control = Control.make(settings.workers)
    this.#seats = Array.from({ length: settings.workers }, () => ({
      thread: undefined,
      kernel: undefined,
      crashes: 0,
      triedAtCrash: 0
    }))
    for (const worker of this.#seats.keys()) this.#seat(worker)
  }

  /** The kernels of the threads that are ready. */
  get kernels(): ReadonlyArray<string> {
    return this.#seats.flatMap(({ kernel }) => kernel ?? [])
  }

  /** The threads themselves, for tests, which crash them. */
  get threads(): ReadonlyArray<Thread> {
    return this.#seats.flatMap(({ thread }) => thread ?? [])
  }

  /** Whether every thread knows that there is nothing to do, or something else. */
  get isUpToDate(): boolean {
    return this.#seats.every((_, worker) => this.#control.seen(worker) === this.#control.epoch)
  }

  /** Nonces tried by all of them since they were made. */
  get tried(): number {
    return this.#control.triedByAll
  }

  /** The nonce that the first one had come to when all was lost in the midst of this search; where it starts if it was not under way. */
  reachedIn(wanted: Wanted): bigint {
    return this.#reached?.wanted === wanted ? this.#reached.nonce : wanted.start
  }

  /** All threads wait for work. */
  readonly ready: Effect.Effect<void, PowError> = this.#until((resume) => {
    if (this.kernels.length === this.#seats.length) resume(Effect.void)
  })

  /** Searches until one of them has found a nonce that is right. One search at a time: another one takes its place. */
  readonly search = (wanted: Wanted): Effect.Effect<bigint, PowError> =>
    Effect.acquireUseRelease(
      Effect.sync(() => this.#begin(wanted)),
      (search) =>
        this.#until<bigint>((resume) => {
          if (search.nonce !== undefined) resume(Effect.succeed(search.nonce))
        }),
      (search) => Effect.sync(() => this.#end(search))
    )

  /** Ends the threads, for good. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.threads.map((thread) => thread.terminate()))
  }

  /** Waits until `check` has resumed, which is called now and whenever something has happened. */
  #until<A>(check: (resume: (effect: Effect.Effect<A, PowError>) => void) => void): Effect.Effect<A, PowError> {
    return Effect.callback<A, PowError>((resume) => {
      const answer = (effect: Effect.Effect<A, PowError>) => {
        leave()
        resume(effect)
      }
      const listener = () =>
        this.#failure === undefined ? check(answer) : answer(new PowError({ reason: this.#failure }))
      const leave = () => {
        this.#listeners.delete(listener)
        this.#hold()
      }
      this.#listeners.add(listener)
      this.#hold()
      listener()
      return Effect.sync(leave)
    })
  }

  /** Threads keep the process alive while somebody waits for them, and only then. */
  #hold(): void {
    for (const thread of this.threads) {
      if (this.#listeners.size > 0) thread.ref()
      else thread.unref()
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #begin(wanted: Wanted): Search {
    const { difficulty, preimage, start } = wanted
    const { fixed, kind } = preimage
    const epoch = this.#control.begin({ kind, fixed, difficulty, start: placeOf(kind, start) })
    const search = { epoch, wanted, nonce: undefined }
    this.#search = search
    return search
  }

  /** Ends a search, unless another one has taken its place. */
  #end(search: Search): void {
    if (this.#search !== search) return
    this.#search = undefined
    this.#control.begin(undefined)
  }

  #seat(worker: number): void {
    const seat = this.#seats[worker]!
    try {
      const thread = this.#settings.spawn(
        { buffer: this.#control.buffer, worker },
        (report) => this.#hear(worker, thread, report),
        (cause) => this.#mend(worker, cause)
      )
      seat.thread = thread
      this.#hold()
    } catch (error) {
      this.#fail(lost(error, seat.crashes))
    }
  }

  #hear(worker: number, thread: Thread, report: Report): void {
    switch (report._tag) {
      case "Ready":
        this.#seats[worker]!.kernel = report.kernel
        return this.#tell()
      case "NoKernel":
      case "NoGpu":
        return this.#fail(report)
      case "Found":
        if (report.epoch !== this.#search?.epoch) return
        if (!this.#search.wanted.isRight(report.nonce)) return void thread.terminate()
        this.#search.nonce = report.nonce
        return this.#tell()
    }
  }

  /** Puts another thread in the place of one that ended. It reads where to go on from the memory that they share. */
  #mend(worker: number, cause: unknown): void {
    if (this.#isClosed || this.#failure !== undefined) return
    const seat = this.#seats[worker]!
    const tried = this.#control.tried(worker)
    seat.crashes = tried > seat.triedAtCrash ? 1 : seat.crashes + 1
    seat.triedAtCrash = tried
    if (seat.crashes > (this.#settings.patience ?? PATIENCE)) return this.#fail(lost(cause, seat.crashes))
    this.#seat(worker)
  }

  #fail(reason: PowReason): void {
    this.#failure ??= reason
    if (this.#search !== undefined) {
      const { epoch, wanted } = this.#search
      const place = this.#control.placeOf(0, epoch)
      this.#reached = { wanted, nonce: place === undefined ? wanted.start : nonceAt(wanted.preimage.kind, place) }
    }
    this.#tell()
  }
}

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof RangeError ||
  (cause instanceof Error &&
    "code" in cause &&
    /^(?:ERR_WORKER_OUT_OF_MEMORY|ERR_WORKER_INIT_FAILED|EAGAIN|ENOMEM)$/.test(String(cause.code)))

const lost = (cause: unknown, crashes: number): PowReason =>
  isOutOfMemory(cause) ? { _tag: "OutOfMemory", cause } : { _tag: "WorkersLost", crashes, cause }

/** Threads that end with the scope. */
export const make = (settings: Settings) =>
  Effect.acquireRelease(
    Effect.try({ try: () => new Threads(settings), catch: (error) => new PowError({ reason: lost(error, 0) }) }),
    (threads) => Effect.promise(() => threads.close())
  )
