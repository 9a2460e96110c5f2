/**
 * What a coldkey says of itself (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeValue } from "../internal/chain/decode.ts"
import { type Field, optional, record, text } from "../internal/chain/fields.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * What the holder of a coldkey wrote about himself: a stranger's words, empty where he wrote nothing.
 *
 * @category models
 */
export const ChainIdentity = Schema.Struct({
  name: Schema.String,
  url: Schema.String,
  /** The first dTAO chains lack it. */
  githubRepo: Schema.optionalKey(Schema.String),
  image: Schema.String,
  discord: Schema.String,
  description: Schema.String,
  additional: Schema.String
})

/** @category models */
export interface ChainIdentity extends Schema.Schema.Type<typeof ChainIdentity> {}

/** @internal */
export const chainIdentity: Field<ChainIdentity> = record<ChainIdentity>({
  name: text,
  url: text,
  githubRepo: optional(text),
  image: text,
  discord: text,
  description: text,
  additional: text
})

/**
 * Takes a `ChainIdentity` or `ChainIdentityV2` that metadata decoded: an entry of `SubtensorModule.Identities` or `IdentitiesV2`.
 *
 * **Example** (What `IdentitiesV2` holds)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { chainIdentityFromRuntime } from "effect-bittensor/protocol/chain/ChainIdentity"
 *
 * const bytes = (text: string) => new TextEncoder().encode(text)
 * const none = { url: bytes(""), github_repo: bytes(""), image: bytes(""), discord: bytes("") }
 * const decoded = { name: bytes("Alice"), ...none, description: bytes("Runs a validator"), additional: bytes("") }
 * const identity = Result.getOrThrow(chainIdentityFromRuntime(decoded))
 * identity.name // => "Alice"
 * ```
 *
 * @category decoding
 */
export const chainIdentityFromRuntime = (value: unknown): Result.Result<ChainIdentity, LayoutError> =>
  decodeValue("ChainIdentity", value, chainIdentity.take)
