import { assert, describe, it } from "vitest"
import type { Executable } from "effect-bittensor/devnet/runtime/executable"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { defaultLimits } from "effect-bittensor/devnet/node/pool/options"
import { PoolError, type PoolReason, type Status } from "effect-bittensor/devnet/node/pool/Transaction"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { extrinsic, toy, type Toy } from "../../support/toyExecutable.ts"

const { alice, bob, charlie } = sr25519
const remark = System.call("remark", { remark: new Uint8Array() })

const chainOf = (options: ChainOptions = {}, executable: Executable = toy) => new Chain(executable, options)
const like = (signer: Hex, nonce: number, more: Partial<Toy>) => extrinsic(signer, nonce, remark, more)

/** Submits, and gives the hash with all that is told of it. */
const watched = (chain: Chain, bytes: Uint8Array) => {
  const hash = chain.submit(bytes)
  const statuses: Array<Status> = []
  chain.pool.watch(hash, (status) => void statuses.push(status))
  return { hash, statuses }
}

const refusal = (chain: Chain, bytes: Uint8Array): PoolReason => {
  try {
    chain.submit(bytes)
  } catch (error) {
    if (error instanceof PoolError) return error.reason
    throw error
  }
  throw new Error("the transaction is taken in")
}

const order = (chain: Chain) => Array.from(chain.pool.inOrder(), ({ hash }) => hash)

