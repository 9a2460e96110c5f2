/**
 * What befalls a client of a chain, in 500 orders: `FAULT_SEED` and `FAULT_SCHEDULES` change which. A failure tells its seed, and
 * belongs into SubtensorRpc.faults.test.ts beside this as a case with a name once it is mended.
 */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { runAll } from "../support/faultSchedule.ts"

const first = Number(process.env["FAULT_SEED"] ?? 1)
const count = Number(process.env["FAULT_SCHEDULES"] ?? 500)

it.live(
  `nothing hangs, is missed or is there twice, in ${count} schedules from seed ${first} on`,
  () =>
    Effect.gen(function* () {
      const seeds = Array.from({ length: count }, (_, index) => first + index)
      const { failures, payments } = yield* runAll(seeds, Math.min(count, 20))
      assert.deepStrictEqual(failures, [])
      // Most are over in time for the payment.
      assert.isAbove(payments, count / 2)
    }),
  300_000
)
