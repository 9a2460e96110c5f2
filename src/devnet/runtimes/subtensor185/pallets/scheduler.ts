/**
 * Calls that wait for their block.
 *
 * @since 0.2.0
 */
import { blake2_128Concat, twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { map, optional, optionalMap } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { enumeration, marker, struct } from "../../../scale/composites.ts"
import { fixedBytes, u32, u8 } from "../../../scale/primitives.ts"
import { option, tuple } from "../../../scale/sequences.ts"
import { boundedBytes, boundedVec, H256 } from "../../../scale/substrate.ts"
import { DispatchResult, Weight } from "../types/dispatch.ts"
import { AccountId, BlockNumberFor } from "../types/names.ts"
import { BoxedCall, OriginCaller, RuntimeCall } from "../types/outer.ts"

/**
 * BLAKE2b of 256 bits.
 *
 * @category types
 */
export const BlakeTwo256 = marker("sp_runtime::traits::BlakeTwo256")

/**
 * A call: itself, or the hash of it.
 *
 * @category types
 */
export const Bounded = enumeration(
  "frame_support::traits::preimages::Bounded",
  {
    Legacy: { hash: alias("H::Output", H256) },
    Inline: [alias("BoundedInline", boundedBytes(128))],
    Lookup: { hash: alias("H::Output", H256), len: u32 }
  },
  { params: { T: RuntimeCall, H: BlakeTwo256 } }
)

const Priority = alias("schedule::Priority", u8)
const TaskName = alias("TaskName", fixedBytes(32))
const TaskAddress = alias("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32))
const Period = alias("schedule::Period<BlockNumberFor<T>>", tuple(u32, u32))

/**
 * A call that waits for its block.
 *
 * @category types
 */
export const Scheduled = struct(
  "pallet_scheduler::Scheduled",
  {
    maybe_id: option(alias("Name", fixedBytes(32))),
    priority: Priority,
    call: alias("Call", Bounded),
    maybe_periodic: option(alias("schedule::Period<BlockNumber>", tuple(u32, u32))),
    origin: alias("PalletsOrigin", OriginCaller)
  },
  {
    params: { Name: fixedBytes(32), Call: Bounded, BlockNumber: u32, PalletsOrigin: OriginCaller, AccountId: AccountId }
  }
)

/**
 * How often a call that failed is tried again.
 *
 * @category types
 */
export const RetryConfig = struct(
  "pallet_scheduler::RetryConfig",
  { total_retries: u8, remaining: u8, period: alias("Period", u32) },
  { params: { Period: u32 } }
)

/**
 * Calls that wait for their block.
 *
 * @category pallets
 */
export const Scheduler = definePallet({
  name: "Scheduler",
  index: 15,
  crate: "pallet_scheduler",
  storageVersion: 4,
  storage: {
    IncompleteSince: optional(u32),
    Agenda: map([twox64Concat(u32)], boundedVec(option(Scheduled), 50)),
    Retries: optionalMap([blake2_128Concat(tuple(u32, u32))], RetryConfig),
    Lookup: optionalMap([twox64Concat(fixedBytes(32))], tuple(u32, u32))
  },
  calls: {
    schedule: call(0, { when: BlockNumberFor, maybe_periodic: option(Period), priority: Priority, call: BoxedCall }),
    cancel: call(1, { when: BlockNumberFor, index: u32 }),
    schedule_named: call(2, {
      id: TaskName,
      when: BlockNumberFor,
      maybe_periodic: option(Period),
      priority: Priority,
      call: BoxedCall
    }),
    cancel_named: call(3, { id: TaskName }),
    schedule_after: call(4, {
      after: BlockNumberFor,
      maybe_periodic: option(Period),
      priority: Priority,
      call: BoxedCall
    }),
    schedule_named_after: call(5, {
      id: TaskName,
      after: BlockNumberFor,
      maybe_periodic: option(Period),
      priority: Priority,
      call: BoxedCall
    }),
    set_retry: call(6, { task: TaskAddress, retries: u8, period: BlockNumberFor }),
    set_retry_named: call(7, { id: TaskName, retries: u8, period: BlockNumberFor }),
    cancel_retry: call(8, { task: TaskAddress }),
    cancel_retry_named: call(9, { id: TaskName })
  },
  events: {
    Scheduled: { when: BlockNumberFor, index: u32 },
    Canceled: { when: BlockNumberFor, index: u32 },
    Dispatched: { task: TaskAddress, id: option(TaskName), result: DispatchResult },
    RetrySet: { task: TaskAddress, id: option(TaskName), period: BlockNumberFor, retries: u8 },
    RetryCancelled: { task: TaskAddress, id: option(TaskName) },
    CallUnavailable: { task: TaskAddress, id: option(TaskName) },
    PeriodicFailed: { task: TaskAddress, id: option(TaskName) },
    RetryFailed: { task: TaskAddress, id: option(TaskName) },
    PermanentlyOverweight: { task: TaskAddress, id: option(TaskName) }
  },
  errors: ["FailedToSchedule", "NotFound", "TargetBlockNumberInPast", "RescheduleNoChange", "Named"],
  constants: {
    MaximumWeight: constant(Weight, { ref_time: 3_200_000_000_000n, proof_size: 14_757_395_258_967_641_292n }),
    MaxScheduledPerBlock: constant(u32, 50)
  }
})
