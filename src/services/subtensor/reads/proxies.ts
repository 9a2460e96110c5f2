/**
 * Who may act for whom.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import {
  account,
  type Field,
  listOf,
  pairOf,
  record,
  takeVariant,
  u32
} from "../../../protocol/internal/chain/fields.ts"
import type { Rao } from "../../../protocol/Money.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Hex } from "../ChainValue.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { as, hex, constantOf, listed, ofAccount, rao } from "./Read.ts"

/**
 * An account that may act for another one.
 *
 * @category models
 */
export interface ProxyInfo {
  readonly delegate: Ss58
  /** What it may do, such as `Any` or `Staking`. */
  readonly proxyType: string
  /** Blocks between the announcement of a call and the call. */
  readonly delay: number
}

/**
 * The proxies of an account.
 *
 * @category models
 */
export interface Proxies {
  readonly proxies: ReadonlyArray<ProxyInfo>
  /** What is put down for them. */
  readonly deposit: Rao
}

/**
 * A call that a proxy has announced.
 *
 * @category models
 */
export interface ProxyAnnouncement {
  /** The account that it will act for. */
  readonly real: Ss58
  /** blake2-256 of the call. */
  readonly callHash: Hex
  /** The block of the announcement. */
  readonly height: number
}

/**
 * What proxies cost, and how many there may be.
 *
 * @category models
 */
export interface ProxyConstants {
  readonly announcementDepositBase: Rao
  readonly announcementDepositFactor: Rao
  readonly maxPending: number
  readonly maxProxies: number
  readonly proxyDepositBase: Rao
  readonly proxyDepositFactor: Rao
}

const proxyType: Field<string> = { take: (found) => takeVariant(found).type }

const proxies = as(
  pairOf(listOf(record<ProxyInfo>({ delegate: account, proxyType, delay: u32 })), rao),
  ([proxies, deposit]): Proxies => ({ proxies, deposit })
)
const announcements = as(
  pairOf(listOf(record<ProxyAnnouncement>({ real: account, callHash: hex, height: u32 })), rao),
  ([found]): ReadonlyArray<ProxyAnnouncement> => found
)

/**
 * Proxies.
 *
 * @category reads
 */
export const proxying = {
  /** All accounts that have proxies, and those, of `Proxy.Proxies`. */
  proxies: (chain: Core, options?: ReadOptions) =>
    listed<Ss58, Proxies>(chain, "Proxy.Proxies", [], account, proxies, options),

  /** The proxies of an account. */
  proxiesForRealAccount: ofAccount("Proxy.Proxies", proxies),

  /** What a proxy has announced, of `Proxy.Announcements`. */
  proxyAnnouncement: ofAccount("Proxy.Announcements", announcements),

  /** What all proxies have announced, by proxy. */
  proxyAnnouncements: (chain: Core, options?: ReadOptions) =>
    listed<Ss58, ReadonlyArray<ProxyAnnouncement>>(chain, "Proxy.Announcements", [], account, announcements, options),

  /** What proxies cost, and how many there may be: constants of the pallet Proxy. */
  proxyConstants: (chain: Core, options?: ReadOptions): Effect.Effect<ProxyConstants, ChainError> => {
    const of = <A>(name: string, field: Field<A>) => constantOf(chain, `Proxy.${name}`, field, options)
    return Effect.all(
      {
        announcementDepositBase: of("AnnouncementDepositBase", rao),
        announcementDepositFactor: of("AnnouncementDepositFactor", rao),
        maxPending: of("MaxPending", u32),
        maxProxies: of("MaxProxies", u32),
        proxyDepositBase: of("ProxyDepositBase", rao),
        proxyDepositFactor: of("ProxyDepositFactor", rao)
      },
      { concurrency: "unbounded" }
    )
  }
}
