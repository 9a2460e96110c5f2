import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc, type RpcOptions } from "effect-bittensor/devnet/node/rpc/Rpc"
import { client, request } from "../../../support/rpcClient.ts"
import { toy } from "../../../support/toyExecutable.ts"

const rpcOf = (options: RpcOptions = {}) => new Rpc(new Chain(toy), options)
const answer = (text: string, options: RpcOptions = {}): unknown => {
  const sent = rpcOf(options).handle(text)
  return sent === undefined ? undefined : JSON.parse(sent)
}
const error = (code: number, message: string, id: unknown = null, data?: unknown) => ({
  jsonrpc: "2.0",
  error: { code, message, ...(data === undefined ? {} : { data }) },
  id
})
const name = (id: unknown) => request("system_name", [], id)
const named = (id: unknown) => ({ jsonrpc: "2.0", result: "Subtensor Node", id })

describe("a request", () => {
  it.each([1, 0, -7, 1.5, "vT1", "", null, true, { a: [1] }, [[]]])("is answered under its id: %j", (id) => {
    assert.deepStrictEqual(answer(name(id)), named(id))
  })

  it("is answered as a node writes it", () => {
    assert.strictEqual(rpcOf().handle(name(85)), '{"jsonrpc":"2.0","result":"Subtensor Node","id":85}')
  })

  it("may have no parameters", () => {
    assert.deepStrictEqual(answer('{"jsonrpc":"2.0","id":1,"method":"system_name"}'), named(1))
  })

  it("without an id has no answer, and does nothing", () => {
    const rpc = rpcOf()
    assert.isUndefined(rpc.handle('{"jsonrpc":"2.0","method":"dev_newBlock","params":[]}'))
    assert.strictEqual(rpc.chain.head.number, 0)
  })

  it.each([
    ["{", -32_700, "Parse error"],
    ["", -32_700, "Parse error"],
    ["nonsense", -32_700, "Parse error"],
    ["1", -32_600, "Invalid request"],
    ["null", -32_600, "Invalid request"],
    ['"text"', -32_600, "Invalid request"],
    ["{}", -32_600, "Invalid request"],
    ["[]", -32_600, "Invalid request"],
    ['{"jsonrpc":"1.0","id":null,"method":"system_name"}', -32_600, "Invalid request"],
    ['{"jsonrpc":"2.0","id":null,"method":7}', -32_600, "Invalid request"]
  ])("that is none is told so: %s", (text, code, message) => {
    assert.deepStrictEqual(answer(text), error(code, message))
  })

  it("of no known method is told so, be it one that objects have", () => {
    for (const method of ["nobody_knows", "toString", "__proto__", "chainHead_v2_follow", ""]) {
      assert.deepStrictEqual(answer(request(method, [])), error(-32_601, "Method not found", 1))
    }
  })

  it("must give its parameters in a list", () => {
    const text = '{"jsonrpc":"2.0","id":1,"method":"chain_getHeader","params":{"hash":null}}'
    assert.deepInclude((answer(text) as { error: object }).error, { code: -32_602, message: "Invalid params" })
  })
})

describe("a batch", () => {
  it("is answered in order, without what has no id", () => {
    const batch = `[${name(1)},{"jsonrpc":"2.0","method":"system_name"},7,${request("nobody", [], "x")}]`
    assert.deepStrictEqual(answer(batch), [
      named(1),
      error(-32_600, "Invalid request"),
      error(-32_601, "Method not found", "x")
    ])
    assert.isUndefined(answer('[{"jsonrpc":"2.0","method":"system_name"}]'))
  })

  it("must not be too long, nor its answer", () => {
    assert.deepStrictEqual(
      answer(`[${Array(4).fill(name(1)).join()}]`, { limits: { batch: 3 } }),
      error(-32_010, "The batch request was too large", null, "Exceeded max limit of 3")
    )
    assert.deepStrictEqual(
      answer(`[${Array(4).fill(name(1)).join()}]`, { limits: { response: 100 } }),
      error(-32_011, "The batch response was too large", null, "Exceeded max limit of 100")
    )
  })
})

