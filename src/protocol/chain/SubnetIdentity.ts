/**
 * What a subnet says of itself (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeValue } from "../internal/chain/decode.ts"
import { type Field, optional, record, text } from "../internal/chain/fields.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * What a subnet's owner wrote about it: a stranger's words, empty where he wrote nothing. The first dTAO chains have the first three only.
 *
 * @category models
 */
export const SubnetIdentity = Schema.Struct({
  subnetName: Schema.String,
  githubRepo: Schema.String,
  subnetContact: Schema.String,
  subnetUrl: Schema.optionalKey(Schema.String),
  discord: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.String),
  logoUrl: Schema.optionalKey(Schema.String),
  additional: Schema.optionalKey(Schema.String)
})

/** @category models */
export interface SubnetIdentity extends Schema.Schema.Type<typeof SubnetIdentity> {}

/** @internal */
export const subnetIdentity: Field<SubnetIdentity> = record<SubnetIdentity>({
  subnetName: text,
  githubRepo: text,
  subnetContact: text,
  subnetUrl: optional(text),
  discord: optional(text),
  description: optional(text),
  logoUrl: optional(text),
  additional: optional(text)
})

/**
 * Takes a `SubnetIdentity`, `…V2` or `…V3` that metadata decoded.
 *
 * @category decoding
 */
export const subnetIdentityFromRuntime = (value: unknown): Result.Result<SubnetIdentity, LayoutError> =>
  decodeValue("SubnetIdentity", value, subnetIdentity.take)
