/**
 * The senate and the triumvirate, whose proposals it votes on. From dTAO's later runtimes on there is neither.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { account, block, type Field, listOf, maybe, record, u32 } from "../../../protocol/internal/chain/fields.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ChainValue } from "../ChainValue.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { anything, hex, keyOf, pinned, stored, storedMany, together, whole } from "./Read.ts"

/**
 * How a proposal stands.
 *
 * @category models
 */
export interface Votes {
  /** The number of the proposal. */
  readonly index: number
  /** How many have to agree. */
  readonly threshold: number
  readonly ayes: ReadonlyArray<Ss58>
  readonly nays: ReadonlyArray<Ss58>
  /** The block in which the vote ends. */
  readonly end: number
}

/**
 * A proposal: a call, and how it stands.
 *
 * @category models
 */
export interface Proposal {
  /** As the metadata has it: the pallet and the call within it, each `{ type, value }`. */
  readonly call: ChainValue
  readonly votes: Votes | undefined
}

const votes: Field<Votes> = record<Votes>({
  index: u32,
  threshold: u32,
  ayes: listOf(account),
  nays: listOf(account),
  end: block
})
const senateMembers = whole("SenateMembers.Members", listOf(account))
const proposalHashes = whole("Triumvirate.Proposals", listOf(hex))
const voteData = (chain: Core, hash: string, options?: ReadOptions): Effect.Effect<Votes | undefined, ChainError> =>
  stored(chain, "Triumvirate.Voting", [hash], maybe(votes), options)

/**
 * Governance.
 *
 * @category reads
 */
export const governance = {
  /** The hotkeys in the senate, of `SenateMembers.Members`. */
  senateMembers,

  /** Whether a hotkey is in the senate. */
  isSenateMember: (chain: Core, hotkey: string, options?: ReadOptions): Effect.Effect<boolean, ChainError> =>
    Effect.map(together([senateMembers(chain, options), keyOf("hotkey", hotkey)]), ([members]) =>
      members.some((member) => member === hotkey)
    ),

  /** The hashes of what is proposed, 32 bytes in hex each, of `Triumvirate.Proposals`. */
  proposalHashes,

  /** What is proposed under a hash, of `Triumvirate.ProposalOf`: the call as the metadata has it; `undefined` for nothing. */
  proposalCallData: (chain: Core, hash: string, options?: ReadOptions): Effect.Effect<ChainValue, ChainError> =>
    stored(chain, "Triumvirate.ProposalOf", [hash], anything, options),

  /** How a proposal stands, of `Triumvirate.Voting`; `undefined` if there is no such proposal. */
  voteData,

  /** The same, by the other name that the SDK has for it. */
  proposalVoteData: voteData,

  /** All that is proposed, by hash. */
  proposals: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyMap<string, Proposal>, ChainError> =>
    Effect.gen(function* () {
      const at = yield* pinned(chain, options)
      const hashes = yield* proposalHashes(chain, at)
      const keys = hashes.map((hash) => [hash])
      const [calls, standing] = yield* together([
        storedMany(chain, "Triumvirate.ProposalOf", keys, anything, at),
        storedMany(chain, "Triumvirate.Voting", keys, maybe(votes), at)
      ])
      return new Map(hashes.map((hash, index) => [hash, { call: calls[index], votes: standing[index] }]))
    })
}
