/** A card that is lost, played by a thread of the test: who goes on, from where, what is said, and that it happens only once. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Logger } from "effect"
import * as GpuEngine from "../../../../src/layers/internal/pow/gpuEngine.ts"
import type { Engine, Wanted } from "../../../../src/layers/internal/pow/solver.ts"
import type { Seating, Spawn } from "../../../../src/layers/internal/pow/Threads.ts"
import { Control } from "../../../../src/pow/Control.ts"
import * as Seal from "../../../../src/protocol/Seal.ts"

const key = new Uint8Array(32)
const wanted = (start: bigint): Wanted => ({
  preimage: Seal.preimage(Seal.classic({ blockHash: key, key })),
  difficulty: 2n ** 62n,
  start,
  isRight: () => true
})

/** A card that does what the test says. */
class Card {
  started = 0
  #seating: Seating | undefined
  #end: (cause: unknown) => void = () => {}

  readonly spawn: Spawn = (seating, hear, ended) => {
    this.started++
    this.#seating = seating
    this.#end = ended
    queueMicrotask(() => hear({ _tag: "Ready", kernel: "Card 9000" }))
    return { ref: () => {}, unref: () => {}, terminate: () => {} }
  }

  /** Says that it has come to the index of the batch that it began with. */
  reach(index: number): void {
    const control = new Control(this.#seating!.buffer)
    const { epoch, task } = control.read()
    control.enter(0, epoch, { batch: task!.start.batch, index })
    control.count(0, index)
  }

  lose = (cause: Error = new Error("the driver is gone")) => this.#end(cause)
}

/** What takes the card's place: when the test lets it, it finds what it is told to start with. */
const successor = Effect.gen(function* () {
  const made = yield* Deferred.make<void>()
  const asked: Array<bigint> = []
  const times = { made: 0 }
  const engine: Engine = {
    device: "2 threads, simd",
    tried: () => 7,
    search: ({ start }) => Effect.sync(() => (asked.push(start), start))
  }
  const instead = Effect.suspend(() => {
    times.made++
    return Effect.as(Deferred.await(made), engine)
  })
  return { instead, asked, times, letMake: Deferred.succeed(made, undefined) }
})

const make = Effect.gen(function* () {
  const card = new Card()
  const next = yield* successor
  return { card, ...next, engine: yield* GpuEngine.make({ spawn: card.spawn, instead: next.instead }) }
})

const heard: Array<string> = []
const listening = Effect.provide(Logger.layer([Logger.make(({ message }) => void heard.push(String(message)))]))

const begin = (engine: Engine, start: bigint) =>
  Effect.forkChild(engine.search(wanted(start)), { startImmediately: true })

describe("an engine with a card", () => {
  it.live("goes on without it from the nonce that it had come to, and says so", () =>
    Effect.gen(function* () {
      const { asked, card, engine, letMake, times } = yield* make
      assert.deepStrictEqual([engine.device, times.made], ["Card 9000", 0])
      yield* letMake
      const search = yield* begin(engine, 5n)
      card.reach(4096)
      card.lose()
      assert.strictEqual(yield* Fiber.join(search), 4096n)
      assert.strictEqual(engine.device, "2 threads, simd; Card 9000 was lost: the driver is gone")
      assert.deepStrictEqual(heard, ["Proof of work goes on without Card 9000, which was lost: the driver is gone"])
      assert.strictEqual(engine.tried(), 4096 + 7)
      // It is not tried again, and nothing is left of where it was.
      yield* engine.search(wanted(9n))
      assert.deepStrictEqual([asked, card.started, times.made, heard.length], [[4096n, 9n], 1, 1, 1])
    }).pipe(listening)
  )

  it.live("goes on without one whose memory did not suffice", () =>
    Effect.gen(function* () {
      const { card, engine, letMake } = yield* make
      yield* letMake
      const search = yield* begin(engine, 5n)
      card.lose(new RangeError("Array buffer allocation failed"))
      assert.strictEqual(yield* Fiber.join(search), 5n)
      assert.match(engine.device, /Card 9000 was lost: Array buffer allocation failed$/)
    }).pipe(listening)
  )

  it.live("begins where it is told if the card was lost while it had nothing to do", () =>
    Effect.gen(function* () {
      const { asked, card, engine, letMake } = yield* make
      yield* letMake
      card.lose()
      yield* engine.search(wanted(5n))
      assert.deepStrictEqual(asked, [5n])
    }).pipe(listening)
  )

  it.live("makes its successor once, whoever is interrupted meanwhile, who leaves no place to the next", () =>
    Effect.gen(function* () {
      const { asked, card, engine, letMake, times } = yield* make
      const first = yield* begin(engine, 5n)
      card.reach(4096)
      card.lose()
      yield* Effect.yieldNow
      yield* Fiber.interrupt(first)
      const second = yield* begin(engine, 9n)
      yield* letMake
      yield* Fiber.join(second)
      assert.deepStrictEqual([asked, times.made], [[9n], 1])
    }).pipe(listening)
  )

  it.live("says that the card refused if it never came to be ready", () =>
    Effect.gen(function* () {
      const spawn: Spawn = (_seating, _hear, ended) => {
        queueMicrotask(() => ended(new Error("no such device")))
        return { ref: () => {}, unref: () => {}, terminate: () => {} }
      }
      const { reason } = yield* Effect.flip(GpuEngine.make({ spawn, instead: Effect.never }))
      assert.deepStrictEqual(reason, { _tag: "NoGpu", problem: "Refused", detail: "no such device" })
    })
  )
})
