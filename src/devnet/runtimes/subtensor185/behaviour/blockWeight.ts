/**
 * How full a block is: what its extrinsics weigh, and how long they are.
 *
 * @since 0.2.0
 */
import type { State } from "../../../runtime/storage.ts"
import { type DispatchClass, type DispatchInfo, exceeds, minus, sum, type Weight } from "../../../runtime/weight.ts"
import { System } from "../pallets/system.ts"

const { AllExtrinsicsLen, BlockWeight } = System.storage
const { max_block, per_class } = System.constants.BlockWeights.value
const lengths = System.constants.BlockLength.value.max

type Key = Lowercase<DispatchClass>
const keyOf = (of: DispatchClass): Key => of.toLowerCase() as Key

/**
 * The limits of a class of calls.
 *
 * @category accessors
 */
export const perClass = (of: DispatchClass) => per_class[keyOf(of)]

/**
 * What the block itself weighs, whether there is room for it or not.
 *
 * @category weights
 */
export const registerWeight = (state: State, weight: Weight): void =>
  BlockWeight.mutate(state, (used) => ({ ...used, mandatory: sum(used.mandatory, weight) }))

/** Whether a class has used up its own share, or the block is full and so is what is reserved for the class. */
const isFull = (used: Readonly<Record<Key, Weight>>, of: DispatchClass): boolean => {
  const { max_total, reserved } = perClass(of)
  const own = used[keyOf(of)]
  if (max_total !== undefined && exceeds(own, max_total)) return true
  const all = sum(used.normal, used.operational, used.mandatory)
  return exceeds(all, max_block) && reserved !== undefined && exceeds(own, reserved)
}

/** How long a block is with so many bytes more. */
const lengthWith = (state: State, length: number): number => (AllExtrinsicsLen.get(state) ?? 0) + length

/**
 * Whether an extrinsic is short and light enough for a block, as far as can be said before it is known which one.
 *
 * @category weights
 */
export const mayFit = (state: State, info: DispatchInfo, length: number): boolean => {
  const { max_extrinsic } = perClass(info.class)
  if (lengthWith(state, length) > lengths[keyOf(info.class)]) return false
  return max_extrinsic === undefined || !exceeds(info.weight, max_extrinsic)
}

/**
 * Counts an extrinsic in, and says whether there was room for it. Those of the block itself always have it.
 *
 * @category weights
 */
export const takeRoom = (state: State, info: DispatchInfo, length: number): boolean => {
  if (!mayFit(state, info, length)) return false
  const { base_extrinsic } = perClass(info.class)
  const key = keyOf(info.class)
  const before = BlockWeight.get(state)
  const used = { ...before, [key]: sum(before[key], base_extrinsic, info.weight) }
  if (isFull(used, info.class)) return false
  BlockWeight.put(state, used)
  AllExtrinsicsLen.put(state, lengthWith(state, length))
  return true
}

/**
 * Gives back the room that an extrinsic did not use.
 *
 * @category weights
 */
export const returnRoom = (state: State, declared: DispatchInfo, actual: DispatchInfo): void => {
  const key = keyOf(declared.class)
  const unused = minus(declared.weight, actual.weight)
  BlockWeight.mutate(state, (used) => ({ ...used, [key]: minus(used[key], unused) }))
}
