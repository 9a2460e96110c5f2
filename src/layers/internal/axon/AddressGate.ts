/**
 * Who may have a signature verified at all: a budget for each address, which forged signatures drain faster, and an
 * allowance for those behind it who have proven themselves.
 */
import { type Rate, RateLimiter } from "./RateLimiter.ts"

/** IPv6 hosts own a /64, so that is what one budget covers. IPv4-mapped addresses are IPv4. */
export const addressKey = (ip: string): string => {
  if (!ip.includes(":")) return ip
  if (ip.startsWith("::ffff:") && ip.includes(".")) return ip.slice(7)
  const [head = "", tail] = ip.split("::")
  const left = head === "" ? [] : head.split(":")
  const right = tail === undefined || tail === "" ? [] : tail.split(":")
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: Math.max(0, gap) }, () => "0"), ...right].slice(0, 4).join(":")
}

/** What a request says of itself, as far as the gate is concerned. Nothing of it is proven. */
export interface Visitor {
  readonly ip: string
  readonly hotkey?: string | undefined
  readonly uuid?: string | undefined
}

/** New uuids of a hotkey that is known at an address: a caller opens another lane when it asks more at once. */
const newLanes: Rate = { perSecond: 32, burst: 64 }

/** Budgets of addresses, and of the callers that have proven themselves from them. */
export class AddressGate {
  readonly #addresses: RateLimiter
  readonly #lanes: RateLimiter
  readonly #hotkeys = new RateLimiter(newLanes)
  readonly #failureCost: number

  constructor(options: { readonly perAddress: Rate; readonly perCaller: Rate; readonly failureCost: number }) {
    this.#addresses = new RateLimiter(options.perAddress)
    this.#lanes = new RateLimiter(options.perCaller)
    this.#failureCost = options.failureCost
  }

  /** Whether this request may be looked at now. */
  admits(visitor: Visitor, now: number): boolean {
    if (this.#addresses.take(addressKey(visitor.ip), now)) return true
    if (visitor.hotkey === undefined || visitor.uuid === undefined) return false
    const lane = laneKey(visitor)
    if (this.#lanes.has(lane)) return this.#lanes.take(lane, now)
    const hotkey = hotkeyKey(visitor)
    return this.#hotkeys.has(hotkey) && this.#hotkeys.take(hotkey, now)
  }

  /** Remembers a caller whose signature fitted. */
  passed(visitor: Visitor, now: number): void {
    this.#lanes.charge(laneKey(visitor), now, 0)
    this.#hotkeys.charge(hotkeyKey(visitor), now, 0)
  }

  /** Makes the address pay for a signature that was verified for nothing. */
  failed(visitor: Visitor, now: number): void {
    this.#addresses.charge(addressKey(visitor.ip), now, this.#failureCost)
  }
}

/**
 * The uuid is part of it, and only those on the path see it: who knows a hotkey can use up the allowance for its new lanes,
 * but not that of the lanes it has.
 */
const laneKey = (visitor: Visitor): string => `${hotkeyKey(visitor)} ${visitor.uuid}`

const hotkeyKey = ({ hotkey, ip }: Visitor): string => `${addressKey(ip)} ${hotkey}`
