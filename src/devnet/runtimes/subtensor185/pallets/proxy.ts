/**
 * Calls for another account.
 *
 * @since 0.2.0
 */
import { twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { map } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { struct } from "../../../scale/composites.ts"
import { u16, u32, u64 } from "../../../scale/primitives.ts"
import { compact, option, tuple } from "../../../scale/sequences.ts"
import { boundedVec, H256 } from "../../../scale/substrate.ts"
import { DispatchResult } from "../types/dispatch.ts"
import { AccountId, AccountIdLookup, BlockNumber, BlockNumberFor, T } from "../types/names.ts"
import { BoxedCall, ProxyType } from "../types/outer.ts"

/**
 * Who may call for an account.
 *
 * @category types
 */
export const ProxyDefinition = struct(
  "pallet_proxy::ProxyDefinition",
  { delegate: AccountId, proxy_type: ProxyType, delay: BlockNumber },
  { params: { AccountId: AccountId, ProxyType: ProxyType, BlockNumber: u32 } }
)

const ProxyTypeOf = alias("T::ProxyType", ProxyType)
const CallHashOf = alias("CallHashOf<T>", H256)

/**
 * A call that a proxy announced.
 *
 * @category types
 */
export const Announcement = struct(
  "pallet_proxy::Announcement",
  { real: AccountId, call_hash: alias("Hash", H256), height: BlockNumber },
  { params: { AccountId: AccountId, Hash: H256, BlockNumber: u32 } }
)

/**
 * Calls for another account.
 *
 * @category pallets
 */
export const Proxy = definePallet({
  name: "Proxy",
  index: 16,
  crate: "pallet_proxy",
  storage: {
    Proxies: map([twox64Concat(AccountId)], tuple(boundedVec(ProxyDefinition, 20), u64)),
    Announcements: map([twox64Concat(AccountId)], tuple(boundedVec(Announcement, 75), u64))
  },
  calls: {
    proxy: call(0, { real: AccountIdLookup, force_proxy_type: option(ProxyTypeOf), call: BoxedCall }),
    add_proxy: call(1, { delegate: AccountIdLookup, proxy_type: ProxyTypeOf, delay: BlockNumberFor }),
    remove_proxy: call(2, { delegate: AccountIdLookup, proxy_type: ProxyTypeOf, delay: BlockNumberFor }),
    remove_proxies: call(3, {}),
    create_pure: call(4, { proxy_type: ProxyTypeOf, delay: BlockNumberFor, index: u16 }),
    kill_pure: call(5, {
      spawner: AccountIdLookup,
      proxy_type: ProxyTypeOf,
      index: u16,
      height: compact(BlockNumberFor),
      ext_index: compact(u32)
    }),
    announce: call(6, { real: AccountIdLookup, call_hash: CallHashOf }),
    remove_announcement: call(7, { real: AccountIdLookup, call_hash: CallHashOf }),
    reject_announcement: call(8, { delegate: AccountIdLookup, call_hash: CallHashOf }),
    proxy_announced: call(9, {
      delegate: AccountIdLookup,
      real: AccountIdLookup,
      force_proxy_type: option(ProxyTypeOf),
      call: BoxedCall
    })
  },
  events: {
    ProxyExecuted: { result: DispatchResult },
    PureCreated: { pure: T.AccountId, who: T.AccountId, proxy_type: ProxyTypeOf, disambiguation_index: u16 },
    Announced: { real: T.AccountId, proxy: T.AccountId, call_hash: CallHashOf },
    ProxyAdded: { delegator: T.AccountId, delegatee: T.AccountId, proxy_type: ProxyTypeOf, delay: BlockNumberFor },
    ProxyRemoved: { delegator: T.AccountId, delegatee: T.AccountId, proxy_type: ProxyTypeOf, delay: BlockNumberFor }
  },
  errors: ["TooMany", "NotFound", "NotProxy", "Unproxyable", "Duplicate", "NoPermission", "Unannounced", "NoSelfProxy"],
  constants: {
    ProxyDepositBase: constant(u64, 60_000_000n),
    ProxyDepositFactor: constant(u64, 33_000_000n),
    MaxProxies: constant(u32, 20),
    MaxPending: constant(u32, 75),
    AnnouncementDepositBase: constant(u64, 36_000_000n),
    AnnouncementDepositFactor: constant(u64, 68_000_000n)
  }
})
