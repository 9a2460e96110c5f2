/** Cases about requests and their answers: what is hashed, big bodies, streams, connections, who is who. */
import { assert } from "@effect/vitest"
import { Clock, type Duration, Effect, Result, Stream } from "effect"
import { type AxonInfo, Dendrite, type DendriteError, type Synapse, Tensor } from "effect-bittensor"
import { type Asking, type Case, type Cases, noted, refuses } from "./cases.ts"
import * as Protocols from "./protocols.ts"
import type { Row } from "./table.ts"

type Parts = Stream.Stream<string, DendriteError, Dendrite>

const joined = (stream: Parts, text: string): Case => ({
  run: Effect.map(Stream.runCollect(stream), (parts) => assert.strictEqual(parts.join(""), text))
})

const leftEarly = (stream: Parts): Case => ({
  run: Effect.map(Stream.runCollect(Stream.take(stream, 2)), (parts) => assert.lengthOf(parts, 2))
})

/** The first part is here long before the last one is made. */
const asMade = (stream: Parts): Case => ({
  run: Effect.gen(function* () {
    const times = yield* Stream.runCollect(Stream.mapEffect(stream, () => Clock.currentTimeMillis))
    assert.isAtLeast((times.at(-1) ?? 0) - (times[0] ?? 0), 1000)
  })
})

const idle = ({ run }: Case, pause: Duration.Input): Case => ({
  run: run.pipe(Effect.andThen(Effect.sleep(pause)), Effect.andThen(run))
})

const fiftyAtOnce = (axon: AxonInfo): Case => ({
  run: Effect.gen(function* () {
    const dendrite = yield* Dendrite
    const axons = Array.from({ length: 50 }, () => axon)
    const data = Tensor.Int32.from([1, 2, 3, 4])
    const answers = yield* dendrite.query(axons, Protocols.Echo, { text: "many", data }, { timeout: "30 seconds" })
    const failures = answers.flatMap(({ result }) => (Result.isFailure(result) ? result.failure.message : []))
    assert.deepStrictEqual([answers.length, failures], [50, []])
  })
})

const topk = ({ ask }: Asking): Cases => {
  const answers = (
    input: Synapse.Input<typeof Protocols.Topk>,
    v: ReadonlyArray<number>,
    i: ReadonlyArray<bigint>
  ): Case => ({
    run: Effect.map(ask(Protocols.Topk, input), (answer) =>
      assert.deepStrictEqual([answer.v.toNested(), answer.i.toNested()], [v, i])
    )
  })
  return {
    "two of three": answers({ input: Tensor.Float32.from([3, 1, 2]) }, [3, 2], [0n, 2n]),
    "four, with equals": answers(
      { topk: 4, input: Tensor.Float32.from([-1, 5, 5, 0]) },
      [5, 5, 0, -1],
      [1n, 2n, 3n, 0n]
    )
  }
}

const streaming = ({ stream }: Asking, version: string): Cases => {
  const [x, y] = ["x".repeat(300_000), "y".repeat(300_000)]
  const broken = stream("a|b|RAISE")
  return {
    parts: joined(stream("Hel|lo |wörld 😀"), "Hello wörld 😀"),
    "a letter in two chunks": joined(stream("a|SPLIT|b"), "aéb"),
    "as they are made": asMade(stream("a|SLEEP|b")),
    "600 kB": joined(stream(`${x}|${y}`), x + y),
    "that breaks":
      version === "10.5.0"
        ? noted("truncated", joined(broken, "ab"))
        : refuses(Stream.runCollect(broken), 400, "BadAnswer"),
    "beyond its deadline": refuses(Stream.runCollect(stream("a|SLEEP|b", { timeout: "1 second" })), 408, "TimedOut"),
    "left early": leftEarly(stream("a|".repeat(100)))
  }
}

const identity = (axon: AxonInfo, hotkey: string, { ask, replies }: Asking): Cases => {
  const pinged = Dendrite.use((dendrite) => dendrite.ping([axon]))
  return {
    "our hotkey": {
      run: Effect.map(ask(Protocols.Echo, { text: "whoami" }), ({ text }) => assert.strictEqual(text, hotkey))
    },
    ping: { run: Effect.map(pinged, ([answer]) => assert.isTrue(answer && Result.isSuccess(answer.result))) },
    "the axon's own verification": replies(Protocols.Verified, {}, "verified"),
    "the axon's priority": replies(Protocols.Prioritised, {}, "served")
  }
}

/** The rows about requests that are answered. `hotkey` is the dendrite's. */
export const exchanges = (axon: AxonInfo, hotkey: string, asking: Asking, version: string) => {
  const { echoes, replies } = asking
  const big = Tensor.Float32.from(Array.from({ length: 1 << 20 }, (_, index) => index))
  return {
    "hashed fields": {
      "of the class": echoes("bound", Tensor.Int32.from([0, 1])),
      "of the base class": replies(Protocols.Named, { text: "abc" }, "Named|7.0|abc", { timeout: "7 seconds" })
    },
    "no hashed fields": {
      answered: replies(Protocols.Unhashed, { text: "abc" }, "cba"),
      empty: replies(Protocols.Unhashed, {}, "")
    },
    "Topk of this README": topk(asking),
    "big bodies": {
      "100 000 letters": echoes("é'\"\\".repeat(25_000)),
      "a tensor of 4 MiB": echoes("big", big)
    },
    streaming: streaming(asking, version),
    connections: {
      "kept open for 0.2 s": idle(echoes("k"), "200 millis"),
      "and for 4.5 s": idle(echoes("k"), "4.5 seconds"),
      "and for 6 s": idle(echoes("k"), "6 seconds"),
      "50 requests at once": fiftyAtOnce(axon)
    },
    identity: identity(axon, hotkey, asking)
  } satisfies Partial<Record<Row, Cases>>
}
