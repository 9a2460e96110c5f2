/** Processes of the tests: axons, alone or three behind one port. Each is killed when its scope closes. */
import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { Effect, Queue } from "effect"
import type { Ended, Ready, Replace, Settings } from "./protocol.ts"

/** Patient, since on a busy machine everything may take its time. */
const settings = (redisUrl: string, deadline = "10 seconds"): Settings => ({
  PORT: "0",
  REDIS_URL: redisUrl,
  GRACE: "2 seconds",
  DEADLINE: deadline
})

/** Starts a program; what it tells lands in a queue. */
const program = Effect.fnUntraced(function* (file: string, settings: Settings) {
  const told = yield* Queue.unbounded<Ready | Ended>()
  const child = yield* Effect.acquireRelease(
    Effect.sync((): ChildProcess => {
      const child = fork(join(import.meta.dirname, file), {
        execArgv: ["--conditions=effect-bittensor:src"],
        env: { ...process.env, ...settings }
      })
      child.on("message", (message: Ready | Ended) => Queue.offerUnsafe(told, message))
      return child
    }),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  return { child, told }
})

const isReady = (message: Ready | Ended): message is Ready => "pid" in message

/** The next worker that is ready. */
const ready = (told: Queue.Dequeue<Ready | Ended>) =>
  Queue.take(told).pipe(
    Effect.repeat({ until: isReady }),
    Effect.timeoutOrElse({ duration: "20 seconds", orElse: () => Effect.die(new Error("no worker became ready")) })
  )

/** The exit code of a worker, once it has ended. */
const ended = (told: Queue.Dequeue<Ready | Ended>, pid: number) =>
  Queue.take(told).pipe(
    Effect.repeat({ until: (message) => "ended" in message && message.ended === pid }),
    Effect.map((message) => ("ended" in message ? message.code : undefined)),
    Effect.timeoutOrElse({ duration: "20 seconds", orElse: () => Effect.die(new Error("no worker ended")) })
  )

/** An axon on a port of its own. */
export const startAxon = Effect.fnUntraced(function* (redisUrl: string, deadline?: string) {
  const { told } = yield* program("worker.ts", settings(redisUrl, deadline))
  return yield* ready(told)
})

/** Three axons behind one port. */
export const startFleet = Effect.fnUntraced(function* (redisUrl: string) {
  const { child, told } = yield* program("primary.ts", settings(redisUrl))
  const workers = [yield* ready(told), yield* ready(told), yield* ready(told)]
  return {
    port: workers[0]!.port,
    ports: workers.map(({ port }) => port),
    pids: workers.map(({ pid }) => pid),
    /** Starts a worker, ends another gracefully, and gives the exit code of that. */
    replace: (pid: number) =>
      Effect.andThen(
        Effect.sync(() => child.send({ replace: pid } satisfies Replace)),
        ended(told, pid)
      ),
    /** Ends a worker without a word. */
    kill: (pid: number) =>
      Effect.andThen(
        Effect.sync(() => process.kill(pid, "SIGKILL")),
        ended(told, pid)
      )
  }
})
