/**
 * What a `WeightSetter` must not forget: what it is about to send, and what it has to reveal.
 *
 * @since 0.2.0
 */
import { Effect, Option, Schema } from "effect"
import type { KeyValueStore } from "effect/persistence"
import { blake2b_256 } from "../../protocol/Digest.ts"
import * as Hex from "../../protocol/Hex.ts"

/**
 * Both copies of the journal are damaged.
 *
 * @category errors
 */
export class JournalCorrupt extends Schema.TaggedError<JournalCorrupt>()("JournalCorrupt", {
  /** The keys that it lies under. */
  keys: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `the journal under ${this.keys.join(" and ")} is damaged. Without it nothing can be revealed that was committed: restore it, or remove both keys to begin anew.`
  }
}

/**
 * The store of the journal does not answer. Nothing was sent that is not written down.
 *
 * @category errors
 */
export class JournalUnavailable extends Schema.TaggedError<JournalUnavailable>()("JournalUnavailable", {
  operation: Schema.Literals(["read", "write"]),
  key: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `the journal's ${this.key} cannot be ${this.operation === "read" ? "read" : "written"}. Check its store: room, rights, connection.`
  }
}

const U16s = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })))
const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** Weights with all that a commit binds its maker to. */
const commitment = {
  uids: U16s,
  values: U16s,
  salt: U16s,
  versionKey: Schema.BigInt,
  /** Of the commit; empty for weights that nobody has to reveal. */
  hash: Schema.String
}

/**
 * Weights that are committed, and wait for their window or were revealed just now.
 *
 * @category models
 */
export const Committed = Schema.Struct({
  ...commitment,
  epoch: Schema.Int,
  /** The block that it was found in. */
  block: Count,
  /** The block in which it was revealed: kept for as long as that may be replaced by another. */
  revealed: Schema.optionalKey(Count)
})

/** @category models */
export type Committed = typeof Committed.Type

/**
 * What is about to be sent, or was sent and not yet found. The chain takes a nonce once: whatever is sent with this one cannot be
 * included beside it.
 *
 * @category models
 */
export const Sending = Schema.Struct({
  ...commitment,
  call: Schema.Literals(["set", "commit", "timelock", "reveal"]),
  /** Whose weights they are. */
  epoch: Schema.Int,
  nonce: Count,
  /** The last block before it. */
  after: Count
})

/** @category models */
export type Sending = typeof Sending.Type

/**
 * The journal.
 *
 * @category models
 */
export const Journal = Schema.Struct({
  /** The last epoch of which nothing is left to be said; absent in the beginning. */
  settled: Schema.optionalKey(Schema.Int),
  sending: Schema.optionalKey(Sending),
  commits: Schema.Array(Committed)
})

/** @category models */
export type Journal = typeof Journal.Type

const MAGIC = "effect-bittensor/WeightSetter/1"
const Text = Schema.fromJsonString(Schema.toCodecJson(Journal))
const decode = Schema.decodeUnknownOption(Text)
const encode = Schema.encodeSync(Text)

const utf8 = new TextEncoder()
const headOf = (sequence: number, body: string): string =>
  `${MAGIC} ${sequence} ${Hex.encode(blake2b_256(utf8.encode(`${sequence}\n${body}`)))}`

/** A journal and its place in the row of all that were written. */
interface Copy {
  readonly sequence: number
  readonly journal: Journal
}

const copyOf = (text: string | undefined): Copy | undefined => {
  if (text === undefined) return undefined
  const end = text.indexOf("\n")
  const body = text.slice(end + 1)
  const sequence = Number(text.slice(0, end).split(" ")[1])
  if (end < 0 || text.slice(0, end) !== headOf(sequence, body)) return undefined
  return Option.match(decode(body), { onNone: () => undefined, onSome: (journal) => ({ sequence, journal }) })
}

/**
 * Where the journal lies.
 *
 * @category models
 */
export interface JournalStore {
  readonly load: Effect.Effect<Journal, JournalCorrupt | JournalUnavailable>
  /** Writes it; the one before is still there until it is whole. */
  readonly save: (journal: Journal) => Effect.Effect<void, JournalUnavailable>
}

const unavailable = (operation: "read" | "write", key: string) => (cause: unknown) =>
  new JournalUnavailable({ operation, key, cause })

/**
 * A journal under two keys of a store, which are written in turn: a write that was cut short, as files may be, costs only itself.
 *
 * @category constructors
 */
export const make = (store: KeyValueStore.KeyValueStore, key: string): JournalStore => {
  const keys = [`${key}/a`, `${key}/b`] as const
  let last = 0
  const save = (journal: Journal) =>
    Effect.gen(function* () {
      const sequence = last + 1
      const place = keys[sequence % 2]!
      const body = encode(journal)
      yield* Effect.mapError(store.set(place, `${headOf(sequence, body)}\n${body}`), unavailable("write", place))
      last = sequence
    })
  const load = Effect.gen(function* () {
    const texts = yield* Effect.forEach(keys, (one) => Effect.mapError(store.get(one), unavailable("read", one)))
    const copies = texts.flatMap((text) => copyOf(text) ?? [])
    const newest = copies.toSorted((a, b) => b.sequence - a.sequence)[0]
    if (newest !== undefined) {
      const written = texts.filter((text) => text !== undefined).length
      if (copies.length < written) {
        yield* Effect.logWarning(`a copy of the journal ${key} is damaged; the other one is used`)
      }
      last = newest.sequence
      return newest.journal
    }
    // The first to be written is the second key, and there is nothing in it yet: whatever became of that, nothing was sent.
    if (texts[0] !== undefined) return yield* new JournalCorrupt({ keys })
    const empty: Journal = { commits: [] }
    yield* save(empty)
    return empty
  })
  return { load, save }
}
