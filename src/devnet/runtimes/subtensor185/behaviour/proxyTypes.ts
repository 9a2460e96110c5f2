/**
 * What proxies may do.
 *
 * @since 0.2.0
 */
import type { Call } from "../../../runtime/dispatch.ts"
import type { Value } from "../../../scale/Type.ts"
import type { ProxyType as ProxyTypes } from "../types/outer.ts"

/**
 * What a proxy may do.
 *
 * @category models
 */
export type ProxyType = Value<typeof ProxyTypes>

const isOf =
  (...pallets: ReadonlyArray<string>) =>
  ({ _tag }: Call): boolean =>
    pallets.includes(_tag)

/** Calls of SubtensorModule. */
const isStakeCall =
  (...calls: ReadonlyArray<string>) =>
  ({ _tag, value }: Call): boolean =>
    _tag === "SubtensorModule" && calls.includes(value._tag)

type Filter = (call: Call) => boolean

const not =
  (...refused: ReadonlyArray<Filter>): Filter =>
  (call) =>
    !refused.some((filter) => filter(call))

const filters: Readonly<Record<ProxyType, Filter>> = {
  Any: () => true,
  Owner: isOf("AdminUtils"),
  NonCritical: not(isOf("Triumvirate"), isStakeCall("dissolve_network", "root_register", "burned_register")),
  NonTransfer: not(isOf("Balances")),
  Senate: isOf("SenateMembers"),
  NonFungibile: not(isOf("Balances"), isStakeCall("add_stake", "remove_stake", "burned_register", "root_register")),
  Triumvirate: isOf("Triumvirate", "TriumvirateMembers"),
  Governance: isOf("SenateMembers", "Triumvirate", "TriumvirateMembers"),
  Staking: isStakeCall("add_stake", "remove_stake"),
  Registration: isStakeCall("burned_register", "register")
}

/**
 * Whether a proxy may do all that another may. `NonTransfer` counts as more than all but `Any`, though others let transfers
 * through that it does not.
 *
 * @category accessors
 */
export const isSuperset = (type: ProxyType, other: ProxyType): boolean => {
  if (type === other || type === "Any") return true
  if (other === "Any") return false
  return type === "NonTransfer" || (type === "Governance" && (other === "Triumvirate" || other === "Senate"))
}

/** A call of Proxy that a proxy may make only if it may do as much itself. */
interface Delegation {
  readonly _tag: string
  readonly proxy_type: ProxyType
}

/**
 * Whether a proxy may make a call. It gives nobody more than it has, and takes it from nobody either.
 *
 * @category accessors
 */
export const mayCall =
  (type: ProxyType) =>
  (call: Call): boolean => {
    const { _tag } = call.value
    if (call._tag === "Proxy" && (_tag === "add_proxy" || _tag === "remove_proxy")) {
      // Both calls have a type, which a call of whatever pallet does not show.
      if (!isSuperset(type, (call.value as Delegation).proxy_type)) return false
    }
    if (call._tag === "Proxy" && (_tag === "remove_proxies" || _tag === "kill_pure") && type !== "Any") return false
    return filters[type](call)
  }
