/**
 * Weights on their way to the chain and back: normalised, cut to a subnet's limits, as u16 for the call, as a commit's hash;
 * and rows of the chain as rows of a matrix (chain-client.md §6.3 and §7).
 *
 * @since 0.2.0
 */
import { Result, Schema } from "effect"
import { type Blake2b256, blake2b_256 } from "./Digest.ts"
import * as Hex from "./Hex.ts"
import { cumulativeSum, divide, type Floats, roundingOf, sum } from "./internal/float32.ts"
import { roundHalfEven } from "./internal/roundHalfEven.ts"

export type { Floats } from "./internal/float32.ts"

const U16_MAX = 65_535
const U64_MAX = 2n ** 64n - 1n
/** The SDK's guard against division by what has been rounded away. */
const EPSILON = 1e-7
/** What every neuron gets when too few have a weight. */
const CRUMB = 1e-5
/** How many netuids one mechanism's storage indices span. */
const MECHANISM_STRIDE = 4096

/**
 * Weights that the chain would refuse, or that mean nothing.
 *
 * @category errors
 */
export class WeightsError extends Schema.TaggedError<WeightsError>()("WeightsError", {
  reason: Schema.Literals(["NotANumber", "Negative", "UnequalLengths", "NoWeight", "UnknownUid", "OutOfRange"]),
  /** The place in the list at which it was found. */
  index: Schema.optionalKey(Schema.Int),
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.index === undefined ? this.detail : `At index ${this.index}: ${this.detail}`
  }
}

/**
 * Whose floats: numpy 1.26, with SDK 7.4.0, widens some intermediate values to binary64; numpy 2, with SDK 9 and 10, keeps
 * all of them in binary32. The results differ in the last bits, and at a threshold that is met exactly, in what falls below it.
 *
 * @category models
 */
export type Numpy = "numpy1" | "numpy2"

/**
 * Scales weights to the sum 1 with none above `limit`: what is too large is cut to one common height. When the sum is 0, or
 * so few weights that all of them together cannot reach 1 under the limit, each becomes `1/n`.
 *
 * Arithmetic and result are of the width of the given array, bit for bit those of the SDK's `normalize_max_weight`. As
 * there, the weights are not checked: they are finite and not negative.
 *
 * **Example** (Nobody gets more than half)
 *
 * ```ts run
 * import { normalizeMaxWeight } from "effect-bittensor/protocol/Weights"
 *
 * normalizeMaxWeight(Float32Array.of(0.1, 0.2, 0.7), 0.5) // => Float32Array.of(0.166666731, 0.333333462, 0.499999851)
 * normalizeMaxWeight(Float32Array.of(1, 3)) // => Float32Array.of(0.5, 0.5)
 * ```
 *
 * @category combinators
 */
export const normalizeMaxWeight = <A extends Floats>(weights: A, limit = 0.1, numpy: Numpy = "numpy1"): A => {
  const count = weights.length
  const total = sum(weights)
  if (total === 0 || count * limit <= 1) return weights.map(() => 1 / count) as A
  const sorted = weights.toSorted() as A
  const shares = divide(sorted, sum(sorted))
  const narrow = numpy === "numpy2" ? roundingOf(weights) : (value: number) => value
  if (shares[count - 1]! <= narrow(limit)) return divide(weights, total)
  const cutoff = cutoffOf(shares, limit, narrow) * sum(sorted)
  // numpy 1 compares at the array's width, numpy 2 at the cutoff's, which is binary64.
  const bound = numpy === "numpy1" ? roundingOf(weights)(cutoff) : cutoff
  const cut = weights.map((weight) => (weight > bound ? cutoff : weight)) as A
  return divide(cut, sum(cut))
}

/** The height at which the largest shares are cut, so that they hold `limit` of what is left; `shares` ascend to the sum 1. */
const cutoffOf = (shares: Floats, limit: number, narrow: (value: number) => number): number => {
  const count = shares.length
  const sums = cumulativeSum(shares)
  const epsilon = narrow(EPSILON)
  let below = 0
  for (const [index, share] of shares.entries()) {
    const heldIfCut = narrow(narrow((count - index - 1) * share) + sums[index]!)
    if (narrow(share / narrow(heldIfCut + epsilon)) < narrow(limit)) below++
  }
  // numpy reads index −1, when no share is below the limit, as the last.
  const kept = sums[below === 0 ? count - 1 : below - 1]!
  return narrow(narrow(narrow(limit) * kept) - epsilon) / (1 - limit * (count - below))
}

