/**
 * The state of a subnet as arrays: who is in it, with what stake, and what each is worth to the others.
 *
 * @since 0.2.0
 */
import { Cause, Context, type Duration, Effect, Layer, Schedule, type Scope, Stream, SubscriptionRef } from "effect"
import { Axon, type Caller, type Refusal } from "./Axon.ts"
import type { ChainError } from "./ChainError.ts"
import type { MetagraphState } from "./metagraph/MetagraphState.ts"
import { read, type ReadOptions } from "./metagraph/read.ts"
import { Subtensor, type SubtensorShape } from "./Subtensor.ts"
import type { Header } from "./subtensor/Core.ts"

export type { ReadOptions } from "./metagraph/read.ts"
export {
  type Measure,
  type MetagraphJson,
  type MetagraphMetadata,
  MetagraphState,
  type NeuronJson,
  type NeuronRow,
  type Totals
} from "./metagraph/MetagraphState.ts"

/**
 * How a metagraph is kept.
 *
 * @category models
 */
export interface LayerOptions {
  /** When it is read anew. @default "each block" */
  readonly refresh?: "each block" | Duration.Input | undefined
  /** Leaves out weights and bonds. @default true */
  readonly lite?: boolean | undefined
}

/**
 * A subnet's metagraph, as it is now and as it becomes.
 *
 * @category models
 */
export interface MetagraphShape {
  readonly netuid: number
  /** What was read last; it says of which block it is. */
  readonly current: Effect.Effect<MetagraphState>
  /** What was read last, and each that is read from then on. Who is slow misses some in between. */
  readonly changes: Stream.Stream<MetagraphState>
  /** Reads it anew at once, or as it was at a block: that one is given, and not kept. */
  readonly sync: (options?: ReadOptions) => Effect.Effect<MetagraphState, ChainError>
}

/** Of blocks that come faster than they are read, the last. */
const ticks = (
  subtensor: SubtensorShape,
  refresh: NonNullable<LayerOptions["refresh"]>
): Stream.Stream<Header | void, ChainError> =>
  refresh === "each block"
    ? Stream.buffer(subtensor.blocks, { capacity: 1, strategy: "sliding" })
    : Stream.fromSchedule(Schedule.spaced(refresh)).pipe(Stream.map(() => undefined))

const make = (
  netuid: number,
  { lite = true, refresh = "each block" }: LayerOptions = {}
): Effect.Effect<MetagraphShape, ChainError, Scope.Scope | Subtensor> =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const state = yield* SubscriptionRef.make(yield* read(subtensor, netuid, { lite }))
    const sync = (options: ReadOptions = {}) =>
      Effect.tap(read(subtensor, netuid, { lite, ...options }), (found) =>
        options.block === undefined ? SubscriptionRef.set(state, found) : Effect.void
      )
    const follow = Stream.runForEach(ticks(subtensor, refresh), () =>
      // What cannot be read now, for whatever reason, is read at the next tick; until then there is what was read last.
      Effect.catchCause(sync(), (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.failCause(cause)
          : Effect.logWarning(`the metagraph of subnet ${netuid} was not read`, cause)
      )
    ).pipe(
      Effect.catchTag("ChainError", (error) =>
        Effect.logWarning(`the blocks for the metagraph of subnet ${netuid} were lost`, error)
      ),
      Effect.repeat(Schedule.spaced("5 seconds"))
    )
    yield* Effect.forkScoped(follow)
    return {
      netuid,
      current: SubscriptionRef.get(state),
      // Who is slow would be kept all of them for otherwise.
      changes: Stream.buffer(SubscriptionRef.changes(state), { capacity: 1, strategy: "sliding" }),
      sync
    }
  })

/**
 * A subnet's metagraph.
 *
 * **Example** (One block's, and what is in it)
 *
 * ```ts run
 * import { Effect, Layer } from "effect"
 * import { Metagraph } from "effect-bittensor"
 * import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
 * import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
 *
 * const chain = SubtensorRpc.layerDevnet().pipe(Layer.provide(DevnetMemory.layer()))
 * const neurons = Effect.map(Metagraph.at(0), (metagraph) => metagraph.n)
 *
 * await Effect.runPromise(Effect.provide(neurons, chain)) // => 0
 * ```
 *
 * @category services
 */
export class Metagraph extends Context.Service<Metagraph, MetagraphShape>()("effect-bittensor/services/Metagraph") {
  /**
   * Reads a subnet's metagraph at a block. The state of one long past is asked of an archive, if `SubtensorRpc` knows one; without, it
   * fails with `BlockUnavailable`, which names the block. A subnet that is not there has no neurons.
   */
  static readonly at = (netuid: number, options?: ReadOptions): Effect.Effect<MetagraphState, ChainError, Subtensor> =>
    Effect.flatMap(Subtensor, (subtensor) => read(subtensor, netuid, options))

  /**
   * A subnet's metagraph that is read anew with each block, or every so often, for as long as the scope is open.
   *
   * It is read as a whole, in one round trip: a call of the runtime, and from dTAO on another one beside it. That is as fast as to read
   * all that it is made of from the storage, with a third of the bytes (`bench/metagraph.ts`). What only an epoch changes could be had
   * from there for a quarter of the time, but not who came, went or moved, and from dTAO on no stakes: the runtime computes them.
   */
  static readonly layer = (netuid: number, options?: LayerOptions): Layer.Layer<Metagraph, ChainError, Subtensor> =>
    Layer.effect(Metagraph, make(netuid, options))

  /** A blacklist that lets validators of the subnet pass, and nobody else. */
  static readonly validatorsOnly = (caller: Caller): Effect.Effect<void, Refusal, Metagraph> =>
    Effect.flatMap(current, (metagraph) => {
      if (metagraph.isValidator(caller.hotkey)) return Axon.allow
      return Axon.deny(
        metagraph.uidOf(caller.hotkey) === undefined
          ? `the hotkey has no place in subnet ${metagraph.netuid}`
          : `the hotkey is no validator of subnet ${metagraph.netuid}`
      )
    })

  /** A blacklist that lets neurons of the subnet pass, and nobody else. */
  static readonly neuronsOnly = (caller: Caller): Effect.Effect<void, Refusal, Metagraph> =>
    Effect.flatMap(current, (metagraph) =>
      metagraph.uidOf(caller.hotkey) === undefined
        ? Axon.deny(`the hotkey has no place in subnet ${metagraph.netuid}`)
        : Axon.allow
    )

  /** A priority: the caller's stake, in TAO. */
  static readonly byStake = (caller: Caller): Effect.Effect<number, never, Metagraph> =>
    Effect.map(current, (metagraph) => metagraph.stakeOf(caller.hotkey))
}

const current = Effect.flatMap(Metagraph, (metagraph) => metagraph.current)
