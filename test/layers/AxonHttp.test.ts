/** The axon on a real socket: what it serves, what it bounds, and what it refuses. */
import { assert, describe, it } from "@effect/vitest"
import {
  Config,
  ConfigProvider,
  Deferred,
  Duration,
  Effect,
  Exit,
  Fiber,
  Layer,
  Logger,
  Queue,
  References,
  Schedule,
  Schema,
  Scope,
  Stream
} from "effect"
import { Axon, type AxonError, AxonInfo, type Caller, Dendrite, Hotkey, type Signer, Synapse } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { verifySr25519 } from "../../src/layers/internal/sr25519.ts"
import * as Signature from "../../src/protocol/Signature.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import { keepAlive } from "../support/keepAlive.ts"
import { exchange, open, parse, type RawResponse, requestBytes } from "../support/rawHttp.ts"
import { type Bend, signedRequest } from "../support/signedRequest.ts"

class Echo extends Synapse.make("Echo", {
  request: { text: Schema.String },
  response: { out: Schema.String },
  signed: ["text"]
}) {}

class Ticks extends Synapse.stream("Ticks", {
  request: { count: Schema.Int },
  chunk: Synapse.text,
  signed: ["count"]
}) {}

const echo = Axon.handle(Echo, { forward: ({ text }) => ({ out: text }) })

const keyOf = (uri: string): Effect.Effect<Signer, never, Scope.Scope> =>
  Layer.build(WalletsMemory.layerHotkey({ uri })).pipe(
    Effect.flatMap((context) => Effect.provideContext(Hotkey, context)),
    Effect.orDie
  )

const alice = WalletsMemory.layerHotkey({ uri: "//Alice" })
const bob = WalletsMemory.layerHotkey({ uri: "//Bob" })

const axonLayer = (options: AxonHttp.Options = {}) =>
  AxonHttp.layer({ host: "127.0.0.1", port: 0, shutdownTimeout: "2 seconds", ...options }).pipe(Layer.provide(bob))

/** A miner, and a dendrite of Alice's to call it with. */
const subnet = (miner: Layer.Layer<never, AxonError, Axon>, options: AxonHttp.Options = {}) =>
  miner.pipe(
    Layer.provideMerge(axonLayer(options)),
    Layer.provideMerge(DendriteHttp.layer().pipe(Layer.provide(alice))),
    Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
  )

/** A request whose body does not come to its end. */
const partial: Bend = { headers: { "content-length": "5000" } }

const header = (answer: RawResponse, name: string): string | undefined =>
  answer.headers.find(([header]) => header.toLowerCase() === name)?.[1]

const message = (answer: RawResponse): string => JSON.parse(answer.body.toString()).message

/** Sends one request of Alice's by hand. */
const send = Effect.fnUntraced(function* (bend: Bend = {}, text = "hello") {
  const { info } = yield* Axon
  const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Echo, { text }, bend)
  const answer = yield* Effect.promise(() => exchange(info.port, bytes))
  return answer ?? (yield* Effect.die(new Error("the axon closed without an answer")))
})

const ask = (info: AxonInfo, text: string) =>
  Effect.flatMap(Dendrite, (dendrite) => dendrite.forward(info, Echo, { text }))

