/**
 * The embedded chain as a node: JSON-RPC over HTTP and WebSocket on one port, for everybody's clients.
 *
 * @since 0.2.0
 */
import { randomUUID } from "node:crypto"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { Effect, Layer, type Scope } from "effect"
import { Rpc, type RpcOptions } from "../devnet/node/rpc/Rpc.ts"
import { Devnet, DevnetError, type DevnetShape } from "../services/Devnet.ts"
import { load, save } from "./DevnetFile.ts"
import { logFaults } from "./internal/devnet/faults.ts"
import { type ChainOptions, makeChain } from "./internal/devnet/options.ts"
import { defaultLimits, serve, type ServerLimits } from "./internal/devnet/rpcServer.ts"
import { logBlocks } from "./internal/devnet/sealing.ts"
import { make as makeService } from "./internal/devnet/service.ts"

export type { RuntimeName } from "./internal/devnet/options.ts"

/**
 * What the chain is, where it listens, and what bounds it.
 *
 * @category models
 */
export interface Options extends ChainOptions {
  /**
   * The address to listen on. Whoever reaches it can do anything with the chain.
   *
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined
  /**
   * The port to listen on; 0 takes a free one, which `(yield* Devnet).url` tells.
   *
   * @default 9944
   */
  readonly port?: number | undefined
  /**
   * A file that the state is read from at the start, if it is there, and written to at the end, as a whole. Where it cannot be
   * written any more, the state goes into a file of its own among the temporary ones, and the scope ends with a defect: a
   * `DevnetError` that names both.
   */
  readonly state?: string | undefined
  /**
   * Logs a line for each block.
   *
   * @default false
   */
  readonly logBlocks?: boolean | undefined
  /** Bounds on clients. */
  readonly limits?: Partial<ServerLimits> | undefined
  /** What is served, and how much at once. */
  readonly rpc?: RpcOptions | undefined
}

/** Writes the state to its file at the end, or aside where that is gone by then or full: days of blocks are not lost for a folder. */
const keep = (state: string) =>
  Effect.catchTag(save(state), "DevnetError", (error) => {
    const aside = join(tmpdir(), `${basename(state)}.${randomUUID()}`)
    const detail = `${error.detail}, so it is in ${aside}`
    return Effect.andThen(
      Effect.mapError(
        save(aside),
        ({ reason }) => new DevnetError({ reason, detail: `${error.detail}, nor ${aside}: it is lost` })
      ),
      Effect.fail(new DevnetError({ reason: "KeptElsewhere", detail }))
    )
  })

/**
 * Makes a chain that listens. A transaction makes its block at once, unless another sealing is asked for.
 *
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<DevnetShape, DevnetError, Scope.Scope> =>
  Effect.gen(function* () {
    const { host = "127.0.0.1", limits, port = 9944, rpc: served, state } = options
    const report = yield* logFaults
    const chain = makeChain(options, "instant", report)
    const rpc = new Rpc(chain, { report, ...served })
    if (options.logBlocks === true) yield* logBlocks(chain)
    const devnet = yield* makeService(chain, rpc, undefined)
    if (state !== undefined) {
      // Where it cannot be kept is better known now than when there is much to keep.
      yield* Effect.andThen(load(state), save(state)).pipe(Effect.provideService(Devnet, devnet))
      yield* Effect.addFinalizer(() => Effect.orDie(Effect.provideService(keep(state), Devnet, devnet)))
    }
    const url = yield* serve(rpc, host, port, { ...defaultLimits, ...limits })
    return { ...devnet, url }
  })

/**
 * A chain that listens.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Devnet, DevnetError> => Layer.effect(Devnet, make(options))
