/** Blocks by number and hash, and as they come. */
import { type Duration, Effect, Result, Schedule, Schema, Stream } from "effect"
import { BadArgument, BlockUnavailable, ChainError, MissedBlocks, Undecodable } from "../../../services/ChainError.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Block, BlockRef, Header } from "../../../services/subtensor/Core.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import { decodeBlock, decodeHeader, Hash } from "./rpc/headers.ts"
import type { Link } from "./rpc/Link.ts"

/** Blocks that a stream catches up with after it was away; it is half a day of them. */
const MOST_MISSED = 4096

/** Blocks that are asked for at a time while it does. */
const AT_A_TIME = 16

/** Heads that are remembered: they never change. */
const KEPT = 1024

/** What a stream does when it is cut off while it catches up: it is away for as long as that takes. */
const patiently = <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ChainError> =>
  Effect.retry(read, { while: ({ isRetryable }) => isRetryable, schedule: Schedule.spaced("2 seconds"), times: 100 })

const isHash = Schema.is(Hash)
const unknown = (block: string) => new ChainError({ reason: new BlockUnavailable({ why: "Unknown", block }) })

/** The blocks of a chain. */
export interface Blocks {
  readonly head: Effect.Effect<Header, ChainError>
  readonly finalized: Effect.Effect<Header, ChainError>
  readonly hashOf: (block: BlockRef, deadline?: Duration.Input) => Effect.Effect<Hex, ChainError>
  readonly header: (block: BlockRef, deadline?: Duration.Input) => Effect.Effect<Header, ChainError>
  readonly block: (block: BlockRef) => Effect.Effect<Block, ChainError>
  readonly blocks: Stream.Stream<Header, ChainError>
  readonly finalizedBlocks: Stream.Stream<Header, ChainError>
}

/** A question about a block, whose answer is decoded. */
const asker =
  ({ ask }: Link) =>
  <A>(
    method: string,
    params: ReadonlyArray<unknown>,
    decode: (json: unknown) => Result.Result<A, ChainError>,
    about?: string,
    deadline?: Duration.Input
  ): Effect.Effect<A, ChainError> =>
    ask(method, params, deadline).pipe(
      Effect.catchTag("RpcFault", (fault) => Effect.fail(chainErrorOf(fault, about))),
      Effect.flatMap((json) => Effect.fromResult(decode(json)))
    )

const decodeHash = (json: unknown): Result.Result<Hex | undefined, ChainError> =>
  json === null
    ? Result.succeed(undefined)
    : isHash(json)
      ? Result.succeed(json as Hex)
      : Result.fail(new ChainError({ reason: new Undecodable({ item: "the hash of a block", detail: "it is none" }) }))

const decodeHeaderOrNull = (json: unknown): Result.Result<Header | undefined, ChainError> =>
  json === null ? Result.succeed(undefined) : decodeHeader(json)

/** What is asked for is there, or the block is not known. */
const present =
  (block: BlockRef | "head" | "finalized") =>
  <A>(found: A | undefined): Effect.Effect<A, ChainError> =>
    found === undefined ? Effect.fail(unknown(String(block))) : Effect.succeed(found)

