/**
 * The state of a subnet as arrays: who is in it, with what stake, and what each is worth to the others.
 *
 * @since 0.2.0
 */
import { Context, type Duration, Effect, Layer, Schedule, type Scope, Stream, SubscriptionRef } from "effect"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "../protocol/chain/NeuronColumns.ts"
import type { LayoutError } from "../protocol/chain/LayoutError.ts"
import { Axon, type Caller, type Refusal } from "./Axon.ts"
import { ChainError, Undecodable } from "./ChainError.ts"
import { MetagraphState } from "./metagraph/MetagraphState.ts"
import { Subtensor, type SubtensorShape } from "./Subtensor.ts"
import type { BlockRef, Header } from "./subtensor/Core.ts"

export { MetagraphState, type NeuronRow } from "./metagraph/MetagraphState.ts"

/**
 * Which state is read, and how much of it.
 *
 * @category models
 */
export interface ReadOptions {
  /** @default the last block */
  readonly block?: BlockRef | undefined
  /** Leaves out weights and bonds. @default true */
  readonly lite?: boolean | undefined
}

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

const ROOT = 0

const undecodable = ({ message }: LayoutError) =>
  new ChainError({ reason: new Undecodable({ item: "the neurons", detail: message }) })

/** The subnets in the order of the columns of root weights. */
const subnetsOf = (subtensor: SubtensorShape, block: BlockRef | undefined) =>
  Effect.map(Stream.runCollect(subtensor.entries("SubtensorModule", "NetworksAdded", [], { block })), (entries) =>
    entries
      .flatMap(([[netuid], isThere]) => (isThere && typeof netuid === "number" ? [netuid] : []))
      .toSorted((a, b) => a - b)
  )

/** The neurons and the block they are of: with one round trip, if it is the last one. */
const read = (subtensor: SubtensorShape, netuid: number, { block, lite = true }: ReadOptions = {}) =>
  Effect.gen(function* () {
    const method = lite ? "get_neurons_lite" : "get_neurons"
    const [bytes, header, runtime, subnets] = yield* Effect.all(
      [
        subtensor.runtimeAnswer("NeuronInfoRuntimeApi", method, [netuid], { block }),
        block === undefined ? subtensor.head : subtensor.header(block),
        subtensor.runtime({ block }),
        netuid === ROOT && !lite ? subnetsOf(subtensor, block) : Effect.succeed(undefined)
      ],
      { concurrency: "unbounded" }
    )
    const layout = { portBeforeIp: runtime.fieldsOf("SubtensorModule", "Axons")?.indexOf("port") === 2 }
    const decoded = lite ? decodeNeuronsLiteColumns(bytes, layout) : decodeNeuronsColumns(bytes, layout)
    const columns = yield* Effect.mapError(Effect.fromResult(decoded), undecodable)
    return new MetagraphState({ network: subtensor.network, netuid, block: header.number, columns, subnets })
  })

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
      // What cannot be read now is read at the next tick; until then there is what was read last.
      Effect.catchTag(sync(), "ChainError", (error) =>
        Effect.logWarning(`the metagraph of subnet ${netuid} was not read`, error)
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
      changes: SubscriptionRef.changes(state),
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
  /** Reads a subnet's metagraph at a block. */
  static readonly at = (netuid: number, options?: ReadOptions): Effect.Effect<MetagraphState, ChainError, Subtensor> =>
    Effect.flatMap(Subtensor, (subtensor) => read(subtensor, netuid, options))

  /** A subnet's metagraph that is read anew with each block, or every so often, for as long as the scope is open. */
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
