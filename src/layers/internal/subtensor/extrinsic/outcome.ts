/** What an extrinsic came to, by what it told. */
import { Effect } from "effect"
import * as PalletErrors from "../../../../protocol/palletErrors.ts"
import { DispatchError, ExtrinsicError, PalletError } from "../../../../services/ExtrinsicError.ts"
import type { ChainValue } from "../../../../services/subtensor/ChainValue.ts"
import type { ChainEvent } from "../../../../services/subtensor/Core.ts"
import type { Codec } from "../runtime/Codec.ts"

type Fields = { readonly [name: string]: ChainValue }

const fieldsOf = (value: ChainValue): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as Fields)
    : {}

/** The pallet and its error: by number where the metadata has no type of all errors, and by name where it has. */
const errorIn = (codec: Codec, { error, index, type, value }: Fields) => {
  if (typeof type === "string") return codec.errorNamed(type, String(fieldsOf(value)["type"]))
  // One byte of four: the others are for errors within errors, of which there are none.
  const number = typeof error === "string" ? Number.parseInt(error.slice(2, 4), 16) : error
  return typeof index === "number" && typeof number === "number" ? codec.errorOf(index, number) : undefined
}

const palletError = (codec: Codec, module: Fields): PalletError | undefined => {
  const found = errorIn(codec, module)
  if (found === undefined) return undefined
  const { docs, name, pallet } = found
  const explained = PalletErrors.explain(pallet, name) ?? {
    cause: docs === "" ? "The runtime says no more about it." : docs,
    remedy: "Look for it in the documentation of the runtime."
  }
  return new PalletError({ pallet, name, ...explained })
}

/** A `DispatchError` by its name, or by that of the pallet. */
const dispatchError = (codec: Codec, error: ChainValue): ExtrinsicError => {
  const { type, value } = fieldsOf(error)
  const ofPallet = type === "Module" ? palletError(codec, fieldsOf(value)) : undefined
  const inner = fieldsOf(value)["type"]
  const kind = typeof inner === "string" ? `${String(type)}.${inner}` : String(type)
  return new ExtrinsicError({ reason: ofPallet ?? new DispatchError({ kind }) })
}

/** Where a call within a call failed, the outer one says that it was fine. */
const WITHIN: ReadonlySet<string> = new Set([
  "Sudo.Sudid",
  "Sudo.SudoAsDone",
  "Proxy.ProxyExecuted",
  "Multisig.MultisigExecuted",
  "Utility.DispatchedAs"
])

const innerError = ({ data, name, pallet }: ChainEvent): ChainValue => {
  if (`${pallet}.${name}` === "Utility.BatchInterrupted") return fieldsOf(data)["error"]
  if (!WITHIN.has(`${pallet}.${name}`)) return undefined
  const failed = [data, ...Object.values(fieldsOf(data))].map(fieldsOf).find(({ success }) => success === false)
  return failed?.["value"]
}

/** The events of an extrinsic that did what it was meant to; otherwise why it did not. */
export const succeeded = (
  codec: Codec,
  events: ReadonlyArray<ChainEvent>
): Effect.Effect<ReadonlyArray<ChainEvent>, ExtrinsicError> => {
  const failed = events.find(({ name, pallet }) => pallet === "System" && name === "ExtrinsicFailed")
  const error =
    failed === undefined
      ? events.map(innerError).find((inner) => inner !== undefined)
      : fieldsOf(failed.data)["dispatch_error"]
  return error === undefined ? Effect.succeed(events) : Effect.fail(dispatchError(codec, error))
}

/** What was paid, as far as the runtime tells it. */
export const feeOf = (events: ReadonlyArray<ChainEvent>): bigint | undefined => {
  const paid = events.find(({ name, pallet }) => pallet === "TransactionPayment" && name === "TransactionFeePaid")
  const fee = fieldsOf(paid?.data)["actual_fee"]
  return typeof fee === "bigint" ? fee : undefined
}
