/**
 * The calls that say where a neuron can be reached.
 *
 * @since 0.2.0
 */
import { type BlockContext, type Context, type Outcome, signed } from "../../../../runtime/dispatch.ts"
import type { ModuleError } from "../../../../runtime/pallet.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { isMemberOfAny } from "./neurons.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"

const { Axons, Prometheus, ServingRateLimit } = SubtensorModule.storage

/**
 * Where a neuron can be reached.
 *
 * @category models
 */
export interface Endpoint {
  readonly netuid: number
  readonly ip: bigint
  readonly port: number
  readonly ip_type: number
}

const LOCALHOST = 0x7f00_0001n

/** Addresses that are nobody's, everybody's or one's own are refused; private ones are not. */
const isReachable = ({ ip, ip_type }: Endpoint): boolean =>
  ip !== 0n && (ip_type === 4 ? ip < 2n ** 32n - 1n && ip !== LOCALHOST : ip !== 1n && ip !== 2n ** 128n - 1n)

/** Whether a hotkey said so not long ago. A netuid that is nowhere has a limit, too. */
const isTooSoon = (context: BlockContext, netuid: number, before: bigint): boolean => {
  const limit = ServingRateLimit.get(context, netuid)
  return limit !== 0n && before !== 0n && now(context) - before < limit
}

/** Why an endpoint is refused, if it is. The hotkey has to be registered, if only elsewhere. */
const refusal = (
  { error }: Revision,
  context: Context,
  hotkey: Hex,
  endpoint: Endpoint,
  before: bigint
): ModuleError | undefined => {
  if (!isMemberOfAny(context, hotkey)) return error("HotKeyNotRegisteredInNetwork")
  if (endpoint.ip_type !== 4 && endpoint.ip_type !== 6) return error("InvalidIpType")
  if (!isReachable(endpoint)) return error("InvalidIpAddress")
  if (isTooSoon(context, endpoint.netuid, before)) return error("ServingRateLimitExceeded")
  return endpoint.port === 0 ? error("InvalidPort") : undefined
}

/**
 * The calls that say where a neuron can be reached.
 *
 * @category calls
 */
export const serving = (revision: Revision) => ({
  serve_axon: signed(
    (
      context,
      hotkey,
      args: Endpoint & {
        readonly version: number
        readonly protocol: number
        readonly placeholder1: number
        readonly placeholder2: number
      }
    ): Outcome => {
      const { netuid, ...axon } = args
      const before = Axons.get(context, netuid, hotkey)?.block ?? 0n
      const refused = refusal(revision, context, hotkey, args, before)
      if (refused !== undefined) return refused
      Axons.put(context, netuid, hotkey, { ...axon, block: now(context) })
      return context.deposit(SubtensorModule.event("AxonServed", netuid, hotkey))
    }
  ),
  serve_prometheus: signed((context, hotkey, args: Endpoint & { readonly version: number }): Outcome => {
    const { netuid, ...exporter } = args
    const before = Prometheus.get(context, netuid, hotkey)?.block ?? 0n
    const refused = refusal(revision, context, hotkey, args, before)
    if (refused !== undefined) return refused
    Prometheus.put(context, netuid, hotkey, { ...exporter, block: now(context) })
    return context.deposit(SubtensorModule.event("PrometheusServed", netuid, hotkey))
  })
})
