/** What every `ReplayGuard` must do, wherever it remembers. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, type Layer, Schema } from "effect"
import type { Options } from "../../src/layers/ReplayGuardMemory.ts"
import { type Advance, type ReplayError, ReplayGuard } from "../../src/services/ReplayGuard.ts"

/** What a guard says to one request: `passed`, or the reason. */
export const said = (request: Advance): Effect.Effect<"passed" | ReplayError["reason"], never, ReplayGuard> =>
  Effect.flatMap(ReplayGuard, (guard) =>
    Effect.match(guard.advance(request), { onSuccess: () => "passed", onFailure: ({ reason }) => reason })
  )

const second = 1_000_000_000n

/** Requests around one moment; what is not said of one is the same for all. Expired lanes are those whose expiry is given. */
const requests = Effect.map(Clock.currentTimeNanos, (start) => {
  const at = (nanos: number): bigint => start + BigInt(nanos)
  const request = (change: Partial<Advance> = {}): Advance => ({
    receiver: "5R",
    hotkey: "5A",
    uuid: "u",
    nonce: at(0),
    expiry: start + 60n * second,
    ...change
  })
  return { at, ask: (change?: Partial<Advance>) => said(request(change)), expired: { expiry: start - second } }
})

const Asked = Schema.Struct({
  receiver: Schema.Literals(["5R", "5S"]),
  hotkey: Schema.Literals(["5A", "5B"]),
  uuid: Schema.Literals(["u", "v", "w"]),
  nonce: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 20 }))
})

/** The same, as plainly as it can be said. */
const makeModel = (bounds: { readonly maxLanes: number; readonly maxLanesPerHotkey: number }) => {
  const last = new Map<string, number>()
  return ({ hotkey, nonce, receiver, uuid }: typeof Asked.Type): "passed" | ReplayError["reason"] => {
    const owner = `${receiver} ${hotkey} `
    const known = last.get(owner + uuid)
    if (known !== undefined && nonce <= known) return "Replayed"
    const held = [...last.keys()].filter((lane) => lane.startsWith(owner)).length
    if (known === undefined && held >= bounds.maxLanesPerHotkey) return "TooManyLanes"
    if (known === undefined && last.size >= bounds.maxLanes) return "Full"
    last.set(owner + uuid, nonce)
    return "passed"
  }
}

