import { bytesToHex } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { blake2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc, type RpcOptions } from "effect-bittensor/devnet/node/rpc/Rpc"
import { itemPrefix } from "effect-bittensor/devnet/runtime/keys"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { client } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"

const UNKNOWN = `0x${"ab".repeat(32)}`
const NUMBER = System.storage.Number.prefix
const ACCOUNTS = itemPrefix("System", "Account")
const { Tempo } = SubtensorModule.storage
const TEMPO = Tempo.key(subtensor185, 3)

const connected = (options: ChainOptions = {}, rpc: RpcOptions = {}) => {
  const chain = new Chain(toy, options)
  chain.newBlock(3)
  return { chain, ...client(new Rpc(chain, rpc)) }
}

describe("state_getStorage", () => {
  it.each(["state_getStorage", "state_getStorageAt"])("reads at the best block or any other: %s", (method) => {
    const { ask, chain } = connected()
    for (const params of [
      [NUMBER],
      [NUMBER, null],
      [NUMBER, chain.head.hash],
      [NUMBER.slice(2)],
      [NUMBER.toUpperCase().replace("0X", "0x")]
    ]) {
      assert.strictEqual(ask(method, ...params), "0x03000000")
    }
    assert.strictEqual(ask(method, NUMBER, chain.hashAt(1)), "0x01000000")
    assert.isNull(ask(method, NUMBER, chain.genesis))
    assert.isNull(ask(method, "0x00"))
    assert.isNull(ask(method, ""))
  })

  it.each([["zz"], ["0xzz"], ["0x1"], [7], [null], [{}], [[]], [NUMBER, "zz"], [NUMBER, 5], []])(
    "refuses %j",
    (...params) => {
      const { code, data, message } = connected().fail("state_getStorage", ...params)
      assert.deepStrictEqual([code, message], [-32_602, "Invalid params"])
      assert.isString(data)
    }
  )

  it("is refused where it is more than an answer has room for", () => {
    const { ask, chain, fail } = connected({}, { limits: { response: 200 } })
    chain.setStorage([["0x01", new Uint8Array(101)]])
    assert.strictEqual(fail("state_getStorage", "0x01").code, -32_008)
    assert.strictEqual(ask("state_getStorageSize", "0x01"), 101)
  })

  it("has a hash and a size", () => {
    const { ask } = connected()
    const hash = `0x${bytesToHex(blake2_256(Uint8Array.of(3, 0, 0, 0)))}`
    assert.strictEqual(ask("state_getStorageHash", NUMBER), hash)
    assert.strictEqual(ask("state_getStorageHashAt", NUMBER, null), hash)
    assert.strictEqual(ask("state_getStorageSize", NUMBER), 4)
    assert.strictEqual(ask("state_getStorageSizeAt", NUMBER, null), 4)
    assert.isNull(ask("state_getStorageHash", "0x00"))
    assert.isNull(ask("state_getStorageSize", "0x00"))
  })

  it("has a hash of the code, by which clients know the metadata", () => {
    const metadata = `0x${bytesToHex(blake2_256(encodeMetadata(subtensor185, 14)))}`
    assert.strictEqual(connected().ask("state_getStorageHash", "0x3a636f6465"), metadata)
  })
})

describe("a block that is not there", () => {
  it("is an error of all that reads a state", () => {
    const { fail } = connected()
    const message = `Client error: UnknownBlock: Header was not found in the database: ${UNKNOWN}`
    for (const [method, ...params] of [
      ["state_getStorage", NUMBER, UNKNOWN],
      ["state_getKeysPaged", "0x", 10, null, UNKNOWN],
      ["state_queryStorageAt", [NUMBER], UNKNOWN],
      ["state_call", "Metadata_metadata_versions", "", UNKNOWN],
      ["state_getMetadata", UNKNOWN],
      ["state_getRuntimeVersion", UNKNOWN]
    ] as const) {
      assert.deepStrictEqual(fail(method, ...params), { code: 4003, message })
    }
  })

  it("is told apart from one whose state was let go", () => {
    const { chain, fail } = connected({ retention: { states: 1 } })
    const hash = chain.hashAt(1)
    const message = `Client error: UnknownBlock: State already discarded for ${hash}`
    assert.deepStrictEqual(fail("state_getStorage", NUMBER, hash), { code: 4003, message })
    assert.deepStrictEqual(fail("state_getRuntimeVersion", hash), { code: 4003, message })
  })

  it("is no other than the first one where the parent of that is asked for", () => {
    const { ask } = connected()
    const none = `0x${"0".repeat(64)}`
    assert.deepStrictEqual(ask("state_getRuntimeVersion", none), ask("state_getRuntimeVersion"))
    assert.strictEqual(ask("state_getMetadata", none), ask("state_getMetadata"))
    assert.strictEqual(ask("state_call", "Metadata_metadata_versions", "", none), "0x080e0000000f000000")
  })
})

