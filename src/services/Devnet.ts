/**
 * The embedded chain: a subtensor that lives within the process, and what a test may do with it that nobody can do with a real one.
 *
 * @since 0.2.0
 */
import { Context, type DateTime, type Duration, type Effect, Schema, type Scope, type Stream } from "effect"

/**
 * Why the chain did not do what it was asked for. Nothing has changed then.
 *
 * - `UnknownBlock`: there is no such block, or not any more.
 * - `StateDiscarded`: the block is known, the state after it is not kept any more.
 * - `CannotBuild`: the runtime does not survive the block that was to be.
 * - `TimeInPast`: the next block cannot be before the last one.
 * - `OutOfRange`: a number outside of what makes sense.
 * - `UnknownSnapshot`: the snapshot is of another chain.
 * - `UnknownItem`: the runtime has no such pallet, item of storage or call.
 * - `BadValue`: the value is none of the type that is stored or called with there.
 * - `CallFailed`: the call that was made as somebody failed; `detail` is the error's name.
 * - `NoEpochs`: the subnet has none.
 * - `NotAnImage`, `OtherRuntime`, `OtherGenesis`: what was to be imported is no exported state, or one of another chain.
 * - `Io`: a file could not be read or written, or a port could not be listened on.
 * - `KeptElsewhere`: the state could not be written where it was to be kept at the end, and is in another file.
 *
 * @category errors
 */
export const DevnetReason = Schema.Literals([
  "UnknownBlock",
  "StateDiscarded",
  "CannotBuild",
  "TimeInPast",
  "OutOfRange",
  "UnknownSnapshot",
  "UnknownItem",
  "BadValue",
  "CallFailed",
  "NoEpochs",
  "NotAnImage",
  "OtherRuntime",
  "OtherGenesis",
  "Io",
  "KeptElsewhere"
])

/** @category errors */
export type DevnetReason = typeof DevnetReason.Type

const nextSteps: { readonly [reason in DevnetReason]: string } = {
  UnknownBlock: "Ask for a block up to the head; old ones are kept if the chain is an archive.",
  StateDiscarded: "Make the chain an archive, or keep more states.",
  CannotBuild: "Undo what was written to the storage, or revert to a snapshot.",
  TimeInPast: "Time only goes on; revert to a snapshot to go back.",
  OutOfRange: "Take a number within the bounds.",
  UnknownSnapshot: "Take a snapshot of this chain.",
  UnknownItem: "Look the name up in the runtime's metadata; names are spelled as there.",
  BadValue: "Look the type up in the runtime's metadata.",
  CallFailed: "Prepare the chain so that the call may be made, or expect this error.",
  NoEpochs: "Choose a subnet that is there and has a tempo.",
  NotAnImage: "Export the state again; the bytes are damaged or of another program.",
  OtherRuntime: "Import it into a chain of the runtime that it was exported from.",
  OtherGenesis: "Import it into a chain of the same genesis, which the name, the seed and the balances decide.",
  Io: "Check the path and its rights, or take another port.",
  KeptElsewhere: "Make its folder, or room for it, and move that file there."
}

/**
 * The chain did not do what it was asked for.
 *
 * @category errors
 */
