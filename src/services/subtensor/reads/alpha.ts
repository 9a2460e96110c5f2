/**
 * Subnets since dTAO: their tokens, what those cost, and what exchanging them would bring.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { type DynamicInfo, dynamicInfoFromRuntime } from "../../../protocol/chain/DynamicInfo.ts"
import { list, option } from "../../../protocol/chain/fromRuntime.ts"
import {
  metagraphFromRuntime,
  metagraphIndexes,
  type MetagraphInfo,
  type SelectiveMetagraph,
  selectiveMetagraphFromRuntime
} from "../../../protocol/chain/MetagraphInfo.ts"
import { decodeValue } from "../../../protocol/internal/chain/decode.ts"
import { type SubnetState, subnetStateFromRuntime } from "../../../protocol/chain/SubnetState.ts"
import {
  account,
  bytes,
  block,
  compactU64,
  fixed,
  listOf,
  maybe,
  pairOf,
  record,
  tupleOf,
  u16
} from "../../../protocol/internal/chain/fields.ts"
import { type Alpha, Rao, RAO_PER_TAO } from "../../../protocol/Money.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import {
  alpha as alphaField,
  answered,
  as,
  firstOf,
  laidOut,
  listed,
  ofSubnet,
  pinned,
  rao,
  sinceDTao,
  mechanismOf,
  together
} from "./Read.ts"
import { subnets } from "./subnets.ts"

/**
 * A subnet with the price of its alpha.
 *
 * @category models
 */
export interface PricedSubnet extends DynamicInfo {
  /** Of one alpha. */
  readonly price: Rao
}

/**
 * What an exchange would bring, and what it would cost.
 *
 * @category models
 */
export interface SimulatedSwap {
  /** What comes out, or what alpha of one subnet is before it is that of another. */
  readonly taoAmount: Rao
  /** What comes out. */
  readonly alphaAmount: Alpha
  /** Of TAO that goes in. */
  readonly taoFee: Rao
  /** Of alpha that goes in. */
  readonly alphaFee: Alpha
}

/**
 * What is exchanged for what: alpha of a subnet, or TAO, which is what the root network (netuid 0) has.
 *
 * @category models
 */
export interface Exchange {
  readonly fromNetuid: number
  readonly toNetuid: number
  /** Of what goes in: rao or alpha in its smallest unit. */
  readonly amount: bigint
}

/**
 * What of the metagraph of a subnet is asked for.
 *
 * @category models
 */
export interface MetagraphQuery {
  readonly netuid: number
  /** One of the mechanisms that the subnet may have. @default 0 */
  readonly mechid?: number | undefined
  /** @default all of them; the netuid always comes */
  readonly fields?: ReadonlyArray<keyof SelectiveMetagraph> | undefined
}

/**
 * The flow of TAO into a subnet, averaged over time.
 *
 * @category models
 */
export interface TaoFlow {
  /** The block in which it was that. */
  readonly block: number
  /** Rao a block, less than nothing if TAO flows out; with 64 bits after the point. */
  readonly flow: number
}

/**
 * Weights that lie encrypted until a round of drand.
 *
 * @category models
 */
export interface TimelockedCommit {
  readonly epoch: number
  readonly hotkey: Ss58
  /** The block in which it was committed. */
  readonly block: number
  readonly encrypted: Uint8Array
  readonly revealRound: bigint
}

const SUBNETS = "SubnetInfoRuntimeApi"
const SWAP = "SwapRuntimeApi"
const ALL_PRICES = `${SWAP}.current_alpha_price_all`
const ONE_PRICE = `${SWAP}.current_alpha_price`
const ROOT = 0
const ONE = Rao(RAO_PER_TAO)

const price = sinceDTao("u64", rao)
const prices = sinceDTao(
  "Vec<SubnetPrice>",
  listOf(record<{ readonly netuid: number; readonly price: Rao }>({ netuid: u16, price: rao }))
)
const swap = sinceDTao(
  "SimSwapResult",
  record<SimulatedSwap>({ taoAmount: rao, alphaAmount: alphaField, taoFee: rao, alphaFee: alphaField })
)

