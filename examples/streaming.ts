/**
 * Answers that come in parts.
 *
 *     npm run example -- examples/streaming.ts
 *
 * The handler gives a `Stream`, the caller gets one. It is pulled only as fast as the caller reads, and whoever stops reading
 * stops the miner's work too.
 */
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Schedule, Schema, Stream } from "effect"
import { Axon, Dendrite, Refusal, Synapse } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

// Two protocols. `chunk` says how parts lie in the bytes, for the wire itself keeps no boundaries between them.

/** Text: parts that are sent at once may arrive as one, and the reader does not care. */
class Story extends Synapse.stream("Story", {
  request: { prompt: Schema.String },
  chunk: Synapse.text,
  signed: ["prompt"]
}) {}

/** Messages: one JSON document a line, each decoded by the schema, each arriving as one. */
class Training extends Synapse.stream("Training", {
  request: { steps: Schema.Int },
  chunk: Synapse.lines(Schema.Struct({ step: Schema.Int, loss: Schema.Finite })),
  signed: ["steps"]
}) {}

const tell = ({ prompt }: Story) =>
  Stream.fromIterable(["Once upon a time ", "there was ", prompt, ", ", "and it was ", "served ", "in parts."]).pipe(
    Stream.schedule(Schedule.spaced("30 millis"))
  )

/** One step after the other, for as long as somebody reads. It breaks down at step 1000. */
const train = ({ steps }: Training) =>
  Stream.range(1, steps).pipe(
    Stream.mapEffect((step) =>
      step < 1000 ? Effect.succeed({ step, loss: 1 / step }) : new Refusal({ status: 500, message: "out of memory" })
    ),
    Stream.ensuring(Console.log("  the miner has stopped training"))
  )

const miner = Axon.serve(
  Axon.stream(Story, { forward: tell }),
  Axon.stream(Training, {
    // A refusal before the first part is an answer with a status, as of every other protocol.
    forward: (request) =>
      request.steps > 0 ? train(request) : Stream.fail(new Refusal({ status: 422, message: "steps must be positive" }))
  })
)

const program = Effect.gen(function* () {
  const { info } = yield* Axon
  const dendrite = yield* Dendrite

  yield* Console.log("Text, as it comes:")
  yield* dendrite
    .stream(info, Story, { prompt: "a subnet" })
    .pipe(Stream.runForEach((part) => Console.log(`  ${JSON.stringify(part)}`)))

  yield* Console.log("Messages, of which three are enough. Leaving the stream closes the connection:")
  yield* dendrite.stream(info, Training, { steps: 1_000_000 }).pipe(
    Stream.take(3),
    Stream.runForEach(({ loss, step }) => Console.log(`  step ${step}: loss ${loss.toFixed(3)}`))
  )
  yield* Effect.sleep("50 millis")

  yield* Console.log(
    "A miner that breaks down on the way. What came before is good; the end is an error, never a silence:"
  )
  const seen = { steps: 0 }
  const broken = yield* dendrite.stream(info, Training, { steps: 2000 }).pipe(
    Stream.runForEach(() => Effect.sync(() => seen.steps++)),
    Effect.flip
  )
  yield* Console.log(`  after ${seen.steps} steps: ${broken.reason._tag}, ${broken.statusMessage}`)

  yield* Console.log("A deadline holds over the whole stream:")
  const late = yield* dendrite
    .stream(info, Story, { prompt: "a snail" }, { timeout: "100 millis" })
    .pipe(Stream.runDrain, Effect.flip)
  yield* Console.log(`  ${late.status}, ${late.statusMessage}`)
})

program.pipe(
  Effect.provide(
    miner.pipe(
      Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
      Layer.merge(DendriteHttp.layer()),
      Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" }))
    )
  ),
  NodeRuntime.runMain
)
