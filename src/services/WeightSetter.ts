/**
 * A validator's duty: each epoch its weights come to the chain, openly or by commit and reveal, once, whatever happens to the program.
 *
 * @since 0.2.0
 */
import { Cause, Context, Effect, Fiber, Layer, PubSub, Schedule, type Scope, Stream, SubscriptionRef } from "effect"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import { Hotkey } from "./Hotkey.ts"
import { Metagraph } from "./Metagraph.ts"
import { Subtensor } from "./Subtensor.ts"
import { DEFAULT_VERSION } from "./subtensor/calls/weightChecks.ts"
import * as Duty from "./weightSetter/Duty.ts"
import { failure, NoWeights, ofChain, type WeightEvent, type WeightSetterError } from "./weightSetter/events.ts"
import * as Journal from "./weightSetter/Journal.ts"

export {
  Away,
  CommitLost,
  NotIncluded,
  NoWeights,
  TooSoon,
  WeightEvent,
  WeightSetterError,
  WeightSetterReason
} from "./weightSetter/events.ts"
export { JournalCorrupt, JournalUnavailable } from "./weightSetter/Journal.ts"

/**
 * How weights are made, and when they are sent.
 *
 * @category models
 */
export interface Options<E, R> {
  /** The weights of now, by uid or by hotkey, in whatever unit: what counts is their proportion. It is run when they are due. */
  readonly weights: Effect.Effect<ReadonlyMap<number, number> | ReadonlyMap<string, number>, E, R>
  /**
   * In how many of an epoch's last blocks they are sent. What comes to be included later counts for the next epoch, so it should leave
   * room for a few attempts.
   *
   * @default 20
   */
  readonly before?: number | undefined
  /** One of several ways to be rewarded that the subnet may have, from 0 on. @default the first, by the calls that know no others */
  readonly mechanism?: number | undefined
  /** The version of the subnet's code that made them. @default that of the SDK whose wire this library speaks */
  readonly versionKey?: bigint | undefined
  /** Whether nothing is done but by `once`. @default false */
  readonly isManual?: boolean | undefined
}

/**
 * What brings weights to a chain.
 *
 * @category models
 */
export interface WeightSetterShape {
  /** What happens, and the last 16 things that did. */
  readonly events: Stream.Stream<WeightEvent>
  /** The last block that was looked at, with nothing left to do in it, and each from then on. */
  readonly blocks: Stream.Stream<number>
  /**
   * Does the duty of this epoch now: reveals what can be revealed, and sets or commits weights if that was not done. Gives what it did;
   * nothing, if nothing was left to do.
   */
  readonly once: Effect.Effect<ReadonlyArray<WeightEvent>, WeightSetterError>
}

/** Weights by uid; a hotkey that has no place in the subnet gets none. */
const byUid = (metagraph: Metagraph["Service"], given: ReadonlyMap<number | string, number>) =>
  Effect.gen(function* () {
    if ([...given.keys()].every((key) => typeof key === "number")) return given as ReadonlyMap<number, number>
    const state = yield* Effect.mapError(metagraph.sync(), ofChain)
    const found = [...given].flatMap(([key, weight]) => {
      const uid = typeof key === "number" ? key : state.uidOf(key)
      return uid === undefined ? [] : [[uid, weight] as const]
    })
    return new Map(found)
  })

/** Weights as somebody makes them; whatever goes wrong with that is a reason to have none. */
const made = <E, R>({
  weights
}: Options<E, R>): Effect.Effect<ReadonlyMap<number | string, number>, WeightSetterError, R> =>
  Effect.catchCause(weights as Effect.Effect<ReadonlyMap<number | string, number>, E, R>, (cause) =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.failCause(cause as Cause.Cause<never>)
      : Effect.fail(failure(new NoWeights({ detail: "they could not be made", cause: Cause.squash(cause) })))
  )

/** What is worth a line in the log: what only has to wait is not. */
const complain = (error: WeightSetterError) =>
  error.reason._tag === "TooSoon"
    ? Effect.logDebug("weights have to wait", error)
    : Effect.logWarning("weights did not come to the chain; they are tried again", error)

/** Does the duty with each block, for as long as the scope is open. Of blocks that come meanwhile, the last counts. */
const follow = (duty: Duty.Duty, chain: Subtensor["Service"], seen: SubscriptionRef.SubscriptionRef<number>) =>
  Stream.buffer(chain.blocks, { capacity: 1, strategy: "sliding" }).pipe(
    Stream.runForEach(({ number }) =>
      duty.step(false).pipe(Effect.catch(complain), Effect.andThen(SubscriptionRef.set(seen, number)))
    ),
    Effect.catch((error) => Effect.logWarning("the blocks for weights were lost; they are looked for again", error)),
    Effect.repeat(Schedule.spaced("5 seconds"))
  )

