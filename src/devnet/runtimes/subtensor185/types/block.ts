/**
 * Headers, extrinsics and blocks.
 *
 * @since 0.2.0
 */
import { alias } from "../../../scale/Type.ts"
import { at, enumeration, struct } from "../../../scale/composites.ts"
import { fixedBytes, u32 } from "../../../scale/primitives.ts"
import { bytes, compact, vec } from "../../../scale/sequences.ts"
import { H256 } from "../../../scale/substrate.ts"
import { extrinsic } from "../extrinsic.ts"
import { uncheckedExtrinsic } from "../../../runtime/extrinsic.ts"
import { RuntimeCall } from "./outer.ts"

const ConsensusEngineId = alias("ConsensusEngineId", fixedBytes(4))

/**
 * What consensus notes in a header.
 *
 * @category types
 */
export const DigestItem = enumeration("sp_runtime::generic::digest::DigestItem", {
  PreRuntime: at(6, [ConsensusEngineId, bytes]),
  Consensus: at(4, [ConsensusEngineId, bytes]),
  Seal: at(5, [ConsensusEngineId, bytes]),
  Other: at(0, [bytes]),
  RuntimeEnvironmentUpdated: at(8, [])
})

/**
 * The notes of consensus in a header.
 *
 * @category types
 */
export const Digest = struct("sp_runtime::generic::digest::Digest", { logs: vec(DigestItem) })

/**
 * The header of a block.
 *
 * @category types
 */
export const Header = struct(
  "sp_runtime::generic::header::Header",
  {
    parent_hash: alias("Hash::Output", H256),
    number: compact(alias("Number", u32)),
    state_root: alias("Hash::Output", H256),
    extrinsics_root: alias("Hash::Output", H256),
    digest: Digest
  },
  { params: { Number: u32, Hash: undefined } }
)

/**
 * An extrinsic: its bytes after their length.
 *
 * @category types
 */
export const UncheckedExtrinsic = uncheckedExtrinsic(extrinsic, RuntimeCall)

/**
 * A block.
 *
 * @category types
 */
export const Block = struct(
  "sp_runtime::generic::block::Block",
  { header: Header, extrinsics: vec(alias("Extrinsic", UncheckedExtrinsic)) },
  { params: { Header: Header, Extrinsic: UncheckedExtrinsic } }
)
