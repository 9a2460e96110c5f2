/**
 * How a metagraph is read from a chain of whatever era.
 *
 * @since 0.2.0
 */
import { Effect, type Result } from "effect"
import type { LayoutError } from "../../protocol/chain/LayoutError.ts"
import {
  metagraphFromRuntime,
  type SelectiveMetagraph,
  selectiveMetagraphFromRuntime
} from "../../protocol/chain/MetagraphInfo.ts"
import {
  decodeNeuronsColumns,
  decodeNeuronsLiteColumns,
  type NeuronsColumns,
  type NeuronsLiteColumns
} from "../../protocol/chain/NeuronColumns.ts"
import { detailIndexes, detailsOf, type SubnetDetails } from "../../protocol/chain/SubnetDetails.ts"
import { BlockUnavailable, ChainError, Undecodable } from "../ChainError.ts"
import type { SubtensorShape } from "../Subtensor.ts"
import type { BlockRef, Header, RuntimeInfo } from "../subtensor/Core.ts"
import { layoutOf } from "../subtensor/reads/neurons.ts"
import { MetagraphState } from "./MetagraphState.ts"

/**
 * Which state is read, and how much of it.
 *
 * @category models
 */
export interface ReadOptions {
  /** @default the last block */
  readonly block?: BlockRef | undefined
  /** Leaves out weights and bonds. @default true */
  readonly lite?: boolean | undefined
}

const ROOT = 0

const undecodable = (detail: string) => new ChainError({ reason: new Undecodable({ item: "the metagraph", detail }) })

const decoded = <A>(result: Result.Result<A, LayoutError>): Effect.Effect<A, ChainError> =>
  Effect.mapError(Effect.fromResult(result), ({ message }) => undecodable(message))

const neuronsOf = (
  subtensor: SubtensorShape,
  runtime: RuntimeInfo,
  netuid: number,
  lite: boolean,
  block: BlockRef | undefined
) => {
  const method = lite ? "get_neurons_lite" : "get_neurons"
  const decode = lite ? decodeNeuronsLiteColumns : decodeNeuronsColumns
  return Effect.flatMap(subtensor.runtimeAnswer("NeuronInfoRuntimeApi", method, [netuid], { block }), (bytes) =>
    decoded<NeuronsLiteColumns | NeuronsColumns>(decode(bytes, layoutOf(runtime)))
  )
}

/** What runtimes from dTAO on tell beside the neurons: of those the first that there is, or nothing. The first asks for no more than that. */
const DETAILS = [
  { method: "get_selective_metagraph", more: [[...detailIndexes]], take: selectiveMetagraphFromRuntime },
  { method: "get_metagraph", more: [], take: metagraphFromRuntime }
] as const

const API = "SubnetInfoRuntimeApi"

const detailsAt = (subtensor: SubtensorShape, runtime: RuntimeInfo, netuid: number, block: BlockRef | undefined) =>
  Effect.gen(function* () {
    const way = DETAILS.find(({ method }) => runtime.has("runtime API", API, method))
    if (way === undefined) return undefined
    const answer = yield* subtensor.runtimeCall(API, way.method, [netuid, ...way.more], { block })
    // A subnet that is not there has none.
    if (answer === undefined) return undefined
    return (
      detailsOf(yield* decoded<SelectiveMetagraph>(way.take(answer))) ?? (yield* undecodable("details are missing"))
    )
  })

interface Parts {
  readonly header: Header
  readonly columns: NeuronsLiteColumns | NeuronsColumns
  readonly details: SubnetDetails | undefined
  readonly subnets: ReadonlyArray<number> | undefined
}

/** Everything at once, of the last block or of that one: one round trip, but for the list of subnets of root weights. */
const partsOf = (
  subtensor: SubtensorShape,
  netuid: number,
  lite: boolean,
  at: Header | undefined
): Effect.Effect<Parts, ChainError> =>
  Effect.flatMap(subtensor.runtime({ block: at?.hash }), (runtime) =>
    Effect.all(
      {
        columns: neuronsOf(subtensor, runtime, netuid, lite, at?.hash),
        details: detailsAt(subtensor, runtime, netuid, at?.hash),
        header: at === undefined ? subtensor.head : Effect.succeed(at),
        // In the order of the columns of root weights.
        subnets: netuid === ROOT && !lite ? subtensor.allSubnetNetuids({ block: at?.hash }) : Effect.undefined
      },
      { concurrency: "unbounded" }
    )
  )

/** Whether the parts are of one block, as far as they tell, and all lists have an entry for each neuron. */
const isOneBlock = ({ columns: { length }, details, header }: Parts): boolean => {
  if (details === undefined) return true
  const { alphaStake, block, blockAtRegistration, identities, taoStake, totalStake } = details
  const lists = [alphaStake, blockAtRegistration, identities, taoStake, totalStake]
  return block === header.number && lists.every((list) => list.length === length)
}

/** A block that cannot be had is named as it was asked for, and not by the hash that it turned out to have. */
const asAskedFor =
  (block: BlockRef | undefined) =>
  (error: ChainError): ChainError =>
    error.reason._tag === "BlockUnavailable" && block !== undefined
      ? new ChainError({ reason: new BlockUnavailable({ why: error.reason.why, block: String(block) }) })
      : error

/**
 * Reads a metagraph: the neurons, what runtimes from dTAO on tell beside, and the block they are of. What is asked of the last block may
 * meet two of them, when one comes while the answers are on their way; then all is asked anew of the one that is told, by its hash.
 *
 * @category reading
 */
export const read = (
  subtensor: SubtensorShape,
  netuid: number,
  { block, lite = true }: ReadOptions = {}
): Effect.Effect<MetagraphState, ChainError> =>
  Effect.gen(function* () {
    const at = block === undefined ? undefined : yield* subtensor.header(block)
    const first = yield* partsOf(subtensor, netuid, lite, at)
    const parts = isOneBlock(first) ? first : yield* partsOf(subtensor, netuid, lite, first.header)
    if (!isOneBlock(parts)) return yield* undecodable("neurons and details are of two blocks")
    const { columns, details, header, subnets } = parts
    return new MetagraphState({
      network: yield* subtensor.network,
      netuid,
      block: header.number,
      columns: details === undefined ? columns : withStakes(columns, netuid, details),
      subnets,
      details
    })
  }).pipe(Effect.mapError(asAskedFor(block)))

/** From dTAO on, what counts of a stake is not what its alpha is; on the root network it is what is staked there. */
const withStakes = <A extends NeuronsLiteColumns>(columns: A, netuid: number, details: SubnetDetails): A => ({
  ...columns,
  stakeRao: BigUint64Array.from(netuid === ROOT ? details.taoStake : details.totalStake)
})
