/**
 * What root alone may do, on chains where somebody holds its key: those of tests and one's own.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { Call } from "../Core.ts"
import { byColdkey, callOf, look, nested, refuse } from "./Intent.ts"

/**
 * Root. All is signed by the coldkey that is its key.
 *
 * @category calls
 */
export const sudo = {
  /** Makes a call as root: what sets hyperparameters of `AdminUtils`, and whatever else an owner may not. */
  sudo: byColdkey<{ readonly call: Call }>(({ call }, sending) =>
    Effect.gen(function* () {
      const key = yield* look(sending.chain.query("Sudo", "Key"))
      if (key !== sending.account) {
        return yield* refuse(
          "Sudo",
          `${sending.account} is not root here: ${key === undefined ? "nobody" : String(key)} is`
        )
      }
      return {
        call: yield* callOf(sending, "Sudo", ["sudo"], { call: nested(call) }),
        effects: [`${call.pallet}.${call.name} is called as root`]
      }
    })
  )
}
