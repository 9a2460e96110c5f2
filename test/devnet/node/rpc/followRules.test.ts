import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { ChainError } from "effect-bittensor/devnet/node/ChainError"
import type { Position } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"

/** Numbers that look random and are the same in each run. */
const dice = (seed: number) => {
  let state = seed
  return (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

interface Told {
  readonly event: string
  readonly finalizedBlockHashes: ReadonlyArray<Hex>
  readonly prunedBlockHashes: ReadonlyArray<Hex>
  readonly bestBlockHash: Hex
  readonly blockHash: Hex
  readonly parentBlockHash: Hex
}

/** What a client that trusts the rules of the interface knows of the chain; what breaks them fails. */
class Believer {
  readonly #parents = new Map<Hex, Hex>()
  readonly pinned = new Set<Hex>()
  isStopped = false
  finalized: Hex | undefined
  best: Hex | undefined

  hear(told: Told): void {
    assert.isFalse(this.isStopped, "nothing is told behind the end")
    switch (told.event) {
      case "initialized":
        assert.isUndefined(this.finalized)
        this.finalized = told.finalizedBlockHashes.at(-1)
        for (const hash of told.finalizedBlockHashes) this.pinned.add(hash)
        return
      case "newBlock":
        assert.isFalse(this.pinned.has(told.blockHash) || this.#parents.has(told.blockHash), "told once")
        assert.isTrue(this.#isKnown(told.parentBlockHash), "behind its parent")
        this.#parents.set(told.blockHash, told.parentBlockHash)
        this.pinned.add(told.blockHash)
        return
      case "bestBlockChanged":
        assert.isTrue(this.#isKnown(told.bestBlockHash), "the best block was told")
        this.best = told.bestBlockHash
        return
      case "finalized":
        return this.#finalize(told)
      case "stop":
        this.isStopped = true
        return
      default:
        assert.fail(told.event)
    }
  }

  #isKnown(hash: Hex): boolean {
    return hash === this.finalized || this.#parents.has(hash)
  }

  #isBasedOn(hash: Hex, base: Hex): boolean {
    for (let at: Hex | undefined = hash; at !== undefined; at = this.#parents.get(at)) if (at === base) return true
    return false
  }

  #finalize({ finalizedBlockHashes, prunedBlockHashes }: Told): void {
    for (const hash of finalizedBlockHashes) {
      assert.strictEqual(this.#parents.get(hash), this.finalized, "final one after another")
      this.finalized = hash
    }
    const final = this.finalized ?? assert.fail("none is final")
    const lost = [...this.#parents.keys()].filter((hash) => !this.#isBasedOn(hash, final))
    const pruned = lost.filter((hash) => !finalizedBlockHashes.includes(hash))
    assert.sameMembers([...prunedBlockHashes], pruned, "all that is not based on it will never be final")
    for (const hash of lost) this.#parents.delete(hash)
    this.#parents.delete(final)
    assert.isTrue(this.best !== undefined && this.#isKnown(this.best), "the best block is based on the final one")
  }
}

const walk = (seed: number, finalityLag: number) => {
  const roll = dice(seed)
  const chain = new Chain(toy, { finalityLag, retention: { states: 2, blocks: 3 } })
  chain.newBlock(5)
  const { ask, told } = client(new Rpc(chain))
  const positions: Array<Position> = [chain.position()]
  let believer = new Believer()
  let id: unknown
  let heard = 0
  let stops = 0
  const follow = () => {
    believer = new Believer()
    heard = 0
    id = ask("chainHead_v1_follow", roll(2) === 0)
  }
  const listen = () => {
    for (const event of told(id).slice(heard)) believer.hear(event as Told)
    heard = told(id).length
  }
  const actions: ReadonlyArray<() => void> = [
    () => void chain.newBlock(1 + roll(3)),
    () => void chain.newBlock(),
    () => {
      chain.setTime(chain.nextTime + 12_000n * BigInt(roll(50)))
      chain.newBlock()
    },
    () => {
      const near = chain.blocksAt(Math.max(0, chain.head.number - roll(4)))
      const target = near[roll(Math.max(1, near.length))]
      try {
        if (target !== undefined) chain.setHead(target.hash)
      } catch (error) {
        // A fork may be known longer than what it hangs on.
        if (!(error instanceof ChainError)) throw error
      }
    },
    () => void positions.push(chain.position()),
    () => chain.revert(positions[Math.max(0, positions.length - 1 - roll(3))]!),
    () => chain.setStorage([["0xffff", Uint8Array.of(roll(256))]]),
    () => {
      const some = [...believer.pinned].filter((hash) => hash !== believer.finalized && roll(2) === 0)
      ask("chainHead_v1_unpin", id, some)
      for (const hash of some) believer.pinned.delete(hash)
    }
  ]
  follow()
  for (let step = 0; step < 150; step++) {
    listen()
    if (believer.isStopped) {
      stops++
      follow()
      listen()
    }
    assert.strictEqual(believer.best, chain.head.hash)
    for (const hash of believer.pinned) assert.isString(ask("chainHead_v1_header", id, hash))
    actions[roll(actions.length)]!()
  }
  return stops
}

describe("whatever a chain does", () => {
  it.each([0, 1, 2, 5])("who follows can rely on the rules, where %d blocks are not final", (finalityLag) => {
    let stops = 0
    for (let seed = 1; seed <= 10; seed++) stops += walk(seed, finalityLag)
    // Chains went back behind what was final, too, and not each time.
    assert.isAbove(stops, 0)
    assert.isBelow(stops, 10 * 75)
  })
})
