/** Random subnets, the same for the same seed: every edge of an epoch comes up often. */
import type { Subnet } from "../../src/devnet/mathematics/yuma.ts"
import type { Random } from "./randomPython.ts"

const pick = <A>(random: Random, choices: ReadonlyArray<A>): A => choices[Math.floor(random() * choices.length)]!
const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1))

/** What a subnet has in common: how many vote, how alike they are, how old everything is. */
interface Mood {
  readonly stakes: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  readonly density: number
  readonly permitted: number
  readonly ages: ReadonlyArray<number>
}

const moodOf = (random: Random): Mood => ({
  stakes: pick(random, [[0], [1e12], [1e12, 1e12, 1], [5e14, 3e9, 1, 0], [1e12, 2e12, 3e12], [1e15, 7e14, 1e9 + 1]]),
  values: pick(random, [[65535], [0, 1, 65535], [1, 2, 3], [100, 200, 65535], [0], [1, 65534, 65535, 30_000]]),
  density: pick(random, [0, 0.2, 0.7, 1]),
  permitted: pick(random, [0, 0.3, 0.8, 1]),
  ages: pick(random, [[0], [90], [0, 50, 90, 100], [0, 90, 1000]])
})

const row = (random: Random, size: number, { density, values }: Mood): Uint16Array => {
  const pairs = Array.from({ length: size }, (_, uid) => [
    uid,
    random() < 0.5 ? pick(random, values) : upTo(random, 65535)
  ])
  const kept = pairs.filter(() => random() < density)
  // stored in the order in which it was set, and, from a network that was larger once, beyond the last uid
  return Uint16Array.from(
    [...(random() < 0.3 ? kept.toReversed() : kept), ...(random() < 0.1 ? [[size, 9]] : [])].flat()
  )
}

/** A subnet of 0 to 30 neurons, or of `size`. */
export const randomSubnet = (random: Random, size = upTo(random, 30)): Subnet => {
  const mood = moodOf(random)
  const each = <A>(make: (uid: number) => A): ReadonlyArray<A> => Array.from({ length: size }, (_, uid) => make(uid))
  const block = 10_000
  const age = () => block - pick(random, mood.ages) - (random() < 0.3 ? upTo(random, 200) : 0)
  return {
    block,
    kappa: pick(random, [0, 1, 32_767, 32_767, 32_768, 65_534, 65_535, upTo(random, 65_535)]),
    activityCutoff: pick(random, [0, 50, 90, 5000, 65_535]),
    maxAllowedValidators: pick(random, [0, 1, upTo(random, 30), size, 64]),
    bondsMovingAverage: pick(random, [0n, 900_000n, 900_000n, 1_000_000n, 1n, 1_100_000n, 15_999_999n, 2n ** 64n - 7n]),
    stake: each(() =>
      random() < 0.7 ? BigInt(pick(random, mood.stakes)) : BigInt(upTo(random, 1e15)) * BigInt(upTo(random, 1))
    ),
    lastUpdate: each(age),
    blockAtRegistration: each(() => age() - upTo(random, 100)),
    validatorPermit: each(() => random() < mood.permitted),
    weights: each(() => row(random, size, mood)),
    bonds: each(() => row(random, size, mood))
  }
}
