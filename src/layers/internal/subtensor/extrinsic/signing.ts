/** Extrinsics before they are sent: the bytes of their calls, their terms and their signatures; also of those that hide another. */
import { Effect, type Result, Schema } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { BadArgument, type ChainError } from "../../../../services/ChainError.ts"
import { ExtrinsicError, Refused } from "../../../../services/ExtrinsicError.ts"
import type { Signer } from "../../../../services/Signer.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import { nested } from "../../../../services/subtensor/calls/Intent.ts"
import type { Call, Core, SubmitOptions } from "../../../../services/subtensor/Core.ts"
import type { Blocks } from "../blocks.ts"
import { chainErrorOf } from "../rpc/faults.ts"
import { blake2_256, decoderOf } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
import type { Codec } from "../runtime/Codec.ts"
import type { Runtimes } from "../runtime/Runtimes.ts"
import { assemble, extraOf, lapseOf, periodOf, type Terms, toSign } from "./encode.ts"
import type { Sent } from "./Fate.ts"

/** Blocks that an extrinsic is valid for unless it is said, and the most that one is that hides another. */
const ERA = 64
const SHIELDED_ERA = 8

const Nonce = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 32 - 1 }))
const isNonce = Schema.is(Nonce)
const decodeNonce = decoderOf("the nonce of an account", Nonce)

export const wrap = ({ reason }: ChainError) => new ExtrinsicError({ reason })
export const bad = (item: string, detail: string) => new ExtrinsicError({ reason: new BadArgument({ item, detail }) })
export const fromChain = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  Effect.mapError(read, wrap)
export const fromResult = <A>(result: Result.Result<A, ChainError>): Effect.Effect<A, ExtrinsicError> =>
  fromChain(Effect.fromResult(result))

const NO_KEY = new Refused({
  check: "ShieldKey",
  detail: "the chain has no key to encrypt to yet. Try again after its next blocks, or send without the shield"
})

/** Its cryptography takes a while to load, which whoever hides nothing need not wait for. */
const shield = Effect.promise(() => import("./shield.ts"))

/** The call as it is sent: within another one if it is made for somebody else. */
export const outer = (call: Call, { proxyFor }: SubmitOptions): Call => {
  if (proxyFor === undefined) return call
  return { pallet: "Proxy", name: "proxy", args: { real: proxyFor, force_proxy_type: undefined, call: nested(call) } }
}

/** An extrinsic that is signed, and the one that it hides, if it does. */
export interface Signed {
  readonly sent: Sent
  readonly hidden: Sent | undefined
}

/** What makes extrinsics of calls. */
export type Signing = ReturnType<typeof make>

/** Makes extrinsics of calls, as a chain wants them. */
export const make = (link: Link, blocks: Blocks, runtimes: Runtimes, state: Pick<Core, "query">) => {
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

  const termsOf = (nonce: number, { shielded, tip = 0n, ...options }: SubmitOptions) =>
    Effect.gen(function* () {
      const { era = shielded === true ? SHIELDED_ERA : ERA } = options
      if (shielded === true && (era === "immortal" || era > SHIELDED_ERA)) {
        return yield* bad("era", `what is shielded is valid for ${SHIELDED_ERA} blocks at most. Leave it out`)
      }
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

  /** How an extrinsic is hidden: the call around it. The key for that is read first, so that nothing is signed where there is none. */
  const covering = (codec: Codec) =>
    Effect.gen(function* () {
      const key = yield* fromChain(state.query("MevShield", "NextKey"))
      if (!(key instanceof Uint8Array)) return yield* new ExtrinsicError({ reason: NO_KEY })
      const { seal } = yield* shield
      return (hidden: Uint8Array) =>
        Effect.flatMap(fromResult(seal(key, hidden)), (ciphertext) =>
          fromResult(codec.call("MevShield", "submit_encrypted", { ciphertext }))
        )
    })

  /** What hides another has the nonce before it, and pays the tip, since it is the one that waits in the pool. */
  const signed = (codec: Codec, call: Uint8Array, signer: Signer, nonce: number, options: SubmitOptions) =>
    Effect.gen(function* (): Effect.gen.Return<Signed, ExtrinsicError> {
      if (options.shielded !== true) {
        return { sent: yield* sign(codec, call, signer, nonce, options), hidden: undefined }
      }
      const cover = yield* covering(codec)
      const hidden = yield* sign(codec, call, signer, nonce + 1, { ...options, tip: 0n })
      const around = yield* cover(HexText.decode(hidden.bytes)!)
      return { sent: yield* sign(codec, around, signer, nonce, options), hidden }
    })

  return { ask, nextNonce, encoded, termsOf, covering, signed }
}
