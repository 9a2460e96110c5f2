/**
 * How long an extrinsic lives: for ever, or for so many blocks from one that its signature names.
 *
 * @since 0.2.0
 */
import { enumeration } from "../scale/composites.ts"
import { u8 } from "../scale/primitives.ts"
import { Malformed } from "../scale/ScaleError.ts"
import { alias, type Type } from "../scale/Type.ts"

/** `Mortal1` to `Mortal255`: the first byte of the period and phase is the variant, the second its value. */
const mortals: Readonly<Record<`Mortal${number}`, readonly [Type<number>]>> = Object.fromEntries(
  Array.from({ length: 255 }, (_, index) => [`Mortal${index + 1}`, [alias(undefined, u8)]])
)

/**
 * How long an extrinsic lives, as its two bytes have it.
 *
 * @category models
 */
export type Era = { readonly _tag: "Immortal" } | { readonly _tag: `Mortal${number}`; readonly value: number }

// The compiler does not spell out the variants of `mortals`, which are too many.
const bytes = enumeration("sp_runtime::generic::era::Era", { Immortal: [], ...mortals }) as unknown as Type<Era>

/**
 * Every `period` blocks a life of `period` blocks begins, in the blocks whose number divided by it leaves `phase`.
 *
 * @category models
 */
export interface Mortality {
  /** A power of two, from 4 to 65,536. */
  readonly period: number
  readonly phase: number
}

const SHORTEST = 4
const LONGEST = 65_536

/** Long periods have no room for every phase: those of a period of 65,536 are 16 blocks apart. */
const stepOf = (period: number): number => Math.max(period >> 12, 1)

/**
 * The period and phase of a mortal era.
 *
 * @category accessors
 */
export const mortalityOf = (era: Era): Mortality | undefined => {
  if (era._tag === "Immortal") return undefined
  const encoded = Number(era._tag.slice("Mortal".length)) | (era.value << 8)
  const period = 2 << (encoded & 0xf)
  return { period, phase: (encoded >> 4) * stepOf(period) }
}

/**
 * How long an extrinsic lives. Bytes of a period or phase that cannot be are none of its values.
 *
 * @category types
 */
export const Era: Type<Era> = {
  ...bytes,
  decode: (input) => {
    const era = bytes.decode(input)
    const mortality = mortalityOf(era)
    if (mortality !== undefined && (mortality.period < SHORTEST || mortality.phase >= mortality.period)) {
      throw new Malformed("OutOfRange")
    }
    return era
  }
}

/**
 * For ever.
 *
 * @category constructors
 */
export const immortal: Era = { _tag: "Immortal" }

/**
 * The era of at least `period` blocks that a block is in.
 *
 * **Example** (What clients sign by default)
 *
 * ```ts run
 * import { birth, death, mortal } from "effect-bittensor/devnet/runtime/era"
 *
 * const era = mortal(64, 100)
 * birth(era, 130) // => 100
 * death(era, 130) // => 164n
 * ```
 *
 * @category constructors
 */
export const mortal = (period: number, block: number): Era => {
  const exponent = Math.ceil(Math.log2(Math.min(Math.max(period, SHORTEST), LONGEST)))
  const phase = Math.floor((block % 2 ** exponent) / stepOf(2 ** exponent))
  const encoded = (exponent - 1) | (phase << 4)
  return { _tag: `Mortal${encoded & 0xff}`, value: encoded >> 8 }
}

/**
 * The block in which an era began that block `now` is in; an extrinsic's signature names its hash.
 *
 * @category accessors
 */
export const birth = (era: Era, now: number): number => {
  const mortality = mortalityOf(era)
  if (mortality === undefined) return 0
  const { period, phase } = mortality
  const since = Math.max(now, phase) - phase
  return since - (since % period) + phase
}

/**
 * The first block that is too late.
 *
 * @category accessors
 */
export const death = (era: Era, now: number): bigint => {
  const mortality = mortalityOf(era)
  return mortality === undefined ? 2n ** 64n - 1n : BigInt(birth(era, now) + mortality.period)
}
