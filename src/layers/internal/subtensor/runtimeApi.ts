/** What methods of runtime APIs answer: by the types of the metadata, or as bytes where it has none. */
import { Effect } from "effect"
import { unwrapBytes } from "../../../protocol/chain/unwrapBytes.ts"
import * as HexText from "../../../protocol/Hex.ts"
import { compact } from "../../../protocol/internal/compact.ts"
import { BadArgument, ChainError, NotInRuntime, Undecodable } from "../../../services/ChainError.ts"
import type { ChainValue, Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Core, ReadOptions } from "../../../services/subtensor/Core.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import type { Link } from "./rpc/Link.ts"
import type { ApiCodec, Codec } from "./runtime/Codec.ts"

/** A runtime, and the block whose state is looked at, unless it is whatever is the last one. */
export interface At {
  readonly codec: Codec
  readonly hash: Hex | undefined
}

/** How nodes say that a runtime has no such function. */
const NOT_EXPORTED = /is not found|not exported|Exported method/i

/** From this spec version on structures are not answered within bytes any more (chain-client.md §5.1). */
const UNWRAPPED = 233

const HEX = /^0x(?:[0-9a-f]{2})*$/

const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

/** Metadata of version 14 has no types of runtime APIs. What they took then were numbers of 16 bits, accounts as bytes, and lists of them. */
const encoded = (arg: ChainValue): Uint8Array | undefined => {
  if (typeof arg === "number" && Number.isInteger(arg) && arg >= 0 && arg < 2 ** 16) {
    return Uint8Array.of(arg & 0xff, arg >> 8)
  }
  if (arg instanceof Uint8Array) return concat([compact(arg.length), arg])
  if (!Array.isArray(arg)) return undefined
  const parts = arg.map(encoded)
  return parts.every((part) => part !== undefined) ? concat([compact(parts.length), ...parts]) : undefined
}

const untyped = (item: string, args: ReadonlyArray<ChainValue>): Effect.Effect<Uint8Array, ChainError> =>
  Effect.map(
    Effect.forEach(args, (arg, index) => {
      const bytes = encoded(arg)
      if (bytes !== undefined) return Effect.succeed(bytes)
      const detail = `argument ${index}: this runtime has no types for it; give numbers of 16 bits and bytes, or lists of them`
      return Effect.fail(new ChainError({ reason: new BadArgument({ item, detail }) }))
    }),
    concat
  )

interface Answer {
  readonly typed: ApiCodec | undefined
  readonly bytes: Uint8Array
  readonly specVersion: number
}

/** Calls methods of runtime APIs. */
export const make = (
  link: Link,
  look: <A>(
    options: ReadOptions | undefined,
    read: (state: At) => Effect.Effect<A, ChainError>
  ) => Effect.Effect<A, ChainError>
): Pick<Core, "runtimeCall" | "runtimeAnswer"> => {
  const called = (api: string, method: string, args: ReadonlyArray<ChainValue>, { codec, hash }: At) =>
    Effect.gen(function* () {
      const { specVersion } = codec.version
      const item = `${api}.${method}`
      const lacks = new ChainError({ reason: new NotInRuntime({ item, kind: "runtime API", specVersion }) })
      const typed = codec.api(api, method)
      if (typed === undefined && codec.hasApis) return yield* lacks
      const data = typed === undefined ? yield* untyped(item, args) : yield* Effect.fromResult(typed.args(args))
      const params = [`${api}_${method}`, HexText.encode(data), ...(hash === undefined ? [] : [hash])]
      const json = yield* Effect.catchTag(link.ask("state_call", params), "RpcFault", (fault) =>
        Effect.fail(NOT_EXPORTED.test(fault.message) ? lacks : chainErrorOf(fault, hash))
      )
      if (typeof json !== "string" || !HEX.test(json)) {
        return yield* new ChainError({ reason: new Undecodable({ item, detail: "the answer is no bytes" }) })
      }
      const answer: Answer = { typed, bytes: new Uint8Array(Buffer.from(json.slice(2), "hex")), specVersion }
      return answer
    })
  const call = (api: string, method: string, args: ReadonlyArray<ChainValue>, options?: ReadOptions) =>
    link.within(
      look(options, (state) => called(api, method, args, state)),
      `${api}.${method}`,
      options?.deadline
    )

  return {
    runtimeCall: (api, method, args = [], options) =>
      Effect.flatMap(call(api, method, args, options), ({ bytes, typed }) =>
        typed === undefined ? Effect.succeed(bytes) : Effect.fromResult(typed.value(bytes))
      ),
    runtimeAnswer: (api, method, args = [], options) =>
      Effect.flatMap(call(api, method, args, options), ({ bytes, specVersion, typed }) => {
        const isWrapped = typed?.answersBytes ?? specVersion < UNWRAPPED
        if (!isWrapped) return Effect.succeed(bytes)
        return Effect.mapError(
          Effect.fromResult(unwrapBytes(bytes)),
          ({ message }) => new ChainError({ reason: new Undecodable({ item: `${api}.${method}`, detail: message }) })
        )
      })
  }
}
