/**
 * The transactions that wait for a block, under the rules of Substrate's pool.
 *
 * @since 0.2.0
 */
import { blake2_256, type Digest } from "../../mathematics/digest.ts"
import type { Executable, TransactionSource } from "../../runtime/executable.ts"
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"
import { Bans } from "./Bans.ts"
import { opaqueExtrinsic } from "./opaque.ts"
import { type Best, defaultLimits, type PoolLimits, type PoolOptions } from "./options.ts"
import { Queues } from "./Queues.ts"
import { PoolError, refuse, type Status, type Transaction } from "./Transaction.ts"
import { type Submitted, validated } from "./validate.ts"
import { type Watcher, Watchers } from "./Watchers.ts"

/**
 * A pool at one moment.
 *
 * @category models
 */
export interface SavedPool {
  readonly queues: Queues
  readonly bans: Bans
  readonly order: number
}

/**
 * A pool without transactions.
 *
 * @category constructors
 */
export const emptyPool = (): SavedPool => ({ queues: new Queues(() => {}), bans: new Bans(), order: 0 })

/** What left the chain, without what its block said itself. */
interface Retracted {
  readonly hash: Hex
  readonly extrinsics: ReadonlyArray<Uint8Array>
}

/** After a block so many are validated again, in turn: a signature takes a while, and an invalid one is out of no block's way. */
const REVALIDATED = 64

/**
 * A pool of transactions. Who is refused is told by a {@link PoolError}.
 *
 * @category models
 */
export class Pool {
  readonly #executable: Executable
  readonly #best: () => Best
  readonly #limits: PoolLimits
  readonly #digest: Digest
  readonly #watchers: Watchers
  readonly #tell = (hash: Hex, status: Status): void => this.#watchers.tell(hash, status)
  #queues = new Queues(this.#tell)
  #bans = new Bans()
  #order = 0
  /** Up to which submission transactions were validated again. */
  #validated = -1

  constructor(executable: Executable, { best, digest = blake2_256, later, limits = defaultLimits }: PoolOptions) {
    this.#executable = executable
    this.#best = best
    this.#limits = limits
    this.#digest = digest
    this.#watchers = new Watchers(later)
  }

  /** How many are ready, and how many wait for others. */
  get size(): { readonly ready: number; readonly future: number } {
    return this.#queues.size
  }

