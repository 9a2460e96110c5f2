/** The schemas that the structures of the chain are made of. They say what decoders give; decoders do not run them. */
import { Schema } from "effect"

/** A 16-bit integer. */
export const U16 = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffff }))

/** A 32-bit integer. */
export const U32 = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffff_ffff }))

/** A part of the whole, 0 to 1: the u16 of the chain is `Math.round(ratio * 65535)`. */
export const Ratio = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

/** A block number, or a number of blocks. */
export const Blocks = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** An integer that may need more than 53 bits, such as an amount. */
export const Unsigned = Schema.BigInt.check(Schema.isGreaterThanOrEqualToBigInt(0n))
