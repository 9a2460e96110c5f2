/** What a runtime of spec version 185 said to each proof of work that was brought to it (pow.md §6): the embedded chain says the same. */
import { assert, describe, it } from "vitest"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account } from "../../support/localnet.ts"
import { type PowVectors, powVectors } from "../../support/powVectors.ts"
import { alice, type Chain, revisions, type Tried, withSubnet } from "../../support/revisions.ts"
import { hex } from "../../support/vectors.ts"

const { call } = SubtensorModule
type Entry = PowVectors["chain"]["entries"][number]

/** A proof, as it was submitted; where only the work was written down, any block and nonce do. */
const proofOf = ({ block = 51, nonce = "7", work = "" }: Entry) => ({
  block_number: BigInt(block),
  nonce: BigInt(nonce),
  work: hex(work)
})

/** A chain on which the next thing that happens is in the block that a proof was included in. */
const upTo = (chain: Chain, { block = 51, blockHash, included = block + 1 }: Entry): Chain => {
  chain.open(included)
  // A block has no hash before it has ended.
  if (blockHash !== undefined && block < included) {
    System.storage.BlockHash.put(chain.state, block, blockHash as Hex)
  }
  return chain
}

/** The call that carried it, of whoever signed it. */
const callOf = (entry: Entry, who: Hex) =>
  entry.note === "faucet"
    ? call("faucet", proofOf(entry))
    : call("register", { netuid: 1, hotkey: who, coldkey: alice, ...proofOf(entry) })

/** What the embedded chain says: an error, or the names of the events, as the vectors write them, which leave out what System tells. */
const answerTo = (tried: Tried, entry: Entry) => {
  const chain = upTo(withSubnet(tried), entry)
  const who = (entry.key ?? account("anybody")) as Hex
  SubtensorModule.storage.NetworkPowRegistrationAllowed.put(chain.state, 1, true)
  SubtensorModule.storage.Difficulty.put(chain.state, 1, BigInt(entry.difficulty ?? 0))
  const { error, events } = chain.run(who, callOf(entry, who))
  const told = events.filter(({ _tag }) => _tag !== "System")
  return error ?? `OK ${told.map(({ value }) => value._tag).join()}`
}

describe.each(revisions)("a proof of work on the $name revision", (tried) => {
  for (const { data, directory } of powVectors) {
    // Of the others it was not written down what was submitted, or it is not the proof that was at fault.
    const entries = data.chain.entries.filter(
      ({ result, work }) => work !== undefined && /^OK|^ERR Invalid/.test(result)
    )
    it.each(entries)(`$note: $result (${directory})`, (entry) => {
      const { result } = entry
      const expected = result.startsWith("OK") ? result : tried.revision.error(result.slice("ERR ".length) as Failure)
      assert.deepStrictEqual(answerTo(tried, entry), expected)
    })
  }
})
