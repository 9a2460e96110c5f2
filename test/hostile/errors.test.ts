/** Every error that an axon can answer with, provoked: none tells of the program, of its files, or what its caller chose to write. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, References } from "effect"
import { Axon } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { RawResponse } from "../support/rawHttp.ts"
import { readSources } from "../support/source.ts"
import { assertError, marker } from "./answers.ts"
import { Attacker } from "./Attacker.ts"
import { keyOf } from "./keys.ts"
import { Broken, Busy, Echo, Friends, Loose, Whoami } from "./protocols.ts"
import { type Hostile, type Sender, signed } from "./requests.ts"
import { served } from "./served.ts"

/** One way to an error. */
interface Provocation extends Pick<Hostile, "what" | "status" | "isProven"> {
  readonly options?: AxonHttp.Options
  /** Sent first, each on a connection of its own, and not waited for. */
  readonly before?: ReadonlyArray<Hostile["bytes"]>
  readonly bytes: Hostile["bytes"]
}

const input = { text: marker }
const plain =
  (text: string): Hostile["bytes"] =>
  () =>
    Promise.resolve(Buffer.from(text.replaceAll("\n", "\r\n")))
const echo = (bend?: Parameters<typeof signed>[2]) => signed(Echo, input, bend)
const otherLane =
  (bytes: Hostile["bytes"]): Hostile["bytes"] =>
  (sender) =>
    bytes({ ...sender, uuid: `${marker}-other` })
const unfinished = { headers: { "content-length": "300000" } }
const forged = { bt_header_dendrite_signature: `0x${"11".repeat(63)}8a` }

const provocations: ReadonlyArray<Provocation> = [
  { what: "no HTTP", status: 400, bytes: plain(`${marker}\n\n`) },
  { what: "a header twice", status: 400, bytes: echo({ lines: [`timeout: ${marker}`] }) },
  { what: "a body that is no JSON", status: 400, isProven: true, bytes: echo({ body: marker }) },
  { what: "a forged signature", status: 401, bytes: echo({ headers: forged }) },
  { what: "a key that is none", status: 401, bytes: echo({ headers: { bt_header_dendrite_hotkey: marker } }) },
  {
    what: "a replay",
    status: 401,
    before: [echo()],
    bytes: (sender) => echo({ nonce: BigInt(Date.now() - 1000) * 1_000_000n })(sender)
  },
  { what: "a blacklisted caller", status: 403, isProven: true, bytes: signed(Friends, input) },
  { what: "an unknown route", status: 404, bytes: plain(`POST /${marker} HTTP/1.1\n${marker}: ${marker}\n\n`) },
  { what: "another method", status: 405, bytes: plain(`PATCH /Echo?${marker} HTTP/1.1\n\n`) },
  {
    what: "headers that do not come",
    status: 408,
    options: { connections: { headersTimeout: 300 } },
    bytes: plain(`POST /Echo HTTP/1.1\n${marker}`)
  },
  {
    what: "a body that does not come",
    status: 408,
    isProven: true,
    options: { connections: { bodyIdleTimeout: 200 } },
    bytes: echo(unfinished)
  },
  { what: "a deadline", status: 408, isProven: true, bytes: signed(Busy, input, { timeout: 0.2 }) },
  {
    what: "a body beyond its limit",
    status: 413,
    isProven: true,
    bytes: echo({ headers: { "content-length": "9000000" } })
  },
  {
    what: "a body in splinters",
    status: 413,
    isProven: true,
    bytes: echo({
      headers: { "content-length": undefined, "transfer-encoding": "chunked" },
      body: "1\r\nx\r\n".repeat(5000)
    })
  },
  { what: "another content type", status: 415, bytes: echo({ headers: { "content-type": `text/${marker}` } }) },
  { what: "another expectation", status: 417, bytes: echo({ headers: { expect: marker } }) },
  {
    what: "the flood of an address",
    status: 429,
    options: { limits: { perAddress: { perSecond: 0.001, burst: 0 } } },
    bytes: echo()
  },
  {
    what: "the flood of a hotkey",
    status: 429,
    isProven: true,
    options: { limits: { perCaller: { perSecond: 0.001, burst: 0 } } },
    bytes: echo()
  },
  {
    what: "too many lanes",
    status: 429,
    before: Array.from(
      { length: 64 },
      (_, lane): Hostile["bytes"] =>
        (sender) =>
          echo()({ ...sender, uuid: `${lane}` })
    ),
    bytes: otherLane(echo())
  },
  { what: "headers beyond their limit", status: 431, bytes: echo({ headers: { [marker]: marker.repeat(1300) } }) },
  {
    what: "headers beyond what the parser takes",
    status: 431,
    bytes: echo({ headers: { [marker]: marker.repeat(5000) } })
  },
  { what: "a forward that dies", status: 500, isProven: true, bytes: signed(Broken, input) },
  {
    what: "a body that was not signed",
    status: 500,
    isProven: true,
    bytes: echo({ body: `{"text": "${marker} changed"}` })
  },
  {
    what: "a full queue",
    status: 503,
    isProven: true,
    options: { maxConcurrency: 1, limits: { maxQueue: 0 } },
    before: [otherLane(signed(Busy, input))],
    bytes: signed(Whoami, input)
  },
  {
    what: "too many bytes of bodies",
    status: 503,
    isProven: true,
    options: { limits: { maxBufferedBytes: 1 } },
    bytes: signed(Loose, { data: marker.repeat(10_000) })
  }
]

const provoke = async ({ before = [], bytes }: Provocation, sender: Sender): Promise<RawResponse | undefined> => {
  const others = await Promise.all(
    before.map(async (other) => {
      const attacker = new Attacker(sender.axon.port)
      const socket = await attacker.open()
      socket.write(await other(sender))
      return attacker
    })
  )
  if (others.length > 0) await new Promise((resolve) => setTimeout(resolve, 300))
  const attacker = new Attacker(sender.axon.port)
  const answer = await attacker.ask(await bytes(sender))
  for (const each of [attacker, ...others]) each.leave()
  return answer
}

/** The statuses that the sources of the server name. */
const named = (): ReadonlySet<number> => {
  const sources = ["src/layers/internal/axon/*.ts", "src/protocol/Headers.ts", "src/services/Axon.ts"].map(readSources)
  const found = sources
    .flatMap((files) => [...files.values()])
    .flatMap((source) => [...source.matchAll(/(?:status: |status, |\(response, |\[)([45]\d\d)\b/g)])
  return new Set(found.map(([, status]) => Number(status)))
}

describe("errors", () => {
  it("are provoked for every status that the server has", () => {
    const provoked = new Set(provocations.map(({ status }) => status))
    assert.deepStrictEqual(
      [...named()].filter((status) => !provoked.has(status)),
      []
    )
    assert.isAbove(named().size, 10)
  })

  for (const provocation of provocations) {
    it.live(`${provocation.status}: ${provocation.what}`, () =>
      Effect.gen(function* () {
        const { info } = Context.get(
          yield* Layer.build(
            Layer.provideMerge(
              served,
              AxonHttp.layer({ host: "127.0.0.1", port: 0, shutdownTimeout: "1 second", ...provocation.options })
            ).pipe(
              Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })),
              Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
            )
          ),
          Axon
        )
        const sender = { axon: info, signer: keyOf("provoker"), uuid: marker, captured: Buffer.alloc(0) }
        const answer = yield* Effect.promise(() => provoke(provocation, sender))
        assert.strictEqual(answer?.status, provocation.status, answer?.body.toString())
        assertError(answer!, provocation.isProven)
      })
    )
  }
})
