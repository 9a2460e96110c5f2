/**
 * What a worker does all its life: waits for a task, searches in stretches of some milliseconds, and looks between them
 * whether there is another one. It is the same in a thread of Node and in a worker of a browser.
 *
 * @since 0.2.0
 */
import type { Control, Task } from "./Control.ts"
import * as Kernels from "./Kernels.ts"
import { after, beginning, left, placeOf, Search } from "./Search.ts"

/**
 * What a worker tells: that it waits for tasks and with which kernel, that it has found a nonce, that no kernel works here, or
 * that there is no graphics card for it and why.
 *
 * @category models
 */
export type Report =
  | { readonly _tag: "Ready"; readonly kernel: string }
  | { readonly _tag: "Found"; readonly epoch: number; readonly nonce: bigint }
  | { readonly _tag: "NoKernel"; readonly kernels: ReadonlyArray<Kernels.KernelName> }
  | {
      readonly _tag: "NoGpu"
      readonly problem: "NoPackage" | "NoAdapter" | "Software" | "Refused" | "Unsound"
      readonly detail: string
    }

/**
 * What a worker needs.
 *
 * @category models
 */
export interface Post {
  readonly control: Control
  /** Which worker this is, from 0. */
  readonly worker: number
  /** The kernels that it may use, the best first. */
  readonly kernels: ReadonlyArray<Kernels.KernelName>
  /** Whether the first two of them race, as it is not known which is faster here. */
  readonly isRace: boolean
  /** Sends a report. It arrives although this thread never comes to rest. */
  readonly report: (report: Report) => void
  /** A clock, in milliseconds. */
  readonly now: () => number
}

/** Nonces of the first stretch: few, as the engine has not optimised the kernel yet and does so between calls only. */
const FIRST_STRETCH = 512
/** How long a stretch should take, in milliseconds: short enough to stop soon, long enough to cost nothing. */
const [SHORT, LONG] = [1, 2.5]

/** The kernels of both seals, before a search needs them: making one takes longer than a search may take to stop. */
const prepare = ({ isRace, kernels, now }: Post): { readonly [kind in Kernels.Kind]: Kernels.Chosen } | undefined => {
  const usual = isRace ? Kernels.fastest("Classic", kernels, now) : Kernels.best("Classic", kernels)
  if (usual === undefined) return undefined
  const other = Kernels.best("PowRegister", [usual.name, ...kernels])
  return other && { Classic: usual, PowRegister: other }
}

/**
 * Works, and never returns; a worker ends when it is terminated, or here if it has no kernel.
 *
 * @category running
 */
export const work = (post: Post): void => {
  const { control, report, worker } = post
  const kernels = prepare(post)
  if (kernels === undefined) return report({ _tag: "NoKernel", kernels: post.kernels })
  report({ _tag: "Ready", kernel: kernels.Classic.name })
  for (;;) {
    const { epoch, task } = control.read()
    if (task !== undefined) {
      fulfil(post, epoch, task, new Search(kernels[task.kind].kernel, task, task.difficulty))
    }
    control.rest(worker, epoch)
    control.wait(epoch)
  }
}

/** Searches until it has found something, or until there is something else to do. */
const fulfil = ({ control, now, report, worker }: Post, epoch: number, task: Task, search: Search): void => {
  let place = control.placeOf(worker, epoch) ?? beginning(task.kind, task.start, worker)
  let stretch = FIRST_STRETCH
  let time = now()
  while (control.epoch === epoch) {
    control.enter(worker, epoch, place)
    const nonce = search.scan(place, stretch)
    control.count(
      worker,
      nonce === undefined ? left(task.kind, place, stretch) : placeOf(task.kind, nonce).index - place.index + 1
    )
    if (nonce !== undefined) return report({ _tag: "Found", epoch, nonce })
    place = after(task.kind, place, stretch, control.workers)
    const begun = time
    time = now()
    if (time - begun < SHORT) stretch *= 2
    else if (time - begun > LONG && stretch > FIRST_STRETCH) stretch /= 2
  }
}
