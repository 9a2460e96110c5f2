/**
 * Authorities of Grandpa, and the proof that one of them voted twice.
 *
 * @since 0.2.0
 */
import { alias } from "../../../scale/Type.ts"
import { enumeration, newtype, struct } from "../../../scale/composites.ts"
import { fixedBytes, u32, u64 } from "../../../scale/primitives.ts"
import { option, tuple } from "../../../scale/sequences.ts"
import { H256, weakBoundedVec } from "../../../scale/substrate.ts"
import { N } from "./names.ts"

/**
 * The ed25519 key of an authority.
 *
 * @category types
 */
export const GrandpaId = newtype("sp_consensus_grandpa::app::Public", alias("ed25519::Public", fixedBytes(32)))

/**
 * An ed25519 signature of an authority.
 *
 * @category types
 */
export const GrandpaSignature = newtype(
  "sp_consensus_grandpa::app::Signature",
  alias("ed25519::Signature", fixedBytes(64))
)

/**
 * Authorities and their weights.
 *
 * @category types
 */
export const AuthorityList = weakBoundedVec(tuple(GrandpaId, u64))

/**
 * Whether Grandpa runs.
 *
 * @category types
 */
export const StoredState = enumeration(
  "pallet_grandpa::StoredState",
  { Live: [], PendingPause: { scheduled_at: N, delay: N }, Paused: [], PendingResume: { scheduled_at: N, delay: N } },
  { params: { N: u32 } }
)

/**
 * A change of the authorities that is announced.
 *
 * @category types
 */
export const StoredPendingChange = struct(
  "pallet_grandpa::StoredPendingChange",
  {
    scheduled_at: N,
    delay: N,
    next_authorities: alias("BoundedAuthorityList<Limit>", AuthorityList),
    forced: option(N)
  },
  { params: { N: u32, Limit: undefined } }
)

/**
 * A vote of the first round.
 *
 * @category types
 */
export const Prevote = struct(
  "finality_grandpa::Prevote",
  { target_hash: alias("H", H256), target_number: N },
  { params: { H: H256, N: u32 } }
)

/**
 * A vote of the second round.
 *
 * @category types
 */
export const Precommit = struct(
  "finality_grandpa::Precommit",
  { target_hash: alias("H", H256), target_number: N },
  { params: { H: H256, N: u32 } }
)

/** Two votes of one authority in one round. */
const equivocation = (vote: typeof Prevote) => {
  const voted = tuple(alias("V", vote), alias("S", GrandpaSignature))
  return struct(
    "finality_grandpa::Equivocation",
    { round_number: u64, identity: alias("Id", GrandpaId), first: voted, second: voted },
    { params: { Id: GrandpaId, V: vote, S: GrandpaSignature } }
  )
}

/**
 * Two votes of one authority in one round.
 *
 * @category types
 */
export const Equivocation = enumeration(
  "sp_consensus_grandpa::Equivocation",
  {
    Prevote: [
      alias("grandpa::Equivocation<AuthorityId, grandpa::Prevote<H, N>,\nAuthoritySignature>", equivocation(Prevote))
    ],
    Precommit: [
      alias(
        "grandpa::Equivocation<AuthorityId, grandpa::Precommit<H, N>,\nAuthoritySignature>",
        equivocation(Precommit)
      )
    ]
  },
  { params: { H: H256, N: u32 } }
)

/**
 * The proof that an authority voted twice.
 *
 * @category types
 */
export const EquivocationProof = struct(
  "sp_consensus_grandpa::EquivocationProof",
  { set_id: alias("SetId", u64), equivocation: alias("Equivocation<H, N>", Equivocation) },
  { params: { H: H256, N: u32 } }
)
