/**
 * The agendas of the Scheduler: which calls wait for which block.
 *
 * @since 0.2.0
 */
import type { BlockContext, Call, DispatchError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { type Scheduled, Scheduler } from "../pallets/scheduler.ts"
import { bound, drop, isBound, lookupHash } from "./boundedCalls.ts"
import { request } from "./preimages.ts"

const { Agenda, Lookup, Retries } = Scheduler.storage
const most = Scheduler.constants.MaxScheduledPerBlock.value
const LAST_BLOCK = 2 ** 32 - 1

/**
 * A call that waits.
 *
 * @category models
 */
export type Task = Value<typeof Scheduled>

/**
 * Where a task is: its block, and its place in the agenda.
 *
 * @category models
 */
export type Address = readonly [when: number, index: number]

/**
 * A block so many after another, or the last of all.
 *
 * @category blocks
 */
export const blockAfter = (block: number, blocks: number): number => Math.min(block + blocks, LAST_BLOCK)

/**
 * The task at an address, if there is one.
 *
 * @category tasks
 */
export const taskAt = (context: BlockContext, [when, index]: Address): Task | undefined =>
  Agenda.get(context, when)[index]

/** The first place that is free: at the end, or where a task is gone. */
const freePlace = (agenda: ReadonlyArray<Task | undefined>): number =>
  agenda.length < most ? agenda.length : agenda.indexOf(undefined)

/**
 * Puts a task into an agenda and tells of it, unless the agenda is full.
 *
 * @category tasks
 */
export const place = (context: BlockContext, when: number, task: Task): Address | undefined => {
  const agenda = Agenda.get(context, when)
  const index = freePlace(agenda)
  if (index < 0) return undefined
  Agenda.put(context, when, index === agenda.length ? [...agenda, task] : agenda.with(index, task))
  if (task.maybe_id !== undefined) Lookup.put(context, task.maybe_id, [when, index])
  context.deposit(Scheduler.event("Scheduled", { when, index }))
  return [when, index]
}

/** Forgets what is empty at the end of an agenda; other places keep their numbers. */
const cleanUp = (context: BlockContext, when: number, agenda: ReadonlyArray<Task | undefined>): void => {
  const length = agenda.findLastIndex((task) => task !== undefined) + 1
  if (length > 0) Agenda.put(context, when, agenda.slice(0, length))
  else Agenda.remove(context, when)
}

/**
 * What a call of the Scheduler asks for. Only root may, so that root is also the caller of all that is scheduled.
 *
 * @category models
 */
export interface Wish {
  readonly id?: Hex
  readonly when: number
  readonly maybe_periodic: Task["maybe_periodic"]
  readonly priority: number
  readonly call: Call
  readonly origin: Task["origin"]
}

/** How often a task comes again after the first time, if it does at all. */
const again = (periodic: Task["maybe_periodic"]): Task["maybe_periodic"] =>
  periodic !== undefined && periodic[0] > 0 && periodic[1] > 1 ? [periodic[0], periodic[1] - 1] : undefined

/**
 * Schedules a call. A long one is a preimage then, wanted once as it is kept, and once more by the task: FRAME does so, and when
 * the task is done one wish is left.
 *
 * @category tasks
 */
export const schedule = (context: BlockContext, wish: Wish): DispatchError | undefined => {
  const call = bound(context, wish.call)
  if (!isBound(call)) return call
  if (wish.id !== undefined && Lookup.contains(context, wish.id)) return Scheduler.error("FailedToSchedule")
  if (wish.when <= context.block) return Scheduler.error("TargetBlockNumberInPast")
  const { id: maybe_id, origin, priority, when } = wish
  const task = { maybe_id, priority, call, maybe_periodic: again(wish.maybe_periodic), origin }
  if (place(context, when, task) === undefined) return { _tag: "Exhausted" }
  const hash = lookupHash(call)
  if (hash !== undefined) request(context, hash)
  return undefined
}

/** Forgets what is at an address, if there is something, and tells of it. */
const clear = (context: BlockContext, address: Address): void => {
  const [when, index] = address
  const agenda = Agenda.get(context, when)
  const task = agenda[index]
  if (task !== undefined) {
    drop(context, task.call)
    Retries.remove(context, address)
  }
  cleanUp(
    context,
    when,
    agenda.map((one, place) => (place === index ? undefined : one))
  )
  context.deposit(Scheduler.event("Canceled", { when, index }))
}

/**
 * Forgets a task, and its name if it has one. Root is above whoever scheduled it, and so nobody is asked.
 *
 * @category tasks
 */
export const cancel = (context: BlockContext, address: Address): DispatchError | undefined => {
  const task = taskAt(context, address)
  if (task === undefined) return Scheduler.error("NotFound")
  if (task.maybe_id !== undefined) Lookup.remove(context, task.maybe_id)
  clear(context, address)
  return undefined
}

/**
 * Forgets a name, and whatever task is where it leads to.
 *
 * @category tasks
 */
export const cancelNamed = (context: BlockContext, id: Hex): DispatchError | undefined => {
  const address = Lookup.get(context, id)
  if (address === undefined) return Scheduler.error("NotFound")
  Lookup.remove(context, id)
  clear(context, address)
  return undefined
}
