/**
 * One miner that is three processes behind one port, with a replay guard in Redis that they share.
 *
 *     npm run example -- examples/fleet.ts
 *
 * It takes the Redis of BT_REDIS_URL, else it starts `redis-server` for itself; without either it says so and ends.
 * A validator asks all the time, while one of the processes is replaced; not one request is lost. Somebody in between has
 * copied a request, and sends it again to every process: none of them answers it twice.
 *
 * Node's cluster deals the connections out. Its primary alone listens, so that a worker can leave without losing what waits;
 * a listener of SO_REUSEPORT takes its queue along when it closes.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import cluster, { type Worker } from "node:cluster"
import { once } from "node:events"
import { connect, createServer, type Server } from "node:net"
import { styleText } from "node:util"
import { NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect, Exit, Layer, Option, References, Schedule, Schema, Scope } from "effect"
import { Axon, AxonInfo, Dendrite, Synapse } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as ReplayGuardRedis from "effect-bittensor/layers/ReplayGuardRedis"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

class Square extends Synapse.make("Square", {
  request: { number: Schema.Finite },
  response: { square: Schema.Finite, pid: Schema.Int },
  signed: ["number"]
}) {}

// ---- a worker: an axon like any other, except that its guard is shared, and that it has a grace

/** It takes its time, so that the validator needs all of its connections. */
const miner = Axon.handle(Square, {
  forward: ({ number }) => Effect.delay(Effect.succeed({ square: number ** 2, pid: process.pid }), "10 millis")
})

const worker = Layer.effectDiscard(Effect.map(Axon, ({ info }) => process.send?.({ port: info.port }))).pipe(
  Layer.provide(Axon.serve(miner)),
  // A dendrite keeps idle connections for 4 seconds: who leaves waits a little longer for what may still come on them.
  Layer.provide(AxonHttp.layerReplayGuard({ host: "127.0.0.1", port: 0, grace: "5 seconds" })),
  Layer.provide(ReplayGuardRedis.layerConfig()),
  Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })),
  Layer.provide(Layer.succeed(References.MinimumLogLevel, "Error")),
  Layer.launch
)

// ---- the primary: it starts workers, and replaces them

interface Started {
  readonly worker: Worker
  readonly pid: number
  readonly port: number
}

const start = (redisUrl: string) =>
  Effect.acquireRelease(
    Effect.promise(async (): Promise<Started> => {
      const worker = cluster.fork({ BT_REDIS_URL: redisUrl })
      const [{ port }] = await once(worker, "message")
      return { worker, pid: worker.process.pid ?? 0, port }
    }),
    ({ worker }) => Effect.sync(() => worker.process.kill("SIGKILL"))
  )

/** SIGTERM closes the worker's scope, and so begins its grace. `worker.kill` would cut its idle connections first. */
const stop = ({ worker }: Started) =>
  Effect.promise(async () => {
    const exited = once(worker, "exit")
    worker.process.kill("SIGTERM")
    await exited
  })

// ---- Redis: a given one, or one of our own

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const port = portOf(server)
  server.close()
  return port
}

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

const ownRedis = Effect.acquireRelease(
  Effect.promise(async (): Promise<{ readonly url: string; readonly server: ChildProcess }> => {
    const port = await freePort()
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
    for await (const text of server.stdout) if (String(text).includes("Ready to accept connections")) break
    return { url: `redis://127.0.0.1:${port}`, server }
  }),
  ({ server }) => Effect.sync(() => server.kill("SIGKILL"))
)

const redisUrl = Effect.gen(function* () {
  const given = yield* Config.option(Config.String("BT_REDIS_URL"))
  if (Option.isSome(given)) return given
  if (spawnSync("redis-server", ["--version"]).error !== undefined) return Option.none<string>()
  return Option.some((yield* ownRedis).url)
})

// ---- somebody between the validator and the miner, who copies what passes

const eavesdropper = (port: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const copied: Array<Buffer> = []
      const server = createServer((caller) => {
        const miner = connect(port, "127.0.0.1")
        caller.on("data", (bytes) => copied.push(bytes))
        caller.pipe(miner).pipe(caller)
        for (const socket of [caller, miner]) socket.on("error", () => {})
      }).listen(0, "127.0.0.1")
      await once(server, "listening")
      return { server, port: portOf(server), request: () => Buffer.concat(copied) }
    }),
    ({ server }) => Effect.sync(() => server.close())
  )

