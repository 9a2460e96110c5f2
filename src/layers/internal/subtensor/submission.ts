/** Calls on their way into a block: planned, signed, sent, and followed. */
import { Duration, Effect, Option, Result, Schedule, Schema, type Scope } from "effect"
import * as HexText from "../../../protocol/Hex.ts"
import { Rao } from "../../../protocol/Money.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { BadArgument, ChainError, ChainReason, TimedOut, Undecodable } from "../../../services/ChainError.ts"
import { ExtrinsicError, Unresolved } from "../../../services/ExtrinsicError.ts"
import type { Signer } from "../../../services/Signer.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Call, Core, SubmitOptions } from "../../../services/subtensor/Core.ts"
import type { Blocks } from "./blocks.ts"
import { assemble, extraOf, lapseOf, periodOf, type Terms, toSign } from "./extrinsic/encode.ts"
import { type Landed, make as makeFate, type Place, type Sent } from "./extrinsic/Fate.ts"
import { Nonces } from "./extrinsic/Nonces.ts"
import { feeOf, succeeded } from "./extrinsic/outcome.ts"
import { isBadProof, isKnown, isTaken, isUnclear, refusal } from "./extrinsic/poolAnswers.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import { blake2_256, decoderOf } from "./rpc/headers.ts"
import type { Link } from "./rpc/Link.ts"
import type { Told } from "./rpc/Session.ts"
import type { Codec } from "./runtime/Codec.ts"
import type { Runtimes } from "./runtime/Runtimes.ts"

/** Blocks that an extrinsic is valid for unless it is said. */
const ERA = 64

const DEADLINE = Duration.minutes(2)

/** How often it is signed anew, with a nonce that nobody else has taken or for the runtime that there is now. */
const ATTEMPTS = 3

/** The last event of every extrinsic is one of them. */
const OUTCOMES: ReadonlySet<string> = new Set(["ExtrinsicSuccess", "ExtrinsicFailed"])

/** A signature that is none: fees depend on the length of an extrinsic alone. */
const UNSIGNED = new Uint8Array(64).fill(1)

const Nonce = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 32 - 1 }))
const isNonce = Schema.is(Nonce)
const decodeNonce = decoderOf("the nonce of an account", Nonce)
const decodeFee = decoderOf(
  "the fee of an extrinsic",
  Schema.Struct({ partialFee: Schema.String.check(Schema.isPattern(/^\d{1,20}$/)) })
)

