/**
 * A runtime that runs, for tests of the node: the real blocks and calls of runtime 185, but extrinsics that are JSON within, so that
 * each can say of itself how valid it is. The real executable takes its place wherever `Executable` is asked for.
 */
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { type Call, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import type {
  Executable,
  InvalidTransaction,
  UnknownTransaction,
  Validity
} from "effect-bittensor/devnet/runtime/executable"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { preRuntime } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/aura"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { DigestItem, Header } from "effect-bittensor/devnet/runtimes/subtensor185/types/block"
import { AccountId32 } from "effect-bittensor/devnet/scale/substrate"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { u32, u64 } from "effect-bittensor/devnet/scale/primitives"
import { bytes, option, tuple, vec } from "effect-bittensor/devnet/scale/sequences"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { hex, toHex } from "./vectors.ts"

const { outer } = subtensor185

/** What an extrinsic of this runtime says. */
export interface Toy {
  readonly signer: Hex
  readonly nonce: number
  /** The SCALE of a call. */
  readonly call: string
  readonly tip?: number
  /** Tells two alike apart. */
  readonly salt?: number
  readonly priority?: string
  readonly longevity?: string
  readonly provides?: ReadonlyArray<string>
  readonly requires?: ReadonlyArray<string>
  readonly invalid?: InvalidTransaction
  readonly unknown?: UnknownTransaction
  /** Traps when it is applied, or already when it is validated. */
  readonly traps?: "apply" | "validate"
  /** Is no good any more from this block on. */
  readonly until?: number
}

const MOST = 2n ** 64n - 1n

const wrap = (said: object): Uint8Array => encode(bytes, new TextEncoder().encode(JSON.stringify(said)))

/** An extrinsic. */
export const extrinsic = (
  signer: Hex,
  nonce: number,
  call: Call = System.call("remark", { remark: new Uint8Array() }),
  more: Partial<Toy> = {}
): Uint8Array => wrap({ signer, nonce, call: toHex(encode(outer.RuntimeCall, call, outer)), ...more })

const isToy = (value: unknown): value is Toy | { readonly now: string } => {
  if (typeof value !== "object" || value === null) return false
  if ("now" in value) return typeof value.now === "string" && /^\d{1,15}$/.test(value.now)
  const { call, nonce, signer } = value as Partial<Record<keyof Toy, unknown>>
  return (
    /^0x[0-9a-f]{64}$/.test(String(signer)) &&
    Number.isInteger(nonce) &&
    typeof nonce === "number" &&
    nonce >= 0 &&
    nonce < 2 ** 32 &&
    typeof call === "string"
  )
}

const said = (extrinsic: Uint8Array): Toy | { readonly now: string } => {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(decodeUnsafe(bytes, extrinsic)))
  } catch {
    value = undefined
  }
  if (!isToy(value)) throw new Trap("a call that cannot be read")
  return value
}

const callOf = (call: string): Call => decodeUnsafe(outer.RuntimeCall, hex(call), outer) as Call

const apply: Executable["apply"] = (state, extrinsic) => {
  const { length } = extrinsic
  const toy = said(extrinsic)
  if ("now" in toy) {
    return executive.apply(state, { call: Timestamp.call("set", { now: BigInt(toy.now) }), length, signed: undefined })
  }
  if (toy.traps === "apply") throw new Trap("told to")
  if (toy.invalid?._tag === "ExhaustsResources") return { _tag: "Err", value: { _tag: "Invalid", value: toy.invalid } }
  const { nonce, signer: account, tip = 0 } = toy
  return executive.apply(state, { call: callOf(toy.call), length, signed: { account, nonce, tip: BigInt(tip) } })
}

const tag = (account: Hex, nonce: number): Uint8Array => encode(tuple(AccountId32, u32), [account, nonce])

const invalid = (value: InvalidTransaction): Validity => ({ _tag: "Err", value: { _tag: "Invalid", value } })

