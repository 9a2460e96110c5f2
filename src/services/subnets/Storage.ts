/**
 * The products of a storage subnet: `StoreUser` keeps a file on miners, `RetrieveUser` gets it back and proves every byte.
 *
 * @since 0.1.0
 */
import { Effect, Result, Schema } from "effect"
import { AxonInfo } from "../../protocol/AxonInfo.ts"
import * as Storage from "../../protocol/Storage.ts"
import { type Answer, type Dendrite, DendriteError, type QueryOptions } from "../Dendrite.ts"
import { SubnetsApi } from "../SubnetsApi.ts"

/**
 * What one axon did wrong with one block.
 *
 * - `Lied`: it gave other bytes than those of that name, or confirmed another name than it was given.
 * - `Missing`: it says that it does not have the block, or does not keep it.
 * - `NoAnswer`: it did not answer; `error` says why.
 *
 * @category errors
 */
export const StorageFault = Schema.Struct({
  axon: AxonInfo,
  cid: Storage.Cid,
  reason: Schema.Union([
    Schema.TaggedStruct("Lied", {}),
    Schema.TaggedStruct("Missing", {}),
    Schema.TaggedStruct("NoAnswer", { error: DendriteError })
  ])
})

/** @category errors */
export type StorageFault = typeof StorageFault.Type

const Faults = Schema.Array(StorageFault)

/** The first few faults, in words: a subnet has 256 axons. */
const told = (faults: ReadonlyArray<StorageFault>): string => {
  if (faults.length === 0) return "no axon was left to ask"
  const first = faults
    .slice(0, 8)
    .map(({ axon, reason }) => `${axon}: ${reason._tag === "NoAnswer" ? reason.error.reason._tag : reason._tag}`)
  return [...first, ...(faults.length > 8 ? [`and ${faults.length - 8} more`] : [])].join("; ")
}

/**
 * Fewer axons than demanded confirmed a block. Those that did keep it: storing the same file again is safe.
 *
 * @category errors
 */
export class NotStored extends Schema.TaggedError<NotStored>()("NotStored", {
  cid: Storage.Cid,
  replicas: Schema.Int,
  /** Who confirmed it. */
  holders: Schema.Array(AxonInfo),
  faults: Faults
}) {
  override get message(): string {
    return `${this.holders.length} of ${this.replicas} axons confirmed block ${this.cid} (${told(this.faults)})`
  }
}

/**
 * No axon has a block, as far as they answered.
 *
 * @category errors
 */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", { cid: Storage.Cid, faults: Faults }) {
  override get message(): string {
    return `nobody gave block ${this.cid} (${told(this.faults)})`
  }
}

/**
 * No axon gave the bytes of a block, and at least one gave false ones: `Lied` among the faults names them.
 *
 * @category errors
 */
export class Corrupt extends Schema.TaggedError<Corrupt>()("Corrupt", { cid: Storage.Cid, faults: Faults }) {
  override get message(): string {
    return `every copy of block ${this.cid} is false (${told(this.faults)})`
  }
}

/**
 * The bytes of this name were found and proven, but they are no file that `StoreUser` stored.
 *
 * @category errors
 */
export class NotAFile extends Schema.TaggedError<NotAFile>()("NotAFile", { cid: Storage.Cid }) {
  override get message(): string {
    return `${this.cid} is no file: give the cid that StoreUser returned`
  }
}

/**
 * The file is larger than the caller takes. Only its manifest was fetched.
 *
 * @category errors
 */
export class FileTooLarge extends Schema.TaggedError<FileTooLarge>()("FileTooLarge", {
  size: Schema.Int,
  maxBytes: Schema.Int
}) {
  override get message(): string {
    return `the file has ${this.size} bytes, and at most ${this.maxBytes} are taken: raise { maxBytes }`
  }
}

/**
 * An option is out of its bounds. No axon was asked.
 *
 * @category errors
 */
export class BadOption extends Schema.TaggedError<BadOption>()("BadOption", {
  option: Schema.String,
  maximum: Schema.Int
}) {
  override get message(): string {
    return `{ ${this.option} } must be an integer from 1 to ${this.maximum}`
  }
}

/**
 * Why a file was not stored.
 *
 * @category errors
 */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  reason: Schema.Union([NotStored, BadOption])
}) {
  override get message(): string {
    return `StoreUser: ${this.reason.message}`
  }
}

/**
 * Why a file was not retrieved.
 *
 * @category errors
 */
export class RetrieveError extends Schema.TaggedError<RetrieveError>()("RetrieveError", {
  reason: Schema.Union([NotFound, Corrupt, NotAFile, FileTooLarge, BadOption])
}) {
  override get message(): string {
    return `RetrieveUser: ${this.reason.message}`
  }
}

/**
 * One block, and the axons that proved to have it.
 *
 * @category models
 */
export interface Copies {
  readonly cid: Storage.Cid
  readonly holders: ReadonlyArray<AxonInfo>
}

/**
 * What to store, and how.
 *
 * @category models
 */
