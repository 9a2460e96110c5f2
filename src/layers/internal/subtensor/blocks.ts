/** Blocks by number and hash, and as they come. */
import { type Duration, Effect, Result, Schema, Stream } from "effect"
import { BadArgument, BlockUnavailable, ChainError, MissedBlocks, Undecodable } from "../../../services/ChainError.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import type { Block, BlockRef, Header } from "../../../services/subtensor/Core.ts"
import { chainErrorOf } from "./rpc/faults.ts"
import { following, patiently } from "./rpc/following.ts"
import { decodeBlock, decodeHeader, Hash } from "./rpc/headers.ts"
import type { Link } from "./rpc/Link.ts"

/** Blocks that a stream catches up with after it was away; it is half a day of them. */
const MOST_MISSED = 4096

/** Blocks that are asked for at a time while it does. */
const AT_A_TIME = 16

/** Heads that are remembered: they never change. */
const KEPT = 1024

const isHash = Schema.is(Hash)
const unknown = (block: string) => new ChainError({ reason: new BlockUnavailable({ why: "Unknown", block }) })

/** The blocks of a chain. */
export interface Blocks {
  readonly head: Effect.Effect<Header, ChainError>
  readonly finalized: Effect.Effect<Header, ChainError>
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
    about?: string
  ): Effect.Effect<A, ChainError> =>
    ask(method, params).pipe(
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

const lie = (item: string, detail: string) => new ChainError({ reason: new Undecodable({ item, detail }) })

/** Blocks by their numbers and hashes, whatever time it takes. What a node gives that is not what was asked for is none. */
const reader = (link: Link) => {
  const ask = asker(link)
  const known = new Map<Hex, Header>()
  const keep = (header: Header): Header => {
    known.set(header.hash, header)
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
    return header
  }
  const hashOf = (block: BlockRef): Effect.Effect<Hex, ChainError> => {
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
    return Effect.flatMap(ask("chain_getBlockHash", [block], decodeHash, String(block)), present(block))
  }
  const headerAt = (hash: Hex): Effect.Effect<Header, ChainError> =>
    Effect.suspend(() => {
      const kept = known.get(hash)
      if (kept !== undefined) return Effect.succeed(kept)
      return ask("chain_getHeader", [hash], decodeHeaderOrNull, hash).pipe(
        Effect.flatMap(present(hash)),
        Effect.filterOrFail(
          (header) => header.hash === hash,
          () => lie(`the header of ${hash}`, "it has another hash")
        ),
        Effect.map(keep)
      )
    })
  const header = (block: BlockRef): Effect.Effect<Header, ChainError> =>
    Effect.flatMap(hashOf(block), headerAt).pipe(
      Effect.filterOrFail(
        ({ number }) => typeof block === "string" || number === block,
        ({ number }) => lie(`the header of block ${block}`, `it is that of ${number}`)
      )
    )
  return {
    keep,
    headerAt,
    header,
    head: Effect.map(Effect.flatMap(ask("chain_getHeader", [], decodeHeaderOrNull), present("head")), keep),
    finalized: ask("chain_getFinalizedHead", [], decodeHash).pipe(
      Effect.flatMap(present("finalized")),
      Effect.flatMap(headerAt)
    ),
    block: (block: BlockRef): Effect.Effect<Block, ChainError> =>
      Effect.flatMap(hashOf(block), (hash) =>
        ask("chain_getBlock", [hash], decodeBlock, hash).pipe(
          Effect.flatMap(present(block)),
          Effect.filterOrFail(
            (found) => found.header.hash === hash,
            () => lie(`block ${block}`, "its header has another hash")
          )
        )
      )
  }
}

type Reader = ReturnType<typeof reader>

/** What a stream told of a chain that may yet be replaced by another, and what lies below that. */
class Told {
  readonly #hashes = new Map<number, Hex>()
  readonly #headerAt: Reader["headerAt"]
  #lowest = 0
  #last: number | undefined

  constructor(headerAt: Reader["headerAt"]) {
    this.#headerAt = headerAt
  }

  has({ hash, number }: Header): boolean {
    return this.#hashes.get(number) === hash
  }

  /** What is to be told to get to a block: what lies between, or what takes the place of others. Nothing, if it came before. */
  pathTo(to: Header): Effect.Effect<ReadonlyArray<Header>, ChainError> {
    return Effect.map(this.#pathTo(to), (path) => {
      if (path.length === 0) return path
      for (const { hash, number } of path) this.#hashes.set(number, hash)
      // What was there above is not there any more.
      for (let above = to.number + 1; this.#hashes.delete(above);) above++
      this.#lowest = this.#last === undefined ? to.number : Math.min(this.#lowest, path[0]!.number)
      while (this.#lowest <= to.number - MOST_MISSED) this.#hashes.delete(this.#lowest++)
      this.#last = to.number
      return path
    })
  }

  #pathTo(to: Header): Effect.Effect<ReadonlyArray<Header>, ChainError> {
    const last = this.#last
    if (last === undefined) return Effect.succeed([to])
    // No chain goes back so far: it is another node, which has yet to catch up.
    if (last - to.number > MOST_MISSED) return Effect.succeed([])
    const path = [to]
    const missed = () => {
      const [from, below] = [last + 1, path.at(-1)!.number - 1]
      return new ChainError({ reason: new MissedBlocks({ from: Math.min(from, below), to: below }) })
    }
    const isLinked = (first: Header) => first.number === 0 || this.#hashes.get(first.number - 1) === first.parentHash
    return Effect.gen({ self: this }, function* () {
      if (to.number - last > MOST_MISSED) return yield* missed()
      for (let first = to; !isLinked(first);) {
        while (first.number <= this.#lowest) if (!(yield* this.deeper)) return path.toReversed()
        // Now that it is known what lay below, it may be some of that, or they may be linked already.
        if (this.has(to)) return []
        if (isLinked(first)) break
        if (path.length > MOST_MISSED) return yield* missed()
        first = yield* this.#headerAt(first.parentHash)
        path.push(first)
      }
      return path.toReversed()
    }).pipe(
      Effect.catchIf(
        ({ reason }) => reason._tag === "BlockUnavailable",
        () => Effect.fail(missed())
      )
    )
  }

  /** Learns what lay below all that was told, where the chain changed its mind about that. Nodes forget it, and then nobody knows. */
  readonly deeper: Effect.Effect<boolean, ChainError> = Effect.suspend(() => {
    const hash = this.#hashes.get(this.#lowest)
    if (hash === undefined || this.#lowest === 0) return Effect.succeed(false)
    return this.#headerAt(hash).pipe(
      Effect.map(({ parentHash }) => {
        this.#hashes.set(--this.#lowest, parentHash)
        return true
      }),
      Effect.catchIf(
        ({ reason }) => reason._tag === "BlockUnavailable",
        () => Effect.succeed(false)
      )
    )
  })
}

/** The blocks of a chain, over a connection. */
export const make = (link: Link): Blocks => {
  const { block, finalized, head, header, headerAt, keep } = reader(link)
  const timed = {
    header: (ref: BlockRef, deadline?: Duration.Input) => link.within(header(ref), `the header of ${ref}`, deadline),
    headerAt: (hash: Hex) => link.within(headerAt(hash), `the header of ${hash}`)
  }
  const resumed = patiently(link)

  /** Blocks by their numbers, both ends included: none if there are too many of them. */
  const between = (from: number, to: number): Effect.Effect<ReadonlyArray<Header>, ChainError> => {
    const missed = new ChainError({ reason: new MissedBlocks({ from, to }) })
    if (to - from >= MOST_MISSED) return Effect.fail(missed)
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    return Effect.forEach(numbers, (number) => resumed(timed.header(number)), { concurrency: AT_A_TIME }).pipe(
      Effect.catchIf(
        ({ reason }) => reason._tag === "BlockUnavailable",
        () => Effect.fail(missed)
      )
    )
  }

  /** Heads as they are told, over connections that come and go. */
  const told = (what: "New" | "Finalized"): Stream.Stream<Header, ChainError> => {
    const names = [`chain_subscribe${what}Heads`, `chain_unsubscribe${what}Heads`] as const
    const heads = following(link, link.subscribe(...names, []))
    return Stream.mapEffect(heads, (json) => Effect.fromResult(decodeHeader(json)))
  }

  const finalizedBlocks: Blocks["finalizedBlocks"] = Stream.suspend(() => {
    let last: number | undefined
    return told("Finalized").pipe(
      Stream.mapEffect((now) => {
        const from = last === undefined ? now.number : last + 1
        last = Math.max(last ?? -1, now.number)
        if (now.number < from) return Effect.succeed([])
        return Effect.map(between(from, now.number - 1), (missed) => [...missed, keep(now)])
      }),
      Stream.flattenIterable
    )
  })

  const blocks: Blocks["blocks"] = Stream.suspend(() => {
    const seen = new Told((hash) => resumed(timed.headerAt(hash)))
    return told("New").pipe(
      Stream.mapEffect((now) => (seen.has(now) ? Effect.succeed([]) : seen.pathTo(keep(now)))),
      Stream.flattenIterable
    )
  })

  return {
    head: link.within(head, "chain_getHeader"),
    finalized: link.within(finalized, "chain_getFinalizedHead"),
    header: timed.header,
    block: (ref) => link.within(block(ref), `block ${ref}`),
    blocks,
    finalizedBlocks
  }
}
