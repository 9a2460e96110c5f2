/** Workers of a browser, played by the test: one that crashes is replaced, and so is one that lies, of whose end no browser tells. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { afterEach, beforeEach, vi } from "vitest"
import type { Wanted } from "../../../../src/layers/internal/pow/solver.ts"
import * as Threads from "../../../../src/layers/internal/pow/Threads.ts"
import { spawnWeb } from "../../../../src/layers/internal/pow/webThreads.ts"
import { Control } from "../../../../src/pow/Control.ts"
import type { Report } from "../../../../src/pow/work.ts"
import * as Seal from "../../../../src/protocol/Seal.ts"

/** A worker as a browser has it. */
class Fake {
  static readonly all: Array<Fake> = []
  isTerminated = false
  #seating: Threads.Seating | undefined
  readonly #listeners: { [type: string]: (event: object) => void } = {}

  constructor(url: URL) {
    assert.match(url.pathname, /webThread\.js$/)
    Fake.all.push(this)
  }
  addEventListener = (type: string, listener: (event: object) => void) => void (this.#listeners[type] = listener)
  postMessage = (message: Threads.Seating) => {
    this.#seating = message
    queueMicrotask(() => this.say({ _tag: "Ready", kernel: "simd" }))
  }
  terminate = () => void (this.isTerminated = true)

  say = (data: Report) => this.#listeners["message"]!({ data })
  claim = (nonce: bigint) => this.say({ _tag: "Found", epoch: new Control(this.#seating!.buffer).epoch, nonce })
  fail = (message: string) => this.#listeners["error"]!({ message })
}

const key = new Uint8Array(32)
/** A search that one nonce alone ends. */
const wanted: Wanted = {
  preimage: Seal.preimage(Seal.classic({ blockHash: key, key })),
  difficulty: 1000n,
  start: 0n,
  isRight: (nonce) => nonce === 7n
}

const searching = Effect.gen(function* () {
  const threads = yield* Threads.make({ workers: 1, spawn: spawnWeb({ device: "cpu", software: false }) })
  yield* threads.ready
  return yield* Effect.forkChild(threads.search(wanted), { startImmediately: true })
})

describe("a worker of a browser", () => {
  beforeEach(() => {
    Fake.all.length = 0
    vi.stubGlobal("Worker", Fake)
  })
  afterEach(() => vi.unstubAllGlobals())

  it.effect("is replaced when it claims what is not true", () =>
    Effect.gen(function* () {
      const search = yield* searching
      const [first] = Fake.all
      first!.claim(6n)
      assert.deepStrictEqual([first!.isTerminated, Fake.all.length], [true, 2])
      Fake.all[1]!.claim(7n)
      assert.strictEqual(yield* Fiber.join(search), 7n)
    })
  )

  it.effect("is replaced when it crashes, until too many have", () =>
    Effect.gen(function* () {
      const search = yield* searching
      for (let crash = 0; crash < 4; crash++) Fake.all.at(-1)!.fail("unreachable executed")
      const { reason } = yield* Effect.flip(Fiber.join(search))
      assert.strictEqual(reason._tag === "WorkersLost" && reason.crashes, 4)
      assert.match(String(reason._tag === "WorkersLost" && reason.cause), /unreachable executed/)
      assert.lengthOf(Fake.all, 4)
    })
  )

  it.effect("ends with the scope, and is not replaced then", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(searching)
      assert.deepStrictEqual(
        Fake.all.map(({ isTerminated }) => isTerminated),
        [true]
      )
    })
  )
})
