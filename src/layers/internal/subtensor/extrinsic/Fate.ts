/** What becomes of an extrinsic that was sent: where a node tells of it, and where nobody does. */
import { Duration, Effect, Queue, Result, Schedule, Schema, type Scope } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import { Dropped, ExtrinsicError } from "../../../../services/ExtrinsicError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { Blocks } from "../blocks.ts"
import { Hash } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
import type { Told } from "../rpc/Session.ts"
import type { Lost } from "../rpc/Wire.ts"
import type { Codec } from "../runtime/Codec.ts"
import { isKnown, isTaken, refusal } from "./poolAnswers.ts"

/** Between two looks at the chain for an extrinsic that nobody tells of. */
const LOOK_AGAIN = Duration.seconds(1)

/** An extrinsic that was sent. */
export interface Sent {
  readonly hash: Hex
  readonly bytes: Hex
  readonly codec: Codec
  /** The block after which it can be included. */
  readonly after: number
  readonly lapses: number | undefined
}

/** Where it is. */
export interface Place {
  readonly block: { readonly number: number; readonly hash: Hex }
  readonly index: number
}

/** What a node tells of an extrinsic: the block that it is in, that it is in none, or nothing of interest. */
type Status =
  | { readonly _tag: "In"; readonly block: Hex; readonly isFinal: boolean }
  | { readonly _tag: "Out"; readonly status: Dropped["status"] }
  | { readonly _tag: "Waiting" }

const isHash = Schema.is(Hash)

const statusOf = (told: unknown): Status => {
  if (told === "dropped") return { _tag: "Out", status: "Dropped" }
  if (told === "invalid") return { _tag: "Out", status: "Invalid" }
  if (typeof told !== "object" || told === null) return { _tag: "Waiting" }
  const { finalityTimeout, finalized, inBlock, usurped } = told as { readonly [name: string]: unknown }
  if (isHash(finalized)) return { _tag: "In", block: finalized as Hex, isFinal: true }
  if (isHash(inBlock)) return { _tag: "In", block: inBlock as Hex, isFinal: false }
  if (usurped !== undefined) return { _tag: "Out", status: "Usurped" }
  if (finalityTimeout !== undefined) return { _tag: "Out", status: "FinalityTimeout" }
  return { _tag: "Waiting" }
}

/** Where an extrinsic is, and whether it stays there. */
export interface Landed {
  readonly place: Place
  readonly isFinal: boolean
}

/** Whether a block that is final, or not, is what is waited for. */
type Wanted = (isFinal: boolean) => boolean
type Landing = Effect.Effect<Landed, ExtrinsicError, Scope.Scope>

/** The fates of extrinsics. */
export interface Fate {
  /** Sends an extrinsic, and is told of it. */
  readonly watch: (sent: Sent) => Effect.Effect<Told, Lost | ChainError, Scope.Scope>
  /** Waits for what a node tells of. */
  readonly settle: (told: Told, sent: Sent, isWanted: Wanted) => Landing
  /** Looks for what nobody tells of, for as long as whoever asks has patience. */
  readonly recover: (sent: Sent, isWanted: Wanted) => Landing
}

const droppedBy = (sent: Sent, status: Dropped["status"]) =>
  new ExtrinsicError({ reason: new Dropped({ status, hash: sent.hash }) })

/** Reads again what could not be read: an extrinsic that was sent is not forgotten because a node is away. */
const patiently = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  read.pipe(
    Effect.retry({ while: ({ isRetryable }) => isRetryable, schedule: Schedule.spaced(LOOK_AGAIN) }),
    Effect.mapError(({ reason }) => new ExtrinsicError({ reason }))
  )

/** Finds an extrinsic in blocks. */
const finder = (blocks: Blocks) => {
  const placeIn = (sent: Sent, ref: number | Hex): Effect.Effect<Place | undefined, ChainError> =>
    Effect.map(blocks.block(ref), ({ extrinsics, header: { hash, number } }) => {
      const index = extrinsics.indexOf(sent.bytes)
      return index < 0 ? undefined : { block: { number, hash }, index }
    })
  /** In all blocks that may have it, up to the last one. */
  const look = (sent: Sent): Effect.Effect<Place | undefined, ChainError> =>
    Effect.gen(function* () {
      const head = (yield* blocks.head).number
      const last = sent.lapses === undefined ? head : Math.min(head, sent.lapses - 1)
      for (let number = sent.after + 1; number <= last; number++) {
        const place = yield* placeIn(sent, number)
        if (place !== undefined) return place
      }
      return undefined
    })
  return { placeIn, look }
}

/** Follows the extrinsics of a chain. */
export const make = (link: Link, blocks: Blocks): Fate => {
  const { look, placeIn } = finder(blocks)
  const watch: Fate["watch"] = ({ bytes }) =>
    link.subscribe("author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [bytes])

  /** What a node tells, until there is a block that is wanted, or nothing more to be told. */
  const follow = (told: Told, sent: Sent, isWanted: Wanted) =>
    Effect.gen(function* () {
      for (;;) {
        const status = statusOf(yield* Queue.take(told))
        if (status._tag === "Out") return status
        if (status._tag === "Waiting" || !isWanted(status.isFinal)) continue
        const place = yield* placeIn(sent, status.block)
        if (place !== undefined) return { _tag: "In", place, isFinal: status.isFinal } as const
      }
    })

  /** Sends the very same bytes again, which a chain takes once at most, and follows them; `undefined` if that is to wait. */
  const resend = (sent: Sent, isWanted: Wanted): Effect.Effect<Landed | undefined, ExtrinsicError, Scope.Scope> =>
    Effect.gen(function* () {
      const again = yield* Effect.result(watch(sent))
      if (Result.isSuccess(again)) return yield* settle(again.success, sent, isWanted)
      const error = again.failure
      if (error._tag === "Lost" || error.isRetryable || isKnown(error)) return undefined
      // The nonce is used: by these very bytes, in a block that came just now, or by others.
      if ((yield* patiently(look(sent))) !== undefined) return undefined
      return yield* isTaken(error) ? droppedBy(sent, "Usurped") : refusal(error)
    })

  const recover = (sent: Sent, isWanted: Wanted, out?: Dropped["status"]): Landing =>
    Effect.gen(function* () {
      const finalized = (yield* patiently(blocks.finalized)).number
      const place = yield* patiently(look(sent))
      if (place !== undefined) {
        const isFinal = place.block.number <= finalized
        if (isWanted(isFinal)) return { place, isFinal }
      } else {
        if (out !== undefined) return yield* droppedBy(sent, out)
        if (sent.lapses !== undefined && finalized >= sent.lapses - 1) return yield* droppedBy(sent, "Expired")
        const landed = yield* resend(sent, isWanted)
        if (landed !== undefined) return landed
      }
      yield* Effect.sleep(LOOK_AGAIN)
      return yield* recover(sent, isWanted)
    })

  const settle: Fate["settle"] = (told, sent, isWanted) =>
    Effect.flatMap(Effect.result(follow(told, sent, isWanted)), (followed) => {
      if (Result.isFailure(followed)) return recover(sent, isWanted)
      const status = followed.success
      return status._tag === "In" ? Effect.succeed(status) : recover(sent, isWanted, status.status)
    })

  return { watch, settle, recover }
}
