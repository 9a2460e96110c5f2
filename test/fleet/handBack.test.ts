/** A worker that leaves a cluster: the connections that were on their way to it are answered by another. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { exchange, requestBytes } from "../support/rawHttp.ts"

it.live("a worker that leaves hands back the connections that its primary has passed to it", () =>
  Effect.gen(function* () {
    const primary = yield* Effect.acquireRelease(
      Effect.sync(() =>
        fork(join(import.meta.dirname, "leaving.ts"), { execArgv: ["--conditions=effect-bittensor:src"] })
      ),
      (primary) => Effect.sync(() => primary.kill("SIGKILL"))
    )
    const told = Effect.promise(async () => (await once(primary, "message"))[0])
    const { port } = yield* told
    primary.send("leave")
    assert.strictEqual(yield* told, "leaving")
    const left = yield* Effect.forkChild(told, { startImmediately: true })
    const request = requestBytes("GET / HTTP/1.1", [`host: 127.0.0.1:${port}`])
    const answers = yield* Effect.promise(() => Promise.all(Array.from({ length: 8 }, () => exchange(port, request))))
    assert.deepStrictEqual(
      answers.map((answer) => answer?.status),
      Array(8).fill(200)
    )
    assert.strictEqual(new Set(answers.map((answer) => answer?.body.toString())).size, 1, "the one that stayed")
    assert.strictEqual(yield* Fiber.join(left), "left")
  })
)
