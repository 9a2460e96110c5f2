/**
 * What Proxy does: accounts call for other accounts, at once, or some time after they announced it.
 *
 * @since 0.2.0
 */
import { hexToBytes } from "@noble/hashes/utils.js"
import { behaviour } from "../../../runtime/behaviour.ts"
import {
  type BlockContext,
  type Call,
  type Context,
  type DispatchError,
  type Outcome,
  resultOf,
  signed
} from "../../../runtime/dispatch.ts"
import { signedBy } from "../../../runtime/origin.ts"
import { u16, u32 } from "../../../scale/primitives.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { encode, type Value } from "../../../scale/Type.ts"
import { type Announcement, Proxy, type ProxyDefinition } from "../pallets/proxy.ts"
import { ProxyType as ProxyTypes } from "../types/outer.ts"
import { timepoint } from "./extrinsicIndex.ts"
import { encodedCall, hash } from "./hashing.ts"
import { about } from "./lookup.ts"
import { mayCall, type ProxyType } from "./proxyTypes.ts"
import { adjustReserve, reserve, unreserve } from "./reserves.ts"
import { proxy as declares } from "./weights/proxy.ts"

const { Announcements, Proxies } = Proxy.storage
const { AnnouncementDepositBase, AnnouncementDepositFactor, MaxPending, MaxProxies } = Proxy.constants
const { ProxyDepositBase, ProxyDepositFactor } = Proxy.constants

type Definition = Value<typeof ProxyDefinition>
type Announced = Value<typeof Announcement>

const depositOf = (base: bigint, factor: bigint, count: number): bigint =>
  count === 0 ? 0n : base + factor * BigInt(count)
const proxyDeposit = (count: number) => depositOf(ProxyDepositBase.value, ProxyDepositFactor.value, count)
const pendingDeposit = (count: number) =>
  depositOf(AnnouncementDepositBase.value, AnnouncementDepositFactor.value, count)

/**
 * An account that nobody has the key of, made by another one in an extrinsic; its proxies call for it.
 *
 * @category accounts
 */
export const pureAccount = (
  who: Hex,
  type: ProxyType,
  index: number,
  at: { readonly height: number; readonly index: number }
): Hex =>
  hash(
    Uint8Array.of(
      ...new TextEncoder().encode("modlpy/proxy____"),
      ...hexToBytes(who.slice(2)),
      ...encode(u32, at.height),
      ...encode(u32, at.index),
      ...encode(ProxyTypes, type),
      ...encode(u16, index)
    )
  )

/** Definitions are in order, by all that they say; types by their numbers. */
const rank = ({ delay, delegate, proxy_type }: Definition): string =>
  `${delegate} ${encode(ProxyTypes, proxy_type)} ${String(delay).padStart(10, "0")}`
const inOrder = (definitions: ReadonlyArray<Definition>): ReadonlyArray<Definition> =>
  definitions.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))

const putProxies = (context: BlockContext, who: Hex, proxies: ReadonlyArray<Definition>): DispatchError | undefined => {
  const [, before] = Proxies.get(context, who)
  const deposit = proxyDeposit(proxies.length)
  const failed = adjustReserve(context, who, before, deposit)
  if (failed !== undefined) return failed
  if (proxies.length === 0) Proxies.remove(context, who)
  else Proxies.put(context, who, [proxies, deposit])
  return undefined
}

const addProxy = (context: Context, who: Hex, definition: Definition): Outcome => {
  const { delay, delegate: delegatee, proxy_type } = definition
  if (delegatee === who) return Proxy.error("NoSelfProxy")
  const [proxies] = Proxies.get(context, who)
  if (proxies.some((one) => rank(one) === rank(definition))) return Proxy.error("Duplicate")
  if (proxies.length >= MaxProxies.value) return Proxy.error("TooMany")
  const failed = putProxies(context, who, inOrder([...proxies, definition]))
  if (failed !== undefined) return failed
  return context.deposit(Proxy.event("ProxyAdded", { delegator: who, delegatee, proxy_type, delay }))
}

const removeProxy = (context: Context, who: Hex, definition: Definition): Outcome => {
  const { delay, delegate: delegatee, proxy_type } = definition
  const [proxies] = Proxies.get(context, who)
  const others = proxies.filter((one) => rank(one) !== rank(definition))
  if (others.length === proxies.length) return Proxy.error("NotFound")
  const failed = putProxies(context, who, others)
  if (failed !== undefined) return failed
  return context.deposit(Proxy.event("ProxyRemoved", { delegator: who, delegatee, proxy_type, delay }))
}

/** Forgets all proxies of an account. No event tells of them, only of the deposit. */
const removeAll = (context: Context, who: Hex, depositor: Hex): void => {
  const [, deposit] = Proxies.get(context, who)
  Proxies.remove(context, who)
  unreserve(context, depositor, deposit)
}

