/**
 * What System does.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type Context, post, type PostDispatch, root, signed } from "../../../runtime/dispatch.ts"
import type { Pays } from "../../../runtime/weight.ts"
import * as wellKnown from "../../../runtime/wellKnown.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { u64 } from "../../../scale/primitives.ts"
import { encode } from "../../../scale/Type.ts"
import { System } from "../pallets/system.ts"
import { hash, hex } from "./hashing.ts"
import { system as declares } from "./weights/system.ts"

const { BlockWeights } = System.constants
const { AuthorizedUpgrade, Digest } = System.storage

/** Tells clients, in the header, that the code or its memory is another one. */
const environmentUpdated = (context: Context): void =>
  Digest.mutate(context, ({ logs }) => ({ logs: [...logs, { _tag: "RuntimeEnvironmentUpdated" }] }))

/** What any code has that comes to this chain: nothing here can run it, and so it has no version. */
const noVersion = System.error("FailedToExtractRuntimeVersion")

/**
 * Keeps code, and no more: the chain goes on with the runtime that it has. It is said to take a whole block, so that nothing comes
 * after it; of an extrinsic that is more than it declared, and forgotten, but Scheduler has no room for it, and counts nothing.
 */
const keepCode = (context: Context, code: Uint8Array, pays_fee: Pays = "Yes"): PostDispatch => {
  context.storage.set(wellKnown.code, code)
  environmentUpdated(context)
  context.deposit(System.event("CodeUpdated"))
  return post({ actual_weight: BlockWeights.value.max_block, pays_fee })
}

const authorize = (context: Context, code_hash: Hex, check_version: boolean): void => {
  AuthorizedUpgrade.put(context, { code_hash, check_version })
  context.deposit(System.event("UpgradeAuthorized", { code_hash, check_version }))
}

/**
 * What System does.
 *
 * @category behaviours
 */
export const system = behaviour(System, {
  declares,
  calls: {
    remark: () => undefined,
    set_heap_pages: root((context, { pages }) => {
      context.storage.set(wellKnown.heapPages, encode(u64, pages))
      environmentUpdated(context)
    }),
    set_code: root(() => noVersion),
    set_code_without_checks: root((context, { code }) => keepCode(context, code)),
    set_storage: root(({ storage }, { items }) => {
      for (const [key, value] of items) storage.set(hex(key), value)
    }),
    kill_storage: root(({ storage }, { keys }) => {
      for (const key of keys) storage.delete(hex(key))
    }),
    kill_prefix: root(({ storage }, { prefix, subkeys }) => {
      for (const key of storage.keys(hex(prefix), { limit: subkeys })) storage.delete(key)
    }),
    remark_with_event: signed(({ deposit }, sender, { remark }) =>
      deposit(System.event("Remarked", { sender, hash: hash(remark) }))
    ),
    authorize_upgrade: root((context, { code_hash }) => authorize(context, code_hash, true)),
    authorize_upgrade_without_checks: root((context, { code_hash }) => authorize(context, code_hash, false)),
    apply_authorized_upgrade: (context, { code }) => {
      const authorized = AuthorizedUpgrade.get(context)
      if (authorized === undefined) return System.error("NothingAuthorized")
      if (authorized.code_hash !== hash(code)) return System.error("Unauthorized")
      if (authorized.check_version) return noVersion
      AuthorizedUpgrade.remove(context)
      return keepCode(context, code, "No")
    }
  }
})
