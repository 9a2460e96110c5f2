/**
 * A metagraph as a file of ours: one line that says what it is, of which version, and the SHA-256 of all that follows, which is one JSON
 * document. It is text, and holds every integer exactly; the Python SDK's own files are pickles, which are programs.
 *
 * @since 0.2.0
 */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { Result, Schema, Struct } from "effect"
import { AxonInfo } from "./AxonInfo.ts"
import { accountsOf, type NeuronsColumns, type NeuronsLiteColumns, type SparseRows } from "./chain/NeuronColumns.ts"
import { SubnetDetails } from "./chain/SubnetDetails.ts"
import { Blocks, U16, U32 } from "./internal/chain/schemas.ts"
import { publicKey, Ss58 } from "./Ss58.ts"

/**
 * What a metagraph is made of.
 *
 * @category models
 */
export interface MetagraphSnapshot {
  /** The name of the network, or the endpoint of one without a name. */
  readonly network: string
  readonly netuid: number
  readonly block: number
  readonly columns: NeuronsLiteColumns | NeuronsColumns
  /** The subnets that root weights are about, in the order of the columns; for the root network alone. */
  readonly subnets?: ReadonlyArray<number> | undefined
  /** What runtimes from dTAO on tell beside. */
  readonly details?: SubnetDetails | undefined
}

/**
 * The bytes are those of a file of the Python SDK, whose versions 7 to 10 all write pickles (or, by way of torch, an archive with one in
 * it): to read one is to run what its maker wrote. The script that the message names takes the numbers out of it.
 *
 * @category errors
 */
export class Pickled extends Schema.TaggedError<Pickled>()("Pickled", {
  /** What wrote it: the SDK alone, or by way of torch. */
  by: Schema.Literals(["pickle", "torch"])
}) {
  override get message(): string {
    const first =
      this.by === "torch" ? "Load and save it once with the SDK and without USE_TORCH, then convert" : "Convert"
    return `it is a pickle of the Python SDK, and to read one is to run it. ${first} it, which runs nothing: python node_modules/effect-bittensor/src/layers/MetagraphFile.py <file>`
  }
}

/**
 * The bytes are none of a metagraph.
 *
 * @category errors
 */
export class NoMetagraph extends Schema.TaggedError<NoMetagraph>()("NoMetagraph", {}) {
  override get message(): string {
    return "it does not begin as the file of a metagraph does. Give a file that 'save' wrote"
  }
}

/**
 * The file is of a version that is not known here.
 *
 * @category errors
 */
export class OtherVersion extends Schema.TaggedError<OtherVersion>()("OtherVersion", { version: Schema.Int }) {
  override get message(): string {
    return `it is of version ${this.version}, and version ${VERSION} is what is read here. Use the effect-bittensor that wrote it, or a newer one`
  }
}

/**
 * The file is not what was written.
 *
 * @category errors
 */
export class Damaged extends Schema.TaggedError<Damaged>()("Damaged", { detail: Schema.String }) {
  override get message(): string {
    return `it is damaged: ${this.detail}. Delete it and save the metagraph anew`
  }
}

/**
 * The file is larger than a metagraph can be.
 *
 * @category errors
 */
export class Oversized extends Schema.TaggedError<Oversized>()("Oversized", { bytes: Schema.Int }) {
  override get message(): string {
    return `it has ${this.bytes} bytes, and ${MAX_BYTES} are the most that are read`
  }
}

/**
 * What can be wrong with the bytes.
 *
 * @category errors
 */
export const MetagraphFault = Schema.Union([Pickled, NoMetagraph, OtherVersion, Damaged, Oversized])

/** @category errors */
export type MetagraphFault = typeof MetagraphFault.Type

/**
 * The version that is written, and the only one so far.
 *
 * @category models
 */
export const VERSION = 1

/**
 * As many bytes as are read of a file: some twenty times the largest subnet with its weights and bonds.
 *
 * @category models
 */
export const MAX_BYTES = 2 ** 26

/**
 * SHA-256 as 64 lower-case hexadecimal digits.
 *
 * @category models
 */
export type Sha256 = (bytes: Uint8Array) => string

/**
 * The portable {@link Sha256}.
 *
 * @category constructors
 */
export const sha256: Sha256 = (bytes) => bytesToHex(nobleSha256(bytes))

const U64 = Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: 2n ** 64n - 1n }))
const Flags = Schema.Array(Schema.Literals([0, 1]))
const Parts = Schema.Array(U16)
const Rows = Schema.Struct({ rowStart: Schema.Array(U32), columns: Parts, values: Parts })

/** The keys of an axon are those of its neuron. */
const Axon = Schema.Struct(Struct.omit(AxonInfo.fields, ["hotkey", "coldkey"]))

