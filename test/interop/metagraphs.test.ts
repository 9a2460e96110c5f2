/**
 * Metagraphs that the Python SDKs saved. All that have a metagraph to save, 7 to 10, write pickles, which we refuse; the script that the
 * refusal names makes a file of ours of them. An SDK whose environment is missing is skipped, unless PYTHON_SDKS=all says that none may be.
 */
import { execFileSync } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as MetagraphFile from "effect-bittensor/layers/MetagraphFile"
import { root } from "../support/source.ts"
import { temporaryDirectory } from "../support/temporary.ts"
import * as Python from "./matrix/python.ts"

const NETUID = 3
const BLOCK = 1234

const given = {
  netuid: NETUID,
  block: BLOCK,
  ours: "metagraph-block-5678.json",
  hotkeys: [
    "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"
  ],
  parts: [0, 21_845, 65_535],
  tao: [0, 1024.5, 2.25],
  flags: [0, 1, 1],
  blocks: [7, 8, 9],
  weights: [
    [0, 0.75, 0.25],
    [0, 0, 0],
    [1, 0, 0]
  ],
  bonds: [
    [0, 5, 65_535],
    [0, 0, 0],
    [7, 0, 0]
  ]
}

const Said = Schema.Struct({ name: Schema.String, content: Schema.String, loaded: Schema.Int })

const script = join(root, "src", "layers", "MetagraphFile.py")

// From 11 on an SDK's metagraph is a value of its client, without files.
const saving = Python.sdks.filter(({ version }) => Number.parseInt(version, 10) < 11)

describe.each(saving)("a metagraph of bittensor $version", ({ python, version }) => {
  it.live.skipIf(python === null && process.env["PYTHON_SDKS"] !== "all")(
    "is refused as the pickle it is, and read once it is converted",
    Effect.fn(
      function* () {
        const interpreter = python ?? assert.fail(`needs \`${Python.provision}\``)
        const [said] = yield* Python.run(interpreter, "metagraph.py", given, Said)
        assert.deepInclude(said, { name: `block-${BLOCK}.pt`, loaded: BLOCK })

        const directory = yield* temporaryDirectory
        const path = join(directory, "block-1234.pt")
        writeFileSync(path, Buffer.from(said!.content, "hex"))
        const error = yield* Effect.flip(MetagraphFile.read(path))
        assert.deepInclude(error.reason, { _tag: "Pickled", by: "pickle" })
        assert.include(error.message, "node_modules/effect-bittensor/src/layers/MetagraphFile.py")

        const converted = execFileSync(interpreter, [script, path], { encoding: "utf8" }).trim()
        assert.strictEqual(converted, join(directory, `metagraph-block-${BLOCK}.json`))
        const metagraph = yield* MetagraphFile.read(converted)
        assert.deepInclude(metagraph, { network: "finney", netuid: NETUID, block: BLOCK, n: 3, isLite: false })
        assert.deepStrictEqual<ReadonlyArray<string>>(metagraph.hotkeys, given.hotkeys)
        assert.deepStrictEqual(metagraph.stakeRao, BigUint64Array.of(0n, 1_024_500_000_000n, 2_250_000_000n))
        assert.deepStrictEqual(metagraph.emission, Float64Array.from(given.tao))
        const ranks = version.startsWith("10.") ? [0, 0, 0] : given.parts
        assert.deepStrictEqual(
          metagraph.ranks,
          Float64Array.from(ranks, (part) => part / 65_535)
        )
        assert.deepStrictEqual(
          metagraph.validatorTrust,
          Float64Array.from(given.parts, (part) => part / 65_535)
        )
        assert.deepStrictEqual([...metagraph.lastUpdate], given.blocks)
        assert.deepStrictEqual([...metagraph.validatorPermit], given.flags)
        assert.deepStrictEqual(
          metagraph.axons.map(({ authority }) => authority),
          ["203.0.113.9:8091", "203.0.113.9:8092", "203.0.113.9:8093"]
        )
        assert.deepStrictEqual(
          metagraph.weights.map((row) => Array.from(row, (share) => Math.round(share * 1e4) / 1e4)),
          given.weights
        )
        assert.deepStrictEqual(
          metagraph.bonds.map((row) => [...row]),
          given.bonds
        )
      },
      Effect.scoped,
      Effect.provide(NodeServices.layer)
    ),
    120_000
  )
})

describe("the script", () => {
  const python = saving.find((sdk) => sdk.python !== null)?.python

  it.live.skipIf(python === undefined)(
    "runs nothing of a pickle, and makes no file of what is no metagraph",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const [path, mark] = [join(directory, "block-1.pt"), join(directory, "mark")]
      // os.system, called with a command: what any pickle may say.
      writeFileSync(path, `cposix\nsystem\n(S'touch ${mark}'\ntR.`)
      const refused = () => execFileSync(python!, [script, path], { stdio: "pipe" })
      assert.throws(refused, /posix.system has no place in a metagraph/)
      assert.isFalse(existsSync(mark))
      assert.isFalse(existsSync(join(directory, "metagraph-block-1.json")))
      // Python itself would have run it.
      execFileSync(python!, ["-c", `import pickle; pickle.load(open(${JSON.stringify(path)}, "rb"))`])
      assert.isTrue(existsSync(mark))
    }, Effect.scoped)
  )

  it.live.skipIf(python === undefined)(
    "says what to do with what was saved with torch",
    Effect.fn(function* () {
      const path = join(yield* temporaryDirectory, "block-1.pt")
      writeFileSync(path, "PK\u0003\u0004")
      const refused = () => execFileSync(python!, [script, path], { stdio: "pipe" })
      assert.throws(refused, /saved with torch. Load and save it once with the SDK and without USE_TORCH/)
      const error = yield* Effect.flip(MetagraphFile.read(path))
      assert.include(error.message, "without USE_TORCH, then convert it")
    }, Effect.scoped)
  )
})
