/**
 * A subnet's life with the Python SDKs 7.x on the embedded chain. Every step is taken with the SDK's own code and then compared with
 * what the chain says to a client without the SDK. An SDK whose environment is missing is skipped, unless PYTHON_SDKS=all says that
 * none may be.
 */
import { NodeServices } from "@effect/platform-node"
import { Cause, Effect, Exit, Logger, Schema } from "effect"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import { assert, beforeAll, describe, it } from "vitest"
import { faucetNonce } from "./lives/faucetWork.ts"
import * as Python from "./matrix/python.ts"

/** Which SDK lives on which revision of the runtime. On the first one, 7.1 and 7.4 can commit weights and not reveal them. */
const lives = [
  { version: "7.0.2", runtime: "subtensor185" },
  { version: "7.1.2", runtime: "subtensor185Late" },
  { version: "7.4.0", runtime: "subtensor185Late" },
  { version: "7.1.2", runtime: "subtensor185" },
  { version: "7.4.0", runtime: "subtensor185" }
] as const

const LEAST_STEPS = 60

const Step = Schema.Struct({ name: Schema.String, failure: Schema.NullOr(Schema.String), seconds: Schema.Number })
type Step = typeof Step.Type
type Life = (typeof lives)[number]

const live = Effect.fnUntraced(function* (python: string, { runtime }: Life) {
  const chain = yield* DevnetNode.make({ port: 0, runtime, archive: true })
  const faucet = { block: 0, nonce: faucetNonce(chain.genesis) }
  const given = { url: chain.url, genesis: chain.genesis, runtime, faucet }
  return yield* Python.run(python, "life.py", given, Step)
}, Effect.scoped)

const pythonOf = ({ version }: Life) => Python.sdks.find((sdk) => sdk.version === version)?.python ?? null
const isAbsent = (life: Life) => pythonOf(life) === null && process.env["PYTHON_SDKS"] !== "all"

const lived = new Map<Life, Exit.Exit<ReadonlyArray<Step>, unknown>>()

// Two at a time: a life is mostly Python's, and small machines have two cores.
beforeAll(async () => {
  const all = lives.flatMap((life) => {
    const python = pythonOf(life)
    return python === null ? [] : Effect.map(Effect.exit(live(python, life)), (exit) => void lived.set(life, exit))
  })
  await Effect.runPromise(
    Effect.provide(Effect.all(all, { concurrency: 2, discard: true }), [NodeServices.layer, Logger.layer([])])
  )
}, 300_000)

describe.each(lives)("bittensor $version on $runtime", (life) => {
  const stepsOf = (): ReadonlyArray<Step> => {
    const exit = lived.get(life) ?? assert.fail(`needs \`${Python.provision}\``)
    return Exit.isSuccess(exit) ? exit.value : assert.fail(Cause.pretty(exit.cause))
  }

  it.skipIf(isAbsent(life))("is what the chain says after every step", () => {
    const failed = stepsOf().filter(({ failure }) => failure !== null)
    assert.deepStrictEqual(
      failed.map(({ failure, name }) => `${name}: ${failure}`),
      []
    )
  })

  it.skipIf(isAbsent(life))(`has at least ${LEAST_STEPS} steps, each with a name of its own`, () => {
    const names = stepsOf().map(({ name }) => name)
    assert.isAtLeast(names.length, LEAST_STEPS)
    assert.strictEqual(new Set(names).size, names.length)
  })
})
