/**
 * Calls that nobody can read before they are in a block. They are opened with the ML-KEM of OpenSSL, which had no part in closing them.
 */
import { decapsulate, generateKeyPairSync, type KeyObject } from "node:crypto"
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js"
import { assert, describe, it } from "@effect/vitest"
import { Twox128 } from "@polkadot-api/substrate-bindings"
import { Effect, Fiber, Layer, Result, Stream } from "effect"
import { Coldkey, Devnet, type ExtrinsicError, Subtensor, Tao } from "effect-bittensor"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { SubmitOptions } from "effect-bittensor/services/subtensor/Core"
import { seal } from "../../../../src/layers/internal/subtensor/extrinsic/shield.ts"
import * as shielded from "../../../support/shieldedChain.ts"
import { toHex } from "../../../support/vectors.ts"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const to = { to: BOB, amount: Tao(1) }

interface Author {
  readonly key: Uint8Array
  readonly secret: KeyObject
}

/** An author's key is the end of what X.509 makes of it. */
const author = (): Author => {
  const { privateKey, publicKey } = generateKeyPairSync("ml-kem-768")
  return { key: new Uint8Array(publicKey.export({ type: "spki", format: "der" })).slice(-1184), secret: privateKey }
}

/** What an author reads, if it is meant for it. */
const open = ({ key, secret }: Author, ciphertext: Uint8Array): Uint8Array | undefined => {
  const [hash, length] = [ciphertext.subarray(0, 16), new DataView(ciphertext.buffer).getUint16(16, true)]
  if (length !== 1088 || toHex(hash) !== toHex(Twox128(key))) return undefined
  const [nonce, body] = [ciphertext.subarray(18 + length, 42 + length), ciphertext.subarray(42 + length)]
  const shared = new Uint8Array(decapsulate(secret, ciphertext.subarray(18, 18 + length)))
  return xchacha20poly1305(shared, nonce).decrypt(body)
}

const publish = (one: Author) =>
  Effect.flatMap(Devnet, (devnet) => devnet.setStorage("MevShield", "NextKey", [], one.key))

/** Puts into the next block what was submitted in this one, if it can be opened. */
const authoring = (one: Author) =>
  Effect.gen(function* () {
    const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
    const reveal = Effect.gen(function* () {
      const submitted = yield* devnet.read("MevShield", "Submitted")
      const inner = submitted instanceof Uint8Array ? open(one, Uint8Array.from(submitted)) : undefined
      // It lies there until the next one is submitted, and is sent in vain from then on.
      if (inner !== undefined) yield* Effect.ignore(subtensor.rpc("author_submitExtrinsic", [toHex(inner)]))
    })
    yield* Effect.forkScoped(
      Stream.runForEach(devnet.heads, () => reveal),
      { startImmediately: true }
    )
    yield* devnet.setSealing({ interval: "30 millis" })
  })

const withKeys = (devnet: Layer.Layer<Devnet>) =>
  Layer.mergeAll(
    SubtensorRpc.layerDevnet().pipe(Layer.provideMerge(devnet), Layer.orDie),
    Layer.orDie(WalletsMemory.layerColdkey({ uri: "//Alice" }))
  )
const onChain = Effect.provide(withKeys(shielded.layer))

