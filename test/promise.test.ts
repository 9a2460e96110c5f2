/** The chain without Effect: on the embedded chain, in the process and behind a socket. */
import { Effect } from "effect"
import { ChainError, type Coldkey, ExtrinsicError, type Hotkey, type PowSolver, Tao, Wallets } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
import { type Bittensor, connect, fromLayer } from "effect-bittensor/promise"
import { layerTest } from "effect-bittensor/testing"
import { NodeServices } from "@effect/platform-node"
import { afterEach, assert, describe, expectTypeOf, it, vi } from "vitest"
import { temporaryDirectory } from "./support/temporary.ts"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

afterEach(() => void vi.unstubAllEnvs())

describe("a chain as promises", () => {
  it("reads, plans and acts", async () => {
    await using bittensor = await fromLayer(layerTest)
    assert.strictEqual(await bittensor.network(), "devnet")
    const tempo = await bittensor.query("SubtensorModule", "Tempo", [3])
    expectTypeOf(tempo).toEqualTypeOf<number>()
    assert.strictEqual(tempo, 99)

    const plan = await bittensor.plan.transfer({ to: BOB, amount: Tao(10) })
    const { fee } = await bittensor.transfer({ to: BOB, amount: Tao(10) })
    assert.strictEqual(fee, plan.fee)
    assert.strictEqual((await bittensor.head()).number, 1)
    assert.strictEqual((await bittensor.metagraph(3)).n, 0)
  })

  it("iterates over blocks and entries, for as long as they are wanted", async () => {
    await using bittensor = await fromLayer(layerTest)
    const netuids: Array<unknown> = []
    for await (const [[netuid]] of bittensor.entries("SubtensorModule", "NetworksAdded")) netuids.push(netuid)
    assert.sameMembers(netuids, [0, 3])

    const numbers: Array<number> = []
    for await (const { number } of bittensor.blocks) {
      numbers.push(number)
      if (numbers.length === 3) break
      await bittensor.transfer({ to: BOB, amount: Tao(1) })
    }
    assert.deepStrictEqual(numbers, [0, 1, 2])
  })

  it("is rejected with the error that says what was wrong", async () => {
    await using bittensor = await fromLayer(layerTest)
    const reject = (promise: Promise<unknown>) =>
      promise.then(
        () => assert.fail("it was not rejected"),
        (error: unknown) => error
      )
    assert.instanceOf(await reject(bittensor.query("SubtensorModule", "Nothing")), ChainError)
    assert.instanceOf(await reject(bittensor.transfer({ to: BOB, amount: Tao(10 ** 9) })), ExtrinsicError)
    assert.instanceOf(await reject(connect("ws://127.0.0.1:1")), ChainError)
    vi.stubEnv("BT_SUBTENSOR_CHAIN_ENDPOINT", "ws://127.0.0.1:2")
    assert.match(String(await reject(connect())), /ws:\/\/127\.0\.0\.1:2/)
  })

  it("does not offer what a key that was not given would sign", () => {
    expectTypeOf<Bittensor["transfer"]>().toBeNever()
    expectTypeOf<Bittensor<Hotkey>["transfer"]>().toBeNever()
    expectTypeOf<Bittensor<Hotkey>["setWeights"]>().toBeFunction()
    expectTypeOf<Bittensor<Coldkey | Hotkey>["register"]>().toBeNever()
    expectTypeOf<Bittensor<Coldkey | Hotkey | PowSolver>["register"]>().toBeFunction()
    expectTypeOf<Awaited<ReturnType<typeof connect<{ coldkey: { wallet: "alice" } }>>>["transfer"]>().toBeFunction()
  })

  it("connects over a socket, signs with a wallet's keys, and lets go of both", async () => {
    const program = Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const node = yield* DevnetNode.make({ port: 0 })
      const wallet = yield* Wallets.use((wallets) => wallets.create({ name: "alice", encrypt: false })).pipe(
        Effect.provide(WalletsFile.layer({ path }))
      )
      yield* node.setBalance((yield* wallet.coldkey).address, Tao(100))
      yield* Effect.promise(async () => {
        const bittensor = await connect(node.url!, { coldkey: { wallet: "alice", path }, metadata: false })
        const { block } = await bittensor.transfer({ to: BOB, amount: Tao(1) })
        assert.strictEqual(block.number, 1)
        await bittensor.close()
        await bittensor.head().then(
          () => assert.fail("it still answers"),
          () => {}
        )
      })
    })
    await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
  })
})