const make = <E, R>(
  options: Options<E, R>
): Effect.Effect<
  WeightSetterShape,
  WeightSetterError,
  Scope.Scope | Subtensor | Metagraph | Hotkey | KeyValueStore.KeyValueStore | SecureRandom.SecureRandom | R
> =>
  Effect.gen(function* () {
    const [subtensor, metagraph, hotkey] = [yield* Subtensor, yield* Metagraph, yield* Hotkey]
    const { netuid } = metagraph
    const context = yield* Effect.context<R>()
    const told = yield* PubSub.sliding<WeightEvent>({ capacity: 256, replay: 16 })
    const seen = yield* SubscriptionRef.make(0)
    const { mechanism } = options
    const place = mechanism === undefined ? `${netuid}` : `${netuid}.${mechanism}`
    const key = `effect-bittensor/weights/${yield* subtensor.genesis}/${place}/${hotkey.address}`
    const duty = yield* Duty.make({
      subtensor,
      hotkey,
      netuid,
      mechanism,
      store: Journal.make(yield* KeyValueStore.KeyValueStore, key),
      random: yield* SecureRandom.SecureRandom,
      weights: Effect.provide(
        Effect.flatMap(made(options), (given) => byUid(metagraph, given)),
        context
      ),
      before: options.before ?? 20,
      versionKey: options.versionKey ?? DEFAULT_VERSION,
      tell: (event) => PubSub.publish(told, event)
    })
    const own = options.isManual === true ? Effect.never : follow(duty, subtensor, seen)
    // What should never happen to it is told to whoever listens, and in the log: it does not stop silently.
    const fiber = yield* Effect.forkScoped(
      Effect.tapCause(own, (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.void
          : Effect.logError("no more weights are brought to the chain", cause)
      )
    )
    return {
      events: Stream.interruptWhen(Stream.fromPubSub(told), Fiber.join(fiber)),
      blocks: Stream.interruptWhen(SubscriptionRef.changes(seen), Fiber.join(fiber)),
      once: duty.step(true)
    }
  })

/**
 * Brings a validator's weights to the chain: with each epoch, by itself, for as long as its layer lives.
 *
 * It looks at the subnet each time and sets weights openly or commits to them, as its owner wants; what it committed to it reveals in
 * time, unless the chain does that by itself. It keeps to the rate limit and to the windows for commits and reveals. What it is about to send is written to a journal first, in a `KeyValueStore`:
 * after a restart it is found on the chain or sent with the same nonce, of which a chain takes one. An epoch is told as `Missed`
 * when nothing came of it, with the reason.
 *
 * **Gotchas**
 *
 * The journal holds weights and salts until they are revealed: keep the store where nobody else reads (`WeightSetterFile` does), and
 * not shared by several programs. Without it, what was committed cannot be revealed any more. One program at a time brings the weights of a hotkey.
 *
 * **Example** (The miner that answers)
 *
 * ```ts run
 * import { Effect, Layer } from "effect"
 * import { SecureRandom } from "effect/crypto"
 * import { KeyValueStore } from "effect/persistence"
 * import { Hotkey, Metagraph, WeightSetter } from "effect-bittensor"
 * import { layerTest, Subnet } from "effect-bittensor/testing"
 *
 * const program = Effect.gen(function*() {
 *   const subnet = yield* Subnet.launch({ validators: 1, miners: 1 })
 *   const setter = WeightSetter.layer({ weights: Effect.succeed(new Map([[1, 1]])), isManual: true }).pipe(
 *     Layer.provide([
 *       Metagraph.layer(subnet.netuid),
 *       Layer.succeed(Hotkey, subnet.validator(0).hotkey),
 *       SecureRandom.layerWebCrypto,
 *       KeyValueStore.layerMemory // in earnest: WeightSetterFile, whose files nobody else can read
 *     ])
 *   )
 *   const events = yield* Effect.provide(WeightSetter.use((setter) => setter.once), setter)
 *   return events.map(({ _tag }) => _tag)
 * })
 *
 * await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest))) // => ["Set"]
 * ```
 *
 * @category services
 */
export class WeightSetter extends Context.Service<WeightSetter, WeightSetterShape>()(
  "effect-bittensor/services/WeightSetter"
) {
  /** Begins to bring weights to the chain; the subnet is that of the metagraph. Fails if its journal cannot be read. */
  static readonly layer = <E, R>(
    options: Options<E, R>
  ): Layer.Layer<
    WeightSetter,
    WeightSetterError,
    Subtensor | Metagraph | Hotkey | KeyValueStore.KeyValueStore | SecureRandom.SecureRandom | Exclude<R, Scope.Scope>
  > => Layer.effect(WeightSetter, make(options))
}
