/** The recorded structures of the chain (`test/vectors/layouts`), and what a decoder has to make of their values. */
import { getDynamicBuilder, getLookupFn } from "@polkadot-api/metadata-builders"
import { intToIp } from "../../src/protocol/AxonInfo.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import { metadataOf } from "./runtimeNames.ts"
import { hex, loadVectors } from "./vectors.ts"

/** A recorded value: integers are decimal texts. */
export type Recorded = string | boolean | null | ReadonlyArray<Recorded> | { readonly [name: string]: Recorded }
/** A recorded structure. */
export interface Fields {
  readonly [name: string]: Recorded
}

export interface LayoutCase {
  readonly structure: string
  readonly source: string
  readonly bytes: string
  readonly value: Fields
}

export const layoutCases = (file: string): ReadonlyArray<LayoutCase> =>
  loadVectors<{ readonly cases: ReadonlyArray<LayoutCase> }>("layouts", file).flatMap(({ data }) => data.cases)

/** Decodes a structure as the chain client does: by the metadata of that spec, which `hasBlobs` says is there. */
export const decoderOf = (spec: number): ((structure: string, bytes: Uint8Array) => unknown) => {
  const metadata = metadataOf(spec)
  const builder = getDynamicBuilder(getLookupFn(metadata))
  return (structure, bytes) => {
    const [type, ...others] = metadata.lookup.filter(
      ({ path }) => path.at(-1) === structure && (structure !== "Registration" || path[0] === "pallet_commitments")
    )
    if (type === undefined || others.length > 0) throw new Error(`${structure} is not one type of spec ${spec}`)
    return builder.buildDefinition(type.id).dec(bytes)
  }
}

/** What is a part of 65535 and is given as a part of 1. */
const RATIOS = new Set([
  "rank",
  "trust",
  "consensus",
  "incentive",
  "incentives",
  "dividends",
  "validator_trust",
  "take",
  "min_childkey_take"
])
/** What stays a bigint; every other integer is a number. */
const AMOUNTS =
  /stake|emission|^(?:min_|max_)?(?:difficulty|burn)$|^(?:alpha|tao)_(?:in|out)$|volume|locked|drain|return|^adjustment_alpha$|^bonds_moving_avg$|^weights_version$|per_hotkey|nominators|deposit|reveal_round/
const TEXTS = /^(?:name|symbol|.*_name|token_symbol|github_repo|.*_contact|.*url|discord|description|additional|image)$/

const camel = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const isAccount = (text: string) => /^0x[0-9a-f]{64}$/.test(text)
const isStructure = (value: Recorded | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Bytes of either form as text. */
export const textOf = (value: Recorded): string =>
  Array.isArray(value)
    ? Buffer.from(value.map(Number)).toString("utf8")
    : Buffer.from(hex(String(value))).toString("utf8")

export const addressOf = (key: Recorded | undefined): Ss58.Ss58 => Ss58.encode(hex(String(key)))

/** An ip as text. */
export const ipOf = ({ ip, ip_type }: Fields): string =>
  intToIp(BigInt(String(ip)), ip_type === "6" || BigInt(String(ip)) >> 32n > 0n ? 6 : 4)

/** An axon in the plain fields of an `AxonInfo`. */
export const axonOf = (axon: Fields, hotkey?: Recorded, coldkey?: Recorded) => ({
  ip: ipOf(axon),
  port: Number(axon["port"]),
  hotkey: addressOf(hotkey),
  ...(coldkey === undefined || coldkey === null ? {} : { coldkey: addressOf(coldkey) }),
  version: Number(axon["version"]),
  protocol: Number(axon["protocol"]),
  block: Number(axon["block"])
})

/** Lengths of time that are beyond what a number counts. */
const counted = (value: string): number => Math.min(Number(value), Number.MAX_SAFE_INTEGER)

const scalar = (name: string, value: string): unknown => {
  if (isAccount(value)) return addressOf(value)
  if (TEXTS.test(name)) return textOf(value)
  if (RATIOS.has(name)) return Number(value) / 65_535
  return AMOUNTS.test(name) ? BigInt(value) : counted(value)
}

/** What a structure has to become, by the names of its fields; the odd ones are the tests' own. */
export const expected = (value: Recorded, name = ""): unknown => {
  if (typeof value === "boolean") return value
  if (typeof value === "string") return scalar(name, value)
  if (value === null) return undefined
  if (Array.isArray(value)) {
    if (TEXTS.test(name)) return textOf(value)
    return value.map((element: Recorded) => expected(element, name))
  }
  const fields = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(fields.map(([key, field]) => [camel(key), odd(key, field)]))
}

const odd = (key: string, field: Recorded): unknown => {
  if (isStructure(field) && "bits" in field) return Number(BigInt(String(field["bits"]))) / 2 ** 32
  return expected(field, key)
}
