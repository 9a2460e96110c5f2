/**
 * What Registry does: it keeps what accounts say of themselves, for a deposit that is held.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type BlockContext, type Context, type Outcome, signed } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Registry } from "../pallets/registry.ts"
import { isRegistered, owns, ownsSubnet } from "./hotkeys.ts"
import { hold, type HoldReason, release } from "./reserves.ts"
import { registry as declares } from "./weights/registry.ts"

const { IdentityOf } = Registry.storage
const { FieldDeposit, InitialDeposit, MaxAdditionalFields } = Registry.constants

const reason: HoldReason = { _tag: "Registry", value: "RegistryIdentity" }

/** A coldkey speaks for its hotkeys on the root network; for itself, it must own a subnet. */
const maySpeakFor = (context: BlockContext, who: Hex, identified: Hex): boolean =>
  who === identified ? ownsSubnet(context, who) : owns(context, who, identified) && isRegistered(context, 0, identified)

/** A call of whoever may speak for an account. */
const speaking = <A extends { readonly identified: Hex }>(run: (context: Context, who: Hex, args: A) => Outcome) =>
  signed((context, who, args: A) =>
    maySpeakFor(context, who, args.identified) ? run(context, who, args) : Registry.error("CannotRegister")
  )

/**
 * What Registry does.
 *
 * @category behaviours
 */
export const registry = behaviour(Registry, {
  declares,
  calls: {
    set_identity: speaking((context, who, { identified, info }) => {
      const fields = info.additional.length
      if (fields > MaxAdditionalFields.value) return Registry.error("TooManyFields")
      const before = IdentityOf.get(context, identified)?.deposit ?? 0n
      const deposit = InitialDeposit.value + FieldDeposit.value * BigInt(fields)
      const failed = deposit > before ? hold(context, reason, who, deposit - before) : undefined
      if (failed !== undefined) return failed
      if (before > deposit) release(context, reason, who, before - deposit)
      IdentityOf.put(context, identified, { deposit, info })
      return context.deposit(Registry.event("IdentitySet", { who: identified }))
    }),
    clear_identity: speaking((context, who, { identified }) => {
      const identity = IdentityOf.get(context, identified)
      if (identity === undefined) return Registry.error("NotRegistered")
      IdentityOf.remove(context, identified)
      // It goes to whoever clears, who may be another owner than the one who paid: then there may be nothing to give back.
      release(context, reason, who, identity.deposit)
      return context.deposit(Registry.event("IdentityDissolved", { who: identified }))
    })
  }
})
