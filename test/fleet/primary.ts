/** The primary of a fleet of three: starts workers that share one port, and replaces one when its parent says so. */
import cluster, { type Worker } from "node:cluster"
import { once } from "node:events"
import { join } from "node:path"
import type { Ended, Replace } from "./protocol.ts"

cluster.setupPrimary({ exec: join(import.meta.dirname, "worker.ts") })

const workers = new Map<number, Worker>()

/** Starts a worker, and waits until it serves. */
const start = async (): Promise<void> => {
  const worker = cluster.fork()
  const pid = worker.process.pid ?? 0
  workers.set(pid, worker)
  worker.on("exit", (code) => {
    workers.delete(pid)
    const ended: Ended = { ended: pid, code }
    process.send?.(ended)
  })
  const [ready] = await once(worker, "message")
  process.send?.(ready)
}

process.on("message", async ({ replace }: Replace) => {
  await start()
  // Not `worker.kill`, which disconnects the worker first: that closes its idle connections, whatever is on its way there.
  workers.get(replace)?.process.kill("SIGTERM")
})

// With its parent go the workers.
process.on("disconnect", () => process.exit(0))

for (let i = 0; i < 3; i++) await start()
