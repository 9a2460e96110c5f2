import { assert, describe, it } from "vitest"
import { blake2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client, type Message, request } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"
import { hex, toHex } from "../../../support/vectors.ts"

const KEY = System.storage.Number.key(toy.runtime)
const CODE = "0x3a636f6465"

interface Event {
  readonly event: string
  readonly operationId?: string
  readonly items?: ReadonlyArray<Readonly<Record<string, string>>>
}

const withoutId = (event: Event) => Object.fromEntries(Object.entries(event).filter(([name]) => name !== "operationId"))

/** A client that follows, and what an operation at the last block tells. */
const following = (options: ChainOptions = {}, withRuntime = true) => {
  const chain = new Chain(toy, options)
  chain.newBlock(3)
  const all = client(new Rpc(chain))
  const id = all.ask("chainHead_v1_follow", withRuntime)
  const begin = (method: string, ...params: ReadonlyArray<unknown>) =>
    all.ask(`chainHead_v1_${method}`, id, chain.head.hash, ...params) as {
      readonly result: string
      readonly operationId?: string
      readonly discardedItems?: number
    }
  const eventsOf = (operationId: string | undefined) =>
    (all.told(id) as ReadonlyArray<Event>).filter((event) => event.operationId === operationId)
  const run = (method: string, ...params: ReadonlyArray<unknown>) => {
    const { operationId, result } = begin(method, ...params)
    assert.strictEqual(result, "started")
    // An event without one of its fields.
    return eventsOf(operationId).map((event) => withoutId(event) as unknown as Event)
  }
  return { chain, ...all, id, begin, eventsOf, run }
}

/** Stores this under a prefix of its own, as many times. */
const fill = (chain: Chain, count: number, bytes: number) => {
  const prefix: Hex = "0xffff"
  const keyOf = (index: number): Hex => `${prefix}${index.toString(16).padStart(8, "0")}`
  chain.setStorage(Array.from({ length: count }, (_, index) => [keyOf(index), new Uint8Array(bytes).fill(index)]))
  return { prefix, keyOf }
}

describe("chainHead_v1_body and _call", () => {
  it("answer, and then tell", () => {
    const { begin, chain, id, messages } = following()
    const before = messages.length
    const { operationId } = begin("body")
    assert.deepStrictEqual(messages.slice(before), [
      { jsonrpc: "2.0", result: { result: "started", operationId }, id: 1 },
      {
        jsonrpc: "2.0",
        method: "chainHead_v1_followEvent",
        params: {
          subscription: id,
          result: { event: "operationBodyDone", operationId, value: chain.head.extrinsics.map(toHex) }
        }
      }
    ] as ReadonlyArray<object>)
  })

  it("ask the runtime", () => {
    const { chain, run } = following()
    const account = `0x${"11".repeat(32)}`
    assert.deepStrictEqual(run("call", "AccountNonceApi_account_nonce", account), [
      { event: "operationCallDone", output: "0x00000000" }
    ] as object)
    assert.deepStrictEqual(run("call", "Metadata_metadata_versions", ""), [
      { event: "operationCallDone", output: "0x080e0000000f000000" }
    ] as object)
    assert.strictEqual(chain.head.number, 3)
  })

  it("tell what the runtime fails with", () => {
    const { run } = following()
    for (const method of ["Nobody_knows", "SubnetInfoRuntimeApi_get_subnet_hyperparams", "__proto__"]) {
      const [event, ...more] = run("call", method, "0x0000")
      assert.strictEqual(event?.event, "operationError")
      assert.include(JSON.stringify(event), "Execution failed")
      assert.isEmpty(more)
    }
  })

  it("call nothing for who follows without runtimes", () => {
    const { chain, fail, id, run } = following({}, false)
    assert.strictEqual(fail("chainHead_v1_call", id, chain.head.hash, "Core_version", "").code, -32_802)
    assert.strictEqual(run("body")[0]?.event, "operationBodyDone")
  })

  it("finish although their block was let go meanwhile", () => {
    const { chain, connection, id, messages } = following()
    const at = chain.head.hash
    const unpin = request("chainHead_v1_unpin", [id, at])
    connection.receive(`[${request("chainHead_v1_body", [id, at])},${unpin}]`)
    assert.include(JSON.stringify(messages.at(-1)), "operationBodyDone")
  })

  it("are not there for a block that was never told", () => {
    const { chain, fail, id } = following()
    for (const params of [[], ["Core_version", ""], [[]]]) {
      const method = `chainHead_v1_${["body", "storage", "call"][params.length]}`
      assert.strictEqual(fail(method, id, chain.genesis, ...params).code, -32_801)
    }
  })
})