describe("a transaction", () => {
  it("is ready, in a block, and final", () => {
    const chain = chainOf()
    const { statuses } = watched(chain, extrinsic(alice, 0))
    const { hash } = chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready", { inBlock: hash }, { finalized: hash }])
    assert.deepStrictEqual(chain.pool.size, { ready: 0, future: 0 })
  })

  it("waits for its turn", () => {
    const chain = chainOf()
    const later = watched(chain, extrinsic(alice, 2))
    const second = watched(chain, extrinsic(alice, 1))
    chain.newBlock()
    assert.deepStrictEqual(chain.pool.size, { ready: 0, future: 2 })
    const first = watched(chain, extrinsic(alice, 0))
    const { hash } = chain.newBlock()
    assert.deepStrictEqual(first.statuses, ["ready", { inBlock: hash }, { finalized: hash }])
    for (const { statuses } of [second, later]) {
      assert.deepStrictEqual(statuses, ["future", "ready", { inBlock: hash }, { finalized: hash }])
    }
  })

  it("is final as late as the chain says", () => {
    const chain = chainOf({ finalityLag: 2 })
    const { statuses } = watched(chain, extrinsic(alice, 0))
    const { hash } = chain.newBlock()
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready", { inBlock: hash }])
    chain.newBlock()
    assert.deepStrictEqual(statuses.at(-1), { finalized: hash })
  })

  it("is given up on after 512 blocks with watched transactions that are not final", () => {
    const chain = chainOf({ finalityLag: 10_000 })
    const { statuses } = watched(chain, extrinsic(alice, 0))
    const { hash } = chain.newBlock()
    for (let nonce = 1; nonce <= 512; nonce++) {
      watched(chain, extrinsic(alice, nonce))
      chain.newBlock()
    }
    assert.deepStrictEqual(statuses, ["ready", { inBlock: hash }, { finalityTimeout: hash }])
  })

  it("comes back when its block leaves the chain", () => {
    const chain = chainOf()
    const { hash, statuses } = watched(chain, extrinsic(alice, 0))
    const left = chain.newBlock().hash
    chain.setHead(0)
    assert.deepStrictEqual(order(chain), [hash])
    chain.setTime(chain.head.time + 60_000n)
    const back = chain.newBlock().hash
    assert.notStrictEqual(back, left)
    // What was final is told to be so once: a watcher hears nothing after that.
    assert.deepStrictEqual(statuses, ["ready", { inBlock: left }, { finalized: left }])
  })

  it("is told of its way back if it was not final yet", () => {
    const chain = chainOf({ finalityLag: 1 })
    const { statuses } = watched(chain, extrinsic(alice, 0))
    const left = chain.newBlock().hash
    chain.setHead(0)
    chain.setTime(chain.head.time + 60_000n)
    const back = chain.newBlock().hash
    chain.newBlock()
    assert.deepStrictEqual(statuses, [
      "ready",
      { inBlock: left },
      { retracted: left },
      "ready",
      { inBlock: back },
      { finalized: back }
    ])
  })

  it("is replaced by one of a higher priority, with the same nonce", () => {
    const chain = chainOf()
    const { hash, statuses } = watched(chain, like(alice, 0, { priority: "5" }))
    assert.deepStrictEqual(refusal(chain, like(alice, 0, { priority: "5", salt: 2 })), {
      _tag: "TooLowPriority",
      old: 5n,
      new: 5n
    })
    const better = chain.submit(like(alice, 0, { priority: "6" }))
    assert.deepStrictEqual(statuses, ["ready", { usurped: better }])
    assert.deepStrictEqual(order(chain), [better])
    assert.isUndefined(chain.pool.placeOf(hash))
  })

  it("is dropped where there is no room, the oldest of the lowest priority first", () => {
    const chain = chainOf({ limits: { ...defaultLimits, ready: { count: 2, bytes: 10_000 } } })
    const first = watched(chain, like(alice, 0, { priority: "5" }))
    const second = watched(chain, like(bob, 0, { priority: "5" }))
    const third = watched(chain, like(charlie, 0, { priority: "7" }))
    assert.deepStrictEqual(first.statuses, ["ready", "dropped"])
    assert.deepStrictEqual([...second.statuses, ...third.statuses], ["ready", "ready"])
    assert.deepStrictEqual(refusal(chain, like(sr25519.dave, 0, { priority: "4" })), { _tag: "ImmediatelyDropped" })
    assert.deepStrictEqual(refusal(chain, like(alice, 0, { priority: "5" })), { _tag: "TemporarilyBanned" })
  })

  it("is dropped where there are too many bytes, and too many that wait", () => {
    const big = chainOf({ limits: { ...defaultLimits, ready: { count: 10, bytes: 10 } } })
    assert.deepStrictEqual(refusal(big, extrinsic(alice, 0)), { _tag: "ImmediatelyDropped" })
    const chain = chainOf({ limits: { ...defaultLimits, future: { count: 1, bytes: 10_000 } } })
    const { statuses } = watched(chain, extrinsic(alice, 5))
    chain.submit(extrinsic(alice, 6))
    assert.deepStrictEqual(statuses, ["future", "dropped"])
  })

  it("is invalid from when the runtime says so, with all that is based on it", () => {
    const chain = chainOf()
    const first = watched(chain, like(alice, 0, { until: 1, invalid: { _tag: "ExhaustsResources" }, salt: 1 }))
    const second = watched(chain, extrinsic(alice, 1))
    chain.newBlock()
    assert.deepStrictEqual([...first.statuses, ...second.statuses], ["ready", "invalid", "ready", "invalid"])
    assert.deepStrictEqual(chain.pool.size, { ready: 0, future: 0 })
  })

  it("goes stale", () => {
    const chain = chainOf()
    const { statuses } = watched(
      chain,
      like(alice, 0, { longevity: "2", invalid: { _tag: "ExhaustsResources" }, salt: 1 })
    )
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready"])
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready", "invalid"])
  })

  it("that another took the nonce of is outdated", () => {
    const chain = chainOf()
    // Waits for a tag of its own, but has the nonce of the other.
    const { statuses } = watched(chain, like(alice, 0, { requires: ["0x01"], salt: 3 }))
    chain.submit(extrinsic(alice, 0))
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["future", "invalid"])
  })

  it("is told nothing when nobody watches any more", () => {
    const chain = chainOf()
    const hash = chain.submit(extrinsic(alice, 0))
    const statuses: Array<Status> = []
    const stop = chain.pool.watch(hash, (status) => void statuses.push(status))
    stop()
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready"])
  })
})

