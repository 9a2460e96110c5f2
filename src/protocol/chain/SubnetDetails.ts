/**
 * What the chain tells of a subnet beside the columns of its neurons, from dTAO on (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Schema, Struct } from "effect"
import { MetagraphInfo, metagraphIndexes, type SelectiveMetagraph } from "./MetagraphInfo.ts"

/** What the columns of neurons have already, and in every era. */
const columns = [
  "netuid",
  "hotkeys",
  "coldkeys",
  "axons",
  "active",
  "validatorPermit",
  "pruningScore",
  "lastUpdate",
  "emission",
  "dividends",
  "incentives",
  "consensus",
  "trust",
  "rank"
] as const

/**
 * A subnet's name, identity, owner, pool, emissions and hyperparameters, and what its neurons have from dTAO on: stakes in alpha and in
 * TAO, identities, and the block of their registration, lists by uid. Amounts are in rao, lengths of time in blocks; each field says
 * its unit.
 *
 * @category models
 */
export const SubnetDetails = MetagraphInfo.mapFields(Struct.omit(columns))

/** @category models */
export interface SubnetDetails extends Schema.Schema.Type<typeof SubnetDetails> {}

const names = Object.keys(SubnetDetails.fields) as ReadonlyArray<keyof SubnetDetails>

/**
 * The numbers by which `get_selective_metagraph` is asked for all of them.
 *
 * **Example** (Names and symbols, and no hotkeys)
 *
 * ```ts run
 * import { metagraphIndexes } from "effect-bittensor/protocol/chain/MetagraphInfo"
 * import { detailIndexes } from "effect-bittensor/protocol/chain/SubnetDetails"
 *
 * detailIndexes.includes(metagraphIndexes.symbol) // => true
 * detailIndexes.includes(metagraphIndexes.hotkeys) // => false
 * ```
 *
 * @category models
 */
export const detailIndexes: ReadonlyArray<number> = names.map((name) => metagraphIndexes[name])

/**
 * Takes the details out of a whole metagraph, or out of a selective one that was asked for them; `undefined` if one is missing there.
 *
 * @category combinators
 */
export const detailsOf = (from: SelectiveMetagraph): SubnetDetails | undefined => {
  if (names.some((name) => name !== "identity" && from[name] === undefined)) return undefined
  // Each of them is there, in the type that both structures give it.
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : []))) as never
}
