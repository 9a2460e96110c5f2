/** Proofs of work: what searches for them, and how the search is shown. */
import { Duration, Effect, Layer, Option, Stream } from "effect"
import { Flag } from "effect/cli"
import * as PowAuto from "../../layers/PowAuto.ts"
import * as PowCpu from "../../layers/PowCpu.ts"
import { type PowError, type PowProgress, PowSolver } from "../../services/PowSolver.ts"
import { contradiction, type Failure, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Screen } from "../terminal/Screen.ts"

/** A flag by all the names that 7.4.0 gives it: bare, and behind the name of either command. */
const named =
  (...names: ReadonlyArray<string>) =>
  <A>(flag: Flag.Flag<A>): Flag.Flag<A> =>
    names
      .flatMap((name) => [`pow_register.${name}`, `faucet.${name}`])
      .reduce((named, name) => Flag.withAlias(named, name), flag)

const alias =
  (...names: ReadonlyArray<string>) =>
  <A>(flag: Flag.Flag<A>): Flag.Flag<A> =>
    names.reduce((named, name) => Flag.withAlias(named, name), flag)

/** How to search, in the spellings of `subnets pow_register` and of `wallet faucet`. @category flags */
export const flags = {
  processes: Flags.integer("num_processes", "threads that search (as many as there are cores)").pipe(
    alias("n"),
    named("num_processes")
  ),
  cuda: Flags.toggle("cuda", "search on a graphics card, if there is one").pipe(
    alias("cuda.use_cuda"),
    named("cuda.use_cuda")
  ),
  noCuda: Flags.toggle("no_cuda", "search on the processor, as is done anyhow").pipe(
    alias("cuda.no_cuda"),
    named("cuda.no_cuda")
  ),
  device: Flags.list("cuda.dev_id", "the graphics card, by a part of its name; 0 is the first").pipe(
    named("cuda.dev_id")
  ),
  threads: Flags.integer("cuda.tpb", "threads of a workgroup of the graphics card, from 1 to 256").pipe(
    named("cuda.tpb")
  ),
  verbose: Flags.toggle("verbose", "print also what searches").pipe(named("verbose")),
  inLines: Flags.toggle("no_output_in_place", "print the progress line by line").pipe(named("no_output_in_place")),
  // The solvers choose by themselves how much they do between two looks at the chain.
  interval: Flags.integer("update_interval", "not needed any more: nonces between two looks at the chain").pipe(
    alias("u", "cuda.update_interval"),
    named("update_interval", "cuda.update_interval")
  )
}

/** @category models */
export interface Given {
  readonly processes: Option.Option<number>
  readonly cuda: boolean
  readonly noCuda: boolean
  readonly device: ReadonlyArray<string>
  readonly threads: Option.Option<number>
  readonly verbose: boolean
  readonly inLines: boolean
}

/** Cards have names here, and no numbers but that of the first. */
const adapterOf = ([device, ...others]: ReadonlyArray<string>): Effect.Effect<string | undefined, Failure> => {
  if (device === undefined || device === "0") return Effect.undefined
  return /^\d+$/.test(device) || others.length > 0
    ? Effect.fail(
        usage("--cuda.dev_id: one card searches, and it is chosen by a part of its name.", "Give one such part.")
      )
    : Effect.succeed(device)
}

/**
 * What searches: the cores of the processor, or with `--cuda` a graphics card if there is one.
 *
 * @category layers
 */
export const layer = (given: Given): Layer.Layer<PowSolver, PowError | Failure> =>
  Layer.unwrap(
    Effect.gen(function* () {
      if (given.cuda && given.noCuda) return yield* contradiction("--cuda", "--no_cuda")
      const cpu = { workers: Option.getOrUndefined(given.processes) }
      if (!given.cuda) return PowCpu.layer(cpu)
      const gpu = { adapter: yield* adapterOf(given.device), workgroup: Option.getOrUndefined(given.threads) }
      return PowAuto.layer({ cpu, gpu })
    })
  )

const rate = (perSecond: number) =>
  perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} MH/s` : `${(perSecond / 1e3).toFixed(1)} kH/s`

const seconds = (duration: Duration.Duration) => `${Duration.toSeconds(duration).toFixed(0)} s`

/** How a search goes, in a line. @category formatting */
export const line = ({ difficulty, elapsed, expected, smoothedRate, tried }: PowProgress): string =>
  [
    `${seconds(elapsed)} of about ${seconds(expected)}`,
    `difficulty ${difficulty}`,
    `${tried} nonces`,
    rate(smoothedRate)
  ].join(", ")

/**
 * Shows how the search goes while something is done that needs one.
 *
 * @category combinators
 */
export const during =
  (title: string, { inLines, verbose }: Pick<Given, "inLines" | "verbose">) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const [pow, screen] = [yield* PowSolver, yield* Screen]
      if (verbose) yield* screen.note(pow.device)
      return yield* Screen.during(title)((progress) =>
        Effect.scoped(
          Effect.gen(function* () {
            const say = inLines ? screen.note : progress.update
            yield* Effect.forkScoped(Stream.runForEach(pow.progress, (now) => say(line(now))))
            return yield* effect
          })
        )
      )
    })
