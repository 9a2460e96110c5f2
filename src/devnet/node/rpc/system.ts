/**
 * `system_*`: the node, and how it stands to others: it has none.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { u32 } from "../../scale/primitives.ts"
import { decodeUnsafe, encode } from "../../scale/Type.ts"
import { bytesOf, hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { clientError } from "./errors.ts"
import { call, type Method, unsafe } from "./method.ts"
import { address, bytes, hash, maybe, text } from "./params.ts"
import { ask, stateAt } from "./runtimeApi.ts"

/** The nonce after those of the transactions that wait: their tags are the account and the nonce. */
const nextIndex = (chain: Chain, account: Hex): number => {
  const bytes = bytesOf(account)
  let nonce = decodeUnsafe(u32, ask(chain, "AccountNonceApi_account_nonce", bytes, undefined))
  while (chain.pool.provides(`${account}${hexOf(encode(u32, nonce)).slice(2)}`)) nonce++
  return nonce
}

/** What would become of an extrinsic in the next block, as the bytes of `ApplyExtrinsicResult`. */
const dryRun = (chain: Chain, extrinsic: Uint8Array, at: Hex | undefined): Hex => {
  const { executable } = chain
  const parent = at === undefined ? chain.head : chain.block(at)
  const type = executable.runtime.apis["BlockBuilder"]?.methods["apply_extrinsic"]?.output
  if (type === undefined || parent === undefined) throw clientError("there is nothing to run it on")
  const state = stateAt(chain, at)
  const time = parent.time + BigInt(executable.slotDuration)
  const opening = { number: parent.number + 1, parent_hash: parent.hash, time }
  executable.initialize(state, opening)
  for (const inherent of executable.inherents(opening)) executable.apply(state, inherent)
  return hexOf(encode(type, executable.apply(state, extrinsic), executable.runtime.outer))
}

/**
 * The methods.
 *
 * @category methods
 */
export const system: ReadonlyArray<Method> = [
  call("system_name", [], ({ info }) => info.name),
  call("system_version", [], ({ info }) => info.version),
  call("system_chain", [], ({ chain }) => chain.identity.name),
  call("system_chainType", [], () => "Development"),
  call("system_properties", [], ({ info }) => info.properties),
  call("system_health", [], () => ({ peers: 0, isSyncing: false, shouldHavePeers: false })),
  call("system_nodeRoles", [], () => ["Authority"]),
  call("system_localPeerId", [], ({ info }) => info.peerId),
  call("system_localListenAddresses", [], () => []),
  call("system_reservedPeers", [], () => []),
  call("system_syncState", [], ({ chain: { head } }) => ({
    startingBlock: 0,
    currentBlock: head.number,
    highestBlock: head.number
  })),
  call(["system_accountNextIndex", "account_nextIndex"], [address], ({ chain }, [account]) =>
    nextIndex(chain, account)
  ),
  unsafe(["system_dryRun", "system_dryRunAt"], [bytes, maybe(hash)], ({ chain }, [extrinsic, at]) =>
    dryRun(chain, extrinsic, at)
  ),
  unsafe("system_peers", [], () => []),
  unsafe("system_unstable_networkState", [], ({ info }) => ({ peerId: info.peerId, connectedPeers: {} })),
  unsafe("system_addReservedPeer", [text], () => null),
  unsafe("system_removeReservedPeer", [text], () => null),
  unsafe("system_addLogFilter", [text], () => null),
  unsafe("system_resetLogFilter", [], () => null)
]
