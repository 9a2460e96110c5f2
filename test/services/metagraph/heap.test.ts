/** A live metagraph holds what it read last, and nothing of what it read before. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer, Stream } from "effect"
import { Metagraph, Subtensor } from "effect-bittensor"
import type { Header, RuntimeInfo } from "effect-bittensor/services/subtensor/Core"
import { heapGrowthOf } from "../../support/heap.ts"
import { manyNeurons } from "../../support/neuronBytes.ts"

const NEURONS = 8
const REFRESHES = 10_000
const bytes = manyNeurons(NEURONS, false)

const hash = `0x${"0".repeat(64)}` as const
const runtime: RuntimeInfo = {
  specName: "node-subtensor",
  specVersion: 185,
  transactionVersion: 1,
  has: () => false,
  fieldsOf: () => ["block", "version", "port"],
  argumentsOf: () => undefined,
  errorAt: () => undefined
}

/** A chain that has a new block each time that it is asked, with neurons that were answered by a real one. */
const chain = Layer.suspend(() => {
  let number = 0
  const head = Effect.sync((): Header => {
    number++
    return { number, hash, parentHash: hash, stateRoot: hash, extrinsicsRoot: hash, digest: [] }
  })
  return Layer.mock(Subtensor, {
    network: Effect.succeed("recorded"),
    head,
    runtime: () => Effect.succeed(runtime),
    runtimeAnswer: () => Effect.sync(() => bytes.slice()),
    blocks: Stream.never,
    finalizedBlocks: Stream.never
  })
})

/** All that is made of a metagraph when somebody asks. */
const refresh = Effect.gen(function* () {
  const metagraph = yield* Metagraph
  const { hotkeys, stakes } = yield* metagraph.sync()
  assert.deepStrictEqual([hotkeys.length, stakes.length], [NEURONS, NEURONS])
})

const refreshes = (count: number) => Effect.forEach(Array.from({ length: count }), () => refresh, { discard: true })

describe("a live metagraph", () => {
  it.live(
    `holds no more after ${REFRESHES} refreshes, though somebody never looks at what changed`,
    Effect.fn(
      function* () {
        const metagraph = yield* Metagraph
        const isStuck = yield* Deferred.make<void>()
        const stuck = Stream.runForEach(metagraph.changes, () =>
          Effect.andThen(Deferred.succeed(isStuck, undefined), Effect.never)
        )
        yield* Effect.forkScoped(stuck)
        yield* Deferred.await(isStuck)
        yield* refreshes(1000)
        const growth = yield* heapGrowthOf(refreshes(REFRESHES))
        // All of them would be some 100 MB.
        assert.isBelow(growth, 3_000_000)
        assert.strictEqual((yield* metagraph.current).block, REFRESHES + 1001)
      },
      Effect.scoped,
      Effect.provide(Metagraph.layer(1).pipe(Layer.provide(chain)))
    )
  )
})
