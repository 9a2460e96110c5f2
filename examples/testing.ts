/**
 * How to test a subnet: with services that are mocked, and with a miner and a validator that talk without a socket.
 *
 *     npm run example -- examples/testing.ts
 *
 * The checks run in a loop of their own here, so that this file needs nothing else. In a project they are tests of
 * `@effect/vitest`: `it.effect("name", () => effect)`.
 */
import { deepStrictEqual, strictEqual } from "node:assert/strict"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Context, Duration, Effect, Fiber, Layer, Result, Schema } from "effect"
import {
  Axon,
  AxonInfo,
  Coldkey,
  Dendrite,
  DendriteError,
  Hotkey,
  ReplayError,
  ReplayGuard,
  SignerError,
  Subtensor,
  Synapse,
  Tao,
  Wallets
} from "effect-bittensor"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { Unreachable } from "effect-bittensor/services/Dendrite"
import { TestClock } from "effect/testing"

// What is tested: a protocol, a miner, and a validator's service that knows no technology.

class Square extends Synapse.make("Square", {
  request: { x: Schema.Int },
  response: { y: Schema.Int },
  signed: ["x"]
}) {}

const miner = Axon.serve(
  Axon.handle(Square, {
    blacklist: (caller) => (caller.hotkey === alice ? Axon.allow : Axon.deny("Alice only")),
    forward: ({ x }) => (x < 1000 ? { y: x * x } : Effect.as(Effect.sleep("1 hour"), { y: x * x }))
  })
)

/** Judges miners: 1 for a right answer, 0 for a wrong one, `undefined` for none, which may be the network's fault. */
class Judge extends Context.Service<
  Judge,
  { readonly scores: (axons: ReadonlyArray<AxonInfo>) => Effect.Effect<ReadonlyArray<number | undefined>> }
>()("example/Judge") {
  static readonly layer: Layer.Layer<Judge, never, Dendrite> = Layer.effect(
    Judge,
    Effect.map(Dendrite, (dendrite) =>
      Judge.of({
        scores: (axons) =>
          Effect.map(dendrite.query(axons, Square, { x: 12 }), (answers) =>
            answers.map(({ result }) => (Result.isSuccess(result) ? Number(result.success.y === 144) : undefined))
          )
      })
    )
  )
}

// Mocks. `Layer.mock` takes the members that the test needs; any other one, once called, is a defect that names it.

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const bob = AxonInfo.of({ ip: "10.0.0.2", port: 8091, hotkey: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" })
const charlie = AxonInfo.of({ ip: "10.0.0.3", port: 8091, hotkey: "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y" })
const dave = AxonInfo.of({ ip: "10.0.0.4", port: 8091, hotkey: "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy" })

/**
 * The methods of a dendrite are generic: they answer whatever protocol they are asked with. So a mock makes its answer with
 * the protocol it is given, which also checks that the answer fits.
 */
const dendriteMock = Layer.mock(Dendrite, {
  query: (axons, synapse) => {
    const results = new Map([
      [bob.hotkey, Result.succeed(synapse.response.make({ y: 144 }))],
      [charlie.hotkey, Result.succeed(synapse.response.make({ y: 143 }))]
    ])
    const unreachable = (axon: AxonInfo) =>
      new DendriteError({
        authority: axon.authority,
        hotkey: axon.hotkey,
        route: synapse.route,
        reason: new Unreachable({ kind: "Refused" })
      })
    return Effect.succeed(
      Array.from(axons, (axon) => ({
        axon,
        elapsed: Duration.millis(20),
        result: results.get(axon.hotkey) ?? Result.fail(unreachable(axon))
      }))
    )
  }
})

/** Members that are no effects have to be given: what is public of the key. */
const publicPart = { address: bob.hotkey, publicKey: new Uint8Array(32), scheme: "sr25519" } as const

const silentHotkey = Layer.mock(Hotkey, {
  ...publicPart,
  sign: () => new SignerError({ address: bob.hotkey, reason: "Unavailable", detail: "the device is unplugged" })
})

/** A key that may be looked at, and not be used: nothing is given for `sign`. */
const coldkeyMock = Layer.mock(Coldkey, publicPart)

const brokenGuard = Layer.mock(ReplayGuard, { advance: () => new ReplayError({ reason: "Unavailable" }) })

const walletsMock = Layer.mock(Wallets, {
  path: "/nowhere",
  list: Effect.succeed([{ name: "old", path: "/nowhere/old", coldkey: undefined, hotkeys: [] }])
})

const richSubtensor = Layer.mock(Subtensor, { balance: () => Effect.succeed(Tao(1000)) })

const axonMock = Layer.mock(Axon, { info: bob })

// A subnet without a socket: the same codec, signatures, replay guard and hooks as over HTTP.

/** Calls the axon of the context as the hotkey of this URI, whatever address it is given. */
const dendriteOf = (uri: string) => DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri })))

