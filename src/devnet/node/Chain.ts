/**
 * A chain of blocks, and all that can be done with it.
 *
 * It knows no clock: time is what the blocks say, each a slot after the one before unless a time was set. All of it is a function of
 * what it was told: two chains that are told the same have the same hashes.
 *
 * @since 0.2.0
 */
import type { Call, Caller, Dispatched } from "../runtime/dispatch.ts"
import type { Executable } from "../runtime/executable.ts"
import type { State } from "../runtime/storage.ts"
import type { Hex } from "../scale/Hex.ts"
import { changes, type Snapshot, Storage } from "../state/Storage.ts"
import { type Block, bytesOf, commit, type Digests, LAST_TIME, portableDigests } from "./Block.ts"
import { defaultRetention } from "./Blocks.ts"
import { buildBlock, type Built, type Filling, isTrap } from "./build.ts"
import { ChainError, type ChainReason } from "./ChainError.ts"
import type { ChainOptions, Position } from "./ChainOptions.ts"
import { type ChainListener, Outbox } from "./Events.ts"
import { defaultIdentity, genesisBlock, type Identity } from "./genesis.ts"
import { decodeImage, encodeImage } from "./image.ts"
import { itemOf, knownHashes } from "./items.ts"
import { Ledger, ledgerOf } from "./Ledger.ts"
import { emptyPool, Pool } from "./pool/Pool.ts"
import { Sealing } from "./Sealing.ts"

const fail = (reason: ChainReason, subject: unknown, cause?: unknown): never => {
  throw new ChainError({ reason, subject: String(subject), cause })
}

/** What a block holds besides what it says itself. */
const transactionsOf = ({ extrinsics, inherents }: Block) => extrinsics.slice(inherents)

/**
 * A chain. What it does not do throws a {@link ChainError}, a transaction that it does not take a `PoolError`; then nothing has changed.
 *
 * **Example** (A chain that is told everything)
 *
 * ```ts
 * import { Chain } from "effect-bittensor/devnet/node/Chain"
 * import type { Executable } from "effect-bittensor/devnet/runtime/executable"
 * import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
 *
 * export const example = (executable: Executable) => {
 *   const chain = new Chain(executable)
 *   const before = chain.position()
 *   chain.write((state) => SubtensorModule.storage.Tempo.put(state, 3, 10))
 *   chain.newBlock(100)
 *   chain.revert(before)
 *   return chain.head.number // 0
 * }
 * ```
 *
 * @category models
 */
export class Chain {
  readonly executable: Executable
  readonly identity: Identity
  readonly genesis: Hex
  readonly pool: Pool
  /** When blocks are made. Who has a clock makes those of an interval. */
  readonly sealing: Sealing
  readonly #options: ChainOptions
  readonly #digests: Digests
  readonly #outbox = new Outbox()
  readonly #ledger: Ledger
  #nextTime: bigint | undefined
  #best: { readonly block: Block; readonly state: State } | undefined

