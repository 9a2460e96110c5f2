/** Commands run in this process, on a chain that is played with the metadata of a runtime: what they show, ask, and send. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Option, Result, Schema, Stream } from "effect"
import { CliConfig, CliOutput, Command } from "effect/cli"
import { Rao, Subtensor } from "effect-bittensor"
import type { Call, Core } from "effect-bittensor/services/subtensor/Core"
import { assert } from "vitest"
import { Addresses } from "../../src/cli/frame/Addresses.ts"
import { flagsOf } from "../../src/cli/frame/command.ts"
import { explain } from "../../src/cli/frame/explain.ts"
import { Schemas } from "../../src/cli/frame/Schemas.ts"
import { Settings } from "../../src/cli/frame/Settings.ts"
import { respell, understand } from "../../src/cli/frame/spelling.ts"
import { Reach } from "../../src/cli/subject/chain.ts"
import { Ask } from "../../src/cli/terminal/Ask.ts"
import { make as makePen } from "../../src/cli/terminal/Pen.ts"
import { Screen } from "../../src/cli/terminal/Screen.ts"
import { tree } from "../../src/cli/tree.ts"
import type { Home } from "./btcli.ts"
import { coreOn, type State } from "./plans.ts"

export const FEE = Rao(1000n)

const receiptOf = (events: unknown) => ({
  hash: "0x0e",
  block: { number: 1001, hash: "0x0b" },
  index: 1,
  isFinal: false,
  fee: FEE,
  events
})

/** Such a chain, and what is sent to it. Functions of the state are given the arguments of calls to the runtime. */
const chainOf = (spec: Parameters<typeof coreOn>[0], state: State, sent: Array<Call>) => {
  const core = coreOn(spec, state)
  return Subtensor.fromCore({
    ...core,
    network: Effect.succeed("played"),
    entries: (_: string, item: string) => Stream.fromIterable((state[item] ?? []) as ReadonlyArray<never>),
    runtimeCall: (api: string, method: string, args: ReadonlyArray<unknown> = []) => {
      const held = state[method]
      return typeof held === "function" ? Effect.succeed(held(...args)) : core.runtimeCall(api, method)
    },
    plan: (...given: Parameters<Core["plan"]>) =>
      Effect.map(core.plan(...given), (plan) => ({ ...plan, fee: FEE, hash: "0x0c" })),
    submit: (call: Call) =>
      Effect.sync(() => {
        sent.push(call)
        return receiptOf(state["events"] ?? [])
      })
  } as never)
}

const presenter = CliOutput.layerPresenter({ present: () => Effect.void })

const around = (subtensor: Subtensor["Service"], notes: Array<string>, values: Settings["Service"]["values"]) => {
  const note = (text: string) => Effect.sync(() => void notes.push(text))
  return Layer.mergeAll(
    NodeServices.layer,
    Layer.succeed(Reach, () => Layer.succeed(Subtensor, subtensor)),
    Layer.succeed(Settings, { path: "", values, environment: {} }),
    Layer.mock(Ask, { isPossible: false, isConfirmed: true, isDeclined: false }),
    Layer.mock(Schemas, {}),
    Layer.mock(Addresses, { named: () => Effect.succeed(undefined), found: Effect.succeed([]) }),
    Layer.succeed(Screen, {
      pen: makePen({ hasColors: false, columns: 300 }),
      isJson: true,
      isWatched: false,
      out: note,
      note,
      warn: note,
      progress: () => Effect.succeed({ update: () => Effect.void })
    })
  )
}

/** How a command ended: its result as JSON has it, or its failure; what it said beside it, and what it sent. */
export interface Played {
  readonly data: any
  readonly failure: { readonly exit: number; readonly said: string } | undefined
  readonly shown: string
  readonly said: string
  readonly sent: ReadonlyArray<Call>
}

/** Commands of the people of a home, on a chain of this runtime and state. Whatever is asked is confirmed. */
export const playedOn =
  (home: Home, spec: Parameters<typeof coreOn>[0], state: State, values: Settings["Service"]["values"] = {}) =>
  (line: string): Effect.Effect<Played> =>
    Effect.gen(function* () {
      const meant = understand(tree, line.split(" "))
      if (meant._tag !== "Run") return assert.fail(`${line} is no command`)
      const leaf = yield* Effect.promise(meant.entry.load)
      const [sent, notes]: [Array<Call>, Array<string>] = [[], []]
      const name = meant.entry.name
      let found: { readonly data: unknown; readonly shown: string } | undefined
      const command = Command.make(name, leaf.flags, (input) =>
        Effect.gen(function* () {
          const result = yield* leaf.run(input)
          const data = yield* Effect.orDie(Schema.encodeEffect(leaf.result as Schema.Codec<unknown>)(result))
          found = { data, shown: leaf.show(result, makePen({ hasColors: false, columns: 300 })) }
        }).pipe(Effect.mapError(explain), Effect.scoped)
      )
      const path = `--wallet.path=${home.wallets}`
      const known = flagsOf(`${meant.group?.name} ${name}`, leaf, "")
      const hasWallet = known.some((flag) => flag.name === "wallet.path")
      const args = [...respell(known, meant.args), ...(hasWallet ? [path] : [])]
      const ended = yield* Command.runWith(command, { version: "0", renderErrors: false })(args).pipe(
        Effect.provide(
          Layer.mergeAll(
            around(chainOf(spec, state, sent), notes, values),
            presenter,
            CliConfig.layer({ builtIns: [] })
          )
        ),
        Effect.result
      )
      const failure = Option.getOrUndefined(Result.getFailure(ended)) as
        | { readonly exitCode?: number; readonly message: string }
        | undefined
      return {
        data: found?.data,
        failure: failure === undefined ? undefined : { exit: failure.exitCode ?? 2, said: failure.message },
        shown: found?.shown ?? "",
        said: notes.join("\n"),
        sent
      }
    }) as Effect.Effect<Played>
