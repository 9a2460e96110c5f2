/**
 * What a worker with a card does all its life. It is the same as without one, but that two dispatches are under way at any
 * time: the card has one while the answer of the other is looked at (pow.md §3.5).
 */
import * as Seal from "../../protocol/Seal.ts"
import type { Control, Task } from "../Control.ts"
import * as Difficulty from "../Difficulty.ts"
import { batches, jobOf, type Kind, nonceAt, type Place } from "../kernel/Job.ts"
import { findsAll } from "../kernel/selfTest.ts"
import type { Shape } from "../kernel/wgsl.ts"
import type { Report } from "../work.ts"
import { GpuKernel } from "./GpuKernel.ts"
import { type Adapter, type Device, isSoftware, nameOf } from "./WebGpu.ts"

/** What a worker needs. */
export interface GpuPost {
  readonly control: Control
  /** Which worker this is, from 0. */
  readonly worker: number
  readonly adapter: Adapter | null
  /** Whether the adapter may be a program on the processor. */
  readonly software: boolean
  readonly shape: Shape
  /** How long a dispatch may take, in milliseconds. */
  readonly longest: number
  /** Whether waiting for the card keeps this thread busy, as in Node: it sleeps then for most of the time that a dispatch takes. */
  readonly isPolling: boolean
  readonly report: (report: Report) => void
  /** A clock, in milliseconds. */
  readonly now: () => number
}

/**
 * As fast on an H100 as any shape that was measured, within a hundredth (bench/README.md), and the one that compiles the soonest.
 */
export const defaultShape: Shape = { workgroup: 128, unroll: 1, perThread: 8 }

/** Nonces of the shortest dispatch: what software does in some milliseconds, and what no card notices. */
const SHORTEST = 2 ** 9
/**
 * How long a dispatch may take if nobody says otherwise, in milliseconds: none can be stopped, and two are under way. Its length is a power of
 * two, so that it takes more than half.
 */
export const defaultDispatch = 12

/** A dispatch that is under way. */
interface Flight {
  readonly place: Place
  readonly count: number
  readonly hits: Promise<ReadonlyArray<number>>
}

const powerBelow = (count: number): number => 2 ** Math.floor(Math.log2(count))

/** A search with a card: makes dispatches, and reads them. */
class GpuSearch {
  readonly #kernel: GpuKernel
  readonly #task: Task
  readonly #filter: number
  #next: Place
  #batch: number | undefined

  constructor(kernel: GpuKernel, task: Task, start: Place) {
    this.#kernel = kernel
    this.#task = task
    this.#filter = Difficulty.filter(task.difficulty)
    this.#next = start
  }

