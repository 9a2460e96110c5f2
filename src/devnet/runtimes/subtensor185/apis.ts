/**
 * The runtime APIs: what can be asked of the runtime with `state_call`.
 *
 * @since 0.2.0
 */
import { api, method } from "../../runtime/runtime.ts"
import { str, u16, u32, u64, unit } from "../../scale/primitives.ts"
import { bytes, option, tuple, vec } from "../../scale/sequences.ts"
import { H256, result } from "../../scale/substrate.ts"
import { AuraId } from "./pallets/aura.ts"
import { Block, Header, UncheckedExtrinsic } from "./types/block.ts"
import { DispatchResult, Weight } from "./types/dispatch.ts"
import { EquivocationProof, GrandpaId } from "./types/grandpa.ts"
import { AccountId } from "./types/names.ts"
import { RuntimeCall } from "./types/outer.ts"
import {
  CheckInherentsResult,
  ExtrinsicInclusionMode,
  FeeDetails,
  InherentData,
  KeyTypeId,
  OpaqueKeyOwnershipProof,
  OpaqueMetadata,
  RuntimeDispatchInfo,
  SlotDuration,
  TransactionSource,
  TransactionValidityError,
  ValidTransaction
} from "./types/validity.ts"
import { RuntimeVersion } from "./types/version.ts"

/**
 * The runtime APIs, in the order of metadata.
 *
 * @category models
 */
export const apis = {
  Core: api(5, {
    version: method({}, RuntimeVersion),
    execute_block: method({ block: Block }, unit),
    initialize_block: method({ header: Header }, ExtrinsicInclusionMode)
  }),
  Metadata: api(2, {
    metadata: method({}, OpaqueMetadata),
    metadata_at_version: method({ version: u32 }, option(OpaqueMetadata)),
    metadata_versions: method({}, vec(u32))
  }),
  BlockBuilder: api(6, {
    apply_extrinsic: method({ extrinsic: UncheckedExtrinsic }, result(DispatchResult, TransactionValidityError)),
    finalize_block: method({}, Header),
    inherent_extrinsics: method({ inherent: InherentData }, vec(UncheckedExtrinsic)),
    check_inherents: method({ block: Block, data: InherentData }, CheckInherentsResult)
  }),
  GenesisBuilder: api(1, {
    create_default_config: method({}, bytes),
    build_config: method({ json: bytes }, result(unit, str))
  }),
  TaggedTransactionQueue: api(3, {
    validate_transaction: method(
      { source: TransactionSource, tx: UncheckedExtrinsic, block_hash: H256 },
      result(ValidTransaction, TransactionValidityError)
    )
  }),
  OffchainWorkerApi: api(2, {
    offchain_worker: method({ header: Header }, unit)
  }),
  AuraApi: api(1, {
    slot_duration: method({}, SlotDuration),
    authorities: method({}, vec(AuraId))
  }),
  SessionKeys: api(1, {
    generate_session_keys: method({ seed: option(bytes) }, bytes),
    decode_session_keys: method({ encoded: bytes }, option(vec(tuple(bytes, KeyTypeId))))
  }),
  GrandpaApi: api(3, {
    grandpa_authorities: method({}, vec(tuple(GrandpaId, u64))),
    submit_report_equivocation_unsigned_extrinsic: method(
      { equivocation_proof: EquivocationProof, key_owner_proof: OpaqueKeyOwnershipProof },
      option(unit)
    ),
    generate_key_ownership_proof: method({ set_id: u64, authority_id: GrandpaId }, option(OpaqueKeyOwnershipProof)),
    current_set_id: method({}, u64)
  }),
  AccountNonceApi: api(1, {
    account_nonce: method({ account: AccountId }, u32)
  }),
  TransactionPaymentApi: api(4, {
    query_info: method({ uxt: UncheckedExtrinsic, len: u32 }, RuntimeDispatchInfo),
    query_fee_details: method({ uxt: UncheckedExtrinsic, len: u32 }, FeeDetails),
    query_weight_to_fee: method({ weight: Weight }, u64),
    query_length_to_fee: method({ length: u32 }, u64)
  }),
  TransactionPaymentCallApi: api(3, {
    query_call_info: method({ call: RuntimeCall, len: u32 }, RuntimeDispatchInfo),
    query_call_fee_details: method({ call: RuntimeCall, len: u32 }, FeeDetails),
    query_weight_to_fee: method({ weight: Weight }, u64),
    query_length_to_fee: method({ length: u32 }, u64)
  }),
  DelegateInfoRuntimeApi: api(1, {
    get_delegates: method({}, bytes),
    get_delegate: method({ delegate_account_vec: bytes }, bytes),
    get_delegated: method({ delegatee_account_vec: bytes }, bytes)
  }),
  NeuronInfoRuntimeApi: api(1, {
    get_neurons: method({ netuid: u16 }, bytes),
    get_neuron: method({ netuid: u16, uid: u16 }, bytes),
    get_neurons_lite: method({ netuid: u16 }, bytes),
    get_neuron_lite: method({ netuid: u16, uid: u16 }, bytes)
  }),
  SubnetInfoRuntimeApi: api(1, {
    get_subnet_info: method({ netuid: u16 }, bytes),
    get_subnets_info: method({}, bytes),
    get_subnet_hyperparams: method({ netuid: u16 }, bytes)
  }),
  StakeInfoRuntimeApi: api(1, {
    get_stake_info_for_coldkey: method({ coldkey_account_vec: bytes }, bytes),
    get_stake_info_for_coldkeys: method({ coldkey_account_vecs: vec(bytes) }, bytes)
  }),
  SubnetRegistrationRuntimeApi: api(1, {
    get_network_registration_cost: method({}, u64)
  })
}
