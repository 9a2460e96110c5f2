/** A relay of drand that knows the round 1000, whose signature test/vectors/timelock has. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect } from "effect"
import { quicknet } from "../../src/protocol/Timelock.ts"
import { loadVectors } from "./vectors.ts"

const [recorded] = loadVectors<{
  readonly signature: string
  readonly cases: ReadonlyArray<{ readonly message: string; readonly round: number; readonly ciphertext: string }>
}>("timelock", "quicknet.json")

/** What the Rust library encrypted to it. */
export const vectors = recorded?.data ?? { signature: "", cases: [] }

export const ROUND = 1000

/** Its URL, as long as the scope is open. */
export const beacon = Effect.map(
  Effect.acquireRelease(
    Effect.callback<ReturnType<typeof createServer>>((resume) => {
      const server = createServer((request, response) => {
        const isThere = request.url === `/${quicknet.chainHash}/public/${ROUND}`
        response.writeHead(isThere ? 200 : 404, { "content-type": "application/json" })
        response.end(JSON.stringify({ round: ROUND, signature: vectors.signature }))
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => void server.close())
  ),
  (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
)
