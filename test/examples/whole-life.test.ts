/** `npm start` as a process of its own: what it prints is what happened on its chain. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { assert, describe, it } from "vitest"
import { root } from "../support/source.ts"

interface Neuron {
  readonly uid: number
  readonly validatorPermit: boolean
  readonly incentive: number
  readonly dividends: number
  readonly emission: number
  readonly axon: string | undefined
}

const run = (...args: ReadonlyArray<string>) =>
  promisify(execFile)(process.execPath, ["--conditions=effect-bittensor:src", "examples/whole-life.ts", ...args], {
    cwd: root,
    timeout: 60_000
  }).then(
    ({ stderr, stdout }) => ({ code: 0, stderr, stdout }),
    (error: { readonly code: number; readonly stderr: string; readonly stdout: string }) => error
  )

describe("the whole life of a subnet", () => {
  it("pays who was right, in one JSON document", { timeout: 60_000 }, async () => {
    const { code, stderr, stdout } = await run("--json")
    assert.strictEqual(code, 0)
    const { byWork, judgements, neurons } = JSON.parse(stdout) as {
      readonly byWork: { readonly uid: number; readonly device: string; readonly difficulty: number }
      readonly neurons: ReadonlyArray<Neuron>
      readonly judgements: ReadonlyArray<ReadonlyArray<{ readonly status: string }>>
    }
    const [first, second, exact, liar, slow, dead] = neurons as [Neuron, Neuron, Neuron, Neuron, Neuron, Neuron]

    assert.deepStrictEqual([byWork.uid, byWork.difficulty], [exact.uid, 100_000])
    assert.include(stderr, `the first miner for work (${byWork.device})`)

    const statuses = ["200 right", "200 wrong", "200 right", "503 Unreachable"]
    for (const judgement of judgements)
      assert.deepStrictEqual(
        judgement.map(({ status }) => status),
        statuses
      )
    for (const validator of [first, second]) {
      assert.isTrue(validator.validatorPermit)
      assert.closeTo(validator.dividends, 0.5, 0.01)
      assert.isAbove(validator.emission, 0)
    }
    assert.isAbove(exact.incentive, slow.incentive)
    assert.isAbove(slow.incentive, 0)
    for (const wrong of [liar, dead]) assert.strictEqual(wrong.emission, 0)
    assert.match(dead.axon ?? "", /^127\.0\.0\.5:\d+$/, "it died after it had told the chain")
  })

  it("says in a sentence what is wrong with a text", async () => {
    const { code, stderr, stdout } = await run("no/such/text")
    assert.strictEqual(code, 1)
    assert.notInclude(stdout, "1. The subnet")
    assert.match(stderr, /^Cannot read no\/such\/text\. There is no such file: [^\n]*\n$/)
  })
})
