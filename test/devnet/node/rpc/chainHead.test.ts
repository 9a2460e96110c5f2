import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client, type Message, request } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

const ABSENT = `0x${"ab".repeat(32)}`
const KEY = System.storage.Number.key(toy.runtime)

const connected = (options: ChainOptions = {}) => {
  const chain = new Chain(toy, options)
  chain.newBlock(3)
  return { chain, ...client(new Rpc(chain)) }
}

/** A client that follows, and what it was told since it was asked last. */
const following = (options: ChainOptions = {}, withRuntime = false) => {
  const all = connected(options)
  const id = all.ask("chainHead_v1_follow", withRuntime)
  let seen = 0
  const news = (): ReadonlyArray<unknown> => {
    const events = all.told(id)
    const fresh = events.slice(seen)
    seen = events.length
    return fresh
  }
  return { ...all, id, news }
}

const newBlock = (block: { readonly hash: Hex; readonly parent_hash: Hex }) => ({
  event: "newBlock",
  blockHash: block.hash,
  parentBlockHash: block.parent_hash
})
const best = ({ hash }: { readonly hash: Hex }) => ({ event: "bestBlockChanged", bestBlockHash: hash })
const final = ({ hash }: { readonly hash: Hex }, pruned: ReadonlyArray<{ readonly hash: Hex }> = []) => ({
  event: "finalized",
  finalizedBlockHashes: [hash],
  prunedBlockHashes: pruned.map((one) => one.hash)
})
const stop = { event: "stop" }

/** Makes a block that no other is like. */
const another = (chain: Chain, by: bigint) => {
  chain.setTime(chain.nextTime + by * 12_000n)
  return chain.newBlock()
}

