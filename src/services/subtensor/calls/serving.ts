/**
 * Where neurons are to be reached, and what they say of themselves.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { type AxonInfo, ipToInt } from "../../../protocol/AxonInfo.ts"
import { axonFromRuntime } from "../../../protocol/chain/axonFromRuntime.ts"
import { sdkVersion } from "../../../protocol/SdkVersion.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { rawData } from "./rawData.ts"
import { bad, byHotkey, callOf, look, refuse, type Sending } from "./Intent.ts"

/** Where an axon is to be reached. */
export interface Served {
  readonly netuid: number
  /** IPv4 or IPv6; most runtimes refuse addresses of the machine itself. */
  readonly ip: string
  readonly port: number
  /** Left to the subnet. @default 4 */
  readonly protocol?: number | undefined
  /** @default that of the SDK whose wire this library speaks */
  readonly version?: number | undefined
  /** By which others know the axon's TLS, up to 65 bytes; for runtimes that have a place for it. */
  readonly certificate?: Uint8Array | undefined
}

/** Bytes of a text that fit into one field of a commitment. */
const MOST_BYTES = 128

const utf8 = new TextEncoder()

const known = ({ chain, hotkey }: Sending, netuid: number) =>
  Effect.map(look(chain.query("SubtensorModule", "Axons", [netuid, hotkey])), (stored): AxonInfo | undefined =>
    stored === undefined
      ? undefined
      : Result.getOrUndefined(axonFromRuntime(stored, { hotkey: Ss58.Ss58.make(hotkey) }))
  )

/** Refuses what was said too few blocks ago, in a block that is known, or 0 if it never was. */
const paced = ({ chain }: Sending, netuid: number, before: number) =>
  Effect.gen(function* () {
    if (before === 0) return
    const [{ number }, limit] = yield* look(
      Effect.all([chain.head, chain.query<string, string>("SubtensorModule", "ServingRateLimit", [netuid])], {
        concurrency: 2
      })
    )
    // What is sent now is in the next block at the earliest.
    const wait = before + Number(limit ?? 0) - (number + 1)
    if (wait > 0) yield* refuse("RateLimit", `subnet ${netuid} can be told something else in ${wait} blocks`)
  })

const isCertificate = ({ length }: Uint8Array): boolean => length >= 1 && length <= 65

const integerOf = (ip: string) =>
  Result.match(ipToInt(ip), {
    onFailure: () => bad("ip", `'${ip.slice(0, 60)}' is neither IPv4 nor IPv6`),
    onSuccess: (address) => Effect.succeed(address)
  })

/**
 * Serving. All is signed by the hotkey, and free.
 *
 * @category calls
 */
export const serving = {
  /**
   * Tells the chain where the hotkey's axon is. Gives `undefined`, and sends nothing, if the chain holds the same already; of a certificate
   * that is not looked at.
   */
  serveAxon: byHotkey<Served, undefined>((served, sending) =>
    Effect.gen(function* () {
      const { certificate, ip, netuid, port, protocol = 4, version = sdkVersion } = served
      const { type, value } = yield* integerOf(ip)
      if (certificate !== undefined && !isCertificate(certificate)) {
        return yield* bad("certificate", `it has ${certificate.length} bytes; the chain keeps those of 1 to 65`)
      }
      const axon = yield* known(sending, netuid)
      // An IPv6 address may be written in many ways.
      const isThere = axon !== undefined && Result.getOrUndefined(ipToInt(axon.ip))?.value === value
      const isSame = isThere && axon.port === port && axon.protocol === protocol && axon.version === version
      if (isSame && certificate === undefined) return undefined
      yield* paced(sending, netuid, axon?.block ?? 0)
      const args = { netuid, version, ip: value, port, ip_type: type, protocol, placeholder1: 0, placeholder2: 0 }
      return {
        call: yield* certificate === undefined
          ? callOf(sending, "SubtensorModule", ["serve_axon"], args)
          : callOf(sending, "SubtensorModule", ["serve_axon_tls"], { ...args, certificate }),
        effects: [`the axon of ${sending.hotkey} in subnet ${netuid} is at ${ip}, port ${port}`]
      }
    })
  ),

  /** Tells the chain where the hotkey's Prometheus exporter is. Neither this nor an axon may be told more often than the subnet lets it. */
  servePrometheus: byHotkey<Omit<Served, "protocol" | "certificate">>(
    ({ ip, netuid, port, version = sdkVersion }, sending) =>
      Effect.gen(function* () {
        const { type, value } = yield* integerOf(ip)
        const before = yield* look(
          sending.chain.query<string, string>("SubtensorModule", "Prometheus", [netuid, sending.hotkey])
        )
        yield* paced(sending, netuid, Number((before as { readonly block?: bigint } | undefined)?.block ?? 0))
        const args = { netuid, version, ip: value, port, ip_type: type }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["serve_prometheus"], args),
          effects: [`the exporter of ${sending.hotkey} in subnet ${netuid} is at ${ip}, port ${port}`]
        }
      })
  ),

  /** Writes a text of up to 128 bytes behind the hotkey, for a subnet's own use. */
  setCommitment: byHotkey<{ readonly netuid: number; readonly text: string }>(({ netuid, text }, sending) =>
    Effect.gen(function* () {
      const bytes = utf8.encode(text)
      if (bytes.length > MOST_BYTES) {
        return yield* refuse("Commitment", `the text has ${bytes.length} bytes, of which ${MOST_BYTES} fit; shorten it`)
      }
      // `CommitmentInfo` has one field alone, so that it is as good as that.
      const info = [rawData(bytes)]
      return {
        call: yield* callOf(sending, "Commitments", ["set_commitment"], { netuid, info }),
        effects: [`${sending.hotkey} commits to ${bytes.length} bytes in subnet ${netuid}`]
      }
    })
  )
}
