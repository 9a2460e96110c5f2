/**
 * The form of extrinsics, version 4.
 *
 * @since 0.2.0
 */
import { Era } from "../../runtime/era.ts"
import type { ExtrinsicForm } from "../../runtime/extrinsic.ts"
import { alias } from "../../scale/Type.ts"
import { enumeration, marker, newtype } from "../../scale/composites.ts"
import { fixedBytes, u32, unit } from "../../scale/primitives.ts"
import { compact } from "../../scale/sequences.ts"
import { H256, MultiAddress } from "../../scale/substrate.ts"
import { BalanceOf, T } from "./types/names.ts"
import { Runtime } from "./types/outer.ts"

const checks = (name: string) => `frame_system::extensions::${name}`
const ofConfig = { params: { T: undefined } }
const ofRuntime = { params: { T: Runtime } }

/** What an extension adds to extrinsics: nothing, in most cases. */
const extra = {
  CheckNonZeroSender: marker(checks("check_non_zero_sender::CheckNonZeroSender"), ofConfig),
  CheckSpecVersion: marker(checks("check_spec_version::CheckSpecVersion"), ofConfig),
  CheckTxVersion: marker(checks("check_tx_version::CheckTxVersion"), ofConfig),
  CheckGenesis: marker(checks("check_genesis::CheckGenesis"), ofConfig),
  CheckMortality: newtype(checks("check_mortality::CheckMortality"), Era, ofConfig),
  CheckNonce: newtype("node_subtensor_runtime::check_nonce::CheckNonce", compact(T.Nonce), ofConfig),
  CheckWeight: marker(checks("check_weight::CheckWeight"), ofConfig),
  ChargeTransactionPayment: newtype(
    "pallet_transaction_payment::ChargeTransactionPayment",
    compact(BalanceOf),
    ofConfig
  ),
  SubtensorSignedExtension: marker("pallet_subtensor::SubtensorSignedExtension", ofRuntime),
  CommitmentsSignedExtension: marker("pallet_commitments::CommitmentsSignedExtension", ofRuntime)
}

/**
 * A signature of any of the three schemes.
 *
 * @category types
 */
export const MultiSignature = enumeration("sp_runtime::MultiSignature", {
  Ed25519: [alias("ed25519::Signature", fixedBytes(64))],
  Sr25519: [alias("sr25519::Signature", fixedBytes(64))],
  Ecdsa: [alias("ecdsa::Signature", fixedBytes(65))]
})

/**
 * The form of this runtime's extrinsics.
 *
 * @category models
 */
export const extrinsic: ExtrinsicForm = {
  version: 4,
  address: MultiAddress,
  signature: MultiSignature,
  extensions: [
    { identifier: "CheckNonZeroSender", extra: extra.CheckNonZeroSender, additional: unit },
    { identifier: "CheckSpecVersion", extra: extra.CheckSpecVersion, additional: u32 },
    { identifier: "CheckTxVersion", extra: extra.CheckTxVersion, additional: u32 },
    { identifier: "CheckGenesis", extra: extra.CheckGenesis, additional: H256 },
    { identifier: "CheckMortality", extra: extra.CheckMortality, additional: H256 },
    { identifier: "CheckNonce", extra: extra.CheckNonce, additional: unit },
    { identifier: "CheckWeight", extra: extra.CheckWeight, additional: unit },
    { identifier: "ChargeTransactionPayment", extra: extra.ChargeTransactionPayment, additional: unit },
    { identifier: "SubtensorSignedExtension", extra: extra.SubtensorSignedExtension, additional: unit },
    { identifier: "CommitmentsSignedExtension", extra: extra.CommitmentsSignedExtension, additional: unit }
  ]
}
