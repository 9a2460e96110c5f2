/** A chain, a faulty proxy before it, and clients of both kinds: those that come through the proxy and those that see what is true. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Context, Effect, Layer, Stream } from "effect"
import { type ChainError, Coldkey, type ExtrinsicError } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { DevnetShape } from "effect-bittensor/services/Devnet"
import type { SubtensorShape } from "effect-bittensor/services/Subtensor"
import type { Call } from "effect-bittensor/services/subtensor/Core"
import { afterAll } from "vitest"
import * as FaultProxy from "./faultProxy.ts"

export const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

/** Asked for once for all tests of a file. */
const metadata = mkdtempSync(join(tmpdir(), "effect-bittensor-metadata-"))
afterAll(() => rmSync(metadata, { recursive: true, force: true }))

export const patience: SubtensorRpc.Options = { metadata, deadline: "3 seconds", silence: "300 millis" }

/** Of a read, or of a submission. */
export type Failure = ChainError | ExtrinsicError

/** Why something failed. */
export const reasonOf = <A, R>(effect: Effect.Effect<A, Failure, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)
/** Why something failed, in a word. */
export const tagOf = <A, R>(effect: Effect.Effect<A, Failure, R>) => Effect.map(reasonOf(effect), ({ _tag }) => _tag)

/** A client that comes through proxies. */
export const clientOf = (proxies: ReadonlyArray<FaultProxy.FaultProxy>, options: SubtensorRpc.Options = {}) =>
  SubtensorRpc.make(proxies.map(({ url }) => url).join(","), { ...patience, ...options })

export interface World {
  readonly devnet: DevnetShape
  readonly proxy: FaultProxy.FaultProxy
  readonly subtensor: SubtensorShape
}

/** One of each. */
export const world = (chain: DevnetNode.Options = {}, options: SubtensorRpc.Options = {}) =>
  Effect.gen(function* () {
    const devnet = yield* DevnetNode.make({ port: 0, sealing: "manual", ...chain })
    const proxy = yield* FaultProxy.make(devnet.url!)
    return { devnet, proxy, subtensor: yield* clientOf([proxy], options) } satisfies World
  })

/** A key of that name. */
export const keyOf = (uri: string, scheme: "sr25519" | "ed25519" = "sr25519") =>
  Effect.map(Layer.build(WalletsMemory.layerColdkey({ uri, scheme })), (context) => Context.get(context, Coldkey))

/** A payment to Bob; those of other amounts are other ones. */
export const pay = (rao: bigint): Call => ({
  pallet: "Balances",
  name: "transfer_allow_death",
  args: { dest: BOB, value: rao }
})

/** Asks the chain itself, without a socket. */
export const truth = (devnet: DevnetShape) =>
  Effect.gen(function* () {
    const { messages, send } = yield* devnet.connect
    const pull = yield* Stream.toPull(messages)
    const ready: Array<string> = []
    const next = Effect.gen(function* () {
      while (ready.length === 0) ready.push(...(yield* pull))
      return ready.shift()!
    })
    return (method: string, ...params: ReadonlyArray<unknown>) =>
      Effect.gen(function* () {
        yield* send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))
        return (JSON.parse(yield* next) as { readonly result: unknown }).result
      }).pipe(Effect.orDie)
  })

/** The amounts that were paid in the blocks of the chain from one on, each time that they were. */
export const paid = (devnet: DevnetShape, first = 1): Effect.Effect<ReadonlyArray<bigint>> =>
  Effect.gen(function* () {
    const ask = yield* truth(devnet)
    const amounts: Array<bigint> = []
    for (let number = first; number <= (yield* devnet.head).number; number++) {
      const hash = (yield* ask("chain_getBlockHash", number)) as string
      for (const { data, name } of yield* Effect.orDie(devnet.events(hash))) {
        if (name === "Transfer") amounts.push((data as { readonly amount: bigint }).amount)
      }
    }
    return amounts
  }).pipe(Effect.scoped)
