/**
 * Our axon and our dendrite in one process, against what they stand on: bare node:http and undici that sign, verify and sign
 * the answer, and do nothing else of the protocol. 1 KB, 64 at once; both sides verify in this thread.
 */
import { strictEqual } from "node:assert/strict"
import { createServer } from "node:http"
import { Agent } from "@effect/platform-node/Undici"
import { Effect, Layer } from "effect"
import { Axon, Dendrite, Hotkey, type Signer } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { verifySr25519 } from "../src/layers/internal/sr25519.ts"
import * as Signature from "../src/protocol/Signature.ts"
import { Echo, text } from "./support/echo.ts"
import { calibration, machine, median, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(7)
const REQUESTS = 4000
const CONCURRENCY = 64

const utf8 = new TextEncoder()
const unlimited = { perSecond: 1e9, burst: 1e9 }
const body = JSON.stringify({ text: text(0) })

/** As long as the message that a dendrite signs. */
const message = utf8.encode("m".repeat(220))

const sign = (signer: Signer): string => Signature.toHex(Effect.runSync(signer.sign(message)))

/** The server and the client without a protocol. */
const bare = Effect.fnUntraced(function* (signer: Signer) {
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const signature = Signature.fromHex(String(request.headers["signature"]))!
      const verified = verifySr25519(message, signature, signer.publicKey)
      const answer = JSON.stringify({ reply: JSON.parse(Buffer.concat(chunks).toString()).text })
      response.writeHead(verified ? 200 : 401, { "content-type": "application/json", signature: sign(signer) })
      response.end(answer)
    })
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
    () => Effect.sync(() => server.close())
  )
  const agent = yield* Effect.acquireRelease(
    Effect.sync(() => new Agent({ connections: CONCURRENCY, pipelining: 1 })),
    (agent) => Effect.promise(() => agent.destroy())
  )
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  return async (): Promise<void> => {
    const headers = { "content-type": "application/json", signature: sign(signer) }
    const answer = await agent.request({ origin, path: "/Echo", method: "POST", headers, body })
    const { reply } = (await answer.body.json()) as { readonly reply: string }
    if (answer.statusCode !== 200 || reply.length !== 1024) throw new Error("a wrong answer")
  }
})

const ours = Effect.fnUntraced(function* () {
  const { info } = yield* Axon
  const dendrite = yield* Dendrite
  const asked = Effect.asVoid(dendrite.forward(info, Echo, { text: text(0) }))
  return (): Promise<void> => Effect.runPromise(asked)
})

/** Requests a second of CPU time, so many at once. */
const rate = async (ask: () => Promise<void>): Promise<number> => {
  let left = REQUESTS
  const worker = async (): Promise<void> => {
    while (left-- > 0) await ask()
  }
  const start = process.cpuUsage()
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const { system, user } = process.cpuUsage(start)
  return (REQUESTS * 1e6) / (user + system)
}

const program = Effect.gen(function* () {
  const tasks = [yield* ours(), yield* bare(yield* Hotkey)]
  const rates = tasks.map((): Array<number> => [])
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, ask] of tasks.entries()) {
      const measured = yield* Effect.promise(() => rate(ask))
      if (round > 0) rates[index]!.push(measured)
    }
  }
  return rates
})

const miner = Axon.serve(Axon.handle(Echo, { forward: ({ text }) => ({ reply: text }) })).pipe(
  Layer.provideMerge(
    AxonHttp.layer({
      host: "127.0.0.1",
      port: 0,
      verifyThreads: 0,
      limits: { perAddress: unlimited, perCaller: unlimited }
    })
  )
)
const rates = await Effect.runPromise(
  program.pipe(
    Effect.scoped,
    Effect.provide(Layer.merge(miner, DendriteHttp.layer({ maxPerAxon: CONCURRENCY }))),
    Effect.provide(WalletsMemory.layerHotkey({ uri: "//Alice" }))
  )
)
const [mine = [], theirs = []] = rates
strictEqual(mine.length, theirs.length)

console.log(machine())
console.log(
  `${REQUESTS} requests a round, medians of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "requests per CPU second", "ratio"],
  [
    [
      "effect-bittensor, axon and dendrite",
      median(mine).toFixed(0),
      median(mine.map((each, round) => each / theirs[round]!)).toFixed(2)
    ],
    ["node:http and undici, signing and verifying alike", median(theirs).toFixed(0), "1.00"]
  ]
)
process.exit(0)
