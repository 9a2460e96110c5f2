/**
 * What people say of themselves, and what neurons commit to.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { type ChainIdentity, chainIdentity } from "../../../protocol/chain/ChainIdentity.ts"
import { commitmentField, commitmentText, registration } from "../../../protocol/chain/Registration.ts"
import {
  account,
  block,
  bytes,
  type Field,
  listOf,
  maybe,
  named,
  optional,
  pairOf,
  record,
  text,
  u32
} from "../../../protocol/internal/chain/fields.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { as, by, firstOf, listed, pinned, somebody, stored, type Place } from "./Read.ts"

/** What the pallet Registry holds of somebody. */
interface Registered {
  readonly name: string
  readonly url: string
  readonly image: string
  readonly legal: string
  readonly riot: string
  readonly email: string
  readonly twitter: string
  /** 20 bytes in hex, if there is one. */
  readonly pgpFingerprint?: string
}

/**
 * What somebody wrote about himself: a stranger's words, empty where he wrote nothing. The pallet Registry calls the name display and the
 * url web; it alone has `legal`, `riot`, `email`, `twitter` and `pgpFingerprint`. All else is there from dTAO on.
 *
 * @category models
 */
export interface Identity extends Partial<ChainIdentity>, Partial<Registered> {
  readonly name: string
  readonly url: string
  readonly image: string
}

/**
 * A text that could not be read before a round of drand.
 *
 * @category models
 */
export interface RevealedCommitment {
  /** The block in which it was revealed. */
  readonly block: number
  /** A stranger's words. */
  readonly text: string
}

/** Bytes of the pallet Registry as text; what is no bytes is none. */
const words = as(commitmentField, (field) => (field._tag === "Raw" ? text.take(field.bytes) : ""))
const registry: Field<Registered> = record<Registered>({
  name: named(words, "display"),
  url: named(words, "web"),
  image: words,
  legal: words,
  riot: words,
  email: words,
  twitter: words,
  pgpFingerprint: optional({ take: String })
})
const registered = as(record<{ readonly info: Registered }>({ info: registry }), ({ info }) => info)

const REGISTRY = "Registry.IdentityOf"

/** A text that the chain has opened stands behind its length, of one, two or four bytes. */
const opened = as(bytes, (found) => text.take(found.subarray([1, 2, 4][(found[0] ?? 0) & 3] ?? 4)))
const revealed = as(listOf(pairOf(opened, block)), (pairs) =>
  pairs.map(([text, block]): RevealedCommitment => ({ block, text }))
)
const committed = as(registration, commitmentText)

/** The hotkey that has a place, for items that are kept by hotkeys; `undefined` if nobody has it. */
const atPlace = <A>(
  chain: Core,
  { netuid, uid }: Place,
  read: (hotkey: Ss58, options: ReadOptions) => Effect.Effect<A, ChainError>,
  options?: ReadOptions
): Effect.Effect<A | undefined, ChainError> =>
  Effect.gen(function* () {
    const at = yield* pinned(chain, options)
    const hotkey = yield* stored(chain, "Keys", [netuid, uid], somebody, at)
    return hotkey === undefined ? undefined : yield* read(hotkey, at)
  })

const revealedCommitmentByHotkey = by(["netuid", "hotkey"], "Commitments.RevealedCommitments", maybe(revealed))
const lastBondsReset = by(["netuid", "hotkey"], "Commitments.LastBondsReset", maybe(u32))

/**
 * Identities and commitments.
 *
 * @category reads
 */
export const identities = {
  /** What somebody wrote about himself, of `IdentitiesV2`, `Identities` or, before dTAO, `Registry.IdentityOf`; `undefined` for nothing. */
  queryIdentity: (
    chain: Core,
    address: string,
    options?: ReadOptions
  ): Effect.Effect<Identity | undefined, ChainError> =>
    Effect.gen(function* () {
      const runtime = yield* chain.runtime(options)
      const item = yield* firstOf(runtime, "storage", ["IdentitiesV2", "Identities", REGISTRY])
      const field: Field<Identity> = item === REGISTRY ? registered : chainIdentity
      return yield* stored(chain, item, [address], maybe(field), options)
    }),

  /** What all accounts wrote about themselves, by account, of `IdentitiesV2`, `Identities` or the pallet `Registry`. */
  delegateIdentities: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyMap<Ss58, Identity>, ChainError> =>
    Effect.gen(function* () {
      const runtime = yield* chain.runtime(options)
      const item = yield* firstOf(runtime, "storage", ["IdentitiesV2", "Identities", REGISTRY])
      const field: Field<Identity> = item === REGISTRY ? registered : chainIdentity
      return yield* listed<Ss58, Identity>(chain, item, [], account, field, options)
    }),

  /** The text that a neuron has committed to, of `Commitments.CommitmentOf`; `undefined` for none. */
  commitment: (chain: Core, place: Place, options?: ReadOptions): Effect.Effect<string | undefined, ChainError> =>
    atPlace(
      chain,
      place,
      (hotkey, at) => stored(chain, "Commitments.CommitmentOf", [place.netuid, hotkey], maybe(committed), at),
      options
    ),

  /** All that a hotkey has committed to in a subnet, of `Commitments.CommitmentOf`; `undefined` for nothing. */
  commitmentMetadata: by(["netuid", "hotkey"], "Commitments.CommitmentOf", maybe(registration)),

  /** The texts that the hotkeys of a subnet have committed to, by hotkey. */
  allCommitments: (chain: Core, netuid: number, options?: ReadOptions) =>
    listed<Ss58, string>(chain, "Commitments.CommitmentOf", [netuid], account, committed, options),

  /** The texts of a neuron that drand has opened, of `Commitments.RevealedCommitments`; `undefined` for none. */
  revealedCommitment: (chain: Core, place: Place, options?: ReadOptions) =>
    atPlace(
      chain,
      place,
      (hotkey, at) => revealedCommitmentByHotkey(chain, { netuid: place.netuid, hotkey }, at),
      options
    ),

  /** The same of a hotkey. */
  revealedCommitmentByHotkey,

  /** The same of all hotkeys of a subnet, by hotkey. */
  allRevealedCommitments: (chain: Core, netuid: number, options?: ReadOptions) =>
    listed<Ss58, ReadonlyArray<RevealedCommitment>>(
      chain,
      "Commitments.RevealedCommitments",
      [netuid],
      account,
      revealed,
      options
    ),

  /** The block in which a hotkey last had its bonds reset, of `Commitments.LastBondsReset`; `undefined` for never. */
  lastBondsReset,

  /** The same of a neuron. */
  lastCommitmentBondsResetBlock: (chain: Core, place: Place, options?: ReadOptions) =>
    atPlace(chain, place, (hotkey, at) => lastBondsReset(chain, { netuid: place.netuid, hotkey }, at), options)
}
