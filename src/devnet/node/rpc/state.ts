/**
 * `state_*`: what is stored, and what the runtime says of it.
 *
 * @since 0.2.0
 */
import type { Version } from "../../runtime/runtime.ts"
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { ChainError } from "../ChainError.ts"
import { clientError } from "./errors.ts"
import type { Json } from "./Json.ts"
import { call, type Method, unsafe } from "./method.ts"
import { bytes, hash, hex, list, maybe, text, u32 } from "./params.ts"
import { type Limits, Room, RpcError } from "./protocol.ts"
import { ask, stateAt } from "./runtimeApi.ts"
import { changesOf, type Known, storageSubscription, storedOf, versionSubscription } from "./stateSubscriptions.ts"
import { hashOf, metadataOf } from "./storageItems.ts"

/** As many keys as a page may have. */
const MAX_PAGE = 1000

/**
 * The version of a runtime as JSON-RPC says it.
 *
 * @category encoding
 */
export const versionJson = (version: Version) => ({
  specName: version.spec_name,
  implName: version.impl_name,
  authoringVersion: version.authoring_version,
  specVersion: version.spec_version,
  implVersion: version.impl_version,
  apis: version.apis,
  transactionVersion: version.transaction_version,
  stateVersion: version.state_version
})

const metadata = (chain: Chain, at: Hex | undefined): Uint8Array => metadataOf(chain.executable, stateAt(chain, at))

/** What is stored under keys, in each block of a range, as far as it differs from the block before. */
const history = (chain: Chain, keys: ReadonlyArray<Hex>, from: Hex, to: Hex | undefined): Json => {
  const blockOf = (hash: Hex) => {
    const block = chain.block(hash)
    if (block === undefined) throw new ChainError({ reason: "UnknownBlock", subject: hash })
    return block
  }
  const [first, last] = [blockOf(from).number, to === undefined ? chain.head.number : blockOf(to).number]
  const known: Known = new Map()
  const found: Array<Json> = []
  for (let number = first; number <= last; number++) {
    const block = chain.hashAt(number)
    if (block === undefined) break
    const changes = changesOf(chain.stateAt(block).storage, keys, known)
    if (changes.length > 0) found.push({ block, changes })
  }
  return found
}

/** Bytes in hex, if there is room for them in an answer: of many more they would not even be made. */
const hexWithin = (limits: Limits, bytes: Uint8Array): Hex => {
  new Room(limits).take(2 * bytes.length)
  return hexOf(bytes)
}

const paged = (chain: Chain, prefix: Hex, count: number, after: Hex | undefined, at: Hex | undefined): Json => {
  if (count > MAX_PAGE) {
    throw new RpcError({ code: 4002, text: `count exceeds maximum value. value: ${count}, max: ${MAX_PAGE}` })
  }
  return stateAt(chain, at).storage.keys(prefix, { after, limit: count })
}

/**
 * The methods.
 *
 * @category methods
 */
export const state: ReadonlyArray<Method> = [
  call(["state_getStorage", "state_getStorageAt"], [hex, maybe(hash)], ({ chain, limits }, [key, at]) => {
    const value = stateAt(chain, at).storage.get(key)
    return value === undefined ? null : hexWithin(limits, value)
  }),
  call(
    ["state_getStorageHash", "state_getStorageHashAt"],
    [hex, maybe(hash)],
    ({ chain }, [key, at]) => hashOf(chain.executable, stateAt(chain, at), key) ?? null
  ),
  call(
    ["state_getStorageSize", "state_getStorageSizeAt"],
    [hex, maybe(hash)],
    ({ chain }, [key, at]) => stateAt(chain, at).storage.get(key)?.length ?? null
  ),
  call(
    ["state_getKeysPaged", "state_getKeysPagedAt"],
    [maybe(hex), u32, maybe(hex), maybe(hash)],
    ({ chain }, [prefix = "0x", count, after, at]) => paged(chain, prefix, count, after, at)
  ),
  unsafe("state_getKeys", [hex, maybe(hash)], ({ chain }, [prefix, at]) => stateAt(chain, at).storage.keys(prefix)),
  unsafe("state_getPairs", [hex, maybe(hash)], ({ chain }, [prefix, at]) =>
    [...stateAt(chain, at).storage.entries(prefix)].map(([key, value]) => [key, hexOf(value)])
  ),
  call("state_queryStorageAt", [list(hex), maybe(hash)], ({ chain, limits }, [keys, at]) => [
    { block: at ?? chain.head.hash, changes: storedOf(stateAt(chain, at).storage, keys, new Room(limits)) }
  ]),
  unsafe("state_queryStorage", [list(hex), hash, maybe(hash)], ({ chain }, [keys, from, to]) =>
    history(chain, keys, from, to)
  ),
  call("state_getReadProof", [list(hex), maybe(hash)], () => {
    throw clientError("this chain has no trie, so it can prove nothing of its state")
  }),
  unsafe("state_traceBlock", [hash], () => {
    throw clientError("this chain traces no blocks")
  }),
  unsafe("state_trieMigrationStatus", [maybe(hash)], () => ({ topRemainingToMigrate: 0, childRemainingToMigrate: 0 })),
  call(["state_call", "state_callAt"], [text, bytes, maybe(hash)], ({ chain, limits }, [method, args, at]) =>
    hexWithin(limits, ask(chain, method, args, at))
  ),
  call("state_getMetadata", [maybe(hash)], ({ chain }, [at]) => hexOf(metadata(chain, at))),
  call(["state_getRuntimeVersion", "chain_getRuntimeVersion"], [maybe(hash)], ({ chain }, [at]) => {
    // The version is the same in all states; that a state is gone is told, as a node does.
    stateAt(chain, at)
    return versionJson(chain.executable.runtime.version)
  }),
  storageSubscription,
  versionSubscription(versionJson)
]
