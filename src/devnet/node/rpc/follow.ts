/**
 * How a client follows the head of a chain under the rules of `chainHead_v1_follow`: each block is told once and after its parent, the
 * best one is among those that were told, and what was told to be final stays so. Each block that was told is kept for the client
 * until it says that it needs it no more.
 *
 * @since 0.2.0
 */
import type { Version } from "../../runtime/runtime.ts"
import type { Hex } from "../../scale/Hex.ts"
import type { Block } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import type { ChainEvent } from "../Events.ts"
import type { Json } from "./Json.ts"
import { Operations } from "./operations.ts"
import { RpcError } from "./protocol.ts"

/**
 * Blocks that are kept for a client beside those that its chain has beyond the final one. Who makes more of them at once than that, or
 * never lets one go, has to begin anew.
 */
const MOST_PINNED = 512

/**
 * Who follows, and what it asked for.
 *
 * @category models
 */
export interface Follower {
  readonly id: string
  readonly withRuntime: boolean
  readonly push: (event: Json) => void
  /** There is nothing more to tell. */
  readonly end: () => void
}

const notPinned = new RpcError({ code: -32_801, text: "The block was not told, or it was let go" })
const twice = new RpcError({ code: -32_804, text: "A block is to be let go twice" })

/** A runtime as the new interface says it: less of it, and the APIs by their names. */
const runtimeJson = (version: Version): Json => ({
  type: "valid",
  spec: {
    specName: version.spec_name,
    implName: version.impl_name,
    specVersion: version.spec_version,
    implVersion: version.impl_version,
    transactionVersion: version.transaction_version,
    apis: Object.fromEntries(version.apis)
  }
})

/**
 * A client that follows.
 *
 * @category models
 */
export class Follow {
  readonly operations: Operations
  readonly withRuntime: boolean
  readonly #chain: Chain
  readonly #follower: Follower
  readonly #pinned = new Map<Hex, Block>()
  /** The parents of the blocks that were told and are not final, each behind its parent. */
  readonly #parents = new Map<Hex, Hex>()
  /** What is to be sent: a client may do the next thing while it is told something. */
  readonly #untold: Array<() => void> = []
  #finalized: Pick<Block, "hash" | "number">
  #best: Pick<Block, "hash" | "number">
  #deafen: () => void = () => {}
  #isOver = false

  constructor(chain: Chain, follower: Follower) {
    this.#chain = chain
    this.#follower = follower
    this.withRuntime = follower.withRuntime
    this.operations = new Operations(follower.id, follower.push)
    this.#finalized = chain.finalized
    this.#best = chain.head
  }

  /** Tells where the chain is, all forks included, and from then on where it goes. */
  begin(): void {
    const { finalized, head } = this.#chain
    this.#pinned.set(finalized.hash, finalized)
    const blocks: Array<Block> = []
    for (let number = finalized.number + 1; ; number++) {
      const next = this.#chain.blocksAt(number).filter((block) => this.#take(block))
      if (next.length === 0) break
      blocks.push(...next)
    }
    this.#deafen = this.#chain.listen((event) => this.#hear(event))
    this.#tell(this.#initialized(finalized), ...blocks.map((block) => this.#newBlock(block)), this.#bestBlock(head))
    this.#stopIfTooMany()
  }

  /** A block that is kept for the client. As long as the chain knows it, too, it is as it is there: somebody may have written to it. */
  pinned(hash: Hex): Block {
    const pinned = this.#pinned.get(hash)
    if (pinned === undefined) throw notPinned
    const known = this.#chain.block(hash)
    return known?.state === undefined ? pinned : known
  }

