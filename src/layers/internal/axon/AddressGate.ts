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
  /** Signatures that are being verified, by address. */
  readonly #pending = new Map<string, number>()

  constructor(options: { readonly perAddress: Rate; readonly perCaller: Rate; readonly failureCost: number }) {
    this.#addresses = new RateLimiter(options.perAddress)
    this.#lanes = new RateLimiter(options.perCaller)
    this.#failureCost = options.failureCost
  }

  /** Whether this request may be looked at now. Until it is known, a signature counts as one that will not fit. */
  admits(visitor: Visitor, now: number): boolean {
    return this.#admits(visitor, now, 1)
  }

  /** The same for one that was admitted, and has waited while others began. */
  stillAdmits(visitor: Visitor, now: number): boolean {
    return this.#admits(visitor, now, 0)
  }

  #admits(visitor: Visitor, now: number, cost: number): boolean {
    const address = addressKey(visitor.ip)
    const atStake = (this.#pending.get(address) ?? 0) * this.#failureCost
    if (this.#addresses.take(address, now, cost, atStake)) return true
    if (visitor.hotkey === undefined || visitor.uuid === undefined) return false
    const lane = laneKey(visitor)
    if (this.#lanes.has(lane)) return this.#lanes.take(lane, now, cost)
    // Anybody at the address can claim the hotkey: this allowance is paid for each time.
    const hotkey = hotkeyKey(visitor)
    return this.#hotkeys.has(hotkey) && this.#hotkeys.take(hotkey, now)
  }

  /**
   * With whom a request waits when there are many: callers who have proven themselves from this address by hotkey, their new
   * lanes apart from those that were proven, since anybody there can claim one; and all others together.
   */
  queueOf(visitor: Visitor): string {
    const hotkey = hotkeyKey(visitor)
    if (!this.#hotkeys.has(hotkey)) return "strangers"
    return this.#lanes.has(laneKey(visitor)) ? hotkey : `${hotkey} new`
  }

  /** Notes that a signature is being verified; gives the function to tell what came of it. */
  begin(visitor: Visitor): (isSigned: boolean, now: number) => void {
    const address = addressKey(visitor.ip)
    this.#pending.set(address, (this.#pending.get(address) ?? 0) + 1)
    return (isSigned, now) => {
      const left = this.#pending.get(address)! - 1
      if (left === 0) this.#pending.delete(address)
      else this.#pending.set(address, left)
      if (isSigned) this.#passed(visitor, now)
      else this.#addresses.charge(address, now, this.#failureCost)
    }
  }

  /** Remembers a caller whose signature fitted. */
  #passed(visitor: Visitor, now: number): void {
    this.#lanes.charge(laneKey(visitor), now, 0)
    this.#hotkeys.charge(hotkeyKey(visitor), now, 0)
  }
}

/**
 * The uuid is part of it, and only those on the path see it: who knows a hotkey can use up the allowance for its new lanes,
 * but not that of the lanes it has.
 */
const laneKey = (visitor: Visitor): string => `${hotkeyKey(visitor)} ${visitor.uuid}`

const hotkeyKey = ({ hotkey, ip }: Visitor): string => `${addressKey(ip)} ${hotkey}`
