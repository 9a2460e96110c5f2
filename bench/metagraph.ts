/**
 * A metagraph read anew: by one call of the runtime, or by what changed in the storage.
 *
 * On the embedded chain, within the process. A refresh from the storage has to read at least what an epoch writes (the columns) and what
 * stakers and children change at any time (the stakes); who also wants to see who came, went and moved has to read all of it.
 */
import { deepStrictEqual } from "node:assert/strict"
import { decAnyMetadata, unifyMetadata } from "@polkadot-api/substrate-bindings"
import { getDynamicBuilder, getLookupFn } from "@polkadot-api/metadata-builders"
import { Effect, Layer, Stream } from "effect"
import { Devnet, Metagraph, Subtensor } from "effect-bittensor"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { Subnet } from "effect-bittensor/testing"
import { calibration, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const CALLS = 20
const [VALIDATORS, MINERS] = [8, 120]

/** What an epoch writes, by subnet. */
const COLUMNS = [
  "Active",
  "Consensus",
  "Dividends",
  "Emission",
  "Incentive",
  "LastUpdate",
  "PruningScores",
  "Rank",
  "Trust",
  "ValidatorPermit",
  "ValidatorTrust"
]

/** Characters of the messages of both sides. */
let characters = 0

const count = (text: string) => Effect.sync(() => void (characters += text.length))

const counted = Layer.effect(
  Devnet,
  Effect.map(Devnet, (devnet) => ({
    ...devnet,
    connect: Effect.map(devnet.connect, ({ messages, send }) => ({
      messages: Stream.tap(messages, count),
      send: (text: string) => Effect.andThen(count(text), send(text))
    }))
  }))
).pipe(Layer.provide(DevnetMemory.layer({ sealing: "instant" })))

/** Reads keys of the storage in one question, and decodes what is there. */
const reader = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const hex = String(yield* subtensor.rpc("state_getMetadata"))
  const metadata = unifyMetadata(decAnyMetadata(Buffer.from(hex.slice(2), "hex")))
  const builder = getDynamicBuilder(getLookupFn(metadata))
  const entry = (item: string, ...keys: ReadonlyArray<unknown>) => {
    const { keys: names, value } = builder.buildStorage("SubtensorModule", item)
    return { key: names.enc(...keys), decode: value.dec }
  }
  const ask = (entries: ReadonlyArray<ReturnType<typeof entry>>) =>
    subtensor.rpc("state_queryStorageAt", [entries.map(({ key }) => key)])
  const readAll = (entries: ReadonlyArray<ReturnType<typeof entry>>) =>
    Effect.map(ask(entries), (answer) => {
      const [{ changes }] = answer as [{ changes: ReadonlyArray<readonly [string, string | null]> }]
      const found = new Map(changes)
      return entries.map(({ decode, key }): unknown => {
        const stored = found.get(key)
        return stored === undefined || stored === null ? undefined : decode(stored)
      })
    })
  return { ask, entry, readAll }
})

const program = Effect.gen(function* () {
  const subnet = yield* Subnet.launch({ validators: VALIDATORS, miners: MINERS })
  const { netuid, neurons } = subnet
  for (let index = 0; index < VALIDATORS; index++) {
    yield* subnet.validator(index).setWeights(new Map(neurons.slice(VALIDATORS).map(({ uid }) => [uid, 1 + (uid % 7)])))
  }
  yield* (yield* Devnet).mine({ epochs: 2, netuid })
  const { ask, entry, readAll } = yield* reader
  const subtensor = yield* Subtensor
  const metagraph = yield* Metagraph.at(netuid)

  const columns = COLUMNS.map((item) => entry(item, netuid))
  const stakes = metagraph.hotkeys.map((hotkey) => entry("TotalHotkeyStake", hotkey))
  const places = metagraph.hotkeys.flatMap((hotkey, uid) => [
    entry("Keys", netuid, uid),
    entry("Owner", hotkey),
    entry("Axons", netuid, hotkey)
  ])

  // Both ways see the same.
  const read = yield* readAll([entry("Incentive", netuid), ...stakes])
  deepStrictEqual(read[0], [...metagraph.snapshot.columns.incentive])
  deepStrictEqual(
    read.slice(1).map((stake) => stake ?? 0n),
    [...metagraph.stakeRao]
  )

  const params = ["NeuronInfoRuntimeApi_get_neurons_lite", `0x${netuid.toString(16).padStart(2, "0")}00`]
  const call = Effect.all([subtensor.rpc("state_call", params), subtensor.head], { concurrency: "unbounded" })
  const ways = [
    { name: "one call of the runtime", run: Metagraph.at(netuid) },
    { name: "– and nothing made of its answer", run: call },
    { name: "columns and stakes from the storage", run: readAll([...columns, ...stakes]) },
    { name: "– and nothing made of them", run: ask([...columns, ...stakes]) },
    { name: "all that it is made of, from the storage", run: readAll([...columns, ...stakes, ...places]) }
  ]
  const best = ways.map(() => Number.POSITIVE_INFINITY)
  // In turns, and the first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { run }] of ways.entries()) {
      const before = process.cpuUsage()
      for (let call = 0; call < CALLS; call++) yield* run
      const { system, user } = process.cpuUsage(before)
      if (round > 0) best[index] = Math.min(best[index]!, (system + user) / CALLS / 1000)
    }
  }
  const sizes: Array<number> = []
  for (const { run } of ways) {
    characters = 0
    yield* run
    sizes.push(characters)
  }

  console.log(machine())
  console.log(
    `${neurons.length} neurons, chain and client in one process; CPU time of both, best of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`
  )
  table(
    ["read anew", "ms", "ratio", "kB of messages"],
    ways.map(({ name }, index) => [
      name,
      best[index]!.toFixed(2),
      (best[index]! / best[0]!).toFixed(2),
      (sizes[index]! / 1000).toFixed(1)
    ])
  )
})

const chain = Layer.mergeAll(
  SubtensorRpc.layerDevnet().pipe(Layer.provideMerge(counted)),
  WalletsMemory.layer(),
  WalletsMemory.layerColdkey(),
  WalletsMemory.layerHotkey()
)

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(chain)))
