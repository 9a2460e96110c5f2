/**
 * Bytes that are kept under their hash.
 *
 * @since 0.2.0
 */
import { identity } from "../../../runtime/keys.ts"
import { call, definePallet } from "../../../runtime/pallet.ts"
import { optionalMap } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { enumeration, newtype } from "../../../scale/composites.ts"
import { u32, u64 } from "../../../scale/primitives.ts"
import { bytes, option, tuple, vec } from "../../../scale/sequences.ts"
import { boundedBytes, H256 } from "../../../scale/substrate.ts"
import { AccountId, Balance, T } from "../types/names.ts"

/**
 * How many bytes may be kept under a hash.
 *
 * @category constants
 */
export const MAX_SIZE = 4 * 1024 * 1024

/**
 * Whether an image is wanted, before deposits were held.
 *
 * @category types
 */
export const OldRequestStatus = enumeration(
  "pallet_preimage::OldRequestStatus",
  {
    Unrequested: { deposit: tuple(AccountId, Balance), len: u32 },
    Requested: { deposit: option(tuple(AccountId, Balance)), count: u32, len: option(u32) }
  },
  { params: { AccountId: AccountId, Balance: u64 } }
)

/**
 * An amount that is held for what is stored.
 *
 * @category types
 */
export const HoldConsideration = newtype(
  "frame_support::traits::tokens::fungible::HoldConsideration",
  alias("F::Balance", u64),
  { params: { A: undefined, F: undefined, R: undefined, D: undefined } }
)

/**
 * Whether an image is wanted.
 *
 * @category types
 */
export const RequestStatus = enumeration(
  "pallet_preimage::RequestStatus",
  {
    Unrequested: { ticket: tuple(AccountId, alias("Ticket", HoldConsideration)), len: u32 },
    Requested: {
      maybe_ticket: option(tuple(AccountId, alias("Ticket", HoldConsideration))),
      count: u32,
      maybe_len: option(u32)
    }
  },
  { params: { AccountId: AccountId, Ticket: HoldConsideration } }
)

/**
 * Bytes that are kept under their hash.
 *
 * @category pallets
 */
export const Preimage = definePallet({
  name: "Preimage",
  index: 14,
  crate: "pallet_preimage",
  storageVersion: 1,
  storage: {
    StatusFor: optionalMap([identity(H256)], OldRequestStatus),
    RequestStatusFor: optionalMap([identity(H256)], RequestStatus),
    PreimageFor: optionalMap([identity(tuple(H256, u32))], boundedBytes(MAX_SIZE))
  },
  calls: {
    note_preimage: call(0, { bytes: bytes }),
    unnote_preimage: call(1, { hash: T.Hash }),
    request_preimage: call(2, { hash: T.Hash }),
    unrequest_preimage: call(3, { hash: T.Hash }),
    ensure_updated: call(4, { hashes: vec(T.Hash) })
  },
  events: { Noted: { hash: T.Hash }, Requested: { hash: T.Hash }, Cleared: { hash: T.Hash } },
  errors: ["TooBig", "AlreadyNoted", "NotAuthorized", "NotNoted", "Requested", "NotRequested", "TooMany", "TooFew"]
})
