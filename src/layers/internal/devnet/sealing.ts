/** What a chain needs a clock for: blocks every so often. */
import { type Duration, Effect, FiberSet, Queue, Schedule, type Scope } from "effect"
import type { Chain } from "../../../devnet/node/Chain.ts"

/** Makes blocks for as long as nobody interrupts it. One that cannot be is told, and tried again at its time. */
const produce = (chain: Chain, interval: Duration.Input): Effect.Effect<void> =>
  Effect.try({ try: () => chain.newBlock(), catch: (cause) => cause }).pipe(
    Effect.catch((cause) => Effect.logError("the block cannot be built", cause)),
    Effect.schedule(Schedule.fixed(interval)),
    Effect.asVoid
  )

/** Makes blocks as the chain's sealing says, and changes with it. */
export const run = (chain: Chain): Effect.Effect<void, never, Scope.Scope> =>
  Effect.gen(function* () {
    const changed = yield* Queue.sliding<void>(1)
    const listen = Effect.sync(() =>
      chain.listen(({ _tag }) => {
        if (_tag === "Sealing") Queue.offerUnsafe(changed, undefined)
      })
    )
    yield* Effect.acquireRelease(listen, (stop) => Effect.sync(stop))
    const next = Effect.suspend(() => {
      const { isPaused, mode } = chain.sealing
      const wait = Queue.take(changed)
      return isPaused || typeof mode !== "object" ? wait : Effect.raceFirst(wait, produce(chain, mode.interval))
    })
    yield* Effect.forkScoped(Effect.forever(next), { startImmediately: true })
  })

/** A line for each block, for who watches. */
export const logBlocks = (chain: Chain): Effect.Effect<void, never, Scope.Scope> =>
  Effect.gen(function* () {
    const run = yield* FiberSet.makeRuntime<never>()
    const listen = Effect.sync(() =>
      chain.listen((event) => {
        if (event._tag !== "Imported") return
        const { extrinsics, hash, number } = event.block
        run(Effect.logInfo(`#${number} ${hash.slice(0, 12)}… ${extrinsics.length} extrinsics`))
      })
    )
    yield* Effect.acquireRelease(listen, (stop) => Effect.sync(stop))
  })
