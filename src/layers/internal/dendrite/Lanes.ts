/**
 * Lanes of nonces. An axon takes nonces of one uuid only in rising order, so two requests that overtake each other would
 * make the older one fail: each uuid is used by one request at a time (wire.md §4.3, §6.6).
 */
import { randomUUID } from "node:crypto"
import { Clock, Effect, type Scope } from "effect"
import * as Nonce from "../../../protocol/Nonce.ts"

interface Target {
  /** Uuids that no request uses now; the longest unused is taken first, so that none that an axon refuses is asked with again at once. */
  readonly free: Array<string>
  readonly waiting: Set<Ticket>
  inUse: number
}

/** One request's place in the lanes of a target. */
interface Ticket {
  uuid: string | undefined
  wake: () => void
}

/** Targets whose lanes are remembered. The longest unused one is forgotten first; its axon then sees new uuids. */
const maxTargets = 8192

/** The lanes of one dendrite. */
export class Lanes {
  readonly #perTarget: number
  /** In the order of last use. */
  readonly #targets = new Map<string, Target>()
  #last = 0n

  constructor(perTarget: number) {
    this.#perTarget = perTarget
  }

  /** A nonce that is larger than every earlier one of this dendrite. */
  readonly nonce: Effect.Effect<bigint> = Effect.map(Clock.currentTimeNanos, (now) => {
    this.#last = Nonce.next(now, this.#last)
    return this.#last
  })

  /**
   * Takes a lane to the target until the scope closes, waiting while all of them are in use. The scope alone gives it back,
   * so that an interruption while it is handed over loses none.
   */
  take(key: string): Effect.Effect<string, never, Scope.Scope> {
    return Effect.suspend(() => {
      const target = this.#target(key)
      return Effect.acquireRelease(
        Effect.sync(() => this.#enter(target)),
        (ticket) => Effect.sync(() => leave(target, ticket))
      ).pipe(Effect.flatMap((ticket) => (ticket.uuid === undefined ? wait(ticket) : Effect.succeed(ticket.uuid))))
    })
  }

  #enter(target: Target): Ticket {
    const ticket: Ticket = { uuid: undefined, wake: () => {} }
    if (target.inUse < this.#perTarget) {
      target.inUse++
      ticket.uuid = target.free.shift() ?? randomUUID()
    } else target.waiting.add(ticket)
    return ticket
  }

  #target(key: string): Target {
    let target = this.#targets.get(key)
    if (target === undefined) {
      this.#makeRoom()
      target = { free: [], waiting: new Set(), inUse: 0 }
    } else this.#targets.delete(key)
    this.#targets.set(key, target)
    return target
  }

  #makeRoom(): void {
    if (this.#targets.size < maxTargets) return
    for (const [key, target] of this.#targets) {
      if (target.inUse === 0) {
        this.#targets.delete(key)
        return
      }
    }
  }
}

/** Hands the lane to the one that waited longest, else keeps it for later. */
const leave = (target: Target, ticket: Ticket): void => {
  if (ticket.uuid === undefined) {
    target.waiting.delete(ticket)
    return
  }
  const [next] = target.waiting
  if (next === undefined) {
    target.inUse--
    target.free.push(ticket.uuid)
    return
  }
  target.waiting.delete(next)
  next.uuid = ticket.uuid
  next.wake()
}

const wait = (ticket: Ticket): Effect.Effect<string> =>
  Effect.callback<string>((resume) => {
    ticket.wake = () => resume(Effect.succeed(ticket.uuid!))
    if (ticket.uuid !== undefined) ticket.wake()
  })
