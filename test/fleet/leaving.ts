/** A cluster of two workers, one of which is told to leave while connections are on their way to it. */
import cluster from "node:cluster"
import { once } from "node:events"
import { createServer } from "node:http"
import { Effect } from "effect"
import { handBack } from "../../src/layers/internal/axon/clusterWorker.ts"

/** Milliseconds in which the worker that leaves reads nothing: what the primary passes on meanwhile it finds afterwards. */
const deafMillis = 500

const work = async (): Promise<void> => {
  const server = createServer((_, response) => response.setHeader("connection", "close").end(String(process.pid)))
  await once(server.listen(0, "127.0.0.1"), "listening")
  const address = server.address()
  process.send?.({ port: typeof address === "object" ? address?.port : undefined })
  await once(process, "message")
  process.send?.("leaving")
  const end = performance.now() + deafMillis
  while (performance.now() < end);
  server.close()
  await Effect.runPromise(handBack)
  process.exit(0)
}

const manage = async (): Promise<void> => {
  const workers = [cluster.fork(), cluster.fork()]
  const [listening] = await Promise.all(workers.map((worker) => once(worker, "message")))
  process.send?.(listening?.[0])
  const [leaving] = workers
  await once(process, "message")
  leaving?.on("message", (message) => process.send?.(message)).once("exit", () => process.send?.("left"))
  leaving?.send("leave")
  await once(process, "disconnect")
  process.exit(0)
}

await (cluster.isPrimary ? manage() : work())
