/**
 * Subtensor 185 as a runtime that runs, and runtimes that differ from it in parts.
 *
 * @since 0.2.0
 */
import type { Dispatcher } from "../../runtime/dispatcher.ts"
import type { Applied, Closing, Executable, Validity } from "../../runtime/executable.ts"
import type { Runtime } from "../../runtime/runtime.ts"
import { type Ask, answering } from "../../runtime/runtimeApi.ts"
import type { Verify } from "../../runtime/signature.ts"
import type { State } from "../../runtime/storage.ts"
import { decodeExtrinsic, encodeExtrinsic } from "../../runtime/uncheckedExtrinsic.ts"
import { invalid } from "../../runtime/validity.ts"
import type { Hex } from "../../scale/Hex.ts"
import { decodeUnsafe, encode } from "../../scale/Type.ts"
import { apis } from "./apis.ts"
import { preRuntime } from "./behaviour/aura.ts"
import { dispatch } from "./behaviour/index.ts"
import { checkOf } from "./check.ts"
import { begin, type Executive, executiveOf } from "./executive.ts"
import { subtensor185 } from "./index.ts"
import { Aura } from "./pallets/aura.ts"
import { System } from "./pallets/system.ts"
import { Timestamp } from "./pallets/timestamp.ts"
import type { Asked } from "./runtimeApis/asked.ts"
import { answers } from "./runtimeApis/index.ts"
import { DigestItem, Header } from "./types/block.ts"
import { refusedInBlock, unsignedValidity, validityOf } from "./validity.ts"

/**
 * What a runtime that runs is made of.
 *
 * @category models
 */
export interface Parts {
  readonly runtime: Runtime
  readonly dispatcher: Dispatcher
  readonly ask: Ask<Asked>
  /** Milliseconds from one block to the next. */
  readonly slotDuration: number
  /** Of registrations the pool lets through so many times the target of an interval. */
  readonly registrationQuota: number
  /** Whether signatures are right: something faster than JavaScript, or something that believes everything. */
  readonly verify: Verify
}

const applyOf = ({ runtime, verify }: Parts, executive: Executive) => {
  const check = checkOf(runtime, verify)
  return (state: State, extrinsic: Uint8Array): Applied => {
    const unchecked = decodeExtrinsic(runtime, extrinsic)
    const checked = check(state, unchecked)
    if (checked._tag === "Err") return checked
    const { call } = unchecked
    const refused = checked.value === undefined ? refusedInBlock(call) : undefined
    return refused ?? executive.apply(state, { call, length: extrinsic.length, signed: checked.value })
  }
}

/** A transaction is judged in the block after the one whose state it is, on ground that is thrown away. */
const inNextBlock = <A>(state: State, parent_hash: Hex, run: () => A): A =>
  state.storage.transaction(
    () => {
      begin(state, { number: System.storage.Number.get(state) + 1, parent_hash, digest: { logs: [] } })
      return run()
    },
    () => false
  )

const validateOf = ({ dispatcher, registrationQuota, runtime, verify }: Parts): Executable["validate"] => {
  const check = checkOf(runtime, verify)
  const validity = validityOf(registrationQuota)
  return (state, _source, extrinsic, block_hash) => {
    const unchecked = decodeExtrinsic(runtime, extrinsic)
    return inNextBlock(state, block_hash, (): Validity => {
      const checked = check(state, unchecked)
      if (checked._tag === "Err") return checked
      const { call } = unchecked
      const transaction = { call, length: extrinsic.length, info: dispatcher.infoOf(call) }
      if (transaction.info.class === "Mandatory") return invalid("MandatoryValidation")
      const context = dispatcher.context(state)
      return checked.value === undefined
        ? unsignedValidity(context, transaction)
        : validity(context, checked.value, transaction)
    })
  }
}

const closingOf = ({ digest, number, parent_hash }: ReturnType<Executive["finalize"]>): Closing => ({
  number,
  parent_hash,
  digest: digest.logs.map((item) => encode(DigestItem, item))
})

const header: Executable["header"] = ({ digest, number, parent_hash }, roots) =>
  encode(Header, {
    number,
    parent_hash,
    ...roots,
    digest: { logs: digest.map((item) => decodeUnsafe(DigestItem, item)) }
  })

/**
 * A runtime that runs.
 *
 * **Example** (One that believes all signatures, for simulations)
 *
 * ```ts
 * import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
 *
 * export const credulous = executableOf({ ...parts, verify: () => true })
 * ```
 *
 * @category constructors
 */
export const executableOf = (parts: Parts): Executable => {
  const { ask, dispatcher, runtime, slotDuration } = parts
  const executive = executiveOf(dispatcher)
  const executable: Executable = {
    runtime,
    slotDuration,
    initialize: (state, { number, parent_hash, time }) =>
      executive.initialize(state, {
        number,
        parent_hash,
        digest: { logs: [preRuntime(time / BigInt(slotDuration))] }
      }),
    inherents: ({ time }) => [encodeExtrinsic(runtime, Timestamp.call("set", { now: time }))],
    apply: applyOf(parts, executive),
    finalize: (state) => closingOf(executive.finalize(state)),
    header,
    validate: validateOf(parts),
    call: (state, method, args) => ask({ ...state, executable, executive, infoOf: dispatcher.infoOf }, method, args),
    dispatch: (state, call, caller) => dispatcher.context(state).dispatch(call, caller)
  }
  return executable
}

/**
 * What subtensor 185 is made of, but for how signatures are verified.
 *
 * @category models
 */
export const parts: Omit<Parts, "verify"> = {
  runtime: subtensor185,
  dispatcher: dispatch,
  ask: answering(apis, answers),
  slotDuration: Number(Aura.constants.SlotDuration.value),
  registrationQuota: 1
}