const reasonOf = <A, R>(effect: Effect.Effect<A, ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

const transfer = (options?: SubmitOptions) =>
  Effect.flatMap(Subtensor, (subtensor) => subtensor.transfer(to, { shielded: true, ...options }))

describe("what is sealed", () => {
  it("is opened by whoever has the key, and only then", () => {
    const [alice, bob] = [author(), author()]
    const ciphertext = Result.getOrThrow(seal(alice.key, Uint8Array.of(1, 2, 3)))
    assert.strictEqual(ciphertext.length, 16 + 2 + 1088 + 24 + 3 + 16)
    assert.deepStrictEqual(open(alice, ciphertext), Uint8Array.of(1, 2, 3))
    assert.isUndefined(open(bob, ciphertext))
    assert.throws(() => open({ ...alice, secret: bob.secret }, ciphertext))
    assert.notDeepEqual(Result.getOrThrow(seal(alice.key, Uint8Array.of(1, 2, 3))), ciphertext)
  })

  it("has to fit, and needs a key", () => {
    const { key } = author()
    const reason = (result: ReturnType<typeof seal>) =>
      Result.match(result, { onFailure: ({ reason }) => reason._tag, onSuccess: ({ length }) => length })
    assert.strictEqual(reason(seal(key, new Uint8Array(7046))), 8192)
    assert.strictEqual(reason(seal(key, new Uint8Array(7047))), "BadArgument")
    assert.strictEqual(reason(seal(key.subarray(1), new Uint8Array())), "Undecodable")
    // As long as a key, and with numbers that none has.
    assert.strictEqual(reason(seal(new Uint8Array(1184).fill(255), new Uint8Array())), "Undecodable")
  })
})

const expired = { _tag: "Dropped", status: "Expired", isFinal: true } as const

describe("a shielded call", () => {
  it.live(
    "comes after the one that hides it, costs both fees, and is what the receipt is about",
    Effect.fn(
      function* () {
        const [devnet, subtensor, coldkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey]
        const one = author()
        yield* publish(one)
        // In its first block this chain takes other fees than later on.
        yield* devnet.mine()
        const plan = yield* subtensor.plan.transfer(to, { shielded: true, tip: 7n })
        const [before, free] = [yield* subtensor.balance(BOB), yield* subtensor.balance(coldkey.address)]
        yield* authoring(one)
        const receipt = yield* transfer({ tip: 7n, waitFor: "finality" })
        assert.strictEqual(yield* subtensor.balance(BOB), before + Tao(1))
        assert.strictEqual(yield* subtensor.balance(coldkey.address), free - Tao(1) - receipt.fee)
        assert.isTrue(receipt.isFinal)
        assert.include(
          receipt.events.map(({ name }) => name),
          "Transfer"
        )
        // The plan is about the call, and says that it is hidden.
        assert.strictEqual(plan.call.name, "transfer_keep_alive")
        assert.include(plan.effects.at(-1), "nobody but the authors")
        assert.strictEqual(plan.fee, receipt.fee)
      },
      Effect.scoped,
      onChain
    )
  )

  it.live(
    "has two nonces, which nobody else takes",
    Effect.fn(
      function* () {
        const subtensor = yield* Subtensor
        const one = author()
        yield* publish(one)
        yield* authoring(one)
        const before = yield* subtensor.balance(BOB)
        const open = subtensor.transfer(to)
        yield* Effect.all([transfer(), open, open], { concurrency: "unbounded" })
        assert.strictEqual(yield* subtensor.balance(BOB), before + Tao(3))
      },
      Effect.scoped,
      onChain
    )
  )

  it.live(
    "says why it failed",
    Effect.fn(
      function* () {
        const [subtensor, coldkey] = [yield* Subtensor, yield* Coldkey]
        const one = author()
        yield* publish(one)
        yield* authoring(one)
        const call = { pallet: "SubtensorModule", name: "burned_register", args: { netuid: 77, hotkey: BOB } }
        const reason = yield* reasonOf(subtensor.submit(call, coldkey, { shielded: true }))
        assert.deepInclude(reason, { _tag: "PalletError", name: "NetworkDoesNotExist" })
      },
      Effect.scoped,
      onChain
    )
  )

  it.live(
    "is dropped if no author can open it, and no pool ever had it",
    Effect.fn(
      function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        yield* publish(author())
        const { number } = yield* devnet.head
        const sent = yield* Effect.forkChild(reasonOf(transfer({ deadline: "20 seconds" })))
        // The first of the blocks has what hides it; from then on it is looked for.
        for (let block = 0; block < 7; block++) {
          yield* Effect.sleep("60 millis")
          yield* devnet.mine()
          if (block > 0) assert.deepStrictEqual(yield* subtensor.rpc("author_pendingExtrinsics"), [])
        }
        assert.deepInclude(yield* Fiber.join(sent), { ...expired, lapses: number + 8 })
        // Its nonce is free again.
        assert.strictEqual(yield* subtensor.rpc("system_accountNextIndex", [(yield* Coldkey).address]), 1)
      },
      Effect.scoped,
      onChain
    )
  )

  it.live(
    "is hidden anew if the key was replaced before the pool had it",
    Effect.fn(
      function* () {
        const [devnet, subtensor, coldkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey]
        const [old, next] = [author(), author()]
        yield* publish(old)
        yield* authoring(next)
        let signatures = 0
        const replace = Effect.suspend(() => (signatures++ === 0 ? publish(next) : Effect.void))
        const slow = {
          address: coldkey.address,
          publicKey: coldkey.publicKey,
          scheme: coldkey.scheme,
          sign: (message: Uint8Array) =>
            Effect.andThen(Effect.orDie(Effect.provideService(replace, Devnet, devnet)), coldkey.sign(message))
        }
        const call = { pallet: "Balances", name: "transfer_keep_alive", args: { dest: BOB, value: 5n } }
        const before = yield* subtensor.balance(BOB)
        yield* subtensor.submit(call, slow, { shielded: true })
        assert.strictEqual(yield* subtensor.balance(BOB), before + 5n)
        assert.strictEqual(signatures, 4)
      },
      Effect.scoped,
      onChain
    )
  )

  it.live(
    "needs a key and a short era",
    Effect.fn(function* () {
      const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
      const none = yield* reasonOf(transfer())
      assert.deepInclude(none, { _tag: "Refused", check: "ShieldKey" })
      assert.deepEqual(yield* reasonOf(subtensor.plan.transfer(to, { shielded: true })), none)
      yield* devnet.setStorage("MevShield", "NextKey", [], new Uint8Array(3))
      assert.deepInclude(yield* reasonOf(transfer()), { _tag: "Undecodable", item: "MevShield.NextKey" })
      yield* publish(author())
      for (const era of [9, "immortal"] as const) {
        assert.deepInclude(yield* reasonOf(transfer({ era })), { _tag: "BadArgument", item: "era" })
      }
    }, onChain)
  )

  it.live(
    "needs a runtime that hides",
    Effect.fn(
      function* () {
        assert.strictEqual((yield* reasonOf(transfer()))._tag, "NotInRuntime")
      },
      Effect.provide(withKeys(DevnetMemory.layer()))
    )
  )
})