const wrap = ({ reason }: ChainError) => new ExtrinsicError({ reason })
const bad = (item: string, detail: string) => new ExtrinsicError({ reason: new BadArgument({ item, detail }) })
const fromChain = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  Effect.mapError(read, wrap)
const fromResult = <A>(result: Result.Result<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  fromChain(Effect.fromResult(result))

/** The call as it is sent: within another one if it is made for somebody else. */
const outer = (call: Call, { proxyFor }: SubmitOptions): Call => {
  if (proxyFor === undefined) return call
  const inner = { type: call.pallet, value: { type: call.name, value: call.args } }
  return { pallet: "Proxy", name: "proxy", args: { real: proxyFor, force_proxy_type: undefined, call: inner } }
}

/** An extrinsic that is out, and who tells of it, if anybody does. */
interface Begun {
  readonly sent: Sent
  readonly told: Option.Option<Told>
}

const isOfChain = Schema.is(ChainReason)

/** What went wrong with reading the chain says nothing about an extrinsic that is out. */
const unresolved =
  (sent: Sent | undefined) =>
  (error: ExtrinsicError): ExtrinsicError =>
    sent === undefined || !isOfChain(error.reason) ? error : unresolvedOf(sent)

const unresolvedOf = ({ hash, lapses }: Sent) =>
  new ExtrinsicError({ reason: new Unresolved({ hash, ...(lapses === undefined ? {} : { lapses }) }) })

/** Sends the calls of a chain. */
export const make = (
  link: Link,
  blocks: Blocks,
  runtimes: Runtimes,
  state: Pick<Core, "events">
): Pick<Core, "plan" | "submit"> => {
  const nonces = new Nonces()
  const fate = makeFate(link, blocks)

  const ask = (method: string, params: ReadonlyArray<unknown>) =>
    fromChain(
      Effect.catchTag(link.within(link.ask(method, params), method), "RpcFault", (fault) =>
        Effect.fail(chainErrorOf(fault))
      )
    )
  const nextNonce = (address: string) =>
    Effect.flatMap(ask("system_accountNextIndex", [address]), (json) => fromResult(decodeNonce(json)))

  const encoded = (call: Call) =>
    Effect.gen(function* () {
      const codec = yield* fromChain(link.within(runtimes.current, "the runtime"))
      return { codec, bytes: yield* fromResult(codec.call(call.pallet, call.name, call.args)) }
    })

  /** The last final block; where that is so far back that little would be left of the era, one that is a quarter of it. */
  const birthOf = (period: number) =>
    Effect.flatMap(Effect.all([blocks.finalized, blocks.head], { concurrency: 2 }), ([final, head]) =>
      head.number - final.number > period / 2 ? blocks.header(head.number - period / 4) : Effect.succeed(final)
    )

  const termsOf = (nonce: number, { era = ERA, tip = 0n }: SubmitOptions) =>
    Effect.gen(function* () {
      if (tip < 0n || tip >= 2n ** 64n) return yield* bad("tip", `${tip} is no amount of rao`)
      if (era !== "immortal" && !(era >= 1)) return yield* bad("era", `${era} is no number of blocks`)
      if (!isNonce(nonce)) {
        return yield* bad("nonce", `${nonce} is none: an integer from 0 to 4294967295. Leave it out for the next one`)
      }
      const { hash, number } = yield* fromChain(era === "immortal" ? blocks.finalized : birthOf(periodOf(era)))
      const mortal = era === "immortal" ? era : { period: periodOf(era), birth: { number, hash } }
      const terms: Terms = { genesis: link.genesis, nonce, tip, era: mortal }
      return { terms, after: number }
    })

  const sign = (codec: Codec, call: Uint8Array, signer: Signer, nonce: number, options: SubmitOptions) =>
    Effect.gen(function* () {
      const { after, terms } = yield* termsOf(nonce, options)
      const extra = yield* fromResult(extraOf(codec, terms))
      const signature = yield* Effect.mapError(
        signer.sign(toSign(call, extra)),
        (reason) => new ExtrinsicError({ reason })
      )
      const bytes = assemble(signer, signature, extra, call)
      const sent: Sent = {
        hash: blake2_256(bytes),
        bytes: HexText.encode(bytes) as Hex,
        codec,
        account: HexText.encode(signer.publicKey) as Hex,
        nonce,
        after,
        lapses: lapseOf(terms.era)
      }
      return sent
    })

  /** Signs with the next nonce and sends, until the pool has it. A connection that is lost says nothing about that. */
  const send = (
    call: Call,
    signer: Signer,
    options: SubmitOptions,
    begin: (sent: Sent | undefined) => void
  ): Effect.Effect<Begun, ExtrinsicError, Scope.Scope> => {
    const attempt = (least: number, left: number): Effect.Effect<Begun, ExtrinsicError, Scope.Scope> =>
      Effect.gen(function* () {
        begin(undefined)
        const { bytes, codec } = yield* encoded(call)
        const nonce = options.nonce ?? Math.max(least, yield* nextNonce(signer.address))
        const sent = yield* sign(codec, bytes, signer, nonce, options)
        begin(sent)
        const watched = yield* Effect.result(fate.watch(sent))
        if (Result.isSuccess(watched)) return { sent, told: Option.some(watched.success) }
        const error = watched.failure
        if (error._tag === "Lost" || isKnown(error) || isUnclear(error)) return { sent, told: Option.none() }
        // From here on it is known that it is nowhere.
        begin(undefined)
        const isOfOther = isBadProof(error) && (yield* encoded(call)).codec !== codec
        const isAgain = isOfOther || (options.nonce === undefined && isTaken(error))
        return isAgain && left > 1 ? yield* attempt(least, left - 1) : yield* refusal(error)
      })
    return nonces.take(signer.address, (least) =>
      Effect.map(attempt(least, ATTEMPTS), (begun) => {
        const own = options.nonce === undefined ? begun.sent.nonce : undefined
        return [own, begun] as const
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

  const submit: Core["submit"] = (call, signer, options = {}) =>
    Effect.suspend(() => {
      let sent: Sent | undefined
      const isWanted = (isFinal: boolean) => isFinal || options.waitFor !== "finality"
      const run = Effect.gen(function* () {
        const begun = yield* send(outer(call, options), signer, options, (now) => (sent = now))
        const landed = yield* Option.match(begun.told, {
          onNone: () => fate.recover(begun.sent, isWanted),
          onSome: (told) => fate.settle(told, begun.sent, isWanted)
        })
        return yield* receiptOf(begun.sent, landed)
      })
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

  const plan: Core["plan"] = (call, signer, options = {}) =>
    fromWithin(planned(call, signer, options), `${call.pallet}.${call.name}`, options.deadline)
  const fromWithin = <A>(run: Effect.Effect<A, ExtrinsicError>, what: string, deadline?: Duration.Input) =>
    Effect.catchTag(link.within(run, what, deadline), "ChainError", (error) => Effect.fail(wrap(error)))
  const planned = (call: Call, signer: string, options: SubmitOptions) =>
    Effect.gen(function* () {
      const whole = outer(call, options)
      const { bytes, codec } = yield* encoded(whole)
      const publicKey = Ss58.decodePublicKey(signer)
      if (Result.isFailure(publicKey)) return yield* bad("signer", publicKey.failure.message)
      const { terms } = yield* termsOf(options.nonce ?? (yield* nextNonce(signer)), options)
      const extra = yield* fromResult(extraOf(codec, terms))
      const extrinsic = assemble({ publicKey: publicKey.success, scheme: "sr25519" }, UNSIGNED, extra, bytes)
      const json = yield* ask("payment_queryInfo", [HexText.encode(extrinsic)])
      const { partialFee } = yield* fromResult(decodeFee(json))
      return {
        call: whole,
        bytes: HexText.encode(bytes) as Hex,
        hash: blake2_256(bytes),
        signer,
        fee: Rao(BigInt(partialFee) + terms.tip),
        effects: [],
        warnings: []
      }
    })

  return { plan, submit }
}
