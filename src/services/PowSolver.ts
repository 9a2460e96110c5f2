/**
 * Finds a nonce whose seal meets a difficulty: the proof of work of `register`, `faucet` and `pow_register`.
 *
 * @since 0.2.0
 */
import { Context, type Duration, type Effect, Schema, type Stream } from "effect"
import type { Seal } from "../protocol/Seal.ts"

/**
 * Why nothing was found.
 *
 * - `BadDifficulty`: it is 0, which every seal meets, negative, or no u64, so that no chain has it.
 * - `BadLength`: a hash or a key is not of 32 bytes.
 * - `BadNetuid`: it is no u16.
 * - `BadStart`: the nonce to begin with is no u64.
 * - `NoWorkers`: none were allowed.
 * - `NoKernel`: none of the kernels that were allowed runs here and finds what it has to find.
 * - `NoGpu`: there is no graphics card to search with. The problem is `NoPackage` (Node needs the npm package `webgpu`),
 *   `NoAdapter`, `Software` (there is one, but it is a program on the processor), `Refused` (it was asked and said no) or `Unsound` (it
 *   does not find what it has to find).
 * - `BadShape`: no kernel can be laid out on a card like that.
 * - `BadDispatch`: a card's dispatches cannot be so short, or must not be so long.
 * - `NoSharedMemory`: a page that is not isolated from others may not share memory with its workers.
 * - `OutOfMemory`: there was not enough for the workers.
 * - `WorkersLost`: a worker crashed, and so did each that took its place.
 *
 * @category errors
 */
export const PowReason = Schema.Union([
  Schema.TaggedStruct("BadDifficulty", { difficulty: Schema.BigInt }),
  Schema.TaggedStruct("BadLength", {
    part: Schema.Literals(["blockHash", "key", "hotkey", "coldkey"]),
    length: Schema.Int
  }),
  Schema.TaggedStruct("BadNetuid", { netuid: Schema.Number }),
  Schema.TaggedStruct("BadStart", { start: Schema.BigInt }),
  Schema.TaggedStruct("NoWorkers", { workers: Schema.Number }),
  Schema.TaggedStruct("NoKernel", { kernels: Schema.Array(Schema.String) }),
  Schema.TaggedStruct("NoGpu", {
    problem: Schema.Literals(["NoPackage", "NoAdapter", "Software", "Refused", "Unsound"]),
    detail: Schema.String
  }),
  Schema.TaggedStruct("BadShape", { workgroup: Schema.Number, unroll: Schema.Number, perThread: Schema.Number }),
  Schema.TaggedStruct("BadDispatch", { millis: Schema.Number }),
  Schema.TaggedStruct("NoSharedMemory", {}),
  Schema.TaggedStruct("OutOfMemory", { cause: Schema.Defect() }),
  Schema.TaggedStruct("WorkersLost", { crashes: Schema.Int, cause: Schema.Defect() })
])

/** @category errors */
export type PowReason = typeof PowReason.Type

const gpuSentence = (problem: (PowReason & { readonly _tag: "NoGpu" })["problem"], detail: string): string => {
  switch (problem) {
    case "NoPackage":
      return `The package webgpu, of at least 0.6.2, cannot be loaded (${detail}). To search on a graphics card in Node: npm install webgpu.`
    case "NoAdapter":
      return `There is no graphics card that WebGPU can use${detail === "" ? "" : ` (${detail})`}. On Linux it needs a Vulkan driver and libvulkan.so.1.`
    case "Software":
      return `The only adapter is ${detail}, a program on the processor, far slower than PowCpu. The option \`software\` allows it nevertheless.`
    case "Refused":
      return `The graphics card could not be used: ${detail}`
    case "Unsound":
      return `The kernel on ${detail} does not find what it has to find. Update its driver, or search with PowCpu.`
  }
}

