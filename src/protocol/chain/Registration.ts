/**
 * What a hotkey committed to the chain for all to read (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import * as Hex from "../Hex.ts"
import { decodeValue } from "../internal/chain/decode.ts"
import {
  bytes,
  compactBlock,
  compactU64,
  type Field,
  listOf,
  named,
  record,
  takeVariant,
  u8
} from "../internal/chain/fields.ts"
import { Mismatch } from "../internal/chain/Mismatch.ts"
import { Blocks, Unsigned } from "../internal/chain/schemas.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * One field of a commitment.
 *
 * - `Raw`: bytes as they are, whichever of the chain's 130 variants for them was used
 * - `Hash`: the digest of something that is told elsewhere
 * - `TimelockEncrypted`: bytes that can be opened once drand has reached the round
 * - `ResetBondsFlag`: asks the chain to forget the neuron's bonds
 *
 * @category models
 */
export const CommitmentField = Schema.Union([
  Schema.Struct({ _tag: Schema.tag("None") }),
  Schema.Struct({ _tag: Schema.tag("Raw"), bytes: Schema.Uint8Array }),
  Schema.Struct({
    _tag: Schema.tag("Hash"),
    algorithm: Schema.Literals(["BlakeTwo256", "Sha256", "Keccak256", "ShaThree256"]),
    digest: Schema.Uint8Array
  }),
  Schema.Struct({ _tag: Schema.tag("TimelockEncrypted"), encrypted: Schema.Uint8Array, revealRound: Unsigned }),
  Schema.Struct({ _tag: Schema.tag("ResetBondsFlag") })
])

/** @category models */
export type CommitmentField = typeof CommitmentField.Type

/**
 * An entry of `Commitments.CommitmentOf`.
 *
 * @category models
 */
export const Registration = Schema.Struct({
  /** What was put down for it: rao. */
  deposit: Unsigned,
  /** The block in which it was committed. */
  block: Blocks,
  fields: Schema.Array(CommitmentField)
})

/** @category models */
export interface Registration extends Schema.Schema.Type<typeof Registration> {}

const DIGEST_BYTES = 32

/** Bytes of a fixed number: hex from most decoders of metadata, a bare number or nothing where they are one or none. */
const takeSized = (value: unknown, length: number): Uint8Array => {
  const found =
    length === 0 && value === undefined
      ? new Uint8Array()
      : length === 1 && typeof value === "number"
        ? Uint8Array.of(u8.take(value))
        : typeof value === "string"
          ? Hex.decode(value)
          : bytes.take(value)
  if (found === undefined) throw new Mismatch("no hexadecimal digits")
  if (found.length !== length) throw new Mismatch(`${found.length} bytes, not ${length}`)
  return found
}

const timelocked = record<{ readonly encrypted: Uint8Array; readonly revealRound: bigint }>({
  encrypted: bytes,
  revealRound: compactU64
})

const takeField = (found: unknown): CommitmentField => {
  const { type, value } = takeVariant(found)
  switch (type) {
    case "None":
    case "ResetBondsFlag":
      return { _tag: type }
    case "BlakeTwo256":
    case "Sha256":
    case "Keccak256":
    case "ShaThree256":
      return { _tag: "Hash", algorithm: type, digest: takeSized(value, DIGEST_BYTES) }
    case "TimelockEncrypted":
      return { _tag: type, ...timelocked.take(value) }
    case "BigRaw":
      return { _tag: "Raw", bytes: bytes.take(value) }
  }
  const [, digits] = /^Raw(\d{1,3})$/.exec(type) ?? []
  if (digits === undefined) throw new Mismatch("a variant that commitments do not have")
  return { _tag: "Raw", bytes: takeSized(value, Number(digits)) }
}

/** @internal */
export const commitmentField: Field<CommitmentField> = { take: takeField }

const fields = listOf(commitmentField)

/** @internal */
export const registration: Field<Registration> = record<Registration>({
  deposit: compactU64,
  block: compactBlock,
  fields: named({ take: (info: unknown) => fields.take(unboxed(info)) }, "info")
})

/** A structure with one field comes as that field from some decoders, as it is from others. */
const unboxed = (info: unknown): unknown =>
  typeof info === "object" && info !== null && "fields" in info ? info.fields : info

/**
 * Takes an entry of `Commitments.CommitmentOf` that metadata decoded.
 *
 * @category decoding
 */
export const registrationFromRuntime = (value: unknown): Result.Result<Registration, LayoutError> =>
  decodeValue("Registration", value, registration.take)

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })

/**
 * The text of a commitment as the Python SDK has it: of its first field, when that is bytes; else empty. A stranger's words.
 *
 * **Example** (A commitment that is a text)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { commitmentText, registrationFromRuntime } from "effect-bittensor/protocol/chain/Registration"
 *
 * const decoded = { deposit: 0n, block: 7, info: [{ type: "Raw2", value: "0x6869" }] }
 * commitmentText(Result.getOrThrow(registrationFromRuntime(decoded))) // => "hi"
 * ```
 *
 * @category combinators
 */
export const commitmentText = ({ fields: [first] }: Registration): string =>
  first?._tag === "Raw" ? utf8.decode(first.bytes) : ""
