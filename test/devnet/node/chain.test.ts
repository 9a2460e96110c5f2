import { bytesToHex } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { hexOf } from "effect-bittensor/devnet/node/Block"
import { archive } from "effect-bittensor/devnet/node/Blocks"
import { ChainError, type ChainReason } from "effect-bittensor/devnet/node/ChainError"
import type { ChainEvent } from "effect-bittensor/devnet/node/Events"
import { asRoot, caller, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { signedBy } from "effect-bittensor/devnet/runtime/origin"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { blake2_256, sha2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { extrinsic, toy } from "../../support/toyExecutable.ts"

const { alice, bob, dave } = sr25519
const { Tempo } = SubtensorModule.storage
const GENESIS_TIME = 1_717_027_200_000n

const refusal = (run: () => unknown): ChainReason => {
  try {
    run()
  } catch (error) {
    if (error instanceof ChainError) return error.reason
    throw error
  }
  throw new Error("it is done")
}

/** What a chain tells, in short. */
const heard = (chain: Chain): Array<string> => {
  const told: Array<string> = []
  const names = (blocks: ReadonlyArray<{ readonly number: number }>) => blocks.map(({ number }) => number).join()
  chain.listen((event: ChainEvent) => {
    if (event._tag === "Sealing") told.push("Sealing")
    else if (event._tag === "Best")
      told.push(`Best ${event.block.number} -${names(event.retracted)} +${names(event.enacted)}`)
    else told.push(`${event._tag} ${event.block.number}`)
  })
  return told
}

const freeOf = (chain: Chain, who = dave) => System.storage.Account.get(chain.stateAt(), who).data.free

/** All that a client could see of where a chain is. */
const seen = (chain: Chain) => ({
  head: chain.head.hash,
  finalized: chain.finalized.hash,
  hashes: Array.from({ length: chain.head.number + 1 }, (_, number) => chain.hashAt(number)),
  pool: Array.from(chain.pool.inOrder(), ({ hash }) => hash),
  size: chain.pool.size,
  time: chain.nextTime,
  storage: [...chain.stateAt().storage.entries("0x")]
})

describe("a chain", () => {
  it("begins with the genesis of its runtime", () => {
    const chain = new Chain(toy)
    const { digest, extrinsics, number, parent_hash } = chain.head
    assert.deepStrictEqual(
      { number, parent_hash, digest, extrinsics },
      {
        number: 0,
        parent_hash: `0x${"0".repeat(64)}`,
        digest: [],
        extrinsics: []
      }
    )
    assert.strictEqual(chain.genesis, chain.head.hash)
    assert.strictEqual(freeOf(chain), 2_000_000_000n)
  })

  it("has blocks that name their parents, and whose hashes are those of their headers", () => {
    const chain = new Chain(toy)
    const first = chain.newBlock()
    const second = chain.newBlock()
    assert.strictEqual(second.parent_hash, first.hash)
    assert.strictEqual(second.hash, `0x${bytesToHex(blake2_256(toy.header(second, second)))}`)
    assert.strictEqual(System.storage.BlockHash.get(chain.stateAt(), 1), first.hash)
    assert.strictEqual(chain.blockAt(1)?.hash, first.hash)
    assert.strictEqual(chain.block(second.hash)?.number, 2)
    assert.isUndefined(chain.hashAt(3))
  })

  it("is told apart by its name, its seed, its time and its state", () => {
    const genesisOf = (identity: ChainOptions["identity"] = {}) => new Chain(toy, { identity }).genesis
    const all = [genesisOf(), genesisOf({ name: "Other" }), genesisOf({ seed: "1" })]
    assert.strictEqual(new Set(all).size, 3)
    assert.strictEqual(genesisOf({ name: "Other" }), all[1])
    assert.notStrictEqual(genesisOf({ name: "a", seed: "b" }), genesisOf({ name: "ab", seed: "" }))
  })

  it("is the same for the same calls", () => {
    const play = () => {
      const chain = new Chain(toy)
      chain.submit(extrinsic(alice, 0))
      chain.newBlock(3)
      chain.write((state) => Tempo.put(state, 3, 7))
      chain.setTime(GENESIS_TIME + 3_600_000n)
      chain.call(Balances.call("force_set_balance", { who: { _tag: "Id", value: bob }, new_free: 5n }), asRoot)
      return seen(chain)
    }
    assert.deepStrictEqual(play(), play())
  })

  it("goes by the time of its blocks alone", () => {
    const chain = new Chain(toy)
    chain.newBlock(2)
    assert.strictEqual(chain.head.time, GENESIS_TIME + 24_000n)
    assert.strictEqual(Timestamp.storage.Now.get(chain.stateAt()), chain.head.time)
    chain.setTime(chain.head.time + 86_400_000n)
    const { time } = chain.newBlock()
    assert.strictEqual(time, GENESIS_TIME + 24_000n + 86_400_000n)
    assert.strictEqual(chain.newBlock().time, time + 12_000n)
    chain.setTime(chain.head.time + 1n)
    assert.strictEqual(chain.nextTime, chain.head.time + 12_000n)
    assert.strictEqual(
      refusal(() => chain.setTime(time)),
      "TimeInPast"
    )
    // The last one that JavaScript has a date for: the blocks after it would have none.
    for (const late of [2n ** 53n, 8_640_000_000_000_000n]) {
      assert.strictEqual(
        refusal(() => chain.setTime(late)),
        "OutOfRange"
      )
    }
  })

  it("finalizes at once, or as late as it is told", () => {
    const prompt = new Chain(toy)
    const told = heard(prompt)
    prompt.newBlock(2)
    assert.deepStrictEqual(told, [
      "Imported 1",
      "Best 1 - +1",
      "Finalized 1",
      "Imported 2",
      "Best 2 - +2",
      "Finalized 2"
    ])
    const late = new Chain(toy, { finalityLag: 3 })
    late.newBlock(5)
    assert.strictEqual(late.finalized.number, 2)
  })

  it("makes no blocks that cannot be, and stays as it is", () => {
    const broken = {
      ...toy,
      finalize: () => {
        throw new Trap("told to")
      }
    }
    const chain = new Chain(broken)
    const told = heard(chain)
    const before = seen(chain)
    assert.strictEqual(
      refusal(() => chain.newBlock()),
      "CannotBuild"
    )
    assert.deepStrictEqual(seen(chain), before)
    assert.deepStrictEqual(told, [])
    assert.strictEqual(
      refusal(() => chain.newBlock(0)),
      "OutOfRange"
    )
    assert.strictEqual(
      refusal(() => chain.newBlock(1.5)),
      "OutOfRange"
    )
  })
})

describe("what is kept", () => {
  it("are the states of some blocks, the bodies of more, and practically all hashes", () => {
    const chain = new Chain(toy, { retention: { states: 10, blocks: 20, hashes: 30 }, finalityLag: 2 })
    const hashes = Array.from({ length: 50 }, () => chain.newBlock().hash)
    const at = (number: number) => hashes[number - 1]!
    const { number: final } = chain.finalized
    assert.strictEqual(final, 48)
    assert.strictEqual(chain.stateAt(at(39)).storage.size > 0, true)
    assert.strictEqual(
      refusal(() => chain.stateAt(at(38))),
      "StateDiscarded"
    )
    assert.strictEqual(chain.block(at(29))?.extrinsics.length, 1)
    assert.isUndefined(chain.block(at(28)))
    assert.strictEqual(
      refusal(() => chain.stateAt(at(28))),
      "UnknownBlock"
    )
    assert.strictEqual(chain.hashAt(19), at(19))
    assert.isUndefined(chain.hashAt(18))
    assert.strictEqual(chain.blockAt(0)?.hash, chain.genesis)
    assert.strictEqual(chain.stateAt(chain.genesis).storage.size > 0, true)
  })

  it("is everything in an archive", () => {
    const chain = new Chain(toy, { retention: archive })
    const first = chain.newBlock()
    chain.newBlock(300)
    assert.strictEqual(System.storage.Number.get(chain.stateAt(first.hash)), 1)
  })

  it("is the last block, whatever was asked for", () => {
    const chain = new Chain(toy, { retention: { states: 0, blocks: 0, hashes: 0 } })
    chain.newBlock(3)
    assert.strictEqual(System.storage.Number.get(chain.stateAt()), 3)
    assert.strictEqual(chain.newBlock().number, 4)
  })
})

describe("another head", () => {
  it("takes blocks out of the chain, and brings them back", () => {
    const chain = new Chain(toy)
    chain.newBlock(5)
    const left = chain.head
    const told = heard(chain)
    chain.setHead(2)
    assert.isUndefined(chain.hashAt(3))
    assert.strictEqual(chain.finalized.number, 2)
    assert.strictEqual(chain.block(left.hash)?.number, 5)
    chain.setTime(chain.head.time + 60_000n)
    const other = chain.newBlock()
    assert.notStrictEqual(other.hash, left.hash)
    chain.setHead(left.hash)
    assert.deepStrictEqual(told, [
      "Best 2 -3,4,5 +",
      "Imported 3",
      "Best 3 - +3",
      "Finalized 3",
      "Best 5 -3 +3,4,5",
      "Finalized 3",
      "Finalized 4",
      "Finalized 5"
    ])
    assert.strictEqual(chain.hashAt(5), left.hash)
    assert.strictEqual(chain.setHead(left.hash).hash, left.hash)
  })

  it("leaves blocks behind, but no more than 64 of a height", () => {
    const chain = new Chain(toy)
    chain.newBlock(2)
    const left = Array.from({ length: 70 }, (_, time) => {
      chain.setHead(1)
      chain.setTime(chain.head.time + BigInt(20_000 + time * 12_000))
      return chain.newBlock().hash
    })
    assert.strictEqual(left.filter((hash) => chain.block(hash) !== undefined).length, 64)
    assert.strictEqual(
      refusal(() => chain.setHead(left[0]!)),
      "UnknownBlock"
    )
    assert.strictEqual(chain.setHead(left[20]!).number, 2)
  })

  it("must hang together with the chain", () => {
    const chain = new Chain(toy)
    chain.newBlock(2)
    const left = chain.newBlock().hash
    const image = chain.exportState()
    chain.setHead(0)
    chain.newBlock(9)
    chain.importState(image)
    const before = seen(chain)
    assert.strictEqual(chain.setHead(left).number, 3)
    assert.strictEqual(
      refusal(() => chain.setHead(2)),
      "UnknownBlock"
    )
    assert.deepStrictEqual(seen(chain), before)
    chain.setHead(0)
    assert.strictEqual(
      refusal(() => chain.setHead(left)),
      "UnknownBlock"
    )
    assert.strictEqual(chain.head.number, 0)
  })

  it("must be known, with its state", () => {
    const chain = new Chain(toy, { retention: { states: 1 } })
    chain.newBlock(3)
    assert.strictEqual(
      refusal(() => chain.setHead(4)),
      "UnknownBlock"
    )
    assert.strictEqual(
      refusal(() => chain.setHead(`0x${"1".repeat(64)}`)),
      "UnknownBlock"
    )
    assert.strictEqual(
      refusal(() => chain.setHead(1)),
      "StateDiscarded"
    )
  })
})

describe("a position", () => {
  it("is gone back to as if nothing had been", () => {
    const chain = new Chain(toy, { finalityLag: 1 })
    chain.submit(extrinsic(alice, 0))
    chain.newBlock(4)
    chain.submit(extrinsic(alice, 1))
    chain.submit(extrinsic(bob, 3))
    chain.setTime(chain.head.time + 100_000n)
    const before = seen(chain)
    const position = chain.position()
    const play = () => {
      chain.write((state) => Tempo.put(state, 3, 1))
      chain.newBlock(3)
      chain.setHead(2)
      chain.submit(extrinsic(dave, 0))
      return chain.newBlock().hash
    }
    const then = play()
    for (let time = 0; time < 2; time++) {
      chain.revert(position)
      assert.deepStrictEqual(seen(chain), before)
      assert.strictEqual(play(), then)
    }
  })

  it("is told as another head", () => {
    const chain = new Chain(toy)
    chain.newBlock(2)
    const position = chain.position()
    chain.newBlock(2)
    const told = heard(chain)
    chain.revert(position)
    chain.revert(position)
    chain.write((state) => Tempo.put(state, 3, 1))
    chain.revert(position)
    assert.deepStrictEqual(told, ["Best 2 -3,4 +", "Written 2", "Written 2"])
  })

  it("drops the transactions that came later, and takes back those of its blocks", () => {
    const chain = new Chain(toy, { finalityLag: 5 })
    const statuses: Array<unknown> = []
    const watch = (hash: `0x${string}`) => chain.pool.watch(hash, (status) => void statuses.push(status))
    const hash = chain.submit(extrinsic(alice, 0))
    watch(hash)
    const position = chain.position()
    const block = chain.newBlock().hash
    watch(chain.submit(extrinsic(bob, 0)))
    chain.revert(position)
    assert.deepStrictEqual(statuses, ["ready", { inBlock: block }, "ready", { retracted: block }, "ready", "dropped"])
    assert.strictEqual(chain.pool.placeOf(hash), "ready")
  })
})

describe("bytes as text", () => {
  it.each([0, 1, 127, 128, 10_000])("are hex, however many: %i", (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 7)
    assert.strictEqual(hexOf(bytes), `0x${bytesToHex(bytes)}`)
  })
})

describe("a fork", () => {
  it("goes its own way", () => {
    const chain = new Chain(toy, { finalityLag: 1 })
    chain.newBlock(2)
    chain.submit(extrinsic(alice, 0))
    const fork = chain.fork()
    assert.deepStrictEqual(seen(fork), seen(chain))
    fork.newBlock()
    assert.strictEqual(chain.head.number, 2)
    assert.strictEqual(chain.pool.size.ready, 1)
    assert.strictEqual(chain.newBlock().hash, fork.head.hash)
  })

  it("makes blocks when this one does", () => {
    const chain = new Chain(toy, { sealing: "instant" })
    assert.isFalse(chain.fork().sealing.isPaused)
    chain.sealing.pause()
    const fork = chain.fork()
    fork.submit(extrinsic(alice, 0))
    assert.strictEqual(fork.head.number, 0)
  })
})

describe("an exported state", () => {
  it("is gone on from", () => {
    const chain = new Chain(toy)
    chain.submit(extrinsic(alice, 0))
    chain.newBlock(3)
    chain.write((state) => Tempo.put(state, 3, 7))
    chain.setTime(chain.head.time + 99_000n)
    const other = new Chain(toy)
    other.newBlock(9)
    other.importState(chain.exportState())
    assert.strictEqual(other.head.hash, chain.head.hash)
    assert.deepStrictEqual(other.head.extrinsics, chain.head.extrinsics)
    assert.strictEqual(other.finalized.number, 3)
    assert.deepStrictEqual(other.exportState(), chain.exportState())
    assert.strictEqual(other.newBlock().hash, chain.newBlock().hash)
    assert.deepStrictEqual(
      [0, 1, 2, 3, 4, 5].map((number) => other.hashAt(number)),
      [0, 1, 2, 3, 4, 5].map((number) => chain.hashAt(number))
    )
  })

  it("is that of the same chain, in full, or nothing", () => {
    const chain = new Chain(toy)
    const image = chain.exportState()
    const flipped = (at: number) => image.map((byte, index) => (index === at ? byte ^ 1 : byte))
    for (let at = 0; at < image.length; at += 97) {
      assert.strictEqual(
        refusal(() => chain.importState(flipped(at))),
        "NotAnImage"
      )
    }
    for (const wrong of [new Uint8Array(), image.slice(0, -1), Uint8Array.of(...image, 0), new Uint8Array(100)]) {
      assert.strictEqual(
        refusal(() => chain.importState(wrong)),
        "NotAnImage"
      )
    }
    const resigned = (bytes: Uint8Array) => Uint8Array.of(...bytes, ...sha2_256(bytes))
    const body = image.slice(0, -32)
    assert.strictEqual(
      refusal(() => chain.importState(resigned(body.slice(0, -1)))),
      "NotAnImage"
    )
    assert.strictEqual(
      refusal(() => chain.importState(resigned(body.with(16, 2)))),
      "NotAnImage"
    )
    const named = new Chain(toy, { identity: { name: "Other" } })
    assert.strictEqual(
      refusal(() => named.importState(image)),
      "OtherGenesis"
    )
    const version = { ...toy.runtime.version, spec_version: 186 }
    const upgraded = new Chain({ ...toy, runtime: { ...toy.runtime, version } })
    assert.strictEqual(
      refusal(() => upgraded.importState(image)),
      "OtherRuntime"
    )
    chain.importState(image)
  })

  it("is that of a block that can be", () => {
    const chain = new Chain(toy)
    const { genesis } = chain
    chain.newBlock()
    const image = chain.exportState().slice(0, -32)
    // The number is behind the magic, the name, the version and the hash of the genesis; the time behind four hashes and two lists.
    const number = 17 + 1 + toy.runtime.version.spec_name.length + 4 + 32
    const lengths = [...chain.head.digest, ...chain.head.extrinsics].reduce((sum, { length }) => sum + 1 + length, 2)
    const time = number + 4 + 4 * 32 + lengths + 4
    const changed = (at: number, ...bytes: ReadonlyArray<number>) => {
      const body = image.slice()
      body.set(bytes, at)
      return refusal(() => chain.importState(Uint8Array.of(...body, ...sha2_256(body))))
    }
    assert.strictEqual(changed(number, 0), "OtherGenesis")
    assert.strictEqual(changed(time + 7, 0xff), "NotAnImage")
    assert.strictEqual(chain.hashAt(0), genesis)
  })
})

describe("the state", () => {
  it("can be written to from outside, which the next block shows", () => {
    const [plain, written] = [new Chain(toy), new Chain(toy)]
    const told = heard(written)
    const { hash } = written.head
    written.setItem("SubtensorModule", "Tempo", [3], 5)
    written.setStorage([
      ["0x01", Uint8Array.of(1)],
      ["0x02", undefined]
    ])
    written.setItem("SubtensorModule", "Tempo", [4], 5)
    written.setItem("SubtensorModule", "Tempo", [4], undefined)
    written.write(() => {})
    assert.strictEqual(written.head.hash, hash)
    assert.strictEqual(Tempo.get(written.stateAt(), 3), 5)
    assert.deepStrictEqual(written.stateAt(hash).storage.get("0x01"), Uint8Array.of(1))
    assert.strictEqual(Tempo.get(plain.stateAt(), 3), 99)
    assert.notStrictEqual(plain.newBlock().hash, written.newBlock().hash)
    assert.deepStrictEqual(
      told.filter((one) => one.startsWith("Written")),
      Array(4).fill("Written 0")
    )
    assert.strictEqual(
      refusal(() => written.setItem("SubtensorModule", "toString", [], 1)),
      "UnknownItem"
    )
    assert.strictEqual(
      refusal(() => written.setItem("Nobody", "Tempo", [], 1)),
      "UnknownItem"
    )
    assert.strictEqual(
      refusal(() => written.setItem("SubtensorModule", "Tempo", [], 1)),
      "UnknownItem"
    )
  })

  it("is not changed by who reads it", () => {
    const chain = new Chain(toy)
    const state = chain.stateAt()
    Tempo.put(state, 3, 1)
    assert.strictEqual(Tempo.get(chain.stateAt(), 3), 99)
  })
})

describe("a call as somebody else", () => {
  const pay = (value: bigint) => Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: bob }, value })

  it("is run in a block of its own, without an extrinsic, a fee or a nonce", () => {
    const chain = new Chain(toy)
    chain.submit(extrinsic(alice, 0))
    const { block, dispatched } = chain.call(pay(1_000_000_000n), caller(signedBy(dave)))
    assert.isUndefined(dispatched.error)
    assert.lengthOf(block.extrinsics, 1)
    assert.strictEqual(freeOf(chain), 1_000_000_000n)
    assert.strictEqual(System.storage.Account.get(chain.stateAt(), dave).nonce, 0)
    const events = System.storage.Events.get(chain.stateAt())
    assert.deepStrictEqual(events.at(-1), {
      phase: { _tag: "ApplyExtrinsic", value: 1 },
      event: Balances.event("Transfer", { from: dave, to: bob, amount: 1_000_000_000n }),
      topics: []
    })
    assert.strictEqual(chain.pool.size.ready, 1)
  })

  it("says why it failed", () => {
    const { dispatched } = new Chain(toy).call(pay(10n ** 18n), caller(signedBy(dave)))
    assert.deepStrictEqual(dispatched.error, { _tag: "Token", value: "FundsUnavailable" })
  })
})

