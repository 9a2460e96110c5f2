/** One query to 256 axons, 25 of which accept the connection and never answer, with a deadline of one second. */
import { strictEqual } from "node:assert/strict"
import { createServer, type Socket } from "node:net"
import { Effect, Layer, Result } from "effect"
import { Axon, AxonInfo, Dendrite } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { Echo, text } from "./support/echo.ts"
import { calibration, machine, median, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const AXONS = 256
const SILENT = 25
const DEADLINE = 1000

/** A server that reads nothing and says nothing. */
const silent = Effect.acquireRelease(
  Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on("error", () => {})
    })
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(
        Effect.succeed({
          port,
          close: () => {
            for (const socket of sockets) socket.destroy()
            server.close()
          }
        })
      )
    })
  }),
  ({ close }) => Effect.sync(close)
)

const live = Effect.map(
  Layer.build(
    Axon.serve(Axon.handle(Echo, { forward: ({ text }) => ({ reply: text }) })).pipe(
      Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0, verifyThreads: 0 }))
    )
  ),
  (context) =>
    Axon.pipe(
      Effect.provideContext(context),
      Effect.map(({ info }) => info)
    )
).pipe(Effect.flatten)

const program = Effect.gen(function* () {
  const axons: Array<AxonInfo> = []
  for (let index = 0; index < AXONS - SILENT; index++) axons.push(yield* live)
  const hotkey = axons[0]!.hotkey
  for (let index = 0; index < SILENT; index++) {
    const { port } = yield* silent
    axons.splice(index * 10, 0, AxonInfo.of({ ip: "127.0.0.1", port, hotkey }))
  }
  const dendrite = yield* Dendrite
  const times: Array<number> = []
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now()
    const answers = yield* dendrite.query(axons, Echo, { text: text(0) }, { timeout: DEADLINE })
    const elapsed = performance.now() - start
    const present = answers.filter(({ result }) => Result.isSuccess(result)).length
    strictEqual(present, AXONS - SILENT, "every live axon's answer is there")
    if (round > 0) times.push(elapsed)
  }
  return times
})

const times = await Effect.runPromise(
  program.pipe(
    Effect.scoped,
    Effect.provide(DendriteHttp.layer()),
    Effect.provide(WalletsMemory.layerHotkey({ uri: "//Alice" }))
  )
)

console.log(machine())
console.log(
  `${AXONS} axons in this process, ${SILENT} of them silent; ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "ms", "of the deadline"],
  [
    ["median", median(times).toFixed(0), (median(times) / DEADLINE).toFixed(2)],
    ["worst", Math.max(...times).toFixed(0), (Math.max(...times) / DEADLINE).toFixed(2)]
  ]
)
process.exit(0)
