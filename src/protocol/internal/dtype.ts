/**
 * The element types of tensors: how each is held in JavaScript and how it is spelled for numpy.
 */
import { readHalves, roundToHalf, roundToHalves, writeHalves } from "./half.ts"

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
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** 1 for every number that is not zero. */
const truths = (values: Uint8Array | Float64Array): Uint8Array => {
  const set = new Uint8Array(values.length)
  for (let i = 0; i < set.length; i++) set[i] = values[i] === 0 ? 0 : 1
  return set
}

const integers = (bits: bigint, isSigned: boolean): readonly [bigint, bigint] =>
  isSigned ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]

export const kinds: { readonly [D in DType]: Kind } = {
  float16: {
    type: "<f2",
    bytes: 2,
    allocate: (n) => new Float32Array(n),
    read: (b) => readHalves(new Uint16Array(aligned(b))),
    write: (data) => bytesOf(writeHalves(data as Float32Array))
  },
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
    read: (b) => new Uint8Array(b),
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
    read: truths,
    write: (data) => truths(bytesOf(data))
  }
}

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

/**
 * Converts all elements as {@link castScalar} does; undefined if one does not fit. They go through doubles, which are exact for every dtype but `int64`, and there
 * as near as the dtypes that an `int64` can be converted to need. A block at a time, so that no second copy of a tensor is made, and so that the
 * loops here see one kind of array; copying from one kind to another is the engine's own.
 */
export const castAll = (from: DType, to: DType, data: Data): Data | undefined => {
  if (from === to) return data
  const converted = kinds[to].allocate(data.length)
  const block = new Float64Array(Math.min(blockLength, data.length))
  for (let start = 0; start < data.length; start += blockLength) {
    const end = Math.min(start + blockLength, data.length)
    const values = block.subarray(0, end - start)
    if (data instanceof BigInt64Array) readInt64(data, start, values)
    else values.set(data.subarray(start, end))
    if (!roundFor(to, values)) return undefined
    if (converted instanceof BigInt64Array) writeInt64(values, converted, start)
    else converted.set(values, start)
  }
  return converted
}

const blockLength = 8192

/** Makes every number one that the dtype has; false if it has none near. */
const roundFor = (dtype: DType, values: Float64Array): boolean => {
  if (dtype === "bool") values.set(truths(values))
  else if (dtype === "float16") roundToHalves(values)
  const { range } = kinds[dtype]
  if (range === undefined) return true
  // the largest int64 is no double: the next number above it is
  const [least, above] = [Number(range[0]), Number(range[1] + 1n)]
  for (let i = 0; i < values.length; i++) {
    const value = Math.trunc(values[i]!)
    if (!(value >= least && value < above)) return false
    values[i] = value
  }
  return true
}

const int32s = (data: BigInt64Array): Int32Array => new Int32Array(data.buffer, data.byteOffset, data.length * 2)

/** By halves of 32 bits, as a bigint for each would take many times as long. */
const readInt64 = (data: BigInt64Array, start: number, values: Float64Array): void => {
  const words = int32s(data)
  for (let i = 0; i < values.length; i++) {
    const at = (start + i) * 2
    values[i] = words[at + 1]! * 2 ** 32 + (words[at]! >>> 0)
  }
}

const writeInt64 = (values: Float64Array, data: BigInt64Array, start: number): void => {
  const words = int32s(data)
  for (let i = 0; i < values.length; i++) {
    const at = (start + i) * 2
    words[at] = values[i]! // taken modulo 2^32
    words[at + 1] = Math.floor(values[i]! / 2 ** 32)
  }
}