describe("AxonHttp", () => {
  it.live("serves a protocol, and says where", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      assert.strictEqual(info.ip, "127.0.0.1")
      assert.isAbove(info.port, 0)
      assert.deepStrictEqual(yield* ask(info, "hello"), { out: "hello" })
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("fails typed when the port is taken", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const second = Layer.build(axonLayer({ port: info.port })).pipe(Effect.scoped, Effect.flip)
      const error = yield* second
      assert.strictEqual(error.reason._tag, "ListenFailed")
      assert.include(error.message, "EADDRINUSE")
    }).pipe(Effect.provide(axonLayer()))
  )

  it.live("fails typed when two protocols have one name", () =>
    Effect.gen(function* () {
      const error = yield* Layer.build(subnet(Axon.serve(echo, echo))).pipe(Effect.scoped, Effect.flip)
      assert.strictEqual(error.reason._tag, "RouteTaken")
    })
  )

  it.live("reads its address from BT_AXON_*, and refuses what is no port", () =>
    Effect.gen(function* () {
      const build = (env: Record<string, string>) =>
        Layer.build(AxonHttp.layerConfig({ host: "127.0.0.1", port: 0 }).pipe(Layer.provide(bob))).pipe(
          Effect.flatMap((context) => Effect.provideContext(Axon, context)),
          Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))),
          Effect.scoped
        )
      const { info } = yield* build({ BT_AXON_EXTERNAL_IP: "203.0.113.9", BT_AXON_EXTERNAL_PORT: "9000" })
      assert.strictEqual(info.authority, "203.0.113.9:9000")
      assert.instanceOf(yield* Effect.flip(build({ BT_AXON_PORT: "eighty" })), Config.ConfigError)
      assert.instanceOf(yield* Effect.flip(build({ BT_AXON_MAX_WORKERS: "0" })), Config.ConfigError)
    })
  )

  it.live("answers for several hotkeys, and the caller says which one was called", () =>
    Effect.gen(function* () {
      const charlie = yield* keyOf("//Charlie")
      const miner = Axon.serve(Axon.handle(Echo, { forward: (_, caller) => ({ out: caller.receiver }) }))
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const as = (hotkey: string) => AxonInfo.of({ ip: info.ip, port: info.port, hotkey })
        assert.deepStrictEqual(yield* ask(info, "who"), { out: info.hotkey })
        assert.deepStrictEqual(yield* ask(as(charlie.address), "who"), { out: charlie.address })
        const error = yield* Effect.flip(ask(as((yield* keyOf("//Dave")).address), "who"))
        assert.strictEqual(error.reason._tag, "Unauthorised")
      }).pipe(Effect.provide(subnet(miner, { hotkeys: [charlie] })))
    })
  )

  it.live("believes X-Forwarded-For from trusted proxies only", () =>
    Effect.gen(function* () {
      const miner = Axon.serve(Axon.handle(Echo, { forward: (_, caller) => ({ out: caller.ip }) }))
      const seen = (options: AxonHttp.Options) =>
        send({ headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.7" } }).pipe(
          Effect.map((answer) => JSON.parse(answer.body.toString()).out),
          Effect.provide(subnet(miner, options))
        )
      assert.strictEqual(yield* seen({}), "127.0.0.1")
      assert.strictEqual(yield* seen({ trustedProxies: ["127.0.0.1"] }), "203.0.113.7")
    })
  )
})

describe("answers", () => {
  it.live("carry the superset of all SDKs, and a signature that verifies", () =>
    Effect.gen(function* () {
      const answer = yield* send()
      assert.strictEqual(answer.status, 200)
      const value = (name: string) => header(answer, `bt_header_${name}`)!
      assert.strictEqual(value("axon_status_code"), "200")
      const signed = Signature.responseMessage({
        nonce: BigInt(value("axon_nonce")),
        dendrite: value("dendrite_hotkey"),
        axon: value("axon_hotkey"),
        uuid: value("axon_uuid")
      })
      const publicKey = Ss58.publicKey(Ss58.Ss58.make(value("axon_hotkey")))
      const signature = Signature.fromHex(value("axon_signature"))!
      assert.isTrue(verifySr25519(new TextEncoder().encode(signed), signature, publicKey))
      assert.strictEqual(header(answer, "total_size"), String(answer.body.length))
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("repeat nothing to a caller who has proven nothing, and sign nothing for it", () =>
    Effect.gen(function* () {
      const answer = yield* send({
        headers: { bt_header_dendrite_signature: `0x${"11".repeat(64)}`, computed_body_hash: "ab".repeat(32) }
      })
      assert.strictEqual(answer.status, 401)
      const text = `${answer.headers.flat().join(" ")} ${answer.body.toString()}`
      for (const chosen of ["11111111", "abababab", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"]) {
        assert.notInclude(text, chosen)
      }
      assert.isUndefined(header(answer, "bt_header_axon_signature"))
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("give a defect an identifier and nothing of what happened", () =>
    Effect.gen(function* () {
      const answer = yield* send()
      assert.strictEqual(answer.status, 500)
      assert.match(message(answer), /^Internal Server Error #[0-9a-f-]{36}$/)
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(Axon.handle(Echo, { forward: () => Effect.die(new Error("secret of /etc/passwd")) })))
      )
    )
  )

  it.live("are on one line of ASCII, whatever a refusal says", () =>
    Effect.gen(function* () {
      const answer = yield* send()
      assert.strictEqual(answer.status, 418)
      assert.strictEqual(header(answer, "bt_header_axon_status_message"), "te? set-cookie: a=b")
      assert.isUndefined(header(answer, "set-cookie"))
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(Axon.handle(Echo, { forward: () => Axon.refuse(418, "teä\r\nset-cookie: a=b") })))
      )
    )
  )
})

describe("hooks", () => {
  it.live("see only proven callers; a verify of one's own may demand more", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const error = yield* Effect.flip(ask(info, "x"))
      assert.strictEqual(error.reason._tag, "Unauthorised")
      assert.include(error.statusMessage, "members only")
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.handle(Echo, {
              verify: (claim) => Effect.andThen(Axon.verifySignature(claim), Axon.refuse(401, "members only")),
              forward: ({ text }) => ({ out: text })
            })
          )
        )
      )
    )
  )

  it.live("cannot pass one request's proof for another's", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      assert.deepStrictEqual(yield* ask(info, "first"), { out: "first" })
      assert.strictEqual((yield* Effect.flip(ask(info, "second"))).reason._tag, "Internal")
    }).pipe(
      Effect.provide(
        Layer.suspend(() => {
          let kept: Caller | undefined
          return subnet(
            Axon.serve(
              Axon.handle(Echo, {
                verify: (claim) =>
                  kept === undefined
                    ? Effect.tap(Axon.verifySignature(claim), (caller) => Effect.sync(() => (kept = caller)))
                    : Effect.succeed(kept),
                forward: ({ text }) => ({ out: text })
              })
            )
          )
        })
      )
    )
  )

  it.live("overwrite the identity that a body claims", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ text: "hello", dendrite: { hotkey: "somebody else" }, axon: { status_code: 299 } })
      const answer = yield* send({ body })
      assert.strictEqual(answer.status, 200)
      const { axon, dendrite } = JSON.parse(answer.body.toString())
      assert.strictEqual(dendrite.hotkey, (yield* keyOf("//Alice")).address)
      assert.strictEqual(axon.status_code, 200)
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )
})

