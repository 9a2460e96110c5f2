/**
 * How a block comes to be: it is begun, takes extrinsics one after another, and ends with its header.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import { blake2_256 } from "../../mathematics/digest.ts"
import { type BlockContext, type Call, caller, type DispatchResult, resultOf } from "../../runtime/dispatch.ts"
import type { Dispatcher } from "../../runtime/dispatcher.ts"
import type { Applied } from "../../runtime/executable.ts"
import { none, signedBy } from "../../runtime/origin.ts"
import type { State } from "../../runtime/storage.ts"
import { type Invalid, invalid } from "../../runtime/validity.ts"
import { type DispatchInfo, sum } from "../../runtime/weight.ts"
import * as wellKnown from "../../runtime/wellKnown.ts"
import type { Hex } from "../../scale/Hex.ts"
import { u32 } from "../../scale/primitives.ts"
import { encode, type Value } from "../../scale/Type.ts"
import { perClass, registerWeight, returnRoom, takeRoom } from "./behaviour/blockWeight.ts"
import { deposit, resetEvents } from "./behaviour/events.ts"
import { extrinsicIndex } from "./behaviour/extrinsicIndex.ts"
import { dispatch } from "./behaviour/index.ts"
import { type Signed, takeTurn } from "./behaviour/signer.ts"
import { settleFee, totalFee, withdrawFee } from "./behaviour/transactionPayment.ts"
import { System } from "./pallets/system.ts"
import { Header } from "./types/block.ts"

const { BlockWeights, BlockHashCount } = System.constants
const { AllExtrinsicsLen, BlockHash, BlockWeight, Digest, ExecutionPhase, ExtrinsicCount, InherentsApplied } =
  System.storage
const { Number: BlockNumber, ParentHash } = System.storage

/**
 * What a block begins with.
 *
 * @category models
 */
export interface Beginning {
  readonly number: number
  readonly parent_hash: Hex
  readonly digest: Value<typeof Header>["digest"]
}

/**
 * An extrinsic that is read, and whose signature is known to be right.
 *
 * @category models
 */
export interface Extrinsic {
  readonly call: Call
  /** Its bytes, with those that say how many they are. */
  readonly length: number
  /** Who signed it; nobody signs what the block says itself. */
  readonly signed: Signed | undefined
}

/**
 * How blocks come to be. Whatever a block does that cannot be throws a `Trap`; an extrinsic that does so leaves no trace.
 *
 * @category models
 */
export interface Executive {
  readonly initialize: (state: State, beginning: Beginning) => void
  readonly apply: (state: State, extrinsic: Extrinsic) => Applied
  /** Ends a block; the header is complete but for its roots. */
  readonly finalize: (state: State) => Omit<Value<typeof Header>, "state_root" | "extrinsics_root">
}

/**
 * Forgets the block before, and keeps its hash: of the last 2400 blocks, and of the first. A transaction is judged in a block that
 * is begun no further than this.
 *
 * @category blocks
 */
export const begin = (state: State, { digest, number, parent_hash }: Beginning): void => {
  resetEvents(state)
  ExecutionPhase.put(state, { _tag: "Initialization" })
  state.storage.set(wellKnown.extrinsicIndex, encode(u32, 0))
  BlockNumber.put(state, number)
  Digest.put(state, digest)
  ParentHash.put(state, parent_hash)
  BlockHash.put(state, number - 1, parent_hash)
  BlockWeight.remove(state)
  InherentsApplied.remove(state)
}

const initialize =
  ({ behaviours, context }: Dispatcher): Executive["initialize"] =>
  (state, beginning) => {
    begin(state, beginning)
    const block = context(state)
    const weights = behaviours.flatMap(({ onInitialize }) => onInitialize?.(block) ?? [])
    registerWeight(state, sum(BlockWeights.value.base_block, ...weights))
    ExecutionPhase.put(state, { _tag: "ApplyExtrinsic", value: 0 })
  }

