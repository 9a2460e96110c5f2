/**
 * What a guard does while Redis cannot judge. It says in the log when that begins and when it ends.
 */
import { Clock, Effect } from "effect"
import { type Advance, ReplayError } from "../../../services/ReplayGuard.ts"
import { LaneTable } from "../../ReplayGuardMemory.ts"

/** Bounds of the table that stands in for Redis. */
interface Bounds {
  readonly maxLanes: number
  readonly maxLanesPerHotkey: number
}

/** Nanoseconds between two warnings: a Redis that comes and goes, or whose clock is off, must not fill the log. */
const quiet = 10_000_000_000n

/** One guard's view of Redis: judging, or lost. */
export class Outage {
  readonly #whenLost: "refuse" | "local"
  readonly #bounds: Bounds
  #isTold = false
  #toldAt = -quiet
  /** Begun with the first loss, and kept: a replay of what passed here during one must not pass after it. */
  #table: LaneTable | undefined

  constructor(whenLost: "refuse" | "local", bounds: Bounds) {
    this.#whenLost = whenLost
    this.#bounds = bounds
  }

  /** Notes that Redis did not judge, and why. */
  begins(detail: string): Effect.Effect<void> {
    return Effect.flatMap(Clock.currentTimeNanos, (now) => {
      const isLocal = this.#whenLost === "local"
      if (isLocal) this.#table ??= new LaneTable({ ...this.#bounds, startedAt: now })
      if (this.#isTold || now - this.#toldAt < quiet) return Effect.void
      this.#isTold = true
      this.#toldAt = now
      const meanwhile = isLocal ? "this process remembers requests by itself" : "requests are refused"
      return Effect.logWarning(`ReplayGuardRedis: ${meanwhile} until Redis can judge them: ${detail}`)
    })
  }

  /** Notes that Redis judges. */
  readonly ends: Effect.Effect<void> = Effect.suspend(() => {
    if (!this.#isTold) return Effect.void
    this.#isTold = false
    return Effect.logInfo("ReplayGuardRedis: Redis judges requests again")
  })

  /** The verdict without Redis. */
  judge(request: Advance): Effect.Effect<void, ReplayError> {
    return Effect.suspend(() =>
      this.#table === undefined ? new ReplayError({ reason: "Unavailable" }) : this.recall(request)
    )
  }

  /** Whether a request is new to what was remembered here during losses, of which Redis does not know. */
  recall(request: Advance): Effect.Effect<void, ReplayError> {
    return Effect.flatMap(Clock.currentTimeNanos, (now) => {
      const reason = this.#table?.advance(request, now)
      return reason === undefined ? Effect.void : new ReplayError({ reason })
    })
  }
}