  constructor(executable: Executable, options: ChainOptions = {}) {
    this.executable = executable
    this.identity = { ...defaultIdentity, ...options.identity }
    this.#options = options
    this.#digests = { ...portableDigests, ...options.digests }
    const genesis = genesisBlock(executable, this.#digests, this.identity)
    this.genesis = genesis.hash
    this.#ledger = new Ledger(genesis)
    this.pool = new Pool(executable, {
      best: () => ({ hash: this.head.hash, number: this.head.number, time: this.head.time, state: this.#bestState() }),
      later: this.#outbox.later,
      digest: this.#digests.blake2_256,
      limits: options.limits
    })
    this.sealing = new Sealing(
      {
        ready: () => this.pool.size.ready,
        seal: () => transactionsOf(this.newBlock()).length > 0,
        changed: () => this.#outbox.during(() => this.#outbox.tell({ _tag: "Sealing" }))
      },
      options.sealing
    )
  }

  /** The last block. */
  get head(): Block {
    return this.#ledger.head
  }

  /** The last block that is final. */
  get finalized(): Block {
    return this.#ledger.finalized
  }

  /** A block, be it one that left the chain; `undefined` if there is none or it was let go. */
  block(hash: Hex): Block | undefined {
    return this.#ledger.blocks.get(hash)
  }

  blockAt(number: number): Block | undefined {
    return this.#ledger.blocks.at(number)
  }

  /** All blocks of a height, those that left the chain among them. */
  blocksAt(number: number): ReadonlyArray<Block> {
    return this.#ledger.blocks.allAt(number)
  }

  /** The hash of a block of the chain; it is known longer than the block. */
  hashAt(number: number): Hex | undefined {
    return this.#ledger.blocks.hashAt(number)
  }

  /** The state after a block, by default the last one. Whoever writes to it writes to a copy. */
  stateAt(hash: Hex = this.head.hash): State {
    const block = this.block(hash) ?? fail("UnknownBlock", hash)
    return this.#over(this.#ledger.stateOf(block))
  }

  /** Hears what happens, after it has happened; what that sets off is told behind it. Returns how to stop that. */
  listen(listener: ChainListener): () => void {
    return this.#outbox.listen(listener)
  }

  /** Makes blocks, and gives the last one. */
  newBlock(count = 1): Block {
    if (!Number.isSafeInteger(count) || count < 1) fail("OutOfRange", count)
    for (let made = 0; made < count; made++) {
      this.#outbox.during(() => this.#make({ transactions: this.pool.inOrder() }))
    }
    return this.head
  }

  /**
   * Runs a call in a block of its own, as anybody: an account, or root. No extrinsic stands for it; its events are in the phase of
   * the extrinsic that would follow, and no `ExtrinsicSuccess` or `ExtrinsicFailed` is among them. Nothing pays and no nonce is used.
   */
  call(call: Call, caller: Caller): { readonly block: Block; readonly dispatched: Dispatched } {
    const none: Filling["transactions"] = (function* () {})()
    const { block, dispatched } = this.#outbox.during(() =>
      this.#make({ transactions: none, impersonated: { call, caller } })
    )
    return { block, dispatched: dispatched ?? fail("CannotBuild", "a call that nobody ran") }
  }

  /** Takes a transaction in, and gives its hash. With instant sealing it is in a block then. */
  submit(extrinsic: Uint8Array): Hex {
    const hash = this.pooled(extrinsic)
    this.sealing.sealReady()
    return hash
  }

  /** Takes a transaction in, and leaves it to `sealing.sealReady` to make a block of it. */
  pooled(extrinsic: Uint8Array): Hex {
    return this.#outbox.during(() => this.pool.submit(extrinsic))
  }

  /** Throws transactions out of the pool, with all that is based on them, and gives the hashes of those that were in it. */
  discard(hashes: ReadonlyArray<Hex>): ReadonlyArray<Hex> {
    return this.#outbox.during(() => this.pool.remove(hashes))
  }

  /**
   * Makes another block the last one, by its hash or number. The blocks above leave the chain, and their transactions wait again;
   * instant sealing does not take them up before the next one comes. What was final above is not final any more.
   */
  setHead(target: Hex | number): Block {
    const block =
      (typeof target === "number" ? this.blockAt(target) : this.block(target)) ?? fail("UnknownBlock", target)
    this.#ledger.stateOf(block)
    if (block.hash === this.head.hash) return this.head
    return this.#outbox.during(() => {
      const move = this.#ledger.moveTo(block)
      this.#nextTime = undefined
      this.#outbox.tell({ _tag: "Best", block, ...move })
      this.pool.rebuild(move.retracted.map((one) => ({ hash: one.hash, extrinsics: transactionsOf(one) })))
      this.#finalize()
      return block
    })
  }

