/** A node that is asked by the real client and gives recorded answers: what other runtimes answer than the embedded chain's. */
import { Effect, Layer, Queue, Stream } from "effect"
import { type ChainError, Devnet, type Subtensor } from "effect-bittensor"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"

export interface RecordedNode {
  readonly specVersion: number
  /** As `state_getMetadata` gives it. */
  readonly metadata: Uint8Array
  /** The number of its last block, and whatever later one it is when it is asked again. */
  readonly heads: ReadonlyArray<number>
  /** What functions of the runtime answer, by their names: hex, or the message of an error. At a block by its hash, other answers. */
  readonly answers: (method: string, at: string | undefined) => string | undefined
  /** Is told of each question. */
  readonly heard?: ((method: string, params: ReadonlyArray<unknown>) => void) | undefined
}

const GENESIS = `0x${"11".repeat(32)}`
const ROOT = `0x${"22".repeat(32)}`

const headOf = (number: number) => ({
  parentHash: GENESIS,
  number: `0x${number.toString(16)}`,
  stateRoot: ROOT,
  extrinsicsRoot: ROOT,
  digest: { logs: [] }
})

class NodeError extends Error {}

const answererOf = ({ answers, heads, metadata, specVersion }: RecordedNode) => {
  const version = {
    specName: "node-subtensor",
    implName: "node-subtensor",
    specVersion,
    transactionVersion: 1,
    implVersion: 1,
    authoringVersion: 1,
    stateVersion: 1,
    apis: []
  }
  let asked = 0
  return (method: string, params: ReadonlyArray<unknown>): unknown => {
    switch (method) {
      case "chain_getBlockHash":
        return GENESIS
      case "chain_getHeader":
        // By its hash it is the last one that was told.
        return headOf(heads[Math.min(params.length === 0 ? asked++ : asked - 1, heads.length - 1)]!)
      case "state_getRuntimeVersion":
        return version
      case "state_getMetadata":
        return `0x${Buffer.from(metadata).toString("hex")}`
      case "state_subscribeRuntimeVersion":
        return "runtime"
      case "state_call": {
        const answer = answers(String(params[0]), params[2] as string | undefined)
        if (answer?.startsWith("0x")) return answer
        throw new NodeError(answer ?? `Exported method ${String(params[0])} is not found`)
      }
      default:
        throw new NodeError(`no ${method} here`)
    }
  }
}

const connect = (node: RecordedNode) =>
  Effect.gen(function* () {
    const told = yield* Queue.unbounded<string>()
    const answer = answererOf(node)
    const tell = (message: object) => Queue.offerUnsafe(told, JSON.stringify({ jsonrpc: "2.0", ...message }))
    const send = (text: string) =>
      Effect.sync(() => {
        const { id, method, params = [] } = JSON.parse(text) as { id: number; method: string; params?: Array<unknown> }
        node.heard?.(method, params)
        try {
          tell({ id, result: answer(method, params) })
          if (method !== "state_subscribeRuntimeVersion") return
          const result = answer("state_getRuntimeVersion", [])
          tell({ method: "state_runtimeVersion", params: { subscription: "runtime", result } })
        } catch (error) {
          if (!(error instanceof NodeError)) throw error
          tell({ id, error: { code: 4003, message: error.message } })
        }
      })
    return { messages: Stream.fromQueue(told), send }
  })

/** A client of such a node. */
export const layerRecorded = (node: RecordedNode): Layer.Layer<Subtensor, ChainError> =>
  SubtensorRpc.layerDevnet().pipe(
    Layer.provide(Layer.mock(Devnet, { genesis: GENESIS, url: undefined, connect: connect(node) } as never))
  )
