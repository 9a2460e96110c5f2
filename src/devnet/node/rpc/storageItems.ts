/**
 * What is stored, as the new JSON-RPC interface asks for it and says it.
 *
 * @since 0.2.0
 */
import { blake2_256 } from "../../mathematics/digest.ts"
import type { Executable } from "../../runtime/executable.ts"
import type { State } from "../../runtime/storage.ts"
import * as wellKnown from "../../runtime/wellKnown.ts"
import type { Hex } from "../../scale/Hex.ts"
import { bytes as scaleBytes } from "../../scale/sequences.ts"
import { decodeUnsafe } from "../../scale/Type.ts"
import { hexOf } from "../Block.ts"
import { clientError } from "./errors.ts"
import { type Decoder, hex, maybe, object, oneOf } from "./params.ts"
import { askState } from "./runtimeApi.ts"

const queryType = oneOf(["value", "hash", "closestDescendantMerkleValue", "descendantsValues", "descendantsHashes"])

/**
 * What is asked for: something about a key, or about all keys that begin with it, behind one of them if that is said.
 *
 * @category models
 */
export interface Query {
  readonly key: Hex
  readonly type: ReturnType<typeof queryType>
  readonly after: Hex | undefined
}

/**
 * What is stored under a key.
 *
 * @category models
 */
export interface Item {
  readonly [name: string]: string
  readonly key: Hex
}

/**
 * A question about the storage.
 *
 * @category decoders
 */
export const query: Decoder<Query> = (value) => {
  const { key, paginationStartKey, type } = object(value)
  return { key: hex(key), type: queryType(type), after: maybe(hex)(paginationStartKey) }
}

/**
 * Whether a question may have any number of answers.
 *
 * @category guards
 */
export const isOpen = ({ type }: Query): boolean => type === "descendantsValues" || type === "descendantsHashes"

/**
 * The metadata, in the form that all clients read.
 *
 * @category accessors
 */
export const metadataOf = (executable: Executable, state: State): Uint8Array =>
  decodeUnsafe(scaleBytes, askState(executable, state, "Metadata_metadata", new Uint8Array()))

/** The metadata is the same for as long as the runtime is, and long. */
const codeHashes = new WeakMap<Executable, Hex>()

const codeHashOf = (executable: Executable, state: State): Hex => {
  const known = codeHashes.get(executable) ?? hexOf(blake2_256(metadataOf(executable, state)))
  codeHashes.set(executable, known)
  return known
}

/**
 * The hash of what is stored under a key. There is no code here, but its hash is what clients know the metadata by: it is that of the
 * metadata.
 *
 * @category accessors
 */
export const hashOf = (executable: Executable, state: State, key: Hex): Hex | undefined => {
  if (key === wellKnown.code) return codeHashOf(executable, state)
  const value = state.storage.get(key)
  return value === undefined ? undefined : hexOf(blake2_256(value))
}

/**
 * The answers to a question, one by one.
 *
 * @category accessors
 */
export function* itemsOf(executable: Executable, state: State, { after, key, type }: Query): Generator<Item> {
  switch (type) {
    case "value": {
      const value = state.storage.get(key)
      if (value !== undefined) yield { key, value: hexOf(value) }
      return
    }
    case "hash": {
      const hash = hashOf(executable, state, key)
      if (hash !== undefined) yield { key, hash }
      return
    }
    case "descendantsValues":
      for (const [found, value] of state.storage.entries(key, after)) yield { key: found, value: hexOf(value) }
      return
    case "descendantsHashes":
      for (const [found, value] of state.storage.entries(key, after)) {
        yield { key: found, hash: hexOf(blake2_256(value)) }
      }
      return
    case "closestDescendantMerkleValue":
      // To leave it out would say that nothing is stored there.
      throw clientError("this chain has no trie, so there are no Merkle values")
  }
}

/**
 * How long an answer is as text, about.
 *
 * @category accessors
 */
export const lengthOf = (item: Item): number => Object.values(item).reduce((sum, { length }) => sum + length, 0)