describe("chainHead_v1_follow", () => {
  it("answers, and then tells where the chain is", () => {
    const { ask, chain, messages } = connected()
    const id = ask("chainHead_v1_follow", false)
    const event = (result: unknown) => ({
      jsonrpc: "2.0",
      method: "chainHead_v1_followEvent",
      params: { subscription: id, result }
    })
    assert.deepStrictEqual(messages, [
      { jsonrpc: "2.0", result: id, id: 1 },
      event({ event: "initialized", finalizedBlockHashes: [chain.head.hash] }),
      event(best(chain.head))
    ] as ReadonlyArray<Message>)
  })

  it("tells the runtime if it is asked to", () => {
    const { chain, news } = following({ finalityLag: 1 }, true)
    const { spec_name, spec_version, transaction_version } = toy.runtime.version
    const [initialized, first] = news() as ReadonlyArray<{ finalizedBlockRuntime: { type: string; spec: object } }>
    const { spec, type } = initialized!.finalizedBlockRuntime
    assert.strictEqual(type, "valid")
    assert.deepInclude(spec, { specName: spec_name, specVersion: spec_version })
    assert.deepInclude(spec, { transactionVersion: transaction_version, apis: { ...(spec as { apis: object }).apis } })
    assert.deepInclude((spec as { apis: object }).apis, { "0xd2bc9897eed08f15": 3 })
    assert.deepStrictEqual(first, { ...newBlock(chain.head), newRuntime: null } as never)
  })

  it("tells each block, that it is the best, and that it is final", () => {
    const { chain, news } = following()
    news()
    const one = chain.newBlock()
    const two = chain.newBlock()
    assert.deepStrictEqual(news(), [newBlock(one), best(one), final(one), newBlock(two), best(two), final(two)])
  })

  it("tells what is not final yet, forks included, each after its parent", () => {
    const chain = new Chain(toy, { finalityLag: 2 })
    chain.newBlock(3)
    const [one, two, three] = [1, 2, 3].map((number) => chain.blockAt(number)!)
    chain.setHead(two!.hash)
    const fork = another(chain, 7n)
    const { ask, told } = client(new Rpc(chain))
    assert.deepStrictEqual(told(ask("chainHead_v1_follow", false)), [
      { event: "initialized", finalizedBlockHashes: [one!.hash] },
      newBlock(two!),
      newBlock(three!),
      newBlock(fork),
      best(fork)
    ])
  })

  it("tells of finality that lags, and of blocks that will never be final", () => {
    const { chain, news } = following({ finalityLag: 2 })
    const [, two, three] = [1, 2, 3].map((number) => chain.blockAt(number)!)
    news()
    chain.setHead(two!.hash)
    assert.deepStrictEqual(news(), [best(two!)])
    const fork = another(chain, 7n)
    assert.deepStrictEqual(news(), [newBlock(fork), best(fork)])
    const four = chain.newBlock()
    assert.deepStrictEqual(news(), [newBlock(four), best(four), final(two!)])
    const five = chain.newBlock()
    assert.deepStrictEqual(news(), [newBlock(five), best(five), final(fork, [three!])])
  })

  it("tells of a chain that comes back to a fork", () => {
    const { chain, news } = following({ finalityLag: 3 })
    const three = chain.head
    chain.setHead(1)
    const fork = another(chain, 7n)
    news()
    chain.setHead(three.hash)
    assert.deepStrictEqual(news(), [best(three)])
    chain.newBlock(2)
    news()
    const six = chain.newBlock()
    assert.deepStrictEqual(news().slice(0, 2), [newBlock(six), best(six)])
    assert.isUndefined(news().find((event) => JSON.stringify(event).includes(fork.hash)))
  })

  it("goes on where a chain went back to, as long as what was final stays", () => {
    const { chain, news } = following({ finalityLag: 2 })
    const before = chain.position()
    const four = chain.newBlock()
    news()
    // Block 2 was told to be final, which it was not at that position; it is on the chain.
    chain.revert(before)
    const three = chain.head
    assert.deepStrictEqual(news(), [best(three)])
    const other = another(chain, 7n)
    assert.deepStrictEqual(news(), [newBlock(other), best(other)])
    const five = chain.newBlock()
    assert.deepStrictEqual(news(), [newBlock(five), best(five), final(three)])
    const six = chain.newBlock()
    assert.deepStrictEqual(news(), [newBlock(six), best(six), final(other, [four])])
  })

  it("tells of a chain that goes forth again, and of what is final there", () => {
    const { ask, chain, told } = following()
    const [two, three] = [chain.blockAt(2)!, chain.head]
    const ahead = chain.position()
    chain.setHead(1)
    const id = ask("chainHead_v1_follow", false)
    const from = told(id).length
    chain.revert(ahead)
    assert.deepStrictEqual(told(id).slice(from), [best(three), final(two), final(three)])
  })

  it.each([
    ["setHead", (chain: Chain) => void chain.setHead(1)],
    ["revert", (chain: Chain) => chain.revert(new Chain(toy).position())],
    [
      "importState",
      (chain: Chain) => {
        const other = new Chain(toy)
        other.newBlock(50)
        chain.importState(other.exportState())
      }
    ]
  ])("stops if what was final is not any more: %s", (_, goBack) => {
    const { ask, chain, id, news } = following()
    news()
    goBack(chain)
    assert.deepStrictEqual(news(), [stop])
    chain.newBlock()
    assert.deepStrictEqual(news(), [])
    assert.isNull(ask("chainHead_v1_header", id, chain.head.hash))
    assert.isNull(ask("chainHead_v1_unfollow", id))
    // There is room for another one, which begins anew.
    const { hash } = chain.head
    const again = ask("chainHead_v1_follow", false)
    ask("chainHead_v1_follow", false)
    assert.isString(ask("chainHead_v1_header", again, hash))
  })

  it("allows two on a connection", () => {
    const { ask, fail } = connected()
    const first = ask("chainHead_v1_follow", true)
    ask("chainHead_v1_follow", false)
    assert.strictEqual(fail("chainHead_v1_follow", false).code, -32_800)
    assert.isNull(ask("chainHead_v1_unfollow", first))
    ask("chainHead_v1_follow", false)
    assert.strictEqual(fail("chainHead_v1_follow", false).code, -32_800)
  })

  it("allows no more in one batch either, of which none has begun", () => {
    const { connection, messages } = connected()
    const one = request("chainHead_v1_follow", [false])
    connection.receive(`[${one},${one},${one}]`)
    const answers = messages[0] as unknown as ReadonlyArray<Message>
    assert.deepStrictEqual(
      answers.map(({ error }) => error?.code),
      [undefined, undefined, -32_800]
    )
  })

  it("tells in order whatever a client does while it is told", () => {
    const chain = new Chain(toy, { finalityLag: 2 })
    chain.newBlock(2)
    const events: Array<string> = []
    const connection = new Rpc(chain).connect((text) => {
      const { params } = JSON.parse(text) as { params?: { result: { event: string; blockHash?: Hex } } }
      if (params === undefined) return
      const { blockHash, event } = params.result
      events.push(blockHash === undefined ? event : `${event} ${chain.block(blockHash)?.number}`)
      if (events.length === 1) chain.newBlock()
    })
    connection.receive(request("chainHead_v1_follow", [false]))
    assert.deepStrictEqual(events, [
      "initialized",
      "newBlock 1",
      "newBlock 2",
      "bestBlockChanged",
      "newBlock 3",
      "bestBlockChanged",
      "finalized"
    ])
  })

  it("is refused where nobody stays", () => {
    const rpc = new Rpc(new Chain(toy))
    assert.include(rpc.handle(request("chainHead_v1_follow", [false])), "-32603")
    assert.include(rpc.handle(request("chainHead_v1_body", ["x", ABSENT])), "limitReached")
  })

  it("is not served where only the old interface is", () => {
    const { ask, fail } = client(new Rpc(new Chain(toy), { hasNewInterface: false }))
    assert.strictEqual(fail("chainHead_v1_follow", true).code, -32_601)
    const { methods } = ask("rpc_methods") as { methods: ReadonlyArray<string> }
    assert.deepStrictEqual(
      methods.filter((name) => name.includes("_v1_")),
      []
    )
  })
})

