/** The dendrite on real sockets: many axons, some of which are slow, dead or lying. */
import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber, Layer, References, Result, Schema, Stream } from "effect"
import { Axon, type AxonError, AxonInfo, Dendrite, type DendriteError, Hotkey, Synapse, Tensor } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { exchange } from "../support/rawHttp.ts"
import { answerText, rawAxon } from "../support/rawServer.ts"
import { signedRequest } from "../support/signedRequest.ts"

class Echo extends Synapse.make("Echo", {
  request: { text: Schema.String },
  response: { out: Schema.String },
  signed: ["text"]
}) {}

class Scale extends Synapse.make("Scale", {
  request: { factor: Schema.Finite.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
  response: { output: Tensor.Float32 },
  signed: ["factor", "input"]
}) {}

class Story extends Synapse.stream("Story", {
  request: { prompt: Schema.String },
  chunk: Synapse.text,
  signed: ["prompt"]
}) {}

class Rows extends Synapse.stream("Rows", {
  request: { count: Schema.Int },
  chunk: Synapse.lines(Schema.Struct({ n: Schema.Int, half: Schema.Finite })),
  signed: ["count"]
}) {}

const alice = WalletsMemory.layerHotkey({ uri: "//Alice" })
const bob = WalletsMemory.layerHotkey({ uri: "//Bob" })

const dendrite = (options?: DendriteHttp.Options) => DendriteHttp.layer(options).pipe(Layer.provide(alice))

const miner = (served: Layer.Layer<never, AxonError, Axon>) =>
  served.pipe(
    Layer.provideMerge(
      AxonHttp.layer({ host: "127.0.0.1", port: 0, shutdownTimeout: "1 second" }).pipe(Layer.provide(bob))
    ),
    Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
  )

const echo = Axon.handle(Echo, { forward: ({ text }) => ({ out: text }) })

const subnet = (served: Layer.Layer<never, AxonError, Axon>, options?: DendriteHttp.Options) =>
  Layer.merge(miner(served), dendrite(options))

const reasonOf = <A>(result: Result.Result<A, DendriteError>): string =>
  Result.match(result, { onSuccess: () => "Success", onFailure: ({ reason }) => reason._tag })

const ask = (axon: AxonInfo, options?: { readonly timeout?: Duration.Input; readonly maxResponseBytes?: number }) =>
  Effect.flatMap(Dendrite, (dendrite) => dendrite.forward(axon, Echo, { text: "hello" }, options))

const success = answerText("200 OK", `{"text":"other","out":"lie","dendrite":{"hotkey":"x"},"timeout":99,"name":"X"}`)

describe("query", () => {
  it.live("keeps the order, and no slow or dead axon delays the others past the deadline", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const slow = yield* rawAxon(() => {})
      const dead = yield* Effect.scoped(rawAxon(() => {}))
      const never = AxonInfo.of({ ip: "0.0.0.0", port: 0, hotkey: info.hotkey })
      const axons = [slow, info, dead, never, info]
      const [elapsed, answers] = yield* Effect.timed(
        (yield* Dendrite).query(axons, Echo, { text: "hi" }, { timeout: "400 millis" })
      )
      assert.deepStrictEqual(
        answers.map(({ axon }) => axon),
        axons
      )
      assert.deepStrictEqual(
        answers.map(({ result }) => reasonOf(result)),
        ["TimedOut", "Success", "Unreachable", "NotServing", "Success"]
      )
      assert.deepStrictEqual(
        answers.map(({ result }) => (Result.isFailure(result) ? result.failure.status : 200)),
        [408, 200, 503, 503, 200]
      )
      assert.isBelow(Duration.toMillis(elapsed), 1500)
      assert.isBelow(Duration.toMillis(answers[1]!.elapsed), 400)
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("never mixes the answer of one with another", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const service = yield* Dendrite
      const texts = Array.from({ length: 200 }, (_, n) => `text ${n}`)
      const answers = yield* Effect.forEach(texts, (text) => service.forward(info, Echo, { text }), { concurrency: 50 })
      assert.deepStrictEqual(
        answers.map(({ out }) => out),
        texts
      )
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("does not call a private address that the chain told it, unless it is allowed to", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const fromChain = AxonInfo.of({ ip: info.ip, port: info.port, hotkey: info.hotkey, block: 7 })
      assert.strictEqual(reasonOf(yield* Effect.result(ask(fromChain))), "AddressDenied")
      const allowed = ask(fromChain).pipe(Effect.provide(dendrite({ allowPrivateAxons: true })))
      assert.deepStrictEqual(yield* allowed, { out: "hello" })
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("calls an axon on its own address by loopback", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const own = AxonInfo.of({ ip: "203.0.113.9", port: info.port, hotkey: info.hotkey })
      assert.deepStrictEqual(yield* ask(own), { out: "hello" })
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { externalIp: "203.0.113.9" })))
  )

  it.live("says which input is wrong, and sends nothing", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const service = yield* Dendrite
      const wrong = yield* Effect.flip(
        service.forward(info, Scale, { input: Tensor.Float32.from([1]), factor: Number.NaN })
      )
      assert.strictEqual(wrong.reason._tag, "BadInput")
      assert.include(wrong.statusMessage, "factor")
      const [entry] = yield* service.query([info], Echo, { text: "x" }, { timeout: 0 })
      assert.strictEqual(reasonOf(entry!.result), "BadInput")
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )
})

describe("a lying axon", () => {
  const lies: ReadonlyArray<{
    readonly name: string
    readonly text: string
    readonly reason: string
    readonly field?: string
    readonly says?: string
  }> = [
    { name: "overwrites inputs and identities: only the output is taken", text: success, reason: "Success" },
    { name: "leaves an output out", text: answerText("200 OK", "{}"), reason: "BadAnswer", field: "out" },
    {
      name: "gives an output of a wrong type",
      text: answerText("200 OK", `{"out":[1]}`),
      reason: "BadAnswer",
      field: "out"
    },
    {
      name: "answers 200 with a status of 500",
      text: answerText("200 OK", `{"out":"x"}`, ["bt_header_axon_status_code: 500"]),
      reason: "Internal"
    },
    {
      name: "answers 500 with a status of 200",
      text: answerText("500 No", `{"out":"x"}`, ["bt_header_axon_status_code: 200"]),
      reason: "Internal"
    },
    { name: "redirects", text: answerText("302 Found", "", ["location: http://169.254.169.254/"]), reason: "Refused" },
    {
      name: "calls a nonce old",
      text: answerText("401 No", `{"message":"Not Verified with error: Nonce is too old"}`, [
        "date: Thu, 01 Jan 2026 00:00:00 GMT"
      ]),
      reason: "Stale"
    },
    {
      name: "gives up with a text of its own",
      text: answerText("408 Request Timeout", `{"message":"the model is still loading"}`),
      reason: "TimedOut",
      says: "the model is still loading"
    },
    {
      name: "sends prototype keys",
      text: answerText("200 OK", `{"__proto__":{"out":"p"},"out":"x"}`),
      reason: "Success"
    }
  ]

  for (const { field, name, reason, says, text } of lies) {
    it.live(name, () =>
      Effect.gen(function* () {
        const axon = yield* rawAxon((socket) => socket.end(text))
        const result = yield* Effect.result(ask(axon, { timeout: "2 seconds" }))
        assert.strictEqual(reasonOf(result), reason)
        if (says !== undefined) assert.strictEqual(Result.getOrThrow(Result.flip(result)).statusMessage, says)
        if (Result.isSuccess(result)) assert.deepStrictEqual(Object.keys(result.success), ["out"])
        else if (result.failure.reason._tag === "BadAnswer") assert.strictEqual(result.failure.reason.field, field)
        else if (result.failure.reason._tag === "Stale") assert.isBelow(result.failure.reason.skewSeconds!, -86_400)
      }).pipe(Effect.provide(dendrite()))
    )
  }

  it.live("cannot make us read without end", () =>
    Effect.gen(function* () {
      const closed = yield* Deferred.make<void>()
      const axon = yield* rawAxon((socket) => {
        socket.on("close", () => Effect.runFork(Deferred.succeed(closed, undefined)))
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        const pour = () => {
          while (!socket.destroyed && socket.write("x".repeat(65_536))) {
            // until the kernel's buffers are full
          }
        }
        socket.on("drain", pour)
        pour()
      })
      const error = yield* Effect.flip(ask(axon, { maxResponseBytes: 1_000_000 }))
      assert.strictEqual(error.reason._tag, "TooLarge")
      yield* Deferred.await(closed)
    }).pipe(Effect.provide(dendrite()))
  )
})

describe("interruption", () => {
  it.live("closes the socket, and so does the deadline", () =>
    Effect.gen(function* () {
      const events: Array<string> = []
      const asked = yield* Deferred.make<void>()
      const axon = yield* rawAxon((socket) => {
        events.push("asked")
        socket.on("close", () => events.push("closed"))
        Effect.runFork(Deferred.succeed(asked, undefined))
      })
      const fiber = yield* Effect.forkChild(ask(axon), { startImmediately: true })
      yield* Deferred.await(asked)
      yield* Fiber.interrupt(fiber)
      yield* Effect.sleep("50 millis")
      assert.deepStrictEqual(events, ["asked", "closed"])
      assert.strictEqual((yield* Effect.flip(ask(axon, { timeout: "100 millis" }))).reason._tag, "TimedOut")
      yield* Effect.sleep("50 millis")
      assert.deepStrictEqual(events, ["asked", "closed", "asked", "closed"])
    }).pipe(Effect.provide(dendrite()))
  )
})

describe("connections", () => {
  it.live("are kept and used again", () =>
    Effect.gen(function* () {
      const ports = new Set<number | undefined>()
      const axon = yield* rawAxon((socket) => {
        ports.add(socket.remotePort)
        socket.write(answerText("200 OK", `{"out":"x"}`))
      })
      yield* Effect.forEach(Array.from({ length: 10 }), () => ask(axon))
      // A second one is opened while the first is still being given back.
      assert.isAtMost(ports.size, 2)
    }).pipe(Effect.provide(dendrite()))
  )

  it.live("to one axon are at most as many as allowed, each with a uuid of its own", () =>
    Effect.gen(function* () {
      const uuids: Array<string> = []
      let open = 0
      let most = 0
      const axon = yield* rawAxon((socket, request) => {
        uuids.push(/bt_header_dendrite_uuid: (\S+)/.exec(request)![1]!)
        most = Math.max(most, ++open)
        setTimeout(() => {
          open--
          socket.write(answerText("200 OK", `{"out":"x"}`))
        }, 20)
      })
      yield* Effect.forEach(Array.from({ length: 12 }), () => ask(axon), { concurrency: "unbounded" })
      assert.strictEqual(most, 3)
      assert.strictEqual(new Set(uuids).size, 3)
    }).pipe(Effect.provide(dendrite({ maxPerAxon: 3 })))
  )
})

describe("tensors", () => {
  it.live(
    "are answered in the spelling that they were asked in, which a peer in torch mode could not read otherwise",
    () =>
      Effect.gen(function* () {
        const { info } = yield* Axon
        const signer = yield* Effect.flatMap(Layer.build(alice), (context) => Effect.provideContext(Hotkey, context))
        const dtypes = yield* Effect.forEach(["numpy", "torch"] as const, (tensorSpelling) =>
          signedRequest(signer, info, Scale, { input: Tensor.Float32.from([1]) }, { tensorSpelling }).pipe(
            Effect.flatMap((bytes) => Effect.promise(() => exchange(info.port, bytes))),
            Effect.map((answer) => JSON.parse(answer!.body.toString()).output.dtype)
          )
        )
        assert.deepStrictEqual(dtypes, ["float32", "torch.float32"])
      }).pipe(Effect.provide(subnet(Axon.serve(Axon.handle(Scale, { forward: ({ input }) => ({ output: input }) })))))
  )

  it.live("travel both ways, in either spelling", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const service = yield* Dendrite
      for (const tensorSpelling of ["numpy", "torch"] as const) {
        const { output } = yield* service.forward(
          info,
          Scale,
          {
            input: Tensor.Float32.from([
              [1, 2],
              [3, 4]
            ])
          },
          { tensorSpelling }
        )
        assert.deepStrictEqual(output.toNested(), [
          [2, 4],
          [6, 8]
        ])
      }
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.handle(Scale, {
              forward: ({ factor, input }) => ({
                output: Tensor.Float32.from(
                  input.data.map((x) => x * factor),
                  input.shape
                )
              })
            })
          )
        )
      )
    )
  )
})

