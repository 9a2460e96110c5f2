/** A graphics card that searches, and what searches instead once it is lost. */
import { Effect, Fiber, Scope } from "effect"
import { PowError } from "../../../services/PowSolver.ts"
import type { Engine, Making, Wanted } from "./solver.ts"
import * as Threads from "./Threads.ts"

/** What an engine with a card is made of. */
export interface Settings {
  /** Starts the thread that has the card. */
  readonly spawn: Threads.Spawn
  /** Makes what takes the card's place. It is made when it is needed. */
  readonly instead: Making
}

/** How one says that something was lost, be it for want of memory: what takes its place needs none of the card's. */
const isLoss = ({ reason }: PowError): boolean => reason._tag === "WorkersLost" || reason._tag === "OutOfMemory"
const causeOf = ({ reason }: PowError): string =>
  "cause" in reason && reason.cause instanceof Error ? reason.cause.message : "its thread ended"

/** A card that cannot be used is no fault of the threads. */
const refusal = (error: PowError): PowError =>
  isLoss(error) ? new PowError({ reason: { _tag: "NoGpu", problem: "Refused", detail: causeOf(error) } }) : error

/**
 * Searches with a card. When it is lost, even in mid-search, all goes on without it from the nonce that it had come to; a
 * card that was lost once is not tried again.
 */
export const make = Effect.fnUntraced(function* (settings: Settings): Effect.fn.Return<Engine, PowError, Scope.Scope> {
  const scope = yield* Effect.scope
  const gpu = yield* Threads.make({ workers: 1, spawn: settings.spawn, patience: 0 })
  yield* Effect.mapError(gpu.ready, refusal)
  const name = gpu.kernels.join()
  // It is made once, and goes on being made when the search that needed it first is interrupted meanwhile.
  const made = yield* Effect.cached(Effect.forkIn(Effect.provideService(settings.instead, Scope.Scope, scope), scope))
  const instead = Effect.flatMap(made, Fiber.join)
  let successor: { readonly engine: Engine; readonly device: string } | undefined

  const succeed = Effect.fnUntraced(function* (error: PowError) {
    const engine = yield* instead
    if (successor === undefined) {
      successor = { engine, device: `${engine.device}; ${name} was lost: ${causeOf(error)}` }
      yield* Effect.logWarning(`Proof of work goes on without ${name}, which was lost: ${causeOf(error)}`)
    }
    return engine
  })

  const onCard = (wanted: Wanted) =>
    Effect.catchIf(gpu.search(wanted), isLoss, (error) =>
      Effect.flatMap(succeed(error), (engine) => engine.search({ ...wanted, start: gpu.reachedIn(wanted) }))
    )

  return {
    get device() {
      return successor?.device ?? name
    },
    tried: () => gpu.tried + (successor?.engine.tried() ?? 0),
    search: (wanted) => Effect.suspend(() => successor?.engine.search(wanted) ?? onCard(wanted))
  }
})
