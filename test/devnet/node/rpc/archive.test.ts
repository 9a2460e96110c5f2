import { assert, describe, it } from "vitest"
import { blake2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"
import { hex, toHex } from "../../../support/vectors.ts"

const ABSENT = `0x${"ab".repeat(32)}`
const KEY = System.storage.Number.key(toy.runtime)
const hashOf = (value: string) => toHex(blake2_256(hex(value)))

const connected = (options: ChainOptions = {}) => {
  const chain = new Chain(toy, options)
  chain.newBlock(3)
  const all = client(new Rpc(chain))
  return {
    chain,
    ...all,
    /** All that a subscription tells before it ends. */
    read: (method: string, ...params: ReadonlyArray<unknown>) => all.told(all.ask(`archive_v1_${method}`, ...params))
  }
}

describe("chainSpec_v1_*", () => {
  it("says what never changes", () => {
    const { ask, chain } = connected()
    assert.strictEqual(ask("chainSpec_v1_chainName"), ask("system_chain"))
    assert.strictEqual(ask("chainSpec_v1_genesisHash"), chain.genesis)
    assert.deepStrictEqual(ask("chainSpec_v1_properties"), ask("system_properties"))
  })
})

describe("archive_v1_*", () => {
  it("knows blocks by their hashes", () => {
    const { ask, chain } = connected()
    const block = chain.blockAt(2)!
    assert.strictEqual(ask("archive_v1_genesisHash"), chain.genesis)
    assert.strictEqual(ask("archive_v1_header", block.hash), toHex(toy.header(block, block)))
    assert.deepStrictEqual(ask("archive_v1_body", block.hash), block.extrinsics.map(toHex))
  })

  it("knows nothing of others, that of null among them", () => {
    const { ask } = connected()
    for (const at of [ABSENT, null]) {
      assert.isNull(ask("archive_v1_header", at))
      assert.isNull(ask("archive_v1_body", at))
      assert.isNull(ask("archive_v1_call", at, "Core_version", ""))
    }
  })

  it("knows hashes by heights: that which is final, and all that may become it", () => {
    const { ask, chain } = connected({ finalityLag: 1 })
    const three = chain.head.hash
    chain.setHead(2)
    chain.setTime(chain.nextTime + 12_000n)
    const fork = chain.newBlock().hash
    assert.strictEqual(ask("archive_v1_finalizedHeight"), 2)
    assert.deepStrictEqual(ask("archive_v1_hashByHeight", 2), [chain.hashAt(2)])
    assert.deepStrictEqual(ask("archive_v1_hashByHeight", 3), [three, fork])
    assert.deepStrictEqual(ask("archive_v1_hashByHeight", 4), [])
    chain.newBlock()
    assert.deepStrictEqual(ask("archive_v1_hashByHeight", 3), [fork])
  })

  it("has no hash that was let go", () => {
    const { ask, chain } = connected({ retention: { states: 1, blocks: 1, hashes: 1 } })
    chain.newBlock(3)
    assert.deepStrictEqual(ask("archive_v1_hashByHeight", 2), [])
  })

  it("asks the runtime", () => {
    const { ask, chain } = connected()
    const call = (method: string, args: string) => ask("archive_v1_call", chain.blockAt(1)!.hash, method, args)
    assert.deepStrictEqual(call("Metadata_metadata_versions", ""), { success: true, value: "0x080e0000000f000000" })
    for (const method of ["Nobody_knows", "SubnetInfoRuntimeApi_get_subnet_hyperparams"]) {
      const { error, success } = call(method, "0x0000") as { success: boolean; error: string }
      assert.isFalse(success)
      assert.include(error, "Execution failed")
    }
  })

  it("says that a state is not kept any more", () => {
    const { ask, chain, read } = connected({ retention: { states: 1 } })
    const { hash } = chain.head
    chain.newBlock(5)
    assert.include(JSON.stringify(ask("archive_v1_call", hash, "Core_version", "")), "already discarded")
    const [event] = read("storage", hash, [{ key: KEY, type: "value" }], null)
    assert.strictEqual((event as { event: string }).event, "storageError")
  })

  it.each<[string, ReadonlyArray<unknown>]>([
    ["header", ["0x00"]],
    ["body", [7]],
    ["call", [ABSENT, "Core_version"]],
    ["call", [ABSENT, 7, ""]],
    ["hashByHeight", []],
    ["hashByHeight", [-1]],
    ["hashByHeight", [2 ** 32]],
    ["storage", [ABSENT]],
    ["storage", [null, [], null]],
    ["storage", [ABSENT, [{ key: "0x", type: "all" }]]],
    ["storage", [ABSENT, Array.from({ length: 1001 }, () => ({ key: KEY, type: "hash" })), null]],
    ["storageDiff", [ABSENT, [{}]]],
    ["storageDiff", [ABSENT, [{ returnType: "both" }]]],
    ["storageDiff", [ABSENT, null, 7]],
    ["stopStorage", []]
  ])("refuses %s %j", (method, params) => {
    assert.strictEqual(connected().fail(`archive_v1_${method}`, ...params).code, -32_602)
  })
})

describe("archive_v1_storage", () => {
  const done = { event: "storageDone" }

  it("tells values and hashes", () => {
    const { chain, read } = connected()
    const value = "0x02000000"
    const events = read("storage", chain.blockAt(2)!.hash, [
      { key: KEY, type: "value" },
      { key: "0x00", type: "value" },
      { key: KEY, type: "hash" },
      { key: KEY, type: "descendantsHashes" }
    ])
    const hash = hashOf(value)
    assert.deepStrictEqual(events, [
      { event: "storage", key: KEY, value },
      { event: "storage", key: KEY, hash },
      { event: "storage", key: KEY, hash },
      done
    ])
  })

  it("goes on behind a key", () => {
    const { chain, read } = connected()
    const keys: ReadonlyArray<Hex> = ["0xffff01", "0xffff02", "0xffff03"]
    chain.setStorage(keys.map((key) => [key, Uint8Array.of(1)]))
    const descend = (paginationStartKey?: Hex) =>
      read("storage", chain.head.hash, [{ key: "0xffff", type: "descendantsValues", paginationStartKey }])
        .slice(0, -1)
        .map((event) => (event as { key: string }).key)
    assert.deepStrictEqual(descend(), [...keys])
    assert.deepStrictEqual(descend(keys[0]), keys.slice(1))
    assert.deepStrictEqual(descend("0xffff0101"), keys.slice(1))
    assert.deepStrictEqual(descend(keys[2]), [])
  })

  it("ends with what is wrong", () => {
    const { chain, read } = connected()
    for (const [at, query, text] of [
      [ABSENT, { key: KEY, type: "value" }, "not found"],
      [chain.head.hash, { key: KEY, type: "closestDescendantMerkleValue" }, "no trie"]
    ] as const) {
      const events = read("storage", at, [query], null)
      assert.deepInclude(events[0], { event: "storageError" })
      assert.include(JSON.stringify(events), text)
      assert.strictEqual(events.length, 1)
    }
  })

  it("does not tell any amount at once", () => {
    const { chain, read } = connected()
    chain.setStorage(
      Array.from({ length: 20 }, (_, index) => [`0xffff${String(index).padStart(2, "0")}`, new Uint8Array(2 ** 19)])
    )
    const events = read("storage", chain.head.hash, [{ key: "0xffff", type: "descendantsValues" }])
    assert.deepInclude(events.at(-1), { event: "storageError" })
    assert.strictEqual(events.length, 16)
  })

  it("finds nothing in storages within the storage, and ends what has ended", () => {
    const { ask, chain, told } = connected()
    const id = ask("archive_v1_storage", chain.head.hash, [{ key: KEY, type: "value" }], "0xabcd")
    assert.deepStrictEqual(told(id), [done])
    assert.isNull(ask("archive_v1_stopStorage", id))
    assert.isNull(ask("archive_v1_stopStorageDiff", "x"))
  })
})

describe("archive_v1_storageDiff", () => {
  it("tells what a block changed, and what several did", () => {
    const { chain, read } = connected()
    const [one, two, three]: ReadonlyArray<Hex> = ["0xffff01", "0xffff02", "0xffff03"]
    chain.setStorage([
      [one!, Uint8Array.of(1)],
      [two!, Uint8Array.of(1)]
    ])
    const before = chain.newBlock().hash
    chain.newBlock()
    chain.setStorage([
      [one!, undefined],
      [two!, Uint8Array.of(2)],
      [three!, Uint8Array.of(3)]
    ])
    const { hash } = chain.head
    const differences = (returnType: "value" | "hash") => [
      { event: "storageDiff", key: one, type: "deleted" },
      {
        event: "storageDiff",
        key: two,
        [returnType]: returnType === "value" ? "0x02" : hashOf("0x02"),
        type: "modified"
      },
      {
        event: "storageDiff",
        key: three,
        [returnType]: returnType === "value" ? "0x03" : hashOf("0x03"),
        type: "added"
      },
      { event: "storageDiffDone" }
    ]
    for (const as of ["value", "hash"] as const) {
      assert.deepStrictEqual(read("storageDiff", hash, [{ key: "0xffff", returnType: as }]), differences(as))
    }
    const since = read("storageDiff", chain.newBlock().hash, [{ key: "0xffff", returnType: "value" }], before)
    assert.deepStrictEqual(since, differences("value"))
    const all = read("storageDiff", hash) as ReadonlyArray<object>
    assert.includeDeepMembers([...all], differences("value"))
    assert.isAbove(all.length, 5)
  })

  it("has nothing of what is before the first block, nor of storages within the storage", () => {
    const { chain, read } = connected()
    assert.deepInclude(read("storageDiff", chain.genesis)[0], { event: "storageDiffError" })
    assert.deepInclude(read("storageDiff", ABSENT)[0], { event: "storageDiffError" })
    const ofChild = [{ returnType: "value", childTrieKey: "0xabcd" }]
    assert.deepStrictEqual(read("storageDiff", chain.head.hash, ofChild), [{ event: "storageDiffDone" }])
  })
})
