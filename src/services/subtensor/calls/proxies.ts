/**
 * Accounts that act for others. What a proxy does is any other call, with the option `proxyFor`.
 *
 * @since 0.2.0
 */
import type { ChainValue, Hex } from "../ChainValue.ts"
import type { Call } from "../Core.ts"
import { nested, plainly } from "./Intent.ts"

/** Who may do what, and after how many blocks. */
export interface ProxyRight {
  readonly delegate: string
  /** By the runtime's own name, such as `Any`, `Staking`, `NonTransfer`, and up to spec 218 `NonFungibile`. */
  readonly type: string
  /** Blocks between the announcement of a call and the call; 0 for none. @default 0 */
  readonly delay?: number | undefined
}

/** A call that a proxy announces, or has announced. */
export interface Announced {
  readonly real: string
  /** blake2-256 of the call's bytes, which `plan(call, signer)` gives without `proxyFor`: with it, that of the call around it. */
  readonly callHash: Hex
}

const account = (address: string): ChainValue => ({ type: "Id", value: address })
const kind = (type: string): ChainValue => ({ type, value: undefined })

const rightOf = ({ delay = 0, delegate, type }: ProxyRight) => ({
  delegate: account(delegate),
  proxy_type: kind(type),
  delay
})

/**
 * Proxies. All is signed by the coldkey, of the account or of its proxy.
 *
 * @category calls
 */
export const proxies = {
  /** Lets another account act for this one. A deposit is reserved for as long as it may. */
  addProxy: plainly<ProxyRight>(
    "Proxy",
    "add_proxy",
    rightOf,
    ({ delegate, type }, { account }) => `${delegate} may act for ${account} (${type})`
  ),

  /** Takes that back; all of it has to be as it was given. */
  removeProxy: plainly<ProxyRight>(
    "Proxy",
    "remove_proxy",
    rightOf,
    ({ delegate, type }, { account }) => `${delegate} may no longer act for ${account} (${type})`
  ),

  /** Takes it back from all. */
  removeProxies: plainly<Record<never, never>>(
    "Proxy",
    "remove_proxies",
    () => ({}),
    (_input, { account }) => `nobody may act for ${account} any more`
  ),

  /** Pays what deposits have become more expensive, or has back what they have become cheaper. */
  pokeDeposit: plainly<object>(
    "Proxy",
    "poke_deposit",
    () => ({}),
    (_input, { account }) => `the deposits of ${account} are what they are now`
  ),

  /**
   * Makes an account without a key, for which this one may act. The receipt's `PureCreated` has its address. Keep that, and the block and
   * the place of the extrinsic in it: without them it cannot be removed.
   */
  createPureProxy: plainly<{
    readonly type: string
    readonly delay?: number | undefined
    /** Tells apart what is made in one extrinsic. @default 0 */
    readonly index?: number | undefined
  }>(
    "Proxy",
    "create_pure",
    ({ delay = 0, index = 0, type }) => ({ proxy_type: kind(type), delay, index }),
    ({ type }, { account }) => `there is a new account, for which ${account} may act (${type})`
  ),

  /** Removes an account without a key, on its own behalf (`proxyFor`). What is left in it is lost. */
  killPureProxy: plainly<{
    readonly spawner: string
    readonly type: string
    readonly index?: number | undefined
    /** The block that it was made in, and the place of the extrinsic there. */
    readonly height: number
    readonly extrinsicIndex: number
  }>(
    "Proxy",
    "kill_pure",
    ({ extrinsicIndex, height, index = 0, spawner, type }) => ({
      spawner: account(spawner),
      proxy_type: kind(type),
      index,
      height,
      ext_index: extrinsicIndex
    }),
    (_input, { account }) => `nobody can act for ${account} any more, and what is in it is lost`
  ),

  /** Announces a call that this account will make for another one, where its right has a delay. */
  announceProxy: plainly<Announced>(
    "Proxy",
    "announce",
    ({ callHash, real }) => ({ real: account(real), call_hash: callHash }),
    ({ callHash, real }) => `the call ${callHash} for ${real} is announced`
  ),

  /** Makes a call for another account that its proxy has announced; anybody may. */
  proxyAnnounced: plainly<{ readonly delegate: string; readonly real: string; readonly call: Call }>(
    "Proxy",
    "proxy_announced",
    ({ call, delegate, real }) => ({
      delegate: account(delegate),
      real: account(real),
      force_proxy_type: undefined,
      call: nested(call)
    }),
    ({ call, real }) => `${call.pallet}.${call.name} is called for ${real}`
  ),

  /** Takes back what this account has announced. */
  removeAnnouncement: plainly<Announced>(
    "Proxy",
    "remove_announcement",
    ({ callHash, real }) => ({ real: account(real), call_hash: callHash }),
    ({ callHash }) => `the announcement of ${callHash} is taken back`
  ),

  /** Refuses what a proxy of this account has announced. */
  rejectAnnouncement: plainly<{ readonly delegate: string; readonly callHash: Hex }>(
    "Proxy",
    "reject_announcement",
    ({ callHash, delegate }) => ({ delegate: account(delegate), call_hash: callHash }),
    ({ callHash, delegate }) => `${delegate} may not make the call ${callHash}`
  )
}