describe("limits", () => {
  const refusals: ReadonlyArray<{
    readonly name: string
    readonly bend: Bend
    readonly status: number
    readonly options?: AxonHttp.Options
  }> = [
    { name: "a header line beyond its limit", bend: { headers: { "x-long": "x".repeat(20_000) } }, status: 431 },
    { name: "too many headers", bend: { lines: Array.from({ length: 101 }, (_, i) => `x-${i}: 1`) }, status: 431 },
    {
      name: "headers beyond what the parser takes",
      bend: { lines: Array.from({ length: 3000 }, (_, i) => `x-${i}: ${"y".repeat(20)}`) },
      status: 431
    },
    { name: "a declared length beyond the limit", bend: { headers: { "content-length": "9000000" } }, status: 413 },
    { name: "a compressed body", bend: { headers: { "content-encoding": "gzip" } }, status: 415 },
    { name: "an identity header sent twice", bend: { lines: ["bt_header_dendrite_nonce: 5"] }, status: 400 },
    { name: "a timeout that is no number", bend: { headers: { timeout: "inf" } }, status: 400 },
    { name: "ambiguous framing", bend: { lines: ["transfer-encoding: chunked"] }, status: 400 },
    { name: "a nonce far ahead", bend: { nonce: BigInt(Date.now() + 3_600_000) * 1_000_000n }, status: 401 },
    { name: "a nonce with an underscore", bend: { headers: { bt_header_dendrite_nonce: "1_0" } }, status: 401 },
    { name: "an SDK without unix time", bend: { headers: { bt_header_dendrite_version: "700" } }, status: 401 },
    {
      name: "a key that signs for anything",
      bend: { headers: { bt_header_dendrite_hotkey: "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM" } },
      status: 401
    },
    { name: "a body that is nested too deep", bend: { body: "[".repeat(200) }, status: 400 },
    { name: "another method", bend: { requestLine: "PUT /Echo HTTP/1.1" }, status: 405 },
    { name: "an unknown protocol", bend: { requestLine: "POST /Nothing HTTP/1.1" }, status: 404 }
  ]

  for (const { bend, name, status } of refusals) {
    it.live(`refuses ${name} with ${status} and JSON`, () =>
      Effect.gen(function* () {
        const answer = yield* send(bend)
        assert.strictEqual(answer.status, status)
        assert.strictEqual(header(answer, "bt_header_axon_status_code"), String(status))
        assert.strictEqual(header(answer, "bt_header_axon_status_message"), message(answer))
        assert.notInclude(answer.body.toString(), "    at ")
      }).pipe(Effect.provide(subnet(Axon.serve(echo))))
    )
  }

  it.live(
    "serves SDKs before 7.2.0 when asked to; but claiming to be one lets no captured request escape the window",
    () =>
      Effect.gen(function* () {
        const old = { bt_header_dendrite_version: "710" }
        assert.strictEqual((yield* send({ headers: old, nonce: 5_000_000_000n })).status, 200)
        const captured = yield* send({ headers: old, nonce: BigInt(Date.now() - 3_600_000) * 1_000_000n })
        assert.strictEqual(captured.status, 401)
        assert.include(message(captured), "Nonce is too old")
      }).pipe(Effect.provide(subnet(Axon.serve(echo), { limits: { acceptLegacyNonce: true } })))
  )

  it.live("counts the bytes that really come of a chunked body", () =>
    Effect.gen(function* () {
      const chunk = `${(2000).toString(16)}\r\n${"x".repeat(2000)}\r\n`
      const answer = yield* send({
        headers: { "content-length": undefined, "transfer-encoding": "chunked" },
        body: chunk.repeat(3)
      })
      assert.strictEqual(answer.status, 413)
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { limits: { maxBodyBytes: 4096 } })))
  )

  it.live("gives up on headers and bodies that do not come", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const slow = Effect.fnUntraced(function* (bytes: Buffer) {
        const { ended, received, socket } = yield* Effect.promise(() => open(info.port))
        socket.write(bytes)
        yield* Effect.promise(() => ended)
        return parse(received(), true, false)
      })
      const body = yield* signedRequest(
        yield* keyOf("//Alice"),
        info,
        Echo,
        { text: "x" },
        { headers: { "content-length": "5000" } }
      )
      const [headers, bodies] = yield* Effect.all([slow(Buffer.from("POST /Echo HTTP/1.1\r\nna")), slow(body)], {
        concurrency: "unbounded"
      })
      assert.strictEqual(headers?.status, 408)
      assert.strictEqual(bodies?.status, 408)
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(echo), { connections: { headersTimeout: 300, requestTimeout: 10_000, bodyIdleTimeout: 300 } })
      )
    )
  )

  it.live("closes the longest idle connection of an address for a new one, and none that is being answered", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const connect = Effect.promise(() => open(info.port))
      const [first, second] = [yield* connect, yield* connect]
      const third = yield* connect
      yield* Effect.promise(() => first.ended)
      const busy = yield* signedRequest(yield* keyOf("//Alice"), info, Echo, { text: "x" }, partial)
      second.socket.write(busy)
      third.socket.write(busy)
      yield* Effect.sleep("50 millis")
      const refused = yield* connect
      yield* Effect.promise(() => refused.ended)
      assert.isFalse(second.socket.destroyed || third.socket.destroyed)
      for (const { socket } of [second, third]) socket.destroy()
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { connections: { maxPerAddress: 2 } })))
  )

  it.live("hangs up on pipelining, which nobody who speaks this wire does", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const { ended, received, socket } = yield* Effect.promise(() => open(info.port))
      socket.write("GET / HTTP/1.1\r\n\r\n".repeat(100))
      yield* Effect.promise(() => ended)
      assert.strictEqual(received().length, 0)
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("answers an upgrade as the request it is, and waits no longer for it than for others", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const { ended, received, socket } = yield* Effect.promise(() => open(info.port))
      socket.write("GET /Nothing HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")
      yield* Effect.promise(() => ended)
      assert.strictEqual(parse(received(), true, false)?.status, 404)
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { connections: { keepAlive: 300 } })))
  )

  it.live("takes 100-continue, and refuses other expectations with JSON", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* send({ headers: { expect: "something" } })).status, 417)
      const { info } = yield* Axon
      const bytes = yield* signedRequest(
        yield* keyOf("//Alice"),
        info,
        Echo,
        { text: "x" },
        { headers: { expect: "100-continue" } }
      )
      const { received, socket } = yield* Effect.promise(() => open(info.port))
      socket.write(bytes)
      const answers = Effect.suspend(() => {
        const [head, ...rest] = received().toString().split("\r\n\r\n")
        return rest.length < 2 ? Effect.fail("not yet") : Effect.succeed([head, rest[0]?.split("\r\n")[0]])
      })
      const said = yield* Effect.retry(answers, Schedule.spaced("10 millis"))
      assert.deepStrictEqual(said, ["HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"])
      socket.destroy()
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("reads bodies beside the slots: a slow one keeps nobody from his answer", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const slow = yield* Effect.promise(() => open(info.port))
      slow.socket.write(yield* signedRequest(yield* keyOf("//Eve"), info, Echo, { text: "x" }, partial))
      yield* Effect.sleep("50 millis")
      assert.strictEqual((yield* send()).status, 200)
      slow.socket.destroy()
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { maxConcurrency: 1 })))
  )

  it.live("gives the slowest body up when too many are read, and has room for small ones beside the largest", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const slow = yield* Effect.promise(() => open(info.port))
      slow.socket.write(yield* signedRequest(yield* keyOf("//Eve"), info, Echo, { text: "x" }, partial))
      yield* Effect.sleep("50 millis")
      assert.strictEqual((yield* send()).status, 200)
      slow.socket.write("x")
      yield* Effect.promise(() => slow.ended)
      assert.strictEqual(parse(slow.received(), true, false)?.status, 408)
      const large = yield* send({}, "x".repeat(300_000))
      assert.deepStrictEqual([large.status, header(large, "retry-after")], [503, "1"])
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { limits: { maxReaders: 1, maxBufferedBytes: 100_000 } })))
  )

  it.live("refuses a body that comes in splinters", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const { ended, received, socket } = yield* Effect.promise(() => open(info.port))
      const bend = {
        headers: { "content-length": undefined, "transfer-encoding": "chunked" },
        body: "1\r\nx\r\n".repeat(5000)
      }
      socket.write(yield* signedRequest(yield* keyOf("//Alice"), info, Echo, { text: "x" }, bend))
      yield* Effect.promise(() => ended)
      const answer = parse(received(), true, false)!
      assert.deepStrictEqual([answer.status, message(answer)], [413, "The body comes in too many pieces"])
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("frees the slot of an answer that nobody reads at once, and its connection soon", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const { ended, socket } = yield* Effect.promise(() => open(info.port))
      socket.pause()
      socket.write(yield* signedRequest(yield* keyOf("//Eve"), info, Echo, { text: "x".repeat(7_000_000) }))
      yield* Effect.sleep("200 millis")
      assert.strictEqual((yield* send()).status, 200)
      yield* Effect.sleep("1 second")
      socket.resume()
      yield* Effect.promise(() => ended)
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { maxConcurrency: 1, connections: { writeIdleTimeout: 300 } })))
  )

  it.live("refuses a body of very many values, or with text that is none, before anybody works on it", () =>
    Effect.gen(function* () {
      const many = yield* send({ body: `{"text": "x", "more": [${"0,".repeat(300_000)}0]}` })
      assert.strictEqual(many.status, 400)
      const surrogate = yield* send({ body: `{"text": "\\ud800"}` })
      assert.strictEqual(surrogate.status, 400)
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(Axon.handle(Echo, { forward: () => Effect.die(new Error("forward must not be asked")) })))
      )
    )
  )

  it.live("refuses a timeout in the body that is no number of seconds", () =>
    Effect.gen(function* () {
      for (const timeout of ["NaN", "Infinity", `"soon"`, "[]", "9".repeat(400)]) {
        const answer = yield* send({ body: `{"text": "hello", "timeout": ${timeout}}` })
        assert.deepStrictEqual([answer.status, message(answer)], [400, "Field timeout: expected a number"])
      }
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )

  it.live("refuses the flood of an address, and not the callers behind it who have proven themselves", () =>
    Effect.gen(function* () {
      const uuid = "proven"
      assert.strictEqual((yield* send({ uuid })).status, 200)
      const forged = {
        headers: {
          bt_header_dendrite_signature: `0x${"8".repeat(128)}`,
          bt_header_dendrite_hotkey: (yield* keyOf("//Charlie")).address
        }
      }
      const flood = yield* Effect.forEach(Array.from({ length: 12 }), () => send(forged), { concurrency: "unbounded" })
      assert.include(
        flood.map(({ status }) => status),
        429
      )
      assert.strictEqual((yield* send(forged)).status, 429)
      // The lane that was proven passes, and so do new ones of the same hotkey.
      assert.strictEqual((yield* send({ uuid })).status, 200)
      assert.strictEqual((yield* send()).status, 200)
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(echo), { limits: { perAddress: { perSecond: 1, burst: 100 }, failureCost: 20 } })
      )
    )
  )

  it.live("refuses the flood of one hotkey with 429 and Retry-After", () =>
    Effect.gen(function* () {
      const answers = yield* Effect.forEach(Array.from({ length: 4 }), () => send())
      assert.deepStrictEqual(
        answers.map(({ status }) => status),
        [200, 200, 429, 429]
      )
      assert.strictEqual(header(answers[3]!, "retry-after"), "1")
    }).pipe(Effect.provide(subnet(Axon.serve(echo), { limits: { perCaller: { perSecond: 0.001, burst: 2 } } })))
  )
})

