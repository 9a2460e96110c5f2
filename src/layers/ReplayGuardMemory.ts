/**
 * A replay guard in this process's memory, bounded (wire.md §4.3).
 *
 * @since 0.1.0
 */
import { Clock, Effect, Layer } from "effect"
import * as Nonce from "../protocol/Nonce.ts"
import { type Advance, ReplayError, ReplayGuard } from "../services/ReplayGuard.ts"
import { Oldest } from "./internal/Oldest.ts"

/**
 * Bounds of the table.
 *
 * @category models
 */
export interface Options {
  /**
   * Lanes (hotkey and uuid) that are remembered at once. Beyond it new lanes are refused with `Full`; a live lane is never
   * evicted, for that would let its requests be replayed.
   *
   * @default 100_000
   */
  readonly maxLanes?: number | undefined
  /**
   * Live lanes of one hotkey.
   *
   * @default 64
   */
  readonly maxLanesPerHotkey?: number | undefined
}

/** @internal */
export const defaultLanes = { maxLanes: 100_000, maxLanesPerHotkey: 64 }

interface Lane {
  /** The receiver and the hotkey of the caller: what a cap on lanes is for. */
  readonly owner: string
  readonly nonce: bigint
  readonly expiry: bigint
}

/** How many of the oldest lanes are looked at for each new one: more than one, so that the table shrinks after a flood. */
const sweepPerLane = 4

/** Nanoseconds between two looks through a full table. */
const searchInterval = 1_000_000_000n

/**
 * The table itself, without Effect: hot, and synchronous so that it is atomic.
 *
 * @internal
 */
export class LaneTable {
  readonly #maxLanes: number
  readonly #maxLanesPerHotkey: number
  /**
   * A new lane begins above this. What passed before a start is not known, and what was forgotten is not either: should the
   * clock be set back, it must not pass again.
   */
  #floor: bigint
  #searchedAt = -searchInterval
  /** In the order of the last advance, so that expired lanes gather at the front. */
  readonly #lanes = new Map<string, Lane>()
  readonly #oldest = new Oldest(this.#lanes)
  readonly #perOwner = new Map<string, Set<string>>()

  constructor(options: { readonly maxLanes: number; readonly maxLanesPerHotkey: number; readonly startedAt: bigint }) {
    this.#maxLanes = options.maxLanes
    this.#maxLanesPerHotkey = options.maxLanesPerHotkey
    this.#floor = options.startedAt
  }

  get size(): number {
    return this.#lanes.size
  }

  advance(request: Advance, now: bigint): ReplayError["reason"] | undefined {
    const owner = `${request.receiver}:${request.hotkey}`
    const key = `${owner}:${request.uuid}`
    const lane = this.#lanes.get(key)
    if (lane !== undefined) {
      if (request.nonce <= lane.nonce) return "Replayed"
      this.#lanes.delete(key)
      this.#remember(key, owner, request)
      return undefined
    }
    if (request.nonce < this.#floor && Nonce.isUnixTime(request.nonce)) return "Replayed"
    this.#sweep(now, sweepPerLane)
    if (this.#isCrowded(owner, now)) return "TooManyLanes"
    if (this.#lanes.size >= this.#maxLanes && !this.#makeRoom(now)) return "Full"
    this.#remember(key, owner, request)
    const held = this.#perOwner.get(owner)
    if (held === undefined) this.#perOwner.set(owner, new Set([key]))
    else held.add(key)
    return undefined
  }

  /** Puts a lane at the end. */
  #remember(key: string, owner: string, { expiry, nonce }: Advance): void {
    this.#lanes.set(key, { owner, nonce, expiry })
    this.#oldest.joined()
  }

  /** Whether the hotkey holds as many live lanes as it may; its expired ones are forgotten on the way. */
  #isCrowded(owner: string, now: bigint): boolean {
    const held = this.#perOwner.get(owner)
    if (held === undefined || held.size < this.#maxLanesPerHotkey) return false
    for (const key of held) {
      const lane = this.#lanes.get(key)!
      if (lane.expiry <= now) this.#forget(key, lane)
    }
    return held.size >= this.#maxLanesPerHotkey
  }

  /** Forgets expired lanes from the front, up to the first live one. */
  #sweep(now: bigint, limit: number): number {
    let forgotten = 0
    for (; forgotten < limit; forgotten++) {
      const oldest = this.#oldest.entry
      if (oldest === undefined || oldest[1].expiry > now) break
      this.#forget(...oldest)
    }
    return forgotten
  }

  /**
   * Forgets every expired lane. The front usually has one; but a lane with a longer memory than others, as legacy nonces have,
   * can stand before expired ones, so that the whole table is looked through, at most once a second.
   */
  #makeRoom(now: bigint): boolean {
    if (this.#sweep(now, this.#lanes.size) > 0) return true
    if (now - this.#searchedAt < searchInterval) return false
    this.#searchedAt = now
    for (const [key, lane] of this.#lanes) if (lane.expiry <= now) this.#forget(key, lane)
    return this.#lanes.size < this.#maxLanes
  }

  #forget(key: string, lane: Lane): void {
    this.#lanes.delete(key)
    if (lane.nonce >= this.#floor && Nonce.isUnixTime(lane.nonce)) this.#floor = lane.nonce + 1n
    const held = this.#perOwner.get(lane.owner)!
    held.delete(key)
    if (held.size === 0) this.#perOwner.delete(lane.owner)
  }
}

/**
 * Makes a guard that remembers in memory. After a restart it knows nothing, so it refuses every nonce from before its start.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const table = new LaneTable({
    maxLanes: options.maxLanes ?? defaultLanes.maxLanes,
    maxLanesPerHotkey: options.maxLanesPerHotkey ?? defaultLanes.maxLanesPerHotkey,
    startedAt: yield* Clock.currentTimeNanos
  })
  return ReplayGuard.of({
    advance: (request) =>
      Effect.flatMap(Clock.currentTimeNanos, (now) => {
        const refused = table.advance(request, now)
        return refused === undefined ? Effect.void : new ReplayError({ reason: refused })
      })
  })
})

/**
 * The guard of one process. Several processes behind one port need one that they share: `ReplayGuardRedis`.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<ReplayGuard> => Layer.effect(ReplayGuard, make(options))
