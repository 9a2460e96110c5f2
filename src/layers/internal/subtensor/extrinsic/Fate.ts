/** What becomes of an extrinsic that was sent: where a node tells of it, and where nobody does. */
import { Duration, Effect, Option, Queue, Result, Schedule, Schema, type Scope } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import type { ChainError } from "../../../../services/ChainError.ts"
import { Dropped, ExtrinsicError } from "../../../../services/ExtrinsicError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { Blocks } from "../blocks.ts"
import { Hash } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
import type { Told } from "../rpc/Session.ts"
import type { Lost } from "../rpc/Wire.ts"
import type { Codec } from "../runtime/Codec.ts"

/** Milliseconds between two looks at the chain for an extrinsic that nobody tells of, at first and later on. */
const FIRST_LOOK = 50
const LAST_LOOK = 1000

/** An extrinsic that was sent. */
export interface Sent {
  readonly hash: Hex
  readonly bytes: Hex
  readonly codec: Codec
  /** The public key of who signed, and which of its extrinsics it is. */
  readonly account: Hex
  readonly nonce: number
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

/** What is looked for, and how. */
interface Quest {
  readonly sent: Sent
  readonly isWanted: Wanted
  readonly search: Effect.Effect<Seen, ChainError>
  /** Whether no pool may see it: somebody else puts it into a block. */
  readonly isHidden: boolean
}

/** The fates of extrinsics. */
export interface Fate {
  /** Sends an extrinsic, and is told of it. */
  readonly watch: (sent: Sent) => Effect.Effect<Told, Lost | ChainError, Scope.Scope>
  /** Waits for what a node tells of. */
  readonly settle: (told: Told, sent: Sent, isWanted: Wanted) => Landing
  /** Looks for what nobody tells of, for as long as whoever asks has patience. What is not in a block yet is sent once more. */
  readonly recover: (sent: Sent, isWanted: Wanted) => Landing
  /** Looks for what somebody else puts into a block, and never shows it to a pool. */
  readonly await: (hidden: Sent, isWanted: Wanted) => Landing
}

const droppedBy = ({ hash, lapses }: Sent, status: Dropped["status"], isFinal: boolean) =>
  new ExtrinsicError({
    reason: new Dropped({ status, hash, isFinal, ...(lapses === undefined ? {} : { lapses }) })
  })

/** What lies between what is looked for and where it may be. */
interface Seen {
  readonly place: Place | undefined
  readonly final: { readonly number: number; readonly hash: Hex }
}

/**
 * Looks for an extrinsic in all blocks that may have it, by their parents: so it does not matter whether it is one node that tells of
 * all of them. Final blocks are looked at once.
 */
const searcher = (blocks: Blocks, sent: Sent): Effect.Effect<Seen, ChainError> => {
  let cleared = sent.after
  const down = (from: { readonly number: number; readonly hash: Hex }, to: number) =>
    Effect.gen(function* () {
      let hash = from.hash
      for (let number = from.number; number > to; number--) {
        const { extrinsics, header } = yield* blocks.block(hash)
        const index = extrinsics.indexOf(sent.bytes)
        if (index >= 0) return { block: { number, hash }, index }
        hash = header.parentHash
      }
      return undefined
    })
  return Effect.gen(function* () {
    const final = yield* blocks.finalized
    const settled = yield* down(final, cleared)
    if (settled !== undefined) return { place: settled, final }
    cleared = Math.max(cleared, final.number)
    return { place: yield* down(yield* blocks.head, cleared), final }
  })
}

/** The number after the last extrinsic of an account, in the state of a block. */
const nonceAt = ({ ask, within }: Link, { account }: Sent, hash: Hex): Effect.Effect<number | undefined, ChainError> =>
  within(ask("state_call", ["AccountNonceApi_account_nonce", account, hash]), "AccountNonceApi_account_nonce").pipe(
    Effect.map((answer) => {
      const bytes = typeof answer === "string" ? HexText.decode(answer) : undefined
      return bytes?.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : undefined
    }),
    Effect.catchTag("RpcFault", () => Effect.succeed(undefined))
  )

/** Follows the extrinsics of a chain. */
export const make = (link: Link, blocks: Blocks): Fate => {
  const watch: Fate["watch"] = ({ bytes }) =>
    link.subscribe("author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [bytes])

  /**
   * Reads again what could not be read: an extrinsic that was sent is not forgotten because a node is away, or behind, or says what
   * cannot be.
   */
  const patiently = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
    read.pipe(
      Effect.retry({ while: () => !link.isClosed(), schedule: Schedule.spaced(Duration.millis(LAST_LOOK)) }),
      Effect.mapError(({ reason }) => new ExtrinsicError({ reason }))
    )

  const placeIn = (sent: Sent, ref: Hex): Effect.Effect<Place | undefined, ChainError> =>
    Effect.map(blocks.block(ref), ({ extrinsics, header: { hash, number } }) => {
      const index = extrinsics.indexOf(sent.bytes)
      return index < 0 ? undefined : { block: { number, hash }, index }
    })

  /** What a node tells, until there is a block that is wanted, or nothing more to be told. Who tells nothing is not relied on. */
  const follow = (told: Told, { isWanted, search, sent }: Quest) =>
    Effect.gen(function* () {
      for (;;) {
        const news = yield* Effect.timeoutOption(Queue.take(told), link.silence)
        if (Option.isNone(news)) {
          const { final, place } = yield* search
          const isFinal = place !== undefined && place.block.number <= final.number
          if (place !== undefined && isWanted(isFinal)) return { _tag: "In", place, isFinal } as const
          continue
        }
        const status = statusOf(news.value)
        if (status._tag === "Out") return status
        if (status._tag === "Waiting" || !isWanted(status.isFinal)) continue
        const place = yield* placeIn(sent, status.block)
        if (place !== undefined) return { _tag: "In", place, isFinal: status.isFinal } as const
      }
    })

  /**
   * Why it will be in no block, where that is certain: its era is over, or another extrinsic has its number, and that is final. What a
   * single node says of bytes that others may have, too, is not.
   */
  const lapsed = (sent: Sent, { final }: Seen): Effect.Effect<Dropped["status"] | undefined, ChainError> =>
    Effect.gen(function* () {
      if (sent.lapses !== undefined && final.number >= sent.lapses - 1) return "Expired"
      const next = yield* nonceAt(link, sent, final.hash)
      return next !== undefined && next > sent.nonce ? "Usurped" : undefined
    })

  const lookFor = (quest: Quest, out: Dropped["status"] | undefined, wait: number): Landing =>
    Effect.gen(function* () {
      const { isHidden, isWanted, search, sent } = quest
      const seen = yield* patiently(search)
      const { final, place } = seen
      if (place !== undefined) {
        const isFinal = place.block.number <= final.number
        if (isWanted(isFinal)) return { place, isFinal }
      } else {
        const over = yield* patiently(lapsed(sent, seen))
        if (over !== undefined) return yield* droppedBy(sent, over, true)
        if (out !== undefined) return yield* droppedBy(sent, out, false)
      }
      if (place === undefined && !isHidden) {
        // The very same bytes again, which a chain takes once at most. What the pool says to that shows on the chain.
        const again = yield* Effect.result(watch(sent))
        if (Result.isSuccess(again)) return yield* settled(again.success, quest)
        if (again.failure._tag === "ChainError" && link.isClosed()) {
          return yield* new ExtrinsicError({ reason: again.failure.reason })
        }
      }
      yield* Effect.sleep(Duration.millis(wait))
      return yield* lookFor(quest, undefined, Math.min(LAST_LOOK, 2 * wait))
    })

  const settled = (told: Told, quest: Quest): Landing =>
    Effect.flatMap(Effect.result(follow(told, quest)), (followed) => {
      const status = Result.getOrUndefined(followed)
      return status?._tag === "In" ? Effect.succeed(status) : lookFor(quest, status?.status, FIRST_LOOK)
    })

  const questOf = (sent: Sent, isWanted: Wanted, isHidden = false): Quest => ({
    sent,
    isWanted,
    search: searcher(blocks, sent),
    isHidden
  })

  return {
    watch,
    settle: (told, sent, isWanted) => settled(told, questOf(sent, isWanted)),
    recover: (sent, isWanted) => lookFor(questOf(sent, isWanted), undefined, FIRST_LOOK),
    await: (hidden, isWanted) => lookFor(questOf(hidden, isWanted, true), undefined, FIRST_LOOK)
  }
}