describe("too much", () => {
  it("is an error, and nothing else", () => {
    const million = `[${"1,".repeat(999_999)}1]`
    assert.deepInclude(answer(million), { id: null })
    assert.deepStrictEqual(answer("[".repeat(1_000_000)), error(-32_700, "Parse error"))
    const deep = `${"[".repeat(129)}${"]".repeat(129)}`
    assert.deepStrictEqual(answer(deep), error(-32_700, "Parse error"))
    assert.deepStrictEqual(answer(`{"jsonrpc":"2.0","id":"[[${"{".repeat(200)}\\"","method":"system_name"}`), {
      ...named(`[[${"{".repeat(200)}"`)
    })
    assert.deepStrictEqual(
      answer(name("x".repeat(100)), { limits: { request: 50 } }),
      error(-32_007, "Request is too big", null, "Exceeded max limit of 50")
    )
    assert.deepStrictEqual(
      answer(request("state_getMetadata", []), { limits: { response: 1000 } }),
      error(-32_008, "Response is too big", 1, "Exceeded max limit of 1000")
    )
  })
})

describe("a connection", () => {
  it("has subscriptions, which end with it", () => {
    const rpc = rpcOf()
    const { ask, connection, messages, told } = client(rpc)
    const id = ask("chain_subscribeNewHeads")
    assert.match(String(id), /^[0-9A-Za-z]{16}$/)
    rpc.chain.newBlock()
    assert.lengthOf(told(id), 2)
    connection.close()
    const before = messages.length
    rpc.chain.newBlock()
    connection.receive(name(1))
    assert.lengthOf(messages, before)
  })

  it("knows its subscriptions only, each under the method that ends it", () => {
    const rpc = rpcOf()
    const [one, other] = [client(rpc), client(rpc)]
    const id = one.ask("chain_subscribeNewHeads")
    assert.notStrictEqual(other.ask("chain_subscribeNewHeads"), id)
    assert.isFalse(other.ask("chain_unsubscribeNewHeads", id))
    assert.isFalse(one.ask("chain_unsubscribeFinalizedHeads", id))
    assert.isTrue(one.ask("chain_unsubscribeNewHead", id))
    assert.isFalse(one.ask("chain_unsubscribeNewHeads", id))
    rpc.chain.newBlock()
    assert.lengthOf(one.told(id), 1)
  })

  it("may not have too many", () => {
    const { ask, fail } = client(rpcOf({ limits: { subscriptions: 2 } }))
    const first = ask("chain_subscribeNewHeads")
    ask("chain_subscribeAllHeads")
    assert.deepStrictEqual(fail("state_subscribeRuntimeVersion"), {
      code: -32_006,
      message: "Too many subscriptions on the connection",
      data: "Exceeded max limit of 2"
    })
    ask("chain_unsubscribeNewHeads", first)
    ask("state_subscribeRuntimeVersion")
  })

  it("that cannot be sent to is closed, and nobody else suffers", () => {
    const faults: Array<unknown> = []
    const rpc = rpcOf({ report: (fault) => void faults.push(fault) })
    let isBroken = false
    const broken = rpc.connect(() => {
      if (isBroken) throw new Error("gone")
    })
    broken.receive(request("chain_subscribeNewHeads", []))
    const { ask, told } = client(rpc)
    const id = ask("chain_subscribeNewHeads")
    isBroken = true
    rpc.chain.newBlock(2)
    assert.lengthOf(told(id), 3)
    assert.lengthOf(faults, 1)
  })

  it("may ask while it is told something", () => {
    const rpc = rpcOf()
    const seen: Array<string> = []
    const connection = rpc.connect((text) => {
      seen.push(text)
      if (text.includes('"0x2"')) connection.receive(name("within"))
    })
    connection.receive(request("chain_subscribeNewHeads", []))
    rpc.chain.newBlock(3)
    assert.strictEqual(seen.filter((text) => text.includes('"within"')).length, 1)
  })

  it("that does not stay has no subscriptions", () => {
    assert.deepStrictEqual(answer(request("chain_subscribeNewHeads", [])), error(-32_603, "Internal error", 1))
    assert.deepStrictEqual(answer(request("chain_unsubscribeNewHeads", ["x"])), error(-32_603, "Internal error", 1))
  })
})

