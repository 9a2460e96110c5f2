/** A tensor of a million float32: reading it from its document and writing it, beside base64 alone. */
import { ok } from "node:assert/strict"
import { Result } from "effect"
import { Tensor } from "effect-bittensor"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const CALLS = 10

const data = Float32Array.from({ length: 1_000_000 }, (_, index) => Math.sin(index))
const tensor = new Tensor.Tensor("float32", [1000, 1000], data)
const document = Tensor.serialize(tensor)
const bytes = Buffer.from(document.buffer, "base64")
ok(Tensor.equals(Result.getOrThrow(Tensor.deserialize(document)), tensor))
ok(bytes.toString("base64") === document.buffer)

const tasks: ReadonlyArray<readonly [name: string, run: () => unknown]> = [
  ["Tensor.deserialize", () => Tensor.deserialize(document)],
  ["Tensor.serialize", () => Tensor.serialize(tensor)],
  ["base64 alone (Buffer), decoding", () => Buffer.from(document.buffer, "base64")],
  ["base64 alone (Buffer), encoding", () => bytes.toString("base64")],
  ["base64 alone (atob), decoding", () => atob(document.buffer)]
]

const best = tasks.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, [, run]] of tasks.entries()) best[index] = Math.min(best[index]!, cpu(CALLS, run))
}

console.log(machine())
console.log(
  `${data.byteLength} bytes of elements; CPU time, best of ${ROUNDS} rounds of ${CALLS} calls; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "ms", "MB/s of elements"],
  tasks.map(([name], index) => [name, (best[index]! / 1000).toFixed(2), (data.byteLength / best[index]!).toFixed(0)])
)