describe("state_getKeysPaged", () => {
  it.each(["state_getKeysPaged", "state_getKeysPagedAt"])("gives pages in the order of the raw keys: %s", (method) => {
    const { ask, chain } = connected()
    const all = chain.stateAt().storage.keys(ACCOUNTS)
    assert.lengthOf(all, 6)
    assert.deepStrictEqual(ask(method, ACCOUNTS, 1000, null), all)
    // As Python and polkadot.js begin: with the prefix as the key that the page is behind.
    assert.deepStrictEqual(ask(method, ACCOUNTS, 4, ACCOUNTS), all.slice(0, 4))
    assert.deepStrictEqual(ask(method, ACCOUNTS, 4, all[3], chain.head.hash), all.slice(4))
    assert.deepStrictEqual(ask(method, ACCOUNTS, 4, all[5]), [])
    assert.deepStrictEqual(ask(method, ACCOUNTS, 4, `${all[3]}00`), all.slice(4))
    assert.deepStrictEqual(ask(method, ACCOUNTS, 0), [])
    assert.deepStrictEqual(ask(method, null, 2), chain.stateAt().storage.keys("0x").slice(0, 2))
  })

  it("gives no more than 1000 at once", () => {
    const { fail } = connected()
    assert.deepStrictEqual(fail("state_getKeysPaged", "0x", 1001), {
      code: 4002,
      message: "count exceeds maximum value. value: 1001, max: 1000"
    })
    for (const count of [-1, 1.5, "9", null, 2 ** 40]) {
      assert.strictEqual(fail("state_getKeysPaged", "0x", count).code, -32_602)
    }
  })
})

describe("state_queryStorageAt", () => {
  it("gives all keys that were asked for, as they were asked for", () => {
    const { ask, chain } = connected()
    const keys = [TEMPO, "0x00", NUMBER, TEMPO]
    const changes = [
      [TEMPO, "0x6300"],
      ["0x00", null],
      [NUMBER, "0x03000000"],
      [TEMPO, "0x6300"]
    ]
    assert.deepStrictEqual(ask("state_queryStorageAt", keys), [{ block: chain.head.hash, changes }])
    const first = chain.hashAt(1)
    assert.deepStrictEqual(ask("state_queryStorageAt", [NUMBER], first), [
      { block: first, changes: [[NUMBER, "0x01000000"]] }
    ])
    assert.deepStrictEqual(ask("state_queryStorageAt", []), [{ block: chain.head.hash, changes: [] }])
  })

  it("stops where its answer is too long, before all of it is made", () => {
    const { chain, fail } = connected()
    chain.setStorage([["0x01", new Uint8Array(2 ** 20)]])
    // Four gigabytes.
    const { code, message } = fail("state_queryStorageAt", Array<string>(2000).fill("0x01"))
    assert.deepStrictEqual([code, message], [-32_008, "Response is too big"])
  })

  it("has a history for the operator", () => {
    const { ask, chain } = connected({}, { isUnsafeAllowed: true })
    assert.deepStrictEqual(ask("state_queryStorage", [NUMBER, TEMPO], chain.hashAt(1), chain.hashAt(2)), [
      {
        block: chain.hashAt(1),
        changes: [
          [NUMBER, "0x01000000"],
          [TEMPO, "0x6300"]
        ]
      },
      { block: chain.hashAt(2), changes: [[NUMBER, "0x02000000"]] }
    ])
    assert.deepStrictEqual(ask("state_getKeys", TEMPO), [TEMPO])
    assert.deepStrictEqual(ask("state_getPairs", TEMPO), [[TEMPO, "0x6300"]])
  })
})

describe("state_call", () => {
  it.each(["0x", "", null])("takes no arguments as %j", (none) => {
    const { ask, fail } = connected()
    if (none === null) assert.strictEqual(fail("state_call", "Metadata_metadata_versions", none).code, -32_602)
    else assert.strictEqual(ask("state_call", "Metadata_metadata_versions", none, null), "0x080e0000000f000000")
  })

  it("takes arguments with and without 0x", () => {
    const { ask } = connected()
    const metadata = ask("state_call", "Metadata_metadata_at_version", "0x0f000000")
    assert.strictEqual(ask("state_callAt", "Metadata_metadata_at_version", "0f000000", null), metadata)
    assert.match(String(metadata), /^0x01[0-9a-f]{8}6d6574610f/)
  })

  it("of what the runtime does not have or does not survive is an error", () => {
    const { fail } = connected()
    for (const method of ["Nobody_knows", "toString", ""]) {
      assert.deepStrictEqual(fail("state_call", method, ""), {
        code: 4003,
        message: `Client error: Execution failed: Other: Exported method ${method} is not found`
      })
    }
    const trapped = "Client error: Execution failed: Execution aborted due to trap"
    for (const [method, args] of [
      ["SubnetInfoRuntimeApi_get_subnet_hyperparams", "0x0300"],
      ["AccountNonceApi_account_nonce", "0x00"]
    ] as const) {
      const { code, message } = fail("state_call", method, args)
      assert.strictEqual(code, 4003)
      assert.isTrue(message.startsWith(trapped), message)
    }
  })
})