/** One entry for each neuron in all of them. */
const columnFields = {
  uids: Parts,
  hotkeys: Schema.Array(Ss58),
  coldkeys: Schema.Array(Ss58),
  axons: Schema.Array(Axon),
  active: Flags,
  stakeRao: Schema.Array(U64),
  rank: Parts,
  emissionRao: Schema.Array(U64),
  incentive: Parts,
  consensus: Parts,
  trust: Parts,
  validatorTrust: Parts,
  dividends: Parts,
  lastUpdate: Schema.Array(Blocks),
  validatorPermit: Flags,
  pruningScore: Parts
}

const Document = Schema.Struct({
  network: Schema.String,
  netuid: U16,
  block: Blocks,
  neurons: Schema.Struct(columnFields),
  weights: Schema.optionalKey(Rows),
  bonds: Schema.optionalKey(Rows),
  subnets: Schema.optionalKey(Parts),
  details: Schema.optionalKey(SubnetDetails)
})
type Document = typeof Document.Type

const codec = Schema.toCodecJson(Document)
const toJson = Schema.encodeSync(codec)
const fromJson = Schema.decodeUnknownResult(codec)

const listed = ({ columns, rowStart, values }: SparseRows) => ({
  rowStart: [...rowStart],
  columns: [...columns],
  values: [...values]
})

const documentOf = ({ block, columns, details, netuid, network, subnets }: MetagraphSnapshot): Document => {
  const all = Array.from({ length: columns.length }, (_, index) => index)
  return {
    network,
    netuid,
    block,
    neurons: {
      uids: [...columns.uids],
      hotkeys: all.map(columns.hotkeys.address),
      coldkeys: all.map(columns.coldkeys.address),
      axons: all.map(columns.axons.info),
      active: Array.from(columns.active, (flag) => (flag === 0 ? 0 : 1)),
      stakeRao: [...columns.stakeRao],
      rank: [...columns.rank],
      emissionRao: [...columns.emissionRao],
      incentive: [...columns.incentive],
      consensus: [...columns.consensus],
      trust: [...columns.trust],
      validatorTrust: [...columns.validatorTrust],
      dividends: [...columns.dividends],
      lastUpdate: [...columns.lastUpdate],
      validatorPermit: Array.from(columns.validatorPermit, (flag) => (flag === 0 ? 0 : 1)),
      pruningScore: [...columns.pruningScore]
    },
    ...("weights" in columns ? { weights: listed(columns.weights), bonds: listed(columns.bonds) } : {}),
    ...(subnets === undefined ? {} : { subnets }),
    ...(details === undefined ? {} : { details })
  }
}

const utf8 = new TextEncoder()

/**
 * Writes a metagraph into the bytes of a file.
 *
 * @category encoding
 */
export const encode = (snapshot: MetagraphSnapshot, digest: Sha256 = sha256): Uint8Array => {
  const body = utf8.encode(JSON.stringify(toJson(documentOf(snapshot))))
  const header = utf8.encode(`effect-bittensor metagraph ${VERSION} sha256:${digest(body)}\n`)
  const file = new Uint8Array(header.length + body.length)
  file.set(header)
  file.set(body, header.length)
  return file
}

/** What is wrong with rows for so many neurons. */
const faultOfRows = (name: string, { columns, rowStart, values }: typeof Rows.Type, count: number) => {
  const isAscending = rowStart.every((start, row) => row === 0 || start >= rowStart[row - 1]!)
  const isWhole = rowStart.length === count + 1 && rowStart[0] === 0 && rowStart.at(-1) === columns.length
  return isAscending && isWhole && columns.length === values.length ? undefined : `its ${name} are no rows`
}

/** What does not fit together in a document whose every part is well formed. */
const faultOf = ({ bonds, details, neurons, weights }: Document): string | undefined => {
  const count = neurons.uids.length
  const { alphaStake, blockAtRegistration, identities, taoStake, totalStake } = details ?? {}
  const lists = { ...neurons, alphaStake, blockAtRegistration, identities, taoStake, totalStake }
  for (const [name, list] of Object.entries(lists)) {
    if (list !== undefined && list.length !== count) return `it has ${list.length} ${name} for ${count} neurons`
  }
  if ((weights === undefined) !== (bonds === undefined)) return "it has weights or bonds, and not both"
  return (
    (weights === undefined ? undefined : faultOfRows("weights", weights, count)) ??
    (bonds === undefined ? undefined : faultOfRows("bonds", bonds, count))
  )
}

const keysOf = (addresses: ReadonlyArray<Ss58>): Uint8Array => {
  const keys = new Uint8Array(addresses.length * 32)
  for (const [index, address] of addresses.entries()) keys.set(publicKey(address), index * 32)
  return keys
}

