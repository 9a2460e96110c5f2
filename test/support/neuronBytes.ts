/** Answers with as many neurons as one likes, made of those that the real runtime answered (`runtime_api.json`, spec 185). */
import { AnswerReader } from "../../src/protocol/internal/chain/AnswerReader.ts"
import { NeuronCursor } from "../../src/protocol/internal/chain/NeuronCursor.ts"
import { hex, loadVectors } from "./vectors.ts"

/** A recorded answer of `state_call`. */
export interface RuntimeApiCase {
  readonly method: string
  readonly params: string
  readonly note: string
  readonly result: string
}

/** All answers that were recorded. */
export const runtimeApiCases: ReadonlyArray<RuntimeApiCase> = loadVectors<{
  readonly cases: ReadonlyArray<RuntimeApiCase>
}>("runtime", "runtime_api.json").flatMap(({ data }) => data.cases)

/** The whole answer, with its outer bytes. */
export const answerOf = (method: string, note: string): Uint8Array => {
  const found = runtimeApiCases.find((one) => one.method.endsWith(`_${method}`) && one.note === note)
  if (found === undefined) throw new Error(`no case ${method}, ${note}`)
  return hex(found.result)
}

/** A compact length, in the form of at most four bytes. */
export const compactLength = (length: number): Uint8Array => {
  if (length < 1 << 6) return Uint8Array.of(length << 2)
  return length < 1 << 14
    ? Uint8Array.of(((length << 2) & 0xff) | 1, length >> 6)
    : Uint8Array.of(((length << 2) & 0xff) | 2, (length >> 6) & 0xff, (length >> 14) & 0xff, length >> 22)
}

export const concat = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => Uint8Array.from(Buffer.concat(parts))

/** The six neurons of netuid 1, each with where its hotkey, coldkey and stakers lie. The first staker of each is its coldkey. */
const recorded = (isFull: boolean) => {
  const outer = answerOf(isFull ? "get_neurons" : "get_neurons_lite", "netuid 1")
  const inner = outer.subarray(2)
  const reader = new AnswerReader(inner)
  const neuron = new NeuronCursor({ isFull, portBeforeIp: true })
  return Array.from({ length: reader.length(1) }, () => {
    const start = reader.offset
    neuron.read(reader)
    return {
      bytes: inner.slice(start, reader.offset),
      hotkey: neuron.hotkeyAt - start,
      coldkey: neuron.coldkeyAt - start,
      stakers: neuron.stakerAt.map((at) => at - start)
    }
  })
}

/** The inner bytes of an answer with so many neurons; no two hotkeys are the same, nor two coldkeys. */
export const manyNeurons = (count: number, isFull: boolean): Uint8Array => {
  const originals = recorded(isFull)
  const neurons = Array.from({ length: count }, (_, index) => {
    const { bytes, coldkey, hotkey, stakers } = originals[index % originals.length]!
    const copy = bytes.slice()
    const view = new DataView(copy.buffer)
    view.setUint32(hotkey, index)
    view.setUint32(coldkey, index ^ 0xffff_0000)
    for (const [place, at] of stakers.entries()) view.setUint32(at, (index + place * count) ^ 0xffff_0000)
    return copy
  })
  return concat(compactLength(count), ...neurons)
}