const createPure = (
  context: Context,
  who: Hex,
  {
    delay,
    index,
    proxy_type
  }: {
    readonly delay: number
    readonly index: number
    readonly proxy_type: ProxyType
  }
): Outcome => {
  const pure = pureAccount(who, proxy_type, index, timepoint(context))
  if (Proxies.contains(context, pure)) return Proxy.error("Duplicate")
  const deposit = proxyDeposit(1)
  const failed = reserve(context, who, deposit)
  if (failed !== undefined) return failed
  Proxies.put(context, pure, [[{ delegate: who, proxy_type, delay }], deposit])
  return context.deposit(Proxy.event("PureCreated", { pure, who, proxy_type, disambiguation_index: index }))
}

const putPending = (context: Context, who: Hex, pending: ReadonlyArray<Announced>): DispatchError | undefined => {
  const [, before] = Announcements.get(context, who)
  const deposit = pendingDeposit(pending.length)
  const failed = adjustReserve(context, who, before, deposit)
  if (failed !== undefined) return failed
  if (pending.length === 0) Announcements.remove(context, who)
  else Announcements.put(context, who, [pending, deposit])
  return undefined
}

const announce = (context: Context, who: Hex, real: Hex, call_hash: Hex): Outcome => {
  if (!Proxies.get(context, real)[0].some(({ delegate }) => delegate === who)) return Proxy.error("NotProxy")
  const [pending] = Announcements.get(context, who)
  if (pending.length >= MaxPending.value) return Proxy.error("TooMany")
  const failed = putPending(context, who, [...pending, { real, call_hash, height: context.block }])
  if (failed !== undefined) return failed
  return context.deposit(Proxy.event("Announced", { real, proxy: who, call_hash }))
}

/** Forgets the announcements of a call, all of them, if there are any. */
const forget = (context: Context, who: Hex, real: Hex, call_hash: Hex, delay = 0): DispatchError | undefined => {
  const [pending] = Announcements.get(context, who)
  const isDue = (one: Announced) =>
    one.real === real && one.call_hash === call_hash && context.block - one.height >= delay
  const others = pending.filter((one) => !isDue(one))
  return others.length === pending.length ? Proxy.error("NotFound") : putPending(context, who, others)
}

const findProxy = (context: Context, real: Hex, delegate: Hex, type: ProxyType | undefined): Definition | undefined =>
  Proxies.get(context, real)[0].find(
    (one) => one.delegate === delegate && (type === undefined || one.proxy_type === type)
  )

/** Calls as the account itself: what its caller may not do otherwise, it may here, as far as the proxy reaches. */
const callAs = (context: Context, real: Hex, { proxy_type }: Definition, call: Call): void => {
  const dispatched = context.dispatch(call, { origin: signedBy(real), allows: mayCall(proxy_type) })
  context.deposit(Proxy.event("ProxyExecuted", { result: resultOf(dispatched) }))
}

/**
 * What Proxy does.
 *
 * @category behaviours
 */
export const proxy = behaviour(Proxy, {
  declares,
  calls: {
    proxy: signed((context, who, { call, force_proxy_type, real: address }) =>
      about(address, (real) => {
        const definition = findProxy(context, real, who, force_proxy_type)
        if (definition === undefined) return Proxy.error("NotProxy")
        if (definition.delay > 0) return Proxy.error("Unannounced")
        return callAs(context, real, definition, call)
      })
    ),
    add_proxy: signed((context, who, { delegate: address, ...as }) =>
      about(address, (delegate) => addProxy(context, who, { delegate, ...as }))
    ),
    remove_proxy: signed((context, who, { delegate: address, ...as }) =>
      about(address, (delegate) => removeProxy(context, who, { delegate, ...as }))
    ),
    remove_proxies: signed((context, who) => removeAll(context, who, who)),
    create_pure: signed(createPure),
    kill_pure: signed((context, who, { ext_index, height, index, proxy_type, spawner }) =>
      about(spawner, (account) => {
        const pure = pureAccount(account, proxy_type, index, { height, index: ext_index })
        return pure === who ? removeAll(context, who, account) : Proxy.error("NoPermission")
      })
    ),
    announce: signed((context, who, { call_hash, real }) =>
      about(real, (account) => announce(context, who, account, call_hash))
    ),
    remove_announcement: signed((context, who, { call_hash, real }) =>
      about(real, (account) => forget(context, who, account, call_hash))
    ),
    reject_announcement: signed((context, who, { call_hash, delegate }) =>
      about(delegate, (account) => forget(context, account, who, call_hash))
    ),
    proxy_announced: signed((context, _, { call, force_proxy_type, ...of }) =>
      about(of.delegate, (delegate) =>
        about(of.real, (real) => {
          const definition = findProxy(context, real, delegate, force_proxy_type)
          if (definition === undefined) return Proxy.error("NotProxy")
          const call_hash = hash(encodedCall(context, call))
          // Whatever is wrong with the announcement, even its deposit, it counts as none.
          const failed = forget(context, delegate, real, call_hash, definition.delay)
          return failed === undefined ? callAs(context, real, definition, call) : Proxy.error("Unannounced")
        })
      )
    )
  }
})
