import { assert, describe, it } from "vitest"
import { blake2_256 } from "effect-bittensor/devnet/mathematics/digest"
import { hexOf } from "effect-bittensor/devnet/node/Block"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { client } from "../../../support/rpcClient.ts"
import { extrinsic, toy } from "../../../support/toyExecutable.ts"

const UNKNOWN = `0x${"ab".repeat(32)}`

const connected = (options: ChainOptions = {}, blocks = 3) => {
  const chain = new Chain(toy, options)
  if (blocks > 0) chain.newBlock(blocks)
  return { chain, ...client(new Rpc(chain)) }
}

const numberOf = (header: unknown) => (header as { readonly number: string }).number

describe("chain_getBlockHash", () => {
  it("gives the hash of a number, however it is written, and of a list of them", () => {
    const { ask, chain } = connected()
    const hashes = [0, 1, 2, 3].map((number) => chain.hashAt(number))
    for (const two of [2, "0x2", "0x00000002", "0X2".toLowerCase()]) {
      assert.strictEqual(ask("chain_getBlockHash", two), hashes[2])
    }
    assert.deepStrictEqual(ask("chain_getBlockHash", [0, "0x1", 9]), [hashes[0], hashes[1], null])
    assert.strictEqual(ask("chain_getBlockHash"), hashes[3])
    assert.strictEqual(ask("chain_getHead", null), hashes[3])
  })

  it("gives no more than an answer has room for", () => {
    const { ask, fail } = client(new Rpc(new Chain(toy), { limits: { response: 200 } }))
    assert.strictEqual(fail("chain_getBlockHash", [0, 0, 0, 0]).code, -32_008)
    assert.strictEqual(fail("chain_getBlockHash", Array<number>(100).fill(9)).code, -32_008)
    assert.deepStrictEqual(ask("chain_getBlockHash", [9, 9]), [null, null])
  })

  it("gives nothing beyond the head", () => {
    assert.isNull(connected().ask("chain_getBlockHash", 4))
    assert.isNull(connected().ask("chain_getBlockHash", 2 ** 32 - 1))
  })

  it.each(["zz", -1, 1.5, 2 ** 32, 1e300, "0x", "0xfffffffff", "5", true, {}, ["zz"], [[2]], [null]])(
    "refuses %j",
    (value) => {
      const { code, data } = connected().fail("chain_getBlockHash", value)
      assert.strictEqual(code, -32_602)
      assert.isString(data)
    }
  )
})

describe("chain_getHeader and chain_getBlock", () => {
  it("give a header, by default the best one", () => {
    const { ask, chain } = connected()
    const { digest, extrinsics_root, hash, parent_hash, state_root } = chain.head
    const header = {
      parentHash: parent_hash,
      number: "0x3",
      stateRoot: state_root,
      extrinsicsRoot: extrinsics_root,
      digest: { logs: digest.map(hexOf) }
    }
    for (const params of [[], [null], [hash]]) assert.deepStrictEqual(ask("chain_getHeader", ...params), header)
    assert.match(header.digest.logs[0] ?? "", /^0x066175726120[0-9a-f]{16}$/)
    assert.strictEqual(hexOf(blake2_256(toy.header(chain.head, chain.head))), hash)
  })

  it("give a block with the bytes of its extrinsics", () => {
    const { ask, chain } = connected()
    const bytes = extrinsic(sr25519.alice, 0)
    chain.submit(bytes)
    const { extrinsics, hash } = chain.newBlock()
    assert.deepStrictEqual(ask("chain_getBlock", hash), {
      block: { header: ask("chain_getHeader", hash), extrinsics: extrinsics.map(hexOf) },
      justifications: null
    })
    assert.strictEqual(hexOf(extrinsics[1]!), hexOf(bytes))
  })

  it("give nothing for a hash that nobody knows", () => {
    const { ask, fail } = connected()
    assert.isNull(ask("chain_getHeader", UNKNOWN))
    assert.isNull(ask("chain_getBlock", UNKNOWN))
    for (const value of ["0x12", "zz", 7, `${UNKNOWN}ff`])
      assert.strictEqual(fail("chain_getHeader", value).code, -32_602)
  })

  it("know a block that left the chain", () => {
    const { ask, chain } = connected()
    const left = chain.head.hash
    chain.setHead(1)
    assert.strictEqual(numberOf(ask("chain_getHeader", left)), "0x3")
    assert.isNull(ask("chain_getBlockHash", 3))
  })
})

describe("the final head", () => {
  it("is as far behind as the chain says", () => {
    const { ask, chain } = connected({ finalityLag: 2 })
    assert.strictEqual(ask("chain_getFinalizedHead"), chain.hashAt(1))
    assert.strictEqual(ask("chain_getFinalisedHead"), chain.hashAt(1))
  })
})

describe("subscriptions to heads", () => {
  it.each([
    ["chain_subscribeNewHeads", "chain_unsubscribeNewHeads", "chain_newHead"],
    ["chain_subscribeNewHead", "chain_unsubscribeNewHead", "chain_newHead"],
    ["subscribe_newHead", "unsubscribe_newHead", "chain_newHead"],
    ["chain_subscribeAllHeads", "chain_unsubscribeAllHeads", "chain_allHead"],
    ["chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", "chain_finalizedHead"],
    ["chain_subscribeFinalisedHeads", "chain_unsubscribeFinalisedHeads", "chain_finalizedHead"]
  ])("begin with the present one, after the answer, and go on: %s", (subscribe, unsubscribe, method) => {
    const { ask, chain, messages, told } = connected()
    const id = ask(subscribe)
    chain.newBlock(2)
    assert.deepStrictEqual(told(id).map(numberOf), ["0x3", "0x4", "0x5"])
    assert.strictEqual(messages[0]?.result, id)
    assert.strictEqual(messages[1]?.method, method)
    assert.isTrue(ask(unsubscribe, id))
    chain.newBlock()
    assert.lengthOf(told(id), 3)
  })

  it("tell of another head only those who ask for the best one", () => {
    const { ask, chain, told } = connected()
    const [best, all] = [ask("chain_subscribeNewHeads"), ask("chain_subscribeAllHeads")]
    chain.setHead(1)
    assert.deepStrictEqual(told(best).map(numberOf), ["0x3", "0x1"])
    assert.deepStrictEqual(told(all).map(numberOf), ["0x3"])
  })

  it("tell what is final when it is", () => {
    const { ask, chain, told } = connected({ finalityLag: 1 })
    const id = ask("chain_subscribeFinalizedHeads")
    chain.newBlock(2)
    assert.deepStrictEqual(told(id).map(numberOf), ["0x2", "0x3", "0x4"])
  })
})

describe("grandpa_*", () => {
  it("has nothing to tell", () => {
    const { ask, chain, messages } = connected()
    assert.strictEqual((ask("grandpa_roundState") as { setId: number }).setId, 0)
    assert.isNull(ask("grandpa_proveFinality", 1))
    ask("grandpa_subscribeJustifications")
    chain.newBlock()
    assert.lengthOf(messages, 3)
  })
})
