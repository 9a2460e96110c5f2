/**
 * The neurons of a subnet, from the bytes that a runtime API answers: as rows, as columns, and by the real SDK from the same bytes.
 *
 * The SDK is left out where `test/interop/python/environments.py` has not made its environment.
 */
import { deepStrictEqual } from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { Result } from "effect"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "effect-bittensor/protocol/chain/NeuronColumns"
import { decodeNeurons, decodeNeuronsLite } from "effect-bittensor/protocol/chain/NeuronInfo"
import * as Ss58 from "effect-bittensor/protocol/Ss58"
import { manyNeurons } from "../test/support/neuronBytes.ts"
import { start } from "./support/child.ts"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const NEURONS = 252
const OPTIONS = { portBeforeIp: true }
const SDK = "7.4.0"

const bytes = { lite: manyNeurons(NEURONS, false), full: manyNeurons(NEURONS, true) }
const keys = Array.from({ length: NEURONS }, (_, index) => new Uint8Array(32).fill(index))

interface Task {
  readonly name: string
  readonly kind: "lite" | "full" | "addresses"
  readonly calls: number
  /** Milliseconds of CPU that one call took. */
  readonly measure: () => number | Promise<number>
}

const task = (name: string, kind: Task["kind"], calls: number, run: () => unknown): Task => ({
  name,
  kind,
  calls,
  measure: () => cpu(calls, () => void run()) / 1000
})

const tasks: Array<Task> = [
  task("rows", "lite", 50, () => Result.getOrThrow(decodeNeuronsLite(bytes.lite, OPTIONS))),
  task("rows", "full", 50, () => Result.getOrThrow(decodeNeurons(bytes.full, OPTIONS))),
  task("columns", "lite", 200, () => Result.getOrThrow(decodeNeuronsLiteColumns(bytes.lite, OPTIONS))),
  task("columns", "full", 200, () => Result.getOrThrow(decodeNeuronsColumns(bytes.full, OPTIONS))),
  task(`${NEURONS} addresses`, "addresses", 50, () => keys.map((key) => Ss58.encode(key)))
]

const environments = JSON.parse(
  execFileSync("python3", [new URL("../test/interop/python/environments.py", import.meta.url).pathname, "--list"], {
    encoding: "utf8"
  })
) as ReadonlyArray<{ readonly version: string; readonly python: string | null }>
const interpreter = environments.find(({ version }) => version === SDK)?.python
const script = new URL("./support/layouts.py", import.meta.url).pathname
const sdk = interpreter === undefined || interpreter === null ? undefined : start(interpreter, script)

if (sdk !== undefined) {
  const child = sdk
  await child.next()
  const ask = (kind: "lite" | "full") => {
    child.say(`${kind} ${Buffer.from(bytes[kind]).toString("hex")}`)
    return child.next<{ readonly ms: number; readonly seen: unknown }>()
  }
  // Both sides see the same neurons, or there is nothing to compare.
  for (const kind of ["lite", "full"] as const) {
    const rows = Result.getOrThrow((kind === "lite" ? decodeNeuronsLite : decodeNeurons)(bytes[kind], OPTIONS))
    const seen = rows.map(({ coldkey, hotkey, pruningScore, stake }) => [hotkey, coldkey, String(stake), pruningScore])
    deepStrictEqual((await ask(kind)).seen, seen)
    tasks.push({ name: `bittensor ${SDK}`, kind, calls: 1, measure: async () => (await ask(kind)).ms })
  }
}

const best = tasks.map(() => Number.POSITIVE_INFINITY)
// In turns, and the first round warms up.
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, { measure }] of tasks.entries()) {
    const ms = await measure()
    if (round > 0) best[index] = Math.min(best[index]!, ms)
  }
}
sdk?.stop()

const timeOf = (name: string, kind: string) => best[tasks.findIndex((one) => one.name === name && one.kind === kind)]
const ratio = (index: number): string => {
  const theirs = timeOf(`bittensor ${SDK}`, tasks[index]!.kind)
  return theirs === undefined ? "" : `${(theirs / best[index]!).toFixed(0)} ×`
}

console.log(machine())
console.log(
  `${NEURONS} neurons, no two of one key; CPU time, best of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "neurons", "ms", "times the SDK"],
  tasks.map(({ kind, name }, index) => [name, kind, best[index]!.toFixed(2), ratio(index)])
)