/**
 * Weights as `set_weights`, a commit and a reveal take them: uids and their u16, one for one.
 *
 * @category models
 */
export interface EmittedWeights {
  readonly uids: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
}

/**
 * Weights in the form of `set_weights`: the largest becomes 65535, the others in proportion, rounded half to even; what
 * becomes 0 is left out with its uid. No weight above 0 gives two empty lists.
 *
 * **Example** (Uid 2 has no weight)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { toEmit } from "effect-bittensor/protocol/Weights"
 *
 * const emitted = toEmit([0, 1, 2, 3], Float32Array.of(0.1, 0.2, 0, 0.7))
 * Result.getOrThrow(emitted) // => { uids: [0, 1, 3], values: [9362, 18724, 65535] }
 * ```
 *
 * @category combinators
 */
export const toEmit = (
  uids: ReadonlyArray<number>,
  weights: ArrayLike<number>
): Result.Result<EmittedWeights, WeightsError> => {
  const fault = faultOf(uids, weights)
  if (fault !== undefined) return Result.fail(fault)
  const maximum = Array.from(weights).reduce((largest, weight) => Math.max(largest, weight), 0)
  const emitted = uids
    .map((uid, index) => [uid, maximum === 0 ? 0 : roundHalfEven((weights[index]! / maximum) * U16_MAX)] as const)
    .filter(([, value]) => value !== 0)
  return Result.succeed({ uids: emitted.map(([uid]) => uid), values: emitted.map(([, value]) => value) })
}

const faultOf = (uids: ReadonlyArray<number>, weights: ArrayLike<number>): WeightsError | undefined => {
  if (uids.length !== weights.length) return unequalLengths(uids.length, weights.length)
  for (const [index, uid] of uids.entries()) if (!isU16(uid)) return noUid(index, uid)
  return faultOfWeights(weights)
}

const faultOfWeights = (weights: ArrayLike<number>): WeightsError | undefined => {
  const index = Array.from(weights).findIndex((weight) => !(weight >= 0) || weight === Infinity)
  if (index === -1) return undefined
  const weight = weights[index]!
  return weight < 0
    ? new WeightsError({
        reason: "Negative",
        index,
        detail: `the weight ${weight} is below 0. Give 0 to whom you reject.`
      })
    : new WeightsError({
        reason: "NotANumber",
        index,
        detail: `the weight ${weight} is no finite number. Look at the division or the missing score that it comes from.`
      })
}

const isU16 = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= U16_MAX

const noUid = (index: number, uid: number) =>
  new WeightsError({ reason: "OutOfRange", index, detail: `${uid} is no uid: an integer from 0 to 65535.` })

const unequalLengths = (uids: number, weights: number) =>
  new WeightsError({
    reason: "UnequalLengths",
    detail: `There are ${uids} uids and ${weights} weights. Give each uid one weight, in the same order.`
  })

/**
 * What a subnet demands of weights, and whose weights they are.
 *
 * @category models
 */
export interface ProcessInput {
  readonly uids: ReadonlyArray<number>
  /** Not negative; binary64 ones are rounded to binary32 first, as the SDK does. */
  readonly weights: ArrayLike<number>
  /** The subnet's number of neurons (`SubnetworkN`). */
  readonly neurons: number
  /** `MinAllowedWeights`. */
  readonly minAllowedWeights: number
  /** `MaxWeightsLimit` as a fraction, so `u16 / 65535`. */
  readonly maxWeightLimit: number
  /** The quantile of the weights above 0 below which they are dropped, as a u16. @default 0 */
  readonly excludeQuantile?: number | undefined
  /** @default "numpy1" */
  readonly numpy?: Numpy | undefined
}

/**
 * Weights that fit a subnet's limits, and whose they are, one for one.
 *
 * @category models
 */
export interface ProcessedWeights {
  readonly uids: ReadonlyArray<number>
  readonly weights: Floats
}