describe("sealing", () => {
  it("is instant if it is told to be, as long as blocks take something up", () => {
    const chain = new Chain(toy, { sealing: "instant" })
    chain.submit(extrinsic(alice, 1))
    assert.strictEqual(chain.head.number, 0)
    chain.submit(extrinsic(alice, 0))
    assert.strictEqual(chain.head.number, 1)
    assert.lengthOf(chain.head.extrinsics, 3)
    chain.submit(extrinsic(alice, 2, undefined, { invalid: { _tag: "ExhaustsResources" }, salt: 1 }))
    assert.strictEqual(chain.head.number, 2)
  })

  it("can be paused, and is owed then", () => {
    const chain = new Chain(toy, { sealing: "instant" })
    const told = heard(chain)
    chain.sealing.pause()
    chain.submit(extrinsic(alice, 0))
    assert.deepStrictEqual([chain.head.number, chain.sealing.isPaused], [0, true])
    chain.sealing.resume()
    assert.strictEqual(chain.head.number, 1)
    chain.sealing.set({ interval: 250 })
    assert.deepStrictEqual(chain.sealing.mode, { interval: 250 })
    assert.strictEqual(told.filter((one) => one === "Sealing").length, 3)
    for (const interval of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.strictEqual(
        refusal(() => chain.sealing.set({ interval })),
        "OutOfRange"
      )
    }
  })
})

