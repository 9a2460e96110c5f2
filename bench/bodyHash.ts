/** The body hash of a nested body of 100 kB: printing it as Python does, and digesting what was printed. */
import { strictEqual } from "node:assert/strict"
import { Result } from "effect"
import { sha3_256 } from "../src/layers/internal/nodeDigest.ts"
import { bodyHash } from "../src/protocol/BodyHash.ts"
import { sha3_256 as portable } from "../src/protocol/Digest.ts"
import { pyStr } from "../src/protocol/pyStr.ts"
import type { PythonValue } from "../src/protocol/PythonValue.ts"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const CALLS = 100

const message = (index: number): PythonValue =>
  new Map<string, PythonValue>([
    ["role", index % 2 === 0 ? "user" : "assistant"],
    ["content", `Message ${index}: it's a fine day, and "quotes" and é come too. `.repeat(6)],
    ["tokens", [BigInt(index), BigInt(index * 31), 0.5, index / 7]],
    [
      "meta",
      new Map<string, PythonValue>([
        ["final", index % 3 === 0],
        ["score", index / 100],
        ["parent", null]
      ])
    ]
  ])

const body: PythonValue = Array.from({ length: 202 }, (_, index) => message(index))
const text = pyStr(body)
const bytes = Buffer.byteLength(text)
strictEqual(Result.getOrThrow(bodyHash([body], sha3_256)), Result.getOrThrow(bodyHash([body], portable)))

const tasks: ReadonlyArray<readonly [name: string, run: () => unknown]> = [
  ["pyStr + body hash, Node's digest", () => bodyHash([body], sha3_256)],
  ["pyStr alone", () => pyStr(body)],
  ["Node's digest alone", () => sha3_256(text)],
  ["pyStr + body hash, JavaScript's digest", () => bodyHash([body], portable)],
  ["JSON.stringify of the same, for comparison", () => JSON.stringify(plain)]
]
const plain: unknown = JSON.parse(JSON.stringify(Array.from({ length: 202 }, (_, index) => toPlain(message(index)))))

function toPlain(value: PythonValue): unknown {
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, each]) => [key, toPlain(each)]))
  if (Array.isArray(value)) return value.map(toPlain)
  return typeof value === "bigint" ? Number(value) : value
}

const best = tasks.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, [, run]] of tasks.entries()) best[index] = Math.min(best[index]!, cpu(CALLS, run))
}

console.log(machine())
console.log(
  `a body of ${bytes} bytes; CPU time, best of ${ROUNDS} rounds of ${CALLS} calls; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "µs", "MB/s"],
  tasks.map(([name], index) => [name, best[index]!.toFixed(0), (bytes / best[index]!).toFixed(0)])
)
