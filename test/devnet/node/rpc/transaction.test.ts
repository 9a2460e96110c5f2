import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { client } from "../../../support/rpcClient.ts"
import { extrinsic, toy, type Toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

const connected = (options: ChainOptions = {}) => {
  const chain = new Chain(toy, options)
  return { chain, ...client(new Rpc(chain)) }
}
const { alice, bob, dave } = sr25519
const like = (more: Partial<Toy>, nonce = 0) => toHex(extrinsic(alice, nonce, undefined, more))
const first = like({})

/** One of several of which only one can wait at a time. */
const rival = (signer: Hex, priority: string) =>
  toHex(extrinsic(signer, 0, undefined, { provides: ["0x01"], priority }))

/** The transactions of a block. */
const inBlock = ({ extrinsics, inherents }: Chain["head"]) => extrinsics.slice(inherents).map(toHex)

describe("transaction_v1_broadcast", () => {
  it("answers, and has a block made", () => {
    const { ask, chain, messages } = connected({ sealing: "instant" })
    const numbers: Array<number> = []
    chain.listen(() => void numbers.push(messages.length))
    const id = ask("transaction_v1_broadcast", first)
    assert.isString(id)
    assert.deepStrictEqual(inBlock(chain.head), [first])
    // The block comes behind the answer.
    assert.notInclude(numbers, 0)
    assert.isNull(ask("transaction_v1_stop", id))
  })

  it("takes what waits already, and what waits for others", () => {
    const { ask, chain } = connected()
    assert.isString(ask("transaction_v1_broadcast", first))
    assert.isString(ask("transaction_v1_broadcast", first))
    ask("transaction_v1_broadcast", like({}, 2))
    assert.deepStrictEqual(chain.pool.size, { ready: 1, future: 1 })
  })

  it("says nothing of what is refused, and offers it again after each block", () => {
    const { ask, chain } = connected()
    const [strong, weak, weaker] = [rival(alice, "3"), rival(bob, "2"), rival(dave, "1")]
    const ids = [strong, weak, weaker].map((one) => ask("transaction_v1_broadcast", one))
    ask("transaction_v1_broadcast", like({ invalid: { _tag: "BadProof" } }))
    assert.deepStrictEqual(chain.pool.size, { ready: 1, future: 0 })
    ask("transaction_v1_stop", ids[2])
    assert.deepStrictEqual(inBlock(chain.newBlock()), [strong])
    assert.deepStrictEqual(chain.pool.size, { ready: 1, future: 0 })
    assert.deepStrictEqual(inBlock(chain.newBlock()), [weak])
    // What was stopped is not offered, nor what was taken already.
    assert.deepStrictEqual(inBlock(chain.newBlock()), [])
    for (const id of ids.slice(0, 2)) assert.isNull(ask("transaction_v1_stop", id))
  })

  it("has a block made of what is taken later, too", () => {
    const { ask, chain } = connected()
    ask("transaction_v1_broadcast", rival(alice, "2"))
    ask("transaction_v1_broadcast", rival(bob, "1"))
    ask("dev_setSealing", "instant")
    assert.deepStrictEqual(inBlock(chain.blockAt(2)!), [rival(bob, "1")])
  })

  it("ends with the connection", () => {
    const { ask, chain, connection } = connected()
    ask("transaction_v1_broadcast", rival(alice, "2"))
    ask("transaction_v1_broadcast", rival(bob, "1"))
    connection.close()
    chain.newBlock()
    assert.deepStrictEqual(chain.pool.size, { ready: 0, future: 0 })
  })

  it("allows many, of which the invalid ones are some", () => {
    const { ask } = connected()
    const bad = like({ invalid: { _tag: "BadProof" } })
    const ids = Array.from({ length: 257 }, () => ask("transaction_v1_broadcast", bad))
    assert.strictEqual(ids.indexOf(null), 256)
    assert.isNull(ask("transaction_v1_stop", ids[0]))
    assert.isString(ask("transaction_v1_broadcast", bad))
  })

  it("knows only what goes on", () => {
    const { ask, fail } = connected()
    const id = ask("transaction_v1_broadcast", first)
    ask("transaction_v1_stop", id)
    for (const one of [id, "x", 7]) assert.strictEqual(fail("transaction_v1_stop", one).code, -32_602)
    assert.strictEqual(fail("transaction_v1_broadcast", "zz").code, -32_602)
  })
})

describe("transactionWatch_v1_submitAndWatch", () => {
  const validated = { event: "validated" }
  const included = ({ hash }: Chain["head"]) => ({ event: "bestChainBlockIncluded", block: { hash, index: 1 } })
  const finalized = ({ hash }: Chain["head"]) => ({ event: "finalized", block: { hash, index: 1 } })

  it("tells what becomes of it", () => {
    const { ask, chain, fail, told } = connected()
    const id = ask("transactionWatch_v1_submitAndWatch", first)
    assert.deepStrictEqual(told(id), [validated])
    const block = chain.newBlock()
    assert.deepStrictEqual(told(id), [validated, included(block), finalized(block)])
    assert.strictEqual(fail("transactionWatch_v1_unwatch", id).code, -32_602)
  })

  it("has a block made, and tells nothing of what waits for others", () => {
    const { ask, chain, told } = connected({ sealing: "instant" })
    const later = ask("transactionWatch_v1_submitAndWatch", like({}, 1))
    assert.deepStrictEqual(told(later), [])
    const id = ask("transactionWatch_v1_submitAndWatch", first)
    assert.deepStrictEqual(told(id).at(-1), finalized(chain.blockAt(1)!))
    assert.deepInclude(told(later), validated)
    assert.deepInclude(told(later).at(-1), { event: "finalized" })
  })

  it("tells that the block left the chain, and where it is next", () => {
    const { ask, chain, told } = connected({ finalityLag: 1 })
    const id = ask("transactionWatch_v1_submitAndWatch", first)
    const left = chain.newBlock()
    chain.setHead(0)
    chain.setTime(chain.nextTime + 12_000n)
    const block = chain.newBlock()
    chain.newBlock()
    assert.deepStrictEqual(told(id), [
      validated,
      included(left),
      { event: "bestChainBlockIncluded", block: null },
      validated,
      included(block),
      finalized(block)
    ])
  })

  it("goes on with what waits already", () => {
    const { ask, chain, told } = connected()
    ask("author_submitExtrinsic", first)
    const id = ask("transactionWatch_v1_submitAndWatch", first)
    chain.newBlock()
    assert.deepStrictEqual(told(id).at(-1), finalized(chain.head))
  })

  it.each([
    ["invalid", like({ invalid: { _tag: "BadProof" } }), "bad signature"],
    ["invalid", like({ unknown: { _tag: "CannotLookup" } }), "CannotLookup"],
    ["invalid", "0x08", "invalid format"],
    ["error", "0x00", "Verification"],
    ["error", like({ traps: "validate" }), "Verification"]
  ])("tells as an event that it is not taken: %s", (event, transaction, text) => {
    const { ask, told } = connected()
    const [only, ...more] = told(ask("transactionWatch_v1_submitAndWatch", transaction)) as ReadonlyArray<{
      event: string
      error: string
    }>
    assert.strictEqual(only?.event, event)
    assert.include(only?.error, text)
    assert.isEmpty(more)
  })

  it("tells that it is let go", () => {
    const { ask, chain, told } = connected()
    const usurped = ask("transactionWatch_v1_submitAndWatch", like({ priority: "1" }))
    const next = ask("transactionWatch_v1_submitAndWatch", like({ priority: "2" }))
    assert.deepInclude(told(usurped).at(-1), { event: "invalid" })
    assert.deepInclude(told(ask("transactionWatch_v1_submitAndWatch", like({ priority: "1", salt: 3 }))).at(-1), {
      event: "dropped"
    })
    chain.revert(new Chain(toy).position())
    assert.deepInclude(told(next).at(-1), { event: "dropped" })
  })

  it("tells no more once nobody watches", () => {
    const { ask, chain, fail, told } = connected()
    const id = ask("transactionWatch_v1_submitAndWatch", first)
    assert.isNull(ask("transactionWatch_v1_unwatch", id))
    chain.newBlock()
    assert.deepStrictEqual(told(id), [validated])
    assert.deepStrictEqual(inBlock(chain.head), [first])
    assert.strictEqual(fail("transactionWatch_v1_submitAndWatch", "zz").code, -32_602)
  })
})