export interface StoreInput {
  /** The bytes as miners will see them: encrypt them first if that matters. */
  readonly data: Uint8Array
  /**
   * Axons that must confirm each block. One axon for each hotkey counts.
   *
   * @default 3
   */
  readonly replicas?: number | undefined
  /**
   * Bytes of a block, at most 4 MiB.
   *
   * @default 512 KiB
   */
  readonly blockBytes?: number | undefined
}

/**
 * What became of a file that was stored.
 *
 * @category models
 */
export interface Stored {
  /** The file's name: `RetrieveUser` finds it by this. */
  readonly cid: Storage.Cid
  /** The different blocks of the file, its manifest last, and who confirmed each. */
  readonly blocks: ReadonlyArray<Copies>
  /** Who did not keep a block when asked; others were asked instead. */
  readonly faults: ReadonlyArray<StorageFault>
}

/**
 * What to retrieve, and how.
 *
 * @category models
 */
export interface RetrieveInput {
  readonly cid: Storage.Cid
  /**
   * Axons asked at once for each block; the next ones are asked when none of them proved it. As many as there are axons
   * audits all copies.
   *
   * @default 2
   */
  readonly fanout?: number | undefined
  /**
   * Bytes of the largest file that is taken.
   *
   * @default 256 MiB
   */
  readonly maxBytes?: number | undefined
}

/**
 * A file, proven.
 *
 * @category models
 */
export interface Retrieved {
  readonly data: Uint8Array
  /** The different blocks of the file, its manifest first, and who proved each. */
  readonly blocks: ReadonlyArray<Copies>
  /** Who failed when asked for a block. */
  readonly faults: ReadonlyArray<StorageFault>
}

/** What an axon shows of a block: the name that it stands for, null for none. */
interface Shown {
  readonly name: string | null
}

const show = <A, B extends Shown>(
  answers: ReadonlyArray<Answer<A>>,
  shown: (answer: A) => B
): ReadonlyArray<Answer<B>> => answers.map((answer) => ({ ...answer, result: Result.map(answer.result, shown) }))

const storeBlock = SubnetsApi.make(Storage.Store, {
  prepare: (bytes: Uint8Array) => ({ encrypted_data: bytes, encryption_payload: "" }),
  process: (answers) => show(answers, ({ data_hash }) => ({ name: data_hash }))
})

const retrieveBlock = SubnetsApi.make(Storage.Retrieve, {
  prepare: (cid: Storage.Cid) => ({ data_hash: cid }),
  process: (answers) =>
    show(answers, ({ encrypted_data: bytes }) =>
      bytes === null ? { name: null, bytes: new Uint8Array() } : { name: Storage.cidOf(bytes), bytes }
    )
})

/** What came of asking for one block. */
interface Found<A> {
  readonly copies: Copies
  readonly proofs: ReadonlyArray<A>
  readonly faults: ReadonlyArray<StorageFault>
}

/** Blocks that are under way at once. */
const concurrency = 4

/** The axons of one call. Those that lied or did not answer are suspects: they are asked last for the blocks that follow. */
class Search {
  readonly #axons: ReadonlyArray<AxonInfo>
  readonly #suspects = new Set<string>()

  constructor(axons: Iterable<AxonInfo>) {
    this.#axons = [...new Map(Array.from(axons, (axon) => [axon.hotkey, axon])).values()]
  }

