/** The recorded life of a localnet, block by block: what was stored before a block, and what the block changed. */
import { loadVectors } from "./vectors.ts"

/** Numbers are decimal texts; `null` is a key that was removed. */
export type Stored = string | boolean | null | ReadonlyArray<Stored>

/** One block. */
export interface Block {
  readonly number: number
  readonly init_events: ReadonlyArray<readonly [section: string, method: string, data: ReadonlyArray<string | number>]>
  readonly storage_changes: Readonly<Record<string, Stored>>
}

/** A recorded life. */
export interface Trace {
  readonly initial_state: Readonly<Record<string, Stored>>
  readonly blocks: ReadonlyArray<Block>
}

/** What is stored. */
export class State {
  private readonly stored: Map<string, Stored>

  constructor(initial: Readonly<Record<string, Stored>>) {
    this.stored = new Map(Object.entries(initial))
  }

  put(changes: Readonly<Record<string, Stored>>): void {
    for (const [key, value] of Object.entries(changes)) this.stored.set(key, value)
  }

  get(key: string): Stored {
    return this.stored.get(key) ?? null
  }

  amount(key: string, otherwise = 0): bigint {
    return BigInt(String(this.get(key) ?? otherwise))
  }

  number(key: string, otherwise = 0): number {
    return Number(this.amount(key, otherwise))
  }

  /** The elements of a list; none of one that is not stored. */
  list(key: string): ReadonlyArray<Stored> {
    const value = this.get(key)
    return Array.isArray(value) ? value : []
  }

  /** A stored row of weights or bonds. */
  row(key: string): Uint16Array {
    return Uint16Array.from(this.list(key).flat().map(Number))
  }

  /** The networks for which an item is stored, ascending. */
  netuids(item: string): ReadonlyArray<number> {
    return Array.from(this.stored)
      .filter(([key, value]) => key.startsWith(`${item}/`) && value !== null)
      .map(([key]) => Number(key.slice(item.length + 1)))
      .toSorted((a, b) => a - b)
  }
}

/** All that are recorded, each with the directory that it lies in. */
export const traces = loadVectors<Trace>("runtime", "trace_localnet.json").map(({ data, directory }) => ({
  ...data,
  directory
}))

/** Shows every block with the state that it found and the state that it left; gives the last one. */
export const replay = (trace: Trace, visit: (block: Block, before: State, after: State) => void): State => {
  const before = new State(trace.initial_state)
  const after = new State(trace.initial_state)
  for (const block of trace.blocks) {
    after.put(block.storage_changes)
    visit(block, before, after)
    before.put(block.storage_changes)
  }
  return after
}
