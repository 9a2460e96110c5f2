/** What both runtimes are asked: every method of every runtime API that only reads, about everybody and everything there may be. */
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { mortal, immortal } from "effect-bittensor/devnet/runtime/era"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { apis } from "effect-bittensor/devnet/runtimes/subtensor185/apis"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { encode, type Type } from "effect-bittensor/devnet/scale/Type"
import { blockHash } from "../../support/localnet.ts"
import { hex } from "../../support/vectors.ts"
import type { Attempt } from "../../support/walk/walk.ts"
import { everybody } from "../../support/walk/World.ts"

/** A method, and its arguments in SCALE. */
export type Question = readonly [method: string, args: Uint8Array]

type Inputs = Readonly<Record<string, Type<unknown>>>

const ask = (api: string, method: string, ...values: ReadonlyArray<unknown>): Question => {
  const methods: Readonly<Record<string, { readonly inputs: Inputs }>> = apis[api as keyof typeof apis].methods
  const inputs = Object.values(methods[method]?.inputs ?? {})
  const parts = inputs.map((type, index) => encode(type, values[index], subtensor185.outer))
  return [`${api}_${method}`, Uint8Array.from(parts.flatMap((part) => [...part]))]
}

const range = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, index) => index)

const ofSubnets = range(6).flatMap((netuid): ReadonlyArray<Question> => [
  ask("NeuronInfoRuntimeApi", "get_neurons", netuid),
  ask("NeuronInfoRuntimeApi", "get_neurons_lite", netuid),
  ...range(4).flatMap((uid) => [
    ask("NeuronInfoRuntimeApi", "get_neuron", netuid, uid),
    ask("NeuronInfoRuntimeApi", "get_neuron_lite", netuid, uid)
  ]),
  ask("SubnetInfoRuntimeApi", "get_subnet_info", netuid),
  ask("SubnetInfoRuntimeApi", "get_subnet_hyperparams", netuid)
])

const ofAccounts = everybody.flatMap((account): ReadonlyArray<Question> => [
  ask("AccountNonceApi", "account_nonce", account),
  ask("DelegateInfoRuntimeApi", "get_delegate", hex(account)),
  ask("DelegateInfoRuntimeApi", "get_delegated", hex(account)),
  ask("StakeInfoRuntimeApi", "get_stake_info_for_coldkey", hex(account))
])

const short = new Uint8Array(31)

const ofAll: ReadonlyArray<Question> = [
  ask("Core", "version"),
  ask("Metadata", "metadata_versions"),
  ask("Metadata", "metadata_at_version", 16),
  ask("AuraApi", "slot_duration"),
  ask("AuraApi", "authorities"),
  ask("GrandpaApi", "grandpa_authorities"),
  ask("GrandpaApi", "current_set_id"),
  ask("GrandpaApi", "generate_key_ownership_proof", 0n, everybody[0]),
  ask("SessionKeys", "decode_session_keys", new Uint8Array(64)),
  ask("SessionKeys", "decode_session_keys", short),
  ask("TransactionPaymentApi", "query_weight_to_fee", { ref_time: 1_234_567_890n, proof_size: 1n }),
  ask("TransactionPaymentApi", "query_length_to_fee", 1234),
  ask("DelegateInfoRuntimeApi", "get_delegates"),
  ask("DelegateInfoRuntimeApi", "get_delegate", short),
  ask("DelegateInfoRuntimeApi", "get_delegated", short),
  ask("SubnetInfoRuntimeApi", "get_subnets_info"),
  ask("StakeInfoRuntimeApi", "get_stake_info_for_coldkey", short),
  ask("StakeInfoRuntimeApi", "get_stake_info_for_coldkeys", [...everybody.map(hex), short]),
  ask("SubnetRegistrationRuntimeApi", "get_network_registration_cost")
]

/** What can be asked of every state. */
export const ofState: ReadonlyArray<Question> = [...ofAll, ...ofSubnets, ...ofAccounts]

/** Nobody looks at it. */
const signature = { _tag: "Sr25519", value: `0x${"01".repeat(64)}` } as const

/** What can be asked of a call: what it costs, and whether it may be in the next block, signed in several ways and not signed. */
export const ofCall = (state: State, { call, signer }: Attempt): ReadonlyArray<Question> => {
  const { nonce } = System.storage.Account.get(state, signer)
  const block = System.storage.Number.get(state)
  const signed = (extra: object): Uint8Array => {
    const whole = { CheckMortality: immortal, CheckNonce: nonce, ChargeTransactionPayment: 0n, ...extra }
    return encodeExtrinsic(subtensor185, call, { address: { _tag: "Id", value: signer }, signature, extra: whole })
  }
  const eras = [mortal(64, block), mortal(4, Math.max(0, block - 3)), mortal(4, block + 1)]
  const extrinsics = [
    signed({}),
    signed({ CheckNonce: nonce + 2 }),
    signed({ CheckNonce: Math.max(0, nonce - 1) }),
    signed({ ChargeTransactionPayment: 10n ** 19n }),
    ...eras.map((era) => signed({ CheckMortality: era })),
    encodeExtrinsic(subtensor185, call)
  ]
  const head: Hex = blockHash(block)
  const [first = new Uint8Array()] = extrinsics
  return [
    ...(["External", "Local", "InBlock"] as const).map((source) => validate(source, first, head)),
    ...extrinsics.slice(1).map((extrinsic) => validate("External", extrinsic, head)),
    ["TransactionPaymentApi_query_info", ofLength(first)],
    ["TransactionPaymentApi_query_fee_details", ofLength(first)],
    ask("TransactionPaymentCallApi", "query_call_info", call, first.length)
  ]
}

const SOURCES = { InBlock: 0, Local: 1, External: 2 }

const validate = (source: keyof typeof SOURCES, extrinsic: Uint8Array, at: Hex): Question => [
  "TaggedTransactionQueue_validate_transaction",
  Uint8Array.of(SOURCES[source], ...extrinsic, ...hex(at))
]

const ofLength = (extrinsic: Uint8Array): Uint8Array => {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, extrinsic.length, true)
  return Uint8Array.of(...extrinsic, ...length)
}