const rowsOf = ({ columns, rowStart, values }: typeof Rows.Type): SparseRows => ({
  rowStart: Uint32Array.from(rowStart),
  columns: Uint16Array.from(columns),
  values: Uint16Array.from(values)
})

const columnsOf = ({ bonds, netuid, neurons, weights }: Document): NeuronsLiteColumns | NeuronsColumns => {
  const { axons, coldkeys, hotkeys, uids } = neurons
  const { length } = uids
  const info = (index: number): AxonInfo => {
    const axon = axons[index]
    if (axon === undefined) throw new RangeError(`There is no neuron ${index} among ${length}.`)
    return new AxonInfo({ ...axon, hotkey: hotkeys[index]!, coldkey: coldkeys[index]! }, { disableChecks: true })
  }
  const lite = {
    length,
    uids: Uint16Array.from(uids),
    netuids: new Uint16Array(length).fill(netuid),
    hotkeys: accountsOf(keysOf(hotkeys)),
    coldkeys: accountsOf(keysOf(coldkeys)),
    axons: { length, info },
    active: Uint8Array.from(neurons.active),
    stakeRao: BigUint64Array.from(neurons.stakeRao),
    rank: Uint16Array.from(neurons.rank),
    emissionRao: BigUint64Array.from(neurons.emissionRao),
    incentive: Uint16Array.from(neurons.incentive),
    consensus: Uint16Array.from(neurons.consensus),
    trust: Uint16Array.from(neurons.trust),
    validatorTrust: Uint16Array.from(neurons.validatorTrust),
    dividends: Uint16Array.from(neurons.dividends),
    lastUpdate: Float64Array.from(neurons.lastUpdate),
    validatorPermit: Uint8Array.from(neurons.validatorPermit),
    pruningScore: Uint16Array.from(neurons.pruningScore)
  }
  return weights === undefined || bonds === undefined
    ? lite
    : { ...lite, weights: rowsOf(weights), bonds: rowsOf(bonds) }
}

const HEADER = /^effect-bittensor metagraph (\d{1,9}) sha256:([0-9a-f]{64})\n/

/** As long as a header can be. */
const HEADER_BYTES = 128

/** What begins otherwise than a file of ours: the SDK's, or anything. */
const foreign = (bytes: Uint8Array): MetagraphFault => {
  const [first, second] = bytes
  if (first === 0x80 && second !== undefined && second >= 2 && second <= 5) return new Pickled({ by: "pickle" })
  return first === 0x50 && second === 0x4b ? new Pickled({ by: "torch" }) : new NoMetagraph()
}

const damaged = (detail: string) => Result.fail(new Damaged({ detail: detail.slice(0, 300) }))

const parsed = (body: Uint8Array): Result.Result<Document, MetagraphFault> =>
  Result.try({
    try: (): unknown => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)),
    catch: (cause) => new Damaged({ detail: `what follows is no JSON (${String(cause).slice(0, 100)})` })
  }).pipe(
    Result.flatMap((json) => {
      const document = fromJson(json)
      if (Result.isFailure(document)) return damaged(document.failure.message)
      const fault = faultOf(document.success)
      return fault === undefined ? Result.succeed(document.success) : damaged(fault)
    })
  )

/**
 * Reads a metagraph out of the bytes of a file. Whatever the bytes are, it ends with a metagraph or a reason.
 *
 * **Example** (What Python writes is told apart)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { decode } from "effect-bittensor/protocol/MetagraphFile"
 *
 * const pickle = decode(Uint8Array.of(0x80, 4, 0x95, 0, 0))
 * Result.match(pickle, { onSuccess: () => "read", onFailure: ({ _tag }) => _tag }) // => "Pickled"
 * ```
 *
 * @category decoding
 */
export const decode = (
  bytes: Uint8Array,
  digest: Sha256 = sha256
): Result.Result<MetagraphSnapshot, MetagraphFault> => {
  if (bytes.length > MAX_BYTES) return Result.fail(new Oversized({ bytes: bytes.length }))
  const [header = "", version = "", sum] =
    HEADER.exec(new TextDecoder("latin1").decode(bytes.subarray(0, HEADER_BYTES))) ?? []
  if (header === "") return Result.fail(foreign(bytes))
  if (Number(version) !== VERSION) return Result.fail(new OtherVersion({ version: Number(version) }))
  const body = bytes.subarray(header.length)
  if (digest(body) !== sum) return damaged("its bytes are not those that were written")
  return Result.map(parsed(body), (document) => ({
    network: document.network,
    netuid: document.netuid,
    block: document.block,
    columns: columnsOf(document),
    subnets: document.subnets,
    details: document.details
  }))
}
