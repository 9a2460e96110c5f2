/** The same blocks on this chain and on the real runtime, and all that is stored compared after each. */
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { apis } from "effect-bittensor/devnet/runtimes/subtensor185/apis"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { pallets } from "effect-bittensor/devnet/runtimes/subtensor185/pallets"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { decodeUnsafe, encode, type Type } from "effect-bittensor/devnet/scale/Type"
import { changes } from "effect-bittensor/devnet/state/Storage"
import { DigestItem } from "effect-bittensor/devnet/runtimes/subtensor185/types/block"
import { blockHash } from "../../support/localnet.ts"
import { toHex } from "../../support/vectors.ts"
import {
  applyTo,
  build,
  executable,
  extrinsicOf,
  type Fate,
  genesis,
  openingOf,
  type Signed
} from "../../support/walk/chain.ts"
import type { Invocation, RealRuntime } from "./RealRuntime.ts"

/** Where the two chains part. */
export interface Difference {
  readonly block: number
  readonly what: string
  readonly ours: string
  readonly real: string
}

const { outer } = subtensor185
const Result: Type<unknown> = apis.BlockBuilder.methods.apply_extrinsic.output

const apply = (extrinsic: Uint8Array): Invocation => ["BlockBuilder_apply_extrinsic", [toHex(extrinsic) as Hex]]

/** What calls tell of that remove all keys under a prefix. */
const REMOVING = /"_tag":"(NetworkRemoved|HotkeySwapped)"/

const FINALIZE: Invocation = ["BlockBuilder_finalize_block", ["0x"]]

/** To compile the runtime takes as long as some twenty empty blocks. */
const AT_ONCE = 100

interface Item {
  readonly prefix: Hex
  readonly name: string
  readonly type: Type<unknown>
}

const items: ReadonlyArray<Item> = pallets.flatMap((pallet) =>
  Object.values(
    pallet.storage as Readonly<Record<string, { name: string; prefix: Hex; entry: { type: Type<unknown> } }>>
  ).map(({ entry, name, prefix }) => ({ prefix, name: `${pallet.name}.${name}`, type: entry.type }))
)

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? `${part}n` : part instanceof Uint8Array ? toHex(part) : part
  ) ?? "nothing"

/** A key as a name and the rest of it. */
const nameOf = (key: Hex): string => {
  const item = items.find(({ prefix }) => key.startsWith(prefix))
  return item === undefined ? key : `${item.name}(${key.slice(item.prefix.length)})`
}

const valueOf = (key: Hex, value: Uint8Array | undefined): string => {
  const item = items.find(({ prefix }) => key.startsWith(prefix))
  if (value === undefined || item === undefined) return value === undefined ? "nothing" : toHex(value)
  try {
    return shown(decodeUnsafe(item.type, value, outer))
  } catch {
    return toHex(value)
  }
}

/** Events are many: only those that differ are told. */
const eventsApart = (ours: State, real: State): readonly [string, string] => {
  const [a, b] = [ours, real].map((state) => System.storage.Events.get(state).map(shown)) as [
    Array<string>,
    Array<string>
  ]
  const first = a.findIndex((event, index) => event !== b[index])
  const from = first === -1 ? a.length : first
  return [`#${from} ${a.slice(from, from + 3).join(" ")}`, `#${from} ${b.slice(from, from + 3).join(" ")}`]
}

const ask = (state: State, method: string, args: Uint8Array): string => {
  try {
    const answer = executable.call(state, method, args)
    return answer === undefined ? "no such method" : toHex(answer)
  } catch (error) {
    if (error instanceof Error && (error.name === "Trap" || error.name === "ScaleError")) return "Trapped"
    throw error
  }
}

/** Two chains that get the same blocks. */
export class Duel {
  readonly state: State
  readonly #real: RealRuntime
  #calls: Array<Signed> = []
  readonly differences: Array<Difference> = []
  readonly counts = { blocks: 0, extrinsics: 0, refused: 0, answers: 0 }

  constructor(real: RealRuntime) {
    this.#real = real
    this.state = genesis()
    this.#compare()
  }

  get block(): number {
    return System.storage.Number.get(this.state)
  }

