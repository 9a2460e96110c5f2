/** A chain over connections: what all that is known of it is made of. */
import { Duration, Effect, type Scope } from "effect"
import type { ChainError } from "../../../services/ChainError.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Core } from "../../../services/subtensor/Core.ts"
import { make as makeBlocks } from "./blocks.ts"
import { withArchive } from "./rpc/archive.ts"
import type { Rate } from "./rpc/Bucket.ts"
import { make as makeLink } from "./rpc/Link.ts"
import type { Endpoint } from "./rpc/Wire.ts"
import { make as makeRuntimes, type MetadataStore } from "./runtime/Runtimes.ts"
import { make as makeState } from "./state.ts"
import { make as makeSubmission } from "./submission.ts"

/** Which chain, and how it is reached. */
export interface CoreOptions {
  /** What to call it. */
  readonly network: string
  readonly endpoints: ReadonlyArray<Endpoint>
  /** Those that keep the states of all blocks, in case the others do not. */
  readonly archives: ReadonlyArray<Endpoint>
  readonly genesis: Hex | undefined
  readonly deadline: Duration.Input
  readonly silence: Duration.Input
  readonly rate: Rate | undefined
  readonly store: MetadataStore
}

/** Connects, and stays connected for as long as the scope is open. */
export const make = (options: CoreOptions): Effect.Effect<Core, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const how = {
      genesis: options.genesis,
      deadline: Duration.fromInputUnsafe(options.deadline),
      silence: Duration.fromInputUnsafe(options.silence),
      rate: options.rate
    }
    const near = yield* makeLink(options.endpoints, how)
    const archive = makeLink(options.archives, { ...how, genesis: near.genesis })
    const link = options.archives.length === 0 ? near : yield* withArchive(near, archive)
    const runtimes = yield* makeRuntimes(link, options.store)
    const blocks = makeBlocks(link)
    const state = makeState(link, blocks, runtimes)
    const { plan, submit } = makeSubmission(link, blocks, runtimes, state)
    return {
      network: Effect.succeed(options.network),
      genesis: Effect.succeed(link.genesis),
      head: blocks.head,
      finalized: blocks.finalized,
      header: blocks.header,
      block: blocks.block,
      blocks: blocks.blocks,
      finalizedBlocks: blocks.finalizedBlocks,
      ...state,
      plan,
      submit
    }
  })