describe("the queue", () => {
  /** A miner whose requests wait until the test lets them go, and that notes the order in which they ran. */
  const gated = Effect.gen(function* () {
    const started = yield* Queue.unbounded<string>()
    const gate = yield* Deferred.make<void>()
    const handler = Axon.handle(Echo, {
      priority: ({ uuid }) => Number(uuid.split("-")[0]),
      forward: ({ text }) =>
        Effect.gen(function* () {
          yield* Queue.offer(started, text)
          yield* Deferred.await(gate)
          return { out: text }
        })
    })
    return { started, gate, handler, miner: Axon.serve(handler) }
  })

  it.live("serves the highest priority first, and tells the rest honestly when to come back", () =>
    Effect.gen(function* () {
      const { gate, miner, started } = yield* gated
      yield* Effect.gen(function* () {
        const fork = (priority: number, text: string) =>
          Effect.forkChild(send({ uuid: `${priority}-${text}` }, text), { startImmediately: true })
        const first = yield* fork(1, "first")
        assert.strictEqual(yield* Queue.take(started), "first")
        const low = yield* fork(1, "low")
        yield* Effect.sleep("50 millis")
        const high = yield* fork(9, "high")
        yield* Effect.sleep("50 millis")
        // The queue holds two. A newcomer that comes after both is refused; one that comes before takes the place of the last.
        const refused = yield* send({ uuid: "0-late" }, "late")
        assert.strictEqual(refused.status, 503)
        assert.isAtLeast(Number(header(refused, "retry-after")), 1)
        const middle = yield* fork(5, "middle")
        assert.strictEqual((yield* Fiber.join(low)).status, 503)
        yield* Deferred.succeed(gate, undefined)
        for (const fiber of [first, high, middle]) assert.strictEqual((yield* Fiber.join(fiber)).status, 200)
        assert.deepStrictEqual(yield* Queue.takeAll(started), ["high", "middle"])
      }).pipe(Effect.provide(subnet(miner, { maxConcurrency: 1, limits: { maxQueue: 2 } })))
    })
  )

  it.live("interrupts a forward whose caller has left, and one whose deadline has passed", () =>
    Effect.gen(function* () {
      const started = yield* Queue.unbounded<void>()
      const interrupted = yield* Queue.unbounded<void>()
      const miner = Axon.serve(
        Axon.handle(Echo, {
          forward: () =>
            Effect.andThen(Queue.offer(started, undefined), Effect.never).pipe(
              Effect.onInterrupt(() => Queue.offer(interrupted, undefined))
            )
        })
      )
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Echo, { text: "x" })
        const { socket } = yield* Effect.promise(() => open(info.port))
        socket.write(bytes)
        yield* Queue.take(started)
        socket.destroy()
        yield* Queue.take(interrupted)

        const late = yield* send({ timeout: 0.2 })
        assert.strictEqual(late.status, 408)
        assert.strictEqual(message(late), "Request timeout after 0.2 seconds")
        yield* Queue.take(interrupted)
      }).pipe(Effect.provide(subnet(miner)))
    })
  )

  it.live("waits for the requests under way when it is stopped, and takes no more", () =>
    Effect.gen(function* () {
      const { gate, handler, started } = yield* gated
      const other = Axon.stream(Ticks, { forward: () => Stream.make("tick") })
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(subnet(Axon.serve(handler, other)), scope)
      const provided = <A, E>(effect: Effect.Effect<A, E, Axon | Scope.Scope>) => Effect.provideContext(effect, context)
      const { info } = yield* provided(Axon)
      const under = yield* Effect.forkChild(Effect.scoped(provided(send({ uuid: "1-a" }, "under way"))), {
        startImmediately: true
      })
      yield* Queue.take(started)
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
      yield* Effect.sleep("50 millis")
      const refused = yield* Effect.scoped(provided(send({ uuid: "1-b" }, "too late")))
      assert.strictEqual(refused.status, 503)
      const tick = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 1 })
      assert.strictEqual((yield* Effect.promise(() => exchange(info.port, tick)))?.status, 503)
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual((yield* Fiber.join(under)).status, 200)
      yield* Fiber.join(closing)
      const gone = yield* Effect.exit(Effect.tryPromise(() => exchange(info.port, Buffer.from("x"))))
      assert.isTrue(Exit.isFailure(gone))
    })
  )
})