  /** Builds a block of calls, each drawn when its turn has come: it sees what those before it did. */
  async build(next: Iterable<Signed>, onApplied: (applied: Fate, call: Signed) => void = () => {}): Promise<void> {
    const opening = openingOf(this.state)
    const before = this.state.storage.snapshot()
    executable.initialize(this.state, opening)
    const initialize = this.#initialize()
    let waiting: Array<Invocation> = executable.inherents(opening).map((extrinsic) => {
      executable.apply(this.state, extrinsic)
      return apply(extrinsic)
    })
    waiting.unshift(initialize)
    this.#calls = []
    for (const signed of next) {
      const extrinsic = extrinsicOf(this.state, signed)
      const removed = this.#removals()
      const applied = applyTo(this.state, extrinsic)
      onApplied(applied, signed)
      this.counts.extrinsics += 1
      if (applied === "Trapped" || applied._tag === "Err") {
        await this.#compareRefused(waiting, extrinsic, applied, signed)
        continue
      }
      this.#calls.push(signed)
      if (this.#removals() > removed) {
        const ran = await this.#real.run(waiting)
        if (ran._tag === "Ran") {
          ran.keep()
          waiting = []
        }
      }
      waiting.push(apply(extrinsic))
    }
    executable.finalize(this.state)
    const ran = await this.#real.run([...waiting, FINALIZE])
    this.counts.blocks += 1
    if (ran._tag === "Trapped") {
      this.#note("the block", "built", ran.message)
      // What the real runtime cannot build is no block: both go on without it.
      this.state.storage.restore(before)
      return
    }
    ran.keep()
    this.#compare()
  }

  /** Asks both a method of a runtime API, on the state after the last block. */
  async ask(method: string, args: Uint8Array): Promise<void> {
    const ran = await this.#real.run([[method, [toHex(args) as Hex]]])
    if (ran._tag === "Ran") this.counts.answers += 1
    const ours = ask(this.state, method, args)
    const real = ran._tag === "Trapped" ? "Trapped" : toHex(ran.result)
    if (ours !== real) this.#note(`${method}(${toHex(args)})`, ours, ran._tag === "Trapped" ? ran.message : real)
  }

  /** Builds empty blocks, many in one task: they are compared once for all. */
  async skip(blocks: number): Promise<void> {
    for (let left = blocks; left > 0; left -= AT_ONCE) {
      const calls: Array<Invocation> = []
      for (let block = Math.min(left, AT_ONCE); block > 0; block--) {
        const opening = openingOf(this.state)
        build(this.state, [])
        const inherents = executable.inherents(opening).map(apply)
        calls.push(this.#initialize(), ...inherents, FINALIZE)
        this.counts.blocks += 1
      }
      const ran = await this.#real.run(calls)
      if (ran._tag === "Trapped") return this.#note("empty blocks", "built", ran.message)
      ran.keep()
      this.#compare()
    }
  }

  /**
   * How many networks and hotkeys went in this block. The executor forgets to remove by prefix what the same task has written, so that such a
   * call begins a task.
   */
  #removals(): number {
    return System.storage.Events.get(this.state).filter(({ event }) => REMOVING.test(shown(event))).length
  }

  /** What begins the block of the real runtime: the same header, made of what stands in our state. */
  #initialize(): Invocation {
    const closing = {
      number: this.block,
      parent_hash: System.storage.ParentHash.get(this.state),
      digest: []
    }
    const digest = System.storage.Digest.get(this.state)
    const zero = blockHash(0)
    const header = executable.header(
      { ...closing, digest: digest.logs.map((item) => encode(DigestItem, item)) },
      { state_root: zero, extrinsics_root: zero }
    )
    return ["Core_initialize_block", [toHex(header) as Hex]]
  }

  /** An extrinsic that is not in the block: the real runtime must say why in the same words. */
  async #compareRefused(
    before: ReadonlyArray<Invocation>,
    extrinsic: Uint8Array,
    applied: Fate,
    signed: Signed
  ): Promise<void> {
    this.counts.refused += 1
    const ran = await this.#real.run([...before, apply(extrinsic)])
    const ours = applied === "Trapped" ? "Trapped" : toHex(encode(Result, applied))
    const real = ran._tag === "Trapped" ? "Trapped" : toHex(ran.result)
    if (ours !== real) this.#note(`refusing ${shown(signed.call)}`, ours, ran._tag === "Trapped" ? ran.message : real)
  }

  #note(what: string, ours: string, real: string): void {
    this.differences.push({ block: this.block, what, ours, real })
  }

  /** Notes what differs, and makes it equal: what follows from a difference is none. */
  #compare(): void {
    const { storage } = this.state
    const real = this.#real.storage
    const realState = subtensor185.over(real)
    for (const { key, value } of changes(storage.snapshot(), real.snapshot())) {
      const [ours, theirs] =
        key === System.storage.Events.prefix
          ? eventsApart(this.state, realState)
          : [valueOf(key, storage.get(key)), valueOf(key, value)]
      const phase = /"_tag":"ApplyExtrinsic","value":(\d+)/.exec(ours)?.[1]
      const call =
        key === System.storage.Events.prefix && phase !== undefined ? this.#calls[Number(phase) - 1] : undefined
      this.#note(call === undefined ? nameOf(key) : `${nameOf(key)} of ${shown(call.call)}`, ours, theirs)
      if (value === undefined) storage.delete(key)
      else storage.set(key, value)
    }
  }
}