describe("rpc_methods", () => {
  const methods = (options: RpcOptions = {}) =>
    (client(rpcOf(options)).ask("rpc_methods") as { methods: Array<string> }).methods

  it("lists all names, sorted, and no other answers", () => {
    const names = methods()
    assert.deepStrictEqual(names, names.toSorted())
    const rpc = rpcOf()
    for (const one of names) {
      const { connection, messages } = client(rpc)
      connection.receive(request(one, []))
      assert.notStrictEqual(messages[0]?.error?.message, "Method not found", one)
      connection.close()
    }
  })

  it("has what clients look for, with all other names of it", () => {
    const names = new Set(methods())
    for (const one of [
      "account_nextIndex",
      "author_submitAndWatchExtrinsic",
      "author_unwatchExtrinsic",
      "chain_getFinalisedHead",
      "chain_getHead",
      "chain_getRuntimeVersion",
      "chain_subscribeAllHeads",
      "chain_subscribeFinalisedHeads",
      "chain_subscribeNewHead",
      "chain_subscribeRuntimeVersion",
      "chain_unsubscribeNewHead",
      "delegateInfo_getDelegates",
      "grandpa_subscribeJustifications",
      "neuronInfo_getNeuronsLite",
      "payment_queryInfo",
      "state_call",
      "state_callAt",
      "state_getKeysPagedAt",
      "state_getRuntimeVersion",
      "state_getStorageAt",
      "state_getStorageHashAt",
      "state_getStorageSizeAt",
      "state_subscribeStorage",
      "subnetInfo_getLockCost",
      "subscribe_newHead",
      "system_accountNextIndex",
      "system_dryRunAt",
      "unsubscribe_newHead"
    ]) {
      assert.isTrue(names.has(one), one)
    }
  })

  it("has the new interface, each namespace of it as a whole, unless it is switched off", () => {
    const isNew = (one: string) => one.includes("_v1_")
    assert.deepStrictEqual(methods().filter(isNew), [
      "archive_v1_body",
      "archive_v1_call",
      "archive_v1_finalizedHeight",
      "archive_v1_genesisHash",
      "archive_v1_hashByHeight",
      "archive_v1_header",
      "archive_v1_stopStorage",
      "archive_v1_stopStorageDiff",
      "archive_v1_storage",
      "archive_v1_storageDiff",
      "chainHead_v1_body",
      "chainHead_v1_call",
      "chainHead_v1_continue",
      "chainHead_v1_follow",
      "chainHead_v1_header",
      "chainHead_v1_stopOperation",
      "chainHead_v1_storage",
      "chainHead_v1_unfollow",
      "chainHead_v1_unpin",
      "chainSpec_v1_chainName",
      "chainSpec_v1_genesisHash",
      "chainSpec_v1_properties",
      "transactionWatch_v1_submitAndWatch",
      "transactionWatch_v1_unwatch",
      "transaction_v1_broadcast",
      "transaction_v1_stop"
    ])
    assert.deepStrictEqual(methods({ hasNewInterface: false }).filter(isNew), [])
  })

  it("has dev_* where it is served", () => {
    assert.include(methods(), "dev_newBlock")
    assert.deepStrictEqual(
      methods({ hasDeveloperMethods: false }).filter((one) => one.startsWith("dev_")),
      []
    )
    const { fail } = client(rpcOf({ hasDeveloperMethods: false }))
    assert.deepStrictEqual(fail("dev_newBlock"), { code: -32_601, message: "Method not found" })
  })

  it("has what only the operator may use, which nobody else may", () => {
    const { fail } = client(rpcOf())
    const refused = { code: -32_601, message: "RPC call is unsafe to be called externally" }
    for (const method of [
      "author_hasKey",
      "author_insertKey",
      "author_removeExtrinsic",
      "author_rotateKeys",
      "state_getKeys",
      "state_getPairs",
      "state_queryStorage",
      "system_addLogFilter",
      "system_dryRun",
      "system_dryRunAt",
      "system_peers"
    ]) {
      assert.deepStrictEqual(fail(method), refused)
    }
    assert.deepStrictEqual(client(rpcOf({ isUnsafeAllowed: true })).ask("system_peers"), [])
  })
})
