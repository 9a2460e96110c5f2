/**
 * What SubtensorSignedExtension keeps out of the pool. None of it is checked again in a block.
 *
 * @since 0.2.0
 */
import type { Call } from "../../runtime/dispatch.ts"
import type { ValidTransaction } from "../../runtime/executable.ts"
import type { State } from "../../runtime/storage.ts"
import { type Invalid, MOST } from "../../runtime/validity.ts"
import type { Hex } from "../../scale/Hex.ts"
import { SubtensorModule } from "./pallets/subtensorModule.ts"

const { RegistrationsThisInterval, TargetRegistrationsPerInterval, TotalHotkeyStake, WeightsMinStake } =
  SubtensorModule.storage

type Verdict = Partial<ValidTransaction> | Invalid

/** What the calls below have among their arguments. */
interface Arguments {
  readonly netuid: number
}

/** Weights are valid for one block. What they weigh against each other is lost: all transactions have the highest priority in the end. */
const weightsOf = (state: State, hotkey: Hex): Verdict =>
  TotalHotkeyStake.get(state, hotkey) < WeightsMinStake.get(state) ? "Call" : { longevity: 1n }

/** The product is a `u16` in the runtime, and begins again at 0 beyond it. */
const registration = (state: State, netuid: number, quota: number): Verdict =>
  RegistrationsThisInterval.get(state, netuid) >= ((TargetRegistrationsPerInterval.get(state, netuid) * quota) & 0xffff)
    ? "ExhaustsResources"
    : { priority: MOST }

/**
 * What is said of a call at the top of a transaction; calls within calls are not looked at.
 *
 * @category validity
 */
export const poolRule =
  (registrationQuota: number) =>
  (state: State, signer: Hex, { _tag, value }: Call): Verdict => {
    if (_tag !== SubtensorModule.name) return { priority: MOST }
    // Which arguments there are depends on the call, and each case reads its own.
    const { netuid } = value as Call["value"] & Arguments
    switch (value._tag) {
      case "set_weights":
      case "commit_weights":
      case "reveal_weights":
      // A coldkey signs these for a hotkey, whose stake nobody looks at here.
      case "set_root_weights":
        return weightsOf(state, signer)
      case "register":
      case "burned_register":
        return registration(state, netuid, registrationQuota)
      default:
        return { priority: MOST }
    }
  }
