/**
 * A storage subnet on this machine. Five miners keep blocks of a file on disk; then one dies and one lies. The file comes back
 * whole all the same, since every block is named by its hash, and the validator's scores show who was at fault.
 *
 * Run it: node --conditions=effect-bittensor:src examples/storage-subnet.ts
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Context, Effect, Exit, FileSystem, Layer, Path, Scope } from "effect"
import { Axon, type AxonInfo, RetrieveUser, Storage, type Stored, StoreUser } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

// ── The miner: two protocols, one directory, one file for each block ──

interface MinerOptions {
  readonly name: string
  readonly directory: string
  readonly lies: boolean
}

/** A hook fails with a refusal and nothing else: what the disk says stays here. */
const diskFailed = () => Axon.refuse(500, "the disk failed")

const miner = ({ directory, lies, name }: MinerOptions) => {
  const fileOf = (cid: Storage.Cid) => Effect.map(Path.Path, (path) => path.join(directory, cid))

  const store = Axon.handle(Storage.Store, {
    forward: Effect.fnUntraced(
      function* ({ encrypted_data }) {
        const fs = yield* FileSystem.FileSystem
        const cid = Storage.cidOf(encrypted_data)
        yield* fs.writeFile(yield* fileOf(cid), encrypted_data)
        return { data_hash: cid }
      },
      Effect.catchTag("PlatformError", diskFailed)
    )
  })

  const retrieve = Axon.handle(Storage.Retrieve, {
    forward: Effect.fnUntraced(
      function* ({ data_hash }) {
        const fs = yield* FileSystem.FileSystem
        const file = yield* fileOf(data_hash)
        if (!(yield* fs.exists(file))) return { encrypted_data: null }
        const bytes = yield* fs.readFile(file)
        if (lies) bytes[0]! ^= 1
        return { encrypted_data: bytes }
      },
      Effect.catchTag("PlatformError", diskFailed)
    )
  })

  return Axon.serve(store, retrieve).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
    Layer.provide(WalletsMemory.layerHotkey({ uri: `//${name}` }))
  )
}

/** Starts a miner, and gives the means to stop it before the program ends. */
const start = Effect.fnUntraced(function* (name: string, lies = false) {
  const directory = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped({ prefix: `miner-${name}-` })
  const scope = yield* Scope.fork(yield* Effect.scope)
  const context = yield* Layer.buildWithScope(miner({ name, directory, lies }), scope)
  return { name, axon: Context.get(context, Axon).info, stop: Scope.close(scope, Exit.void) }
})

// ── The validator: audits every copy, and scores each miner by the blocks it proved of those it had confirmed ──

const audit = Effect.fnUntraced(function* (axons: ReadonlyArray<AxonInfo>, { blocks: promised, cid }: Stored) {
  const all = { cid, fanout: axons.length }
  const { blocks, data, faults } = yield* RetrieveUser.query(axons, all, { timeout: "2 seconds" })
  const results = axons.map((axon) => {
    const count = (tag: string) => faults.filter((fault) => fault.axon === axon && fault.reason._tag === tag).length
    return {
      kept: promised.filter(({ holders }) => holders.includes(axon)).length,
      proved: blocks.filter(({ holders }) => holders.includes(axon)).length,
      lied: count("Lied"),
      silent: count("NoAnswer")
    }
  })
  return { data, results }
})

const line = (cells: ReadonlyArray<string | number>) =>
  cells
    .map((cell) => String(cell).padEnd(9))
    .join("")
    .trimEnd()

const program = Effect.gen(function* () {
  const miners = yield* Effect.all([start("Alice"), start("Bob"), start("Charlie"), start("Dave", true), start("Eve")])
  const axons = miners.map(({ axon }) => axon)

  // ── A user stores a file ──
  const file = Uint8Array.from({ length: 1_500_000 }, (_, index) => Math.imul(index, 0x9e3779b1) >>> 24)
  const stored = yield* StoreUser.query(axons, { data: file, replicas: 3, blockBytes: 256 * 1024 })
  yield* Console.log(`Stored ${file.length} bytes as ${stored.blocks.length} blocks, each confirmed by 3 of 5 miners.`)
  yield* Console.log(`The file's name is ${stored.cid}.\n`)

  // ── One miner dies; another has lied from the start ──
  const eve = miners[4]!
  yield* eve.stop
  yield* Console.log(`${eve.name} is switched off; Dave changes one bit of every block that he gives.\n`)

  // ── The validator audits three times; a score is the mean of its old value and the round's ──
  let scores = miners.map(() => 1)
  const rows: Array<ReadonlyArray<string | number>> = []
  for (const round of [1, 2, 3]) {
    const { data, results } = yield* audit(axons, stored)
    const state = Buffer.compare(data, file) === 0 ? "whole" : "DAMAGED"
    yield* Console.log(`Audit ${round}: the file came back ${state}, every block proven by its hash.`)
    scores = results.map(({ kept, proved }, index) => (scores[index]! + (kept === 0 ? 1 : proved / kept)) / 2)
    for (const [index, { kept, lied, proved, silent }] of results.entries()) {
      rows.push([round, miners[index]!.name, kept, proved, lied, silent, scores[index]!.toFixed(2)])
    }
  }
  yield* Console.log(`\n${line(["audit", "miner", "kept", "proved", "lied", "silent", "score"])}`)
  for (const row of rows) yield* Console.log(line(row))

  // ── What nobody has is an error that says so ──
  const nothing = Storage.cidOf(new TextEncoder().encode("never stored"))
  const error = yield* Effect.flip(RetrieveUser.query(axons.slice(0, 2), { cid: nothing }))
  yield* Console.log(`\nA file that was never stored: ${error.reason._tag}.`)
})

program.pipe(
  Effect.provide(DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Validator" })))),
  Effect.scoped,
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