describe("the pool refuses", () => {
  it.each<[string, Partial<Toy>, PoolReason]>([
    ["invalid", { invalid: { _tag: "Payment" } }, { _tag: "InvalidTransaction", value: { _tag: "Payment" } }],
    ["unknown", { unknown: { _tag: "CannotLookup" } }, { _tag: "UnknownTransaction", value: { _tag: "CannotLookup" } }],
    ["a trap", { traps: "validate" }, { _tag: "Verification", text: "told to" }],
    ["a call that cannot be read", { call: "0xff" }, { _tag: "Verification", text: "UnknownVariant" }],
    ["one without tags", { provides: [] }, { _tag: "NoTagsProvided" }]
  ])("%s", (_, more, reason) => {
    assert.deepStrictEqual(refusal(chainOf(), like(alice, 0, more)), reason)
  })

  it("what is no extrinsic", () => {
    const text = "Not enough data to fill buffer"
    assert.deepStrictEqual(refusal(chainOf(), new Uint8Array()), { _tag: "BadFormat", text })
    assert.deepStrictEqual(refusal(chainOf(), Uint8Array.of(0x10, 1, 2)), { _tag: "BadFormat", text })
    assert.deepStrictEqual(refusal(chainOf(), Uint8Array.of(0xfe, 0xff, 0xff, 0xff)), { _tag: "BadFormat", text })
    assert.deepStrictEqual(refusal(chainOf(), Uint8Array.of(0x01, 0x00)), {
      _tag: "BadFormat",
      text: "out of range decoding Compact<u32>"
    })
  })

  it("what it has", () => {
    const chain = chainOf()
    const hash = chain.submit(extrinsic(alice, 0))
    chain.submit(extrinsic(alice, 5))
    assert.deepStrictEqual(refusal(chain, extrinsic(alice, 0)), { _tag: "AlreadyImported", hash })
    assert.strictEqual(refusal(chain, extrinsic(alice, 5))._tag, "AlreadyImported")
    // Like a node, it does not mind bytes that follow.
    assert.strictEqual(refusal(chain, Uint8Array.of(...extrinsic(alice, 0), 7))._tag, "AlreadyImported")
  })

  it("what was refused, for half an hour of the chain", () => {
    const chain = chainOf()
    const bytes = like(alice, 0, { invalid: { _tag: "Call" } })
    assert.strictEqual(refusal(chain, bytes)._tag, "InvalidTransaction")
    assert.strictEqual(refusal(chain, bytes)._tag, "TemporarilyBanned")
    chain.newBlock(149)
    assert.strictEqual(refusal(chain, bytes)._tag, "TemporarilyBanned")
    chain.newBlock()
    assert.strictEqual(refusal(chain, bytes)._tag, "InvalidTransaction")
  })

  it("what is in a block, and what is outdated otherwise", () => {
    const chain = chainOf()
    chain.submit(extrinsic(alice, 0))
    chain.newBlock()
    assert.strictEqual(refusal(chain, extrinsic(alice, 0))._tag, "TemporarilyBanned")
    assert.deepStrictEqual(refusal(chain, like(alice, 0, { salt: 9 })), {
      _tag: "InvalidTransaction",
      value: { _tag: "Stale" }
    })
  })

  it("what would replace what it is based on", () => {
    const chain = chainOf()
    chain.submit(like(alice, 0, { priority: "5", provides: ["0x01"] }))
    const circular = like(alice, 0, { priority: "6", provides: ["0x01"], requires: ["0x01"] })
    assert.deepStrictEqual(refusal(chain, circular), { _tag: "CycleDetected" })
    assert.strictEqual(chain.pool.size.ready, 1)
  })
})

