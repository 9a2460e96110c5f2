/** Plays all that there is to be played, with each SDK that the machine has. */
import { Context, Effect, type Exit, Layer, Schema, Stream } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { Axon, AxonInfo } from "effect-bittensor"
import * as OurAxon from "./axon.ts"
import * as OurDendrite from "./dendrite.ts"
import * as Python from "./python.ts"
import { hasAxon, Outcome, type Outcomes } from "./table.ts"
import * as OurWallets from "./wallets.ts"

/** Python's dendrite asks our axons. */
const fromPython = Effect.fnUntraced(function* (python: string) {
  const addressOf = (context: Context.Context<Axon>) => {
    const { hotkey, port } = Context.get(context, Axon).info
    return { hotkey, port }
  }
  const given = {
    axon: addressOf(yield* Layer.build(OurAxon.layer())),
    legacy: addressOf(yield* Layer.build(OurAxon.layer({ acceptLegacyNonce: true })))
  }
  const outcomes: Outcomes = { fromPython: yield* Python.run(python, "dendrite.py", given, Outcome), toPython: [] }
  return outcomes
}, Effect.scoped)

const Announcement = Schema.Struct({ port: Schema.Port, hotkey: Schema.String })

/** Our dendrite asks Python's axon. */
const toPython = Effect.fnUntraced(function* (python: string, version: string) {
  const lines = yield* Python.start(python, "axon.py", Python.untilClosed, Announcement)
  const { hotkey, port } = yield* Stream.runHead(lines).pipe(
    Effect.timeout("1 minute"),
    Effect.flatMap(Effect.fromOption)
  )
  const outcomes: Outcomes = {
    fromPython: [],
    toPython: yield* OurDendrite.play(AxonInfo.of({ ip: "127.0.0.1", port, hotkey }), version)
  }
  return outcomes
}, Effect.scoped)

type Play = Effect.Effect<Outcomes, unknown, ChildProcessSpawner.ChildProcessSpawner>

const plays = (version: string, python: string, wallets: OurWallets.Written): ReadonlyArray<Play> => [
  ...(hasAxon(version) ? [fromPython(python), toPython(python, version)] : []),
  OurWallets.play(python, wallets)
]

/** How one play with an SDK ended. */
export interface Played {
  readonly version: string
  readonly exit: Exit.Exit<Outcomes, unknown>
}

/** All plays, a few at a time: most of their time is spent waiting, or importing the SDK. */
export const playAll: Effect.Effect<
  ReadonlyArray<Played>,
  unknown,
  ChildProcessSpawner.ChildProcessSpawner
> = Effect.gen(function* () {
  const present = Python.sdks.flatMap(({ python, version }) => (python === null ? [] : { python, version }))
  if (present.length === 0) return []
  const wallets = yield* OurWallets.write
  const all = present.flatMap(({ python, version }) =>
    plays(version, python, wallets).map((play) => Effect.map(Effect.exit(play), (exit) => ({ version, exit })))
  )
  return yield* Effect.all(all, { concurrency: 4 })
}).pipe(Effect.scoped)
