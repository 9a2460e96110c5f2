/** An axon as the chain stores it, and the info that dendrites take. */
import { AxonInfo } from "../../AxonInfo.ts"
import type { Ss58 } from "../../Ss58.ts"
import type { AnswerReader } from "./AnswerReader.ts"
import { block, type Field, ipText, record, u128, u16, u32, u8 } from "./fields.ts"

/** What the chain stores. Two placeholders follow, which nobody ever gave a meaning. */
export interface StoredAxon {
  readonly block: number
  readonly version: number
  readonly ip: bigint
  readonly port: number
  readonly ipType: number
  readonly protocol: number
}

export const AXON_BYTES = 34

/** Whether the port lies before the ip: in the runtimes of specs 185 and 186 alone. */
export interface AxonLayout {
  readonly portBeforeIp?: boolean | undefined
}

export const readAxon = (reader: AnswerReader, { portBeforeIp = false }: AxonLayout): StoredAxon => {
  const at = { block: reader.block(), version: reader.u32() }
  const early = portBeforeIp ? reader.u16() : 0
  const ip = reader.u128()
  const port = portBeforeIp ? early : reader.u16()
  const kinds = { ipType: reader.u8(), protocol: reader.u8() }
  reader.skip(2)
  return { ...at, ip, port, ...kinds }
}

export const storedAxon: Field<StoredAxon> = record<StoredAxon>({
  block,
  version: u32,
  ip: u128,
  port: u16,
  ipType: u8,
  protocol: u8
})

/** The info that dendrites take. Its schema is not run: the fields were checked as they were read, and an address costs a digest. */
export const axonInfoOf = (stored: StoredAxon, hotkey: Ss58, coldkey?: Ss58): AxonInfo => {
  const { block, ip, ipType, port, protocol, version } = stored
  const known = { ip: ipText(ip, ipType), port, hotkey, version, protocol, block }
  return new AxonInfo(coldkey === undefined ? known : { ...known, coldkey }, { disableChecks: true })
}
