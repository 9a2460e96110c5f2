/**
 * What a client of a chain costs: questions and round trips, metadata, building and signing a call, and what is left in the heap.
 * Beside @polkadot/api's own types where they do the same.
 */
import { deepStrictEqual, ok } from "node:assert/strict"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Keyring } from "@polkadot/api"
import { Metadata, TypeRegistry } from "@polkadot/types"
import { cryptoWaitReady } from "@polkadot/util-crypto"
import { Effect, Layer, Result } from "effect"
import { Coldkey, Devnet, Metagraph, Subtensor } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import { layerTest, Subnet } from "effect-bittensor/testing"
import { assemble, extraOf, type Terms, toSign } from "../src/layers/internal/subtensor/extrinsic/encode.ts"
import { Codec, type Version } from "../src/layers/internal/subtensor/runtime/Codec.ts"
import * as FaultProxy from "../test/support/faultProxy.ts"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const directory = mkdtempSync(join(tmpdir(), "bench-chain-"))
process.once("exit", () => rmSync(directory, { recursive: true }))

/** Questions that come through a proxy, and how often one follows an answer: round trips. */
class Traffic {
  #questions: Array<string> = []
  #trips = 0
  #isAnswered = true

  readonly rule: FaultProxy.Rule = ({ kind, text }) => {
    if (kind === "answer") this.#isAnswered = true
    if (kind !== "question") return undefined
    this.#questions.push(text)
    if (this.#isAnswered) this.#trips++
    this.#isAnswered = false
    return undefined
  }

  /** A line of what something asks. */
  of<A, E>(name: string, effect: Effect.Effect<A, E>): Effect.Effect<ReadonlyArray<string>, E> {
    return Effect.suspend(() => {
      this.#questions = []
      this.#trips = 0
      return Effect.map(effect, () => {
        const metadata = this.#questions.filter((text) => /metadata/i.test(text)).length
        return [name, this.#questions.length, this.#trips, metadata].map(String)
      })
    })
  }
}

const KEYS = Array.from({ length: 1000 }, (_, uid) => [3, uid] as const)

const questions = Effect.gen(function* () {
  const devnet = yield* DevnetNode.make({ port: 0 })
  const proxy = yield* FaultProxy.make(devnet.url!)
  const traffic = new Traffic()
  proxy.rule = traffic.rule
  const connect = SubtensorRpc.make(proxy.url, { metadata: directory })
  const start = Effect.scoped(Effect.flatMap(connect, (client) => client.runtime()))
  const starts = [yield* traffic.of("a first start", start), yield* traffic.of("a second start", start)]
  const client = yield* connect
  yield* client.runtime()
  const metagraph = (lite: boolean) => Effect.provideService(Metagraph.at(3, { lite }), Subtensor, client)
  const one = (keys: readonly [number, number]) => client.query("SubtensorModule", "Keys", keys)
  table(
    ["over a socket", "questions", "round trips", "of them for metadata"],
    [
      ...starts,
      yield* traffic.of("1000 reads by queryMany", client.queryMany("SubtensorModule", "Keys", KEYS)),
      yield* traffic.of("1000 reads by query, at once", Effect.forEach(KEYS, one, { concurrency: "unbounded" })),
      yield* traffic.of("a metagraph", metagraph(true)),
      yield* traffic.of("a metagraph with weights and bonds", metagraph(false))
    ]
  )
}).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

interface Task {
  readonly name: string
  readonly calls: number
  readonly run: () => void
}

/** Milliseconds of CPU, best of some rounds in turns, of which the first warms up; beside the first task. */
const race = (tasks: ReadonlyArray<Task>) => {
  const best = tasks.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { calls, run }] of tasks.entries()) {
      const ms = cpu(calls, run) / 1000
      if (round > 0) best[index] = Math.min(best[index]!, ms)
    }
  }
  return tasks.map(({ name }, index) => [name, best[index]!.toFixed(3), `${(best[index]! / best[0]!).toFixed(1)} ×`])
}

const versionOf = (specVersion: number): Version => ({ specName: "node-subtensor", specVersion, transactionVersion: 1 })

/** @polkadot/api's types of a runtime. */
const polkadotTypes = (bytes: Uint8Array): TypeRegistry => {
  const registry = new TypeRegistry()
  registry.setMetadata(new Metadata(registry, bytes))
  return registry
}

const TRANSFER = ["Balances", "transfer_keep_alive", { dest: BOB, value: 5n }] as const