  /** Asks wave after wave, in the order of the block's placement, until enough axons proved to have the block. */
  ask<A extends Shown>(
    cid: Storage.Cid,
    { needed, width }: { readonly needed: number; readonly width: number },
    query: (wave: ReadonlyArray<AxonInfo>) => Effect.Effect<ReadonlyArray<Answer<A>>, never, Dendrite>
  ): Effect.Effect<Found<A>, never, Dendrite> {
    return Effect.gen({ self: this }, function* () {
      const holders: Array<AxonInfo> = []
      const proofs: Array<A> = []
      const faults: Array<StorageFault> = []
      let left = Storage.placement(cid, this.#axons)
      while (holders.length < needed && left.length > 0) {
        const ordered = left.toSorted((a, b) => this.#suspicion(a) - this.#suspicion(b))
        const wave = ordered.slice(0, Math.max(width, needed - holders.length))
        left = ordered.slice(wave.length)
        for (const { axon, result } of yield* query(wave)) {
          if (Result.isSuccess(result) && result.success.name === cid) {
            holders.push(axon)
            proofs.push(result.success)
            continue
          }
          const reason = reasonOf(result)
          faults.push({ axon, cid, reason })
          if (reason._tag !== "Missing") this.#suspects.add(axon.hotkey)
        }
      }
      return { copies: { cid, holders }, proofs, faults }
    })
  }

  #suspicion(axon: AxonInfo): number {
    return this.#suspects.has(axon.hotkey) ? 1 : 0
  }
}

/** Why an answer is no proof. */
const reasonOf = (result: Answer<Shown>["result"]): StorageFault["reason"] => {
  if (Result.isFailure(result)) return { _tag: "NoAnswer", error: result.failure }
  return { _tag: result.success.name === null ? "Missing" : "Lied" }
}

const checked = (option: string, value: number, maximum: number): Effect.Effect<number, BadOption> =>
  Number.isInteger(value) && value >= 1 && value <= maximum ? Effect.succeed(value) : new BadOption({ option, maximum })

const maxAxons = 65_536

const store = Effect.fn("StoreUser.query")(
  function* (
    axons: Iterable<AxonInfo>,
    input: StoreInput,
    options?: QueryOptions
  ): Effect.fn.Return<Stored, NotStored | BadOption, Dendrite> {
    const replicas = yield* checked("replicas", input.replicas ?? 3, maxAxons)
    const blockBytes = yield* checked("blockBytes", input.blockBytes ?? 512 * 1024, Storage.maxBlockBytes)
    const search = new Search(axons)
    const { blocks, manifest } = Storage.split(input.data, blockBytes)
    const keep = Effect.fnUntraced(function* ({ bytes, cid }: Storage.Block) {
      const found = yield* search.ask(cid, { needed: replicas, width: 1 }, (wave) =>
        storeBlock.query(wave, bytes, options)
      )
      const { copies, faults } = found
      if (copies.holders.length < replicas) return yield* new NotStored({ ...copies, replicas, faults })
      return found
    })
    const different = new Map(blocks.map((block) => [block.cid, block]))
    const kept = yield* Effect.forEach(different.values(), keep, { concurrency })
    // Last, so that whoever finds a manifest finds its blocks too.
    kept.push(yield* keep(manifest))
    return {
      cid: manifest.cid,
      blocks: kept.map(({ copies }) => copies),
      faults: kept.flatMap(({ faults }) => faults)
    }
  },
  Effect.mapError((reason) => new StoreError({ reason }))
)

const retrieve = Effect.fn("RetrieveUser.query")(
  function* (
    axons: Iterable<AxonInfo>,
    input: RetrieveInput,
    options?: QueryOptions
  ): Effect.fn.Return<Retrieved, RetrieveError["reason"], Dendrite> {
    const { cid, maxBytes = 256 * 1024 * 1024 } = input
    const width = yield* checked("fanout", input.fanout ?? 2, maxAxons)
    const search = new Search(axons)
    const fetch = Effect.fnUntraced(function* (cid: Storage.Cid) {
      const { copies, faults, proofs } = yield* search.ask(cid, { needed: 1, width }, (wave) =>
        retrieveBlock.query(wave, cid, options)
      )
      const proof = proofs[0]
      if (proof !== undefined) return { bytes: proof.bytes, copies, faults }
      return yield* faults.some(({ reason }) => reason._tag === "Lied")
        ? new Corrupt({ cid, faults })
        : new NotFound({ cid, faults })
    })
    const first = yield* fetch(cid)
    const manifest = Storage.readManifest(first.bytes)
    if (manifest === undefined) return yield* new NotAFile({ cid })
    if (manifest.size > maxBytes) return yield* new FileTooLarge({ size: manifest.size, maxBytes })
    const fetched = yield* Effect.forEach(
      new Set(manifest.blocks),
      (block) =>
        Effect.filterOrFail(
          fetch(block),
          ({ bytes }) => bytes.length <= manifest.blockBytes,
          () => new NotAFile({ cid })
        ),
      { concurrency }
    )
    const data = Storage.join(manifest, new Map(fetched.map(({ bytes, copies }) => [copies.cid, bytes])))
    if (data === undefined) return yield* new NotAFile({ cid })
    const all = [first, ...fetched]
    return { data, blocks: all.map(({ copies }) => copies), faults: all.flatMap(({ faults }) => faults) }
  },
  Effect.mapError((reason) => new RetrieveError({ reason }))
)

/**
 * Stores a file: cuts it into blocks named by their hash, and has `replicas` axons confirm each. An axon that fails is
 * replaced by the next, as long as there is one. The options hold for each block and wave; `Effect.timeout` bounds the whole.
 *
 * **Example** (A file of a megabyte on three axons)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { type AxonInfo, RetrieveUser, StoreUser } from "effect-bittensor"
 *
 * export const roundTrip = Effect.fn("roundTrip")(function*(axons: ReadonlyArray<AxonInfo>, data: Uint8Array) {
 *   const { cid } = yield* StoreUser.query(axons, { data, replicas: 3 })
 *   const { data: same, faults } = yield* RetrieveUser.query(axons, { cid })
 *   const liars = faults.filter(({ reason }) => reason._tag === "Lied").map(({ axon }) => axon.hotkey)
 *   return { same, liars }
 * })
 * ```
 *
 * @category constructors
 */
export const StoreUser: SubnetsApi<StoreInput, Stored, StoreError> = SubnetsApi.of(store)

/**
 * Retrieves a file by its name. What an axon gives counts only if it hashes to the name that was asked for; whoever gives
 * anything else is reported, and others are asked. The options hold for each block and wave; `Effect.timeout` bounds the whole.
 *
 * @category constructors
 */
export const RetrieveUser: SubnetsApi<RetrieveInput, Retrieved, RetrieveError> = SubnetsApi.of(retrieve)
