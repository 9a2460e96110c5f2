/**
 * An axon without a socket: the same pipeline, called through `DendriteLoopback` or `Axon.answer`. For tests, and for
 * programs that bring a server of their own.
 *
 * @since 0.1.0
 */
import { Effect, Layer } from "effect"
import type { AxonInfo } from "../protocol/AxonInfo.ts"
import { Axon } from "../services/Axon.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import type { ReplayGuard } from "../services/ReplayGuard.ts"
import { type CoreOptions, make as makeCore } from "./internal/axon/AxonCore.ts"
import { isSigned } from "./internal/verify/signed.ts"
import * as ReplayGuardMemory from "./ReplayGuardMemory.ts"

/**
 * What an axon without a socket says of itself, and what bounds it.
 *
 * @category models
 */
export interface Options extends CoreOptions {
  /**
   * The address that the axon says it has.
   *
   * @default "127.0.0.1"
   */
  readonly ip?: AxonInfo["ip"] | undefined
  /**
   * The port that the axon says it has.
   *
   * @default 8091
   */
  readonly port?: AxonInfo["port"] | undefined
}

/**
 * Makes an axon in memory; the replay guard is left open.
 *
 * @category constructors
 */
export const make = (options: Options = {}) =>
  makeCore(options, {
    ip: options.ip ?? "127.0.0.1",
    port: options.port ?? 8091,
    ask: (signed, answer) => answer(isSigned(signed))
  })

/**
 * An axon in memory, with the replay guard left open.
 *
 * @category layers
 */
export const layerNoDeps = (options?: Options): Layer.Layer<Axon, never, Hotkey | ReplayGuard> =>
  Layer.effect(Axon, Effect.orDie(make(options)))

/**
 * An axon in memory, with a replay guard in memory.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Axon, never, Hotkey> =>
  Layer.provide(layerNoDeps(options), ReplayGuardMemory.layer())
