/** What clients of a chain leave behind. */
import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { clientOf, world } from "../support/faultyChain.ts"
import { heapGrowthOf } from "../support/heap.ts"

const MEGABYTE = 1024 * 1024

it.live(
  "a thousand clients, opened and closed, leave nothing",
  () =>
    Effect.gen(function* () {
      const { proxy } = yield* world()
      const client = Effect.scoped(
        Effect.gen(function* () {
          const subtensor = yield* clientOf([proxy], { deadline: "20 seconds" })
          yield* Effect.forkScoped(Stream.runDrain(subtensor.blocks))
          yield* Effect.forkScoped(Stream.runDrain(subtensor.changes("SubtensorModule", "Tempo", [3])))
          yield* subtensor.query("SubtensorModule", "Tempo", [3])
        })
      )
      const clients = (count: number) =>
        Effect.forEach(Array.from({ length: count }), () => client, { concurrency: 4, discard: true })
      // What the proxy remembers of them is not theirs.
      const forget = Effect.sync(() => (proxy.asked.length = proxy.knocks.length = 0))
      yield* Effect.andThen(clients(50), forget)
      // Sockets are let go of in the turns after they are closed.
      const gone = Effect.andThen(forget, Effect.sleep("100 millis"))
      const growth = yield* heapGrowthOf(Effect.andThen(clients(1000), gone))
      // Two kilobytes each; the names and types of one runtime alone have a megabyte.
      assert.isBelow(growth, 2 * MEGABYTE)
      assert.strictEqual(proxy.open(), 1)
    }),
  120_000
)
