/**
 * The element types of tensors: how each is held in JavaScript and how it is spelled for numpy.
 */
import { halfFromBits, halfToBits, roundToHalf } from "./half.ts"

/** The typed array that holds the elements of each dtype. */
export interface Arrays {
  readonly float16: Float32Array
  readonly float32: Float32Array
  readonly float64: Float64Array
  readonly uint8: Uint8Array
  readonly int8: Int8Array
  readonly int16: Int16Array
  readonly int32: Int32Array
  readonly int64: BigInt64Array
  readonly bool: Uint8Array
}

export type DType = keyof Arrays
export type Data = Arrays[DType]
export type Scalar = number | bigint | boolean

interface Kind {
  /** numpy's type string. */
  readonly type: string
  readonly bytes: number
  readonly allocate: (length: number) => Data
  /** Reads little-endian bytes, copying them. */
  readonly read: (bytes: Uint8Array) => Data
  readonly write: (data: Data) => Uint8Array
  /** The smallest and largest integer; undefined for floats. */
  readonly range?: readonly [bigint, bigint]
}

// Every platform that runs JavaScript today is little-endian, as the wire is.
const bytesOf = (data: Data | Uint16Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
const aligned = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

const readHalves = (bytes: Uint8Array): Float32Array => Float32Array.from(new Uint16Array(aligned(bytes)), halfFromBits)
const writeHalves = (data: Data): Uint8Array =>
  bytesOf(Uint16Array.from(data as Float32Array, (value) => halfToBits(roundToHalf(value))))

const integers = (bits: bigint, isSigned: boolean): readonly [bigint, bigint] =>
  isSigned ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]

export const kinds: { readonly [D in DType]: Kind } = {
  float16: { type: "<f2", bytes: 2, allocate: (n) => new Float32Array(n), read: readHalves, write: writeHalves },
  float32: {
    type: "<f4",
    bytes: 4,
    allocate: (n) => new Float32Array(n),
    read: (b) => new Float32Array(aligned(b)),
    write: bytesOf
  },
  float64: {
    type: "<f8",
    bytes: 8,
    allocate: (n) => new Float64Array(n),
    read: (b) => new Float64Array(aligned(b)),
    write: bytesOf
  },
  uint8: {
    type: "|u1",
    bytes: 1,
    allocate: (n) => new Uint8Array(n),
    read: (b) => b.slice(),
    write: bytesOf,
    range: integers(8n, false)
  },
  int8: {
    type: "|i1",
    bytes: 1,
    allocate: (n) => new Int8Array(n),
    read: (b) => new Int8Array(aligned(b)),
    write: bytesOf,
    range: integers(8n, true)
  },
  int16: {
    type: "<i2",
    bytes: 2,
    allocate: (n) => new Int16Array(n),
    read: (b) => new Int16Array(aligned(b)),
    write: bytesOf,
    range: integers(16n, true)
  },
  int32: {
    type: "<i4",
    bytes: 4,
    allocate: (n) => new Int32Array(n),
    read: (b) => new Int32Array(aligned(b)),
    write: bytesOf,
    range: integers(32n, true)
  },
  int64: {
    type: "<i8",
    bytes: 8,
    allocate: (n) => new BigInt64Array(n),
    read: (b) => new BigInt64Array(aligned(b)),
    write: bytesOf,
    range: integers(64n, true)
  },
  bool: {
    type: "|b1",
    bytes: 1,
    allocate: (n) => new Uint8Array(n),
    read: (b) => b.map(isSet),
    write: (data) => bytesOf(data).map(isSet)
  }
}

const isSet = (byte: number): number => (byte === 0 ? 0 : 1)

export const dtypes = Object.keys(kinds) as ReadonlyArray<DType>

export const isDType = (text: string): text is DType => Object.hasOwn(kinds, text)

/**
 * Converts one element as numpy casts it: to integers towards zero, to booleans by being non-zero, to floats by rounding.
 * Undefined if the number does not fit, where numpy's answer depends on the processor.
 */
export const castScalar = (dtype: DType, value: Scalar): number | bigint | undefined => {
  if (dtype === "bool") return Number(value) === 0 ? 0 : 1
  const { range } = kinds[dtype]
  if (range === undefined) return dtype === "float16" ? roundToHalf(Number(value)) : Number(value)
  if (typeof value === "number" && !Number.isFinite(value)) return undefined
  const int = BigInt(typeof value === "number" ? Math.trunc(value) : value)
  if (int < range[0] || int > range[1]) return undefined
  return dtype === "int64" ? int : Number(int)
}
