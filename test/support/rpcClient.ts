/** A client of a chain within the test: asks, and keeps all that it is told, in order. */
import type { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"

/** An error as JSON-RPC tells it. */
export interface RpcFailure {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

/** A message of the node. */
export interface Message {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: RpcFailure
  readonly method?: string
  readonly params?: { readonly subscription: string; readonly result: unknown }
}

export const request = (method: string, params: ReadonlyArray<unknown>, id: unknown = 1): string =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params })

/** A client that stays. */
export const client = (rpc: Rpc) => {
  const messages: Array<Message> = []
  const connection = rpc.connect((text) => void messages.push(JSON.parse(text) as Message))
  const exchange = (method: string, params: ReadonlyArray<unknown>): Message => {
    const from = messages.length
    connection.receive(request(method, params))
    return messages.slice(from).find(({ id }) => id === 1) ?? {}
  }
  return {
    connection,
    messages,
    /** The result of a method; that it is an error is a failure of the test. */
    ask: (method: string, ...params: ReadonlyArray<unknown>): unknown => {
      const { error, result } = exchange(method, params)
      if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
      return result
    },
    /** The error of a method. */
    fail: (method: string, ...params: ReadonlyArray<unknown>): RpcFailure => {
      const { error, result } = exchange(method, params)
      if (error === undefined) throw new Error(`${method} gives ${JSON.stringify(result)}`)
      return error
    },
    /** What a subscription told. */
    told: (subscription: unknown): ReadonlyArray<unknown> =>
      messages.flatMap(({ params }) => (params?.subscription === subscription ? [params?.result] : []))
  }
}
