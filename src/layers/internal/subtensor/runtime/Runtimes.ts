/** Which runtime runs at a block, and its metadata: asked for once, and kept where there is a place to keep it. */
import { Deferred, Duration, Effect, Queue, Result, Schema, type Scope, Semaphore } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { ChainError, Undecodable } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import { chainErrorOf } from "../rpc/faults.ts"
import { UNTOLD } from "../rpc/following.ts"
import { decoderOf } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
import { shared } from "../rpc/shared.ts"
import { Codec, isMetadata, type Version } from "./Codec.ts"

/** Where metadata is kept from one start of a program to the next. What is lost or damaged is asked for again. */
export interface MetadataStore {
  readonly load: (genesis: Hex, version: Version) => Effect.Effect<Uint8Array | undefined>
  readonly save: (genesis: Hex, version: Version, metadata: Uint8Array) => Effect.Effect<void>
}

/** The runtimes of a chain. */
export interface Runtimes {
  /** What runs now. */
  readonly current: Effect.Effect<Codec, ChainError>
  /** What made a block, and so the state after it. */
  readonly at: (block: {
    readonly number: number
    readonly parentHash: Hex
    readonly hash: Hex
  }) => Effect.Effect<Codec, ChainError>
}

/** Runtimes whose names and types are kept: of 400 that there were, few are read at a time. */
const KEPT = 8

/** Before a node that says nothing sensible is asked again, and before one that ended the subscription is. */
const AGAIN = Duration.seconds(5)
const SOON = Duration.millis(100)

const Integer = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const decodeVersion = decoderOf(
  "the version of the runtime",
  Schema.Struct({ specName: Schema.String, specVersion: Integer, transactionVersion: Integer })
)

const damaged = (detail: string) => new ChainError({ reason: new Undecodable({ item: "the metadata", detail }) })

const codecOf = (version: Version, bytes: Uint8Array): Result.Result<Codec, ChainError> => {
  if (!isMetadata(bytes)) return Result.fail(damaged("it is none of version 14, 15 or 16"))
  try {
    const codec = new Codec(version, bytes)
    const said = Result.getOrUndefined(codec.constant("System", "Version")) as { spec_version?: unknown } | undefined
    return said?.spec_version === version.specVersion
      ? Result.succeed(codec)
      : Result.fail(damaged(`it is of spec version ${String(said?.spec_version)}, not ${version.specVersion}`))
  } catch (error) {
    return Result.fail(damaged(String(error)))
  }
}

/** Bytes within bytes: a compact length, and so many. */
const withoutLength = (bytes: Uint8Array): Uint8Array | undefined => {
  const mode = bytes[0]! & 3
  const prefix = mode === 0 ? 1 : mode === 1 ? 2 : 4
  return mode === 3 || bytes.length < prefix ? undefined : bytes.subarray(prefix)
}

const bytesOf = (json: unknown): Uint8Array | undefined => (typeof json === "string" ? HexText.decode(json) : undefined)

/** The newest metadata that both sides can read. Nodes of old know the versions but for 14 not at all. */
const fetch = ({ ask }: Link, at: ReadonlyArray<Hex>): Effect.Effect<Uint8Array, ChainError> => {
  const call = (method: string, data: string) => Effect.map(ask("state_call", [method, data, ...at]), bytesOf)
  const newest = Effect.gen(function* () {
    const versions = withoutLength((yield* call("Metadata_metadata_versions", "0x")) ?? new Uint8Array())
    const best = [16, 15].find((version) => versions?.some((byte, index) => index % 4 === 0 && byte === version))
    if (best === undefined) return undefined
    const answer = yield* call("Metadata_metadata_at_version", `0x${best.toString(16).padStart(2, "0")}000000`)
    return answer?.[0] === 1 ? withoutLength(answer.subarray(1)) : undefined
  }).pipe(Effect.catchTag("RpcFault", () => Effect.succeed(undefined)))
  return Effect.flatMap(newest, (found) =>
    found !== undefined
      ? Effect.succeed(found)
      : Effect.map(ask("state_getMetadata", at), (json) => bytesOf(json) ?? new Uint8Array())
  ).pipe(Effect.catchTag("RpcFault", (fault) => Effect.fail(chainErrorOf(fault, at[0]))))
}

/** The blocks that each runtime is known to have made: what lies between two of its blocks is its own, too. */
class Reigns {
  readonly #reigns = new Map<number, { version: Version; first: number; last: number }>()

  versionAt(number: number): Version | undefined {
    for (const { first, last, version } of this.#reigns.values()) {
      if (first <= number && number <= last) return version
    }
    return undefined
  }

  learn(version: Version, number: number): void {
    const { first, last } = this.#reigns.get(version.specVersion) ?? { first: number, last: number }
    this.#reigns.set(version.specVersion, { version, first: Math.min(first, number), last: Math.max(last, number) })
  }
}

