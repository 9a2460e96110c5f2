/**
 * Why an extrinsic did not do what it was meant to.
 *
 * @since 0.2.0
 */
import { Schema } from "effect"
import type { PalletErrorName, PalletName } from "../protocol/palletErrors.ts"
import { ChainReason } from "./ChainError.ts"
import { PowError } from "./PowSolver.ts"
import { SignerError } from "./Signer.ts"

/**
 * It was not sent, since it could not have worked or would not have done what it seems to.
 *
 * @category errors
 */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  /** What was looked at, in one word, such as `Balance`, `Registered`, `RateLimit`. */
  check: Schema.String,
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return `nothing was sent: ${this.detail}`
  }
}

/**
 * The pool of the node did not take it. It costs nothing.
 *
 * @category errors
 */
export class PoolRefused extends Schema.TaggedError<PoolRefused>()("PoolRefused", {
  /** The code of JSON-RPC: 1010, 1012, 1013, 1014, 1016 … */
  code: Schema.Int,
  /** What the node says, cut after 500 characters. */
  detail: Schema.String,
  /** Why that happens, and what to do next. */
  cause: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `the node refused the extrinsic (${this.code} ${this.detail}): ${this.cause} ${this.remedy}`
  }
}

/** Names that are known, for editors to offer, and any other, for runtimes that are younger than this library. */
const named = <Known extends string>() => Schema.String as Schema.Codec<Known | (string & {}), string>

/**
 * It is in a block, its fee is paid, and a pallet refused it. Nothing else changed.
 *
 * @category errors
 */
export class PalletError extends Schema.TaggedError<PalletError>()("PalletError", {
  pallet: named<PalletName>(),
  /** The name in the metadata, such as `NotEnoughBalanceToStake`. */
  name: named<PalletErrorName>(),
  /** Why that happens, and what to do next. */
  cause: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.pallet}.${this.name}: ${this.cause} ${this.remedy}`
  }
}

/**
 * It is in a block, its fee is paid, and the runtime refused it before any pallet looked at it. Nothing else changed.
 *
 * @category errors
 */
export class DispatchError extends Schema.TaggedError<DispatchError>()("DispatchError", {
  /** Such as `BadOrigin` or `Token.FundsUnavailable`. */
  kind: Schema.String
}) {
  override get message(): string {
    return `the runtime refused the call: ${this.kind}. Check who signs, and that the amounts are there.`
  }
}

/**
 * It was in the pool, and is in no block. Unless `isFinal`, that is what one node says, and others may have it: then it must not be sent
 * anew before it lapses.
 *
 * @category errors
 */
export class Dropped extends Schema.TaggedError<Dropped>()("Dropped", {
  /** Why, as the node says it. `Expired`: its era ended, and it is in none of the era's blocks. */
  status: Schema.Literals(["Dropped", "Invalid", "Usurped", "FinalityTimeout", "Expired"]),
  hash: Schema.String,
  /** Whether no block can have it any more: its era is over, or another extrinsic has its nonce, in a block that stays. */
  isFinal: Schema.Boolean,
  /** The first block that cannot have it any more; absent if it is valid for ever. */
  lapses: Schema.optionalKey(Schema.Int)
}) {
  override get message(): string {
    const left = `extrinsic ${this.hash} left the pool (${this.status}) and is in no block`
    return this.isFinal
      ? `${left}, nor can it be. It may be sent anew.`
      : `${left} so far; other nodes may have it. ${untilOf(this)}: look for it before it is sent anew.`
  }
}

const untilOf = ({ lapses }: { readonly lapses?: number | undefined }): string =>
  lapses === undefined ? "It may be included at any time" : `It may be included until block ${lapses}`

/**
 * Whether it is or will be in a block was not to be found out within the deadline. It must not be sent anew before that is known.
 *
 * @category errors
 */
export class Unresolved extends Schema.TaggedError<Unresolved>()("Unresolved", {
  hash: Schema.String,
  /** The first block that cannot have it any more; absent if it is valid for ever. */
  lapses: Schema.optionalKey(Schema.Int)
}) {
  override get message(): string {
    return `it is not known what became of extrinsic ${this.hash}. ${untilOf(this)}: look for it before it is sent anew.`
  }
}

/**
 * There was no proof of work within the time for it that the chain has taken.
 *
 * @category errors
 */
export class NoProof extends Schema.TaggedError<NoProof>()("NoProof", {
  /** Milliseconds that it was searched and waited for. */
  after: Schema.Finite,
  /** What the chain said last to what was found, or why it was waited for; empty if there was nothing of the kind. */
  why: Schema.String
}) {
  override get message(): string {
    const detail = this.why === "" ? "the difficulty is too high for what searches" : `the last word was: ${this.why}`
    return `no proof of work was taken within ${this.after} ms; ${detail}. Give it more time, or a solver that is faster.`
  }
}

/**
 * What can be wrong: what goes wrong with a read can go wrong on the way, too.
 *
 * @category errors
 */
export const ExtrinsicReason = Schema.Union([
  Refused,
  PoolRefused,
  PalletError,
  DispatchError,
  Dropped,
  Unresolved,
  SignerError,
  NoProof,
  PowError,
  ...ChainReason.members
])

/** @category errors */
export type ExtrinsicReason = typeof ExtrinsicReason.Type

/**
 * An extrinsic did not do what it was meant to.
 *
 * **Example** (A pallet's error, by its name)
 *
 * ```ts run
 * import { ExtrinsicError } from "effect-bittensor"
 * import { PalletError } from "effect-bittensor/services/ExtrinsicError"
 *
 * const error = new ExtrinsicError({
 *   reason: new PalletError({ pallet: "SubtensorModule", name: "TxRateLimitExceeded", cause: "Too soon.", remedy: "Wait." })
 * })
 * error.message // => "SubtensorModule.TxRateLimitExceeded: Too soon. Wait."
 * ```
 *
 * @category errors
 */
export class ExtrinsicError extends Schema.TaggedError<ExtrinsicError>()("ExtrinsicError", {
  reason: ExtrinsicReason
}) {
  override get message(): string {
    return this.reason.message
  }
}
