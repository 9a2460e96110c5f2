/** Runtimes that take no proof of work, or another one than that of spec 185: none of them is given what it would burn TAO for. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Queue, Stream } from "effect"
import { Coldkey, type ExtrinsicError, Hotkey, PowSolver, Seal, Ss58, Subtensor } from "effect-bittensor"
import * as HexText from "effect-bittensor/protocol/Hex"
import type { Signer } from "effect-bittensor"
import type { Call, Header, RuntimeInfo } from "effect-bittensor/services/subtensor/Core"
import { layerFake } from "../../support/fakeNode.ts"
import { makeHandmade } from "../../support/pow/handmade.ts"
import { blobOf, hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const ALICE = Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
const BOB = Ss58.make("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")

/** A key that counts what it signs. */
const keyOf = (address: typeof ALICE, publicKey: Uint8Array) => {
  const key: Signer & { signed: number } = {
    signed: 0,
    address,
    publicKey,
    scheme: "sr25519",
    sign: () =>
      Effect.sync(() => {
        key.signed++
        return new Uint8Array(64)
      })
  }
  return key
}

/** Two keys and a solver, and what they did. */
const tools = Effect.gen(function* () {
  const [cold, hot] = [keyOf(ALICE, new Uint8Array(32).fill(22)), keyOf(BOB, new Uint8Array(32).fill(11))]
  const { searches, solver } = yield* makeHandmade
  const given = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    effect.pipe(
      Effect.provideService(Coldkey, cold),
      Effect.provideService(Hotkey, hot),
      Effect.provideService(PowSolver, solver)
    )
  return { cold, hot, searches, given }
})

const refusal = <A, R>(effect: Effect.Effect<A, ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => (reason._tag === "Refused" ? reason.check : reason._tag))

describe.skipIf(!hasBlobs)(`real runtimes${hasBlobs ? "" : ` (${noBlobs})`}`, () => {
  /** What they say to each of the calls. */
  const answersOf = (spec: number) =>
    Effect.gen(function* () {
      const { cold, given, hot, searches } = yield* tools
      const subtensor = yield* Subtensor
      const answers = yield* given(
        Effect.all([
          refusal(subtensor.register({ netuid: 1 })),
          refusal(subtensor.register({ netuid: 1, coldkey: ALICE })),
          refusal(subtensor.faucet())
        ])
      )
      assert.deepStrictEqual([searches.length, cold.signed, hot.signed], [0, 0, 0])
      return answers
    }).pipe(Effect.provide(layerFake({ specVersion: spec, metadata: blobOf(spec) })))

  it.live(
    "burn, or have none of the subnets that are asked for: nothing is searched for",
    Effect.fn(function* () {
      assert.deepStrictEqual(yield* answersOf(424), ["ProofOfWork", "ProofOfWork", "NotInRuntime"])
      assert.deepStrictEqual(yield* answersOf(393), ["Subnet", "Subnet", "NotInRuntime"])
    })
  )
})

/** A chain that is played by the test. */
const played = (specVersion: number, calls: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const heads = yield* Queue.unbounded<Header>()
    const chain = { specVersion, sent: [] as Array<Call>, meanwhile: Effect.void as Effect.Effect<unknown> }
    const mine = (number: number) => ({
      number,
      hash: HexText.encode(new Uint8Array(32).fill(number)),
      parentHash: "0x"
    })
    const has: RuntimeInfo["has"] = (kind, _, name) =>
      kind === "call" ? calls.includes(name) : name !== "NetworkPowRegistrationAllowed"
    const argumentsOf = () => ["netuid", "block_number", "nonce", "work", "hotkey", "coldkey"]
    const state: { readonly [item: string]: unknown } = {
      NetworksAdded: true,
      Difficulty: 100n,
      RegistrationsThisInterval: 0,
      TargetRegistrationsPerInterval: 1
    }
    const core = {
      runtime: () => Effect.succeed({ specVersion: chain.specVersion, has, argumentsOf }),
      head: Effect.succeed(mine(0)),
      blocks: Stream.fromQueue(heads),
      query: (_: string, item: string) => Effect.succeed(state[item]),
      submit: (call: Call, signer: Signer) =>
        chain.meanwhile.pipe(
          Effect.andThen(signer.sign(new Uint8Array())),
          Effect.map(() => {
            chain.sent.push(call)
            return { fee: 0n }
          }),
          Effect.mapError((reason) => ({ _tag: "ExtrinsicError", reason, message: reason.message }))
        )
    }
    return {
      chain,
      subtensor: Subtensor.fromCore(core as never),
      next: (number: number) => Queue.offer(heads, mine(number) as Header)
    }
  })

