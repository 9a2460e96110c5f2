/**
 * What the real Python dendrites make of answers and failures, and what ours makes of the same bytes on a socket. Where it is
 * `same` as SDK 10.5.0, status and message agree; where it is `ours`, the table says why.
 */
import { createServer, type Server, type Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result, Schema } from "effect"
import { AxonInfo, Dendrite, type DendriteError, Synapse } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { loadVectors } from "../support/vectors.ts"

interface Case {
  readonly id: string
  readonly sdks: "all" | ReadonlyArray<string>
  readonly server: { readonly raw?: string; readonly does?: string }
  readonly result: {
    readonly answer: string | null
    readonly is_success: boolean
    readonly dendrite: { readonly status_code?: number; readonly status_message?: string }
    readonly timeout: number
  }
}

interface File {
  readonly call: { readonly question: string; readonly timeout: number }
  readonly cases: ReadonlyArray<Case>
}

class Unprotected extends Synapse.make("Unprotected", {
  request: { question: Schema.String },
  response: { answer: Schema.NullOr(Schema.String) },
  signed: []
}) {}

/** How ours differs: the tag of the reason, or the answer; and why. */
interface Ours {
  readonly gives: DendriteError["reason"]["_tag"] | { readonly answer: string | null }
  readonly status?: number
  readonly because: string
}

const any = "§11.2: any case of a header name is accepted, more lenient than Python"
const outputs = "§11.2: only the response's declared fields are read"

const different: { readonly [id: string]: Ours } = {
  "success-no-status": { gives: { answer: "a" }, because: "§11.2: status from header, else body, else HTTP" },
  "success-capital-headers": { gives: "Internal", status: 500, because: any },
  "success-bad-header-number": { gives: { answer: "a" }, because: "§12: a header with a bad number is ignored" },
  "success-wrong-schema": { gives: { answer: null }, because: `${outputs}: the wrong one is an input` },
  "error-html": { gives: "Refused", status: 502, because: "§11.2: text and HTML errors map to their status" },
  "redirect-307": { gives: "Refused", status: 307, because: "§1.1: never followed" },
  "header-line-9000": { gives: { answer: "a" }, because: "header lines may be as long as ours, 16 KiB" },
  "latin-1-header": { gives: "Blacklisted", status: 403, because: "texts of strangers are made ASCII" },
  "ipv6-target": {
    gives: "Unreachable",
    status: 503,
    because: "§1.1: IPv6 is bracketed here, so it is simply not reached"
  }
}

/** Messages whose text is a Python library's own. */
const isLibraryText = (message: string): boolean =>
  /^(Failed to parse response: (?!\[Errno 104\])|Payload error|Client response error)/.test(message)

const listen = (onConnection: (socket: Socket) => void, host = "127.0.0.1") =>
  Effect.acquireRelease(
    Effect.callback<{ readonly server: Server; readonly port: number }>((resume) => {
      const server = createServer(onConnection)
      server.listen(0, host, () => {
        const address = server.address()
        resume(Effect.succeed({ server, port: typeof address === "object" && address !== null ? address.port : 0 }))
      })
    }),
    ({ server }) => Effect.sync(() => server.close())
  )

const behaviour = (server: Case["server"]): ((socket: Socket) => void) => {
  const afterRequest = (act: (socket: Socket) => void) => (socket: Socket) => {
    socket.on("error", () => {})
    socket.once("data", () => act(socket))
  }
  if (server.raw !== undefined) return afterRequest((socket) => socket.end(Buffer.from(server.raw!, "latin1")))
  switch (server.does) {
    case "close":
      return afterRequest((socket) => socket.end())
    case "reset":
      return afterRequest((socket) => socket.resetAndDestroy())
    default:
      return afterRequest(() => {})
  }
}

const target = Effect.fnUntraced(function* (server: Case["server"]) {
  const { port, server: listening } = yield* listen(behaviour(server))
  if (server.does === "refused") yield* Effect.sync(() => listening.close())
  const ip = server.does === "dns" ? "no-such-host.invalid" : server.does === "ipv6" ? "::1" : "127.0.0.1"
  return AxonInfo.of({ ip, port, hotkey: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" })
})

const dendrite = DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))

const isReference = ({ sdks }: Case): boolean => sdks === "all" || sdks.includes("10.5.0")

for (const { data, directory } of loadVectors<File>("wire", "client.json")) {
  describe(`the client's view of ${directory}`, () => {
    for (const vector of data.cases.filter(isReference)) {
      const decided = different[vector.id]
      it.live(`${vector.id}: ${decided === undefined ? "same" : `ours, because ${decided.because}`}`, () =>
        Effect.gen(function* () {
          const axon = yield* target(vector.server)
          // Recorded with half a second where it is about the timeout, three where not.
          const timeout = vector.id.startsWith("timeout-") ? 500 : data.call.timeout * 1000
          const asked = (yield* Dendrite).forward(axon, Unprotected, { question: data.call.question }, { timeout })
          const result = yield* Effect.result(asked)
          if (decided === undefined) return assertSame(vector, axon, result)
          if (typeof decided.gives === "object") return assert.deepStrictEqual(Result.getOrThrow(result), decided.gives)
          const error = Result.getOrThrow(Result.flip(result))
          assert.strictEqual(error.reason._tag, decided.gives)
          assert.strictEqual(error.status, decided.status)
        }).pipe(Effect.provide(dendrite))
      )
    }
  })
}

const assertSame = (
  { result: expected }: Case,
  axon: AxonInfo,
  result: Result.Result<typeof Unprotected.response.Type, DendriteError>
) => {
  if (expected.is_success) return assert.deepStrictEqual(Result.getOrThrow(result), { answer: expected.answer })
  const error = Result.getOrThrow(Result.flip(result))
  assert.strictEqual(error.status, expected.dendrite.status_code)
  const message = expected.dendrite.status_message ?? error.statusMessage
  if (!isLibraryText(message)) assert.strictEqual(error.statusMessage, message.replace("PORT", String(axon.port)))
}