/** The blocks of a chain, over a connection. */
export const make = (link: Link): Blocks => {
  const ask = asker(link)
  const known = new Map<Hex, Header>()
  const keep = (header: Header): Header => {
    known.set(header.hash, header)
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
    return header
  }

  const hashOf: Blocks["hashOf"] = (block, deadline) => {
    if (typeof block === "string") {
      return isHash(block)
        ? Effect.succeed(block)
        : Effect.fail(
            new ChainError({
              reason: new BadArgument({ item: "block", detail: "a hash is 0x and 64 lower-case digits" })
            })
          )
    }
    if (!Number.isInteger(block) || block < 0 || block >= 2 ** 32) {
      const detail = `${block} is no number of a block: those are integers from 0 to 4294967295`
      return Effect.fail(new ChainError({ reason: new BadArgument({ item: "block", detail }) }))
    }
    return Effect.flatMap(ask("chain_getBlockHash", [block], decodeHash, String(block), deadline), present(block))
  }

  const headerAt = (hash: Hex, deadline?: Duration.Input): Effect.Effect<Header, ChainError> =>
    Effect.suspend(() => {
      const kept = known.get(hash)
      if (kept !== undefined) return Effect.succeed(kept)
      return ask("chain_getHeader", [hash], decodeHeaderOrNull, hash, deadline).pipe(
        Effect.flatMap(present(hash)),
        Effect.flatMap((header) =>
          header.hash === hash
            ? Effect.succeed(keep(header))
            : Effect.fail(
                new ChainError({
                  reason: new Undecodable({ item: `the header of ${hash}`, detail: "it has another hash" })
                })
              )
        )
      )
    })
  const header: Blocks["header"] = (block, deadline) =>
    Effect.flatMap(hashOf(block, deadline), (hash) => headerAt(hash, deadline))

  const head = Effect.map(Effect.flatMap(ask("chain_getHeader", [], decodeHeaderOrNull), present("head")), keep)
  const finalized = ask("chain_getFinalizedHead", [], decodeHash).pipe(
    Effect.flatMap(present("finalized")),
    Effect.flatMap((hash) => headerAt(hash))
  )

  /** Blocks by their numbers, both ends included: none if there are too many of them. */
  const between = (from: number, to: number): Effect.Effect<ReadonlyArray<Header>, ChainError> => {
    const missed = new ChainError({ reason: new MissedBlocks({ from, to }) })
    if (to - from >= MOST_MISSED) return Effect.fail(missed)
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    return Effect.forEach(numbers, (number) => header(number), { concurrency: AT_A_TIME }).pipe(
      Effect.catchIf(
        ({ reason }) => reason._tag === "BlockUnavailable",
        () => Effect.fail(missed)
      )
    )
  }

  /** The blocks from the one after those told up to this one, by their parents: where two chains part, the new one's. */
  const branch = (
    told: ReadonlyMap<number, Hex>,
    lowest: number,
    to: Header
  ): Effect.Effect<ReadonlyArray<Header>, ChainError> =>
    Effect.gen(function* () {
      const path = [to]
      for (let first = to; first.number > lowest && told.get(first.number - 1) !== first.parentHash;) {
        if (path.length >= MOST_MISSED) {
          return yield* new ChainError({ reason: new MissedBlocks({ from: lowest, to: to.number - 1 }) })
        }
        first = yield* headerAt(first.parentHash)
        path.push(first)
      }
      return path.toReversed()
    })

  /** Heads as they are told, over connections that come and go. */
  const told = (what: "New" | "Finalized"): Stream.Stream<Header, ChainError> => {
    const names = [`chain_subscribe${what}Heads`, `chain_unsubscribe${what}Heads`] as const
    const once = Stream.unwrap(Effect.map(link.subscribe(...names, []), (queue) => Stream.fromQueue(queue)))
    return once.pipe(
      Stream.mapEffect((json) => Effect.fromResult(decodeHeader(json))),
      Stream.catchTag("Lost", () => Stream.empty),
      Stream.forever
    )
  }

  const finalizedBlocks: Blocks["finalizedBlocks"] = Stream.suspend(() => {
    let last: number | undefined
    return told("Finalized").pipe(
      Stream.mapEffect((header) => {
        const from = last === undefined ? header.number : last + 1
        last = Math.max(last ?? -1, header.number)
        if (header.number < from) return Effect.succeed([])
        return Effect.map(patiently(between(from, header.number - 1)), (missed) => [...missed, keep(header)])
      }),
      Stream.flattenIterable
    )
  })

  const blocks: Blocks["blocks"] = Stream.suspend(() => {
    const seen = new Map<number, Hex>()
    let lowest: number | undefined
    return told("New").pipe(
      Stream.mapEffect((header) => {
        if (seen.get(header.number) === header.hash) return Effect.succeed([])
        lowest ??= header.number
        return Effect.map(patiently(branch(seen, lowest, keep(header))), (path) => {
          for (const { hash, number } of path) seen.set(number, hash)
          // What was there above is not there any more.
          for (const number of seen.keys()) if (number > header.number || seen.size > MOST_MISSED) seen.delete(number)
          return path
        })
      }),
      Stream.flattenIterable
    )
  })

  return {
    head,
    finalized,
    hashOf,
    header,
    block: (block) =>
      Effect.flatMap(hashOf(block), (hash) =>
        Effect.flatMap(ask("chain_getBlock", [hash], decodeBlock, hash), present(block))
      ),
    blocks,
    finalizedBlocks
  }
}