describe("pins", () => {
  it("keep a block, its state too, whatever the chain lets go", () => {
    const { ask, chain, id, news } = following({ retention: { states: 1, blocks: 2, hashes: 2 } }, true)
    const { hash } = chain.head
    chain.newBlock(10)
    assert.isUndefined(chain.block(hash))
    news()
    assert.isString(ask("chainHead_v1_header", id, hash))
    ask("chainHead_v1_storage", id, hash, [{ key: KEY, type: "value" }], null)
    assert.deepInclude(news()[0], { items: [{ key: KEY, value: "0x03000000" }] })
  })

  it("end one by one, in lists, and never twice", () => {
    const { ask, chain, fail, id } = following()
    const hashes = [chain.head.hash, chain.newBlock().hash, chain.newBlock().hash]
    assert.strictEqual(fail("chainHead_v1_unpin", id, [hashes[0], hashes[0]]).code, -32_804)
    assert.strictEqual(fail("chainHead_v1_unpin", id, [hashes[0], ABSENT]).code, -32_801)
    // Nothing was let go by what failed.
    assert.isNull(ask("chainHead_v1_unpin", id, hashes[0]))
    assert.strictEqual(fail("chainHead_v1_header", id, hashes[0]).code, -32_801)
    assert.strictEqual(fail("chainHead_v1_unpin", id, hashes[0]).code, -32_801)
    assert.isNull(ask("chainHead_v1_unpin", id, hashes.slice(1)))
    assert.isNull(ask("chainHead_v1_unpin", id, []))
    assert.strictEqual(fail("chainHead_v1_body", id, hashes[2]).code, -32_801)
  })

  it("are of one follow each", () => {
    const { ask, chain, fail, id } = following()
    const other = ask("chainHead_v1_follow", false)
    ask("chainHead_v1_unpin", id, chain.head.hash)
    assert.isString(ask("chainHead_v1_header", other, chain.head.hash))
    assert.strictEqual(fail("chainHead_v1_header", id, chain.head.hash).code, -32_801)
  })

  it("stay on a block that will never be final", () => {
    const { ask, chain, id, news } = following({ finalityLag: 1 })
    const three = chain.head
    chain.setHead(2)
    another(chain, 7n)
    chain.newBlock()
    assert.deepInclude(news().at(-1), { prunedBlockHashes: [three.hash] })
    assert.isString(ask("chainHead_v1_header", id, three.hash))
  })

  it("stop the follow if there are too many", () => {
    const { chain, news } = following()
    chain.newBlock(511)
    assert.notInclude(JSON.stringify(news()), "stop")
    chain.newBlock()
    assert.deepStrictEqual(news().slice(-2), [final(chain.head), stop])
  })

  it("may be more where many blocks are not final", () => {
    const chain = new Chain(toy, { finalityLag: 600 })
    chain.newBlock(600)
    const { ask, told } = client(new Rpc(chain))
    const id = ask("chainHead_v1_follow", false)
    assert.strictEqual(told(id).length, 602)
    assert.deepStrictEqual(told(id).at(-1), best(chain.head))
  })

  it("show what somebody wrote to the state", () => {
    const { ask, chain, id, news } = following({ retention: { states: 1, blocks: 1, hashes: 1 } })
    const { hash } = chain.head
    const key = SubtensorModule.storage.Tempo.key(toy.runtime, 3)
    const read = () => {
      news()
      ask("chainHead_v1_storage", id, hash, [{ key, type: "value" }])
      return (news()[0] as { items: ReadonlyArray<{ value: string }> }).items[0]?.value
    }
    chain.write((state) => SubtensorModule.storage.Tempo.put(state, 3, 10))
    assert.strictEqual(read(), "0x0a00")
    chain.newBlock(5)
    assert.strictEqual(read(), "0x0a00")
  })
})

