/**
 * What every other thing about a chain is made of: its storage, constants, runtime APIs, blocks and extrinsics, by the names in its
 * metadata.
 *
 * @since 0.2.0
 */
import type { Duration, Effect, Stream } from "effect"
import type { Rao } from "../../protocol/Money.ts"
import type { ChainError } from "../ChainError.ts"
import type { ExtrinsicError } from "../ExtrinsicError.ts"
import type { Signer } from "../Signer.ts"
import type { ChainValue, Hex } from "./ChainValue.ts"
import type { ItemName, KeysOf, ValueOf } from "./CommonStorage.ts"

/**
 * A block, by its number or its hash.
 *
 * @category models
 */
export type BlockRef = number | Hex

/**
 * Which block is asked about, and how long an answer is waited for.
 *
 * @category models
 */
export interface ReadOptions {
  /** @default the last block */
  readonly block?: BlockRef | undefined
  /** @default what the layer was told, 30 seconds */
  readonly deadline?: Duration.Input | undefined
}

/**
 * The head of a block.
 *
 * @category models
 */
export interface Header {
  readonly number: number
  /** 32 bytes, as are the following. */
  readonly hash: Hex
  readonly parentHash: Hex
  readonly stateRoot: Hex
  readonly extrinsicsRoot: Hex
  /** The entries of the digest, SCALE in hex. */
  readonly digest: ReadonlyArray<Hex>
}

/**
 * A block and the bytes of its extrinsics, as they lie in it.
 *
 * @category models
 */
export interface Block {
  readonly header: Header
  readonly extrinsics: ReadonlyArray<Hex>
}

/**
 * What happened in a block. Match by names: numbers change from one runtime to the next.
 *
 * @category models
 */
export interface ChainEvent {
  readonly pallet: string
  readonly name: string
  readonly data: ChainValue
  /** The place in the block of the extrinsic that it comes from; absent for what the block itself did. */
  readonly extrinsic: number | undefined
}

/**
 * What runs at a block.
 *
 * @category models
 */
export interface RuntimeInfo {
  readonly specName: string
  readonly specVersion: number
  readonly transactionVersion: number
  /** Whether it has an item of storage, a call, a constant, or a method of a runtime API: `has("storage", "SubtensorModule", "Tempo")`. */
  readonly has: (kind: "storage" | "call" | "constant" | "runtime API", of: string, name: string) => boolean
  /** Names of the fields of what an item of storage holds, in their order; `undefined` if it holds none. */
  readonly fieldsOf: (pallet: string, item: string) => ReadonlyArray<string> | undefined
  /** Names of the arguments of a call, in their order; `undefined` without such a call. */
  readonly argumentsOf: (pallet: string, call: string) => ReadonlyArray<string> | undefined
  /** What an error of a pallet is called and what the runtime says of it, by its number; `undefined` without such an error. */
  readonly errorAt: (pallet: string, index: number) => { readonly name: string; readonly docs: string } | undefined
}

/**
 * A call by its names, which the metadata turns into bytes. Arguments that the runtime does not know are refused, as are missing ones
 * that are not optional.
 *
 * @category models
 */
export interface Call {
  readonly pallet: string
  readonly name: string
  readonly args: { readonly [name: string]: ChainValue }
}

/**
 * How an extrinsic is sent, and what is waited for.
 *
 * @category models
 */
export interface SubmitOptions {
  /**
   * For how many blocks it is valid, rounded up to a power of two from 4 to 4096, or `"immortal"`. What is not included until then never
   * will be.
   *
   * @default 64, or 8 for what is shielded
   */
  readonly era?: number | "immortal" | undefined
  /** Rao for the block's author, on top of the fee. */
  readonly tip?: bigint | undefined
  /** Instead of the one that is next for the account. */
  readonly nonce?: number | undefined
  /**
   * What the receipt is about: a block, or a final one.
   *
   * @default "inclusion"
   */
  readonly waitFor?: "inclusion" | "finality" | undefined
  /**
   * How long all of it may take.
   *
   * @default "2 minutes"
   */
  readonly deadline?: Duration.Input | undefined
  /** The account to act for, whose proxy signs. */
  readonly proxyFor?: string | undefined
  /**
   * Hides the call from everybody but the authors of the next blocks until it is in one, so that nobody trades ahead of it: it goes out
   * encrypted, within a `MevShield.submit_encrypted`. Both are extrinsics of the signer, which pays for both, and both lapse within 8
   * blocks; the receipt is that of the call, with the fee of both. `Dropped` says that no author put the call into a block. Chains have
   * it from spec version 361 on.
   *
   * @default false
   */
  readonly shielded?: boolean | undefined
}

/**
 * What a call would do, before anything is signed: its dry run. Of what the named calls look at before they are sent, all is looked at.
 *
 * @category models
 */
