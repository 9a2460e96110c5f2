/**
 * Metagraphs in files, one for each block, in the directory where the Python SDK keeps its own: there in full or not at all, checked
 * when they are read, and never run. What the SDK wrote is a pickle, which `MetagraphFile.py` beside this module converts.
 *
 * @since 0.2.0
 */
import { createHash } from "node:crypto"
import { mkdir, readdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { Effect, Schema } from "effect"
import {
  Damaged,
  decode,
  encode,
  MAX_BYTES,
  NoMetagraph,
  OtherVersion,
  Oversized,
  Pickled,
  type Sha256
} from "../protocol/MetagraphFile.ts"
import { MetagraphState } from "../services/Metagraph.ts"
import { expanded } from "./internal/home.ts"
import { readWhole, writeWhole } from "./internal/wholeFile.ts"

/** Where the Python SDK keeps metagraphs. */
export const DEFAULT_DIRECTORY = "~/.bittensor/metagraphs"

/**
 * There is no such metagraph.
 *
 * @category errors
 */
export class Missing extends Schema.TaggedError<Missing>()("Missing", {}) {
  override get message(): string {
    return "there is no metagraph. Check the network, the netuid and the block, or save one first"
  }
}

/**
 * The metagraph is of another subnet or block than its place says.
 *
 * @category errors
 */
export class Misplaced extends Schema.TaggedError<Misplaced>()("Misplaced", {
  network: Schema.String,
  netuid: Schema.Int,
  block: Schema.Int
}) {
  override get message(): string {
    return `it is of netuid ${this.netuid} on ${this.network} at block ${this.block}, which its place is not for. Move it there, or read it by its path`
  }
}

/**
 * The system does not read or write it.
 *
 * @category errors
 */
export class Io extends Schema.TaggedError<Io>()("Io", {
  what: Schema.Literals(["read", "written"]),
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `it cannot be ${this.what}: ${String(this.cause).slice(0, 200)}. Check that it is a file of yours, and that there is room`
  }
}

/**
 * A metagraph was not written, or not read.
 *
 * @category errors
 */
export class MetagraphFileError extends Schema.TaggedError<MetagraphFileError>()("MetagraphFileError", {
  /** The file, or the directory in which there is none. */
  path: Schema.String,
  reason: Schema.Union([Pickled, NoMetagraph, OtherVersion, Damaged, Oversized, Missing, Misplaced, Io])
}) {
  override get message(): string {
    return `${this.path}: ${this.reason.message}.`
  }
}

/**
 * Where metagraphs are kept.
 *
 * @category models
 */
export interface Options {
  /** The directory of those of all networks; `~` is the home of the user. @default "~/.bittensor/metagraphs" */
  readonly directory?: string | undefined
}

/**
 * Which metagraph is loaded.
 *
 * @category models
 */
export interface LoadOptions extends Options {
  /** As `Subtensor` calls it. @default "finney" */
  readonly network?: string | undefined
  /** @default the newest that there is */
  readonly block?: number | undefined
}

/** The dash before the number is not the first one: of names where it is, the SDK takes the largest number, and would fail on ours. */
const nameOf = (block: number): string => `metagraph-block-${block}.json`
const OURS = /^metagraph-block-(\d{1,10})\.json$/
const PYTHONS = /^block-(\d{1,10})\.pt$/

const sha256: Sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex")

/** The name of a network may be the URL of a node. */
const directoryOf = (network: string, netuid: number, { directory = DEFAULT_DIRECTORY }: Options): string =>
  join(resolve(expanded(directory)), `network-${encodeURIComponent(network)}`, `netuid-${netuid}`)

const failed = (path: string, reason: MetagraphFileError["reason"]) => new MetagraphFileError({ path, reason })

/**
 * Writes a metagraph to `network-<network>/netuid-<netuid>/metagraph-block-<block>.json` below the directory, and gives the path. What is
 * there already of the same block is replaced, in one step.
 *
 * **Example** (Saved, and loaded again)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { Metagraph } from "effect-bittensor"
 * import * as MetagraphFile from "effect-bittensor/layers/MetagraphFile"
 * import { layerTest, Subnet } from "effect-bittensor/testing"
 * import { mkdtempSync } from "node:fs"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 *
 * const directory = mkdtempSync(join(tmpdir(), "metagraphs-"))
 * const program = Effect.gen(function*() {
 *   const { netuid } = yield* Subnet.launch({ validators: 1, miners: 2 })
 *   const metagraph = yield* Metagraph.at(netuid)
 *   yield* MetagraphFile.save(metagraph, { directory })
 *   const loaded = yield* MetagraphFile.load(netuid, { network: metagraph.network, directory })
 *   return loaded.stakeRao.join() === metagraph.stakeRao.join()
 * })
 *
 * await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest))) // => true
 * ```
 *
 * @category files
 */
export const save: (metagraph: MetagraphState, options?: Options) => Effect.Effect<string, MetagraphFileError> =
  Effect.fn("MetagraphFile.save")(function* ({ block, netuid, network, snapshot }, options = {}) {
    const path = join(directoryOf(network, netuid, options), nameOf(block))
    yield* Effect.tryPromise({
      try: async () => {
        await mkdir(dirname(path), { recursive: true })
        await writeWhole(path, encode(snapshot, sha256))
      },
      catch: (cause) => failed(path, new Io({ what: "written", cause }))
    })
    return path
  })

/**
 * Reads the metagraph in a file. Whatever is in it, that ends with a metagraph or a reason.
 *
 * @category files
 */
export const read: (path: string) => Effect.Effect<MetagraphState, MetagraphFileError> = Effect.fn(
  "MetagraphFile.read"
)(function* (path) {
  const bytes = yield* Effect.tryPromise({
    try: () => readWhole(path, MAX_BYTES),
    catch: (cause) => failed(path, new Io({ what: "read", cause }))
  })
  if (bytes === undefined) return yield* failed(path, new Missing())
  if (typeof bytes === "number") return yield* failed(path, new Oversized({ bytes }))
  const snapshot = yield* Effect.mapError(Effect.fromResult(decode(bytes, sha256)), (fault) => failed(path, fault))
  return new MetagraphState(snapshot)
})

/** The blocks of the files of a directory, the newest first; none, if there is no such directory. */
const namesIn = (directory: string): Effect.Effect<ReadonlyArray<string>, MetagraphFileError> =>
  Effect.tryPromise({
    try: () =>
      readdir(directory).catch((cause: unknown) => {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return []
        throw cause
      }),
    catch: (cause) => failed(directory, new Io({ what: "read", cause }))
  })

const newest = (names: ReadonlyArray<string>, form: RegExp, block: number | undefined): string | undefined =>
  names
    .flatMap((name) => {
      const number = form.exec(name)?.[1]
      return number === undefined || (block !== undefined && Number(number) !== block)
        ? []
        : [{ name, block: Number(number) }]
    })
    .toSorted((a, b) => b.block - a.block)[0]?.name

/**
 * Loads the metagraph of a subnet that was saved of the newest block, or of the block that is said. A file of the Python SDK is not
 * loaded; where there is none but that, the error says how to convert it.
 *
 * @category files
 */
export const load: (netuid: number, options?: LoadOptions) => Effect.Effect<MetagraphState, MetagraphFileError> =
  Effect.fn("MetagraphFile.load")(function* (netuid, { block, network = "finney", ...options } = {}) {
    const directory = directoryOf(network, netuid, options)
    const names = yield* namesIn(directory)
    const name = newest(names, OURS, block) ?? newest(names, PYTHONS, block)
    if (name === undefined) return yield* failed(directory, new Missing())
    const path = join(directory, name)
    const metagraph = yield* read(path)
    const isInPlace = metagraph.netuid === netuid && metagraph.network === network && nameOf(metagraph.block) === name
    return isInPlace
      ? metagraph
      : yield* failed(
          path,
          new Misplaced({ network: metagraph.network, netuid: metagraph.netuid, block: metagraph.block })
        )
  })