  /** Lets go of blocks: of all, or of none if there is one that is not kept. */
  unpin(hashes: ReadonlyArray<Hex>): void {
    if (new Set(hashes).size < hashes.length) throw twice
    if (!hashes.every((hash) => this.#pinned.has(hash))) throw notPinned
    for (const hash of hashes) this.#pinned.delete(hash)
  }

  /** Lets go of everything. */
  close(): void {
    this.#isOver = true
    this.#deafen()
    this.operations.close()
    this.#pinned.clear()
    this.#parents.clear()
  }

  #hear(event: ChainEvent): void {
    if (this.#isOver) return undefined
    switch (event._tag) {
      case "Imported":
        return this.#add(event.block)
      case "Best":
        for (const block of event.enacted) this.#add(block)
        return this.#move(event.block)
      case "Finalized":
        return this.#finalize(event.block)
      case "Written":
        if (this.#pinned.has(event.block.hash)) this.#pinned.set(event.block.hash, event.block)
        return undefined
      case "Sealing":
        return undefined
    }
  }

  /** Keeps a block that can be told and was not, and says whether it is one. */
  #take(block: Block): boolean {
    const { hash, parent_hash } = block
    const canBeTold = parent_hash === this.#finalized.hash || this.#parents.has(parent_hash)
    if (this.#isOver || !canBeTold || this.#parents.has(hash)) return false
    this.#pinned.set(hash, block)
    this.#parents.set(hash, parent_hash)
    return true
  }

  #add(block: Block): void {
    if (this.#take(block)) this.#tell(this.#newBlock(block))
  }

  /** A chain that ends with what was not told went back behind what was told to be final. */
  #move(block: Block): void {
    if (block.hash !== this.#finalized.hash && !this.#parents.has(block.hash)) return this.#stop()
    this.#best = block
    this.#tell(this.#bestBlock(block))
    this.#stopIfTooMany()
  }

  /**
   * A chain that went back tells again of blocks that were told to be final, and one that went forth again does not tell of those on
   * the way.
   */
  #finalize(block: Block): void {
    const final = this.#pathTo(block.hash)
    if (final.length === 0) return
    for (const hash of final) this.#parents.delete(hash)
    this.#finalized = block
    this.#tell({ event: "finalized", finalizedBlockHashes: final, prunedBlockHashes: this.#prune() })
    this.#stopIfTooMany()
  }

  /** The blocks behind the final one, up to a block. */
  #pathTo(last: Hex): ReadonlyArray<Hex> {
    const path: Array<Hex> = []
    for (let hash = last; ;) {
      const parent = this.#parents.get(hash)
      if (parent === undefined) return path.toReversed()
      path.push(hash)
      hash = parent
    }
  }

  /** Forgets what is not based on the final block, and gives it. */
  #prune(): ReadonlyArray<Hex> {
    const based = new Set([this.#finalized.hash])
    const pruned: Array<Hex> = []
    for (const [hash, parent] of this.#parents) {
      if (based.has(parent)) based.add(hash)
      else pruned.push(hash)
    }
    for (const hash of pruned) this.#parents.delete(hash)
    return pruned
  }

  #stopIfTooMany(): void {
    if (this.#pinned.size > MOST_PINNED + this.#best.number - this.#finalized.number) this.#stop()
  }

  #stop(): void {
    if (this.#isOver) return
    this.close()
    this.#send(() => {
      this.#follower.push({ event: "stop" })
      this.#follower.end()
    })
  }

  #tell(...events: ReadonlyArray<Json>): void {
    this.#send(...events.map((event) => () => this.#follower.push(event)))
  }

  #send(...next: ReadonlyArray<() => void>): void {
    const isSending = this.#untold.length > 0
    this.#untold.push(...next)
    if (isSending) return
    for (let send = this.#untold[0]; send !== undefined; send = this.#untold[0]) {
      send()
      this.#untold.shift()
    }
  }

  /**
   * Only the last of the final blocks is told. A client that knows some of those before it takes them for a sign that nothing went
   * back, and waits for the chain to be where it was.
   */
  #initialized({ hash }: Block): Json {
    const runtime = { finalizedBlockRuntime: runtimeJson(this.#chain.executable.runtime.version) }
    return { event: "initialized", finalizedBlockHashes: [hash], ...(this.withRuntime ? runtime : {}) }
  }

  #newBlock({ hash, parent_hash }: Block): Json {
    // All blocks have the same runtime.
    const runtime = this.withRuntime ? { newRuntime: null } : {}
    return { event: "newBlock", blockHash: hash, parentBlockHash: parent_hash, ...runtime }
  }

  #bestBlock({ hash }: Block): Json {
    return { event: "bestBlockChanged", bestBlockHash: hash }
  }
}