/** The names and types of a version, of which the metadata is to be had at a block. */
type CodecOf = (version: Version, at: ReadonlyArray<Hex>) => Effect.Effect<Codec, ChainError>

/** Names and types of versions, each loaded once for all who ask for it. */
const codecs = (link: Link, store: MetadataStore): Effect.Effect<CodecOf, never, Scope.Scope> =>
  Effect.gen(function* () {
    const known = new Map<number, Codec>()
    const loading = new Map<number, Effect.Effect<Codec, ChainError>>()
    const scope = yield* Effect.scope
    const one = yield* Semaphore.make(1)
    const keep = (made: Codec): Codec => {
      known.set(made.version.specVersion, made)
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
      return made
    }
    const load = (version: Version, at: ReadonlyArray<Hex>) =>
      Effect.gen(function* () {
        const kept = yield* store.load(link.genesis, version)
        const stored = kept === undefined ? undefined : Result.getOrUndefined(codecOf(version, kept))
        if (stored !== undefined) return keep(stored)
        const bytes = yield* fetch(link, at)
        const made = yield* Effect.fromResult(codecOf(version, bytes))
        yield* store.save(link.genesis, version, bytes)
        return keep(made)
      }).pipe(one.withPermit, (loaded) => link.within(loaded, "the metadata"))
    return (version, at) =>
      Effect.suspend(() => {
        const ready = known.get(version.specVersion)
        if (ready !== undefined) return Effect.succeed(ready)
        // Who has less patience than the metadata takes must not keep the others from ever having it.
        const underway = loading.get(version.specVersion)
        if (underway !== undefined) return underway
        const done = Effect.sync(() => loading.delete(version.specVersion))
        const begun = shared(Effect.ensuring(load(version, at), done), scope, Effect.fail(link.closed))
        loading.set(version.specVersion, begun)
        return begun
      })
  })

/** What runs at the node that is connected to, once it has said so: after a failover it may be something else. */
const followed = (link: Link): Effect.Effect<Effect.Effect<Version, ChainError>, never, Scope.Scope> =>
  Effect.gen(function* () {
    let said = Deferred.makeUnsafe<Version, ChainError>()
    const unsay = Effect.sync(() => {
      if (Deferred.isDoneUnsafe(said)) said = Deferred.makeUnsafe()
    })
    const say = (version: Effect.Effect<Version, ChainError>) =>
      Effect.andThen(
        unsay,
        Effect.sync(() => Deferred.doneUnsafe(said, version))
      )
    const hear = (json: unknown) =>
      Effect.flatMap(Effect.fromResult(decodeVersion(json)), (version) => say(Effect.succeed(version)))
    const follow = Effect.gen(function* () {
      const told = yield* link.subscribe("state_subscribeRuntimeVersion", "state_unsubscribeRuntimeVersion", [])
      // What runs is told at once, or never.
      yield* hear(yield* Effect.timeoutOrElse(Queue.take(told), { duration: link.silence, orElse: () => UNTOLD }))
      return yield* Effect.forever(Effect.flatMap(Queue.take(told), hear))
    }).pipe(
      Effect.scoped,
      Effect.catchTag("ChainError", (error) => Effect.andThen(say(Effect.fail(error)), Effect.sleep(AGAIN))),
      // The connection is lost, or the node ended the subscription: nobody knows what runs at the next one.
      Effect.catchTag(["Lost", "Done"], () => Effect.andThen(unsay, Effect.sleep(SOON))),
      Effect.forever
    )
    yield* Effect.forkScoped(follow, { startImmediately: true })
    return Effect.suspend(() => Deferred.await(said))
  })

/** Follows which runtime runs, for as long as the scope is open. */
export const make = (link: Link, store: MetadataStore): Effect.Effect<Runtimes, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const reigns = new Reigns()
    const codec = yield* codecs(link, store)
    const running = yield* followed(link)
    const current = Effect.flatMap(running, (version) => codec(version, []))
    yield* link.within(current, "state_subscribeRuntimeVersion")
    return {
      current,
      at: ({ hash, number, parentHash }) =>
        Effect.gen(function* () {
          const inferred = reigns.versionAt(number)
          // A block may be the first of which the state has another runtime, but it was made by the one before.
          const maker = number === 0 ? hash : parentHash
          if (inferred !== undefined) return yield* codec(inferred, [maker])
          const json = yield* Effect.catchTag(link.ask("state_getRuntimeVersion", [maker]), "RpcFault", (fault) =>
            Effect.fail(chainErrorOf(fault, maker))
          )
          const version = yield* Effect.fromResult(decodeVersion(json))
          reigns.learn(version, number)
          return yield* codec(version, [maker])
        })
    }
  })
