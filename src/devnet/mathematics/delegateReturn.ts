/**
 * What a delegate's runtime API says it returns (runtime.md §8).
 *
 * @since 0.2.0
 */
import { U64F64 } from "./internal/fixed.ts"

/**
 * A delegate on one subnet.
 *
 * @category models
 */
export interface Earning {
  /** Rao of its last epoch. */
  readonly emission: bigint
  /** A tempo of 0 divides by zero: the runtime traps, and this throws. */
  readonly tempo: number
}

/**
 * Rao a day.
 *
 * @category models
 */
export interface DelegateReturn {
  /** For each 1000 rao of stake, after a take of 18 %, whatever the real one is. */
  readonly per1000: bigint
  /** For all of the stake, before any take. */
  readonly total: bigint
}

const { divide, floor, multiply, of } = U64F64

const blocksOfDay = 7200
/** The double nearest to 0.82, whose 53 binary digits all fit. */
const afterTake = BigInt(0.82 * 2 ** 53) << (U64F64.fraction - 53n)

/**
 * The return of a delegate, by what it earned on the subnets it is registered on.
 *
 * @category constructors
 */
export const delegateReturn = (earnings: ReadonlyArray<Earning>, totalStake: bigint): DelegateReturn => {
  const daily = earnings.reduce(
    (sum, { emission, tempo }) => sum + multiply(of(emission), divide(of(blocksOfDay), of(tempo))),
    0n
  )
  const per1000 = totalStake === 0n ? 0n : divide(multiply(daily, afterTake), divide(of(totalStake), of(1000)))
  return { per1000: floor(per1000), total: floor(daily) }
}
