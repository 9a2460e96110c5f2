/**
 * Blocks that are made extrinsic by extrinsic, and the pool that these come from.
 *
 * @since 0.2.0
 */
import { Trap } from "../../../runtime/dispatch.ts"
import { encodeExtrinsic, readExtrinsic } from "../../../runtime/uncheckedExtrinsic.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { enumeration } from "../../../scale/composites.ts"
import { u64 } from "../../../scale/primitives.ts"
import { bytes } from "../../../scale/sequences.ts"
import { H256 } from "../../../scale/substrate.ts"
import { decodeUnsafe, encode, type Value } from "../../../scale/Type.ts"
import { Timestamp } from "../pallets/timestamp.ts"
import type { InherentData } from "../types/validity.ts"
import type { Asked, Methods } from "./asked.ts"

const { Now } = Timestamp.storage

/** `timstap0`, under which the maker of a block says its time. */
const TIME: Hex = "0x74696d7374617030"

/** Milliseconds by which the clock of another may be ahead. */
const MOST_AHEAD = 30_000n

/** Why the time of a block is wrong. It is in no metadata. */
const InherentError = enumeration("sp_timestamp::InherentError", { TooEarly: [], TooFarInFuture: [] })

type Data = Value<typeof InherentData>

const timeOf = ({ data }: Data): bigint => {
  const time = data.find(([identifier]) => identifier === TIME)
  if (time === undefined) throw new Trap("the maker of the block does not say its time")
  return decodeUnsafe(u64, time[1])
}

/** The least time between two blocks is half of a slot. */
const earliest = (asked: Asked): bigint => Now.get(asked) + BigInt(asked.executable.slotDuration) / 2n

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** What is wrong with the time that a block says, by the clock of whoever checks it. */
const errorOf = (asked: Asked, now: bigint, clock: bigint): Value<typeof InherentError> | undefined => {
  if (now > clock + MOST_AHEAD) return { _tag: "TooFarInFuture" }
  return now < earliest(asked) ? { _tag: "TooEarly" } : undefined
}

/** The times that the extrinsics of a block set. */
const timesIn = ({ executable }: Asked, extrinsics: ReadonlyArray<Uint8Array>): ReadonlyArray<bigint> =>
  extrinsics.flatMap((body) => {
    const { call, signing } = readExtrinsic(executable.runtime, body)
    const isTime = signing === undefined && call._tag === Timestamp.name && "now" in call.value
    // The one call of Timestamp, as its pallet declares it.
    return isTime ? [call.value.now as bigint] : []
  })

const noRoots = { state_root: H256.zero(), extrinsics_root: H256.zero() }

/**
 * What BlockBuilder does.
 *
 * @category answers
 */
export const blockBuilder: Methods<"BlockBuilder"> = {
  apply_extrinsic: (asked, { extrinsic }) => asked.executable.apply(asked, encode(bytes, extrinsic)),
  // A node knows the roots, and asks for no header here.
  finalize_block: (asked) => ({ ...asked.executive.finalize(asked), ...noRoots }),
  inherent_extrinsics: (asked, { inherent }) => {
    const now = later(timeOf(inherent), earliest(asked))
    const extrinsic = encodeExtrinsic(asked.executable.runtime, Timestamp.call("set", { now }))
    return [decodeUnsafe(bytes, extrinsic)]
  },
  check_inherents: (asked, { block, data }) => {
    const clock = timeOf(data)
    const error = timesIn(asked, block.extrinsics)
      .map((now) => errorOf(asked, now, clock))
      .find((found) => found !== undefined)
    return {
      okay: error === undefined,
      fatal_error: error?._tag === "TooFarInFuture",
      errors: { data: error === undefined ? [] : [[TIME, encode(InherentError, error)]] }
    }
  }
}

/**
 * What TaggedTransactionQueue does.
 *
 * @category answers
 */
export const transactionQueue: Methods<"TaggedTransactionQueue"> = {
  validate_transaction: (asked, { block_hash, source, tx }) =>
    asked.executable.validate(asked, source, encode(bytes, tx), block_hash)
}

/**
 * What GenesisBuilder does: nothing. A genesis here is a value, of which no JSON is known.
 *
 * @category answers
 */
export const genesisBuilder: Methods<"GenesisBuilder"> = {
  create_default_config: () => {
    throw new Trap("a genesis is not made of JSON here")
  },
  build_config: () => {
    throw new Trap("a genesis is not made of JSON here")
  }
}
