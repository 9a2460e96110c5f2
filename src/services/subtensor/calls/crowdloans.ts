/**
 * Money that many lend for one purpose, and get back if it does not come together.
 *
 * @since 0.2.0
 */
import { type Rao, Tao } from "../../../protocol/Money.ts"
import type { Call } from "../Core.ts"
import { nested, plainly } from "./Intent.ts"

/**
 * One of them, by its number.
 *
 * @category models
 */
export interface Loan {
  readonly id: number
}

/** A call about a crowdloan that takes nothing else. */
const simply = (name: string, effect: string) =>
  plainly<{ readonly id: number }>(
    "Crowdloan",
    name,
    ({ id }) => ({ crowdloan_id: id }),
    ({ id }) => `crowdloan ${id} ${effect}`
  )

/**
 * Crowdloans (from spec 393 on). All is signed by the coldkey.
 *
 * @category calls
 */
export const crowdloans = {
  /** Begins one: what is to come together until a block, and the call or the account that it is for. */
  createCrowdloan: plainly<{
    /** The creator's own part. */
    readonly deposit: Rao
    readonly minContribution: Rao
    readonly cap: Rao
    /** The block after which nobody can lend any more. */
    readonly end: number
    readonly call?: Call | undefined
    readonly target?: string | undefined
  }>(
    "Crowdloan",
    "create",
    ({ call, cap, deposit, end, minContribution, target }) => ({
      deposit,
      min_contribution: minContribution,
      cap,
      end,
      call: call === undefined ? undefined : nested(call),
      target_address: target
    }),
    ({ cap, end }) => `a crowdloan of ${Tao.format(cap)} begins, until block ${end}`
  ),

  /** Lends to one; no more is taken than there is room for. */
  contributeCrowdloan: plainly<Loan & { readonly amount: Rao }>(
    "Crowdloan",
    "contribute",
    ({ amount, id }) => ({ crowdloan_id: id, amount }),
    ({ amount, id }) => `up to ${Tao.format(amount)} go to crowdloan ${id}`
  ),

  /** Takes back what was lent, until it is final. */
  withdrawCrowdloan: simply("withdraw", "gives back what this account has lent"),
  /** Does what it was for; its creator says so, when all has come together. */
  finalizeCrowdloan: simply("finalize", "is spent on its purpose"),
  /** Gives back what others lent, some at a time, when it did not come together. */
  refundCrowdloan: simply("refund", "gives back what others have lent"),
  /** Ends one that has given all back. */
  dissolveCrowdloan: simply("dissolve", "is over, and its creator gets the deposit back"),

  /** Changes the least that one may lend. */
  updateMinContribution: plainly<Loan & { readonly amount: Rao }>(
    "Crowdloan",
    "update_min_contribution",
    ({ amount, id }) => ({ crowdloan_id: id, new_min_contribution: amount }),
    ({ amount, id }) => `crowdloan ${id} takes no less than ${Tao.format(amount)}`
  ),

  /** Changes the most that one may lend, on runtimes that know such; none lifts it. */
  setMaxContribution: plainly<Loan & { readonly amount?: Rao | undefined }>(
    "Crowdloan",
    "set_max_contribution",
    ({ amount, id }) => ({ crowdloan_id: id, new_max_contribution: amount }),
    ({ amount, id }) =>
      `crowdloan ${id} takes ${amount === undefined ? "any amount" : `no more than ${Tao.format(amount)}`}`
  ),

  /** Changes when it ends. */
  updateCrowdloanEnd: plainly<Loan & { readonly end: number }>(
    "Crowdloan",
    "update_end",
    ({ end, id }) => ({ crowdloan_id: id, new_end: end }),
    ({ end, id }) => `crowdloan ${id} goes on until block ${end}`
  ),

  /** Changes how much is to come together. */
  updateCrowdloanCap: plainly<Loan & { readonly cap: Rao }>(
    "Crowdloan",
    "update_cap",
    ({ cap, id }) => ({ crowdloan_id: id, new_cap: cap }),
    ({ cap, id }) => `crowdloan ${id} is to be ${Tao.format(cap)}`
  )
}
