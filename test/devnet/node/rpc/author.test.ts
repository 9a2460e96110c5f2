import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { defaultLimits } from "effect-bittensor/devnet/node/pool/options"
import { Rpc, type RpcOptions } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client } from "../../../support/rpcClient.ts"
import { extrinsic, toy, type Toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

const { alice, bob, dave } = sr25519
const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

const connected = (options: ChainOptions = {}, rpc: RpcOptions = {}) => {
  const chain = new Chain(toy, options)
  return { chain, ...client(new Rpc(chain, rpc)) }
}
const like = (more: Partial<Toy>, nonce = 0) => toHex(extrinsic(alice, nonce, undefined, more))
const first = like({})

describe("author_submitAndWatchExtrinsic", () => {
  it("answers, and then tells what becomes of it", () => {
    const { ask, chain, messages, told } = connected()
    const id = ask("author_submitAndWatchExtrinsic", first)
    assert.deepStrictEqual(messages, [
      { jsonrpc: "2.0", result: id, id: 1 },
      { jsonrpc: "2.0", method: "author_extrinsicUpdate", params: { subscription: id, result: "ready" } }
    ] as object)
    const { hash } = chain.newBlock()
    assert.deepStrictEqual(told(id), ["ready", { inBlock: hash }, { finalized: hash }])
  })

  it("makes a block at once if the chain is sealed so, which is there when it is told", () => {
    const chain = new Chain(toy, { sealing: "instant" })
    const rpc = new Rpc(chain)
    const order: Array<string> = []
    const isThere: Array<boolean> = []
    const connection = rpc.connect((text) => {
      const { params, result } = JSON.parse(text) as { params?: { result: unknown }; result?: string }
      const status = params === undefined ? (result === undefined ? "error" : "answer") : JSON.stringify(params.result)
      order.push(status.replace(/"0x\w+"/, "hash"))
      if (status.includes("inBlock")) isThere.push(chain.block(JSON.parse(status).inBlock as Hex) !== undefined)
    })
    connection.receive(
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "author_submitAndWatchExtrinsic", params: [first] })
    )
    assert.deepStrictEqual(order, ["answer", '"ready"', '{"inBlock":hash}', '{"finalized":hash}'])
    assert.deepStrictEqual(isThere, [true])
    assert.strictEqual(chain.head.number, 1)
  })

  it("tells of a gap of nonces, and when it closes", () => {
    const { ask, chain, told } = connected({ sealing: "instant" })
    const later = ask("author_submitAndWatchExtrinsic", like({}, 1))
    assert.deepStrictEqual(told(later), ["future"])
    ask("author_submitExtrinsic", first)
    const { hash } = chain.head
    assert.deepStrictEqual(told(later), ["future", "ready", { inBlock: hash }, { finalized: hash }])
  })

  it("ends when there is nothing more to tell, and may be ended then too", () => {
    const { ask, chain, told } = connected({ finalityLag: 1 })
    const id = ask("author_submitAndWatchExtrinsic", first)
    chain.newBlock()
    assert.isTrue(ask("author_unwatchExtrinsic", id))
    chain.newBlock()
    assert.lengthOf(told(id), 2)
    assert.isFalse(ask("author_unwatchExtrinsic", id))
    const other = ask("author_submitAndWatchExtrinsic", like({}, 1))
    chain.newBlock(2)
    assert.lengthOf(told(other), 3)
    assert.isFalse(ask("author_unwatchExtrinsic", other))
  })

  it("tells what was replaced, dropped and invalid", () => {
    const { ask, told } = connected({ limits: { ...defaultLimits, ready: { count: 1, bytes: 10_000 } } })
    const low = ask("author_submitAndWatchExtrinsic", like({ priority: "1" }))
    const hash = ask("author_submitExtrinsic", like({ priority: "2" }))
    assert.deepStrictEqual(told(low), ["ready", { usurped: hash }])
    const better = ask("author_submitAndWatchExtrinsic", like({ priority: "3" }))
    ask("author_submitExtrinsic", toHex(extrinsic(bob, 0)))
    assert.deepStrictEqual(told(better), ["ready", "dropped"])
  })

  it("has no subscription for what is refused", () => {
    const { ask, fail, messages } = connected({}, { limits: { subscriptions: 1 } })
    assert.strictEqual(fail("author_submitAndWatchExtrinsic", like({ invalid: { _tag: "Payment" } })).code, 1010)
    assert.strictEqual(fail("author_submitAndWatchExtrinsic", "zz").code, -32_602)
    assert.lengthOf(messages, 2)
    ask("author_submitAndWatchExtrinsic", first)
    // Nothing is submitted that could not be watched.
    assert.strictEqual(fail("author_submitAndWatchExtrinsic", like({}, 1)).code, -32_006)
    assert.lengthOf(ask("author_pendingExtrinsics") as Array<unknown>, 1)
  })

  it("is included even if its call fails", () => {
    const { ask, chain, told } = connected()
    const pay = Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: bob }, value: 10n ** 18n })
    const id = ask("author_submitAndWatchExtrinsic", toHex(extrinsic(dave, 0, pay)))
    const { hash } = chain.newBlock()
    assert.deepStrictEqual(told(id), ["ready", { inBlock: hash }, { finalized: hash }])
    const [last] = System.storage.Events.get(chain.stateAt()).slice(-1)
    assert.strictEqual(last?.event.value._tag, "ExtrinsicFailed")
  })
})

