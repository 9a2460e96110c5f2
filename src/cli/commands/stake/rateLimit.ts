/** How often stake may be moved: the chain counts blocks, and whoever moves stake of several hotkeys waits between them. */
import { Duration, Effect, Schema, Stream } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import { Screen } from "../../terminal/Screen.ts"

const BLOCK = Duration.seconds(12)

/** Whether a runtime counts movements of a coldkey with a hotkey in an interval, as it does from spring 2024 until dTAO. */
const INTERVAL = "TotalHotkeyColdkeyStakesThisInterval"

/**
 * The first block in which stake may be moved again, by the counter of the hotkey: so many movements in an interval.
 *
 * @category combinators
 */
export const afterInterval = (
  [count, last]: readonly [bigint, bigint],
  { interval, target }: { readonly interval: bigint; readonly target: bigint }
): number => (count < target ? 0 : Number(last + interval))

/** How often in the interval, and the block that it began in. */
const isCounter = Schema.is(Schema.Tuple([Schema.BigInt, Schema.BigInt]))

/** The first block in which a coldkey may move stake of a hotkey again; 0 if that is now. */
const allowedFrom = (coldkey: string, hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has } = yield* subtensor.runtime()
    const stored = (item: string) => has("storage", "SubtensorModule", item)
    if (stored(INTERVAL)) {
      const counter = yield* subtensor.query("SubtensorModule", INTERVAL, [coldkey, hotkey])
      const target = yield* subtensor.query("SubtensorModule", "TargetStakesPerInterval")
      const interval = yield* subtensor.query("SubtensorModule", "StakeInterval")
      return isCounter(counter) && typeof target === "bigint" && typeof interval === "bigint"
        ? afterInterval(counter, { target, interval })
        : 0
    }
    // From dTAO on the chain counts otherwise, and refuses what is too soon; before, a coldkey waits between any two calls.
    if (!stored("LastTxBlock") || !stored("TotalColdkeyStake")) return 0
    const last = Number(yield* subtensor.query("SubtensorModule", "LastTxBlock", [coldkey]))
    return last === 0 ? 0 : last + (yield* subtensor.txRateLimit())
  })

const watch = (until: number) =>
  Screen.during("⌛ Waiting for tx rate limit:")((progress) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      yield* subtensor.blocks.pipe(
        Stream.tap(({ number }) => {
          const left = Math.max(0, until - 1 - number)
          return progress.update(`${left} blocks, ${Duration.format(Duration.times(BLOCK, left))}`)
        }),
        Stream.takeUntil(({ number }) => number >= until - 1),
        Stream.runDrain
      )
    })
  )

/**
 * Waits until the next block is one in which a coldkey may move stake of a hotkey.
 *
 * @category combinators
 */
export const untilAllowed = (coldkey: string, hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    const from = yield* allowedFrom(coldkey, hotkey)
    const { number } = yield* subtensor.head
    if (from <= number + 1) return
    yield* screen.note(`⌛ Waiting for tx rate limit: ${from - 1 - number} blocks`)
    yield* watch(from)
  })
