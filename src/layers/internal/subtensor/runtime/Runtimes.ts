/** Which runtime runs at a block, and its metadata: asked for once, and kept where there is a place to keep it. */
import { Deferred, Duration, Effect, Queue, Result, Schema, type Scope, Semaphore } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import { ChainError, Undecodable } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import { chainErrorOf } from "../rpc/faults.ts"
import { decoderOf } from "../rpc/headers.ts"
import type { Link } from "../rpc/Link.ts"
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

/** Before a node that says nothing sensible is asked again. */
const AGAIN = Duration.seconds(5)

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

/** Follows which runtime runs, for as long as the scope is open. */
export const make = (link: Link, store: MetadataStore): Effect.Effect<Runtimes, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const known = new Map<number, Codec>()
    const one = yield* Semaphore.make(1)
    const reigns = new Reigns()

    /** Names and types of a version, of which the metadata is to be had at a block. */
    const codec = (version: Version, at: ReadonlyArray<Hex>): Effect.Effect<Codec, ChainError> =>
      Effect.suspend(() => {
        const ready = known.get(version.specVersion)
        return ready === undefined ? one.withPermit(load(version, at)) : Effect.succeed(ready)
      })
    const load = (version: Version, at: ReadonlyArray<Hex>) =>
      Effect.gen(function* () {
        const ready = known.get(version.specVersion)
        if (ready !== undefined) return ready
        const kept = yield* store.load(link.genesis, version)
        const stored = kept === undefined ? undefined : Result.getOrUndefined(codecOf(version, kept))
        if (stored !== undefined) return keep(stored)
        const bytes = yield* fetch(link, at)
        const made = yield* Effect.fromResult(codecOf(version, bytes))
        yield* store.save(link.genesis, version, bytes)
        return keep(made)
      })
    const keep = (made: Codec): Codec => {
      known.set(made.version.specVersion, made)
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
      return made
    }

    const first = yield* Deferred.make<void, ChainError>()
    let running: Version | undefined
    const hear = (json: unknown) =>
      Effect.flatMap(Effect.fromResult(decodeVersion(json)), (version) => {
        running = version
        return Deferred.succeed(first, undefined)
      })
    const follow = Effect.gen(function* () {
      const told = yield* link.subscribe("state_subscribeRuntimeVersion", "state_unsubscribeRuntimeVersion", [])
      return yield* Effect.forever(Effect.flatMap(Queue.take(told), hear))
    }).pipe(
      Effect.scoped,
      Effect.catchTag("ChainError", (error) => Effect.andThen(Deferred.fail(first, error), Effect.sleep(AGAIN))),
      // A connection that is lost is replaced; a subscription that ends by itself is begun anew.
      Effect.ignore,
      Effect.forever
    )
    yield* Effect.forkScoped(follow, { startImmediately: true })

    const current = Effect.andThen(
      Deferred.await(first),
      Effect.suspend(() => codec(running!, []))
    )
    yield* current
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