describe("who listens", () => {
  it("may ask for more, which is told behind what is being told", () => {
    const chain = new Chain(toy)
    const told: Array<string> = []
    chain.listen((event) => {
      if (event._tag !== "Best") return
      told.push(`first ${event.block.number}`)
      if (event.block.number < 3) chain.newBlock()
    })
    const stop = chain.listen((event) => {
      if (event._tag === "Best") told.push(`second ${event.block.number}`)
    })
    chain.newBlock()
    assert.deepStrictEqual(told, ["first 1", "second 1", "first 2", "second 2", "first 3", "second 3"])
    stop()
    chain.newBlock()
    assert.strictEqual(told.at(-1), "first 4")
  })

  it("keeps nobody else from hearing by what it throws", () => {
    const chain = new Chain(toy)
    chain.listen(() => {
      throw new Error("deaf")
    })
    const told = heard(chain)
    assert.throws(() => chain.newBlock(), "deaf")
    assert.lengthOf(told, 3)
    assert.strictEqual(chain.head.number, 1)
  })
  it("hears what is final where a chain goes forth to, and not where it goes back to", () => {
    const chain = new Chain(toy, { finalityLag: 1 })
    const behind = chain.position()
    chain.newBlock(3)
    const ahead = chain.position()
    const told = heard(chain)
    chain.revert(behind)
    chain.revert(ahead)
    assert.deepStrictEqual(told, ["Best 0 -1,2,3 +", "Best 3 - +1,2,3", "Finalized 1", "Finalized 2"])
  })
})
