/**
 * Who may have a signature verified at all: a budget for each address, which failures drain faster.
 */
import type { Claim } from "../../../services/Axon.ts"
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

/** Budgets of addresses, and of the lanes that have proven themselves from them. */
export class AddressGate {
  readonly #addresses: RateLimiter
  readonly #proven: RateLimiter
  readonly #failureCost: number

  constructor(options: { readonly perAddress: Rate; readonly perCaller: Rate; readonly failureCost: number }) {
    this.#addresses = new RateLimiter(options.perAddress)
    this.#proven = new RateLimiter(options.perCaller)
    this.#failureCost = options.failureCost
  }

  /** Whether this claim may be verified now. A lane that was proven before passes even when its address is exhausted. */
  admits(claim: Claim, now: number): boolean {
    if (this.#addresses.take(addressKey(claim.ip), now)) return true
    const lane = laneKey(claim)
    return this.#proven.has(lane) && this.#proven.take(lane, now)
  }

  /** Remembers a lane whose signature fitted. */
  passed(claim: Claim, now: number): void {
    this.#proven.charge(laneKey(claim), now, 0)
  }

  /** Makes the address pay for a request that proved nothing. */
  failed(ip: string, now: number): void {
    this.#addresses.charge(addressKey(ip), now, this.#failureCost)
  }
}

/** The uuid is part of it, and only those on the path see it: knowing a hotkey is not enough to use its allowance. */
const laneKey = (claim: Claim): string => `${addressKey(claim.ip)} ${claim.hotkey} ${claim.uuid}`