/**
 * Fits weights to a subnet's limits before {@link toEmit}, as the SDK's `process_weights_for_netuid`.
 *
 * 1. No weight above 0, or fewer neurons than `minAllowedWeights`: everybody gets `1/n`, in binary64.
 * 2. Fewer weights above 0 than `minAllowedWeights`: everybody gets 10⁻⁵ more, {@link normalizeMaxWeight} in binary64. **The
 *    SDK adds the weights by their place in the list, not by uid**, and so does this.
 * 3. Else: drops the lowest quantile as far as enough are left, {@link normalizeMaxWeight} in binary32.
 *
 * **Example** (The lower half is dropped)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { processWeights } from "effect-bittensor/protocol/Weights"
 *
 * const limits = { neurons: 4, minAllowedWeights: 1, maxWeightLimit: 1 }
 * const weights = Float32Array.of(0.05, 0.15, 0.3, 0.5)
 * const kept = Result.getOrThrow(processWeights({ ...limits, uids: [0, 1, 2, 3], weights, excludeQuantile: 32_768 }))
 * kept // => { uids: [2, 3], weights: Float32Array.of(0.375, 0.625) }
 * ```
 *
 * @category combinators
 */
export const processWeights = (input: ProcessInput): Result.Result<ProcessedWeights, WeightsError> => {
  const { maxWeightLimit, minAllowedWeights, neurons, numpy, uids } = input
  // What binary32 has no room for becomes infinite, so it is judged after the conversion.
  const weights = Float32Array.from(input.weights)
  const fault = faultOfLimits(input) ?? faultOf(uids, weights)
  if (fault !== undefined) return Result.fail(fault)
  const places = [...weights.keys()].filter((place) => weights[place]! > 0)
  const everybody = Array.from({ length: neurons }, (_, uid) => uid)
  if (places.length === 0 || neurons < minAllowedWeights) {
    return Result.succeed({ uids: everybody, weights: new Float64Array(neurons).fill(1 / neurons) })
  }
  if (places.length < minAllowedWeights) {
    const padded = new Float64Array(neurons).fill(CRUMB)
    for (const place of places) padded[place]! += weights[place]!
    return Result.succeed({ uids: everybody, weights: normalizeMaxWeight(padded, maxWeightLimit, numpy) })
  }
  const threshold = thresholdOf(
    weights.filter((weight) => weight > 0),
    input
  )
  const kept = places.filter((place) => weights[place]! >= threshold)
  const values = Float32Array.from(kept, (place) => weights[place]!)
  return Result.succeed({
    uids: kept.map((place) => uids[place]!),
    weights: normalizeMaxWeight(values, maxWeightLimit, numpy)
  })
}

const faultOfLimits = (input: ProcessInput): WeightsError | undefined => {
  const { excludeQuantile = 0, maxWeightLimit, minAllowedWeights, neurons, weights } = input
  const noU16 = Object.entries({ excludeQuantile, minAllowedWeights, neurons }).find(([, value]) => !isU16(value))
  if (noU16 !== undefined) return unfit(`${noU16.join(" = ")} is no u16. Take it as the chain has it.`)
  if (!(maxWeightLimit >= 0 && maxWeightLimit <= 1)) {
    return unfit(`maxWeightLimit = ${maxWeightLimit} is no fraction. Divide the chain's u16 by 65535.`)
  }
  const detail = `the subnet has ${neurons} neurons. Sync the metagraph and weigh the uids that it has.`
  return weights.length > neurons ? new WeightsError({ reason: "UnknownUid", index: neurons, detail }) : undefined
}

/** `np.quantile(weights, q)` by linear interpolation; numpy 2 takes q, and all that follows, at the array's width. */
const thresholdOf = (
  weights: Float32Array,
  { excludeQuantile = 0, minAllowedWeights, numpy }: ProcessInput
): number => {
  const round = numpy === "numpy2" ? Math.fround : (value: number) => value
  const droppable = Math.max(0, weights.length - minAllowedWeights) / weights.length
  const sorted = weights.toSorted()
  const place = round(round(Math.min(excludeQuantile / U16_MAX, droppable)) * (sorted.length - 1))
  const lower = Math.floor(place)
  const share = round(place - lower)
  const [low = 0, high = low] = sorted.subarray(lower, lower + 2)
  const distance = Math.fround(high - low)
  const quantile =
    share >= 0.5 ? round(high - round(distance * round(1 - share))) : round(low + round(distance * share))
  return Math.fround(quantile)
}

/**
 * Everything that a commit binds its maker to.
 *
 * @category models
 */