const subnetPrice = (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<Rao, ChainError> =>
  netuid === ROOT ? Effect.succeed(ONE) : answered(chain, ONE_PRICE, [netuid], price, options)

const subnetPrices = (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyMap<number, Rao>, ChainError> =>
  Effect.gen(function* () {
    const at = yield* pinned(chain, options)
    const method = yield* firstOf(yield* chain.runtime(at), "runtime API", [ALL_PRICES, ONE_PRICE])
    if (method === ONE_PRICE) {
      const netuids = yield* subnets.allSubnetNetuids(chain, at)
      const found = yield* together(netuids.map((netuid) => subnetPrice(chain, netuid, at)))
      return new Map(netuids.map((netuid, index) => [netuid, found[index] ?? ONE]))
    }
    const found = yield* answered(chain, ALL_PRICES, [], prices, at)
    return new Map([[ROOT, ONE], ...found.map(({ netuid, price }) => [netuid, price] as const)])
  })

const exchange = (
  chain: Core,
  method: "sim_swap_tao_for_alpha" | "sim_swap_alpha_for_tao",
  netuid: number,
  amount: bigint,
  options?: ReadOptions
): Effect.Effect<SimulatedSwap, ChainError> => answered(chain, `${SWAP}.${method}`, [netuid, amount], swap, options)

const simSwap = (
  chain: Core,
  { amount, fromNetuid, toNetuid }: Exchange,
  options?: ReadOptions
): Effect.Effect<SimulatedSwap, ChainError> =>
  Effect.gen(function* () {
    if (fromNetuid === ROOT) return yield* exchange(chain, "sim_swap_tao_for_alpha", toNetuid, amount, options)
    if (toNetuid === ROOT) return yield* exchange(chain, "sim_swap_alpha_for_tao", fromNetuid, amount, options)
    const at = yield* pinned(chain, options)
    const sold = yield* exchange(chain, "sim_swap_alpha_for_tao", fromNetuid, amount, at)
    const bought = yield* exchange(chain, "sim_swap_tao_for_alpha", toNetuid, sold.taoAmount, at)
    const taoFee = yield* laidOut(SWAP, decodeValue("the fees", sold.taoFee + bought.taoFee, rao.take))
    return { ...bought, taoAmount: sold.taoAmount, taoFee, alphaFee: sold.alphaFee }
  })

const flow = as(pairOf(block, fixed({ bits: 128, fraction: 64, isSigned: true })), ([block, flow]): TaoFlow => ({
  block,
  flow
}))

const commits = listOf(
  as(tupleOf(account, block, bytes, compactU64), ([hotkey, block, encrypted, revealRound]) => ({
    hotkey,
    block,
    encrypted,
    revealRound
  }))
)

/**
 * Of dTAO alone; earlier runtimes have none of it.
 *
 * @category reads
 */
export const alpha = {
  /** What one alpha of a subnet costs now, of `SwapRuntimeApi.current_alpha_price`; one TAO in the root network. */
  subnetPrice,

  /** The same of all subnets, by netuid, of `SwapRuntimeApi.current_alpha_price_all`, or before spec 393 of each in turn. */
  subnetPrices,

  /** A subnet, its token and its pool, of `SubnetInfoRuntimeApi.get_dynamic_info`, with the price; `undefined` if it is not there. */
  subnet: (chain: Core, netuid: number, options?: ReadOptions): Effect.Effect<PricedSubnet | undefined, ChainError> =>
    Effect.map(
      together([
        answered(chain, `${SUBNETS}.get_dynamic_info`, [netuid], { value: option(dynamicInfoFromRuntime) }, options),
        subnetPrice(chain, netuid, options)
      ]),
      ([info, price]) => (info === undefined ? undefined : { ...info, price })
    ),

  /** All subnets, of `SubnetInfoRuntimeApi.get_all_dynamic_info`, with their prices. */
  allSubnets: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<PricedSubnet>, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const [infos, found] = yield* together([
        answered(chain, `${SUBNETS}.get_all_dynamic_info`, [], { value: list(option(dynamicInfoFromRuntime)) }, at),
        subnetPrices(chain, at)
      ])
      return infos.flatMap((info) => {
        const price = info === undefined ? undefined : found.get(info.netuid)
        return info === undefined || price === undefined ? [] : [{ ...info, price }]
      })
    }),

  /** The stakes and scores of a subnet's neurons, by uid, of `SubnetInfoRuntimeApi.get_subnet_state`; `undefined` if it is not there. */
  subnetState: (
    chain: Core,
    netuid: number,
    options?: ReadOptions
  ): Effect.Effect<SubnetState | undefined, ChainError> =>
    answered(chain, `${SUBNETS}.get_subnet_state`, [netuid], { value: option(subnetStateFromRuntime) }, options),

  /**
   * What the chain tells of a subnet at once, of `SubnetInfoRuntimeApi.get_selective_mechagraph`, or `…_metagraph` before there were
   * mechanisms; `undefined` if it is not there. Axons are nobody's without hotkeys: ask for both.
   */
  metagraphInfo: (
    chain: Core,
    { fields, mechid = 0, netuid }: MetagraphQuery,
    options?: ReadOptions
  ): Effect.Effect<SelectiveMetagraph | undefined, ChainError> => {
    const indexes = [0, ...(fields ?? []).map((field) => metagraphIndexes[field])]
    const wanted = fields === undefined ? Object.values(metagraphIndexes) : [...new Set(indexes)]
    const answer = { value: option(selectiveMetagraphFromRuntime) }
    return Effect.flatMap(chain.runtime(options), ({ has }) =>
      mechid === 0 && !has("runtime API", SUBNETS, "get_selective_mechagraph")
        ? answered(chain, `${SUBNETS}.get_selective_metagraph`, [netuid, wanted], answer, options)
        : answered(chain, `${SUBNETS}.get_selective_mechagraph`, [netuid, mechid, wanted], answer, options)
    )
  },

  /** All that the chain tells of all subnets, of `SubnetInfoRuntimeApi.get_all_metagraphs`. */
  allMetagraphsInfo: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<MetagraphInfo>, ChainError> =>
    Effect.map(
      answered(chain, `${SUBNETS}.get_all_metagraphs`, [], { value: list(option(metagraphFromRuntime)) }, options),
      (found) => found.filter((info) => info !== undefined)
    ),

  /** What an exchange would bring, of `SwapRuntimeApi.sim_swap_…`. Alpha of one subnet becomes that of another through TAO. */
  simSwap,

  /** The fee for staking TAO in a subnet: rao. */
  stakeAddFee: (
    chain: Core,
    { amount, netuid }: { readonly netuid: number; readonly amount: Rao },
    options?: ReadOptions
  ): Effect.Effect<Rao, ChainError> =>
    Effect.map(simSwap(chain, { fromNetuid: ROOT, toNetuid: netuid, amount }, options), ({ taoFee }) => taoFee),

  /** The fee for taking stake out of a subnet: alpha of it. */
  unstakeFee: (
    chain: Core,
    { amount, netuid }: { readonly netuid: number; readonly amount: Alpha },
    options?: ReadOptions
  ): Effect.Effect<Alpha, ChainError> =>
    Effect.map(simSwap(chain, { fromNetuid: netuid, toNetuid: ROOT, amount }, options), ({ alphaFee }) => alphaFee),

  /** The fee for moving stake from one subnet to another: rao. */
  stakeMovementFee: (chain: Core, exchange: Exchange, options?: ReadOptions): Effect.Effect<Rao, ChainError> =>
    Effect.map(simSwap(chain, exchange, options), ({ taoFee }) => taoFee),

  /** How much TAO flows into a subnet, averaged over time, of `SubnetEmaTaoFlow`; `undefined` if it has no such average yet. */
  emaTaoInflow: ofSubnet("SubnetEmaTaoFlow", maybe(flow)),

  /** The same of all subnets, by netuid. */
  allEmaTaoInflow: (chain: Core, options?: ReadOptions) => listed(chain, "SubnetEmaTaoFlow", [], u16, flow, options),

  /** Weights of a subnet's mechanism that are still encrypted, of `TimelockedWeightCommits`. */
  timelockedWeightCommits: (
    chain: Core,
    { mechid, netuid }: { readonly netuid: number; readonly mechid?: number | undefined },
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<TimelockedCommit>, ChainError> =>
    Effect.map(
      Effect.flatMap(mechanismOf(netuid, mechid), (index) =>
        listed(chain, "TimelockedWeightCommits", [index], block, commits, options)
      ),
      (byEpoch) => [...byEpoch].flatMap(([epoch, found]) => found.map((commit) => ({ epoch, ...commit })))
    )
}
