/** What an account says of itself, as commands give it. */
import { Schema } from "effect"
import type { Identity } from "../../../services/subtensor/reads/identities.ts"

const Text = Schema.NullOr(Schema.String)

/** `null` for what was not said, or what the runtime has no place for. @category schemas */
export const Fields = Schema.Struct({
  display: Text,
  legal: Text,
  web: Text,
  riot: Text,
  email: Text,
  pgp_fingerprint: Text,
  image: Text,
  twitter: Text,
  github: Text,
  discord: Text,
  description: Text,
  additional: Text
})

/** @category models */
export type Fields = typeof Fields.Type

/** @category constructors */
export const fieldsOf = (identity: Identity): Fields => ({
  display: identity.name || null,
  legal: identity.legal || null,
  web: identity.url || null,
  riot: identity.riot || null,
  email: identity.email || null,
  pgp_fingerprint: identity.pgpFingerprint ?? null,
  image: identity.image || null,
  twitter: identity.twitter || null,
  github: identity.githubRepo || null,
  discord: identity.discord || null,
  description: identity.description || null,
  additional: identity.additional || null
})

/** What was said, a row each. @category formatting */
export const rows = (fields: Fields): ReadonlyArray<readonly [name: string, text: string]> =>
  Object.entries(fields).flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]))