export interface Commit {
  /** The 32-byte public key of the hotkey that will reveal. */
  readonly hotkey: Uint8Array
  /** The netuid, or with mechanisms the {@link storageIndex}. */
  readonly netuid: number
  readonly uids: ReadonlyArray<number>
  /** The very u16 that will be revealed: convert first ({@link toEmit}), commit then. */
  readonly values: ReadonlyArray<number>
  /** u16 known to nobody else until the reveal. Absent for runtimes whose `reveal_weights` has no salt (spec 185). */
  readonly salt?: ReadonlyArray<number> | undefined
  readonly versionKey: bigint
}

/**
 * The hash of `commit_weights`: BLAKE2b-256 of the commit in SCALE, as `0x` and 64 hexadecimal digits. An empty salt is a
 * salt; only an absent one leaves it out.
 *
 * **Example** (Commit now, reveal the same later)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { Ss58 } from "effect-bittensor"
 * import { publicKey } from "effect-bittensor/protocol/Ss58"
 * import { commitHash } from "effect-bittensor/protocol/Weights"
 *
 * const hotkey = publicKey(Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"))
 * const commit = { hotkey, netuid: 1, uids: [0, 1], values: [100, 65_535], salt: [1, 2, 3], versionKey: 7_004_000n }
 * const hash = Result.getOrThrow(commitHash(commit))
 * hash // => "0x930f6cd66a69d4b0b761dea34352922dd7cdad0f414bcab05509d10336c4ed6d"
 * ```
 *
 * @category combinators
 */
export const commitHash = (commit: Commit, digest: Blake2b256 = blake2b_256): Result.Result<string, WeightsError> => {
  const fault = faultOfCommit(commit)
  return fault === undefined ? Result.succeed(Hex.encode(digest(commitBytes(commit)))) : Result.fail(fault)
}

const faultOfCommit = ({ hotkey, netuid, salt, uids, values, versionKey }: Commit): WeightsError | undefined => {
  if (uids.length !== values.length) return unequalLengths(uids.length, values.length)
  if (hotkey.length !== 32) return unfit(`A public key has 32 bytes, not ${hotkey.length}.`)
  if (versionKey < 0n || versionKey > U64_MAX) return unfit(`The version key ${versionKey} is no u64.`)
  for (const list of [[netuid], uids, values, salt ?? []]) {
    const index = list.findIndex((value) => !isU16(value))
    if (index !== -1) return unfit(`${list[index]} is no u16. Commit what toEmit gives.`, index)
  }
  return undefined
}

const commitBytes = ({ hotkey, netuid, salt, uids, values, versionKey }: Commit): Uint8Array =>
  Uint8Array.from([
    ...hotkey,
    ...littleEndian(netuid, 2),
    ...vector(uids),
    ...vector(values),
    ...(salt === undefined ? [] : vector(salt)),
    ...littleEndian(versionKey, 8)
  ])

const unfit = (detail: string, index?: number) =>
  new WeightsError({ reason: "OutOfRange", detail, ...(index === undefined ? {} : { index }) })

const littleEndian = (value: number | bigint, size: number): Array<number> =>
  Array.from({ length: size }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 0xffn))

/** SCALE of a `Vec<u16>`: its length, compact, and the elements. */
const vector = (list: ReadonlyArray<number>): Array<number> => [
  ...(list.length < 64
    ? littleEndian(list.length << 2, 1)
    : list.length < 16_384
      ? littleEndian((list.length << 2) | 1, 2)
      : littleEndian(BigInt(list.length) * 4n + 2n, 4)),
  ...list.flatMap((value) => littleEndian(value, 2))
]

/**
 * Where a mechanism's rows lie in the maps by netuid: `mechanism × 4096 + netuid`. Not of that range: `RangeError`.
 *
 * **Example** (The second mechanism of subnet 1)
 *
 * ```ts run
 * import { fromStorageIndex, storageIndex } from "effect-bittensor/protocol/Weights"
 *
 * storageIndex(1, 1) // => 4097
 * fromStorageIndex(4097) // => { netuid: 1, mechanism: 1 }
 * ```
 *
 * @category combinators
 */
export const storageIndex = (netuid: number, mechanism = 0): number => {
  if (!Number.isInteger(netuid) || netuid < 0 || netuid >= MECHANISM_STRIDE) {
    throw new RangeError(`${netuid} is no netuid of a subnet with mechanisms: an integer from 0 to 4095.`)
  }
  if (!Number.isInteger(mechanism) || mechanism < 0 || mechanism >= 16) {
    throw new RangeError(`${mechanism} is no mechanism: an integer from 0 to 15.`)
  }
  return mechanism * MECHANISM_STRIDE + netuid
}

