import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { MetagraphState } from "effect-bittensor"
import * as MetagraphFile from "effect-bittensor/layers/MetagraphFile"
import { decodeNeuronsColumns } from "effect-bittensor/protocol/chain/NeuronColumns"
import { MAX_BYTES } from "effect-bittensor/protocol/MetagraphFile"
import { manyNeurons } from "../support/neuronBytes.ts"
import { temporaryDirectory } from "../support/temporary.ts"
import { vi } from "vitest"

const columns = Result.getOrThrow(decodeNeuronsColumns(manyNeurons(5, true), { portBeforeIp: true }))
const at = (block: number, network = "finney", netuid = 3) => new MetagraphState({ network, netuid, block, columns })

const tagOf = <A>(effect: Effect.Effect<A, MetagraphFile.MetagraphFileError>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

describe("a metagraph", () => {
  it.live(
    "is saved where the SDK would, and loaded with all that it says",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const path = yield* MetagraphFile.save(at(7), { directory })
      assert.strictEqual(path, join(directory, "network-finney", "netuid-3", "metagraph-block-7.json"))
      assert.deepStrictEqual(readdirSync(dirname(path)), ["metagraph-block-7.json"])
      const loaded = yield* MetagraphFile.load(3, { directory })
      assert.deepStrictEqual(loaded.rows, at(7).rows)
      assert.deepStrictEqual([loaded.W, loaded.B], [at(7).W, at(7).B])
      assert.deepStrictEqual(loaded.axons, at(7).axons)
    }, Effect.scoped)
  )

  it.live(
    "is the newest by its number, or the one of a block",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      for (const block of [99, 1000, 5]) yield* MetagraphFile.save(at(block), { directory })
      assert.strictEqual((yield* MetagraphFile.load(3, { directory })).block, 1000)
      assert.strictEqual((yield* MetagraphFile.load(3, { directory, block: 5 })).block, 5)
      assert.strictEqual(yield* tagOf(MetagraphFile.load(3, { directory, block: 6 })), "Missing")
      assert.strictEqual(yield* tagOf(MetagraphFile.load(4, { directory })), "Missing")
      assert.strictEqual(yield* tagOf(MetagraphFile.load(3, { directory, network: "test" })), "Missing")
    }, Effect.scoped)
  )

  it.live(
    "of a node by its URL stays below the directory",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const network = "ws://127.0.0.1:9944/../../.."
      yield* MetagraphFile.save(at(1, network), { directory })
      assert.deepStrictEqual(readdirSync(directory), [`network-${encodeURIComponent(network)}`])
      assert.strictEqual((yield* MetagraphFile.load(3, { directory, network })).network, network)
    }, Effect.scoped)
  )

  it.live(
    "takes the place of an older one in one step",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const path = yield* MetagraphFile.save(at(7), { directory })
      writeFileSync(path, "what was there")
      yield* MetagraphFile.save(at(7), { directory })
      assert.strictEqual((yield* MetagraphFile.read(path)).block, 7)
    }, Effect.scoped)
  )
})

describe("the home of the user", () => {
  it.live(
    "is where metagraphs are, unless a directory is said",
    Effect.fn(function* () {
      const home = yield* temporaryDirectory
      vi.stubEnv("HOME", home)
      const saved = yield* MetagraphFile.save(at(7)).pipe(Effect.ensuring(Effect.sync(() => vi.unstubAllEnvs())))
      assert.strictEqual(
        saved,
        join(home, ".bittensor", "metagraphs", "network-finney", "netuid-3", "metagraph-block-7.json")
      )
    }, Effect.scoped)
  )
})

describe("what cannot be read", () => {
  it.live(
    "is a pickle: the error says how to convert it, and where the script is",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const place = join(directory, "network-finney", "netuid-3")
      mkdirSync(place, { recursive: true })
      for (const block of [8, 12]) writeFileSync(join(place, `block-${block}.pt`), Buffer.of(0x80, 4, 0x95))
      const { message, path, reason } = yield* Effect.flip(MetagraphFile.load(3, { directory }))
      assert.strictEqual(reason._tag, "Pickled")
      assert.strictEqual(path, join(place, "block-12.pt"))
      const [, script = ""] = /python node_modules\/effect-bittensor\/(\S+)/.exec(message) ?? []
      assert.isTrue(existsSync(join(import.meta.dirname, "..", "..", script)), script)
      // Where there is one of ours, that is taken.
      yield* MetagraphFile.save(at(1), { directory })
      assert.strictEqual((yield* MetagraphFile.load(3, { directory })).block, 1)
      assert.strictEqual(yield* tagOf(MetagraphFile.load(3, { directory, block: 8 })), "Pickled")
    }, Effect.scoped)
  )

  it.live(
    "is damaged, cut off, too large, or no file",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const path = yield* MetagraphFile.save(at(7), { directory })
      const whole = readFileSync(path)
      truncateSync(path, whole.length - 1)
      assert.strictEqual(yield* tagOf(MetagraphFile.load(3, { directory })), "Damaged")
      truncateSync(path, 0)
      assert.strictEqual(yield* tagOf(MetagraphFile.read(path)), "NoMetagraph")
      // A hole, which takes no room on the disk.
      truncateSync(path, MAX_BYTES + 1)
      assert.strictEqual(yield* tagOf(MetagraphFile.read(path)), "Oversized")
      assert.strictEqual(yield* tagOf(MetagraphFile.read(directory)), "Io")
      assert.strictEqual(yield* tagOf(MetagraphFile.read(join(directory, "nothing"))), "Missing")
    }, Effect.scoped)
  )

  it.live(
    "is of another block or subnet than its place says",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const path = yield* MetagraphFile.save(at(7), { directory })
      renameSync(path, join(dirname(path), "metagraph-block-8.json"))
      const error = yield* Effect.flip(MetagraphFile.load(3, { directory }))
      assert.deepInclude(error.reason, { _tag: "Misplaced", network: "finney", netuid: 3, block: 7 })
      assert.strictEqual((yield* MetagraphFile.read(join(dirname(path), "metagraph-block-8.json"))).block, 7)
    }, Effect.scoped)
  )

  it.live(
    "cannot be written either: the error names the file",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const file = join(directory, "file")
      writeFileSync(file, "")
      chmodSync(file, 0o600)
      const error = yield* Effect.flip(MetagraphFile.save(at(7), { directory: file }))
      assert.strictEqual(error.reason._tag, "Io")
      assert.include(error.message, join(file, "network-finney", "netuid-3", "metagraph-block-7.json"))
    }, Effect.scoped)
  )
})
