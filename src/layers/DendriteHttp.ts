/**
 * A dendrite over HTTP/1.1 on pooled connections (wire.md §1, §6).
 *
 * @since 0.1.0
 */
import { Agent } from "@effect/platform-node/Undici"
import { Effect, Layer } from "effect"
import { Dendrite } from "../services/Dendrite.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import { type CoreOptions, make as makeCore } from "./internal/dendrite/DendriteCore.ts"
import { exchange } from "./internal/dendrite/Exchange.ts"

/**
 * How a dendrite keeps its connections, and whom it calls.
 *
 * @category models
 */
export interface Options extends CoreOptions {
  /**
   * Milliseconds that an idle connection is kept. Python axons close theirs after 5 s, and a request that meets the closing
   * is lost: keep it below.
   *
   * @default 4000
   */
  readonly keepAlive?: number | undefined
  /**
   * Bytes of an answer's headers.
   *
   * @default 64 KiB
   */
  readonly maxHeaderBytes?: number | undefined
}

/**
 * Makes a dendrite whose connections close with the scope.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const agent = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Agent({
          allowH2: false,
          connections: options.maxPerAxon ?? 16,
          pipelining: 1,
          keepAliveTimeout: options.keepAlive ?? 4000,
          keepAliveMaxTimeout: options.keepAlive ?? 4000,
          maxHeaderSize: options.maxHeaderBytes ?? 64 * 1024,
          // Every request has a deadline of its own, which covers all of these.
          headersTimeout: 0,
          bodyTimeout: 0,
          connect: { timeout: 60_000 }
        })
    ),
    (agent) => Effect.promise(() => agent.destroy())
  )
  return yield* makeCore(options, (sent) => exchange(agent, sent))
})

/**
 * A dendrite on pooled connections, signing with the context's `Hotkey`.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Dendrite, never, Hotkey> => Layer.effect(Dendrite, make(options))
