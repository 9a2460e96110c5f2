/**
 * Work for a chain that goes on meanwhile: a new search upon each new block, and what is found brought into a block while it is fresh.
 *
 * @since 0.2.0
 */
import { Clock, Duration, Effect, Queue, Schedule, Stream } from "effect"
import { ExtrinsicError, NoProof } from "../../ExtrinsicError.ts"
import type { PowSolver } from "../../PowSolver.ts"
import type { Call, Core, Header, Receipt, SubmitOptions } from "../Core.ts"
import { onlyFor } from "./guard.ts"
import type { Job, Situation, Task } from "./Task.ts"
import { verdictOf } from "./verdict.ts"

/**
 * How a proof of work is brought to a chain. `era` is 8 blocks here, and `deadline` is that of each extrinsic.
 *
 * @category models
 */
export interface WorkOptions extends Pick<SubmitOptions, "era" | "tip" | "waitFor" | "deadline"> {
  /**
   * How many extrinsics may be refused, or go astray. One whose work is too old by then, or too little since the difficulty has risen,
   * is none of them.
   *
   * @default 3
   */
  readonly attempts?: number | undefined
  /**
   * How long it may search, and wait for its turn where only so many may register at a time. What has been sent by then is waited for.
   *
   * @default "30 minutes"
   */
  readonly budget?: Duration.Input | undefined
}

const ATTEMPTS = 3
const BUDGET = Duration.minutes(30)

/** Work is taken by the two blocks after the one that it is upon; what is not in them by then does not lie about in the pool. */
const ERA = 8

/** A proof, or what a look at a block said instead of searching. */
type Found =
  | Exclude<Situation, { readonly _tag: "Search" }>
  | { readonly _tag: "Proof"; readonly block: Header; readonly job: Job; readonly call: Call }

const wrap = ({ reason }: { readonly reason: ExtrinsicError["reason"] }) => new ExtrinsicError({ reason })

/** What is found upon a block; nothing, if it has left the chain before anybody could look at it. */
const upon = (pow: PowSolver["Service"], task: Task, block: Header): Effect.Effect<Found | undefined, ExtrinsicError> =>
  Effect.gen(function* () {
    const situation = yield* task(block)
    if (situation._tag !== "Search") return situation
    const { callOf, difficulty, seal } = situation.job
    const solution = yield* Effect.mapError(pow.solve(seal, { difficulty }), (reason) => new ExtrinsicError({ reason }))
    return { _tag: "Proof", block, job: situation.job, call: callOf(solution) } as const
  }).pipe(
    Effect.retry({
      while: ({ reason }) => reason._tag === "Unreachable" || reason._tag === "TimedOut",
      schedule: Schedule.spaced("1 second")
    }),
    Effect.catchReason("ExtrinsicError", "BlockUnavailable", () => Effect.succeed(undefined))
  )

/**
 * Searches upon the last block until there is another one, and then upon that: the search has no memory, so that nothing is lost. Of
 * blocks that come at once only the last one counts.
 */
const findings = (
  heads: Stream.Stream<Header, ExtrinsicError>,
  pow: PowSolver["Service"],
  task: Task
): Stream.Stream<Found, ExtrinsicError> =>
  heads.pipe(
    Stream.buffer({ capacity: 1, strategy: "sliding" }),
    Stream.switchMap((block) => Stream.fromEffect(upon(pow, task, block))),
    Stream.filter((found) => found !== undefined)
  )

/**
 * Searches until a proof is in a block, or until what it is for is done otherwise. Meanwhile it follows the chain: a proof is sent only
 * while the block that it is upon is the last one or the one before. When it is interrupted, so is the search.
 *
 * @category combinators
 */
export const prove = (
  chain: Core,
  pow: PowSolver["Service"],
  task: Task,
  { attempts = ATTEMPTS, budget = BUDGET, ...how }: WorkOptions = {}
): Effect.Effect<Receipt, ExtrinsicError> =>
  Effect.gen(function* () {
    const whole = Duration.toMillis(budget)
    let [head, refused, why]: [Header | undefined, number, string] = [undefined, 0, ""]
    const heads = chain.blocks.pipe(
      Stream.mapError(wrap),
      Stream.tap((block) => Effect.sync(() => (head = block)))
    )
    // Only the last finding counts: those before it are upon older blocks.
    const found = yield* Queue.sliding<Found, ExtrinsicError>(1)
    yield* findings(heads, pow, task).pipe(
      Stream.runForEach((one) => Queue.offer(found, one)),
      Effect.catchCause((cause) => Queue.failCause(found, cause)),
      Effect.forkScoped
    )

    const begun = yield* Clock.currentTimeMillis
    const late = Effect.suspend(() => Effect.fail(new ExtrinsicError({ reason: new NoProof({ after: whole, why }) })))
    /** What has been sent is waited for beyond the budget; nothing more is taken up. */
    const take = Effect.gen(function* () {
      const left = whole - ((yield* Clock.currentTimeMillis) - begun)
      return left <= 0
        ? yield* late
        : yield* Effect.timeoutOrElse(Queue.take(found), { duration: left, orElse: () => late })
    })
    const isFresh = (block: Header) => block.hash === head?.hash || block.hash === head?.parentHash
    const send = ({ call, job }: Extract<Found, { readonly _tag: "Proof" }>) =>
      Effect.result(chain.submit(call, onlyFor(chain, job.specVersion, job.signer), { era: ERA, ...how }))

    for (;;) {
      const next = yield* take
      if (next._tag === "Done") {
        if (next.receipt.isFinal || how.waitFor !== "finality") return next.receipt
        // The next look at the chain finds it final, or not there any more.
        why = "it is done, and not final yet"
        continue
      }
      if (next._tag === "Wait") {
        why = next.why
        continue
      }
      // A hash, not a number, says whether a block is still there.
      for (let isAgain = true; isAgain && isFresh(next.block);) {
        const sent = yield* send(next)
        if (sent._tag === "Success") return sent.success
        const verdict = verdictOf(sent.failure)
        const isAttempt = verdict === "Again" || verdict === "Another"
        if (verdict === "Stop" || (isAttempt && ++refused >= attempts)) return yield* sent.failure
        why = sent.failure.message
        isAgain = verdict === "Again"
      }
    }
  }).pipe(Effect.scoped)
