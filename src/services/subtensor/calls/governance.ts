/**
 * The senate, on runtimes up to about spec 218: delegates with much stake vote on what the triumvirate proposes.
 *
 * @since 0.2.0
 */
import type { Hex } from "../ChainValue.ts"
import { plainly } from "./Intent.ts"

const ABOUT = { isAboutHotkey: true }

/**
 * Votes. All is signed by the coldkey that owns the delegate's hotkey.
 *
 * @category calls
 */
export const governance = {
  /** Votes for or against a proposal. */
  voteSenate: plainly<{
    readonly proposal: Hex
    /** Of the proposal, as its event or `Triumvirate.Voting` has it. */
    readonly index: number
    readonly approve: boolean
    readonly hotkey?: string | undefined
  }>(
    "SubtensorModule",
    "vote",
    ({ approve, index, proposal }, { hotkey }) => ({ hotkey, proposal, index, approve }),
    ({ approve, proposal }, { hotkey }) => `${hotkey} votes ${approve ? "for" : "against"} ${proposal}`,
    ABOUT
  ),

  /** Takes the seat that a delegate's stake is worth, on runtimes where that is to be said. */
  adjustSenate: plainly<{ readonly hotkey?: string | undefined }>(
    "SubtensorModule",
    "adjust_senate",
    (_input, { hotkey }) => ({ hotkey }),
    (_input, { hotkey }) => `${hotkey} takes a seat of the senate, if its stake is worth one`,
    ABOUT
  )
}