describe("streams", () => {
  const ticks = (produced: Queue.Queue<number>, ended: Deferred.Deferred<string>) =>
    Axon.stream(Ticks, {
      forward: ({ count }) =>
        Stream.range(1, count).pipe(
          Stream.mapEffect((n) => Effect.as(Queue.offer(produced, n), "x".repeat(65_536))),
          Stream.onExit((exit) => Deferred.succeed(ended, exit._tag))
        )
    })

  it.live("are pulled only as fast as the caller reads, and end when it leaves", () =>
    Effect.gen(function* () {
      const produced = yield* Queue.unbounded<number>()
      const ended = yield* Deferred.make<string>()
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 10_000 })
        const { socket } = yield* Effect.promise(() => open(info.port))
        socket.pause()
        socket.write(bytes)
        yield* Effect.sleep("500 millis")
        // 640 MB were asked for; the kernel's buffers hold a few, and no more is made than they take.
        const made = (yield* Queue.takeAll(produced)).length
        assert.isAbove(made, 0)
        assert.isBelow(made, 1000)
        socket.destroy()
        assert.strictEqual(yield* Deferred.await(ended), "Failure")
      }).pipe(Effect.provide(subnet(Axon.serve(ticks(produced, ended)))))
    })
  )

  it.live("are broken off at their deadline though nobody reads them, and free their slot", () =>
    Effect.gen(function* () {
      const produced = yield* Queue.unbounded<number>()
      const ended = yield* Deferred.make<string>()
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const bytes = yield* signedRequest(yield* keyOf("//Eve"), info, Ticks, { count: 10_000 }, { timeout: 0.5 })
        const unread = yield* Effect.promise(() => open(info.port))
        unread.socket.pause()
        unread.socket.write(bytes)
        yield* Queue.take(produced)
        assert.strictEqual((yield* send({ timeout: 3 })).status, 200)
        assert.strictEqual(yield* Deferred.await(ended), "Failure")
        unread.socket.resume()
        yield* Effect.promise(() => unread.ended)
        assert.isFalse(parse(unread.received(), true, false)?.complete)
      }).pipe(Effect.provide(subnet(Axon.serve(ticks(produced, ended), echo), { maxConcurrency: 1 })))
    })
  )

  it.live("get nothing mixed into them when their caller goes on with what is no HTTP", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 2 })
      const { ended, received, socket } = yield* Effect.promise(() => open(info.port))
      socket.write(bytes)
      yield* Effect.sleep("100 millis")
      socket.write("no HTTP\r\n\r\n")
      yield* Effect.promise(() => ended)
      assert.strictEqual(received().toString().split("HTTP/1.1").length, 2)
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(Axon.stream(Ticks, { forward: () => Stream.concat(Stream.make("one"), Stream.never) })))
      )
    )
  )

  it.live("that fail before their first part are refused with a status", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 2 })
      const answer = yield* Effect.promise(() => exchange(info.port, bytes))
      assert.deepStrictEqual([answer?.status, message(answer!)], [422, "nothing to count"])
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(Axon.stream(Ticks, { forward: () => Stream.fromEffect(Axon.refuse(422, "nothing to count")) }))
        )
      )
    )
  )

  it.live("that fail reset a connection of HTTP/1.0, whose end would be theirs", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const bend = { requestLine: "POST /Ticks HTTP/1.0" }
      const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 2 }, bend)
      const { socket } = yield* Effect.promise(() => open(info.port))
      const error = new Promise<NodeJS.ErrnoException>((resolve) => socket.once("error", resolve))
      socket.write(bytes)
      assert.strictEqual((yield* Effect.promise(() => error)).code, "ECONNRESET")
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.stream(Ticks, {
              forward: () =>
                Stream.concat(Stream.make("one"), Stream.fromEffect(Effect.delay(Axon.refuse(500, "boom"), 50)))
            })
          )
        )
      )
    )
  )

  it.live("that fail abort the connection, so that their end is not taken for an end", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, Ticks, { count: 2 })
      const answer = yield* Effect.promise(() => exchange(info.port, bytes))
      assert.strictEqual(answer?.status, 200)
      assert.strictEqual(header(answer!, "content-type"), "text/event-stream")
      assert.isFalse(answer!.complete)
      assert.isTrue(answer!.closed)
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(
            Axon.stream(Ticks, {
              forward: () => Stream.concat(Stream.make("one"), Stream.fromEffect(Axon.refuse(500, "boom")))
            })
          )
        )
      )
    )
  )
})

