/**
 * The places of a subnet: who has which uid, and who has to leave when all are taken.
 *
 * @since 0.2.0
 */
import { neuronToPrune } from "../../../../mathematics/prune.ts"
import type { BlockContext } from "../../../../runtime/dispatch.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { now } from "./rateLimits.ts"
import { unstakeAll } from "./stake.ts"

const { BlockAtRegistration, ImmunityPeriod, IsNetworkMember, Keys, MaxAllowedUids, SubnetworkN, Uids } =
  SubtensorModule.storage
const { Active, Consensus, Dividends, Emission, Incentive, LastUpdate, PruningScores, Rank, Trust } =
  SubtensorModule.storage
const { ValidatorPermit, ValidatorTrust } = SubtensorModule.storage

const HIGHEST_SCORE = 65_535

/**
 * The root network, whose neurons are the validators that weight the others.
 *
 * @category constants
 */
export const ROOT = 0

/**
 * Whether a hotkey is registered anywhere. A network that is gone leaves its members members.
 *
 * @category accessors
 */
export const isMemberOfAny = (state: State, hotkey: Hex): boolean =>
  state.storage.keys(IsNetworkMember.key(state, hotkey), { limit: 1 }).length > 0

const replaced = <A>(values: ReadonlyArray<A>, at: number, value: A): ReadonlyArray<A> =>
  at < values.length ? values.with(at, value) : values

/** Gives a place to a hotkey. */
const settle = (context: BlockContext, netuid: number, uid: number, hotkey: Hex): void => {
  Keys.put(context, netuid, uid, hotkey)
  Uids.put(context, netuid, hotkey, uid)
  BlockAtRegistration.put(context, netuid, uid, now(context))
  IsNetworkMember.put(context, hotkey, netuid, true)
}

/**
 * Gives a new place to a hotkey.
 *
 * @category places
 */
export const append = (context: BlockContext, netuid: number, hotkey: Hex): number => {
  const uid = SubnetworkN.get(context, netuid)
  SubnetworkN.put(context, netuid, uid + 1)
  const shares = [Rank, Trust, Consensus, Incentive, Dividends, ValidatorTrust, PruningScores]
  for (const item of shares) item.append(context, netuid, 0)
  Emission.append(context, netuid, 0n)
  Active.append(context, netuid, true)
  LastUpdate.append(context, netuid, now(context))
  ValidatorPermit.append(context, netuid, false)
  settle(context, netuid, uid, hotkey)
  return uid
}

/**
 * Gives a hotkey's place to another, with the weights, scores and permit that it had. Who loses the last place loses all stake,
 * back to whose it is.
 *
 * @category places
 */
export const replace = (context: BlockContext, netuid: number, uid: number, hotkey: Hex): void => {
  const old = Keys.get(context, netuid, uid)
  Uids.remove(context, netuid, old)
  IsNetworkMember.remove(context, old, netuid)
  Keys.remove(context, netuid, uid)
  if (!isMemberOfAny(context, old)) unstakeAll(context, old)
  Active.mutate(context, netuid, (active) => replaced(active, uid, true))
  settle(context, netuid, uid, hotkey)
}

/** Who has to leave; until the next epoch its place is the last to be taken again. */
const prune = (context: BlockContext, netuid: number): number => {
  const neurons = {
    pruningScores: PruningScores.get(context, netuid),
    blockAtRegistration: Array.from({ length: SubnetworkN.get(context, netuid) }, (_, uid) =>
      Number(BlockAtRegistration.get(context, netuid, uid))
    ),
    immunityPeriod: ImmunityPeriod.get(context, netuid)
  }
  const uid = neuronToPrune(neurons, context.block)
  PruningScores.mutate(context, netuid, (scores) => replaced(scores, uid, HIGHEST_SCORE))
  return uid
}

/**
 * Gives a place to a hotkey: a new one while there are any, or that of the weakest. `undefined` on a subnet that has no places.
 *
 * @category places
 */
export const assign = (context: BlockContext, netuid: number, hotkey: Hex): number | undefined => {
  const places = MaxAllowedUids.get(context, netuid)
  if (SubnetworkN.get(context, netuid) < places) return append(context, netuid, hotkey)
  if (places === 0) return undefined
  const uid = prune(context, netuid)
  replace(context, netuid, uid, hotkey)
  return uid
}