const validate = (state: State, extrinsic: Uint8Array): Validity => {
  const toy = said(extrinsic)
  if ("now" in toy) return invalid({ _tag: "MandatoryValidation" })
  if (toy.traps === "validate") throw new Trap("told to")
  if (toy.unknown !== undefined) return { _tag: "Err", value: { _tag: "Unknown", value: toy.unknown } }
  if (toy.invalid !== undefined && toy.salt !== 1) return invalid(toy.invalid)
  if (toy.until !== undefined && System.storage.Number.get(state) >= toy.until) return invalid({ _tag: "Call" })
  const { nonce } = System.storage.Account.get(state, toy.signer)
  if (toy.nonce < nonce) return invalid({ _tag: "Stale" })
  callOf(toy.call)
  const required = toy.nonce > nonce ? [tag(toy.signer, toy.nonce - 1)] : []
  return {
    _tag: "Ok",
    value: {
      priority: BigInt(toy.priority ?? MOST),
      requires: toy.requires?.map(hex) ?? required,
      provides: toy.provides?.map(hex) ?? [tag(toy.signer, toy.nonce)],
      longevity: BigInt(toy.longevity ?? MOST),
      propagate: true
    }
  }
}

const metadata = new Map<number, Uint8Array>()
const metadataOf = (version: 14 | 15): Uint8Array => {
  const made = metadata.get(version) ?? encodeMetadata(subtensor185, version)
  metadata.set(version, made)
  return made
}

const methods: Readonly<Record<string, (state: State, args: Uint8Array) => Uint8Array>> = {
  Metadata_metadata: () => encode(bytes, metadataOf(14)),
  Metadata_metadata_versions: () => encode(vec(u32), [14, 15]),
  Metadata_metadata_at_version: (_, args) => {
    const version = decodeUnsafe(u32, args)
    return encode(option(bytes), version === 14 || version === 15 ? metadataOf(version) : undefined)
  },
  AccountNonceApi_account_nonce: (state, args) =>
    encode(u32, System.storage.Account.get(state, decodeUnsafe(AccountId32, args)).nonce),
  // As the real runtime answered: section 7 of the specification.
  TransactionPaymentApi_query_info: () => hex("0x829799262538008ee6010000000000"),
  TransactionPaymentApi_query_fee_details: () =>
    hex(`0x01${"01".padEnd(16, "0")}${"02".padEnd(16, "0")}${"0".repeat(32)}`),
  SubnetRegistrationRuntimeApi_get_network_registration_cost: () => encode(u64, 10n ** 12n),
  // The arguments, so that a test sees what was asked.
  DelegateInfoRuntimeApi_get_delegates: () => encode(bytes, Uint8Array.of(0)),
  DelegateInfoRuntimeApi_get_delegate: (_, args) => encode(bytes, decodeUnsafe(bytes, args)),
  DelegateInfoRuntimeApi_get_delegated: (_, args) => encode(bytes, decodeUnsafe(bytes, args)),
  NeuronInfoRuntimeApi_get_neurons: (_, args) => encode(bytes, args),
  NeuronInfoRuntimeApi_get_neurons_lite: (_, args) => encode(bytes, args),
  NeuronInfoRuntimeApi_get_neuron: (_, args) => encode(bytes, args),
  NeuronInfoRuntimeApi_get_neuron_lite: () => encode(bytes, new Uint8Array()),
  SubnetInfoRuntimeApi_get_subnet_info: (_, args) => encode(bytes, args),
  SubnetInfoRuntimeApi_get_subnets_info: () => encode(bytes, Uint8Array.of(0)),
  SubnetInfoRuntimeApi_get_subnet_hyperparams: () => {
    throw new Trap("told to")
  }
}

/** Real blocks and calls, extrinsics of JSON. */
export const toy: Executable = {
  runtime: subtensor185,
  slotDuration: 12_000,
  initialize: (state, { number, parent_hash, time }) =>
    executive.initialize(state, { number, parent_hash, digest: { logs: [preRuntime(time / 12_000n)] } }),
  inherents: ({ time }) => [wrap({ now: String(time) })],
  apply,
  finalize: (state) => {
    const { digest, number, parent_hash } = executive.finalize(state)
    return { number, parent_hash, digest: digest.logs.map((item) => encode(DigestItem, item)) }
  },
  header: ({ digest, number, parent_hash }, roots) => {
    const logs = digest.map((item) => decodeUnsafe(DigestItem, item))
    return encode(Header, { number, parent_hash, ...roots, digest: { logs } })
  },
  validate: (state, _, extrinsic) => validate(state, extrinsic),
  call: (state, method, args) => (Object.hasOwn(methods, method) ? methods[method]?.(state, args) : undefined),
  dispatch: (state, call, caller) => dispatch.context(state).dispatch(call, caller)
}