describe("a stopped axon", () => {
  it.live("waits for all of its protocols at once", () =>
    Effect.gen(function* () {
      class Other extends Synapse.make("Other", {
        request: { text: Schema.String },
        response: { out: Schema.String },
        signed: ["text"]
      }) {}
      const started = yield* Queue.unbounded<void>()
      const forward = () => Effect.andThen(Queue.offer(started, undefined), Effect.never)
      const scope = yield* Scope.make()
      const miner = Axon.serve(Axon.handle(Echo, { forward }), Axon.handle(Other, { forward }))
      const context = yield* Layer.buildWithScope(subnet(miner, { shutdownTimeout: "600 millis" }), scope)
      const { info } = yield* Effect.provideContext(Axon, context)
      for (const synapse of [Echo, Other]) {
        const bytes = yield* signedRequest(yield* keyOf("//Alice"), info, synapse, { text: "x" })
        const { socket } = yield* Effect.promise(() => open(info.port))
        socket.on("error", () => undefined)
        socket.write(bytes)
        yield* Queue.take(started)
      }
      const [duration] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.isBelow(Duration.toMillis(duration), 1100)
    })
  )

  it.live("leaves no connection behind: silent, half a request, or an unread answer", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(subnet(Axon.serve(echo)), scope)
      const { info } = yield* Effect.provideContext(Axon, context)
      const connect = Effect.promise(() => open(info.port))
      const sockets = [yield* connect, yield* connect, yield* connect]
      sockets[1]!.socket.write("POST /Echo HTTP/1.1\r\nna")
      sockets[2]!.socket.pause()
      const large = yield* signedRequest(yield* keyOf("//Alice"), info, Echo, { text: "x".repeat(7_000_000) })
      sockets[2]!.socket.write(large)
      yield* Effect.sleep("200 millis")
      yield* Scope.close(scope, Exit.void)
      sockets[2]!.socket.resume()
      for (const { ended } of sockets) yield* Effect.promise(() => ended)
    })
  )
})

