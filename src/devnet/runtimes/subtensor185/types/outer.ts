/**
 * The types that the runtime makes of several pallets.
 *
 * @since 0.2.0
 */
import type { PalletEvent } from "../../../runtime/pallet.ts"
import { alias, outer } from "../../../scale/Type.ts"
import { at, enumeration, marker, names } from "../../../scale/composites.ts"
import { AccountId, MemberCount } from "./names.ts"

/**
 * A call of any pallet, as those see it that hold calls of others: the pallet's name as `_tag`, and its call as `value`.
 *
 * @category types
 */
export const RuntimeCall = outer<PalletCall>("RuntimeCall")

/**
 * A call within a call: the name as `_tag`, and the arguments.
 *
 * @category models
 */
export interface PalletCall {
  readonly _tag: string
  readonly value: { readonly _tag: string }
}

/**
 * A call within a call, as most pallets spell it.
 *
 * @category types
 */
export const BoxedCall = alias("Box<<T as Config>::RuntimeCall>", RuntimeCall)

/**
 * An event of any pallet.
 *
 * @category types
 */
export const RuntimeEvent = outer<PalletEvent>("RuntimeEvent")

/**
 * The runtime itself, as the parameter of types.
 *
 * @category types
 */
export const Runtime = marker("node_subtensor_runtime::Runtime")

/**
 * What a proxy may do.
 *
 * @category types
 */
export const ProxyType = names("node_subtensor_runtime::ProxyType", [
  "Any",
  "Owner",
  "NonCritical",
  "NonTransfer",
  "Senate",
  "NonFungibile",
  "Triumvirate",
  "Governance",
  "Staking",
  "Registration"
])

/**
 * Why Preimage holds an amount.
 *
 * @category types
 */
export const PreimageHoldReason = names("pallet_preimage::pallet::HoldReason", ["Preimage"])

/**
 * Why Registry holds an amount.
 *
 * @category types
 */
export const RegistryHoldReason = names("pallet_registry::pallet::HoldReason", ["RegistryIdentity"])

/**
 * Why an amount is held.
 *
 * @category types
 */
export const RuntimeHoldReason = enumeration("node_subtensor_runtime::RuntimeHoldReason", {
  Preimage: at(14, [alias("pallet_preimage::HoldReason", PreimageHoldReason)]),
  Registry: at(17, [alias("pallet_registry::HoldReason", RegistryHoldReason)])
})

/**
 * Why an amount is frozen; nothing in this runtime does so.
 *
 * @category types
 */
export const RuntimeFreezeReason = enumeration("node_subtensor_runtime::RuntimeFreezeReason", {})

/**
 * What nobody can have.
 *
 * @category types
 */
export const Void = enumeration("sp_core::Void", {})

/**
 * Who calls, as System knows it.
 *
 * @category types
 */
export const SystemOrigin = enumeration(
  "frame_support::dispatch::RawOrigin",
  { Root: [], Signed: [AccountId], None: [] },
  { params: { AccountId: AccountId } }
)

/**
 * Who calls, as a collective knows it.
 *
 * @category types
 */
export const CollectiveOrigin = enumeration(
  "pallet_collective::RawOrigin",
  { Members: [MemberCount, MemberCount], Member: [AccountId], _Phantom: [] },
  { params: { AccountId: AccountId, I: undefined } }
)

/**
 * Who calls.
 *
 * @category types
 */
export const OriginCaller = enumeration("node_subtensor_runtime::OriginCaller", {
  system: [alias("frame_system::Origin<Runtime>", SystemOrigin)],
  Triumvirate: at(8, [alias("pallet_collective::Origin<Runtime, pallet_collective::Instance1>", CollectiveOrigin)]),
  Void: [alias("self::sp_api_hidden_includes_construct_runtime::hidden_include::\n__private::Void", Void)]
})