/** Sends the copy to the miner on a connection of its own, and gives the status of the answer. */
const replay = (port: number, request: Buffer) =>
  Effect.promise(async () => {
    const socket = connect(port, "127.0.0.1")
    socket.write(request)
    const [answer] = await once(socket, "data")
    socket.destroy()
    return String(answer).split(" ")[1] ?? ""
  })

// ---- the validator

const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const axonAt = (port: number) => AxonInfo.of({ ip: "127.0.0.1", port, hotkey: bob })

const ask = (port: number, number: number) =>
  Effect.flatMap(Dendrite, (dendrite) => dendrite.forward(axonAt(port), Square, { number }))

/** Connections of the validator: three to each process. */
const callers = 9

/** Asks all the time until the scope closes, and counts who answers. */
const askAllTheTime = Effect.fnUntraced(function* (port: number) {
  const answers = new Map<number, number>()
  const failures: Array<string> = []
  const asking = ask(port, 3).pipe(
    Effect.match({
      onSuccess: ({ pid }) => answers.set(pid, (answers.get(pid) ?? 0) + 1),
      onFailure: (error) => failures.push(error.message)
    }),
    Effect.repeat(Schedule.spaced("2 millis"))
  )
  yield* Effect.forkScoped(Effect.forEach(Array(callers).keys(), () => asking, { concurrency: "unbounded" }))
  return { answers, failures }
})

// ---- the program

/** Replaces the first of the workers while the validator asks. */
const replaceFirst = Effect.fnUntraced(function* (redisUrl: string, workers: ReadonlyArray<Started>) {
  const [leaving = yield* Effect.die(new Error("no worker"))] = workers
  const asking = yield* Scope.make()
  const { answers, failures } = yield* Scope.provide(askAllTheTime(leaving.port), asking)
  yield* Effect.sleep("1 second")
  yield* Console.log(`Process ${leaving.pid} is replaced, while ${callers} callers ask without a pause.`)
  const newcomer = yield* start(redisUrl)
  yield* stop(leaving)
  yield* Effect.sleep("1 second")
  yield* Scope.close(asking, Exit.void)

  yield* Console.log("\n  process   answers")
  const notes = new Map([
    [leaving.pid, "has left"],
    [newcomer.pid, "came for it"]
  ])
  for (const { pid } of [...workers, newcomer]) {
    const [process, count] = [String(pid), String(answers.get(pid) ?? 0)]
    yield* Console.log(`  ${process.padStart(7)}   ${count.padStart(7)}   ${styleText("dim", notes.get(pid) ?? "")}`)
  }
  yield* Console.log(`  requests that were lost: ${failures.length}\n`)
  if (failures.length > 0) return yield* Effect.die(new Error(failures.join("\n")))
})

const replayToAll = Effect.fnUntraced(function* (port: number) {
  const between = yield* eavesdropper(port)
  yield* ask(between.port, 12)
  const statuses = yield* Effect.forEach([1, 2, 3, 4, 5, 6], () => replay(port, between.request()))
  yield* Console.log(`One request, copied and sent six times more, to all three: ${statuses.join(", ")}`)
  if (statuses.some((status) => status !== "401")) return yield* Effect.die(new Error("a replay was answered"))
}, Effect.scoped)

const primary = Effect.gen(function* () {
  const redis = yield* redisUrl
  if (Option.isNone(redis)) {
    return yield* Console.log(
      "This example needs Redis: install redis-server (Debian: apt-get install redis-server), or set BT_REDIS_URL."
    )
  }
  const workers = yield* Effect.forEach([1, 2, 3], () => start(redis.value), { concurrency: 3 })
  const [{ port } = yield* Effect.die(new Error("no worker"))] = workers
  yield* Console.log(`Three processes serve port ${port}: ${workers.map(({ pid }) => pid).join(", ")}`)
  yield* Console.log("A guard that begins refuses what may have passed before it, so the first answer takes 5 seconds.")
  yield* Effect.retry(ask(port, 1), { while: (error) => error.isRetryable, schedule: Schedule.spaced("200 millis") })
  yield* replaceFirst(redis.value, workers)
  yield* replayToAll(port)
})

const validator = DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))

if (cluster.isPrimary) primary.pipe(Effect.scoped, Effect.provide(validator), NodeRuntime.runMain)
else NodeRuntime.runMain(worker)
