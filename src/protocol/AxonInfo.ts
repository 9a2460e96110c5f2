/**
 * Where an axon can be reached, and the form in which the chain stores it (wire.md §5.7).
 *
 * @since 0.1.0
 */
import { Result, Schema } from "effect"
import { Ss58 } from "./Ss58.ts"

/**
 * Where an axon listens and whose it is. An axon that was never served has ip `0.0.0.0` and port 0.
 *
 * **Example** (An axon from a literal list)
 *
 * ```ts
 * import { AxonInfo } from "effect-bittensor"
 *
 * export const target = AxonInfo.of({
 *   ip: "127.0.0.1",
 *   port: 8091,
 *   hotkey: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
 * })
 * ```
 *
 * @category models
 */
export class AxonInfo extends Schema.Class<AxonInfo>("effect-bittensor/AxonInfo")({
  /** IPv4 in dots, IPv6 text, or a host name. */
  ip: Schema.NonEmptyString,
  port: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
  hotkey: Ss58,
  coldkey: Schema.optionalKey(Ss58),
  /** The version integer of the SDK that serves. */
  version: Schema.optionalKey(Schema.Int),
  /** Left to the subnet; 4 by default. Says nothing about HTTP or QUIC. */
  protocol: Schema.optionalKey(Schema.Int),
  /** The block at which the chain learned of it. Set exactly when the info was read from the chain, so is a stranger's word. */
  block: Schema.optionalKey(Schema.Int)
}) {
  /** Checks and makes an info from plain values; throws a `SchemaError` on what is none. For literals in programs. */
  static readonly of = (input: {
    readonly ip: string
    readonly port: number
    readonly hotkey: string
    readonly coldkey?: string
    readonly version?: number
    readonly protocol?: number
    readonly block?: number
  }): AxonInfo => decode(input)

  /** Whether the axon says that it can be reached at all. */
  get isServing(): boolean {
    return this.port !== 0 && this.ip !== "0.0.0.0" && this.ip !== "::" && this.ip !== "0"
  }

  /** `ip:port`, IPv6 in brackets. */
  get authority(): string {
    return this.ip.includes(":") ? `[${this.ip}]:${this.port}` : `${this.ip}:${this.port}`
  }

  override toString(): string {
    return `${this.authority} (${this.hotkey})`
  }
}

const decode = Schema.decodeUnknownSync(AxonInfo)

/**
 * Text that is no IP address.
 *
 * @category errors
 */
export class IpError extends Schema.TaggedError<IpError>()("IpError", { ip: Schema.String }) {
  override get message(): string {
    return `'${this.ip}' is neither an IPv4 nor an IPv6 address`
  }
}

const ipv4 = (text: string): bigint | undefined => {
  const parts = text.split(".")
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

/** The groups of one half of an IPv6 text; a dotted IPv4 end of the whole text counts as two. */
const groups = (half: string, isLast: boolean): Array<number> | undefined => {
  if (half === "") return []
  const result: Array<number> = []
  const parts = half.split(":")
  for (const [index, part] of parts.entries()) {
    if (part.includes(".") && isLast && index === parts.length - 1) {
      const tail = ipv4(part)
      if (tail === undefined) return undefined
      result.push(Number(tail >> 16n), Number(tail & 0xffffn))
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(Number.parseInt(part, 16))
    else return undefined
  }
  return result
}

const ipv6 = (text: string): bigint | undefined => {
  const halves = text.split("::")
  if (halves.length > 2) return undefined
  const head = groups(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1]!, true) : []
  if (head === undefined || tail === undefined) return undefined
  const gap = 8 - head.length - tail.length
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined
  return [...head, ...Array.from({ length: gap }, () => 0), ...tail].reduce(
    (value, group) => (value << 16n) | BigInt(group),
    0n
  )
}

/**
 * An address as the chain stores it: a 128-bit integer and the type, 4 or 6.
 *
 * **Example** (IPv4 to its integer)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { ipToInt } from "effect-bittensor/protocol/AxonInfo"
 *
 * Result.getOrThrow(ipToInt("203.0.113.9")) // => { value: 3405803785n, type: 4 }
 * ```
 *
 * @category combinators
 */
export const ipToInt = (ip: string): Result.Result<{ readonly value: bigint; readonly type: 4 | 6 }, IpError> => {
  const four = ipv4(ip)
  if (four !== undefined) return Result.succeed({ value: four, type: 4 })
  const six = ip.includes(":") ? ipv6(ip) : undefined
  return six === undefined ? Result.fail(new IpError({ ip: ip.slice(0, 64) })) : Result.succeed({ value: six, type: 6 })
}

/**
 * The text of an address that the chain stores; IPv6 in its canonical short form (RFC 5952).
 *
 * @category combinators
 */
export const intToIp = (value: bigint, type: 4 | 6): string => {
  if (type === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".")
  const parts = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn))
  const [start, length] = longestZeros(parts)
  return length < 2 ? hex(parts) : `${hex(parts.slice(0, start))}::${hex(parts.slice(start + length))}`
}

const hex = (range: ReadonlyArray<number>) => range.map((part) => part.toString(16)).join(":")

const longestZeros = (parts: ReadonlyArray<number>): readonly [start: number, length: number] => {
  let best: readonly [number, number] = [0, 0]
  for (let i = 0; i < parts.length; i++) {
    let end = i
    while (end < parts.length && parts[end] === 0) end++
    if (end - i > best[1]) best = [i, end - i]
  }
  return best
}

/**
 * Whether an address reaches this machine or a private network: loopback, private, link-local, unspecified, multicast,
 * shared (CGNAT) and reserved ranges of IPv4 and IPv6, and IPv6 addresses that carry such an IPv4 address (mapped,
 * translated, NAT64, 6to4).
 *
 * @category guards
 */
export const isPrivateAddress = (ip: string): boolean => {
  const parsed = ipToInt(ip)
  if (Result.isFailure(parsed)) return true
  const { type, value } = parsed.success
  if (type === 4) return privateFour.some(([base, bits]) => value >> BigInt(32 - bits) === base >> BigInt(32 - bits))
  for (const [base, bits] of carriers) {
    const prefix = BigInt(128 - bits)
    if (value >> prefix === base >> prefix) {
      return isPrivateAddress(intToIp((value >> (prefix - 32n)) & 0xffff_ffffn, 4))
    }
  }
  return privateSix.some(([base, bits]) => value >> BigInt(128 - bits) === base >> BigInt(128 - bits))
}

type Range = readonly [base: bigint, bits: number]

/** IANA special-purpose registry, the ranges that are not global. */
const privateFour: ReadonlyArray<Range> = (
  [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3]
  ] as const
).map(([base, bits]) => [ipv4(base)!, bits])

/** Prefixes that an IPv4 address follows. */
const carriers: ReadonlyArray<Range> = (
  [
    ["::", 96],
    ["::ffff:0:0", 96],
    ["::ffff:0:0:0", 96],
    ["64:ff9b::", 96],
    ["2002::", 16]
  ] as const
).map(([base, bits]) => [ipv6(base)!, bits])

const privateSix: ReadonlyArray<Range> = (
  [
    ["fc00::", 7],
    // link-local, and site-local, which is no longer in use but still routed nowhere else
    ["fe80::", 9],
    ["ff00::", 8],
    ["64:ff9b:1::", 48]
  ] as const
).map(([base, bits]) => [ipv6(base)!, bits])
