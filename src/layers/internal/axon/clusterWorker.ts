/**
 * What a server in a worker of Node's cluster owes to the primary, which accepts its connections.
 */
import cluster from "node:cluster"
import { createServer } from "node:net"
import { Effect } from "effect"

/**
 * Waits until the primary has heard that this worker listens no more. Connections that it passed on before have come by
 * then, and gone back to be passed to another worker; with a worker that ends sooner they would hang for ever. Any answer of
 * the primary tells, since messages keep their order, and to listen is a question that it answers.
 */
export const handBack: Effect.Effect<void> = Effect.suspend(() =>
  cluster.worker?.isConnected() === true ? ask : Effect.void
)

const ask = Effect.callback<void>((resume) => {
  const done = () => resume(Effect.void)
  const server = createServer()
    .once("error", done)
    .listen({ host: "127.0.0.1", port: 0 }, () => server.close(done))
})