describe("stream", () => {
  const tell = Axon.stream(Story, { forward: ({ prompt }) => Stream.make("Once ", "upon ", prompt) })

  it.live("gives the chunks of text, characters whole", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const parts = yield* Stream.runCollect((yield* Dendrite).stream(info, Story, { prompt: "☃ é 😀" }))
      assert.strictEqual(parts.join(""), "Once upon ☃ é 😀")
    }).pipe(Effect.provide(subnet(Axon.serve(tell))))
  )

  it.live("gives one message a line", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const rows = yield* Stream.runCollect((yield* Dendrite).stream(info, Rows, { count: 3 }))
      assert.deepStrictEqual(
        rows,
        [1, 2, 3].map((n) => ({ n, half: n / 2 }))
      )
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.stream(Rows, {
              forward: ({ count }) => Stream.range(1, count).pipe(Stream.map((n) => ({ n, half: n / 2 })))
            })
          )
        )
      )
    )
  )

  it.live("fails with the status of a refusal, whose text is no chunk", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const error = yield* Effect.flip(Stream.runCollect((yield* Dendrite).stream(info, Story, { prompt: "x" })))
      assert.strictEqual(error.reason._tag, "Blacklisted")
      assert.include(error.statusMessage, "friends only")
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.stream(Story, { blacklist: () => Axon.deny("friends only"), forward: () => Stream.make("secret") })
          )
        )
      )
    )
  )

  it.live("fails when it breaks off, when it is no text, and when its deadline passes", () =>
    Effect.gen(function* () {
      const head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n"
      const then = (rest: string) => (socket: Socket) => {
        socket.write(head)
        setTimeout(() => socket.end(Buffer.from(rest, "latin1")), 50)
      }
      const broken = yield* rawAxon(then(""))
      const noText = yield* rawAxon(then("1\r\n\xff\r\n0\r\n\r\n"))
      const silent = yield* rawAxon((socket) => socket.write(head))
      const service = yield* Dendrite
      const read = (axon: AxonInfo) => {
        const parts: Array<string> = []
        return service.stream(axon, Story, { prompt: "x" }, { timeout: "300 millis" }).pipe(
          Stream.runForEach((part) => Effect.sync(() => parts.push(part))),
          Effect.flip,
          Effect.map(({ reason }) => [reason._tag, parts.join("")])
        )
      }
      assert.deepStrictEqual(yield* read(broken), ["BadAnswer", "one"])
      assert.deepStrictEqual(yield* read(noText), ["BadAnswer", "one"])
      assert.deepStrictEqual(yield* read(silent), ["TimedOut", "one"])
    }).pipe(Effect.provide(dendrite()))
  )

  it.live("gives everything that came before it broke off, however suddenly", () =>
    Effect.gen(function* () {
      const breaking = yield* rawAxon((socket) => {
        const part = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
        const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        socket.write(head + part("one ") + part("two ") + part("three"), () => socket.resetAndDestroy())
      })
      const heard: Array<string> = []
      const { stream } = yield* Dendrite
      const end = yield* Effect.result(
        Stream.runForEach(stream(breaking, Story, { prompt: "" }), (text) => Effect.sync(() => heard.push(text)))
      )
      assert.strictEqual(heard.join(""), "one two three")
      assert.strictEqual(reasonOf(end), "BadAnswer")
    }).pipe(Effect.scoped, Effect.provide(dendrite()))
  )

  it.live("makes the axon wait for a reader who is slower", () =>
    Effect.gen(function* () {
      let sent = 0
      const part = "x".repeat(64 * 1024)
      const fast = yield* rawAxon((socket) => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        const more = () => {
          while (sent < 512) {
            sent++
            if (!socket.write(`10000\r\n${part}\r\n`)) return void socket.once("drain", more)
          }
          socket.end("0\r\n\r\n")
        }
        more()
      })
      const { stream } = yield* Dendrite
      let heard = 0
      let sentAtFirst = 0
      yield* Stream.runForEach(stream(fast, Story, { prompt: "" }, { maxResponseBytes: 64 * 1024 * 1024 }), (text) => {
        heard += text.length
        if (sentAtFirst > 0) return Effect.void
        return Effect.map(Effect.sleep(500), () => {
          sentAtFirst = sent
        })
      })
      assert.strictEqual(heard, 512 * part.length)
      assert.isBelow(sentAtFirst, 256, "32 MiB do not fit between the two")
    }).pipe(Effect.scoped, Effect.provide(dendrite()))
  )

  it.live("closes the connection when it is left", () =>
    Effect.gen(function* () {
      const ended = yield* Deferred.make<string>()
      const endless = Axon.stream(Story, {
        forward: () =>
          Stream.tick("5 millis").pipe(
            Stream.map(() => "tick "),
            Stream.onExit((exit) => Deferred.succeed(ended, exit._tag))
          )
      })
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const parts = yield* (yield* Dendrite)
          .stream(info, Story, { prompt: "x" })
          .pipe(Stream.take(2), Stream.runCollect)
        assert.strictEqual(parts.length, 2)
        assert.strictEqual(yield* Deferred.await(ended), "Failure")
      }).pipe(Effect.provide(subnet(Axon.serve(endless))))
    })
  )
})

describe("ping", () => {
  it.live("asks which axons are there", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const dead = yield* Effect.scoped(rawAxon(() => {}))
      const answers = yield* (yield* Dendrite).ping([info, dead])
      assert.deepStrictEqual(
        answers.map(({ result }) => reasonOf(result)),
        ["Success", "Unreachable"]
      )
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )
})
