/**
 * What Multisig does: a call of several accounts together waits, by its hash, until enough of them approved it.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import {
  type Call,
  caller,
  type Context,
  type DispatchError,
  type Outcome,
  post,
  resultOf,
  signed
} from "../../../runtime/dispatch.ts"
import { signedBy } from "../../../runtime/origin.ts"
import { exceeds, sum, type Weight } from "../../../runtime/weight.ts"
import { u16 } from "../../../scale/primitives.ts"
import { vec } from "../../../scale/sequences.ts"
import { AccountId32 } from "../../../scale/substrate.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { encode, type Value } from "../../../scale/Type.ts"
import { Multisig, type PendingCall, type Timepoint } from "../pallets/multisig.ts"
import { timepoint } from "./extrinsicIndex.ts"
import { encodedCall, hash } from "./hashing.ts"
import { reserve, unreserve } from "./reserves.ts"
import { multisig as declares, threshold1, weights } from "./weights/multisig.ts"

const { Multisigs } = Multisig.storage
const { DepositBase, DepositFactor, MaxSignatories } = Multisig.constants

/**
 * The account of several accounts, of whom so many must approve. Nobody has the key of it.
 *
 * @category accounts
 */
export const multiAccount = (signatories: ReadonlyArray<Hex>, threshold: number): Hex =>
  hash(
    Uint8Array.of(
      ...new TextEncoder().encode("modlpy/utilisuba"),
      ...encode(vec(AccountId32), signatories),
      ...encode(u16, threshold)
    )
  )

/** Why accounts cannot be those that share another, if they cannot: they are to come in order, and without the one who calls. */
const refusedSignatories = (who: Hex, others: ReadonlyArray<Hex>): DispatchError | undefined => {
  if (others.length === 0) return Multisig.error("TooFewSignatories")
  if (others.length >= MaxSignatories.value) return Multisig.error("TooManySignatories")
  for (const [index, other] of others.entries()) {
    const before = others[index - 1]
    if (before !== undefined && before >= other) return Multisig.error("SignatoriesOutOfOrder")
    if (other === who) return Multisig.error("SenderInSignatories")
  }
  return undefined
}

/** An approval, and what it is of: the hash of the call, and the call itself where it is given. */
interface Approval {
  readonly who: Hex
  readonly others: number
  readonly threshold: number
  readonly multisig: Hex
  readonly call_hash: Hex
  readonly bytes: number
  readonly call: Call | undefined
  readonly max_weight: Weight
}

type Pending = Value<typeof PendingCall>
type Point = Value<typeof Timepoint>

/** The first one pays a deposit until the call runs, or is cancelled. */
const begin = (context: Context, { bytes, call_hash, multisig, others, threshold, who }: Approval): Outcome => {
  const deposit = DepositBase.value + DepositFactor.value * BigInt(threshold)
  const failed = reserve(context, who, deposit)
  if (failed !== undefined) return failed
  Multisigs.put(context, multisig, call_hash, {
    when: timepoint(context),
    deposit,
    depositor: who,
    approvals: [who]
  })
  context.deposit(Multisig.event("NewMultisig", { approving: who, multisig, call_hash }))
  return post({ actual_weight: weights.create(others, bytes) })
}

const note = (context: Context, { bytes, call_hash, multisig, others, who }: Approval, pending: Pending): Outcome => {
  Multisigs.put(context, multisig, call_hash, { ...pending, approvals: [...pending.approvals, who].toSorted() })
  context.deposit(Multisig.event("MultisigApproval", { approving: who, timepoint: pending.when, multisig, call_hash }))
  return post({ actual_weight: weights.approve(others, bytes) })
}

/** All is forgotten before the call runs, so that it cannot run again within itself. */
const complete = (context: Context, approval: Approval, call: Call, pending: Pending): Outcome => {
  const { bytes, call_hash, max_weight, multisig, others, who } = approval
  if (exceeds(context.infoOf(call).weight, max_weight)) return Multisig.error("MaxWeightTooLow")
  Multisigs.remove(context, multisig, call_hash)
  unreserve(context, pending.depositor, pending.deposit)
  const dispatched = context.dispatch(call, caller(signedBy(multisig)))
  const result = resultOf(dispatched)
  context.deposit(
    Multisig.event("MultisigExecuted", { approving: who, timepoint: pending.when, multisig, call_hash, result })
  )
  const { actual_weight } = dispatched
  return actual_weight && post({ actual_weight: sum(weights.complete(others, bytes), actual_weight) })
}