describe("a runtime", () => {
  it.live(
    "burns by its version, even where its metadata look as before",
    Effect.fn(function* () {
      const { given, hot, searches } = yield* tools
      const proof = { netuid: 1, coldkey: ALICE, block: 1, nonce: 0n, work: new Uint8Array(32) }
      for (const specVersion of [401, 1000]) {
        const { next, subtensor } = yield* played(specVersion, ["register"])
        yield* next(1)
        assert.strictEqual(yield* refusal(given(subtensor.register({ netuid: 1 }))), "ProofOfWork")
        assert.strictEqual(yield* refusal(given(subtensor.registerByProof(proof))), "ProofOfWork")
      }
      assert.deepStrictEqual([searches.length, hot.signed], [0, 0])
      const { chain, next, subtensor } = yield* played(400, ["register"])
      yield* next(1)
      yield* given(subtensor.register({ netuid: 1 }))
      assert.deepStrictEqual(
        chain.sent.map(({ name }) => name),
        ["register"]
      )
    })
  )

  it.live(
    "that is replaced by one that burns gets no signature, and is not searched for any more",
    Effect.fn(function* () {
      const { given, hot, searches } = yield* tools
      const proof = { netuid: 1, coldkey: ALICE, block: 1, nonce: 0n, work: new Uint8Array(32) }
      const { chain, next, subtensor } = yield* played(185, ["register"])
      // It comes at the worst moment: when the call is made, and before it is signed.
      chain.meanwhile = Effect.suspend(() => {
        chain.specVersion = 401
        return next(2)
      })
      yield* next(1)
      assert.strictEqual(yield* refusal(given(subtensor.register({ netuid: 1 }))), "ProofOfWork")
      chain.specVersion = 185
      assert.strictEqual(yield* refusal(given(subtensor.registerByProof(proof))), "SignerError")
      assert.deepStrictEqual([searches.length, hot.signed, chain.sent.length], [1, 0, 0])
    })
  )

  it.live(
    "that has pow_register is given its proof, which the coldkey signs",
    Effect.fn(function* () {
      const { cold, given, hot } = yield* tools
      const { chain, next, subtensor } = yield* played(450, ["register", "pow_register"])
      assert.strictEqual(yield* refusal(given(subtensor.register({ netuid: 1, coldkey: ALICE }))), "BadArgument")
      yield* next(7)
      yield* given(subtensor.register({ netuid: 1 }))
      const [call] = chain.sent
      const { nonce, work, ...rest } = call!.args as { readonly nonce: bigint; readonly work: string }
      assert.deepStrictEqual(
        [call!.name, rest, hot.signed, cold.signed],
        ["pow_register", { netuid: 1, work_block: 7n, hotkey: BOB }, 0, 1]
      )
      const [blockHash, hotkey, coldkey] = [7, 11, 22].map((byte) => new Uint8Array(32).fill(byte))
      const seal = Seal.powRegister({ netuid: 1, blockHash: blockHash!, hotkey: hotkey!, coldkey: coldkey! })
      assert.strictEqual(work, HexText.encode(Seal.hash(Seal.preimage(seal), nonce)))
      assert.isAtMost(Number((Seal.value("PowRegister", HexText.decode(work)!) * 100n) >> 256n), 0)
    })
  )
})