/** All that an extrinsic must have before its call runs: its turn, room in the block, and its fee. */
const admit = (
  context: BlockContext,
  { length, signed }: Extrinsic,
  info: DispatchInfo,
  fee: bigint
): Invalid | undefined => {
  const outOfTurn = signed === undefined ? undefined : takeTurn(context, signed, info)
  if (outOfTurn !== undefined) return outOfTurn
  if (!takeRoom(context, info, length)) return "ExhaustsResources"
  return signed === undefined || withdrawFee(context, signed.account, fee) ? undefined : "Payment"
}

/** The last event of an extrinsic, and the next one's turn. */
const noteApplied = (state: State, result: DispatchResult, info: DispatchInfo): void => {
  const dispatch_info = { ...info, weight: sum(info.weight, perClass(info.class).base_extrinsic) }
  deposit(
    state,
    result._tag === "Ok"
      ? System.event("ExtrinsicSuccess", { dispatch_info })
      : System.event("ExtrinsicFailed", { dispatch_error: result.value, dispatch_info })
  )
  const next = extrinsicIndex(state) + 1
  state.storage.set(wellKnown.extrinsicIndex, encode(u32, next))
  ExecutionPhase.put(state, { _tag: "ApplyExtrinsic", value: next })
}

const apply =
  ({ context, infoOf }: Dispatcher): Executive["apply"] =>
  (state, extrinsic) => {
    const { call, length, signed } = extrinsic
    const block = context(state)
    const declared = infoOf(call)
    const fee = signed === undefined ? 0n : totalFee(state, declared, length, signed.tip)
    const run = (): Applied => {
      const refused = admit(block, extrinsic, declared, fee)
      if (refused !== undefined) return invalid(refused)
      const dispatched = block.dispatch(call, caller(signed === undefined ? none : signedBy(signed.account)))
      const { error, info } = dispatched
      if (error !== undefined && info.class === "Mandatory") return invalid("BadMandatory")
      returnRoom(state, declared, info)
      if (signed !== undefined) {
        settleFee(block, signed.account, fee, totalFee(state, info, length, signed.tip), signed.tip)
      }
      const result = resultOf(dispatched)
      noteApplied(state, result, info)
      return { _tag: "Ok", value: result }
    }
    return state.storage.transaction(run, ({ _tag }) => _tag === "Ok")
  }

/** The block before those whose hashes are kept goes; the first one stays. */
const forgetOldHash = (state: State, number: number): void => {
  const old = number - BlockHashCount.value - 1
  if (old > 0) BlockHash.remove(state, old)
}

const finalize =
  ({ behaviours, context }: Dispatcher): Executive["finalize"] =>
  (state) => {
    state.storage.delete(wellKnown.extrinsicIndex)
    ExecutionPhase.put(state, { _tag: "Finalization" })
    const block = context(state)
    for (const { onFinalize } of behaviours) onFinalize?.(block)
    ExecutionPhase.remove(state)
    AllExtrinsicsLen.remove(state)
    ExtrinsicCount.remove(state)
    InherentsApplied.remove(state)
    forgetOldHash(state, block.block)
    return { number: block.block, parent_hash: ParentHash.get(state), digest: Digest.get(state) }
  }

/**
 * How blocks come to be whose calls a dispatcher runs.
 *
 * @category constructors
 */
export const executiveOf = (dispatcher: Dispatcher): Executive => ({
  initialize: initialize(dispatcher),
  apply: apply(dispatcher),
  finalize: finalize(dispatcher)
})

/**
 * How the blocks of this runtime come to be.
 *
 * @category models
 */
export const executive = executiveOf(dispatch)

/**
 * The hash of a block: that of its header.
 *
 * @category hashing
 */
export const hashOf = (header: Value<typeof Header>): Hex => `0x${bytesToHex(blake2_256(encode(Header, header)))}`
