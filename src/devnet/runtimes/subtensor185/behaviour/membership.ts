/**
 * What the pallet Membership does, of which this runtime has two instances: a list of accounts that root keeps in order.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type BlockContext, type DispatchError, type Outcome, post, root, signed } from "../../../runtime/dispatch.ts"
import type { Weight } from "../../../runtime/weight.ts"
import type { MultiAddress } from "../../../scale/substrate.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import type { SenateMembers } from "../pallets/senateMembers.ts"
import type { TriumvirateMembers } from "../pallets/triumvirateMembers.ts"
import { about } from "./lookup.ts"
import { membership as declares, weights } from "./weights/membership.ts"

/**
 * An instance: its pallet, the most members that it may have, and who is told of changes.
 *
 * @category models
 */
export interface Instance {
  readonly pallet: typeof TriumvirateMembers | typeof SenateMembers
  readonly most: number
  readonly changed: (context: BlockContext, outgoing: ReadonlyArray<Hex>, members: ReadonlyArray<Hex>) => void
  readonly primed: (context: BlockContext, prime: Hex | undefined) => void
}

type Address = Value<typeof MultiAddress>

/** Who is a member. */
const membersOf = (instance: Instance, context: BlockContext): ReadonlyArray<Hex> =>
  instance.pallet.storage.Members.get(context)

/** Keeps the members in order and tells of it. FRAME calls it a change even where members are added only. */
const change = (
  { changed, pallet }: Instance,
  context: BlockContext,
  outgoing: ReadonlyArray<Hex>,
  members: ReadonlyArray<Hex>
): void => {
  const sorted = members.toSorted()
  pallet.storage.Members.put(context, sorted)
  changed(context, outgoing, sorted)
}

/** Whoever listens forgets the prime at each change: it is told anew, or gone if it is no member any more. */
const rejigPrime = ({ pallet, primed }: Instance, context: BlockContext, members: ReadonlyArray<Hex>): void => {
  const { Prime } = pallet.storage
  const prime = Prime.get(context)
  if (prime === undefined) return
  if (members.includes(prime)) primed(context, prime)
  else Prime.remove(context)
}

/**
 * Adds a member.
 *
 * @category members
 */
export const addMember = (instance: Instance, context: BlockContext, who: Hex): DispatchError | undefined => {
  const { most, pallet } = instance
  const members = membersOf(instance, context)
  if (members.includes(who)) return pallet.error("AlreadyMember")
  if (members.length >= most) return pallet.error("TooManyMembers")
  change(instance, context, [], [...members, who])
  context.deposit(pallet.event("MemberAdded"))
  return undefined
}

const removeMember = (instance: Instance, context: BlockContext, who: Hex): DispatchError | undefined => {
  const { pallet } = instance
  const members = membersOf(instance, context)
  const at = members.indexOf(who)
  if (at < 0) return pallet.error("NotMember")
  const others = members.toSpliced(at, 1)
  change(instance, context, [who], others)
  rejigPrime(instance, context, others)
  context.deposit(pallet.event("MemberRemoved"))
  return undefined
}

/** Puts one account in the place of another. */
const replace = (instance: Instance, context: BlockContext, remove: Hex, add: Hex): DispatchError | undefined => {
  const members = membersOf(instance, context)
  const at = members.indexOf(remove)
  if (at < 0) return instance.pallet.error("NotMember")
  if (members.includes(add)) return instance.pallet.error("AlreadyMember")
  change(instance, context, [remove], members.with(at, add))
  return undefined
}

/**
 * Replaces a member by another account; nothing happens if they are the same.
 *
 * @category members
 */
export const swapMember = (
  instance: Instance,
  context: BlockContext,
  remove: Hex,
  add: Hex
): DispatchError | undefined => {
  if (remove === add) return undefined
  const failed = replace(instance, context, remove, add)
  if (failed !== undefined) return failed
  rejigPrime(instance, context, membersOf(instance, context))
  context.deposit(instance.pallet.event("MembersSwapped"))
  return undefined
}

const resetMembers = (instance: Instance, context: BlockContext, members: ReadonlyArray<Hex>): Outcome => {
  const { most, pallet } = instance
  if (members.length > most) return pallet.error("TooManyMembers")
  const outgoing = membersOf(instance, context).filter((member) => !members.includes(member))
  change(instance, context, outgoing, members)
  rejigPrime(instance, context, members)
  return context.deposit(pallet.event("MembersReset"))
}

/** A member gives its place to another account, and its being prime. */
const changeKey = (instance: Instance, context: BlockContext, old: Hex, next: Hex): DispatchError | undefined => {
  const { pallet, primed } = instance
  const failed = replace(instance, context, old, next)
  if (failed !== undefined) return failed
  if (pallet.storage.Prime.get(context) === old) {
    pallet.storage.Prime.put(context, next)
    primed(context, next)
  }
  context.deposit(pallet.event("KeyChanged"))
  return undefined
}

const setPrime = ({ pallet, primed }: Instance, context: BlockContext, who: Hex): DispatchError | undefined => {
  const { Members, Prime } = pallet.storage
  if (!Members.get(context).includes(who)) return pallet.error("NotMember")
  Prime.put(context, who)
  primed(context, who)
  return undefined
}

/** What changes one account, and weighs by how many members there are before. */
type Single = (instance: Instance, context: BlockContext, who: Hex) => DispatchError | undefined
type Weigh = (members: number) => Weight

const one =
  (instance: Instance, weigh: Weigh, run: Single) =>
  (context: BlockContext, who: Hex): Outcome => {
    const { length } = membersOf(instance, context)
    return run(instance, context, who) ?? post({ actual_weight: weigh(length) })
  }

/** What puts one account in the place of another. If they are the same it says nothing of what it weighed. */
type Exchange = (instance: Instance, context: BlockContext, remove: Hex, add: Hex) => DispatchError | undefined

const exchange =
  (instance: Instance, weigh: Weigh, run: Exchange) =>
  (context: BlockContext, remove: Hex, add: Address): Outcome =>
    about(add, (next) =>
      remove === next ? undefined : one(instance, weigh, () => run(instance, context, remove, next))(context, next)
    )

/**
 * What an instance of the pallet Membership does.
 *
 * @category behaviours
 */
export const membershipOf = (instance: Instance) => {
  const { most, pallet, primed } = instance
  const ofRoot = (weigh: Weigh, run: Single) =>
    root((context, { who }: { readonly who: Address }) =>
      about(who, (account) => one(instance, weigh, run)(context, account))
    )
  const swap = exchange(instance, weights.swap_member, swapMember)
  const rename = exchange(instance, weights.change_key, changeKey)
  return behaviour(pallet, {
    declares: declares(most),
    calls: {
      add_member: ofRoot(weights.add_member, addMember),
      remove_member: ofRoot(weights.remove_member, removeMember),
      swap_member: root((context, { add, remove }) => about(remove, (account) => swap(context, account, add))),
      reset_members: root((context, { members }) => resetMembers(instance, context, members)),
      change_key: signed((context, old, args) => rename(context, old, args.new)),
      set_prime: ofRoot(weights.set_prime, setPrime),
      clear_prime: root((context) => {
        pallet.storage.Prime.remove(context)
        primed(context, undefined)
      })
    }
  })
}
