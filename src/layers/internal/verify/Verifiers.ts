/**
 * Verifies signatures, which is half of what a request costs: one at a time where it is asked, and many at once in threads
 * beside. Threads start when there is work for them, so a quiet axon has none.
 */
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { Effect } from "effect"
import { isSigned, pack, type Signed } from "./signed.ts"

/** A question, and what came of it until it is its turn to be answered. */
interface Waiting extends Signed {
  isSigned: boolean | undefined
  readonly answer: (isSigned: boolean) => void
}

/** One thread, and what it was given, in that order. */
interface Thread {
  readonly worker: Worker
  /** It runs: until then it may never do so, and is given nothing. */
  isReady: boolean
  readonly batches: Array<ReadonlyArray<Waiting>>
  pending: number
}

/** So many questions in one turn of the event loop make a thread worth its start. */
const worthStarting = 4

/** Questions that one thread may have before it. Beyond it the main thread does its share, and comes to read less. */
const maxPending = 64

/** Questions that are answered together: few, so that the main thread goes on with the first while others are verified. */
const maxBatch = 8

/** Questions that the main thread answers in one turn of the event loop: some milliseconds, between which others are served. */
const maxHere = 32

/** Threads beside the main one: as many as there are further cores, up to this. */
const maxThreads = 4

/** What a thread needs is little, and is to stay so; and the flags of the process are not for it, some of which it could not start with. */
const settings = { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 } }

/** The file next to this one, which is compiled with it. */
const entry = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url)

/** Verifies in this thread and in up to `threads` others. Answers come in the order of the questions, as nonces must rise. */
export class Verifiers {
  #maxThreads: number
  readonly #threads = new Set<Thread>()
  /** What was asked and is in no hands yet. */
  readonly #asked: Array<Waiting> = []
  /** What has not been answered, in the order of asking. */
  readonly #unanswered: Array<Waiting> = []

  constructor(threads: number) {
    this.#maxThreads = threads
  }

  /** Threads that there are, and those of them that take part already. */
  get threads(): { readonly started: number; readonly ready: number } {
    return { started: this.#threads.size, ready: this.#ready().length }
  }

  /** Asks. The questions of one turn of the event loop are dealt out together. */
  ask(question: Signed, answer: (isSigned: boolean) => void): void {
    const waiting = { ...question, isSigned: undefined, answer }
    this.#unanswered.push(waiting)
    if (this.#asked.push(waiting) === 1) this.#dealSoon()
  }

  /** Stops the threads, for good; what they still had is answered here. */
  async close(): Promise<void> {
    this.#maxThreads = 0
    await Promise.all(Array.from(this.#threads, ({ worker }) => worker.terminate()))
  }

  #dealSoon(): void {
    setImmediate(() => this.#deal())
  }

  #deal(): void {
    const questions = this.#asked
    const ready = this.#ready()
    const isQuiet = questions.length === 1 && ready.every(({ pending }) => pending === 0)
    if (!isQuiet) {
      const share = Math.ceil(questions.length / Math.max(1, ready.length))
      for (const thread of ready) send(thread, questions, share)
      if (questions.length >= worthStarting) this.#start()
    }
    const here = questions.splice(0, maxHere)
    if (questions.length > 0) this.#dealSoon()
    this.#verifyHere(here)
  }

  #ready(): ReadonlyArray<Thread> {
    return Array.from(this.#threads).filter(({ isReady }) => isReady)
  }

  #verifyHere(questions: ReadonlyArray<Waiting>): void {
    for (const question of questions) question.isSigned = isSigned(question)
    this.#answer()
  }

  #answer(): void {
    const pending = this.#unanswered.findIndex((question) => question.isSigned === undefined)
    const answered = this.#unanswered.splice(0, pending < 0 ? this.#unanswered.length : pending)
    for (const question of answered) question.answer(question.isSigned === true)
  }

  /** Starts one more thread, one at a time. One that fails is not replaced: this thread does its work then. */
  #start(): void {
    if (this.#threads.size >= this.#maxThreads || this.#ready().length < this.#threads.size) return
    const worker = launch()
    if (worker === undefined) {
      this.#maxThreads = 0
      return
    }
    const thread: Thread = { worker, isReady: false, batches: [], pending: 0 }
    this.#threads.add(thread)
    worker.once("online", () => (thread.isReady = true))
    worker.on("message", (answers: Uint8Array) => {
      note(thread, answers)
      this.#answer()
    })
    // After the listener above, which would hold the process again.
    worker.unref()
    worker.once("error", () => (this.#maxThreads = 0))
    worker.once("exit", () => {
      this.#threads.delete(thread)
      this.#verifyHere(thread.batches.splice(0).flat())
    })
  }
}

/** A thread, or none where none may be had: what throws in a turn of the event loop would end the process. */
const launch = (): Worker | undefined => {
  try {
    return new Worker(entry, settings)
  } catch {
    return undefined
  }
}

/** Gives a thread its share of the questions, as far as it has room. */
const send = (thread: Thread, questions: Array<Waiting>, share: number): void => {
  const mine = questions.splice(0, Math.min(share, maxPending - thread.pending))
  for (let start = 0; start < mine.length; start += maxBatch) {
    const batch = mine.slice(start, start + maxBatch)
    const packed = pack(batch)
    thread.batches.push(batch)
    thread.pending += batch.length
    thread.worker.postMessage(packed, [packed.buffer])
  }
}

/** A thread answers its batches in order. */
const note = (thread: Thread, answers: Uint8Array): void => {
  const batch = thread.batches.shift() ?? []
  thread.pending -= batch.length
  for (const [index, question] of batch.entries()) question.isSigned = answers[index] === 1
}

/** A verifier whose threads end with the scope. */
export const make = (threads = Math.min(maxThreads, availableParallelism() - 1)) =>
  Effect.acquireRelease(
    Effect.sync(() => new Verifiers(threads)),
    (verifiers) => Effect.promise(() => verifiers.close())
  )
