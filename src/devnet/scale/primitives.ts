/**
 * The SCALE types that are made of no others.
 *
 * @since 0.2.0
 */
import { Malformed } from "./ScaleError.ts"
import type { Hex } from "./Hex.ts"
import type { Primitive, Type } from "./Type.ts"

const small = (
  name: Primitive,
  bits: 8 | 16 | 32,
  encode: Type<number>["encode"],
  decode: Type<number>["decode"]
): Type<number> => {
  const [least, most] = name.startsWith("i") ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]
  return {
    name,
    id: name,
    shape: { _tag: "primitive", primitive: name },
    minBytes: bits / 8,
    encode: (value, output) => {
      if (!Number.isInteger(value) || value < least || value > most) throw new Malformed("OutOfRange")
      encode(value, output)
    },
    decode,
    zero: () => 0
  }
}

const big = (name: Primitive, bits: 64 | 128 | 256): Type<bigint> => {
  const signed = name.startsWith("i")
  const wrap = signed ? BigInt.asIntN : BigInt.asUintN
  const bytes = bits / 8
  return {
    name,
    id: name,
    shape: { _tag: "primitive", primitive: name },
    minBytes: bytes,
    encode: (value, output) => {
      if (wrap(bits, value) !== value) throw new Malformed("OutOfRange")
      if (bits === 64) output.u64(value)
      else output.integer(value, bytes)
    },
    decode: (input) => {
      const value = bits === 64 ? input.u64() : input.unsigned(bytes)
      return signed ? BigInt.asIntN(bits, value) : value
    },
    zero: () => 0n
  }
}

/**
 * An unsigned integer of 8 bits: a number.
 *
 * @category types
 */
export const u8 = small(
  "u8",
  8,
  (value, output) => output.u8(value),
  (input) => input.u8()
)

/**
 * An unsigned integer of 16 bits: a number.
 *
 * @category types
 */
export const u16 = small(
  "u16",
  16,
  (value, output) => output.u16(value),
  (input) => input.u16()
)

/**
 * An unsigned integer of 32 bits: a number.
 *
 * @category types
 */
export const u32 = small(
  "u32",
  32,
  (value, output) => output.u32(value),
  (input) => input.u32()
)

/**
 * An unsigned integer of 64 bits: a bigint.
 *
 * @category types
 */
export const u64 = big("u64", 64)

/**
 * An unsigned integer of 128 bits: a bigint.
 *
 * @category types
 */
export const u128 = big("u128", 128)

/**
 * An unsigned integer of 256 bits: a bigint.
 *
 * @category types
 */
export const u256 = big("u256", 256)

/**
 * A signed integer of 8 bits: a number.
 *
 * @category types
 */
export const i8 = small(
  "i8",
  8,
  (value, output) => output.u8(value & 0xff),
  (input) => (input.u8() << 24) >> 24
)

/**
 * A signed integer of 16 bits: a number.
 *
 * @category types
 */
export const i16 = small(
  "i16",
  16,
  (value, output) => output.u16(value & 0xffff),
  (input) => (input.u16() << 16) >> 16
)

/**
 * A signed integer of 32 bits: a number.
 *
 * @category types
 */
export const i32 = small(
  "i32",
  32,
  (value, output) => output.u32(value >>> 0),
  (input) => input.u32() | 0
)

/**
 * A signed integer of 64 bits: a bigint.
 *
 * @category types
 */
export const i64 = big("i64", 64)

/**
 * A signed integer of 128 bits: a bigint.
 *
 * @category types
 */
export const i128 = big("i128", 128)

/**
 * A signed integer of 256 bits: a bigint.
 *
 * @category types
 */
export const i256 = big("i256", 256)

/**
 * A byte that is 0 or 1.
 *
 * @category types
 */
export const bool: Type<boolean> = {
  name: "bool",
  id: "bool",
  shape: { _tag: "primitive", primitive: "bool" },
  minBytes: 1,
  encode: (value, output) => output.u8(value ? 1 : 0),
  decode: (input) => {
    const byte = input.u8()
    if (byte > 1) throw new Malformed("UnknownVariant")
    return byte === 1
  },
  zero: () => false
}

/**
 * Text in UTF-8.
 *
 * @category types
 */
export const str: Type<string> = {
  name: "String",
  id: "str",
  shape: { _tag: "primitive", primitive: "str" },
  minBytes: 1,
  encode: (value, output) => output.text(value),
  decode: (input) => input.text(input.length(1)),
  zero: () => ""
}

/**
 * Rust's `()`, which takes no bytes.
 *
 * @category types
 */
export const unit: Type<null> = {
  name: "()",
  id: "()",
  shape: { _tag: "tuple", elements: [] },
  minBytes: 0,
  encode: () => {},
  decode: () => null,
  zero: () => null
}

/**
 * Rust's `[u8; length]`: hashes, public keys, signatures.
 *
 * @category constructors
 */
export const fixedBytes = (length: number): Type<Hex> => ({
  name: `[u8; ${length}]`,
  id: `[u8;${length}]`,
  shape: { _tag: "array", element: u8, length },
  minBytes: length,
  encode: (value, output) => output.hex(value, length),
  decode: (input) => input.hex(length),
  zero: () => `0x${"00".repeat(length)}`
})
