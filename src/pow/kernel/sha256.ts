/** The compression function of SHA-256 (FIPS 180-4), for whatever words are made of. */
import type { Words } from "./algebra.ts"

/** The round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = fractions(64, Math.cbrt)

/** The state that a hash begins with: the same of the square roots of the first 8 primes. */
export const initialState: ReadonlyArray<number> = fractions(8, Math.sqrt)

function fractions(count: number, root: (prime: number) => number): ReadonlyArray<number> {
  const primes: Array<number> = []
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0)
}

/** One block of 16 words into a state of 8. What the rounds before had of `a ^ b` is the next majority's `b ^ c`. */
export const compress = <W>(words: Words<W>, state: ReadonlyArray<W>, message: ReadonlyArray<W>): ReadonlyArray<W> => {
  const schedule = [...message]
  let [a, b, c, d, e, f, g, h] = state as [W, W, W, W, W, W, W, W]
  let bc = words.xor(b, c)
  for (let round = 0; round < 64; round++) {
    if (round >= 16) schedule.push(extend(words, schedule, round))
    const first = words.sum(
      words.constant(K[round]!),
      schedule[round]!,
      h,
      words.choose(e, f, g),
      rotations(words, e, 6, 11, 25)
    )
    const ab = words.xor(a, b)
    const majority = words.xor(words.and(ab, bc), b)
    const next = words.sum(first, majority, rotations(words, a, 2, 13, 22))
    ;[a, b, c, d, e, f, g, h] = [next, a, b, c, words.sum(first, d), e, f, g]
    bc = ab
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => words.sum(state[index]!, word))
}

/** The word of the message schedule that a later round takes. */
const extend = <W>(words: Words<W>, schedule: ReadonlyArray<W>, round: number): W => {
  const [early, late] = [schedule[round - 15]!, schedule[round - 2]!]
  const small = (word: W, first: number, second: number, shift: number) =>
    words.xor(words.xor(words.rotateRight(word, first), words.rotateRight(word, second)), words.shiftRight(word, shift))
  return words.sum(schedule[round - 16]!, small(early, 7, 18, 3), schedule[round - 7]!, small(late, 17, 19, 10))
}

const rotations = <W>(words: Words<W>, word: W, ...by: readonly [number, number, number]): W =>
  words.xor(words.xor(words.rotateRight(word, by[0]), words.rotateRight(word, by[1])), words.rotateRight(word, by[2]))