export interface Plan {
  readonly call: Call
  /** The SCALE of the call. */
  readonly bytes: Hex
  /** blake2-256 of it, by which proxies and multisigs know it. */
  readonly hash: Hex
  /** Who would sign. */
  readonly signer: string
  /** What it would cost, tip included; the runtime may give some of it back. */
  readonly fee: Rao
  /** What it would do, a sentence each. */
  readonly effects: ReadonlyArray<string>
  /** What may be surprising about it, a sentence each. */
  readonly warnings: ReadonlyArray<string>
}

/**
 * An extrinsic that did what it was meant to.
 *
 * @category models
 */
export interface Receipt {
  /** blake2-256 of the extrinsic. */
  readonly hash: Hex
  readonly block: { readonly number: number; readonly hash: Hex }
  /** Its place in the block. */
  readonly index: number
  readonly isFinal: boolean
  /** What it cost, tip included, and what it cost to hide it if it was. */
  readonly fee: Rao
  /** What it told. */
  readonly events: ReadonlyArray<ChainEvent>
}

/**
 * The chain, by the names in its metadata.
 *
 * @category models
 */
export interface Core {
  /** The name of the network, or the endpoint of one without a name. */
  readonly network: Effect.Effect<string>
  /** The hash of the first block, which tells chains apart. */
  readonly genesis: Effect.Effect<Hex>
  readonly runtime: (options?: ReadOptions) => Effect.Effect<RuntimeInfo, ChainError>

  /** The last block. It may yet be replaced by another. */
  readonly head: Effect.Effect<Header, ChainError>
  /** The last block that stays. */
  readonly finalized: Effect.Effect<Header, ChainError>
  readonly header: (block: BlockRef) => Effect.Effect<Header, ChainError>
  readonly block: (block: BlockRef) => Effect.Effect<Block, ChainError>
  /** What happened in a block. */
  readonly events: (options?: ReadOptions) => Effect.Effect<ReadonlyArray<ChainEvent>, ChainError>
  /**
   * The last block, and every one that becomes it from then on, none missed, also over lost connections. When the chain changes its
   * mind, the blocks that take the place of others come with numbers that were there before. Fails with `MissedBlocks` if it was away
   * for too long.
   */
  readonly blocks: Stream.Stream<Header, ChainError>
  /** The last final block, and every one that becomes final from then on, each once and in order, also over lost connections. */
  readonly finalizedBlocks: Stream.Stream<Header, ChainError>

  /** What an item of storage holds, or its default; `undefined` where it has none. */
  readonly query: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys?: KeysOf<ItemName<P, I>>,
    options?: ReadOptions
  ) => Effect.Effect<ValueOf<ItemName<P, I>>, ChainError>
  /** The same of many keys of an item, in their order: one round trip for up to 1000. */
  readonly queryMany: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys: ReadonlyArray<KeysOf<ItemName<P, I>>>,
    options?: ReadOptions
  ) => Effect.Effect<ReadonlyArray<ValueOf<ItemName<P, I>>>, ChainError>
  /** All that an item holds, or what it holds under the first of its keys: keys and value of each, in the order of the storage. */
  readonly entries: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    prefix?: ReadonlyArray<ChainValue>,
    options?: ReadOptions
  ) => Stream.Stream<readonly [keys: ReadonlyArray<ChainValue>, value: ValueOf<ItemName<P, I>>], ChainError>
  /** What an item holds now, and each time that it changes. What changed while there was no connection is told afterwards, once. */
  readonly changes: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys?: KeysOf<ItemName<P, I>>
  ) => Stream.Stream<ValueOf<ItemName<P, I>>, ChainError>
  readonly constant: (pallet: string, name: string, options?: ReadOptions) => Effect.Effect<ChainValue, ChainError>
  /**
   * What a method of a runtime API answers. Metadata of version 14 has no types of them: there the arguments are numbers of 16 bits and
   * bytes, and the answer is bytes.
   */
  readonly runtimeCall: (
    api: string,
    method: string,
    args?: ReadonlyArray<ChainValue>,
    options?: ReadOptions
  ) => Effect.Effect<ChainValue, ChainError>
  /** The SCALE of what such a method answers, without the bytes that runtimes up to spec 232 wrap it in. */
  readonly runtimeAnswer: (
    api: string,
    method: string,
    args?: ReadonlyArray<ChainValue>,
    options?: ReadOptions
  ) => Effect.Effect<Uint8Array, ChainError>
  /** What the node answers to a question of JSON-RPC, as it came. */
  readonly rpc: (
    method: string,
    params?: ReadonlyArray<unknown>,
    options?: Pick<ReadOptions, "deadline">
  ) => Effect.Effect<unknown, ChainError>

  /** What a call would be and cost if an account signed it. Nothing is signed. */
  readonly plan: (call: Call, signer: string, options?: SubmitOptions) => Effect.Effect<Plan, ExtrinsicError>
  /**
   * Signs and sends a call, and waits until it is in a block. It is in one block at most, whatever becomes of the connection: before
   * anything is sent again, the chain is looked at.
   */
  readonly submit: (call: Call, signer: Signer, options?: SubmitOptions) => Effect.Effect<Receipt, ExtrinsicError>
}
