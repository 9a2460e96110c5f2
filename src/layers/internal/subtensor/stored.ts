/** What is stored under keys: one question for all that are asked for at once. */
import { Effect, Exit, Request, RequestResolver, Schema } from "effect"
import { ChainError, Undecodable } from "../../../services/ChainError.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import { decoderOf } from "./rpc/headers.ts"

/** Keys that are asked for in one question: what nodes give of them. */
export const PAGE = 1000

/** The bytes under a key, in hex; `null` for nothing. */
const HexOrNull = Schema.NullOr(Schema.String.check(Schema.isPattern(/^0x(?:[0-9a-f]{2})*$/)))

const decodeOne = decoderOf("what is stored", HexOrNull)

/** What storage subscriptions tell, and what many keys are answered with. */
export const decodeChanges = decoderOf(
  "a page of what is stored",
  Schema.Array(Schema.Struct({ block: Schema.String, changes: Schema.Array(Schema.Tuple([Schema.String, HexOrNull])) }))
)

/** Asks a node, about the state of a block or of whatever is the last one. */
export type Ask = (
  method: string,
  params: ReadonlyArray<unknown>,
  at: { readonly hash: Hex | undefined }
) => Effect.Effect<unknown, ChainError>

/** A key of which somebody wants to know what is stored. */
class Wanted extends Request.Class<
  { readonly key: string; readonly hash: Hex | undefined },
  string | null,
  ChainError
> {}

/** Reads what is stored. */
export interface Stored {
  /** Under one key. What is asked for in the same moment, of the same block, is asked together. */
  readonly one: (key: string, at: { readonly hash: Hex | undefined }) => Effect.Effect<string | null, ChainError>
  /** Under many keys. A node names every one of them, also those that hold nothing. */
  readonly many: (
    item: string,
    keys: ReadonlyArray<string>,
    at: { readonly hash: Hex | undefined }
  ) => Effect.Effect<ReadonlyMap<string, string | null>, ChainError>
}

export const make = (ask: Ask): Stored => {
  const many: Stored["many"] = (item, keys, at) =>
    Effect.gen(function* () {
      const found = new Map<string, string | null>()
      for (let first = 0; first < keys.length; first += PAGE) {
        const page = keys.slice(first, first + PAGE)
        const sets = yield* Effect.fromResult(decodeChanges(yield* ask("state_queryStorageAt", [page], at)))
        for (const { changes } of sets) for (const [key, value] of changes) found.set(key, value)
      }
      const left = keys.filter((key) => !found.has(key)).length
      return left === 0
        ? found
        : yield* new ChainError({ reason: new Undecodable({ item, detail: `of ${left} keys nothing was said` }) })
    })

  const resolver = RequestResolver.makeGrouped<Wanted, Hex | undefined>({
    key: ({ request }) => request.hash,
    resolver: (entries, hash) =>
      Effect.gen(function* () {
        const [first, ...others] = new Set(entries.map(({ request }) => request.key))
        const found =
          others.length === 0
            ? new Map([[first, yield* Effect.fromResult(decodeOne(yield* ask("state_getStorage", [first], { hash })))]])
            : yield* many("the storage", [first!, ...others], { hash })
        for (const entry of entries) entry.completeUnsafe(Exit.succeed(found.get(entry.request.key) ?? null))
      })
  })

  return { one: (key, { hash }) => Effect.request(new Wanted({ key, hash }), resolver), many }
}
