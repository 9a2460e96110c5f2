/** A Prometheus exporter as the chain stores it. */
import { block, type Coded, struct, u128, u16, u32, u8 } from "./fields.ts"

export interface StoredPrometheus {
  readonly block: number
  readonly version: number
  readonly ip: bigint
  readonly port: number
  readonly ipType: number
}

export const PROMETHEUS_BYTES = 31

export const storedPrometheus: Coded<StoredPrometheus> = struct<StoredPrometheus>({
  block,
  version: u32,
  ip: u128,
  port: u16,
  ipType: u8
})
