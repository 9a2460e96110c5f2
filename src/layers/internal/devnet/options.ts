/** A chain of what somebody asked for. */
import { DateTime, Duration } from "effect"
import { archive } from "../../../devnet/node/Blocks.ts"
import { Chain } from "../../../devnet/node/Chain.ts"
import { defaultIdentity } from "../../../devnet/node/genesis.ts"
import type { Executable } from "../../../devnet/runtime/executable.ts"
import { executableOf, parts } from "../../../devnet/runtimes/subtensor185/executable.ts"
import { parts as lateParts } from "../../../devnet/runtimes/subtensor185Late/executable.ts"
import type { Sealing } from "../../../services/Devnet.ts"
import { sha2_256, verify } from "./native.ts"

/**
 * The runtimes that a chain can have.
 *
 * - `subtensor185`: mid-May 2024, proven by recordings; what SDK 7.0 speaks to, and all of 7.x but its `reveal_weights`.
 * - `subtensor185Late`: the end of May 2024, derived from its source; what SDK 7.1 to 7.4 expects.
 */
export type RuntimeName = "subtensor185" | "subtensor185Late"

/** What a chain can be told. */
export interface ChainOptions {
  /** @default "subtensor185" */
  readonly runtime?: RuntimeName | undefined
  /** @default "manual" in memory, "instant" with a port */
  readonly sealing?: Sealing | undefined
  /**
   * How many blocks the final one is behind the last one.
   *
   * @default 0
   */
  readonly finalityLag?: number | undefined
  /**
   * Keeps the states of all blocks. Otherwise those of the last 256 are kept, and headers and bodies of the last 4096.
   *
   * @default false
   */
  readonly archive?: boolean | undefined
  /** What `system_chain` answers; a chain of another name has other hashes. */
  readonly name?: string | undefined
  /** Chains of other seeds have other hashes. */
  readonly seed?: string | undefined
  /** The time of the first block. */
  readonly genesisTime?: DateTime.DateTime.Input | undefined
}

const runtimes: { readonly [name in RuntimeName]: () => Executable } = {
  subtensor185: () => executableOf({ ...parts, verify }),
  subtensor185Late: () => executableOf({ ...lateParts, verify })
}

/** A chain at its first block. What it cannot tell anybody else is told to `report`. */
export const makeChain = (options: ChainOptions, sealing: Sealing, report: (fault: unknown) => void): Chain => {
  const { genesisTime, name = defaultIdentity.name, seed = defaultIdentity.seed } = options
  const mode = options.sealing ?? sealing
  return new Chain(runtimes[options.runtime ?? "subtensor185"](), {
    identity: {
      name,
      seed,
      genesisTime:
        genesisTime === undefined
          ? defaultIdentity.genesisTime
          : BigInt(DateTime.toEpochMillis(DateTime.makeUnsafe(genesisTime)))
    },
    digests: { sha2_256 },
    report,
    finalityLag: options.finalityLag ?? 0,
    ...(options.archive === true ? { retention: archive } : {}),
    sealing: typeof mode === "string" ? mode : { interval: Duration.toMillis(Duration.fromInputUnsafe(mode.interval)) }
  })
}
