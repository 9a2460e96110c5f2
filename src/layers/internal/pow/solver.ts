/** A solver on top of whatever searches: what was asked is checked, one search runs at a time, and what is found is hashed again. */
import { Clock, Duration, Effect, PubSub, Random, type Scope, Semaphore, Stream } from "effect"
import * as Difficulty from "../../../pow/Difficulty.ts"
import * as Progress from "../../../pow/Progress.ts"
import { batchCount, nonceAt } from "../../../pow/Search.ts"
import * as Seal from "../../../protocol/Seal.ts"
import {
  PowError,
  type PowProgress,
  type PowReason,
  PowSolver,
  type SolveOptions
} from "../../../services/PowSolver.ts"

/** What an engine is told to search for. */
export interface Wanted {
  readonly preimage: Seal.Preimage
  readonly difficulty: bigint
  /** The nonce to begin with. */
  readonly start: bigint
  /** Whether a nonce that was found is one. */
  readonly isRight: (nonce: bigint) => boolean
}

/** What searches: threads, or a graphics card. */
export interface Engine {
  /** In words; it may become another one. */
  readonly device: string
  /** Nonces tried since it was started. */
  readonly tried: () => number
  /** Searches until it has found a nonce that is right. When it is interrupted, it stops. */
  readonly search: (wanted: Wanted) => Effect.Effect<bigint, PowError>
}

/** An engine that is ready when it has been made, and ends with its scope. */
export type Making = Effect.Effect<Engine, PowError, Scope.Scope>

const U64_MAX = Difficulty.maxDifficulty
const bytesOf = (seal: Seal.Seal) =>
  seal._tag === "Classic"
    ? ({ blockHash: seal.blockHash, key: seal.key } as const)
    : ({ blockHash: seal.blockHash, hotkey: seal.hotkey, coldkey: seal.coldkey } as const)

/** What is wrong with a question. */
const fault = (seal: Seal.Seal, { difficulty, start }: SolveOptions): PowReason | undefined => {
  for (const [part, { length }] of Object.entries(bytesOf(seal))) {
    if (length !== 32) return { _tag: "BadLength", part: part as keyof ReturnType<typeof bytesOf>, length }
  }
  if (seal._tag === "PowRegister" && seal.netuid !== (seal.netuid & 0xffff)) {
    return { _tag: "BadNetuid", netuid: seal.netuid }
  }
  if (difficulty < 1n || difficulty > U64_MAX) return { _tag: "BadDifficulty", difficulty }
  if (start !== undefined && (start < 0n || start > U64_MAX)) return { _tag: "BadStart", start }
  return undefined
}

/** The first nonce of any batch. */
const anyStart = (kind: Seal.Preimage["kind"]) =>
  Effect.map(Random.next, (random) => nonceAt(kind, { batch: Math.floor(random * batchCount(kind)), index: 0 }))

const progressOf = (difficulty: bigint, { elapsed, expected, ...sample }: Progress.Sample): PowProgress => ({
  ...sample,
  difficulty,
  elapsed: Duration.millis(elapsed),
  expected: Duration.millis(expected)
})

/** How many tellings a slow listener may be behind before it misses the oldest. */
const BACKLOG = 16

/** Makes the service. */
export const makeSolver = Effect.fnUntraced(function* (engine: Engine, interval: Duration.Input = "1 second") {
  const turn = yield* Semaphore.make(1)
  const progress = yield* PubSub.sliding<PowProgress>(BACKLOG)

  /** Samples the engine's counter: `tell` publishes how it goes. */
  const observe = Effect.fnUntraced(function* (difficulty: bigint) {
    const [begun, before] = [yield* Clock.currentTimeNanos, engine.tried()]
    let last: Progress.Sample | undefined
    return Effect.gen(function* () {
      const elapsed = Number((yield* Clock.currentTimeNanos) - begun) / 1e6
      last = Progress.next(difficulty, last, { tried: engine.tried() - before, elapsed })
      yield* PubSub.publish(progress, progressOf(difficulty, last))
      return last
    })
  })

  const run = Effect.fnUntraced(function* (seal: Seal.Seal, { difficulty, start }: SolveOptions) {
    const preimage = Seal.preimage(seal)
    const workOf = (nonce: bigint) => Seal.hash(preimage, nonce)
    const isRight = (nonce: bigint) => Difficulty.isMet(difficulty, Seal.value(seal._tag, workOf(nonce)))
    const tell = yield* observe(difficulty)
    const nonce = yield* Effect.raceFirst(
      engine.search({ preimage, difficulty, start: start ?? (yield* anyStart(seal._tag)), isRight }),
      Effect.forever(Effect.delay(tell, interval))
    )
    const { elapsed, tried } = yield* tell
    return { seal, difficulty, nonce, work: workOf(nonce), tried, elapsed: Duration.millis(elapsed) }
  })

  return PowSolver.of({
    get device() {
      return engine.device
    },
    progress: Stream.fromPubSub(progress),
    solve: Effect.fn("PowSolver.solve")(function* (seal, options) {
      const reason = fault(seal, options)
      if (reason !== undefined) return yield* new PowError({ reason })
      return yield* turn.withPermit(run(seal, options))
    })
  })
})