describe("a grace", () => {
  /** A miner whose scope is the test's to close, with one connection that has been used and one that has not. */
  const retiring = Effect.fnUntraced(function* (grace: Duration.Input) {
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(subnet(Axon.serve(echo), { grace }), scope)
    const { info } = yield* Effect.provideContext(Axon, context)
    const [used, silent] = [yield* keepAlive(info.port), yield* keepAlive(info.port)]
    yield* Effect.promise(() => silent.open())
    const alice = yield* keyOf("//Alice")
    const ask = (caller: typeof used) =>
      Effect.flatMap(signedRequest(alice, info, Echo, { text: "hello" }), (bytes) =>
        Effect.promise(() => caller.ask(bytes))
      )
    assert.strictEqual((yield* ask(used)).status, 200)
    const closing = yield* Effect.forkChild(Effect.timed(Scope.close(scope, Exit.void)), { startImmediately: true })
    const closed = Effect.map(Fiber.join(closing), ([elapsed]) => Duration.toMillis(elapsed))
    return { info, used, silent, ask, closed }
  })

  it.live("answers what comes on open connections, on each for the last time, and ends with the last of them", () =>
    Effect.gen(function* () {
      const { ask, closed, info, silent, used } = yield* retiring("20 seconds")
      yield* Effect.repeat(Effect.exit(Effect.tryPromise(() => exchange(info.port, Buffer.from("x")))), {
        until: Exit.isFailure
      })
      for (const caller of [used, silent]) {
        const answer = yield* ask(caller)
        assert.strictEqual(answer.status, 200)
        assert.strictEqual(header(answer, "connection"), "close")
      }
      assert.isBelow(yield* closed, 5000)
    })
  )

  it.live("ends in time though connections stay open", () =>
    Effect.gen(function* () {
      const { closed } = yield* retiring("300 millis")
      const elapsed = yield* closed
      assert.isAtLeast(elapsed, 299)
      assert.isBelow(elapsed, 2000)
    })
  )
})