  /** Writes to the state after the last block from outside. The block keeps its hash, and the next one shows what was written. */
  write<A>(run: (state: State) => A): A {
    const before = this.#ledger.stateOf(this.head)
    const state = this.#over(before)
    const result = run(state)
    const after = state.storage.snapshot()
    const written = changes(before, after)
    if (written.length === 0) return result
    return this.#outbox.during(() => {
      const commitment = commit(this.#digests, bytesOf(this.head.commitment), written)
      const block = { ...this.head, state: after, commitment }
      this.#ledger.rewrite(block)
      this.#outbox.tell({ _tag: "Written", block })
      this.pool.rebuild([])
      return result
    })
  }

  /** Writes values under raw keys, or removes them. */
  setStorage(values: Iterable<readonly [key: Hex, value: Uint8Array | undefined]>): void {
    this.write(({ storage }) => {
      for (const [key, value] of values) {
        if (value === undefined) storage.delete(key)
        else storage.set(key, value)
      }
    })
  }

  /** Puts a value into an item that is known by its name, or removes it. It is what the item's type says, or a `ScaleError`. */
  setItem(pallet: string, item: string, keys: ReadonlyArray<unknown>, value: unknown): void {
    const found = itemOf(this.executable.runtime, pallet, item)
    if (keys.length !== found.entry.keys.length) fail("UnknownItem", `${pallet}.${item} of ${keys.length} keys`)
    this.write((state) => (value === undefined ? found.remove(state, ...keys) : found.put(state, ...keys, value)))
  }

  /** Sets the time of the next block, in milliseconds since 1970. It is a slot after the last one at least. */
  setTime(time: bigint): void {
    if (time < this.head.time) fail("TimeInPast", time)
    if (time > LAST_TIME) fail("OutOfRange", time)
    this.#nextTime = time
  }

  /** The time of the next block. */
  get nextTime(): bigint {
    const next = this.head.time + BigInt(this.executable.slotDuration)
    return this.#nextTime !== undefined && this.#nextTime > next ? this.#nextTime : next
  }

  /** Where the chain is now. It costs nothing but a copy of what waits in the pool. */
  position(): Position {
    return { ...this.#ledger.save(), nextTime: this.#nextTime, pool: this.pool.save() }
  }

  /** Goes back to where the chain was. It can be gone back to again. */
  revert(position: Position): void {
    this.#outbox.during(() => {
      const { commitment, hash } = this.head
      const move = this.#ledger.restore(position)
      this.#nextTime = position.nextTime
      const block = this.head
      if (block.hash !== hash) this.#outbox.tell({ _tag: "Best", block, ...move })
      else if (block.commitment !== commitment) this.#outbox.tell({ _tag: "Written", block })
      for (const enacted of move.enacted) {
        if (enacted.number <= this.finalized.number) this.#outbox.tell({ _tag: "Finalized", block: enacted })
      }
      const retracted = move.retracted.map((one) => one.hash)
      this.pool.restore(position.pool, retracted)
    })
  }

  /** A chain that begins where this one is, and goes its own way. */
  fork(): Chain {
    const chain = new Chain(this.executable, { ...this.#options, sealing: this.sealing.mode })
    chain.revert(this.position())
    if (this.sealing.isPaused) chain.sealing.pause()
    return chain
  }

  /** The state as bytes, for {@link importState}. */
  exportState(): Uint8Array {
    const { genesis, head } = this
    return encodeImage(this.executable, this.#digests, { genesis, head, nextTime: this.#nextTime })
  }

  /** Goes on from where another chain of the same beginning was. Of what was before only hashes are known, and the pool is empty. */
  importState(bytes: Uint8Array): void {
    const { head, nextTime } = decodeImage(this.executable, this.#digests, this.genesis, bytes)
    const genesis = this.blockAt(0) ?? fail("UnknownBlock", 0)
    const hashes = knownHashes(this.executable.runtime, this.#over(this.#ledger.stateOf(head)), head.number)
    this.revert({ ...ledgerOf(genesis, head, hashes), nextTime, pool: emptyPool() })
  }

  #over(state: Snapshot): State {
    return this.executable.runtime.over(new Storage(state))
  }

  /** The state after the last block, for those who do not write to it. */
  #bestState(): State {
    if (this.#best?.block !== this.head) {
      this.#best = { block: this.head, state: this.#over(this.#ledger.stateOf(this.head)) }
    }
    return this.#best.state
  }

  #make(filling: Filling): Built {
    const parent = { ...this.head, state: this.#ledger.stateOf(this.head) }
    const built = this.#build(() => buildBlock(this.executable, this.#digests, parent, this.nextTime, filling))
    const { block, invalid } = built
    const move = this.#ledger.append(block)
    this.#nextTime = undefined
    this.#outbox.tell({ _tag: "Imported", block })
    this.#outbox.tell({ _tag: "Best", block, ...move })
    this.pool.remove(invalid.map(({ hash }) => hash))
    this.pool.imported(block.hash, transactionsOf(block))
    this.#finalize()
    for (const { fault } of invalid) if (fault instanceof Error && !isTrap(fault)) this.#options.report?.(fault)
    return built
  }

  #build(build: () => Built): Built {
    try {
      return build()
    } catch (error) {
      if (!isTrap(error)) throw error
      return fail("CannotBuild", this.head.number + 1, error)
    }
  }

  #finalize(): void {
    const { finalityLag = 0, retention } = this.#options
    for (const block of this.#ledger.finalize(finalityLag, { ...defaultRetention, ...retention })) {
      this.#outbox.tell({ _tag: "Finalized", block })
      this.pool.finalized(block.hash)
    }
  }
}
