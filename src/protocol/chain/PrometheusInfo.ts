/**
 * Where a neuron's Prometheus exporter can be reached (chain-client.md §5.4).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeValue } from "../internal/chain/decode.ts"
import { ipText } from "../internal/chain/fields.ts"
import { storedPrometheus, type StoredPrometheus } from "../internal/chain/prometheus.ts"
import { Blocks, U16, U32 } from "../internal/chain/schemas.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * Where a neuron's Prometheus exporter listens. One that was never served has ip `0.0.0.0` and port 0.
 *
 * @category models
 */
export const PrometheusInfo = Schema.Struct({
  /** The block in which it was announced. */
  block: Blocks,
  /** The version integer of the SDK that announced it. */
  version: U32,
  /** IPv4 in dots, or IPv6 text. */
  ip: Schema.NonEmptyString,
  port: U16,
  /** 4 or 6; 0 when it was never served. */
  ipType: U16
})

/** @category models */
export interface PrometheusInfo extends Schema.Schema.Type<typeof PrometheusInfo> {}

/** @internal */
export const prometheusInfoOf = ({ block, ip, ipType, port, version }: StoredPrometheus): PrometheusInfo => ({
  block,
  version,
  ip: ipText(ip, ipType),
  port,
  ipType
})

/**
 * Takes an entry of `SubtensorModule.Prometheus` that metadata decoded.
 *
 * @category decoding
 */
export const prometheusInfoFromRuntime = (value: unknown): Result.Result<PrometheusInfo, LayoutError> =>
  decodeValue("PrometheusInfo", value, (found) => prometheusInfoOf(storedPrometheus.take(found)))
