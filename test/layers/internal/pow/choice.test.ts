/** A card and the processor, as engines of the test: who is chosen, what each of two searches, and what they say that they are. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { cardAndCores, cardOrCores, together } from "../../../../src/layers/internal/pow/choice.ts"
import type { Engine, Making, Wanted } from "../../../../src/layers/internal/pow/solver.ts"
import * as Seal from "../../../../src/protocol/Seal.ts"
import { PowError } from "../../../../src/services/PowSolver.ts"

const key = new Uint8Array(32)
const seals = {
  Classic: Seal.classic({ blockHash: key, key }),
  PowRegister: Seal.powRegister({ netuid: 1, blockHash: key, hotkey: key, coldkey: key })
}
const wanted = (kind: keyof typeof seals, start: bigint): Wanted => ({
  preimage: Seal.preimage(seals[kind]),
  difficulty: 1000n,
  start,
  isRight: () => true
})

/** An engine that finds what the test gives it. */
const handmade = (device: string, tried: number) => {
  const answer = Deferred.makeUnsafe<bigint, PowError>()
  const starts: Array<bigint> = []
  const state = { running: 0 }
  const engine: Engine = {
    device,
    tried: () => tried,
    search: ({ start }) =>
      Effect.acquireUseRelease(
        Effect.sync(() => (starts.push(start), state.running++)),
        () => Deferred.await(answer),
        () => Effect.sync(() => state.running--)
      )
  }
  return { engine, starts, state, find: (nonce: bigint) => Deferred.succeed(answer, nonce) }
}

const noGpu = new PowError({ reason: { _tag: "NoGpu", problem: "NoAdapter", detail: "" } })
const cores = Effect.succeed(handmade("2 threads, simd", 3).engine)

describe("a card or the processor", () => {
  it.effect("is the card where there is one, and makes nothing else", () =>
    Effect.gen(function* () {
      const { engine } = handmade("Card 9000", 5)
      assert.strictEqual(yield* cardOrCores(Effect.succeed(engine), Effect.die("not needed")), engine)
    })
  )

  it.effect("is the processor where there is none, and says why", () =>
    Effect.gen(function* () {
      const { device } = yield* cardOrCores(noGpu, cores)
      assert.match(device, /^2 threads, simd\. There is no graphics card that WebGPU can use\./)
    })
  )

  it.effect("is neither where what was asked for is wrong", () =>
    Effect.gen(function* () {
      const wrong: Making = new PowError({ reason: { _tag: "BadDispatch", millis: 0 } })
      assert.strictEqual((yield* Effect.flip(cardOrCores(wrong, cores))).reason._tag, "BadDispatch")
    })
  )
})

describe("both", () => {
  for (const [kind, start, middle] of [
    ["Classic", 5n, 2n ** 63n],
    ["Classic", 2n ** 63n + 5n, 0n],
    // Of its batches, the five low bytes are the number.
    ["PowRegister", 3n, 2n ** 39n + 3n]
  ] as const) {
    it.effect(`search from the start on and from half-way round: ${kind} from ${start}`, () =>
      Effect.gen(function* () {
        const [one, other] = [handmade("2 threads, simd", 3), handmade("Card 9000", 5)]
        const engine = together([one.engine, other.engine])
        assert.deepStrictEqual([engine.device, engine.tried()], ["2 threads, simd and Card 9000", 8])
        const search = yield* Effect.forkChild(engine.search(wanted(kind, start)), { startImmediately: true })
        assert.deepStrictEqual([one.starts, other.starts], [[start], [middle]])
        yield* other.find(77n)
        assert.strictEqual(yield* Fiber.join(search), 77n)
        assert.deepStrictEqual([one.state.running, other.state.running], [0, 0])
      })
    )
  }

  it.effect("are the processor alone when the card is lost, which is then not made anew", () =>
    Effect.gen(function* () {
      const { engine, find, state } = handmade("2 threads, simd", 3)
      // What goes on in the card's stead is asked for at once here.
      const both = yield* cardAndCores((instead) => instead, Effect.succeed(engine))
      assert.strictEqual(both.device, "2 threads, simd and no card")
      const search = yield* Effect.forkChild(both.search(wanted("Classic", 5n)), { startImmediately: true })
      assert.strictEqual(state.running, 1)
      yield* find(9n)
      assert.deepStrictEqual([yield* Fiber.join(search), both.tried()], [9n, 3])
    })
  )

  it.effect("are neither without a card: the processor is not made for nothing", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(cardAndCores(() => noGpu, Effect.die("not needed")))
      assert.strictEqual(error.reason._tag, "NoGpu")
    })
  )
})
