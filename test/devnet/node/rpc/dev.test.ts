import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import type { ChainOptions } from "effect-bittensor/devnet/node/ChainOptions"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { encode } from "effect-bittensor/devnet/scale/Type"
import { client } from "../../../support/rpcClient.ts"
import { extrinsic, toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

const { alice, bob, dave } = sr25519
const DAVE = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"
const { Tempo } = SubtensorModule.storage

const connected = (options: ChainOptions = {}) => {
  const chain = new Chain(toy, options)
  return { chain, ...client(new Rpc(chain)) }
}

const accountOf = (chain: Chain, who: Hex = dave) => System.storage.Account.get(chain.stateAt(), who)

describe("dev_newBlock", () => {
  it("makes one block, some, or as many as it takes to a height", () => {
    const { ask, chain } = connected()
    assert.strictEqual(ask("dev_newBlock"), chain.hashAt(1))
    assert.strictEqual(ask("dev_newBlock", { count: 3 }), chain.hashAt(4))
    assert.strictEqual(ask("dev_newBlock", { to: 10 }), chain.hashAt(10))
    assert.strictEqual(ask("dev_newBlock", { to: 5 }), chain.hashAt(10))
    assert.strictEqual(ask("dev_mine", 2), chain.hashAt(12))
    assert.strictEqual(ask("dev_mine"), chain.hashAt(13))
    assert.strictEqual(chain.head.number, 13)
  })

  it("puts transactions into it", () => {
    const { ask, chain } = connected()
    ask("dev_newBlock", { transactions: [toHex(extrinsic(alice, 0))] })
    assert.lengthOf(chain.head.extrinsics, 2)
  })

  it.each([
    { count: -1 },
    { count: 1.5 },
    { count: 10_001 },
    { to: 10_001 },
    { to: "x" },
    { transactions: ["zz"] },
    5,
    []
  ])("refuses %j", (options) => {
    assert.strictEqual(connected().fail("dev_newBlock", options).code, -32_602)
  })

  it("says why there can be no block", () => {
    const { chain, fail } = connected()
    chain.write(
      (state) => System.storage.Number.prefix && state.storage.set(System.storage.Digest.prefix, Uint8Array.of(0))
    )
    const broken = new Chain({
      ...toy,
      initialize: () => {
        throw new Error("broken")
      }
    })
    assert.deepStrictEqual(client(new Rpc(broken)).fail("dev_newBlock"), {
      code: -32_603,
      message: "Internal error",
      data: "broken"
    })
    assert.strictEqual(fail("dev_mine", 20_000).code, -32_602)
  })
})

describe("dev_mineEpoch", () => {
  it("makes blocks up to that of the next epoch", () => {
    const { ask, chain, fail } = connected()
    const isEpoch = () => (chain.head.number + 3 + 1) % 100 === 99
    for (let time = 1; time <= 3; time++) {
      ask("dev_mineEpoch", 3)
      assert.isTrue(isEpoch())
      assert.strictEqual(chain.head.number, time * 100 - 5)
    }
    for (const netuid of [99, "x", null]) assert.strictEqual(fail("dev_mineEpoch", netuid).code, -32_602)
    chain.write((state) => Tempo.put(state, 3, 20_000))
    assert.strictEqual(fail("dev_mineEpoch", 3).code, -32_602)
  })
})

describe("dev_setHead", () => {
  it("goes back, by number or hash, and forth again", () => {
    const { ask, chain, fail } = connected()
    chain.newBlock(5)
    const last = chain.head.hash
    assert.strictEqual(ask("dev_setHead", 2), chain.hashAt(2))
    assert.strictEqual(ask("dev_setHead", "0x1"), chain.hashAt(1))
    assert.strictEqual(ask("dev_setHead", last), last)
    assert.strictEqual(chain.head.number, 5)
    assert.strictEqual(fail("dev_setHead", 9).code, 4003)
    for (const value of ["x", -1, null]) assert.strictEqual(fail("dev_setHead", value).code, -32_602)
  })
})

describe("dev_setStorage", () => {
  it("takes raw keys and values", () => {
    const { ask, chain } = connected()
    const key = Tempo.key(toy.runtime, 3)
    assert.strictEqual(
      ask("dev_setStorage", [
        [key, "0x0700"],
        ["0x0102", "0x03"]
      ]),
      chain.head.hash
    )
    assert.strictEqual(Tempo.get(chain.stateAt(), 3), 7)
    ask("dev_setStorage", [["0x0102", null]], null)
    assert.isFalse(chain.stateAt().storage.has("0x0102"))
  })

  it("takes items by their names, as Chopsticks does", () => {
    const { ask, chain } = connected()
    ask("dev_setStorage", {
      System: { Account: [[[DAVE], { providers: 1, data: { free: "1000", reserved: 7, flags: "0x01" } }]] },
      Sudo: { Key: DAVE },
      SubtensorModule: {
        Tempo: [
          [[3], 5],
          [[4], "6"]
        ],
        TotalNetworks: 9,
        NetworksAdded: [[[4], true]]
      },
      Balances: { TotalIssuance: "0x0a" }
    })
    assert.deepStrictEqual(accountOf(chain), {
      nonce: 0,
      consumers: 0,
      providers: 1,
      sufficients: 0,
      data: { free: 1000n, reserved: 7n, frozen: 0n, flags: 1n }
    })
    assert.deepStrictEqual([Tempo.get(chain.stateAt(), 3), Tempo.get(chain.stateAt(), 4)], [5, 6])
    assert.strictEqual(Balances.storage.TotalIssuance.get(chain.stateAt()), 10n)
    assert.strictEqual(
      toy.runtime
        .over(chain.stateAt().storage)
        .storage.get("0x5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b")?.length,
      32
    )
  })

  it("removes single values, and all that is under a prefix", () => {
    const { ask, chain } = connected()
    ask("dev_setStorage", { SubtensorModule: { Tempo: [[[3], null]] } })
    assert.isFalse(Tempo.contains(chain.stateAt(), 3))
    ask("dev_setStorage", { SubtensorModule: { $removePrefix: ["Kappa", ["NetworksAdded", [3]]] } })
    assert.isFalse(SubtensorModule.storage.Kappa.contains(chain.stateAt(), 3))
    assert.deepStrictEqual(
      [...SubtensorModule.storage.NetworksAdded.entries(chain.stateAt())].map(([[netuid]]) => netuid),
      [0]
    )
  })

  it("writes all or nothing", () => {
    const { chain, fail } = connected()
    for (const values of [
      { SubtensorModule: { Tempo: [[[3], 5]], TotalNetworks: "x" } },
      {
        SubtensorModule: {
          Tempo: [
            [[3], 5],
            [[4], 65_536]
          ]
        }
      },
      {
        SubtensorModule: {
          Tempo: [
            [[3], 5],
            [[4], -1]
          ]
        }
      },
      {
        SubtensorModule: {
          Tempo: [
            [[3], 5],
            [[], 5]
          ]
        }
      },
      {
        SubtensorModule: {
          Tempo: [
            [[3], 5],
            [[3, 4], 5]
          ]
        }
      },
      { SubtensorModule: { Tempo: [[[3], 5]], Nothing: 1 } },
      { SubtensorModule: { Tempo: [[[3], 5]] }, Nobody: {} },
      { SubtensorModule: { Tempo: [[[3], 5]] }, System: { Account: [[["nobody"], {}]] } },
      { SubtensorModule: { Tempo: [[[3], 5]] }, System: { Account: [[[DAVE], { fre: 1 }]] } },
      { SubtensorModule: { Tempo: 5 } },
      { SubtensorModule: 5 },
      [["zz", "0x"]],
      [["0x01", 5]],
      [5],
      "x",
      null
    ]) {
      assert.strictEqual(fail("dev_setStorage", values).code, -32_602, JSON.stringify(values))
    }
    assert.strictEqual(Tempo.get(chain.stateAt(), 3), 99)
  })

  it("writes to the last block only", () => {
    const { ask, chain, fail } = connected()
    chain.newBlock()
    assert.strictEqual(fail("dev_setStorage", [], chain.genesis).code, -32_602)
    ask("dev_setStorage", [], chain.head.hash)
  })
})

describe("dev_setBalance", () => {
  it("gives a free balance to an address or a key", () => {
    const { ask, chain, fail } = connected()
    const issuance = Balances.storage.TotalIssuance.get(chain.stateAt())
    assert.isTrue(ask("dev_setBalance", DAVE, "5000000000"))
    assert.strictEqual(accountOf(chain).data.free, 5_000_000_000n)
    assert.isTrue(ask("dev_setBalance", `0x${"07".repeat(32)}`, 9))
    assert.deepInclude(accountOf(chain, `0x${"07".repeat(32)}`), { providers: 1 })
    assert.strictEqual(Balances.storage.TotalIssuance.get(chain.stateAt()), issuance + 3_000_000_009n)
    for (const amount of [-1, 1.5, "x", null, 2 ** 60, String(2n ** 64n)]) {
      assert.strictEqual(fail("dev_setBalance", DAVE, amount).code, -32_602)
    }
    assert.strictEqual(fail("dev_setBalance", "nobody", 1).code, -32_602)
  })
})

describe("time", () => {
  it("is set, or moved", () => {
    const { ask, chain, fail } = connected()
    const start = Number(chain.head.time)
    assert.strictEqual(ask("dev_setTime", start + 100_000), start + 100_000)
    chain.newBlock()
    assert.strictEqual(Number(chain.head.time), start + 100_000)
    assert.strictEqual(ask("dev_increaseTime", 5000), start + 117_000)
    chain.newBlock()
    assert.strictEqual(ask("dev_timeTravel", "2030-01-01T00:00:00Z"), Date.UTC(2030, 0, 1))
    chain.newBlock()
    assert.strictEqual(Number(chain.head.time), Date.UTC(2030, 0, 1))
    for (const time of ["2020-01-01", "yesterday", -1, 0, 1.5, null, 2 ** 60]) {
      assert.strictEqual(fail("dev_setTime", time).code, -32_602)
    }
  })
})

describe("dev_impersonate", () => {
  it("runs a call as anybody, in SCALE or as people write it", () => {
    const { ask, chain } = connected()
    const call = { Balances: { transfer_allow_death: { dest: { Id: bob }, value: 1_000_000_000 } } }
    assert.deepStrictEqual(ask("dev_impersonate", DAVE, call), { block: chain.head.hash, error: null })
    assert.strictEqual(accountOf(chain).data.free, 1_000_000_000n)
    const force = Balances.call("force_set_balance", { who: { _tag: "Id", value: dave }, new_free: 77_000n })
    const encoded = toHex(encode(toy.runtime.outer.RuntimeCall, force, toy.runtime.outer))
    assert.deepStrictEqual(ask("dev_call", DAVE, encoded), { block: chain.head.hash, error: { _tag: "BadOrigin" } })
    assert.deepStrictEqual(ask("dev_call", "root", encoded), { block: chain.head.hash, error: null })
    assert.strictEqual(accountOf(chain).data.free, 77_000n)
    const short = { balances: { transfer_allow_death: { dest: DAVE, value: "1" } } }
    assert.deepInclude(ask("dev_call", dave, short), { error: null })
  })

  it("refuses what is no call or nobody", () => {
    const { chain, fail } = connected()
    for (const [who, call] of [
      ["nobody", "0x0000"],
      ["root", "0xff"],
      ["root", { Balances: { nothing: {} } }],
      ["root", { Balances: {} }],
      ["root", 5],
      [5, "0x"]
    ]) {
      assert.strictEqual(fail("dev_impersonate", who, call).code, -32_602)
    }
    assert.strictEqual(chain.head.number, 0)
  })
})

describe("snapshots", () => {
  it("are gone back to, with all that are later", () => {
    const { ask, chain, fail } = connected()
    const first = ask("dev_snapshot")
    chain.newBlock(2)
    const second = ask("dev_snapshot")
    chain.newBlock()
    assert.isTrue(ask("dev_revert", second))
    assert.strictEqual(chain.head.number, 2)
    assert.strictEqual(fail("dev_revert", second).code, -32_602)
    assert.isTrue(ask("dev_revert", first))
    assert.strictEqual(chain.head.number, 0)
    for (const id of [first, second, "x", "0x", 1]) assert.strictEqual(fail("dev_revert", id).code, -32_602)
  })

  it("are kept up to 256", () => {
    const { ask, fail } = connected()
    const ids = Array.from({ length: 257 }, () => ask("dev_snapshot"))
    assert.strictEqual(fail("dev_revert", ids[0]).code, -32_602)
    assert.isTrue(ask("dev_revert", ids[1]))
  })
})

describe("sealing", () => {
  it("is set, paused and resumed", () => {
    const { ask, chain, fail } = connected()
    const submit = (nonce: number) => ask("author_submitExtrinsic", toHex(extrinsic(alice, nonce)))
    submit(0)
    assert.strictEqual(chain.head.number, 0)
    ask("dev_setAutomine", true)
    assert.strictEqual(chain.head.number, 1)
    ask("dev_pause")
    submit(1)
    assert.strictEqual(chain.head.number, 1)
    ask("dev_resume")
    assert.strictEqual(chain.head.number, 2)
    ask("dev_setSealing", { interval: 1000 })
    assert.deepStrictEqual(chain.sealing.mode, { interval: 1000 })
    ask("dev_setAutomine", false)
    assert.strictEqual(chain.sealing.mode, "manual")
    for (const sealing of ["often", null, {}, { interval: -1 }, { interval: 0 }])
      assert.strictEqual(fail("dev_setSealing", sealing).code, -32_602)
  })
})

describe("dev_exportState", () => {
  it("is what dev_importState takes", () => {
    const [one, other] = [connected(), connected()]
    one.chain.newBlock(3)
    assert.strictEqual(other.ask("dev_importState", one.ask("dev_exportState")), one.chain.head.hash)
    assert.strictEqual(other.chain.head.number, 3)
    for (const image of ["0x", "zz", `${String(one.ask("dev_exportState"))}00`]) {
      assert.strictEqual(other.fail("dev_importState", image).code, -32_602)
    }
  })
})
