/**
 * How weights are set: on a subnet for its neurons, and on root for subnets (runtime.md §3.8, §3.10).
 *
 * @since 0.2.0
 */
import { isWithinLimit, maxUpscale } from "../../../../mathematics/weights.ts"
import { type Context, type Outcome, signed } from "../../../../runtime/dispatch.ts"
import type { ModuleError } from "../../../../runtime/pallet.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { owns } from "../hotkeys.ts"
import { ROOT } from "./neurons.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"

const of = SubtensorModule.storage

/**
 * Weights as a call brings them: whom, how much, and for which version of the subnet's code.
 *
 * @category models
 */
export interface Weighting {
  readonly netuid: number
  readonly dests: ReadonlyArray<number>
  readonly weights: ReadonlyArray<number>
  readonly version_key: bigint
}

/** The only weight is for oneself. */
const isForSelf = (uid: number, { dests, weights }: Weighting): boolean =>
  weights.length === 1 && dests.length === 1 && dests[0] === uid

/** Why a hotkey cannot set any weights now, if it cannot. */
const refusal = ({ error }: Revision, context: Context, hotkey: Hex, uid: number, args: Weighting) => {
  const { netuid, version_key } = args
  if (of.TotalHotkeyStake.get(context, hotkey) < of.WeightsMinStake.get(context)) {
    return error("NotEnoughStakeToSetWeights")
  }
  const least = of.WeightsVersionKey.get(context, netuid)
  if (least !== 0n && version_key < least) return error("IncorrectWeightVersionKey")
  const last = of.LastUpdate.get(context, netuid)[uid] ?? 0n
  const tooSoon = last !== 0n && now(context) - last < of.WeightsSetRateLimit.get(context, netuid)
  return tooSoon ? error("SettingWeightsTooFast") : undefined
}

const hasDuplicates = (uids: ReadonlyArray<number>): boolean => new Set(uids).size !== uids.length

const isTooShort = (state: State, { dests, netuid }: Weighting): boolean =>
  dests.length < Math.min(of.SubnetworkN.get(state, netuid), of.MinAllowedWeights.get(state, netuid))

const isTooUneven = (state: State, netuid: number, stored: Uint16Array): boolean => {
  const limit = of.MaxWeightsLimit.get(state, netuid)
  return limit !== 65_535 && !isWithinLimit(stored, limit)
}

/** Stores weights, which is done at once for a validator that seemed not active. */
const store = (context: Context, { dests, netuid }: Weighting, uid: number, stored: Uint16Array): void => {
  of.Weights.put(
    context,
    netuid,
    uid,
    dests.map((dest, index) => [dest, stored[index] ?? 0])
  )
  of.LastUpdate.mutate(context, netuid, (updates) => (uid < updates.length ? updates.with(uid, now(context)) : updates))
  context.deposit(SubtensorModule.event("WeightsSet", netuid, uid))
}

/** Why weights are no weights of this subnet, if they are not. */
const fault = (
  { error }: Revision,
  context: Context,
  uid: number,
  args: Weighting,
  stored: Uint16Array
): ModuleError | undefined => {
  const { dests, netuid } = args
  const forSelf = isForSelf(uid, args)
  if (!forSelf && of.ValidatorPermit.get(context, netuid)[uid] !== true) return error("NeuronNoValidatorPermit")
  if (hasDuplicates(dests)) return error("DuplicateUids")
  if (!dests.every((dest) => of.Keys.contains(context, netuid, dest))) return error("UidVecContainInvalidOne")
  if (forSelf) return undefined
  if (isTooShort(context, args)) return error("WeightVecLengthIsLow")
  return isTooUneven(context, netuid, stored) ? error("MaxWeightExceeded") : undefined
}

/**
 * Sets a hotkey's weights on a subnet.
 *
 * @category weights
 */
export const setWeights = (revision: Revision, context: Context, hotkey: Hex, args: Weighting): Outcome => {
  const { error } = revision
  const { dests, netuid, weights } = args
  if (netuid === ROOT) return error("CanNotSetRootNetworkWeights")
  if (dests.length !== weights.length) return error("WeightVecNotEqualSize")
  if (!of.NetworksAdded.get(context, netuid)) return error("SubNetworkDoesNotExist")
  if (dests.length > of.SubnetworkN.get(context, netuid)) return error("UidsLengthExceedUidsInSubNet")
  const uid = of.Uids.get(context, netuid, hotkey)
  if (uid === undefined) return error("HotKeyNotRegisteredInSubNet")
  const stored = maxUpscale(weights)
  const wrong = refusal(revision, context, hotkey, uid, args) ?? fault(revision, context, uid, args, stored)
  return wrong ?? store(context, args, uid, stored)
}

/** Why weights are no weights of the root network, if they are not. */
const rootFault = (
  { error }: Revision,
  context: Context,
  uid: number,
  args: Weighting,
  stored: Uint16Array
): ModuleError | undefined => {
  if (hasDuplicates(args.dests)) return error("DuplicateUids")
  if (isTooShort(context, args)) return error("WeightVecLengthIsLow")
  return !isForSelf(uid, args) && isTooUneven(context, ROOT, stored) ? error("MaxWeightExceeded") : undefined
}

const setRootWeights = (revision: Revision) =>
  signed((context, coldkey, args: Weighting & { readonly hotkey: Hex }): Outcome => {
    const { asksForRootHotkey, error } = revision
    const { dests, hotkey, netuid, weights } = args
    if (asksForRootHotkey && !of.Owner.contains(context, hotkey)) return error("HotKeyAccountNotExists")
    if (!owns(context, coldkey, hotkey)) return error("NonAssociatedColdKey")
    if (!of.NetworksAdded.get(context, netuid)) return error("SubNetworkDoesNotExist")
    if (netuid !== ROOT) return error("NotRootSubnet")
    if (dests.length !== weights.length) return error("WeightVecNotEqualSize")
    if (!dests.every((dest) => of.NetworksAdded.get(context, dest))) return error("UidVecContainInvalidOne")
    const uid = of.Uids.get(context, ROOT, hotkey)
    if (uid === undefined) return error("HotKeyNotRegisteredInSubNet")
    const stored = maxUpscale(weights)
    const wrong = refusal(revision, context, hotkey, uid, args) ?? rootFault(revision, context, uid, args, stored)
    return wrong ?? store(context, args, uid, stored)
  })

/**
 * The calls that set weights openly.
 *
 * @category calls
 */
export const weights = (revision: Revision) => ({
  // That weights are to be committed first is said to everybody, even to who did not sign.
  set_weights: (context: Context, args: Weighting): Outcome =>
    of.CommitRevealWeightsEnabled.get(context, args.netuid)
      ? revision.error("CommitRevealEnabled")
      : signed((context, hotkey, args: Weighting) => setWeights(revision, context, hotkey, args))(context, args),
  set_root_weights: setRootWeights(revision)
})
