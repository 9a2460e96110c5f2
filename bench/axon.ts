/**
 * Our axon against those of the Python SDK: each in a process of its own, under the same load from another process, whose
 * requests were signed beforehand. The axons take turns, so that a slow moment of the machine hits all of them.
 *
 * SDKs whose environments `test/interop/python/environments.py` has not made are left out.
 */
import { execFileSync } from "node:child_process"
import { calibration, machine, median, rounds, table } from "./support/machine.ts"
import { type Child, start, startNode } from "./support/child.ts"
import type { Load, LoadResult } from "./support/loadGenerator.ts"

const ROUNDS = rounds(5)
const CONCURRENCY = 64
const CALLERS = 4

/** One server that is measured, and so many requests of which a round has. */
interface Axon {
  readonly name: string
  readonly child: Child
  readonly requests: number
  readonly results: Array<LoadResult>
}

/** The environments that there are. */
const environments = JSON.parse(
  execFileSync("python3", [new URL("../test/interop/python/environments.py", import.meta.url).pathname, "--list"], {
    encoding: "utf8"
  })
) as ReadonlyArray<{ readonly version: string; readonly python: string | null }>

const python = (version: string): ReadonlyArray<Axon> => {
  const interpreter = environments.find((environment) => environment.version === version)?.python
  if (interpreter === undefined || interpreter === null) return []
  const script = new URL("./support/axon.py", import.meta.url).pathname
  return [{ name: `bittensor ${version}`, child: start(interpreter, script), requests: 2560, results: [] }]
}

const ours: Axon = { name: "effect-bittensor", child: startNode("./axon.ts"), requests: 12_800, results: [] }
const axons = [ours, ...python("7.4.0"), ...python("10.5.0")]
const where = new Map<Axon, { readonly port: number; readonly hotkey: string }>()
for (const axon of axons) where.set(axon, await axon.child.next())

const measure = async (axon: Axon): Promise<LoadResult> => {
  const generator = startNode("./loadGenerator.ts")
  const load: Load = { ...where.get(axon)!, requests: axon.requests, concurrency: CONCURRENCY, callers: CALLERS }
  generator.say(JSON.stringify(load))
  await generator.next()
  generator.say("go")
  const result = await generator.next<LoadResult>()
  if (result.failures > 0) throw new Error(`${axon.name}: ${result.failures} failures, such as ${result.failure}`)
  return result
}

// The first round warms up and does not count.
for (let round = 0; round <= ROUNDS; round++) {
  for (const axon of axons) {
    const result = await measure(axon)
    if (round > 0) axon.results.push(result)
  }
}
for (const axon of axons) axon.child.stop()

/** The median over the rounds of what is said of each. */
const of = (axon: Axon, value: (result: LoadResult) => number) => median(axon.results.map(value))

/** Ours in relation to another one's of the same round. */
const ratio = (axon: Axon, value: (result: LoadResult) => number) =>
  median(axon.results.map((theirs, round) => value(ours.results[round]!) / value(theirs)))

console.log(machine())
console.log(
  `1 KB signed, ${CONCURRENCY} connections, ${CALLERS} callers; medians of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["axon", "requests/s", "p50 ms", "p99 ms", "ours: requests/s", "ours: p99", "load generator µs/request"],
  axons.map((axon) => [
    axon.name,
    of(axon, ({ perSecond }) => perSecond).toFixed(0),
    of(axon, ({ p50 }) => p50).toFixed(1),
    of(axon, ({ p99 }) => p99).toFixed(1),
    `${ratio(axon, ({ perSecond }) => perSecond).toFixed(1)} ×`,
    `${ratio(axon, ({ p99 }) => p99).toFixed(2)} ×`,
    of(axon, ({ cpu }) => cpu).toFixed(0)
  ])
)
