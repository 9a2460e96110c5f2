/** A node that has the metadata of a runtime, and of its state what a test gives it. */
import { blake2b } from "@noble/hashes/blake2.js"
import { Twox128 } from "@polkadot-api/substrate-bindings"
import { Deferred, Effect, Layer } from "effect"
import { type ChainError, Subtensor } from "effect-bittensor"
import { make as makeCore } from "../../src/layers/internal/subtensor/core.ts"
import * as store from "../../src/layers/internal/subtensor/metadataStore.ts"
import type { Endpoint, Lost } from "../../src/layers/internal/subtensor/rpc/Wire.ts"
import { hex, toHex } from "./vectors.ts"

/** What it answers with; what is left out is not there. */
export interface FakeNode {
  readonly specVersion: number
  readonly metadata: Uint8Array
  /** What a runtime API answers, by `Api_method`; `undefined` where the runtime has no such function. */
  readonly call?: (method: string) => Uint8Array | undefined
  /** What is stored under a key. */
  readonly stored?: (key: string) => string | undefined
  /** The keys that begin with one. */
  readonly keys?: (prefix: string) => ReadonlyArray<string>
  /** Is told of each question. */
  readonly asked?: (method: string) => void
}

/**
 * A state that is written down by hand: for each `Pallet.Item` the bytes that lie under all of its keys, in hex, and what follows in the
 * one key that is listed, whatever it is that keys have to begin with.
 */
export const stateOf = (items: {
  readonly [item: string]: { readonly value: string; readonly key?: string }
}): Required<Pick<FakeNode, "stored" | "keys">> => {
  const places = Object.entries(items).map(([item, { key, value }]) => {
    const prefix = item.split(".").map((name) => toHex(Twox128(new TextEncoder().encode(name))).slice(2))
    return { prefix: `0x${prefix.join("")}`, key, value }
  })
  const at = (key: string) => places.find(({ prefix }) => key.startsWith(prefix))
  return {
    stored: (key) => {
      const found = at(key)
      return found === undefined ? undefined : `0x${found.value}`
    },
    keys: (start) => {
      const found = at(start)
      return found?.key === undefined ? [] : [`${start}${found.key}`]
    }
  }
}

/** The number of its only block. */
export const HEAD = 1000

const zeros = `0x${"00".repeat(32)}`
const header = {
  parentHash: zeros,
  number: `0x${HEAD.toString(16)}`,
  stateRoot: zeros,
  extrinsicsRoot: zeros,
  digest: { logs: [] }
}

/** What a header is known by: three hashes, and between the first two the number, in SCALE's compact form; no digest. */
const scale = Uint8Array.from([...hex(zeros), ((HEAD << 2) & 0xff) | 1, HEAD >> 6, ...hex(zeros), ...hex(zeros), 0])
const hash = toHex(blake2b(scale, { dkLen: 32 }))

/** What every extrinsic costs. */
export const FEE = 123_456n

class Refusal extends Error {}

const answerOf = (node: FakeNode, method: string, params: ReadonlyArray<unknown>): unknown => {
  const [first] = params
  switch (method) {
    case "chain_getBlockHash":
    case "chain_getFinalizedHead":
      return hash
    case "system_accountNextIndex":
      return 0
    case "payment_queryInfo":
      return { weight: { refTime: 1, proofSize: 1 }, class: "normal", partialFee: String(FEE) }
    case "chain_getHeader":
      return header
    case "chain_getBlock":
      return { block: { header, extrinsics: [] } }
    case "state_getRuntimeVersion":
      return { specName: "node-subtensor", specVersion: node.specVersion, transactionVersion: 1 }
    case "state_getMetadata":
      return toHex(node.metadata)
    case "state_getStorage":
      return node.stored?.(String(first)) ?? null
    case "state_queryStorageAt": {
      const changes = (first as ReadonlyArray<string>).map((key) => [key, node.stored?.(key) ?? null])
      return [{ block: hash, changes }]
    }
    case "state_getKeysPaged":
      return node.keys?.(String(first)) ?? []
    case "state_call": {
      const answer = node.call?.(String(first))
      if (answer !== undefined) return toHex(answer)
      throw new Refusal(`Execution failed: Other: Exported method ${String(first)} is not found`)
    }
    default:
      throw new Refusal(`no ${method} here`)
  }
}

const endpoint = (node: FakeNode): Endpoint => ({
  name: "fake",
  dial: Effect.sync(() => {
    let hear: ((text: string) => void) | undefined
    const tell = (message: object) => queueMicrotask(() => hear?.(JSON.stringify({ jsonrpc: "2.0", ...message })))
    return {
      endpoint: "fake",
      send: (text) =>
        Effect.sync(() => {
          const { id, method, params } = JSON.parse(text) as {
            readonly id: number
            readonly method: string
            readonly params: ReadonlyArray<unknown>
          }
          node.asked?.(method)
          if (method === "state_subscribeRuntimeVersion") {
            tell({ id, result: "runtime" })
            const result = answerOf(node, "state_getRuntimeVersion", [])
            return tell({ method: "state_runtimeVersion", params: { subscription: "runtime", result } })
          }
          try {
            tell({ id, result: answerOf(node, method, params) })
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
            tell({ id, error: { code: 4003, message: "Client error", data: error.message } })
          }
        }),
      listen: (listener) => {
        hear = listener
      },
      lost: Deferred.await(Deferred.makeUnsafe<never, Lost>())
    }
  })
})

/** A client of such a node. */
export const layerFake = (node: FakeNode): Layer.Layer<Subtensor, ChainError> =>
  Layer.effect(
    Subtensor,
    Effect.map(
      makeCore({
        network: "fake",
        endpoints: [endpoint(node)],
        archives: [],
        genesis: undefined,
        deadline: "5 seconds",
        silence: "1 minute",
        rate: undefined,
        store: store.none
      }),
      (core) => Subtensor.fromCore(core)
    )
  )