describe("the order", () => {
  it("is by priority, then by how soon it is stale, then as they came, and by nonces", () => {
    const chain = chainOf()
    const second = chain.submit(extrinsic(bob, 1))
    const first = chain.submit(extrinsic(bob, 0))
    const low = chain.submit(like(charlie, 0, { priority: "1" }))
    const mortal = chain.submit(like(alice, 0, { longevity: "10" }))
    assert.deepStrictEqual(order(chain), [mortal, first, second, low])
  })

  it("leaves out what is based on something that had no room", () => {
    const chain = chainOf()
    const full = watched(chain, like(alice, 0, { invalid: { _tag: "ExhaustsResources" }, salt: 1 }))
    const next = watched(chain, extrinsic(alice, 1))
    const other = watched(chain, extrinsic(bob, 0))
    const { hash } = chain.newBlock()
    assert.deepStrictEqual(full.statuses, ["ready"])
    assert.deepStrictEqual(next.statuses, ["ready"])
    assert.deepStrictEqual(other.statuses, ["ready", { inBlock: hash }, { finalized: hash }])
  })
})

describe("a transaction that the runtime does not survive", () => {
  it("is left out of the block, and banned", () => {
    const faults: Array<unknown> = []
    const chain = chainOf({ report: (fault) => void faults.push(fault) })
    const { statuses } = watched(chain, like(alice, 0, { traps: "apply" }))
    const other = chain.submit(extrinsic(bob, 0))
    const block = chain.newBlock()
    assert.deepStrictEqual(
      block.extrinsics.slice(1).map((one) => chain.pool.hashOf(one)),
      [other]
    )
    assert.deepStrictEqual(statuses, ["ready", "invalid"])
    assert.strictEqual(refusal(chain, like(alice, 0, { traps: "apply" }))._tag, "TemporarilyBanned")
    assert.deepStrictEqual(faults, [])
  })

  it("since nobody has built its call yet is left out too, and that is told", () => {
    const faults: Array<unknown> = []
    const chain = chainOf(
      { report: (fault) => void faults.push(fault) },
      {
        ...toy,
        apply: (state, bytes) => {
          if (bytes.length > 100) throw new Error("not built")
          return toy.apply(state, bytes)
        }
      }
    )
    const { statuses } = watched(chain, extrinsic(alice, 0))
    chain.newBlock()
    assert.deepStrictEqual(statuses, ["ready", "invalid"])
    assert.lengthOf(faults, 1)
  })
})

describe("many transactions", () => {
  it("are validated again in turn", () => {
    const chain = chainOf()
    const waiting = Array.from({ length: 200 }, (_, index) =>
      watched(chain, like(alice, 1000 + index, { requires: ["0xff"], until: 1 }))
    )
    const invalid = () => waiting.filter(({ statuses }) => statuses.includes("invalid")).length
    chain.newBlock()
    assert.strictEqual(invalid(), 64)
    chain.newBlock(3)
    assert.strictEqual(invalid(), 200)
  })

  it("of many accounts are in one block, in the order of nonces", () => {
    const chain = chainOf()
    const pay = Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: bob }, value: 1000n })
    for (let nonce = 49; nonce >= 0; nonce--) chain.submit(extrinsic(alice, nonce, pay))
    assert.lengthOf(chain.newBlock().extrinsics, 51)
    assert.strictEqual(System.storage.Account.get(chain.stateAt(), alice).nonce, 50)
  })
})

describe("a nonce that goes back", () => {
  it("makes those wait that were ready", () => {
    const chain = chainOf()
    chain.submit(extrinsic(alice, 0))
    chain.newBlock()
    const { statuses } = watched(chain, extrinsic(alice, 1))
    chain.write((state) => System.storage.Account.mutate(state, alice, (info) => ({ ...info, nonce: 0 })))
    assert.deepStrictEqual(statuses, ["ready", "future"])
    chain.submit(like(alice, 0, { salt: 4 }))
    chain.newBlock()
    assert.lengthOf(statuses, 5)
  })
})
