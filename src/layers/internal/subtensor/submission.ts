/** Calls on their way into a block: planned, signed, sent, and followed. */
import { Duration, Effect, Option, Result, Schedule, Schema, type Scope } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import { ChainError, ChainReason, TimedOut, Undecodable } from "../../../services/ChainError.ts"
import { ExtrinsicError, Unresolved } from "../../../services/ExtrinsicError.ts"
import type { Signer } from "../../../services/Signer.ts"
import type { Call, Core, SubmitOptions } from "../../../services/subtensor/Core.ts"
import type { Blocks } from "./blocks.ts"
import { type Landed, make as makeFate, type Place, type Sent } from "./extrinsic/Fate.ts"
import { Nonces } from "./extrinsic/Nonces.ts"
import { feeOf, succeeded } from "./extrinsic/outcome.ts"
import { make as planning } from "./extrinsic/planning.ts"
import { isBadProof, isKnown, isOfOtherKey, isTaken, isUnclear, refusal } from "./extrinsic/poolAnswers.ts"
import { fromChain, make as makeSigning, outer, type Signed } from "./extrinsic/signing.ts"
import type { Link } from "./rpc/Link.ts"
import type { Told } from "./rpc/Session.ts"
import type { Runtimes } from "./runtime/Runtimes.ts"

const DEADLINE = Duration.minutes(2)

/** How often it is signed anew, with a nonce that nobody else has taken or for the runtime and the key that there are now. */
const ATTEMPTS = 3

/** The last event of every extrinsic is one of them. */
const OUTCOMES: ReadonlySet<string> = new Set(["ExtrinsicSuccess", "ExtrinsicFailed"])

/** One that is out, and who tells of it, if anybody does. */
interface Begun extends Signed {
  readonly told: Option.Option<Told>
}

const isOfChain = Schema.is(ChainReason)

/** What went wrong with reading the chain says nothing about an extrinsic that is out. */
const unresolved =
  (signed: Signed | undefined) =>
  (error: ExtrinsicError): ExtrinsicError =>
    signed === undefined || !isOfChain(error.reason) ? error : unresolvedOf(signed)

const unresolvedOf = ({ hidden, sent }: Signed) => {
  const { hash, lapses } = hidden ?? sent
  return new ExtrinsicError({ reason: new Unresolved({ hash, ...(lapses === undefined ? {} : { lapses }) }) })
}

/** Sends the calls of a chain. */
export const make = (
  link: Link,
  blocks: Blocks,
  runtimes: Runtimes,
  state: Pick<Core, "events" | "query">
): Pick<Core, "plan" | "submit"> => {
  const signing = makeSigning(link, blocks, runtimes, state)
  const { encoded, nextNonce, signed } = signing
  const nonces = new Nonces()
  const fate = makeFate(link, blocks)

  /** Signs with the next nonce and sends, until the pool has it. A connection that is lost says nothing about that. */
  const send = (
    call: Call,
    signer: Signer,
    options: SubmitOptions,
    begin: (signed: Signed | undefined) => void
  ): Effect.Effect<Begun, ExtrinsicError, Scope.Scope> => {
    const attempt = (least: number, left: number): Effect.Effect<Begun, ExtrinsicError, Scope.Scope> =>
      Effect.gen(function* () {
        begin(undefined)
        const { bytes, codec } = yield* encoded(call)
        const nonce = options.nonce ?? Math.max(least, yield* nextNonce(signer.address))
        const ready = yield* signed(codec, bytes, signer, nonce, options)
        begin(ready)
        const watched = yield* Effect.result(fate.watch(ready.sent))
        if (Result.isSuccess(watched)) return { ...ready, told: Option.some(watched.success) }
        const error = watched.failure
        if (error._tag === "Lost" || isKnown(error) || isUnclear(error)) return { ...ready, told: Option.none() }
        // From here on it is known that it is nowhere.
        begin(undefined)
        const isOfOther = isBadProof(error) && (yield* encoded(call)).codec !== codec
        const isAgain = isOfOther || isOfOtherKey(error) || (options.nonce === undefined && isTaken(error))
        return isAgain && left > 1 ? yield* attempt(least, left - 1) : yield* refusal(error)
      })
    return nonces.take(signer.address, (least) =>
      Effect.map(attempt(least, ATTEMPTS), (begun) => {
        const { hidden, sent } = begun
        const taken = hidden === undefined ? [sent.nonce] : [sent.nonce, hidden.nonce]
        return [options.nonce === undefined ? taken : [], begun] as const
      })
    )
  }

  /** What an extrinsic told, once it can be read: that it is in the block is known, and each tells whether it failed. */
  const eventsOf = ({ block, index }: Place) =>
    state.events({ block: block.hash }).pipe(
      Effect.map((all) => all.filter(({ extrinsic }) => extrinsic === index)),
      Effect.filterOrFail(
        (own) => own.some(({ name, pallet }) => pallet === "System" && OUTCOMES.has(name)),
        () => new ChainError({ reason: new Undecodable({ item: "System.Events", detail: `${index} has no outcome` }) })
      ),
      Effect.retry({ while: () => !link.isClosed(), schedule: Schedule.spaced("1 second") }),
      fromChain
    )

  const receiptOf = ({ codec, hash }: Sent, { isFinal, place }: Landed) =>
    Effect.gen(function* () {
      const own = yield* eventsOf(place)
      const events = yield* succeeded(codec, own)
      return { hash, ...place, isFinal, fee: Rao(feeOf(own) ?? 0n), events }
    })

  /** The receipt of what was sent, or of what that hid, which comes into a block after it. */
  const outcomeOf = ({ hidden, sent, told }: Begun, isWanted: (isFinal: boolean) => boolean) =>
    Effect.gen(function* () {
      const isEnough = hidden === undefined ? isWanted : () => true
      const landed = yield* Option.match(told, {
        onNone: () => fate.recover(sent, isEnough),
        onSome: (news) => fate.settle(news, sent, isEnough)
      })
      const receipt = yield* receiptOf(sent, landed)
      if (hidden === undefined) return receipt
      const revealed = yield* receiptOf(hidden, yield* fate.await(hidden, isWanted))
      return { ...revealed, fee: Rao(receipt.fee + revealed.fee) }
    })

  const submit: Core["submit"] = (call, signer, options = {}) =>
    Effect.suspend(() => {
      let sent: Signed | undefined
      const isWanted = (isFinal: boolean) => isFinal || options.waitFor !== "finality"
      const run = Effect.flatMap(
        send(outer(call, options), signer, options, (now) => (sent = now)),
        (begun) => outcomeOf(begun, isWanted)
      )
      const duration = Duration.fromInputUnsafe(options.deadline ?? DEADLINE)
      const late = () => {
        const item = `${call.pallet}.${call.name}`
        const reason = new TimedOut({ method: item, after: Duration.toMillis(duration) })
        return Effect.fail(sent === undefined ? new ExtrinsicError({ reason }) : unresolvedOf(sent))
      }
      return Effect.scoped(run).pipe(
        Effect.mapError((error) => unresolved(sent)(error)),
        Effect.timeoutOrElse({ duration, orElse: late })
      )
    })

  return { plan: planning(link, signing), submit }
}