describe("chainHead_v1_storage", () => {
  it("tells values and hashes, and nothing of what is not there", () => {
    const { run } = following()
    const absent = "0x00"
    const value = "0x03000000"
    const events = run("storage", [
      { key: KEY, type: "value" },
      { key: absent, type: "value" },
      { key: KEY, type: "hash" },
      { key: absent, type: "hash" },
      { key: absent, type: "descendantsValues" },
      { key: KEY, type: "descendantsHashes" }
    ])
    const hash = toHex(blake2_256(hex(value)))
    assert.deepStrictEqual(events, [
      {
        event: "operationStorageItems",
        items: [
          { key: KEY, value },
          { key: KEY, hash },
          { key: KEY, hash }
        ]
      },
      { event: "operationStorageDone" }
    ] as object)
    assert.deepStrictEqual(run("storage", [{ key: absent, type: "value" }]), [{ event: "operationStorageDone" }])
    assert.deepStrictEqual(run("storage", []), [{ event: "operationStorageDone" }])
  })

  it("has a hash of the code, by which clients know the metadata", () => {
    const { ask, run } = following()
    const [event] = run("storage", [{ key: CODE, type: "hash" }], null)
    assert.deepStrictEqual(event?.items, [{ key: CODE, hash: ask("state_getStorageHash", CODE) as string }])
  })

  it("says that there are no Merkle values", () => {
    const [event] = following().run("storage", [{ key: KEY, type: "closestDescendantMerkleValue" }])
    assert.include(JSON.stringify(event), "no trie")
    assert.strictEqual(event?.event, "operationError")
  })

  it("finds nothing in storages within the storage", () => {
    const events = following().run("storage", [{ key: "0x", type: "descendantsValues" }], "0xabcd")
    assert.deepStrictEqual(events, [{ event: "operationStorageDone" }])
  })

  it("tells much in pages", () => {
    const { chain, run } = following()
    const { prefix } = fill(chain, 500, 100)
    const events = run("storage", [{ key: prefix, type: "descendantsValues" }])
    assert.deepStrictEqual(
      events.map(({ event }) => event),
      ["operationStorageItems", "operationStorageItems", "operationStorageDone"]
    )
    assert.strictEqual(events.flatMap(({ items = [] }) => items).length, 500)
    for (const event of events) assert.isBelow(JSON.stringify(event).length, 100_000)
  })

  it("waits until the client can take more", () => {
    const { ask, begin, chain, eventsOf, fail, id } = following()
    const { keyOf, prefix } = fill(chain, 2500, 500)
    const { operationId } = begin("storage", [{ key: prefix, type: "descendantsValues" }])
    assert.strictEqual(eventsOf(operationId).length, 17)
    assert.strictEqual(eventsOf(operationId).at(-1)?.event, "operationWaitingForContinue")
    // Neither what happens to the state nor that the block is let go is seen by it.
    const { hash } = chain.head
    chain.setStorage([[keyOf(2499), undefined]])
    ask("chainHead_v1_unpin", id, hash)
    assert.isNull(ask("chainHead_v1_continue", id, operationId))
    assert.strictEqual(eventsOf(operationId).at(17)?.event, "operationStorageItems")
    ask("chainHead_v1_continue", id, operationId)
    assert.strictEqual(eventsOf(operationId).at(-1)?.event, "operationStorageDone")
    const keys = eventsOf(operationId).flatMap(({ items = [] }) => items.map(({ key }) => key))
    assert.deepStrictEqual(
      keys,
      Array.from({ length: 2500 }, (_, index) => keyOf(index))
    )
    // What is done does not mind.
    assert.isNull(ask("chainHead_v1_continue", id, operationId))
    assert.isNull(ask("chainHead_v1_stopOperation", id, operationId))
    assert.strictEqual(fail("chainHead_v1_continue", id, 7).code, -32_602)
  })

  it("is stopped while it waits", () => {
    const { ask, begin, chain, eventsOf, id } = following()
    const { prefix } = fill(chain, 2500, 500)
    const { operationId } = begin("storage", [
      { key: prefix, type: "descendantsHashes" },
      { key: prefix, type: "descendantsValues" }
    ])
    const told = eventsOf(operationId).length
    assert.isNull(ask("chainHead_v1_stopOperation", id, operationId))
    assert.isNull(ask("chainHead_v1_continue", id, operationId))
    assert.strictEqual(eventsOf(operationId).length, told)
  })

  it("cannot be continued before it waits", () => {
    const { chain, connection, id, messages } = following()
    // The first operation of a follow, which its batch can know.
    const body = request("chainHead_v1_body", [id, chain.head.hash])
    connection.receive(`[${body},${request("chainHead_v1_continue", [id, `${id}-0`])}]`)
    const answers = messages.find((message) => Array.isArray(message)) as unknown as ReadonlyArray<Message>
    assert.strictEqual(answers[1]?.error?.code, -32_803)
  })
})

describe("too much at once", () => {
  it("is refused, or taken in part", () => {
    const { ask, begin, chain, id } = following()
    const { prefix } = fill(chain, 2500, 500)
    const open = Array.from({ length: 127 }, () => ({ key: prefix, type: "descendantsValues" }))
    const { operationId } = begin("storage", open)
    const two = [
      { key: KEY, type: "value" },
      { key: prefix, type: "descendantsValues" }
    ]
    const part = begin("storage", two)
    assert.deepInclude(part, { result: "started", discardedItems: 1 })
    begin("storage", [two[1]])
    for (const one of [begin("storage", two), begin("body"), begin("call", "Core_version", "")]) {
      assert.deepStrictEqual(one, { result: "limitReached" })
    }
    ask("chainHead_v1_stopOperation", id, operationId)
    assert.strictEqual(begin("body").result, "started")
  })

  it("is refused in one batch, in which nothing is done before it is answered", () => {
    const { chain, connection, id, messages } = following()
    const one = request("chainHead_v1_body", [id, chain.head.hash])
    connection.receive(`[${Array.from({ length: 130 }, () => one).join(",")}]`)
    const answers = messages.find((message) => Array.isArray(message)) as unknown as ReadonlyArray<Message>
    const results = answers.map(({ result }) => (result as { result: string }).result)
    assert.strictEqual(results.lastIndexOf("started"), 127)
    assert.strictEqual(results.indexOf("limitReached"), 128)
  })
})