describe("who follows nothing", () => {
  it("is told so, or nothing, as each method has it", () => {
    const { ask } = connected()
    assert.isNull(ask("chainHead_v1_header", "x", ABSENT))
    assert.deepStrictEqual(ask("chainHead_v1_body", "x", ABSENT), { result: "limitReached" })
    assert.deepStrictEqual(ask("chainHead_v1_call", "x", ABSENT, "Core_version", ""), { result: "limitReached" })
    assert.deepStrictEqual(ask("chainHead_v1_storage", "x", ABSENT, [], null), { result: "limitReached" })
    assert.isNull(ask("chainHead_v1_unpin", "x", [ABSENT, ABSENT]))
    assert.isNull(ask("chainHead_v1_continue", "x", "y"))
    assert.isNull(ask("chainHead_v1_stopOperation", "x", "y"))
    assert.isNull(ask("chainHead_v1_unfollow", "x"))
  })

  it("knows nothing of what others follow", () => {
    const { chain, id } = following()
    const { ask } = client(new Rpc(chain))
    assert.isNull(ask("chainHead_v1_header", id, chain.head.hash))
  })

  it("lets go of all, and hears no more", () => {
    const { ask, chain, id, news } = following()
    news()
    assert.isNull(ask("chainHead_v1_unfollow", id))
    chain.newBlock()
    assert.deepStrictEqual(news(), [])
    assert.isNull(ask("chainHead_v1_header", id, chain.head.hash))
  })
})

describe("chainHead_v1_header", () => {
  it("gives the header of which the hash is made", () => {
    const { ask, chain, id } = following()
    assert.strictEqual(ask("chainHead_v1_header", id, chain.head.hash), toHex(toy.header(chain.head, chain.head)))
  })
})

describe("whatever is wrong with parameters", () => {
  it.each([
    ["chainHead_v1_follow", []],
    ["chainHead_v1_follow", [1]],
    ["chainHead_v1_header", [1, ABSENT]],
    ["chainHead_v1_header", ["x", "0x00"]],
    ["chainHead_v1_body", ["x"]],
    ["chainHead_v1_call", ["x", ABSENT, 1, ""]],
    ["chainHead_v1_call", ["x", ABSENT, "Core_version", "zz"]],
    ["chainHead_v1_storage", ["x", ABSENT, null]],
    ["chainHead_v1_storage", ["x", ABSENT, [{ key: "0x" }]]],
    ["chainHead_v1_storage", ["x", ABSENT, [{ key: "0x", type: "values" }]]],
    ["chainHead_v1_storage", ["x", ABSENT, [{ type: "value" }]]],
    ["chainHead_v1_storage", ["x", ABSENT, [], 7]],
    ["chainHead_v1_unpin", ["x", [1]]],
    ["chainHead_v1_unpin", ["x"]],
    ["chainHead_v1_continue", ["x"]],
    ["chainHead_v1_stopOperation", ["x", 1]],
    ["chainHead_v1_unfollow", [1]]
  ])("is told: %s %j", (method, params) => {
    assert.strictEqual(connected().fail(method, ...params).code, -32_602)
  })
})
