/** A solver that searches when a test lets it, in the process and by the plain hash: what it finds is right, whatever finds it. */
import { Effect, Latch, Stream } from "effect"
import { PowSolver } from "effect-bittensor"
import * as Seal from "effect-bittensor/protocol/Seal"

/** How a search went. */
export interface Search {
  readonly seal: Seal.Seal
  readonly difficulty: bigint
  isStopped: boolean
}

const MOST = 2n ** 256n - 1n

/** Difficulties up to a thousand or so take it some milliseconds. */
export const makeHandmade = Effect.gen(function* () {
  const gate = yield* Latch.make(true)
  const searches: Array<Search> = []
  const solver = PowSolver.of({
    device: "a hand",
    progress: Stream.empty,
    solve: (seal, { difficulty }) => {
      const search: Search = { seal, difficulty, isStopped: false }
      const found = Effect.sync(() => {
        const preimage = Seal.preimage(seal)
        for (let nonce = 0n; ; nonce++) {
          const work = Seal.hash(preimage, nonce)
          if (Seal.value(seal._tag, work) * difficulty <= MOST) {
            return { seal, difficulty, nonce, work, tried: Number(nonce) + 1, elapsed: 0 as never }
          }
        }
      })
      return Effect.sync(() => searches.push(search)).pipe(
        Effect.andThen(gate.whenOpen(found)),
        Effect.onInterrupt(() => Effect.sync(() => (search.isStopped = true)))
      )
    }
  })
  return { solver, gate, searches }
})
