/**
 * A process that sends requests signed beforehand over kept connections, each of which is a lane of its own, and times the
 * answers. Plain sockets and ready-made bytes, so that it takes as little of the machine as it can from what it measures.
 *
 * One JSON line on standard input says what to do; it prints `{"ready":true}` when all is signed, and waits for a line before it begins.
 */
import { connect, type Socket } from "node:net"
import { createInterface } from "node:readline/promises"
import { Effect } from "effect"
import { AxonInfo, Hotkey } from "effect-bittensor"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { signedRequest } from "../../test/support/signedRequest.ts"
import { Echo, text } from "./echo.ts"

/** What one run is told. */
export interface Load {
  readonly port: number
  readonly hotkey: string
  readonly requests: number
  readonly concurrency: number
  /** Callers that the requests are spread over. */
  readonly callers: number
}

/** What one run found. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failures: number
  /** The first answer that was none. */
  readonly failure: string | undefined
  /** Microseconds of this process's CPU a request. */
  readonly cpu: number
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async (): Promise<string> => (await lines.next()).value ?? process.exit(0)

const load = JSON.parse(await nextLine()) as Load

/** Ready-made requests of each connection; all of them stay fresh for a minute, which their timeout says. */
const sign = Effect.fnUntraced(function* (lane: number) {
  const hotkey = yield* Hotkey
  const axon = AxonInfo.of({ ip: "127.0.0.1", port: load.port, hotkey: load.hotkey as AxonInfo["hotkey"] })
  const uuid = `lane-${lane}`
  const count = Math.floor(load.requests / load.concurrency)
  return yield* Effect.forEach(Array.from({ length: count }), () =>
    signedRequest(hotkey, axon, Echo, { text: text(lane) }, { uuid, timeout: 60 })
  )
})

const prepared = await Effect.runPromise(
  Effect.forEach(Array.from({ length: load.concurrency }), (_, lane) =>
    sign(lane).pipe(Effect.provide(WalletsMemory.layerHotkey({ uri: `//Alice/${lane % load.callers}` })))
  )
)

const latencies: Array<number> = []
let failures = 0
let failure: string | undefined

const headEnd = Buffer.from("\r\n\r\n")

/** Sends one request after the other on one connection. */
const drive = (socket: Socket, requests: ReadonlyArray<Buffer>): Promise<void> =>
  new Promise((resolve, reject) => {
    let index = 0
    let sentAt = 0
    let buffer: Buffer = Buffer.alloc(0)
    const send = () => {
      const request = requests[index++]
      if (request === undefined) return resolve()
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on("data", (data) => {
      buffer = buffer.length === 0 ? data : Buffer.concat([buffer, data])
      const head = buffer.indexOf(headEnd)
      if (head < 0) return
      const length = /content-length: (\d+)/i.exec(buffer.toString("latin1", 0, head))?.[1]
      if (buffer.length < head + 4 + Number(length)) return
      latencies.push(performance.now() - sentAt)
      if (buffer.toString("latin1", 9, 12) !== "200") {
        failures++
        failure ??= buffer.toString("utf8")
      }
      buffer = Buffer.alloc(0)
      send()
    })
    socket.on("error", reject).on("close", () => reject(new Error("the connection was closed")))
    send()
  })

const sockets = await Promise.all(
  prepared.map(
    () =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port: load.port, noDelay: true }, () => resolve(socket))
        socket.once("error", reject)
      })
  )
)
console.log(JSON.stringify({ ready: true }))
await nextLine()
const cpu = process.cpuUsage()
const start = performance.now()
await Promise.all(prepared.map((requests, lane) => drive(sockets[lane]!, requests)))
const seconds = (performance.now() - start) / 1000
const used = process.cpuUsage(cpu)
latencies.sort((a, b) => a - b)
const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
const result: LoadResult = {
  perSecond: latencies.length / seconds,
  p50: at(0.5),
  p99: at(0.99),
  failures,
  failure,
  cpu: (used.user + used.system) / latencies.length
}
console.log(JSON.stringify(result))
process.exit(0)
