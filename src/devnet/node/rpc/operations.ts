/**
 * What a client that follows the chain asks of a block: it is answered by events, some of which wait until the client can take more.
 *
 * @since 0.2.0
 */
import type { State } from "../../runtime/storage.ts"
import { Storage } from "../../state/Storage.ts"
import { type Block, hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { ChainError } from "../ChainError.ts"
import { messageOf } from "./errors.ts"
import type { Json } from "./Json.ts"
import { RpcError } from "./protocol.ts"
import { askState } from "./runtimeApi.ts"
import { isOpen, type Item, itemsOf, lengthOf, type Query } from "./storageItems.ts"

/** Operations at a time, of which each question about the storage is one. Few are ever under way: most end with their first turn. */
const MOST_OPERATIONS = 128

/** Characters of an event that lists what is stored, about. */
const PAGE = 64 * 1024

/** Events after which a client is to say that it can take more. */
const PAGES = 16

const WAITING = "operationWaitingForContinue"

/**
 * An event of an operation, but for the id.
 *
 * @category models
 */
export interface Step {
  readonly [name: string]: Json
  readonly event: string
}

interface Operation {
  readonly size: number
  readonly steps: Iterator<Step>
  isWaiting: boolean
}

const notWaiting = new RpcError({ code: -32_803, text: "The operation does not wait for being continued" })

/**
 * The operations of a client that follows.
 *
 * @category models
 */
export class Operations {
  readonly #running = new Map<string, Operation>()
  readonly #push: (event: Json) => void
  readonly #prefix: string
  #begun = 0

  constructor(prefix: string, push: (event: Json) => void) {
    this.#prefix = prefix
    this.#push = push
  }

  /** How many more there may be. */
  get room(): number {
    let room = MOST_OPERATIONS
    for (const { size } of this.#running.values()) room -= size
    return room
  }

  /** Takes in an operation, which counts as many, and gives its id. */
  open(size: number, steps: Iterator<Step>): string {
    const id = `${this.#prefix}-${this.#begun++}`
    this.#running.set(id, { size, steps, isWaiting: false })
    return id
  }

  /** Goes on with an operation until it is done, or has told as much as a client takes at once. */
  advance(id: string): void {
    for (;;) {
      const operation = this.#running.get(id)
      if (operation === undefined) return
      const step = this.#next(id, operation)
      if (step === undefined) return
      const { event, ...more } = step
      operation.isWaiting = event === WAITING
      this.#push({ event, operationId: id, ...more })
      if (event === WAITING) return
    }
  }

  /** Lets an operation go on that waits for it; one that is not there is as good as done. */
  resume(id: string): boolean {
    const operation = this.#running.get(id)
    if (operation === undefined) return false
    if (!operation.isWaiting) throw notWaiting
    operation.isWaiting = false
    return true
  }

  stop(id: string): void {
    this.#running.delete(id)
  }

  close(): void {
    this.#running.clear()
  }

  /** What an operation tells next; whatever it fails with is the last that it tells. */
  #next(id: string, { steps }: Operation): Step | undefined {
    try {
      const { done, value } = steps.next()
      if (done !== true) return value
      this.#running.delete(id)
      return undefined
    } catch (error) {
      this.#running.delete(id)
      return { event: "operationError", error: messageOf(error) }
    }
  }
}

/** The state after a block, which whoever asks has kept if the chain has not. */
const stateOf = ({ executable }: Chain, { hash, state }: Block): State => {
  if (state === undefined) throw new ChainError({ reason: "StateDiscarded", subject: hash })
  return executable.runtime.over(new Storage(state))
}

/**
 * Tells what is in a block.
 *
 * @category operations
 */
export function* body({ extrinsics }: Block): Generator<Step, void> {
  yield { event: "operationBodyDone", value: extrinsics.map(hexOf) }
}

/**
 * Asks the runtime.
 *
 * @category operations
 */
export function* runtimeCall(chain: Chain, block: Block, method: string, args: Uint8Array): Generator<Step, void> {
  yield { event: "operationCallDone", output: hexOf(askState(chain.executable, stateOf(chain, block), method, args)) }
}

/** What is found, in pages of about the same length, whatever lies in them. */
function* pagesOf(items: Iterable<Item>): Generator<ReadonlyArray<Item>, void> {
  let page: Array<Item> = []
  let length = 0
  for (const item of items) {
    page.push(item)
    length += lengthOf(item)
    if (length < PAGE) continue
    yield page
    page = []
    length = 0
  }
  if (page.length > 0) yield page
}

/**
 * Tells what is stored.
 *
 * @category operations
 */
export function* storageItems(chain: Chain, block: Block, queries: ReadonlyArray<Query>): Generator<Step, void> {
  const state = stateOf(chain, block)
  const found = function* () {
    for (const query of queries) yield* itemsOf(chain.executable, state, query)
  }
  // A client needs not count on having to wait for anything else.
  const mayWait = queries.some(isOpen)
  let pages = 0
  for (const items of pagesOf(found())) {
    yield { event: "operationStorageItems", items }
    if (++pages % PAGES === 0 && mayWait) yield { event: WAITING }
  }
  yield { event: "operationStorageDone" }
}
