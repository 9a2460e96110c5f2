/** Bends valid bytes: what a decoder must survive lies next to what it accepts. */
import type { Random } from "../../support/randomPython.ts"

export const below = (random: Random, limit: number): number => Math.floor(random() * limit)

export const pick = <A>(random: Random, choices: ReadonlyArray<A>): A => choices[below(random, choices.length)]!

export const randomBytes = (random: Random, maxLength: number): Buffer =>
  Buffer.from(Array.from({ length: below(random, maxLength) }, () => below(random, 256)))

/** A piece of the bytes, seldom long. */
const slice = (random: Random, bytes: Buffer): readonly [start: number, end: number] => {
  const start = below(random, bytes.length + 1)
  return [start, Math.min(bytes.length, start + 1 + below(random, random() < 0.8 ? 8 : 200))]
}

const replace = (bytes: Buffer, start: number, end: number, ...parts: ReadonlyArray<Uint8Array>): Buffer =>
  Buffer.concat([bytes.subarray(0, start), ...parts, bytes.subarray(end)])

/** Bytes that a repetition may come to: enough for what is quadratic to be slow. */
const maxRepetition = 20_000

const copies = (random: Random, piece: Buffer, count: number): Array<Buffer> =>
  Array.from({ length: Math.min(below(random, count), Math.ceil(maxRepetition / (piece.length + 1))) }, () => piece)

type Mutation = (random: Random, bytes: Buffer, corpus: Corpus) => Buffer

/** What inputs are made of. */
export interface Corpus {
  readonly valid: ReadonlyArray<Buffer>
  /** Pieces that mean something to the decoder. */
  readonly tokens: ReadonlyArray<Buffer>
}

const interesting = [0, 1, 0x0a, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x5c, 0x7b, 0x7f, 0x80, 0xc0, 0xc4, 0xfe, 0xff]

const mutations: ReadonlyArray<Mutation> = [
  // flip a bit
  (random, bytes) => {
    const at = below(random, bytes.length)
    return replace(bytes, at, at + 1, Buffer.of((bytes[at] ?? 0) ^ (1 << below(random, 8))))
  },
  // another byte
  (random, bytes) => {
    const at = below(random, bytes.length)
    return replace(bytes, at, at + 1, Buffer.of(pick(random, interesting)))
  },
  // cut off
  (random, bytes) => bytes.subarray(0, below(random, bytes.length + 1)),
  // leave a piece out
  (random, bytes) => replace(bytes, ...slice(random, bytes)),
  // a piece twice, or very often
  (random, bytes) => {
    const [start, end] = slice(random, bytes)
    const piece = bytes.subarray(start, end)
    return replace(bytes, end, end, ...(random() < 0.9 ? [piece] : copies(random, piece, 300)))
  },
  // a piece of another input
  (random, bytes, { valid }) => {
    const [start, end] = slice(random, bytes)
    const other = pick(random, valid)
    return replace(bytes, start, end, other.subarray(...slice(random, other)))
  },
  // a token, in between or instead
  (random, bytes, { tokens }) => {
    const [start, end] = slice(random, bytes)
    return replace(bytes, random() < 0.5 ? end : start, end, pick(random, tokens))
  },
  // a token very often: deep nesting, long runs
  (random, bytes, { tokens }) => {
    if (random() < 0.9) return bytes
    const at = below(random, bytes.length + 1)
    return replace(bytes, at, at, ...copies(random, pick(random, tokens), 600))
  },
  // lengths beyond all bounds
  (random, bytes) => {
    const at = below(random, bytes.length + 1)
    return replace(bytes, at, Math.min(bytes.length, at + 4), Buffer.alloc(1 + below(random, 8), 0xff))
  }
]

/** Bytes that are valid, nearly valid, or anything. */
export const mutated = (random: Random, corpus: Corpus): Buffer => {
  if (random() < 0.05) return randomBytes(random, 200)
  let bytes = pick(random, corpus.valid)
  for (let count = below(random, 5); count > 0; count--) bytes = pick(random, mutations)(random, bytes, corpus)
  return bytes
}

export const buffers = (...texts: ReadonlyArray<string>): Array<Buffer> => texts.map((text) => Buffer.from(text))
