/**
 * Accounts, blocks, events.
 *
 * @since 0.2.0
 */
import { blake2_128Concat, twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { map, optional, value } from "../../../runtime/storage.ts"
import { alias, type Value } from "../../../scale/Type.ts"
import { enumeration, newtype, struct } from "../../../scale/composites.ts"
import { bool, str, u128, u16, u32, u64 } from "../../../scale/primitives.ts"
import { bytes, compact, option, tuple, vec } from "../../../scale/sequences.ts"
import { H256 } from "../../../scale/substrate.ts"
import { Digest } from "../types/block.ts"
import { DispatchError, DispatchInfo, perDispatchClass, Weight } from "../types/dispatch.ts"
import { Balance, T } from "../types/names.ts"
import { byAccount } from "../types/keys.ts"
import { RuntimeEvent } from "../types/outer.ts"
import { RuntimeVersion } from "../types/version.ts"
import { version } from "../version.ts"

/**
 * Flags of an account; the highest bit says that its reserves are counted as holds.
 *
 * @category types
 */
export const ExtraFlags = newtype("pallet_balances::types::ExtraFlags", u128)

/**
 * The balances of an account.
 *
 * @category types
 */
export const AccountData = struct(
  "pallet_balances::types::AccountData",
  { free: Balance, reserved: Balance, frozen: Balance, flags: ExtraFlags },
  { params: { Balance: u64 } }
)

/**
 * The balances of an account that was never seen: the flag that its reserves are counted as holds is set from the beginning.
 *
 * @category models
 */
export const noBalances: Value<typeof AccountData> = { free: 0n, reserved: 0n, frozen: 0n, flags: 1n << 127n }

/**
 * An account: its nonce, what keeps it alive, and its balances.
 *
 * @category types
 */
export const AccountInfo = struct(
  "frame_system::AccountInfo",
  {
    nonce: alias("Nonce", u32),
    consumers: alias("RefCount", u32),
    providers: alias("RefCount", u32),
    sufficients: alias("RefCount", u32),
    data: AccountData
  },
  { params: { Nonce: u32, AccountData: AccountData } }
)

/**
 * In which part of a block something happened.
 *
 * @category types
 */
export const Phase = enumeration("frame_system::Phase", { ApplyExtrinsic: [u32], Finalization: [], Initialization: [] })

/**
 * An event of a block.
 *
 * @category types
 */
export const EventRecord = struct(
  "frame_system::EventRecord",
  { phase: Phase, event: alias("E", RuntimeEvent), topics: vec(alias("T", H256)) },
  { params: { E: RuntimeEvent, T: H256 } }
)

/**
 * The runtime that last ran its migrations.
 *
 * @category types
 */
export const LastRuntimeUpgradeInfo = struct("frame_system::LastRuntimeUpgradeInfo", {
  spec_version: compact(alias("codec::Compact<u32>", u32)),
  spec_name: alias("sp_runtime::RuntimeString", str)
})

/**
 * An upgrade that waits for its code.
 *
 * @category types
 */
export const CodeUpgradeAuthorization = struct(
  "frame_system::CodeUpgradeAuthorization",
  { code_hash: T.Hash, check_version: bool },
  { params: { T: undefined } }
)

/**
 * How much of a block a class of calls may use.
 *
 * @category types
 */
export const WeightsPerClass = struct("frame_system::limits::WeightsPerClass", {
  base_extrinsic: Weight,
  max_extrinsic: option(Weight),
  max_total: option(Weight),
  reserved: option(Weight)
})

/**
 * How much of a block calls may use.
 *
 * @category types
 */
export const BlockWeights = struct("frame_system::limits::BlockWeights", {
  base_block: Weight,
  max_block: Weight,
  per_class: alias("PerDispatchClass<WeightsPerClass>", perDispatchClass(WeightsPerClass))
})

/**
 * How many bytes a block may have.
 *
 * @category types
 */
export const BlockLength = struct("frame_system::limits::BlockLength", {
  max: alias("PerDispatchClass<u32>", perDispatchClass(u32))
})

/**
 * What reading and writing storage costs.
 *
 * @category types
 */
export const RuntimeDbWeight = struct("sp_weights::RuntimeDbWeight", { read: u64, write: u64 })

/** The size of proofs is not limited. */
const unlimited = 2n ** 64n - 1n

/**
 * Accounts, blocks, events.
 *
 * @category pallets
 */
export const System = definePallet({
  name: "System",
  index: 0,
  crate: "frame_system",
  storage: {
    Account: map([byAccount], AccountInfo, {
      ...AccountInfo.zero(),
      data: noBalances
    }),
    ExtrinsicCount: optional(u32),
    InherentsApplied: value(bool),
    BlockWeight: value(perDispatchClass(Weight)),
    AllExtrinsicsLen: optional(u32),
    BlockHash: map([twox64Concat(u32)], H256),
    ExtrinsicData: map([twox64Concat(u32)], bytes),
    Number: value(u32),
    ParentHash: value(H256),
    Digest: value(Digest),
    Events: value(vec(EventRecord)),
    EventCount: value(u32),
    EventTopics: map([blake2_128Concat(H256)], vec(tuple(u32, u32))),
    LastRuntimeUpgrade: optional(LastRuntimeUpgradeInfo),
    UpgradedToU32RefCount: value(bool),
    UpgradedToTripleRefCount: value(bool),
    ExecutionPhase: optional(Phase),
    AuthorizedUpgrade: optional(CodeUpgradeAuthorization)
  },
  calls: {
    remark: call(0, { remark: bytes }),
    set_heap_pages: call(1, { pages: u64 }),
    set_code: call(2, { code: bytes }),
    set_code_without_checks: call(3, { code: bytes }),
    set_storage: call(4, { items: vec(alias("KeyValue", tuple(bytes, bytes))) }),
    kill_storage: call(5, { keys: vec(alias("Key", bytes)) }),
    kill_prefix: call(6, { prefix: alias("Key", bytes), subkeys: u32 }),
    remark_with_event: call(7, { remark: bytes }),
    authorize_upgrade: call(9, { code_hash: T.Hash }),
    authorize_upgrade_without_checks: call(10, { code_hash: T.Hash }),
    apply_authorized_upgrade: call(11, { code: bytes })
  },
  events: {
    ExtrinsicSuccess: { dispatch_info: DispatchInfo },
    ExtrinsicFailed: { dispatch_error: DispatchError, dispatch_info: DispatchInfo },
    CodeUpdated: [],
    NewAccount: { account: T.AccountId },
    KilledAccount: { account: T.AccountId },
    Remarked: { sender: T.AccountId, hash: T.Hash },
    UpgradeAuthorized: { code_hash: T.Hash, check_version: bool }
  },
  errors: [
    "InvalidSpecName",
    "SpecVersionNeedsToIncrease",
    "FailedToExtractRuntimeVersion",
    "NonDefaultComposite",
    "NonZeroRefCount",
    "CallFiltered",
    "MultiBlockMigrationsOngoing",
    "NothingAuthorized",
    "Unauthorized"
  ],
  constants: {
    BlockWeights: constant(BlockWeights, {
      base_block: { ref_time: 390_584_000n, proof_size: 0n },
      max_block: { ref_time: 4_000_000_000_000n, proof_size: unlimited },
      per_class: {
        normal: {
          base_extrinsic: { ref_time: 124_414_000n, proof_size: 0n },
          max_extrinsic: { ref_time: 2_599_875_586_000n, proof_size: 11_990_383_647_911_208_550n },
          max_total: { ref_time: 3_000_000_000_000n, proof_size: 13_835_058_055_282_163_711n },
          reserved: { ref_time: 0n, proof_size: 0n }
        },
        operational: {
          base_extrinsic: { ref_time: 124_414_000n, proof_size: 0n },
          max_extrinsic: { ref_time: 3_599_875_586_000n, proof_size: 16_602_069_666_338_596_454n },
          max_total: { ref_time: 4_000_000_000_000n, proof_size: unlimited },
          reserved: { ref_time: 1_000_000_000_000n, proof_size: 4_611_686_018_427_387_904n }
        },
        mandatory: {
          base_extrinsic: { ref_time: 124_414_000n, proof_size: 0n },
          max_extrinsic: undefined,
          max_total: undefined,
          reserved: undefined
        }
      }
    }),
    BlockLength: constant(BlockLength, { max: { normal: 7_864_320, operational: 10_485_760, mandatory: 10_485_760 } }),
    BlockHashCount: constant(u32, 2400),
    DbWeight: constant(RuntimeDbWeight, { read: 25_000_000n, write: 100_000_000n }),
    Version: constant(RuntimeVersion, version),
    SS58Prefix: constant(u16, 42)
  }
})
