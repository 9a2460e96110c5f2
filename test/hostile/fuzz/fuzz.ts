/**
 * Many inputs for one decoder, the same for the same seed. `FUZZ_SEED` and `FUZZ_INPUTS` change what is tried; a failure tells how
 * to see it again, and belongs as a vector in test/vectors/fuzz once it is mended.
 */
import { type Random, seeded } from "../../support/randomPython.ts"

const seed = Number(process.env["FUZZ_SEED"] ?? 20_260_501)
const inputs = Number(process.env["FUZZ_INPUTS"] ?? 100_000)

/** Milliseconds that no input may cost: what is quadratic in a few kilobytes shows here. */
const maxMillis = 50

/** How often a slow input is tried again, since a machine may pause at any time. */
const tries = 5

/** What is fuzzed. */
export interface Target<A> {
  readonly make: (random: Random) => A
  /** Throws when the decoder does not keep its word about this input. */
  readonly check: (input: A) => void
  /** The input as a vector holds it. */
  readonly show: (input: A) => unknown
}

/** Each input has a random source of its own, so that it can be made without those before it. */
const randomOf = (index: number): Random => seeded(seed + Math.imul(index, 0x9e37_79b9))

const millisOf = <A>(check: (input: A) => void, input: A): number => {
  const startedAt = performance.now()
  check(input)
  return performance.now() - startedAt
}

/** Tries the decoder with every input, from `FUZZ_FIRST` on. */
export const fuzz = <A>({ check, make, show }: Target<A>): void => {
  const prototype = Object.getOwnPropertyNames(Object.prototype).join()
  const first = Number(process.env["FUZZ_FIRST"] ?? 0)
  for (let index = first; index < first + inputs; index++) {
    const input = make(randomOf(index))
    try {
      let millis = millisOf(check, input)
      for (let again = 0; again < tries && millis > maxMillis; again++) millis = millisOf(check, input)
      if (millis > maxMillis) throw new Error(`takes ${Math.round(millis)} ms`)
      if (Object.getOwnPropertyNames(Object.prototype).join() !== prototype) throw new Error("pollutes a prototype")
    } catch (error) {
      const again = `FUZZ_SEED=${seed} FUZZ_FIRST=${index} FUZZ_INPUTS=1`
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${message}\n${again}\n${JSON.stringify(show(input))?.slice(0, 4000)}`, { cause: error })
    }
  }
}