const isAt = (when: Point, { height, index }: Point): boolean => when.height === height && when.index === index

const approve = (context: Context, approval: Approval, maybe_timepoint: Point | undefined): Outcome => {
  const { call, call_hash, multisig, threshold, who } = approval
  const pending = Multisigs.get(context, multisig, call_hash)
  if (pending === undefined) {
    return maybe_timepoint === undefined ? begin(context, approval) : Multisig.error("UnexpectedTimepoint")
  }
  if (maybe_timepoint === undefined) return Multisig.error("NoTimepoint")
  if (!isAt(pending.when, maybe_timepoint)) return Multisig.error("WrongTimepoint")
  const { approvals } = pending
  const isNew = !approvals.includes(who) && approvals.length < threshold
  const isEnough = approvals.length + (isNew ? 1 : 0) >= threshold
  if (call !== undefined && isEnough) return complete(context, approval, call, pending)
  return isNew ? note(context, approval, pending) : Multisig.error("AlreadyApproved")
}

interface Parties {
  readonly threshold: number
  readonly other_signatories: ReadonlyArray<Hex>
}

/** Calls of one of several accounts: it is checked first who they are. */
const shared =
  <A extends Parties>(run: (context: Context, who: Hex, multisig: Hex, args: A) => Outcome) =>
  (context: Context, who: Hex, args: A): Outcome => {
    const { other_signatories, threshold } = args
    if (threshold < 2) return Multisig.error("MinimumThreshold")
    const refused = refusedSignatories(who, other_signatories)
    return refused ?? run(context, who, multiAccount([...other_signatories, who].toSorted(), threshold), args)
  }

/**
 * What Multisig does.
 *
 * @category behaviours
 */
export const multisig = behaviour(Multisig, {
  declares,
  calls: {
    as_multi_threshold_1: signed((context, who, { call, other_signatories }) => {
      const refused = refusedSignatories(who, other_signatories)
      if (refused !== undefined) return refused
      const account = multiAccount([...other_signatories, who].toSorted(), 1)
      const { actual_weight, error } = context.dispatch(call, caller(signedBy(account)))
      if (actual_weight === undefined) return error
      return post({ error, actual_weight: sum(threshold1(encodedCall(context, call).length), actual_weight) })
    }),
    as_multi: signed(
      shared((context, who, account, { call, max_weight, maybe_timepoint, other_signatories, threshold }) => {
        const bytes = encodedCall(context, call)
        const { length: others } = other_signatories
        const of = { who, others, threshold, multisig: account, max_weight }
        return approve(context, { ...of, call_hash: hash(bytes), bytes: bytes.length, call }, maybe_timepoint)
      })
    ),
    approve_as_multi: signed(
      shared((context, who, account, { call_hash, max_weight, maybe_timepoint, other_signatories, threshold }) => {
        const { length: others } = other_signatories
        const of = { who, others, threshold, multisig: account, max_weight }
        return approve(context, { ...of, call_hash, bytes: 0, call: undefined }, maybe_timepoint)
      })
    ),
    cancel_as_multi: signed(
      shared((context, who, account, args) => {
        const { call_hash } = args
        const pending = Multisigs.get(context, account, call_hash)
        if (pending === undefined) return Multisig.error("NotFound")
        if (!isAt(pending.when, args.timepoint)) return Multisig.error("WrongTimepoint")
        if (pending.depositor !== who) return Multisig.error("NotOwner")
        unreserve(context, who, pending.deposit)
        Multisigs.remove(context, account, call_hash)
        const { when } = pending
        return context.deposit(
          Multisig.event("MultisigCancelled", { cancelling: who, timepoint: when, multisig: account, call_hash })
        )
      })
    )
  }
})