/** Runs the suite. Each layer is a guard of its own, that knows nothing and is ready. */
export const suite = (name: string, layer: (options?: Options) => Layer.Layer<ReplayGuard, unknown>) => {
  const test = (title: string, body: Effect.Effect<void, never, ReplayGuard>, options?: Options) =>
    it.live(title, () => Effect.provide(body, layer(options)))

  describe(`${name}: lanes`, () => {
    test(
      "let only a larger nonce pass",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        assert.strictEqual(yield* ask({ nonce: at(5) }), "passed")
        assert.strictEqual(yield* ask({ nonce: at(5) }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: at(4) }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: at(6) }), "passed")
      })
    )

    test(
      "are apart: another uuid, another hotkey, another receiver",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        assert.strictEqual(yield* ask({ nonce: at(5) }), "passed")
        for (const other of [{ uuid: "v" }, { hotkey: "5B" }, { receiver: "5S" }]) {
          assert.strictEqual(yield* ask({ nonce: at(1), ...other }), "passed")
          assert.strictEqual(yield* ask({ nonce: at(1), ...other }), "Replayed")
        }
      })
    )

    test(
      "do not remember a nonce that did not pass",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        assert.strictEqual(yield* ask({ nonce: at(3) }), "passed")
        assert.strictEqual(yield* ask({ nonce: at(2) }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: at(4) }), "passed")
      })
    )

    test(
      "refuse what is older than the guard, for it may have passed before",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        assert.strictEqual(yield* ask({ nonce: at(-3600e9) }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: at(0) }), "passed")
      })
    )

    test(
      "take legacy nonces, which count from a boot and not from 1970",
      Effect.gen(function* () {
        const { ask } = yield* requests
        assert.strictEqual(yield* ask({ nonce: 5n }), "passed")
        assert.strictEqual(yield* ask({ nonce: 5n }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: 40n }), "passed")
        assert.strictEqual(yield* ask({ nonce: 6n }), "Replayed", "compared as numbers, not as texts")
      })
    )

    test(
      "let one of many equal requests pass that come at once",
      Effect.gen(function* () {
        const { ask } = yield* requests
        const answers = yield* Effect.all(
          Array.from({ length: 50 }, () => ask()),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(answers.filter((answer) => answer === "passed").length, 1)
        assert.strictEqual(answers.filter((answer) => answer === "Replayed").length, 49)
      })
    )
  })

  describe(`${name}: what is forgotten`, () => {
    test(
      "never passes again",
      Effect.gen(function* () {
        const { ask, at, expired } = yield* requests
        assert.strictEqual(yield* ask({ nonce: at(5), ...expired }), "passed")
        assert.strictEqual(
          yield* ask({ nonce: at(9), uuid: "v" }),
          "passed",
          "the first lane is forgotten for this one"
        )
        assert.strictEqual(yield* ask({ nonce: at(5) }), "Replayed")
        assert.strictEqual(yield* ask({ nonce: at(6) }), "passed")
      })
    )

    test(
      "counts for no bound of a hotkey",
      Effect.gen(function* () {
        const { ask, at, expired } = yield* requests
        for (const uuid of ["a", "b"]) assert.strictEqual(yield* ask({ uuid, ...expired }), "passed")
        for (const uuid of ["c", "d"]) assert.strictEqual(yield* ask({ uuid, nonce: at(1) }), "passed")
        assert.strictEqual(yield* ask({ uuid: "e", nonce: at(2) }), "TooManyLanes")
      }),
      { maxLanesPerHotkey: 2 }
    )

    test(
      "makes room in a full guard, though a lane that lives longer stands before it",
      Effect.gen(function* () {
        const { ask, at, expired } = yield* requests
        assert.strictEqual(yield* ask({ hotkey: "legacy", nonce: 5n }), "passed")
        for (const hotkey of ["5A", "5B"]) assert.strictEqual(yield* ask({ hotkey, ...expired }), "passed")
        for (const hotkey of ["5C", "5D"]) assert.strictEqual(yield* ask({ hotkey, nonce: at(1) }), "passed")
        assert.strictEqual(yield* ask({ hotkey: "legacy", nonce: 5n }), "Replayed")
        assert.strictEqual(yield* ask({ hotkey: "5E", nonce: at(2) }), "Full")
      }),
      { maxLanes: 3 }
    )
  })

  describe(`${name}: bounds`, () => {
    test(
      "hold for the lanes of one hotkey, and of no other; known lanes advance",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        for (const uuid of ["a", "b"]) assert.strictEqual(yield* ask({ uuid }), "passed")
        assert.strictEqual(yield* ask({ uuid: "c" }), "TooManyLanes")
        assert.strictEqual(yield* ask({ uuid: "a", nonce: at(1) }), "passed")
        for (const other of [{ hotkey: "5B" }, { hotkey: "5AA" }, { receiver: "5S" }]) {
          assert.strictEqual(yield* ask({ uuid: "c", ...other }), "passed")
        }
      }),
      { maxLanesPerHotkey: 2 }
    )

    test(
      "are 64 lanes of one hotkey unless said otherwise",
      Effect.gen(function* () {
        const { ask } = yield* requests
        for (let i = 0; i < 64; i++) assert.strictEqual(yield* ask({ uuid: `${i}` }), "passed")
        assert.strictEqual(yield* ask({ uuid: "64" }), "TooManyLanes")
      })
    )

    test(
      "hold for all lanes; none that is alive is forgotten for another",
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        for (const hotkey of ["5A", "5B"]) assert.strictEqual(yield* ask({ hotkey }), "passed")
        assert.strictEqual(yield* ask({ hotkey: "5C" }), "Full")
        assert.strictEqual(yield* ask({ hotkey: "5A", nonce: at(1) }), "passed")
        for (const nonce of [at(0), at(1)]) assert.strictEqual(yield* ask({ hotkey: "5A", nonce }), "Replayed")
        assert.strictEqual(yield* ask({ hotkey: "5B" }), "Replayed")
      }),
      { maxLanes: 2 }
    )
  })

  const bounds = { maxLanes: 8, maxLanesPerHotkey: 2 }
  it.live.prop(
    `${name}: agrees with a simple model, whatever is asked in whatever order`,
    { asked: Schema.Array(Asked).check(Schema.isMaxLength(60)) },
    ({ asked }) =>
      Effect.gen(function* () {
        const { ask, at } = yield* requests
        const model = makeModel(bounds)
        for (const one of asked) assert.strictEqual(yield* ask({ ...one, nonce: at(one.nonce) }), model(one))
      }).pipe(Effect.provide(layer(bounds))),
    { arbitrary: { runs: 50, maxShrinks: 50 } }
  )
}
