/** What every `Subtensor` must do, however it reaches its chain. The chain is a fresh `Devnet`, sealed by hand. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { type ChainError, Coldkey, Devnet, type ExtrinsicError, Hotkey, Subtensor } from "effect-bittensor"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { Call } from "effect-bittensor/services/subtensor/Core"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const NOBODY = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"

export const keys = Layer.mergeAll(
  WalletsMemory.layerColdkey({ uri: "//Alice" }),
  WalletsMemory.layerHotkey({ uri: "//Bob" })
)

const pay = (rao: bigint): Call => ({
  pallet: "Balances",
  name: "transfer_allow_death",
  args: { dest: BOB, value: rao }
})

const reasonOf = <A, R>(effect: Effect.Effect<A, ChainError | ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

const freeOf = (address: string) =>
  Effect.flatMap(Subtensor, ({ query }) =>
    Effect.map(query("System", "Account", [address]), (account) => (account as { data: { free: bigint } }).data.free)
  )

/** The tests, over a layer that gives the service and its chain. */
export const suite = (name: string, layer: Layer.Layer<Subtensor | Devnet, unknown>): void => {
  const onChain = Effect.provide(Layer.mergeAll(Layer.orDie(layer), Layer.orDie(keys)))

  describe(`${name} reads`, () => {
    it.live(
      "storage, one item or many, with defaults",
      Effect.fn(function* () {
        const subtensor = yield* Subtensor
        assert.strictEqual(yield* subtensor.query("SubtensorModule", "Tempo", [3]), 99)
        assert.deepStrictEqual(yield* subtensor.queryMany("SubtensorModule", "Kappa", [[3], [7]]), [32_767, 32_767])
        assert.isUndefined(yield* subtensor.query("SubtensorModule", "Uids", [3, BOB]))
        assert.isAbove(Number(yield* freeOf(ALICE)), 1e15)
      }, onChain)
    )

    it.live(
      "all entries of an item, with their keys",
      Effect.fn(function* () {
        const subtensor = yield* Subtensor
        const entries = yield* Stream.runCollect(subtensor.entries("System", "Account"))
        assert.include(
          entries.map(([[account]]) => account),
          ALICE
        )
        const added = yield* Stream.runCollect(subtensor.entries("SubtensorModule", "NetworksAdded"))
        assert.isAbove(added.length, 0)
        assert.isTrue(added.every(([[netuid], value]) => typeof netuid === "number" && value === true))
        // A whole key is there or not, which a read that knows a default does not tell.
        const tempo = (netuid: number) => Stream.runCollect(subtensor.entries("SubtensorModule", "Tempo", [netuid]))
        assert.deepStrictEqual(yield* tempo(3), [[[3], 99]])
        assert.deepStrictEqual(yield* tempo(60_000), [])
      }, onChain)
    )

    it.live(
      "at a block, by its number or hash",
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const before = yield* subtensor.head
        yield* devnet.setBalance(NOBODY, 1_000_000n)
        yield* devnet.mine(2)
        yield* devnet.setBalance(NOBODY, 2_000_000n)
        yield* devnet.mine()
        const free = (block: number | `0x${string}`) =>
          Effect.map(subtensor.query("System", "Account", [NOBODY], { block }), (account) =>
            Number((account as { data: { free: bigint } }).data.free)
          )
        assert.deepStrictEqual(
          yield* Effect.all([free(1), free((yield* subtensor.header(3)).hash)]),
          [1_000_000, 2_000_000]
        )
        assert.strictEqual((yield* subtensor.head).number, before.number + 3)
      }, onChain)
    )

    it.live(
      "constants, runtime APIs, events and raw answers",
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        assert.strictEqual(yield* subtensor.constant("Balances", "ExistentialDeposit"), 500n)
        const cost = yield* subtensor.runtimeCall("SubnetRegistrationRuntimeApi", "get_network_registration_cost")
        assert.typeOf(cost, "bigint")
        yield* devnet.mine()
        const events = yield* subtensor.events()
        assert.include(
          events.map(({ name, pallet }) => `${pallet}.${name}`),
          "System.ExtrinsicSuccess"
        )
        assert.strictEqual(yield* subtensor.rpc("system_chain"), "Bittensor")
      }, onChain)
    )

    it.live(
      "and says why it cannot",
      Effect.fn(function* () {
        const subtensor = yield* Subtensor
        const tagOf = <A>(read: Effect.Effect<A, ChainError>) => Effect.map(reasonOf(read), ({ _tag }) => _tag)
        assert.strictEqual(yield* tagOf(subtensor.query("SubtensorModule", "Nothing")), "NotInRuntime")
        assert.strictEqual(yield* tagOf(subtensor.query("SubtensorModule", "Tempo", [70_000])), "BadArgument")
        assert.strictEqual(yield* tagOf(subtensor.query("System", "Account", [])), "BadArgument")
        assert.strictEqual(yield* tagOf(subtensor.query("System", "Account", ["5Grw"])), "BadArgument")
        assert.strictEqual(yield* tagOf(subtensor.constant("Balances", "Nothing")), "NotInRuntime")
        assert.strictEqual(
          yield* tagOf(subtensor.runtimeCall("SwapRuntimeApi", "current_alpha_price", [1])),
          "NotInRuntime"
        )
        assert.strictEqual(yield* tagOf(subtensor.header(1_000_000)), "BlockUnavailable")
        assert.strictEqual(yield* tagOf(subtensor.rpc("no_such")), "Rejected")
      }, onChain)
    )
  })

  describe(`${name} follows`, () => {
    it.live(
      "every block, and those that become final",
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const take = (stream: typeof subtensor.blocks) =>
          Effect.forkChild(Stream.runCollect(Stream.take(stream, 6)), { startImmediately: true })
        const [best, final] = [yield* take(subtensor.blocks), yield* take(subtensor.finalizedBlocks)]
        // Their subscriptions are there once the first of them is.
        yield* Effect.sleep("50 millis")
        yield* devnet.mine(5)
        const numbers = Effect.map(Effect.all([Fiber.join(best), Fiber.join(final)]), (all) =>
          all.map((headers) => headers.map(({ number }) => number))
        )
        assert.deepStrictEqual(yield* numbers, [
          [0, 1, 2, 3, 4, 5],
          [0, 1, 2, 3, 4, 5]
        ])
      }, onChain)
    )

    it.live(
      "what an item holds",
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const seen = yield* Effect.forkChild(
          Stream.runCollect(Stream.take(subtensor.changes("SubtensorModule", "Tempo", [3]), 2)),
          { startImmediately: true }
        )
        yield* Effect.sleep("50 millis")
        yield* devnet.setStorage("SubtensorModule", "Tempo", [3], 7)
        assert.deepStrictEqual(yield* Fiber.join(seen), [99, 7])
      }, onChain)
    )
  })

  describe(`${name} acts`, () => {
    it.live(
      "once, and says where, for how much, and what happened",
      Effect.fn(function* () {
        const [devnet, subtensor, coldkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey]
        yield* devnet.setSealing("instant")
        const before = yield* freeOf(BOB)
        const plan = yield* subtensor.plan(pay(5n), coldkey.address)
        const receipt = yield* subtensor.submit(pay(5n), coldkey)
        assert.strictEqual(yield* freeOf(BOB), before + 5n)
        assert.strictEqual(receipt.fee, plan.fee)
        assert.strictEqual(receipt.block.number, 1)
        assert.include(
          receipt.events.map(({ name }) => name),
          "Transfer"
        )
        assert.isTrue((yield* subtensor.submit(pay(5n), coldkey, { waitFor: "finality" })).isFinal)
      }, onChain)
    )

    it.live(
      "for many fibers at once, each nonce once",
      Effect.fn(function* () {
        const [devnet, subtensor, coldkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey]
        yield* devnet.setSealing({ interval: "50 millis" })
        const before = yield* freeOf(BOB)
        const amounts = Array.from({ length: 20 }, (_, index) => BigInt(index + 1))
        const receipts = yield* Effect.forEach(amounts, (rao) => subtensor.submit(pay(rao), coldkey), {
          concurrency: "unbounded"
        })
        assert.strictEqual(new Set(receipts.map(({ hash }) => hash)).size, 20)
        assert.strictEqual(yield* freeOf(BOB), before + 210n)
      }, onChain)
    )

    it.live(
      "and says why it did not",
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const [coldkey, hotkey] = [yield* Coldkey, yield* Hotkey]
        yield* devnet.setSealing("instant")
        const call = { pallet: "SubtensorModule", name: "burned_register", args: { netuid: 77, hotkey: BOB } }
        const refused = yield* reasonOf(subtensor.submit(call, coldkey))
        assert.strictEqual(refused._tag === "PalletError" && refused.name, "NetworkDoesNotExist")
        for (const nonce of [-1, 1.5, 2 ** 32, Number.NaN]) {
          const none = yield* reasonOf(subtensor.submit(pay(1n), coldkey, { nonce }))
          assert.strictEqual(none._tag === "BadArgument" && none.item, "nonce")
        }
        const stale = yield* reasonOf(subtensor.submit(pay(1n), coldkey, { nonce: 0 }))
        assert.strictEqual(stale._tag, "PoolRefused")
        const sudo = { pallet: "AdminUtils", name: "sudo_set_tempo", args: { netuid: 3, tempo: 5 } }
        const origin = yield* reasonOf(subtensor.submit(sudo, hotkey))
        assert.strictEqual(origin._tag === "DispatchError" && origin.kind, "BadOrigin")
        const wrong = yield* reasonOf(subtensor.submit({ ...call, args: { netuid: 1 } }, coldkey))
        assert.strictEqual(wrong._tag, "BadArgument")
        const lacking = yield* reasonOf(subtensor.submit({ pallet: "Swap", name: "add", args: {} }, coldkey))
        assert.strictEqual(lacking._tag, "NotInRuntime")
      }, onChain)
    )

    it.live(
      "or that it is not known, once it is sent and nothing is heard of it",
      Effect.fn(function* () {
        const [subtensor, coldkey] = [yield* Subtensor, yield* Coldkey]
        const unresolved = yield* reasonOf(subtensor.submit(pay(5n), coldkey, { deadline: "300 millis", era: 8 }))
        assert.strictEqual(unresolved._tag === "Unresolved" && unresolved.lapses, 8)
      }, onChain)
    )
  })
}
