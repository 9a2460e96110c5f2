/** Random Python values, the same for the same seed. */
import { Arbitrary, Schema } from "effect"
import { type PythonValue } from "../../src/protocol/PythonValue.ts"

/** A source of numbers in [0, 1) (mulberry32). */
export type Random = () => number

export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit)
const pick = <A>(random: Random, choices: ReadonlyArray<A>): A => choices[below(random, choices.length)]!

const interesting = [
  "'",
  '"',
  "\\",
  "\n",
  "\t",
  "\0",
  "\x7f",
  "é",
  "\u2028",
  "\u00ad",
  "😀",
  "\u{1fae8}",
  "\ud800",
  "\udfff",
  "__proto__",
  "10",
  "1"
]

/** A float of random bits, which meets every exponent, or one of a few digits. */
export const randomFloat = (random: Random): number => {
  if (random() < 0.5)
    return pick(random, [
      0,
      -0,
      1,
      -1,
      0.5,
      1e-5,
      1e-4,
      1e15,
      1e16,
      1e22,
      Number.NaN,
      Infinity,
      -Infinity,
      below(random, 1e6) / 100
    ])
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(0, below(random, 2 ** 32))
  view.setUint32(4, below(random, 2 ** 32))
  return view.getFloat64(0)
}

export const randomText = (random: Random): string =>
  Array.from({ length: below(random, 6) }, () =>
    random() < 0.5 ? pick(random, interesting) : String.fromCodePoint(below(random, random() < 0.7 ? 0x80 : 0x110000))
  ).join("")

const randomInt = (random: Random): bigint => {
  const digits = Array.from({ length: below(random, 25) + 1 }, () => below(random, 10)).join("")
  return BigInt(digits) * (random() < 0.5 ? -1n : 1n)
}

/** A value that JSON carries, nested up to `depth`. */
export const randomValue = (random: Random, depth = 4): PythonValue => {
  const kind = below(random, depth === 0 ? 5 : 7)
  if (kind === 0) return pick(random, [null, true, false])
  if (kind === 1) return randomInt(random)
  if (kind === 2) return randomFloat(random)
  if (kind <= 4) return randomText(random)
  const length = below(random, 4)
  if (kind === 5) return Array.from({ length }, () => randomValue(random, depth - 1))
  return new Map(Array.from({ length }, () => [randomText(random), randomValue(random, depth - 1)] as const))
}

/** An arbitrary seed; properties derive their values from it. */
export const seeds = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 32 - 1 })))

/** Any value that JSON carries. */
export const pythonValues: Arbitrary.Arbitrary<PythonValue> = Arbitrary.map(seeds, (seed) => randomValue(seeded(seed)))
