/**
 * What the hashes are written in. The same rounds run on numbers, and emit WebAssembly and JavaScript: a word may be a
 * number, a local of a function, or the name of a variable.
 */

/** Arithmetic of 32-bit words. */
export interface Words<W> {
  readonly constant: (value: number) => W
  readonly sum: (...terms: ReadonlyArray<W>) => W
  readonly xor: (a: W, b: W) => W
  readonly and: (a: W, b: W) => W
  readonly rotateRight: (a: W, by: number) => W
  readonly shiftRight: (a: W, by: number) => W
  /** The bits of `b` where `a` has ones, those of `c` where it has zeros. */
  readonly choose: (a: W, b: W, c: W) => W
}

/** Arithmetic of 64-bit lanes. */
export interface Lanes<L> {
  readonly constant: (value: bigint) => L
  readonly xor: (a: L, b: L) => L
  readonly rotateLeft: (a: L, by: number) => L
  /** `a ^ (~b & c)` */
  readonly chi: (a: L, b: L, c: L) => L
}

/** Words that are numbers. */
export const numbers: Words<number> = {
  constant: (value) => value | 0,
  sum: (...terms) => terms.reduce((sum, term) => (sum + term) | 0, 0),
  xor: (a, b) => a ^ b,
  and: (a, b) => a & b,
  rotateRight: (a, by) => (a >>> by) | (a << (32 - by)),
  shiftRight: (a, by) => a >>> by,
  choose: (a, b, c) => c ^ (a & (b ^ c))
}

/** A lane as two words, where there are none of 64 bits: the lower half first. */
export type Halves<W> = readonly [low: W, high: W]

/** What lanes made of words need beyond {@link Words}. */
export interface HalfWords<W> extends Words<W> {
  /** `a ^ (~b & c)` */
  readonly chi: (a: W, b: W, c: W) => W
  /** The upper word of the two, shifted left together by 1 to 31: one instruction on a graphics card. */
  readonly funnel: (high: W, low: W, by: number) => W
}

/** Lanes out of words. A rotation by 32 and more exchanges the halves, which costs nothing. */
export const halves = <W>(words: HalfWords<W>): Lanes<Halves<W>> => ({
  constant: (value) => [words.constant(Number(value & 0xffff_ffffn)), words.constant(Number(value >> 32n))],
  xor: (a, b) => [words.xor(a[0], b[0]), words.xor(a[1], b[1])],
  rotateLeft: (lane, by) => {
    const [low, high] = by < 32 ? lane : [lane[1], lane[0]]
    const rest = by % 32
    return rest === 0 ? [low, high] : [words.funnel(low, high, rest), words.funnel(high, low, rest)]
  },
  chi: (a, b, c) => [words.chi(a[0], b[0], c[0]), words.chi(a[1], b[1], c[1])]
})

/** Lanes of which some are known when the code is made: what meets a zero costs nothing. */
export const folding = <L>(lanes: Lanes<L>): Lanes<L | bigint> => {
  const isKnown = (lane: L | bigint): lane is bigint => typeof lane === "bigint"
  const lane = (value: L | bigint): L => (isKnown(value) ? lanes.constant(value) : value)
  return {
    constant: (value) => value,
    xor: (a, b) => {
      if (isKnown(a) && isKnown(b)) return a ^ b
      if (a === 0n) return b
      return b === 0n ? a : lanes.xor(lane(a), lane(b))
    },
    rotateLeft: (a, by) =>
      isKnown(a) ? BigInt.asUintN(64, (a << BigInt(by)) | (a >> BigInt(64 - by))) : lanes.rotateLeft(a, by),
    chi: (a, b, c) => lanes.chi(lane(a), lane(b), lane(c))
  }
}