describe("author_submitExtrinsic", () => {
  it("gives the hash, which is that of the bytes", () => {
    const { ask, chain } = connected()
    const bytes = extrinsic(alice, 0)
    assert.strictEqual(ask("author_submitExtrinsic", toHex(bytes)), chain.pool.hashOf(bytes))
    assert.deepStrictEqual(ask("author_pendingExtrinsics"), [toHex(bytes)])
    assert.strictEqual(ask("author_submitExtrinsic", like({}, 7).slice(2)), chain.pool.hashOf(extrinsic(alice, 7)))
    assert.lengthOf(ask("author_pendingExtrinsics") as Array<unknown>, 1)
  })

  it.each<[string, Partial<Toy>, object]>([
    ["signature", { invalid: { _tag: "BadProof" } }, { data: "Transaction has a bad signature" }],
    ["nonce", { invalid: { _tag: "Stale" } }, { data: "Transaction is outdated" }],
    ["fee", { invalid: { _tag: "Payment" } }, { data: "Inability to pay some fees (e.g. account balance too low)" }],
    ["quota", { invalid: { _tag: "ExhaustsResources" } }, { data: "Transaction would exhaust the block limits" }],
    ["era", { invalid: { _tag: "AncientBirthBlock" } }, { data: "Transaction has an ancient birth block" }],
    ["stake", { invalid: { _tag: "Call" } }, { data: "Transaction call is not expected" }],
    ["future", { invalid: { _tag: "Future" } }, { data: "Transaction will be valid in the future" }],
    ["signer", { invalid: { _tag: "BadSigner" } }, { data: "Invalid signing address" }],
    ["number", { invalid: { _tag: "Custom", value: 7 } }, { data: "Custom error: 7" }],
    [
      "lookup",
      { unknown: { _tag: "CannotLookup" } },
      { code: 1011, message: "Unknown Transaction Validity", data: "CannotLookup" }
    ],
    [
      "unknown",
      { unknown: { _tag: "Custom", value: 7 } },
      { code: 1011, message: "Unknown Transaction Validity", data: "Custom(7)" }
    ],
    [
      "tags",
      { provides: [] },
      {
        code: 1019,
        message: "No tags provided",
        data: "Transaction does not provide any tags, so the pool can't identify it"
      }
    ]
  ])("refuses as a node does: %s", (_, more, failure) => {
    const expected = { code: 1010, message: "Invalid Transaction", ...failure }
    assert.deepStrictEqual(connected().fail("author_submitExtrinsic", like(more)), expected)
  })

  it("refuses what is there, what was refused, and what has no place", () => {
    const { ask, chain, fail } = connected({ limits: { ...defaultLimits, ready: { count: 10, bytes: 2000 } } })
    const hash = ask("author_submitExtrinsic", first)
    assert.deepStrictEqual(fail("author_submitExtrinsic", first), {
      code: 1013,
      message: "Transaction Already Imported",
      data: hash
    })
    const most = 2n ** 64n - 1n
    assert.deepStrictEqual(fail("author_submitExtrinsic", like({ salt: 2 })), {
      code: 1014,
      message: `Priority is too low: (${most} vs ${most})`,
      data: "The transaction has too low priority to replace another transaction already in the pool."
    })
    chain.newBlock()
    assert.deepStrictEqual(fail("author_submitExtrinsic", first), {
      code: 1012,
      message: "Transaction is temporarily banned"
    })
    const long = System.call("remark", { remark: new Uint8Array(2000) })
    assert.deepStrictEqual(fail("author_submitExtrinsic", toHex(extrinsic(alice, 1, long))), {
      code: 1016,
      message: "Immediately Dropped",
      data: "The transaction couldn't enter the pool because of the limit"
    })
  })

  it("refuses what is no extrinsic, and what the runtime cannot read", () => {
    const { fail } = connected()
    for (const bytes of ["0x", "", "0x1001", "0xfeffffff"]) {
      assert.deepStrictEqual(fail("author_submitExtrinsic", bytes), {
        code: 1001,
        message: "Extrinsic has invalid format: Not enough data to fill buffer"
      })
    }
    for (const bytes of ["0x0401", like({ traps: "validate" }), like({ call: "0xff" })]) {
      const { code, data, message } = fail("author_submitExtrinsic", bytes)
      assert.strictEqual(code, 1002)
      assert.match(message, /^Verification Error: Runtime error: Execution failed: /)
      assert.match(String(data), /^RuntimeApi\("Execution failed: /)
    }
    for (const value of ["zz", 5, null, {}]) assert.strictEqual(fail("author_submitExtrinsic", value).code, -32_602)
  })
})

describe("for the operator", () => {
  it("are transactions taken out, and keys that are not there", () => {
    const { ask, chain, fail } = connected({}, { isUnsafeAllowed: true })
    const bytes = extrinsic(alice, 0)
    const [one, two] = [ask("author_submitExtrinsic", toHex(bytes)), ask("author_submitExtrinsic", like({}, 1))]
    assert.deepStrictEqual(ask("author_removeExtrinsic", [{ extrinsic: toHex(bytes) }]), [one, two])
    assert.deepStrictEqual(ask("author_removeExtrinsic", [{ hash: one }]), [])
    assert.strictEqual(fail("author_removeExtrinsic", [{}]).code, -32_602)
    assert.deepStrictEqual(chain.pool.size, { ready: 0, future: 0 })
    assert.isFalse(ask("author_hasKey", "0x00", "aura"))
    assert.isFalse(ask("author_hasSessionKeys", "0x00"))
    assert.strictEqual(fail("author_rotateKeys").code, 1000)
    assert.strictEqual(fail("author_insertKey", "aura", "//Alice", "0x00").code, 1000)
  })
})

describe("the next nonce", () => {
  it.each(["system_accountNextIndex", "account_nextIndex"])("counts the transactions that are ready: %s", (method) => {
    const { ask, chain } = connected()
    assert.strictEqual(ask(method, ALICE), 0)
    ask("author_submitExtrinsic", first)
    ask("author_submitExtrinsic", like({}, 1))
    ask("author_submitExtrinsic", like({}, 3))
    assert.strictEqual(ask(method, ALICE), 2)
    chain.newBlock()
    assert.strictEqual(ask(method, ALICE), 2)
    ask("author_submitExtrinsic", like({}, 2))
    assert.strictEqual(ask(method, ALICE), 4)
  })

  it("is that of an address", () => {
    const { fail } = connected()
    for (const value of [ALICE.replace("Q", "R"), "", "0x00", alice, 5, null, "l".repeat(48)]) {
      assert.strictEqual(fail("system_accountNextIndex", value).code, -32_602)
    }
  })
})