describe("logs", () => {
  it.live("warn once about a protocol that signs none of its fields", () =>
    Effect.gen(function* () {
      class Open extends Synapse.make("Open", { request: { text: Schema.String }, response: {}, signed: [] }) {}
      const lines: Array<unknown> = []
      const logger = Logger.make((entry) => lines.push(entry.message))
      const built = Layer.build(Axon.serve(Axon.handle(Open, { forward: () => ({}) })).pipe(Layer.provide(axonLayer())))
      yield* Effect.scoped(built).pipe(Effect.provide(Logger.layer([logger])))
      assert.strictEqual(lines.length, 1)
      assert.include(String(lines[0]), "'Open' signs none of its fields")
    })
  )

  it.live("tell of an answer that cannot be sent, and its connection is closed", () =>
    Effect.gen(function* () {
      const lines: Array<unknown> = []
      const logger = Logger.make((entry) => lines.push(entry.message))
      yield* Effect.gen(function* () {
        const { info } = yield* Axon
        const answer = yield* Effect.promise(() => exchange(info.port, requestBytes("POST /Nothing HTTP/1.1", [])))
        assert.isUndefined(answer)
      }).pipe(
        Effect.provide(Axon.serve(echo).pipe(Layer.provideMerge(axonLayer({ externalHost: "axon.例え.jp" })))),
        Effect.provide(Logger.layer([logger]))
      )
      assert.include(String(lines[0]), "an answer could not be sent")
    })
  )

  it.live("close what came before any request", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const answer = yield* Effect.promise(() => exchange(info.port, requestBytes("NOT HTTP", [])))
      assert.strictEqual(answer?.status, 400)
      assert.strictEqual(message(answer!), "The request is not valid HTTP/1.1")
    }).pipe(Effect.provide(subnet(Axon.serve(echo))))
  )
})