/** The same call by @polkadot/api's types; its place in the runtime is that of the bytes. */
const polkadotCall = (registry: TypeRegistry, callIndex: Uint8Array) =>
  registry.createType("Call", { callIndex, args: { dest: { Id: BOB }, value: 5n } })

const metadata = () => {
  const blob = new URL("../../shared/metadata/subtensor-424.scale", import.meta.url)
  if (!existsSync(blob))
    return console.log("\nskipped: a start from metadata 424, of which ../shared/metadata has some")
  const bytes = new Uint8Array(readFileSync(blob))
  const ours = () => Result.getOrThrow(new Codec(versionOf(424), bytes).call(...TRANSFER))
  const theirs = () => polkadotCall(polkadotTypes(bytes), ours().subarray(0, 2))
  deepStrictEqual(theirs().toU8a(), ours())
  console.log("")
  return table(
    ["metadata 424 until a call is encoded", "ms of CPU", "ratio"],
    race([
      { name: "effect-bittensor", calls: 3, run: ours },
      { name: "@polkadot/types", calls: 1, run: theirs }
    ])
  )
}

/** Signatures are never the same twice; what is around them is. */
const around = (extrinsic: Uint8Array) => [extrinsic.slice(0, 37), extrinsic.slice(101)]

/** Building and signing a transfer, with what it needs at hand. */
const signing = Effect.gen(function* () {
  const [coldkey, { genesis }, subtensor] = [yield* Coldkey, yield* Devnet, yield* Subtensor]
  const hex = String(yield* subtensor.rpc("state_getMetadata"))
  const bytes = new Uint8Array(Buffer.from(hex.slice(2), "hex"))
  const codec = new Codec(versionOf(185), bytes)
  const terms: Terms = { genesis: genesis as `0x${string}`, nonce: 7, tip: 0n, era: "immortal" }
  const call = () => Result.getOrThrow(codec.call(...TRANSFER))
  const ours = () => {
    const [built, extra] = [call(), Result.getOrThrow(extraOf(codec, terms))]
    return assemble(coldkey, Effect.runSync(coldkey.sign(toSign(built, extra))), extra, built)
  }
  const registry = polkadotTypes(bytes)
  const pair = new Keyring({ type: "sr25519" }).addFromUri("//Alice")
  const runtimeVersion = registry.createType("RuntimeVersion", versionOf(185))
  const theirs = () =>
    registry
      .createType("Extrinsic", { method: polkadotCall(registry, call().subarray(0, 2)) }, { version: 4 })
      .sign(pair, { blockHash: genesis, genesisHash: genesis, nonce: 7, runtimeVersion })
      .toU8a()
  deepStrictEqual(around(ours()), around(theirs()))
  console.log("")
  table(
    ["build and sign a transfer", "ms of CPU", "ratio"],
    race([
      { name: "effect-bittensor", calls: 200, run: ours },
      { name: "@polkadot/types and keyring", calls: 50, run: theirs }
    ])
  )
})

/** Megabytes that are in use, when garbage is collected (`--expose-gc`). */
const megabytes = () => {
  globalThis.gc?.()
  return (process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)
}

/** The heap before, half way and after so many times. */
const heapOver = <E, R>(name: string, times: number, effect: Effect.Effect<unknown, E, R>) =>
  Effect.gen(function* () {
    const half = Effect.repeat(effect, { times: times / 2 - 1 })
    yield* Effect.repeat(effect, { times: Math.min(200, times) })
    const before = megabytes()
    yield* half
    const between = megabytes()
    yield* half
    return [name, String(times), before, between, megabytes()]
  })

const heap = Effect.gen(function* () {
  const scale = ROUNDS === 1 ? 50 : 1
  const { netuid } = yield* Subnet.launch({ validators: 2, miners: 14 })
  const client = Effect.scoped(Effect.flatMap(Layer.build(SubtensorRpc.layerDevnet()), () => Effect.void))
  const rows = [
    yield* heapOver("refreshes of a metagraph", 10_000 / scale, Metagraph.at(netuid)),
    yield* heapOver("clients opened and closed", 1000 / scale, client)
  ]
  console.log("")
  table(["heap, MB", "times", "before", "half way", "after"], rows)
})

console.log(`${machine()}; calibration loop ${calibration().toFixed(0)} µs; best of ${ROUNDS}\n`)
ok(await cryptoWaitReady())
await Effect.runPromise(questions)
metadata()
await Effect.runPromise(signing.pipe(Effect.provide(layerTest)))
await Effect.runPromise(heap.pipe(Effect.scoped, Effect.provide(layerTest)))
