/**
 * Who makes blocks final.
 *
 * @since 0.2.0
 */
import { twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { optional, optionalMap, value } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { u32, u64 } from "../../../scale/primitives.ts"
import { tuple, vec } from "../../../scale/sequences.ts"
import { AuthorityList, EquivocationProof, GrandpaId, StoredPendingChange, StoredState } from "../types/grandpa.ts"
import { BlockNumberFor } from "../types/names.ts"
import { Void } from "../types/outer.ts"

const BoxedProof = alias("Box<EquivocationProof<T::Hash, BlockNumberFor<T>>>", EquivocationProof)
// The proofs of this runtime can never be given: Void has no values.
const KeyOwnerProof = alias("T::KeyOwnerProof", Void)

/**
 * Who makes blocks final.
 *
 * @category pallets
 */
export const Grandpa = definePallet({
  name: "Grandpa",
  index: 4,
  crate: "pallet_grandpa",
  storageVersion: 5,
  eventGenerics: [],
  storage: {
    State: value(StoredState),
    PendingChange: optional(StoredPendingChange),
    NextForced: optional(u32),
    Stalled: optional(tuple(u32, u32)),
    CurrentSetId: value(u64),
    SetIdSession: optionalMap([twox64Concat(u64)], u32),
    Authorities: value(AuthorityList)
  },
  calls: {
    report_equivocation: call(0, {
      equivocation_proof: BoxedProof,
      key_owner_proof: KeyOwnerProof
    }),
    report_equivocation_unsigned: call(1, {
      equivocation_proof: BoxedProof,
      key_owner_proof: KeyOwnerProof
    }),
    note_stalled: call(2, { delay: BlockNumberFor, best_finalized_block_number: BlockNumberFor })
  },
  events: {
    NewAuthorities: { authority_set: alias("AuthorityList", vec(tuple(GrandpaId, u64))) },
    Paused: [],
    Resumed: []
  },
  errors: [
    "PauseFailed",
    "ResumeFailed",
    "ChangePending",
    "TooSoon",
    "InvalidKeyOwnershipProof",
    "InvalidEquivocationProof",
    "DuplicateOffenceReport"
  ],
  constants: {
    MaxAuthorities: constant(u32, 32),
    MaxNominators: constant(u32, 20),
    MaxSetIdSessionEntries: constant(u64, 0n)
  }
})
