/**
 * How long a node keeps its other clients waiting while a real SDK lives a subnet's life on it: 7.0.2, whose environment
 * `test/interop/python/environments.py` makes.
 */
import { ok } from "node:assert/strict"
import { NodeServices } from "@effect/platform-node"
import { Effect, Schema } from "effect"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import { faucetNonce } from "../test/interop/lives/faucetWork.ts"
import * as Python from "../test/interop/matrix/python.ts"
import { startNode } from "./support/child.ts"
import { calibration, machine, rounds, table } from "./support/machine.ts"

interface Found {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly most: number
}

const python = Python.sdks.find(({ version }) => version === "7.0.2")?.python ?? undefined

/** A life, and what the probe found meanwhile. */
const live = (interpreter: string) =>
  Effect.gen(function* () {
    const { genesis, url = "" } = yield* DevnetNode.make({ port: 0, archive: true })
    const faucet = { block: 0, nonce: faucetNonce(genesis) }
    const probe = startNode("./probe.ts", url)
    const Step = Schema.Struct({ failure: Schema.NullOr(Schema.String) })
    const given = { url, genesis, runtime: "subtensor185", faucet }
    const steps = yield* Python.run(interpreter, "life.py", given, Step)
    ok(
      steps.every(({ failure }) => failure === null),
      JSON.stringify(steps)
    )
    probe.say("")
    return { steps: steps.length, ...(yield* Effect.promise(() => probe.next<Found>())) }
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer), Effect.runPromise)

console.log(machine())
if (python === undefined) console.log(`skipped: needs \`${Python.provision}\``)
else {
  const found: Array<Found & { readonly steps: number }> = []
  for (let round = 0; round < rounds(3); round++) found.push(await live(python))
  console.log(`calibration loop ${calibration().toFixed(0)} µs\n`)
  table(
    ["steps of the life", "questions beside it", "median ms", "p99 ms", "longest ms"],
    found.map(({ count, most, p50, p99, steps }) =>
      [steps, count, p50.toFixed(2), p99.toFixed(1), most.toFixed(0)].map(String)
    )
  )
}
