/**
 * The msgpack document in which msgpack-numpy keeps an array (wire.md §8.2).
 *
 * It is written and read by hand, because a general msgpack library would have to be fenced in on both sides: on reading, a stranger's extension types,
 * nested values and declared lengths must be refused before anything is allocated for them, and the scan that does so has already found
 * the five values; on writing, the keys are binary and the order is fixed, so the bytes are a template with three holes.
 */

/** What the document says, checked for form but not against itself. */
export interface NumpyDocument {
  /** numpy's type string, `<f4`. */
  readonly type: string
  /** Undefined for a numpy scalar, which is no array. */
  readonly shape: ReadonlyArray<number> | undefined
  /** A view of the bytes that were read. */
  readonly data: Uint8Array
}

export const maxRank = 32 // numpy's own limit up to version 1.26

const ascii = (text: string): Array<number> => Array.from(text, (character) => character.charCodeAt(0))
const binary = (text: string): Array<number> => [0xc4, text.length, ...ascii(text)]

/** The document of an array, as the Python SDK writes it, byte for byte, up to the data, with which it ends. */
export const writeHead = (document: NumpyDocument & { readonly shape: ReadonlyArray<number> }): Uint8Array => {
  const { data, shape, type } = document
  return Uint8Array.from([
    0x85,
    ...binary("nd"),
    0xc3,
    ...binary("type"),
    0xa0 | type.length,
    ...ascii(type),
    ...binary("kind"),
    ...binary(""),
    ...binary("shape"),
    ...(shape.length < 16 ? [0x90 | shape.length] : [0xdc, 0, shape.length]),
    ...shape.flatMap(unsigned),
    ...binary("data"),
    ...binaryHeader(data.length)
  ])
}

const bigEndian = (value: number, size: number): Array<number> =>
  Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256)

const unsigned = (value: number): Array<number> => {
  if (value < 0x80) return [value]
  if (value < 0x100) return [0xcc, value]
  if (value < 0x1_0000) return [0xcd, ...bigEndian(value, 2)]
  return value < 0x1_0000_0000 ? [0xce, ...bigEndian(value, 4)] : [0xcf, ...bigEndian(value, 8)]
}

const binaryHeader = (length: number): Array<number> => {
  if (length < 0x100) return [0xc4, length]
  return length < 0x1_0000 ? [0xc5, ...bigEndian(length, 2)] : [0xc6, ...bigEndian(length, 4)]
}

/** Reads a document; the text says what is wrong with one that is not of this form. */
export const readDocument = (bytes: Uint8Array): NumpyDocument | string => {
  try {
    return new Reader(bytes).document()
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

class Malformed extends Error {}

/** One flat map of the five known keys, and nothing else: any other type of value is refused where it begins. */
class Reader {
  readonly bytes: Uint8Array
  offset = 0
  readonly found = new Map<string, true>()

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  document(): NumpyDocument {
    const count = this.byte() ^ 0x80
    if (count > 5) throw new Malformed("is no map of a numpy array")
    let nd: boolean | undefined
    let type: string | undefined
    let shape: ReadonlyArray<number> | undefined
    let data: Uint8Array | undefined
    for (let i = 0; i < count; i++) {
      const key = this.key()
      if (key === "nd") nd = this.boolean()
      else if (key === "type") type = this.text()
      else if (key === "shape") shape = this.shape()
      else if (key === "data") data = this.binary()
      else if (this.text() !== "") throw new Malformed("holds objects or records")
    }
    if (this.offset < this.bytes.length) throw new Malformed("has bytes after its end")
    if (nd === undefined || type === undefined || data === undefined || nd !== (shape !== undefined)) {
      throw new Malformed("lacks a part of a numpy array")
    }
    return { type, shape, data }
  }

  byte(): number {
    const byte = this.bytes[this.offset++]
    if (byte === undefined) throw new Malformed("ends too early")
    return byte
  }

  take(length: number): Uint8Array {
    const end = this.offset + length
    if (end > this.bytes.length) throw new Malformed("ends too early")
    const taken = this.bytes.subarray(this.offset, end)
    this.offset = end
    return taken
  }

  number(size: number): number {
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0)
  }

  key(): string {
    const key = this.text()
    if (!["nd", "type", "kind", "shape", "data"].includes(key)) throw new Malformed("has an unknown key")
    if (this.found.has(key)) throw new Malformed("has a key twice")
    this.found.set(key, true)
    return key
  }

  boolean(): boolean {
    const byte = this.byte()
    if (byte !== 0xc2 && byte !== 0xc3) throw new Malformed("has a value of the wrong type")
    return byte === 0xc3
  }

  /** A short text, or the same as binary: an array's keys are binary, but some writers make text of them. */
  text(): string {
    const byte = this.byte()
    if (byte === 0xc4) return String.fromCharCode(...this.take(this.byte()))
    if (byte >> 5 !== 0b101) throw new Malformed("has a value of the wrong type")
    return String.fromCharCode(...this.take(byte & 31))
  }

  binary(): Uint8Array {
    const size = { 0xc4: 1, 0xc5: 2, 0xc6: 4 }[this.byte()]
    if (size === undefined) throw new Malformed("has a value of the wrong type")
    return this.take(this.number(size))
  }

  shape(): ReadonlyArray<number> {
    const byte = this.byte()
    if (byte >> 4 !== 0x9 && byte !== 0xdc) throw new Malformed("has a value of the wrong type")
    const rank = byte === 0xdc ? this.number(2) : byte & 15
    if (rank > maxRank) throw new Malformed("has too many dimensions")
    return Array.from({ length: rank }, () => this.dimension())
  }

  dimension(): number {
    const byte = this.byte()
    if (byte < 0x80) return byte
    const size = { 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8 }[byte]
    if (size === undefined) throw new Malformed("has a dimension that is no count")
    return this.number(size)
  }
}