const axonLayer = AxonMemory.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })))

const subnetOf = (uri: string) => miner.pipe(Layer.merge(dendriteOf(uri)), Layer.provideMerge(axonLayer))

const ask = Effect.fn("ask")(function* (x: number) {
  const { info } = yield* Axon
  return yield* (yield* Dendrite).forward(info, Square, { x })
})

const checks: Record<string, Effect.Effect<void, unknown>> = {
  "Dendrite mocked: the judge tells right, wrong and nothing apart": Effect.gen(function* () {
    const { scores } = yield* Judge
    deepStrictEqual(yield* scores([bob, charlie, dave]), [1, 0, undefined])
  }).pipe(Effect.provide(Judge.layer.pipe(Layer.provide(dendriteMock)))),

  "Hotkey mocked: a key that cannot sign is an error of the request, and nothing is sent": Effect.gen(function* () {
    const error = yield* Effect.flip(ask(12))
    strictEqual(error.reason._tag, "BadInput")
  }).pipe(
    Effect.provide(
      DendriteLoopback.layer().pipe(Layer.provide(silentHotkey), Layer.merge(miner), Layer.provideMerge(axonLayer))
    )
  ),

  "Coldkey mocked: its address is enough to say who pays": Effect.gen(function* () {
    strictEqual((yield* Coldkey).address, bob.hotkey)
  }).pipe(Effect.provide(coldkeyMock)),

  "Wallets mocked: an empty wallet is found": Effect.gen(function* () {
    const { list } = yield* Wallets
    const empty = (yield* list).filter(({ coldkey, hotkeys }) => coldkey === undefined && hotkeys.length === 0)
    deepStrictEqual(
      empty.map(({ name }) => name),
      ["old"]
    )
  }).pipe(Effect.provide(walletsMock)),

  "ReplayGuard mocked: while its store is down nobody passes": Effect.gen(function* () {
    const error = yield* Effect.flip(ask(12))
    strictEqual(error.status, 503)
  }).pipe(
    Effect.provide(
      miner.pipe(
        Layer.merge(dendriteOf("//Alice")),
        Layer.provideMerge(AxonMemory.layerNoDeps()),
        Layer.provide([brokenGuard, WalletsMemory.layerHotkey({ uri: "//Bob" })])
      )
    )
  ),

  "Subtensor mocked: a balance of one's own": Effect.gen(function* () {
    const subtensor = yield* Subtensor
    strictEqual(yield* subtensor.balance(alice), Tao(1000))
  }).pipe(Effect.provide(richSubtensor)),

  "Axon mocked: what a program says of itself": Effect.gen(function* () {
    strictEqual((yield* Axon).info.authority, "10.0.0.2:8091")
  }).pipe(Effect.provide(axonMock)),

  "loopback: an answer": Effect.gen(function* () {
    deepStrictEqual(yield* ask(12), { y: 144 })
  }).pipe(Effect.provide(subnetOf("//Alice"))),

  "loopback: a stranger is turned away": Effect.gen(function* () {
    const error = yield* Effect.flip(ask(12))
    strictEqual(error.statusMessage, "Forbidden. Key is blacklisted: Alice only.")
  }).pipe(Effect.provide(subnetOf("//Eve"))),

  "loopback and a test clock: twelve seconds pass at once": Effect.gen(function* () {
    const asked = yield* Effect.forkChild(Effect.flip(ask(1000)), { startImmediately: true })
    yield* TestClock.adjust("12 seconds")
    // Who gives up first does not matter: the axon keeps the deadline that the caller names, and answers 408.
    const error = yield* Fiber.join(asked)
    deepStrictEqual([error.reason._tag, error.status], ["TimedOut", 408])
  }).pipe(Effect.provide(subnetOf("//Alice").pipe(Layer.provideMerge(TestClock.layer()))))
}

class ChecksFailed extends Schema.TaggedError<ChecksFailed>()("ChecksFailed", { failed: Schema.Array(Schema.String) }) {
  override get message() {
    return this.failed.join("; ")
  }
}

/** Runs every check, so that one failure does not hide another, and fails if any did. */
const program = Effect.gen(function* () {
  const failed: Array<string> = []
  for (const [name, check] of Object.entries(checks)) {
    const exit = yield* Effect.exit(check)
    if (exit._tag === "Failure") failed.push(name)
    yield* Console.log(exit._tag === "Success" ? `ok    ${name}` : `FAIL  ${name}\n${exit.cause}`)
  }
  yield* Console.log(`${Object.keys(checks).length - failed.length} of ${Object.keys(checks).length} checks passed`)
  if (failed.length > 0) return yield* new ChecksFailed({ failed })
})

NodeRuntime.runMain(program)
