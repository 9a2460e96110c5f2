/** Workers of a browser: how one is started. */
import type { Report } from "../../../pow/work.ts"
import type { Spawn } from "./Threads.ts"
import type { Start } from "./webThread.ts"

/** As much of a browser's worker as is used here; the types of browsers are not at hand. */
declare const Worker: new (
  url: URL,
  options: { readonly type: "module" }
) => {
  addEventListener(type: "message", listener: (event: { readonly data: Report }) => void): void
  addEventListener(type: "error", listener: (event: { readonly message: string }) => void): void
  readonly postMessage: (message: object, transfer: []) => void
  readonly terminate: () => void
}

/** A page lives as long as it is open. */
const nothing = () => {}

/** Workers of a browser. Bundlers look for the expression that makes one, word for word. */
export const spawnWeb =
  (start: Start): Spawn =>
  (seating, hear, ended) => {
    const worker = new Worker(new URL("./webThread.js", import.meta.url), { type: "module" })
    let isOver = false
    /** A browser says nothing of a worker that was terminated. */
    const end = (cause: unknown) => {
      if (isOver) return
      isOver = true
      worker.terminate()
      ended(cause)
    }
    worker.addEventListener("message", ({ data }) => hear(data))
    worker.addEventListener("error", ({ message }) => end(new Error(message || "the worker could not be started")))
    worker.postMessage({ ...seating, ...start }, [])
    return { ref: nothing, unref: nothing, terminate: () => end(new Error("the worker was terminated")) }
  }