  /** Sends the next nonces to the card, up to the end of the batch at most. */
  dispatch(length: number): Flight {
    const { fixed, kind } = this.#task
    const { count: all, first, size } = batches[kind]
    const { batch, index } = this.#next
    if (batch !== this.#batch) {
      this.#kernel.load(jobOf({ kind, fixed }, batch))
      this.#batch = batch
    }
    const count = Math.min(length, size - index)
    this.#next = index + count < size ? { batch, index: index + count } : { batch: (batch + 1) % all, index: 0 }
    return { place: { batch, index }, count, hits: this.#kernel.scan(first + index, count, this.#filter) }
  }

  /** The first of some hits that meets the difficulty, compared exactly. */
  among({ batch, index }: Place, hits: ReadonlyArray<number>): Place | undefined {
    const { difficulty, kind } = this.#task
    return hits
      .map((hit) => ({ batch, index: index + hit }))
      .find((place) => {
        const work = Seal.hash(this.#task, nonceAt(kind, place))
        return Difficulty.isMet(difficulty, Seal.value(kind, work))
      })
  }
}

/**
 * Works until it is told that there is nothing to do any more, or that there is no card for it. Fails when the card is lost. In
 * any case nothing is under way on the card in the end: `webgpu` ends the whole process if a thread ends before its answers.
 */
export const gpuWork = async (post: GpuPost): Promise<void> => {
  const { adapter, report, shape, software } = post
  if (adapter === null) return report({ _tag: "NoGpu", problem: "NoAdapter", detail: "" })
  const name = nameOf(adapter)
  if (isSoftware(adapter) && !software) return report({ _tag: "NoGpu", problem: "Software", detail: name })
  const device = await adapter.requestDevice()
  const compiled = (["Classic", "PowRegister"] as const).map((kind) => GpuKernel.make(device, kind, shape))
  try {
    const [classic, powRegister] = await Promise.all(compiled)
    await Promise.race([lossOf(device), live(post, name, { Classic: classic!, PowRegister: powRegister! })])
  } finally {
    for (const result of await Promise.allSettled(compiled)) {
      if (result.status === "fulfilled") await result.value.settled()
    }
    device.destroy()
  }
}

/** Fails when the card is lost. */
const lossOf = async (device: Device): Promise<never> => {
  const { message, reason } = await device.lost
  throw new Error(`the driver says "${message || reason}"`)
}

type Kernels = { readonly [kind in Kind]: GpuKernel }

const live = async (post: GpuPost, name: string, kernels: Kernels): Promise<void> => {
  const { control, report, worker } = post
  for (const kind of ["Classic", "PowRegister"] as const) {
    if (!(await findsAll(kernels[kind], kind))) return report({ _tag: "NoGpu", problem: "Unsound", detail: name })
  }
  report({ _tag: "Ready", kernel: name })
  const lengths: Lengths = { Classic: SHORTEST, PowRegister: SHORTEST }
  for (;;) {
    const { epoch, isLast, task } = control.read()
    if (task !== undefined) {
      await fulfil(post, kernels[task.kind], lengths, epoch, task)
      // The card takes up the next job behind what is under way, and nobody looks at that any more.
      if (control.read().task !== undefined && control.epoch !== epoch) continue
    }
    await Promise.all([kernels.Classic.settled(), kernels.PowRegister.settled()])
    control.rest(worker, epoch)
    if (isLast) return
    // Nothing is under way on the card, so that this thread may sleep.
    control.wait(epoch)
  }
}

/** How long dispatches are by now, in nonces. A search begins with what the one before has found out. */
type Lengths = { [kind in Kind]: number }

/** Searches until it has found something, or until there is something else to do. Some is still under way then. */
const fulfil = async (
  { control, isPolling, longest, now, report, worker }: GpuPost,
  kernel: GpuKernel,
  lengths: Lengths,
  epoch: number,
  task: Task
): Promise<void> => {
  const { difficulty, kind } = task
  const search = new GpuSearch(kernel, task, control.placeOf(worker, epoch) ?? task.start)
  // What is easy is found before a long dispatch has ended.
  const enough = Math.max(SHORTEST, powerBelow(4 * Number(difficulty)))
  const dispatch = () => search.dispatch(Math.min(lengths[kind], enough))
  const flights = [dispatch(), dispatch()]
  const pace = new Pace(now())
  while (control.epoch === epoch) {
    const { count, hits, place } = flights[0]!
    control.enter(worker, epoch, place)
    if (isPolling) control.wait(epoch, SLEEP * pace.left(count, now()))
    const found = await hits
    flights.shift()
    if (control.epoch !== epoch) return
    pace.note(count, now())
    lengths[kind] = lengthAfter(lengths[kind], Math.min(kernel.most, pace.rate * longest))
    flights.push(dispatch())
    const right = search.among(place, found)
    control.count(worker, right === undefined ? count : right.index - place.index + 1)
    if (right !== undefined) {
      report({ _tag: "Found", epoch, nonce: nonceAt(kind, right) })
      return
    }
  }
}

/** How much of the time that a dispatch still takes this thread sleeps. The card has another one, should it sleep for too long. */
const SLEEP = 0.8

/** Dispatches that the rate is taken from: of one alone it is wrong whenever this thread looks late. */
const WINDOW = 4

/** How fast the card is. */
class Pace {
  /** When the last dispatches ended, and how many nonces each had. */
  readonly #ends: Array<{ readonly time: number; readonly count: number }>

  constructor(time: number) {
    this.#ends = [{ time, count: 0 }]
  }

  /** Notes that a dispatch has ended. */
  note(count: number, time: number): void {
    this.#ends.push({ time, count })
    if (this.#ends.length > WINDOW + 1) this.#ends.shift()
  }

  /** Nonces per millisecond; none at all before the first has ended. */
  get rate(): number {
    const [first, ...others] = this.#ends
    const nonces = others.reduce((sum, { count }) => sum + count, 0)
    return others.length === 0 ? 0 : nonces / (others.at(-1)!.time - first!.time)
  }

  /** Milliseconds until the dispatch ends that follows the last; 0 if that is not known. */
  left(count: number, now: number): number {
    const { rate } = this
    return rate === 0 ? 0 : Math.max(0, this.#ends.at(-1)!.time + count / rate - now)
  }
}

/** The next length, which may be so long at most: no more than doubled, as short dispatches tell little of the rate. */
const lengthAfter = (length: number, most: number): number => Math.max(SHORTEST, Math.min(2 * length, powerBelow(most)))