export class DevnetError extends Schema.TaggedError<DevnetError>()("DevnetError", {
  reason: DevnetReason,
  /** What it is about: a hash, a number, a name, an error. */
  detail: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  /** What to do about it. */
  get next(): string {
    return nextSteps[this.reason]
  }

  override get message(): string {
    return `${this.reason}: ${this.detail}. ${this.next}`
  }
}

/**
 * A block.
 *
 * @category models
 */
export interface DevnetBlock {
  readonly number: number
  /** 32 bytes in hex. */
  readonly hash: string
  readonly time: DateTime.Utc
}

/**
 * When blocks are made: when somebody says so, as soon as a transaction is ready, or every so often.
 *
 * @category models
 */
export type Sealing = "manual" | "instant" | { readonly interval: Duration.Input }

/**
 * Where a chain is, to go back to. It costs nothing, and lives until nobody refers to it.
 *
 * @category models
 */
export interface DevnetSnapshot {
  readonly _tag: "DevnetSnapshot"
  readonly block: DevnetBlock
}

/**
 * What is stored, called with or told: numbers of up to 32 bits are numbers and larger ones bigints, accounts and hashes hex (where
 * something is written also addresses), bytes `Uint8Array`, structs objects, and variants `{ _tag, value }`.
 *
 * @category models
 */
export type DevnetValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | ReadonlyArray<DevnetValue>
  | { readonly [key: string]: DevnetValue }

/**
 * What happened in a block.
 *
 * @category models
 */
export interface DevnetEvent {
  readonly pallet: string
  readonly name: string
  readonly data: DevnetValue
}

/**
 * How far to go on.
 *
 * @category models
 */
export type Distance = number | { readonly epochs: number; readonly netuid: number }

/**
 * A client of the chain's JSON-RPC, without a socket between them.
 *
 * @category models
 */
export interface DevnetConnection {
  /** Takes a message; answers and notifications come in `messages`. */
  readonly send: (text: string) => Effect.Effect<void>
  readonly messages: Stream.Stream<string>
}

/**
 * The embedded chain.
 *
 * @category models
 */
export interface DevnetShape {
  /** The hash of the first block, which tells chains apart. */
  readonly genesis: string
  readonly specVersion: number
  /** Where clients connect to; `undefined` without a socket. */
  readonly url: string | undefined
  readonly head: Effect.Effect<DevnetBlock>
  readonly finalized: Effect.Effect<DevnetBlock>
  /** Each block that becomes the last one, from now on. Who is more than 1024 blocks behind misses the oldest. */
  readonly heads: Stream.Stream<DevnetBlock>
  /** Makes blocks: so many (one if it is not said), or up to and with the next epochs of a subnet. */
  readonly mine: (distance?: Distance) => Effect.Effect<DevnetBlock, DevnetError>
  /** What happened in a block, by default in the last one. */
  readonly events: (block?: string) => Effect.Effect<ReadonlyArray<DevnetEvent>, DevnetError>

  readonly snapshot: Effect.Effect<DevnetSnapshot>
  readonly revert: (to: DevnetSnapshot) => Effect.Effect<DevnetBlock, DevnetError>
  /** Makes another block the last one, by its hash or number: what is above leaves the chain, and subscribers are told. */
  readonly setHead: (block: string | number) => Effect.Effect<DevnetBlock, DevnetError>
  /** A chain that begins where this one is and goes its own way. It has no socket. */
  readonly fork: Effect.Effect<DevnetShape, never, Scope.Scope>

  /** The free balance of an account, in rao. */
  readonly balance: (address: string) => Effect.Effect<bigint, DevnetError>
  /** Sets the free balance of an account, in rao; the sum of all follows. */
  readonly setBalance: (address: string, rao: bigint) => Effect.Effect<void, DevnetError>
  /** What an item of storage holds, or its default; `undefined` where there is neither. */
  readonly read: (
    pallet: string,
    item: string,
    ...keys: ReadonlyArray<DevnetValue>
  ) => Effect.Effect<DevnetValue, DevnetError>
  /** Puts a value into an item of storage; `undefined` removes it. The last block keeps its hash. */
  readonly setStorage: (
    pallet: string,
    item: string,
    keys: ReadonlyArray<DevnetValue>,
    value: DevnetValue
  ) => Effect.Effect<void, DevnetError>
  /** Makes a call as anybody, or as `root`, in a block of its own and without a signature, nonce or fee. Gives what it told. */
  readonly call: (
    as: string,
    pallet: string,
    call: string,
    args?: { readonly [name: string]: DevnetValue }
  ) => Effect.Effect<ReadonlyArray<DevnetEvent>, DevnetError>

  /** Sets the time of the next block. Otherwise each is one slot after the one before: the clock of the machine is never read. */
  readonly setTime: (time: DateTime.DateTime.Input) => Effect.Effect<void, DevnetError>
  /** Lets the next block be so much after the last one. */
  readonly advanceTime: (by: Duration.Input) => Effect.Effect<void, DevnetError>
  readonly setSealing: (sealing: Sealing) => Effect.Effect<void, DevnetError>
  /** Makes no more blocks by itself. */
  readonly pause: Effect.Effect<void>
  readonly resume: Effect.Effect<void>

  /** The whole state, as versioned bytes with a checksum. */
  readonly exportState: Effect.Effect<Uint8Array>
  /** Goes on from where another chain of the same beginning was. Nothing is taken of bytes that are not in order. */
  readonly importState: (bytes: Uint8Array) => Effect.Effect<DevnetBlock, DevnetError>

  /** A client of the JSON-RPC that every node has, without a socket. */
  readonly connect: Effect.Effect<DevnetConnection, never, Scope.Scope>
}

/**
 * The embedded chain, and what a test may do with it.
 *
 * It is deterministic: two chains that are told the same have the same blocks and hashes. Layers: `DevnetMemory` in the process,
 * `DevnetNode` with a port for everybody's clients.
 *
 * **Example** (A balance, a block, and back again)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { Devnet } from "effect-bittensor"
 * import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
 *
 * const program = Effect.gen(function*() {
 *   const devnet = yield* Devnet
 *   const before = yield* devnet.snapshot
 *   yield* devnet.setBalance("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", 7_000n)
 *   yield* devnet.mine(10)
 *   yield* devnet.revert(before)
 *   return (yield* devnet.head).number
 * })
 *
 * await Effect.runPromise(Effect.provide(program, DevnetMemory.layer())) // => 0
 * ```
 *
 * @category services
 */
export class Devnet extends Context.Service<Devnet, DevnetShape>()("effect-bittensor/services/Devnet") {}
