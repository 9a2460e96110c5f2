/**
 * What the calls of Scheduler declare, and what it costs to run what is due. The calls are in recordings; all else is as FRAME
 * has it.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, minus, sum, times, weight, type Weight } from "../../../../runtime/weight.ts"
import { Scheduler } from "../../pallets/scheduler.ts"
import { readsWrites } from "./database.ts"

const most = Scheduler.constants.MaxScheduledPerBlock.value

/** What reads and writes a whole agenda, of so many tasks. */
const agenda = (base: bigint, each: bigint, tasks: number, reads: number, writes: number): Weight =>
  sum(weight(base, 110_487n), times(weight(each), tasks), readsWrites(reads, writes))

const full = (base: bigint, each: bigint, reads: number, writes: number) =>
  declared(agenda(base, each, most, reads, writes))

/**
 * To look for agendas at all.
 *
 * @category models
 */
export const serviceAgendas: Weight = sum(weight(3_202_000n, 1489n), readsWrites(1, 1))

/**
 * To go through an agenda of so many tasks.
 *
 * @category models
 */
export const serviceAgenda = (tasks: number): Weight => agenda(6_262_125n, 332_570n, tasks, 1, 1)

const task = weight(3_680_000n)
const fetched = (bytes: number): Weight =>
  sum(weight(17_887_000n, 3711n), times(weight(1253n, 1n), bytes), readsWrites(3, 2))
const named = sum(weight(5_275_000n), readsWrites(0, 1))
const periodic = weight(3_561_000n)

/**
 * To make a task ready: one whose call is so many bytes elsewhere, that has a name, that comes again.
 *
 * @category models
 */
export const serviceTask = (bytes: number | undefined, hasName: boolean, comesAgain: boolean): Weight =>
  sum(
    bytes === undefined ? task : fetched(bytes),
    hasName ? minus(named, task) : weight(0n),
    comesAgain ? minus(periodic, task) : weight(0n)
  )

/**
 * To run a task for an account, besides its call.
 *
 * @category models
 */
export const executeSigned: Weight = sum(weight(6_642_000n, 3997n), readsWrites(2, 0))

/**
 * To run a task for root or a part of the council, besides its call.
 *
 * @category models
 */
export const executeUnsigned: Weight = weight(2_266_000n)

/**
 * To schedule a task again that failed.
 *
 * @category models
 */
export const scheduleRetry: Weight = agenda(16_447_031n, 8424n, most, 2, 4)

const anonymous = full(13_565_985n, 354_760n, 1, 1)
const byName = full(18_957_156n, 361_909n, 2, 2)
const retry = declared(agenda(9_047_554n, 0n, 0, 1, 1))
const retryByName = declared(agenda(12_804_076n, 0n, 0, 2, 1))

/**
 * What the calls of Scheduler declare.
 *
 * @category models
 */
export const scheduler: Declarations<typeof Scheduler> = {
  schedule: anonymous,
  cancel: full(15_141_696n, 533_390n, 1, 2),
  schedule_named: byName,
  cancel_named: full(18_091_415n, 534_402n, 2, 2),
  schedule_after: anonymous,
  schedule_named_after: byName,
  set_retry: retry,
  set_retry_named: retryByName,
  cancel_retry: retry,
  cancel_retry_named: retryByName
}
