import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc, type RpcOptions } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { client } from "../../../support/rpcClient.ts"
import { extrinsic, toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

const { alice, bob } = sr25519
const transfer = (value: bigint, nonce = 0) =>
  toHex(extrinsic(alice, nonce, Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: bob }, value })))

const connected = (options: RpcOptions = {}) => {
  const chain = new Chain(toy)
  chain.newBlock(2)
  return { chain, ...client(new Rpc(chain, options)) }
}

describe("system_*", () => {
  it("says what a subtensor node says", () => {
    const { ask } = connected()
    const peerId = ask("system_localPeerId")
    assert.match(String(peerId), /^12D3KooW\w{44}$/)
    assert.match(String(ask("system_version")), /^4\.0\.0-dev-[0-9a-f]{11}$/)
    for (const [method, answer] of [
      ["system_name", "Subtensor Node"],
      ["system_chain", "Bittensor"],
      ["system_chainType", "Development"],
      ["system_properties", { ss58Format: 13_116, tokenDecimals: 9, tokenSymbol: "TAO" }],
      ["system_health", { peers: 0, isSyncing: false, shouldHavePeers: false }],
      ["system_nodeRoles", ["Authority"]],
      ["system_localListenAddresses", []],
      ["system_reservedPeers", []],
      ["system_syncState", { startingBlock: 0, currentBlock: 2, highestBlock: 2 }]
    ] as const) {
      assert.deepStrictEqual(ask(method), answer)
    }
  })

  it("says the name of the chain", () => {
    const chain = new Chain(toy, { identity: { name: "Mine" } })
    assert.strictEqual(client(new Rpc(chain)).ask("system_chain"), "Mine")
  })

  it("tries an extrinsic for the operator, and changes nothing", () => {
    const { ask, chain } = connected({ isUnsafeAllowed: true })
    const before = [...chain.stateAt().storage.entries("0x")]
    assert.strictEqual(ask("system_dryRun", transfer(1000n)), "0x0000")
    // Too little, of Token; and a nonce that is not its turn.
    assert.strictEqual(
      ask(
        "system_dryRun",
        toHex(
          extrinsic(
            bob,
            0,
            Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: alice }, value: 10n ** 18n })
          )
        )
      ),
      "0x00010700"
    )
    assert.strictEqual(ask("system_dryRunAt", transfer(1n, 4), chain.genesis), "0x010002")
    assert.deepStrictEqual([...chain.stateAt().storage.entries("0x")], before)
    assert.isNull(ask("system_addLogFilter", "sync=debug"))
    assert.isNull(ask("system_resetLogFilter"))
    assert.isNull(ask("system_addReservedPeer", "x"))
    assert.isNull(ask("system_removeReservedPeer", "x"))
    assert.deepStrictEqual(ask("system_peers"), [])
    assert.property(ask("system_unstable_networkState"), "peerId")
  })
})

describe("payment_*", () => {
  it("gives what the runtime says, as JSON-RPC writes it", () => {
    const { ask, fail } = connected()
    assert.deepStrictEqual(ask("payment_queryInfo", transfer(1n), null), {
      weight: { ref_time: 161_900_000, proof_size: 3593 },
      class: "normal",
      partialFee: "124558"
    })
    assert.deepStrictEqual(ask("payment_queryFeeDetails", transfer(1n)), {
      inclusionFee: { baseFee: "0x1", lenFee: "0x2", adjustedWeightFee: "0x0" }
    })
    assert.strictEqual(fail("payment_queryInfo", "zz").code, -32_602)
  })
})

describe("subtensor's own", () => {
  const account = Array.from({ length: 32 }, (_, index) => index)

  it("gives the bytes of the runtime APIs", () => {
    const { ask, chain } = connected()
    for (const [method, params, bytes] of [
      ["delegateInfo_getDelegates", [], [0]],
      ["delegateInfo_getDelegates", [null], [0]],
      ["delegateInfo_getDelegates", [chain.genesis], [0]],
      ["delegateInfo_getDelegate", [account], account],
      ["delegateInfo_getDelegated", [account, null], account],
      ["delegateInfo_getDelegated", [[]], []],
      ["neuronInfo_getNeurons", [258], [2, 1]],
      ["neuronInfo_getNeuronsLite", [1, null], [1, 0]],
      ["neuronInfo_getNeuron", [1, 77], [1, 0, 77, 0]],
      ["neuronInfo_getNeuronLite", [1, 77], []],
      ["subnetInfo_getSubnetInfo", [3], [3, 0]],
      ["subnetInfo_getSubnetsInfo", [], [0]]
    ] as const) {
      assert.deepStrictEqual(ask(method, ...params), bytes)
    }
    assert.strictEqual(ask("subnetInfo_getLockCost"), 1_000_000_000_000)
  })

  it("fails with a code of its own, whatever is wrong with the runtime", () => {
    const { fail } = connected()
    const { code, message } = fail("subnetInfo_getSubnetHyperparams", 3)
    assert.deepStrictEqual([code, message], [1, "Unable to get subnet hyperparameters."])
    assert.strictEqual(fail("subnetInfo_getLockCost", `0x${"ab".repeat(32)}`).code, 1)
  })

  it.each([
    ["neuronInfo_getNeurons", [-1]],
    ["neuronInfo_getNeurons", [65_536]],
    ["neuronInfo_getNeurons", [1.5]],
    ["neuronInfo_getNeurons", ["1"]],
    ["neuronInfo_getNeuron", [1]],
    ["delegateInfo_getDelegate", ["0x00"]],
    ["delegateInfo_getDelegate", [[256]]],
    ["delegateInfo_getDelegate", []]
  ])("refuses %s %j", (method, params) => {
    assert.strictEqual(connected().fail(method, ...params).code, -32_602)
  })
})
