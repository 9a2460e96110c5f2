/**
 * Loans that many give together.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { account, type Field, flag, maybe, optional, record, u32 } from "../../../protocol/internal/chain/fields.ts"
import type { Rao } from "../../../protocol/Money.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ChainValue } from "../ChainValue.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { constantOf, listed, rao, stored, whole } from "./Read.ts"

/**
 * A crowdloan.
 *
 * @category models
 */
export interface Crowdloan {
  readonly creator: Ss58
  readonly deposit: Rao
  readonly minContribution: Rao
  /** The block in which it ends. */
  readonly end: number
  /** What is to be raised. */
  readonly cap: Rao
  readonly fundsAccount: Ss58
  readonly raised: Rao
  /** Who gets it, unless the call sees to that. */
  readonly targetAddress?: Ss58
  /** What is done with it, as the metadata has it: the bytes of a call, or its hash. */
  readonly call?: Exclude<ChainValue, undefined>
  readonly finalized: boolean
  readonly contributorsCount: number
}

/**
 * What crowdloans have to keep to.
 *
 * @category models
 */
export interface CrowdloanConstants {
  readonly absoluteMinimumContribution: Rao
  readonly minimumDeposit: Rao
  /** Blocks. */
  readonly minimumBlockDuration: number
  /** Blocks. */
  readonly maximumBlockDuration: number
  readonly maxContributors: number
  /** Who get their money back in one call. */
  readonly refundContributorsLimit: number
}

const crowdloan: Field<Crowdloan> = record<Crowdloan>({
  creator: account,
  deposit: rao,
  minContribution: rao,
  end: u32,
  cap: rao,
  fundsAccount: account,
  raised: rao,
  targetAddress: optional(account),
  call: optional({ take: (value) => value as Exclude<ChainValue, undefined> }),
  finalized: flag,
  contributorsCount: u32
})

/**
 * Crowdloans, from dTAO's later runtimes on.
 *
 * @category reads
 */
export const crowdloans = {
  /** A crowdloan by its number, of `Crowdloan.Crowdloans`; `undefined` if it is not there. */
  crowdloanById: (chain: Core, id: number, options?: ReadOptions): Effect.Effect<Crowdloan | undefined, ChainError> =>
    stored(chain, "Crowdloan.Crowdloans", [id], maybe(crowdloan), options),

  /** All crowdloans, by number. */
  crowdloans: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyMap<number, Crowdloan>, ChainError> =>
    listed(chain, "Crowdloan.Crowdloans", [], u32, crowdloan, options),

  /** Who gave how much to a crowdloan: rao by account, of `Crowdloan.Contributions`. */
  crowdloanContributions: (chain: Core, id: number, options?: ReadOptions) =>
    listed<Ss58, Rao>(chain, "Crowdloan.Contributions", [id], account, rao, options),

  /** The number that the next crowdloan will have, of `Crowdloan.NextCrowdloanId`. */
  crowdloanNextId: whole("Crowdloan.NextCrowdloanId", u32),

  /** What crowdloans have to keep to: constants of the pallet Crowdloan. */
  crowdloanConstants: (chain: Core, options?: ReadOptions): Effect.Effect<CrowdloanConstants, ChainError> => {
    const of = <A>(name: string, field: Field<A>) => constantOf(chain, `Crowdloan.${name}`, field, options)
    return Effect.all(
      {
        absoluteMinimumContribution: of("AbsoluteMinimumContribution", rao),
        minimumDeposit: of("MinimumDeposit", rao),
        minimumBlockDuration: of("MinimumBlockDuration", u32),
        maximumBlockDuration: of("MaximumBlockDuration", u32),
        maxContributors: of("MaxContributors", u32),
        refundContributorsLimit: of("RefundContributorsLimit", u32)
      },
      { concurrency: "unbounded" }
    )
  }
}
