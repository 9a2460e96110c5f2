/**
 * What Sudo does.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import {
  asRoot,
  badOrigin,
  type Call,
  caller,
  type Context,
  type Outcome,
  post,
  resultOf
} from "../../../runtime/dispatch.ts"
import { isRoot, signedBy, signerOf } from "../../../runtime/origin.ts"
import { Sudo } from "../pallets/sudo.ts"
import { cannotLookup, lookup } from "./lookup.ts"
import { sudo as declares } from "./weights/sudo.ts"

const { Key } = Sudo.storage

/** A call of root or of whoever has the key, who pays nothing for it. */
const privileged =
  <A>(run: (context: Context, args: A) => Outcome) =>
  (context: Context, args: A): Outcome => {
    const signer = signerOf(context.origin)
    if (signer === undefined && !isRoot(context.origin)) return badOrigin
    if (signer !== undefined && signer !== Key.get(context)) return Sudo.error("RequireSudo")
    return run(context, args) ?? post({ pays_fee: "No" })
  }

/** What becomes of the call within is told, and is no concern of the call around it. */
const sudoCall = privileged((context, { call }: { readonly call: Call }) =>
  context.deposit(Sudo.event("Sudid", { sudo_result: resultOf(context.dispatch(call, asRoot)) }))
)

/**
 * What Sudo does.
 *
 * @category behaviours
 */
export const sudo = behaviour(Sudo, {
  declares,
  calls: {
    sudo: sudoCall,
    sudo_unchecked_weight: sudoCall,
    set_key: privileged((context, args) => {
      const key = lookup(args.new)
      if (key === undefined) return cannotLookup
      context.deposit(Sudo.event("KeyChanged", { old: Key.get(context), new: key }))
      return Key.put(context, key)
    }),
    sudo_as: privileged((context, { call, who }) => {
      const account = lookup(who)
      if (account === undefined) return cannotLookup
      const sudo_result = resultOf(context.dispatch(call, caller(signedBy(account))))
      return context.deposit(Sudo.event("SudoAsDone", { sudo_result }))
    }),
    remove_key: privileged((context) => {
      context.deposit(Sudo.event("KeyRemoved"))
      return Key.remove(context)
    })
  }
})
