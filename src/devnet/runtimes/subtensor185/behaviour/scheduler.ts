/**
 * What Scheduler does: root's calls wait for their block, and run at its beginning.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type Context, type DispatchError, type Outcome, root } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Scheduler } from "../pallets/scheduler.ts"
import { type Address, blockAfter, cancel, cancelNamed, schedule, taskAt, type Wish } from "./agenda.ts"
import { service } from "./scheduledCalls.ts"
import { scheduler as declares } from "./weights/scheduler.ts"

const { Lookup, Retries } = Scheduler.storage

type Asked = Omit<Wish, "when" | "origin">

const at = (context: Context, when: number, wish: Asked): DispatchError | undefined =>
  schedule(context, { ...wish, when, origin: context.origin })

/** The tasks of this block have run: the first block that is left is the next. */
const after = (context: Context, blocks: number, wish: Asked): DispatchError | undefined =>
  at(context, blockAfter(context.block, blocks + 1), wish)

interface Retry {
  readonly retries: number
  readonly period: number
}

const setRetry = (context: Context, task: Address, id: Hex | undefined, { period, retries }: Retry): Outcome => {
  if (taskAt(context, task) === undefined) return Scheduler.error("NotFound")
  Retries.put(context, task, { total_retries: retries, remaining: retries, period })
  return context.deposit(Scheduler.event("RetrySet", { task, id, period, retries }))
}

const cancelRetry = (context: Context, task: Address, id: Hex | undefined): Outcome => {
  if (taskAt(context, task) === undefined) return Scheduler.error("NotFound")
  Retries.remove(context, task)
  return context.deposit(Scheduler.event("RetryCancelled", { task, id }))
}

/** A call about the task of a name. */
const named = (context: Context, id: Hex, run: (task: Address) => Outcome): Outcome => {
  const task = Lookup.get(context, id)
  return task === undefined ? Scheduler.error("NotFound") : run(task)
}

/**
 * What Scheduler does.
 *
 * @category behaviours
 */
export const scheduler = behaviour(Scheduler, {
  declares,
  calls: {
    schedule: root((context, { when, ...wish }) => at(context, when, wish)),
    cancel: root((context, { index, when }) => cancel(context, [when, index])),
    schedule_named: root((context, { when, ...wish }) => at(context, when, wish)),
    cancel_named: root((context, { id }) => cancelNamed(context, id)),
    schedule_after: root((context, args) => after(context, args.after, args)),
    schedule_named_after: root((context, args) => after(context, args.after, args)),
    // A task that has a name can be had by its place, too: FRAME does not look.
    set_retry: root((context, { task, ...retry }) => setRetry(context, task, undefined, retry)),
    set_retry_named: root((context, { id, ...retry }) =>
      named(context, id, (task) => setRetry(context, task, id, retry))
    ),
    cancel_retry: root((context, { task }) => cancelRetry(context, task, undefined)),
    cancel_retry_named: root((context, { id }) => named(context, id, (task) => cancelRetry(context, task, id)))
  },
  onInitialize: service
})