/**
 * Netuid and mechanism of a {@link storageIndex}.
 *
 * @category combinators
 */
export const fromStorageIndex = (index: number): { readonly netuid: number; readonly mechanism: number } => {
  if (!isU16(index)) throw new RangeError(`${index} is no storage index: an integer from 0 to 65535.`)
  return { netuid: index % MECHANISM_STRIDE, mechanism: Math.floor(index / MECHANISM_STRIDE) }
}

/**
 * How a subnet's emission is split between its mechanisms, for `sudo_set_mechanism_emission_split`: u16 in the given
 * proportions, rounded half to even, whose sum is exactly 65535. The first of the largest takes what rounding left.
 *
 * **Example** (Thirds)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { emissionSplit } from "effect-bittensor/protocol/Weights"
 *
 * Result.getOrThrow(emissionSplit([1, 1, 2])) // => [16384, 16384, 32767]
 * ```
 *
 * @category combinators
 */
export const emissionSplit = (parts: ReadonlyArray<number>): Result.Result<ReadonlyArray<number>, WeightsError> => {
  const fault = faultOfWeights(parts)
  if (fault !== undefined) return Result.fail(fault)
  const total = parts.reduce((sum, part) => sum + part, 0)
  if (!(total > 0 && total < Infinity)) {
    const detail = `The parts ${JSON.stringify(parts)} add up to ${total}. Give one mechanism more than 0.`
    return Result.fail(new WeightsError({ reason: "NoWeight", detail }))
  }
  const split = parts.map((part) => roundHalfEven((part / total) * U16_MAX))
  const rest = U16_MAX - split.reduce((sum, part) => sum + part, 0)
  const largest = split.indexOf(split.reduce((a, b) => Math.max(a, b), 0))
  return Result.succeed(split.map((part, index) => (index === largest ? part + rest : part)))
}

/**
 * A row of `Weights` or `Bonds` as the chain stores it: uid and u16, only for whom there is something.
 *
 * @category models
 */
export type SparseRow = ReadonlyArray<readonly [uid: number, value: number]>

const denseRow = (columns: number, row: SparseRow): Result.Result<Float32Array, WeightsError> => {
  const dense = new Float32Array(columns)
  for (const [index, [uid, value]] of row.entries()) {
    if (!(uid >= 0 && uid < columns)) {
      const detail = `the row names uid ${uid}, but there are ${columns} neurons. Read both at one block.`
      return Result.fail(new WeightsError({ reason: "UnknownUid", index, detail }))
    }
    dense[uid] = value
  }
  return Result.succeed(dense)
}

const normalized = (row: Float32Array): Float32Array => {
  const total = sum(row)
  return total > 0 ? divide(row, total) : row
}

/**
 * One validator's weights as a row of the matrix: in binary32, divided by their sum. A row without weights stays zeros.
 *
 * **Example** (Sparse to dense)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { bondsRow, rootWeightsRow, weightsRow } from "effect-bittensor/protocol/Weights"
 *
 * Result.getOrThrow(weightsRow(4, [[1, 21_845], [3, 65_535]])) // => Float32Array.of(0, 0.25, 0, 0.75)
 * Result.getOrThrow(bondsRow(3, [[0, 7]])) // => Float32Array.of(7, 0, 0)
 * rootWeightsRow([1, 3], [[3, 65_535], [9, 65_535]]) // => Float32Array.of(0, 1)
 * ```
 *
 * @category conversions
 */
export const weightsRow = (neurons: number, row: SparseRow): Result.Result<Float32Array, WeightsError> =>
  Result.map(denseRow(neurons, row), normalized)

/**
 * One validator's bonds as a row of the matrix: raw u16 values, not divided by anything.
 *
 * @category conversions
 */
export const bondsRow = (neurons: number, row: SparseRow): Result.Result<Float32Array, WeightsError> =>
  denseRow(neurons, row)

/**
 * One root validator's weights, by subnet: the column of a netuid is its place in `subnets`, a netuid that is not there is
 * left out, and the rest is divided by its sum.
 *
 * @category conversions
 */
export const rootWeightsRow = (subnets: ReadonlyArray<number>, row: SparseRow): Float32Array => {
  const dense = new Float32Array(subnets.length)
  for (const [netuid, value] of row) {
    const column = subnets.indexOf(netuid)
    if (column !== -1) dense[column] = value
  }
  return normalized(dense)
}
