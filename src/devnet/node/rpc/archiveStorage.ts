/**
 * What was stored, and what a block or several changed.
 *
 * @since 0.2.0
 */
import { blake2_256 } from "../../mathematics/digest.ts"
import type { Hex } from "../../scale/Hex.ts"
import { changes } from "../../state/Storage.ts"
import { hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { clientError, messageOf } from "./errors.ts"
import type { Json } from "./Json.ts"
import { type Method, type Start, subscription } from "./method.ts"
import { type Decoder, hash, hex, listOf, maybe, object, oneOf } from "./params.ts"
import { type Item, itemsOf, lengthOf, query } from "./storageItems.ts"

/** Characters of an answer, about: nobody can say that it is too much meanwhile. */
const MOST_CHARACTERS = 16 * 1024 * 1024

/** Questions at once: one of a few characters may take a while to be answered. */
const MOST_QUERIES = 1000

/** Tells what is found, and how that ended. */
const telling =
  (event: string, find: () => Iterable<Item>): Start =>
  ({ end, push }) => {
    let length = 0
    let last: Json = { event: `${event}Done` }
    try {
      for (const item of find()) {
        length += lengthOf(item)
        if (length > MOST_CHARACTERS) throw clientError("this is too much at once")
        push({ event, ...item })
      }
    } catch (error) {
      last = { event: `${event}Error`, error: messageOf(error) }
    }
    push(last)
    end()
    return () => {}
  }

/**
 * Tells what is stored after a block.
 *
 * @category methods
 */
export const storage: Method = subscription(
  { subscribe: ["archive_v1_storage"], unsubscribe: ["archive_v1_stopStorage"], ended: () => null },
  "archive_v1_storageEvent",
  [hash, listOf(query, MOST_QUERIES), maybe(hex)],
  ({ chain }, [at, queries, childTrie]) =>
    telling("storage", function* () {
      const state = chain.stateAt(at)
      // No runtime here has storages within the storage.
      if (childTrie !== undefined) return
      for (const one of queries) yield* itemsOf(chain.executable, state, one)
    })
)

/** Of which keys the changes are to be told, and how. */
interface Part {
  readonly prefix: Hex
  readonly as: "value" | "hash"
  readonly isOfChild: boolean
}

const returnType = oneOf(["value", "hash"])

const part: Decoder<Part> = (value) => {
  const { childTrieKey, key, returnType: as } = object(value)
  return { prefix: maybe(hex)(key) ?? "0x", as: returnType(as), isOfChild: maybe(hex)(childTrieKey) !== undefined }
}

const everything: ReadonlyArray<Part> = [{ prefix: "0x", as: "value", isOfChild: false }]

const said = (value: Uint8Array, as: Part["as"]): Hex => hexOf(as === "value" ? value : blake2_256(value))

function* differences(chain: Chain, before: Hex, after: Hex, parts: ReadonlyArray<Part>): Generator<Item> {
  const [old, fresh] = [chain.stateAt(before).storage, chain.stateAt(after).storage]
  const wanted = parts.filter(({ isOfChild }) => !isOfChild)
  for (const { key, value } of changes(old.snapshot(), fresh.snapshot())) {
    const type = value === undefined ? "deleted" : old.has(key) ? "modified" : "added"
    for (const { as, prefix } of wanted) {
      if (key.startsWith(prefix)) yield { key, ...(value === undefined ? {} : { [as]: said(value, as) }), type }
    }
  }
}

/**
 * Tells what is stored after a block and was not after an earlier one, by default its parent.
 *
 * @category methods
 */
export const storageDiff: Method = subscription(
  { subscribe: ["archive_v1_storageDiff"], unsubscribe: ["archive_v1_stopStorageDiff"], ended: () => null },
  "archive_v1_storageDiffEvent",
  [hash, maybe(listOf(part, MOST_QUERIES)), maybe(hash)],
  ({ chain }, [at, parts, previous]) =>
    telling("storageDiff", () => {
      const before = previous ?? chain.block(at)?.parent_hash ?? at
      return differences(chain, before, at, parts ?? everything)
    })
)
