/** A validator in a process of its own: asks an honest axon 50 times a second, and runs errands to others meanwhile. */
import { Duration, Effect, Layer, ManagedRuntime, Result, Stream } from "effect"
import { AxonInfo, Dendrite, type DendriteError } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { answerQuestions, type Target } from "./ipc.ts"
import { beginLoad, type Load } from "./load.ts"
import { settledMemory } from "./memory.ts"
import { Echo, Ticks } from "./protocols.ts"

/** One query of several axons. */
export interface Errand {
  readonly protocol: "Echo" | "Ticks"
  readonly axons: ReadonlyArray<Target & { readonly block?: number }>
  /** Seconds. */
  readonly timeout: number
}

/** What came of one axon. */
export interface Outcome {
  /** `Success`, or the reason's tag. */
  readonly reason: string
  readonly status: number
  /** The fields of an answer by name; the parts of a stream. */
  readonly fields?: object
  readonly seconds: number
}

const runtime = ManagedRuntime.make(
  DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))
)

const axonOf = (target: Errand["axons"][number]): AxonInfo => AxonInfo.of({ ip: "127.0.0.1", ...target })

const query = ({ axons, protocol, timeout }: Errand) =>
  Effect.gen(function* () {
    const dendrite = yield* Dendrite
    const options = { timeout: `${timeout * 1000} millis` } as const
    const ask = (axon: AxonInfo): Effect.Effect<object, DendriteError> =>
      protocol === "Echo"
        ? dendrite.forward(axon, Echo, { text: "hello" }, options)
        : Stream.runFold(
            dendrite.stream(axon, Ticks, { count: 1 }, options),
            () => ({ parts: 0 }),
            ({ parts }) => ({ parts: parts + 1 })
          )
    return yield* Effect.forEach(axons, (target) => outcome(ask(axonOf(target))), { concurrency: "unbounded" })
  })

const outcome = (asked: Effect.Effect<object, DendriteError>): Effect.Effect<Outcome> =>
  Effect.map(Effect.timed(Effect.result(asked)), ([elapsed, result]) => ({
    ...Result.match(result, {
      onSuccess: (fields) => ({ reason: "Success", status: 200, fields }),
      onFailure: ({ reason, status }) => ({ reason: reason._tag, status })
    }),
    seconds: Duration.toSeconds(elapsed)
  }))

const honest = (axon: AxonInfo) =>
  runtime.runPromise(
    Effect.flatMap(Dendrite, (dendrite) => dendrite.forward(axon, Echo, { text: "honest" })).pipe(
      Effect.match({
        onSuccess: ({ out }) => (out === "honest" ? undefined : "another answer"),
        onFailure: (error) => `${error.reason._tag}: ${error.statusMessage}`
      })
    )
  )

let end: (() => Promise<Load>) | undefined

answerQuestions({
  memory: settledMemory,
  errand: (errand) => runtime.runPromise(query(errand)),
  begin: async (target) => {
    const axon = axonOf(target)
    const failure = await honest(axon)
    if (failure !== undefined) throw new Error(failure)
    end = beginLoad(() => honest(axon))
  },
  end: async () => {
    const load = await end?.()
    if (load === undefined) throw new Error("no load has begun")
    end = undefined
    return load
  }
})
