/** A Redis server of a test's own: a real process on a free port, which can be paused, killed and started again. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { Effect } from "effect"
import { createClient } from "redis"
import { temporaryDirectory } from "./temporary.ts"

const probe = (): boolean => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** Whether there is a `redis-server`. */
export const hasRedis: boolean = probe()

/** Why a test with Redis is skipped. */
export const noRedis = "skipped: no redis-server on this machine (Debian: apt-get install redis-server)"

const freePort = Effect.promise(async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
})

/** Starts a server, and waits until it takes commands. */
const start = async (port: number, directory: string): Promise<ChildProcess> => {
  const options = { port: `${port}`, bind: "127.0.0.1", dir: directory, save: "", appendonly: "no" }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
  const lines: Array<string> = []
  for await (const line of createInterface(server.stdout)) {
    if (line.includes("Ready to accept connections")) {
      server.stdout.resume()
      return server
    }
    lines.push(line)
  }
  throw new Error(`redis-server did not start:\n${lines.join("\n")}`)
}

const kill = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, "exit")
  server.kill("SIGKILL")
  await exited
}

/** A server until the scope closes. It writes its data only when it is told `SAVE`. */
export const redisServer = Effect.gen(function* () {
  const directory = yield* temporaryDirectory
  const port = yield* freePort
  const url = `redis://127.0.0.1:${port}`
  const state = yield* Effect.acquireRelease(
    Effect.promise(async () => ({ server: await start(port, directory) })),
    ({ server }) => Effect.promise(() => kill(server))
  )
  return {
    port,
    url,
    /** Sends one command on a connection of its own. */
    command: (...args: ReadonlyArray<string>) =>
      Effect.promise(async () => {
        const client = createClient({ url })
        await client.connect()
        return client.sendCommand(args).finally(() => client.destroy())
      }),
    /** Ends it without a word, as a crash does. */
    kill: Effect.promise(() => kill(state.server)),
    /** It keeps its connections, and answers nothing. */
    pause: Effect.sync(() => state.server.kill("SIGSTOP")),
    resume: Effect.sync(() => state.server.kill("SIGCONT")),
    /** Starts it again, with what it saved last or with nothing. */
    start: (data: "saved" | "lost") =>
      Effect.promise(async () => {
        if (data === "lost") rmSync(join(directory, "dump.rdb"), { force: true })
        state.server = await start(port, directory)
      })
  }
})