describe("the runtime", () => {
  it("has metadata and a version", () => {
    const { ask } = connected()
    assert.match(String(ask("state_getMetadata", null)), /^0x6d6574610e/)
    const { version } = subtensor185
    for (const method of ["state_getRuntimeVersion", "chain_getRuntimeVersion"]) {
      assert.deepStrictEqual(ask(method, null), {
        specName: "node-subtensor",
        implName: "node-subtensor",
        authoringVersion: 1,
        specVersion: 185,
        implVersion: 1,
        apis: version.apis,
        transactionVersion: 1,
        stateVersion: 1
      })
    }
  })

  it("tells its version to subscribers, once", () => {
    const { ask, chain, told } = connected()
    const id = ask("state_subscribeRuntimeVersion")
    chain.newBlock()
    assert.deepStrictEqual(told(id), [ask("state_getRuntimeVersion")])
    assert.isTrue(ask("chain_unsubscribeRuntimeVersion", id))
  })
})

describe("state_subscribeStorage", () => {
  it("tells all keys, then those that changed", () => {
    const { ask, chain, told } = connected()
    const id = ask("state_subscribeStorage", [TEMPO, NUMBER, "0x00"])
    const first = {
      block: chain.head.hash,
      changes: [
        [TEMPO, "0x6300"],
        [NUMBER, "0x03000000"],
        ["0x00", null]
      ]
    }
    const { hash } = chain.newBlock()
    const second = { block: hash, changes: [[NUMBER, "0x04000000"]] }
    chain.setItem("SubtensorModule", "Tempo", [3], 5)
    const third = { block: hash, changes: [[TEMPO, "0x0500"]] }
    assert.deepStrictEqual(told(id), [first, second, third])
    chain.setHead(3)
    assert.deepStrictEqual(told(id).at(-1), {
      block: chain.head.hash,
      changes: [
        [TEMPO, "0x6300"],
        [NUMBER, "0x03000000"]
      ]
    })
    assert.isTrue(ask("state_unsubscribeStorage", id))
    chain.newBlock()
    assert.lengthOf(told(id), 4)
  })

  it("is silent where nothing changed, and of the whole state for nobody", () => {
    const { ask, chain, fail, told } = connected()
    const id = ask("state_subscribeStorage", [TEMPO])
    chain.newBlock(2)
    assert.lengthOf(told(id), 1)
    assert.strictEqual(fail("state_subscribeStorage").message, "RPC call is unsafe to be called externally")
    assert.strictEqual(fail("state_subscribeStorage", ["zz"]).code, -32_602)
  })
})

describe("the bounds of state_subscribeStorage", () => {
  it("are on the keys of all connections together", () => {
    const chain = new Chain(toy)
    const rpc = new Rpc(chain, { limits: { watchedKeys: 3 } })
    const [one, other] = [client(rpc), client(rpc)]
    const id = one.ask("state_subscribeStorage", [TEMPO, NUMBER, TEMPO, NUMBER])
    assert.strictEqual(other.fail("state_subscribeStorage", [TEMPO, NUMBER]).code, -32_006)
    assert.isTrue(one.ask("state_unsubscribeStorage", id))
    other.ask("state_subscribeStorage", [TEMPO, NUMBER])
    assert.strictEqual(one.fail("state_subscribeStorage", [TEMPO, NUMBER]).code, -32_006)
    other.connection.close()
    one.ask("state_subscribeStorage", [TEMPO, NUMBER])
    chain.newBlock()
  })

  it("are on what is told first", () => {
    const { ask, fail } = connected({}, { limits: { response: 200 } })
    assert.strictEqual(fail("state_subscribeStorage", [TEMPO, NUMBER, ACCOUNTS]).code, -32_008)
    ask("state_subscribeStorage", [TEMPO])
  })
})

describe("what this chain cannot do", () => {
  it("is said", () => {
    const { ask, fail } = connected()
    assert.deepStrictEqual(fail("state_getReadProof", [NUMBER]), {
      code: 4003,
      message: "Client error: this chain has no trie, so it can prove nothing of its state"
    })
    const operator = connected({}, { isUnsafeAllowed: true })
    assert.strictEqual(operator.fail("state_traceBlock", UNKNOWN).code, 4003)
    assert.deepStrictEqual(operator.ask("state_trieMigrationStatus"), {
      topRemainingToMigrate: 0,
      childRemainingToMigrate: 0
    })
    assert.isNull(operator.ask("offchain_localStorageGet", "PERSISTENT", "0x00"))
    assert.isNull(operator.ask("offchain_localStorageSet", "PERSISTENT", "0x00", "0x01"))
    assert.isNull(ask("childstate_getStorage", "0x00", "0x00"))
    assert.isNull(ask("childstate_getStorageHash", "0x00", "0x00"))
    assert.isNull(ask("childstate_getStorageSize", "0x00", "0x00"))
    assert.deepStrictEqual(ask("childstate_getKeys", "0x00", "0x00"), [])
    assert.deepStrictEqual(ask("childstate_getKeysPaged", "0x00", "0x00", 5), [])
    assert.deepStrictEqual(ask("childstate_getStorageEntries", "0x00", ["0x00", "0x01"]), [null, null])
  })
})