const sentence = (reason: PowReason): string => {
  switch (reason._tag) {
    case "BadDifficulty":
      return `The difficulty ${reason.difficulty} is outside of 1 to 2^64 − 1. Read it from the chain again.`
    case "BadLength":
      return `The seal's ${reason.part} has ${reason.length} bytes instead of 32. Give the raw bytes, not their hex or address.`
    case "BadNetuid":
      return `The netuid ${reason.netuid} is no whole number from 0 to 65535.`
    case "BadStart":
      return `The nonce ${reason.start} is outside of 0 to 2^64 − 1.`
    case "NoWorkers":
      return `A search needs a worker, and ${reason.workers} were allowed. Allow a whole number from 1 to 1024.`
    case "NoKernel":
      return `No kernel of these works here: ${reason.kernels.join(", ")}. Allow others, or let this program compile WebAssembly.`
    case "NoGpu":
      return gpuSentence(reason.problem, reason.detail)
    case "BadShape":
      return `No kernel has ${reason.workgroup} threads in a workgroup (1 to 256), ${reason.unroll} rounds in its loop (1, 2, 11 or 22) and ${reason.perThread} nonces a thread (1 to 1024).`
    case "BadDispatch":
      return `A dispatch cannot take ${reason.millis} ms. Allow from 1 to 100: none can be stopped, and none is longer than it may be.`
    case "NoSharedMemory":
      return "This page may not share memory. Send it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp."
    case "OutOfMemory":
      return "There is not enough memory for the workers. Allow fewer of them."
    case "WorkersLost":
      return `A worker crashed ${reason.crashes} times without coming any further. The cause tells more.`
  }
}

/**
 * Nothing was found.
 *
 * @category errors
 */
export class PowError extends Schema.TaggedError<PowError>()("PowError", { reason: PowReason }) {
  override get message(): string {
    return sentence(this.reason)
  }
}

/**
 * What to search for.
 *
 * @category models
 */
export interface SolveOptions {
  /** From 1 to 2^64 − 1, as the chain stores it: so many nonces are tried on average. */
  readonly difficulty: bigint
  /**
   * The nonce that the first worker begins with, a u64; each other has nonces of its own. By default a random one, so that
   * several machines with one key do not repeat each other.
   */
  readonly start?: bigint | undefined
}

/**
 * A nonce that meets the difficulty. It has been hashed again, by other code than found it, and compared exactly.
 *
 * @category models
 */
export interface Solution {
  readonly seal: Seal
  readonly difficulty: bigint
  /** A u64. */
  readonly nonce: bigint
  /** 32 bytes, as the extrinsic carries them. */
  readonly work: Uint8Array
  /** Nonces that were tried for it. */
  readonly tried: number
  readonly elapsed: Duration.Duration
}

/**
 * How a search goes. Rates are nonces a second.
 *
 * @category models
 */
export interface PowProgress {
  readonly difficulty: bigint
  readonly tried: number
  readonly elapsed: Duration.Duration
  /** Since the last time. */
  readonly rate: number
  /** The same, smoothed over some five seconds. */
  readonly smoothedRate: number
  /** Since the search began. */
  readonly averageRate: number
  /** How long a search takes on average at the smoothed rate. It has no memory: what has been tried does not shorten it. */
  readonly expected: Duration.Duration
  /** How likely it was to have found a nonce by now, from 0 to 1. */
  readonly probability: number
}

/**
 * Searches for proofs of work.
 *
 * **Example** (The work for difficulty 1000)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { PowSolver, Seal } from "effect-bittensor"
 * import * as PowCpu from "effect-bittensor/layers/PowCpu"
 *
 * const program = Effect.gen(function*() {
 *   const pow = yield* PowSolver
 *   const seal = Seal.classic({ blockHash: new Uint8Array(32), key: new Uint8Array(32) })
 *   const { work } = yield* pow.solve(seal, { difficulty: 1000n })
 *   return Seal.value("Classic", work) <= (2n ** 256n - 1n) / 1000n
 * })
 *
 * await Effect.runPromise(Effect.provide(program, PowCpu.layer({ workers: 1 }))) // => true
 * ```
 *
 * @category services
 */
export class PowSolver extends Context.Service<
  PowSolver,
  {
    /** What searches, in words: the card, or the number of workers and their kernel, and what there is to say of a card that does not. */
    readonly device: string
    /**
     * Searches until it has found a nonce. To stop it, interrupt it: the workers are at rest some milliseconds later. One
     * solver searches for one seal at a time; who asks meanwhile waits for its turn.
     */
    readonly solve: (seal: Seal, options: SolveOptions) => Effect.Effect<Solution, PowError>
    /** How the search goes that runs, from now on: once a second, and once more when it ends. */
    readonly progress: Stream.Stream<PowProgress>
  }
>()("effect-bittensor/services/PowSolver") {}
