/**
 * How the Scheduler runs what is due: by priority, as long as its share of the block lasts.
 *
 * @since 0.2.0
 */
import { type BlockContext, type Call, caller, type Dispatched, resultOf } from "../../../runtime/dispatch.ts"
import { type Origin, signerOf } from "../../../runtime/origin.ts"
import { sum, type Weight } from "../../../runtime/weight.ts"
import type { Value } from "../../../scale/Type.ts"
import { type RetryConfig, Scheduler } from "../pallets/scheduler.ts"
import { type Address, blockAfter, place, type Task } from "./agenda.ts"
import { drop, lookupLength, peek } from "./boundedCalls.ts"
import { type WeightMeter, weightMeter } from "./weightMeter.ts"
import {
  executeSigned,
  executeUnsigned,
  scheduleRetry,
  serviceAgenda,
  serviceAgendas,
  serviceTask
} from "./weights/scheduler.ts"

const { Agenda, IncompleteSince, Lookup, Retries } = Scheduler.storage
const { MaximumWeight, MaxScheduledPerBlock } = Scheduler.constants

/** Runs a call if there is room for all that it declares. What it did not need after all is there for others. */
const execute = (context: BlockContext, meter: WeightMeter, origin: Origin, call: Call): Dispatched | undefined => {
  const base = signerOf(origin) === undefined ? executeUnsigned : executeSigned
  const declared = context.infoOf(call).weight
  if (!meter.canConsume(sum(base, declared))) return undefined
  const dispatched = context.dispatch(call, caller(origin))
  meter.tryConsume(base)
  meter.tryConsume(dispatched.actual_weight ?? declared)
  return dispatched
}

/** Schedules a task again that failed: without a name, and once, if it came again by itself before. */
const retry = (
  context: BlockContext,
  meter: WeightMeter,
  address: Address,
  task: Task,
  config: Value<typeof RetryConfig>
): void => {
  const failed = Scheduler.event("RetryFailed", { task: address, id: task.maybe_id })
  if (!meter.tryConsume(scheduleRetry)) return context.deposit(failed)
  const remaining = config.remaining - 1
  if (remaining < 0) return
  const once = { ...task, maybe_id: undefined, maybe_periodic: undefined }
  const next = place(context, blockAfter(context.block, config.period), once)
  if (next !== undefined) return Retries.put(context, next, { ...config, remaining })
  drop(context, task.call)
  context.deposit(failed)
}

/** Schedules a task for the next time, with the retries that it has; or lets go of its call. */
const finish = (
  context: BlockContext,
  address: Address,
  task: Task,
  config: Value<typeof RetryConfig> | undefined
): void => {
  if (task.maybe_periodic === undefined) return drop(context, task.call)
  const [period, count] = task.maybe_periodic
  const next = { ...task, maybe_periodic: count > 1 ? ([period, count - 1] as const) : undefined }
  const placed = place(context, blockAfter(context.block, period), next)
  if (placed === undefined) {
    drop(context, task.call)
    context.deposit(Scheduler.event("PeriodicFailed", { task: address, id: task.maybe_id }))
  } else if (config !== undefined) Retries.put(context, placed, config)
}

const conclude = (
  context: BlockContext,
  meter: WeightMeter,
  address: Address,
  task: Task,
  dispatched: Dispatched
): void => {
  const config = Retries.get(context, address)
  Retries.remove(context, address)
  context.deposit(Scheduler.event("Dispatched", { task: address, id: task.maybe_id, result: resultOf(dispatched) }))
  if (config !== undefined && dispatched.error !== undefined) retry(context, meter, address, task, config)
  finish(context, address, task, config)
}

/** What becomes of a task: it is done; there is no room for it in this block; or it can never run, and stays where it is. */
type Serviced = "done" | "postponed" | "dropped"

const costOf = (task: Task, length: number | undefined): Weight =>
  serviceTask(length, task.maybe_id !== undefined, task.maybe_periodic !== undefined)

const serviceOne = (
  context: BlockContext,
  meter: WeightMeter,
  address: Address,
  task: Task,
  isFirst: boolean
): Serviced => {
  if (task.maybe_id !== undefined) Lookup.remove(context, task.maybe_id)
  const found = peek(context, task.call)
  if (found === undefined) {
    context.deposit(Scheduler.event("CallUnavailable", { task: address, id: task.maybe_id }))
    // It was looked for all the same, and may be as long as it said.
    meter.tryConsume(costOf(task, task.call._tag === "Lookup" ? task.call.len : undefined))
    return "dropped"
  }
  meter.tryConsume(costOf(task, found.length))
  const dispatched = execute(context, meter, task.origin, found.call)
  if (dispatched !== undefined) {
    conclude(context, meter, address, task, dispatched)
    return "done"
  }
  if (!isFirst) return "postponed"
  // It had the whole share of a block for itself, and will never have more.
  drop(context, task.call)
  context.deposit(Scheduler.event("PermanentlyOverweight", { task: address, id: task.maybe_id }))
  return "dropped"
}

/** Runs the tasks of one block, the smallest number of priority first, and says how many, and whether all had their turn. */
const serviceBlock = (
  context: BlockContext,
  meter: WeightMeter,
  when: number,
  executedBefore: number
): { readonly executed: number; readonly isComplete: boolean } => {
  const agenda = [...Agenda.get(context, when)]
  const ordered = [...agenda.entries()]
    .flatMap(([index, task]) => (task === undefined ? [] : [{ index, task }]))
    .toSorted((a, b) => a.task.priority - b.task.priority)
  meter.tryConsume(serviceAgenda(ordered.length))
  let [executed, isComplete, isEmpty] = [0, true, true]
  for (const { index, task } of ordered) {
    agenda[index] = undefined
    if (!meter.canConsume(costOf(task, lookupLength(task.call)))) {
      // FRAME of this time has taken the task out already when it stops here, and so it is lost.
      isComplete = isEmpty = false
      break
    }
    const serviced = serviceOne(context, meter, [when, index], task, executedBefore + executed === 0)
    if (serviced === "done") executed++
    else {
      agenda[index] = task
      isEmpty = false
      if (serviced === "postponed") isComplete = false
    }
  }
  if (isEmpty) Agenda.remove(context, when)
  else Agenda.put(context, when, agenda)
  return { executed, isComplete }
}

/**
 * Runs all that is due, beginning with what earlier blocks had no room for, and says what it weighed.
 *
 * @category tasks
 */
export const service = (context: BlockContext): Weight => {
  const meter = weightMeter(MaximumWeight.value)
  meter.tryConsume(serviceAgendas)
  const now = context.block
  let when = IncompleteSince.get(context) ?? now
  IncompleteSince.remove(context)
  let [incompleteSince, executed] = [now + 1, 0]
  const worst = serviceAgenda(MaxScheduledPerBlock.value)
  for (; when <= now && meter.canConsume(worst); when++) {
    const serviced = serviceBlock(context, meter, when, executed)
    executed += serviced.executed
    if (!serviced.isComplete) incompleteSince = Math.min(incompleteSince, when)
  }
  incompleteSince = Math.min(incompleteSince, when)
  if (incompleteSince <= now) IncompleteSince.put(context, incompleteSince)
  return meter.consumed()
}
