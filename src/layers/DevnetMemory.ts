/**
 * The embedded chain in the process, without a port: for tests.
 *
 * @since 0.2.0
 */
import { Effect, Layer, type Scope } from "effect"
import { Rpc } from "../devnet/node/rpc/Rpc.ts"
import { Devnet, type DevnetShape } from "../services/Devnet.ts"
import { logFaults } from "./internal/devnet/faults.ts"
import { type ChainOptions, makeChain } from "./internal/devnet/options.ts"
import { make as makeService } from "./internal/devnet/service.ts"

export type { RuntimeName } from "./internal/devnet/options.ts"

/**
 * What the chain is.
 *
 * @category models
 */
export type Options = ChainOptions

/**
 * Makes a chain. It makes blocks when it is told to, unless another sealing is asked for.
 *
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<DevnetShape, never, Scope.Scope> =>
  Effect.gen(function* () {
    const report = yield* logFaults
    const chain = makeChain(options, "manual", report)
    return yield* makeService(chain, new Rpc(chain, { report }), undefined)
  })

/**
 * A chain in memory.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Devnet> => Layer.effect(Devnet, make(options))