  hashOf(extrinsic: Uint8Array): Hex {
    return hexOf(this.#digest(extrinsic))
  }

  /** Where a transaction waits. */
  placeOf(hash: Hex): "ready" | "future" | undefined {
    return this.#queues.placeOf(hash)
  }

  /** Whether somebody who is ready provides a tag. */
  provides(tag: Hex): boolean {
    return this.#queues.ready.provides(tag)
  }

  /** Those that are ready, in the order of a block. */
  inOrder(): Generator<Transaction, void, "skip" | undefined> {
    return this.#queues.ready.inOrder()
  }

  /** Takes a transaction in, and gives its hash. */
  submit(bytes: Uint8Array, source: TransactionSource = "External"): Hex {
    const extrinsic = opaqueExtrinsic(bytes)
    const hash = this.hashOf(extrinsic)
    if (this.#bans.has(hash, this.#best().time)) refuse({ _tag: "TemporarilyBanned" })
    if (this.placeOf(hash) !== undefined) refuse({ _tag: "AlreadyImported", hash })
    this.#queues.add(this.#validate({ hash, bytes: extrinsic, order: this.#order++ }, source))
    this.#shrink()
    if (this.placeOf(hash) === undefined) refuse({ _tag: "ImmediatelyDropped" })
    return hash
  }

  /** Tells where a transaction waits, and from then on what becomes of it. Returns how to stop that. */
  watch(hash: Hex, watcher: Watcher): () => void {
    const stop = this.#watchers.add(hash, watcher)
    const place = this.placeOf(hash)
    if (place !== undefined) watcher(place, false)
    return stop
  }

  /** Throws out transactions that turned out to be invalid, with all that is based on them, and bans them. */
  remove(hashes: ReadonlyArray<Hex>): ReadonlyArray<Hex> {
    const { time } = this.#best()
    for (const hash of hashes) this.#bans.add(hash, time)
    const gone = this.#queues.remove(hashes).map(({ hash }) => hash)
    for (const hash of gone) this.#tell(hash, "invalid")
    return gone
  }

  /** After a block: what is in it leaves, what waited for that is ready now, and what is valid no more goes. */
  imported(block: Hex, extrinsics: ReadonlyArray<Uint8Array>): void {
    const hashes = extrinsics.map((extrinsic) => this.hashOf(extrinsic))
    const { number, time } = this.#best()
    this.#watchers.inBlock(block, hashes)
    for (const hash of hashes) if (this.#queues.include(hash)) this.#bans.add(hash, time)
    this.#bans.expire(time)
    this.remove(this.#queues.all.flatMap(({ hash, validTill }) => (validTill <= BigInt(number) ? [hash] : [])))
    for (const one of this.#due()) this.#revalidate(one)
  }

  /** A block will stay. */
  finalized(block: Hex): void {
    this.#watchers.finalized(block)
  }

  /** The chain is another one, or its state is: validates all again, and what was in blocks that left the chain. */
  rebuild(retracted: ReadonlyArray<Retracted>): void {
    for (const { hash } of retracted) this.#watchers.retracted(hash)
    const before = this.#queues
    const returned = retracted.flatMap(({ extrinsics }) => extrinsics.map((bytes) => this.#returned(bytes)))
    const waiting: ReadonlyArray<Submitted> = [...returned, ...before.all]
    // Where they wait is told once all of them have their place.
    const queues = new Queues((hash, status) => {
      if (status !== "ready" && status !== "future") this.#tell(hash, status)
    })
    for (const one of waiting) this.#readmit(queues, one)
    this.#queues = new Queues(this.#tell, queues)
    this.#shrink()
    for (const { hash } of waiting) this.#tellChange(hash, before.placeOf(hash))
  }

  /** The pool as it is now. It costs a copy of what waits. */
  save(): SavedPool {
    return { queues: new Queues(this.#tell, this.#queues), bans: new Bans(this.#bans), order: this.#order }
  }

  /** Goes back to what was saved. What waited only since then is dropped. */
  restore({ bans, order, queues }: SavedPool, retracted: ReadonlyArray<Hex>): void {
    for (const block of retracted) this.#watchers.retracted(block)
    const before = this.#queues
    this.#queues = new Queues(this.#tell, queues)
    this.#bans = new Bans(bans)
    this.#order = order
    this.#validated = -1
    for (const hash of this.#watchers.watched) {
      if (this.placeOf(hash) !== undefined) this.#tellChange(hash, before.placeOf(hash))
      else if (!this.#watchers.awaits(hash)) this.#tell(hash, "dropped")
    }
  }

  #tellChange(hash: Hex, before: Status | undefined): void {
    const place = this.placeOf(hash)
    if (place !== undefined && place !== before) this.#tell(hash, place)
  }

  /** What the runtime says of a transaction; of what it says that it is invalid nobody has to ask again soon. */
  #validate(one: Submitted, source: TransactionSource): Transaction {
    const best = this.#best()
    try {
      return validated(this.#executable, best, one, source)
    } catch (error) {
      const isInvalid =
        error instanceof PoolError &&
        (error.reason._tag === "InvalidTransaction" || error.reason._tag === "NoTagsProvided")
      if (isInvalid) this.#bans.add(one.hash, best.time)
      throw error
    }
  }

  /** What was in a block may come back at once. */
  #returned(bytes: Uint8Array): Submitted {
    const hash = this.hashOf(bytes)
    this.#bans.lift(hash)
    return { hash, bytes, order: this.#order++ }
  }

  /** Takes in what was in before, if it still may. */
  #readmit(queues: Queues, one: Submitted): void {
    if (queues.placeOf(one.hash) !== undefined) return
    try {
      queues.add(this.#validate(one, "External"))
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      this.#tell(one.hash, "invalid")
    }
  }

  /** Whose turn it is to be validated again. */
  #due(): ReadonlyArray<Transaction> {
    const waiting = this.#queues.all
    if (waiting.length <= REVALIDATED) return waiting
    const inTurn = waiting.toSorted((a, b) => a.order - b.order)
    const next = inTurn.filter(({ order }) => order > this.#validated)
    const due = [...next, ...inTurn].slice(0, REVALIDATED)
    this.#validated = due.at(-1)?.order ?? -1
    return due
  }

  #revalidate(old: Transaction): void {
    if (this.placeOf(old.hash) === undefined) return
    try {
      const fresh = this.#validate(old, "External")
      // How long it is valid was said when it came.
      this.#queues.replace(old, { ...fresh, validTill: old.validTill })
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      this.remove([old.hash])
    }
  }

  #shrink(): void {
    const { time } = this.#best()
    for (const { hash } of this.#queues.shrink(this.#limits)) {
      this.#bans.add(hash, time)
      this.#tell(hash, "dropped")
    }
  }
}
