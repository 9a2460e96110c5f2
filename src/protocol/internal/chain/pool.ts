/**
 * What several structures tell of a subnet's pool, in the order of the chain (chain-client.md §5.5): the fields of their schemas, and how
 * each is taken.
 */
import { compactU64, u128 } from "./fields.ts"
import { Unsigned } from "./schemas.ts"

export const poolSchemas = {
  /** What the pool holds: alpha in rao. */
  alphaIn: Unsigned,
  /** What is outside of the pool: alpha in rao. */
  alphaOut: Unsigned,
  /** What the pool holds: rao. */
  taoIn: Unsigned,
  /** Alpha in rao, a block. */
  alphaOutEmission: Unsigned,
  /** Alpha in rao, a block. */
  alphaInEmission: Unsigned,
  /** Rao a block. */
  taoInEmission: Unsigned,
  /** Alpha in rao that the next epoch pays out. */
  pendingAlphaEmission: Unsigned,
  /** Rao for the root network. */
  pendingRootEmission: Unsigned,
  /** All that was ever exchanged: rao. */
  subnetVolume: Unsigned
}

export const pool = {
  alphaIn: compactU64,
  alphaOut: compactU64,
  taoIn: compactU64,
  alphaOutEmission: compactU64,
  alphaInEmission: compactU64,
  taoInEmission: compactU64,
  pendingAlphaEmission: compactU64,
  pendingRootEmission: compactU64,
  subnetVolume: u128
}
