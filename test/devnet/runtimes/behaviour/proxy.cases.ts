import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, type Call } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { pureAccount } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/proxy"
import { isSuperset, mayCall, type ProxyType } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/proxyTypes"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Proxy } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/proxy"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { ProxyType as ProxyTypes } from "effect-bittensor/devnet/runtimes/subtensor185/types/outer"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, advance, errorOf, localnet, run } from "../../../support/localnet.ts"

/*
 * Not reachable: `Unproxyable`, which no call fails with.
 */

const { alice, bob, charlie, dave } = sr25519
const { Announcements, Proxies } = Proxy.storage
const id = (value: Hex) => ({ _tag: "Id", value }) as const
const nowhere = { _tag: "Raw", value: new Uint8Array() } as const
const ok = { _tag: "Ok", value: null } as const
const filtered = { _tag: "Err", value: System.error("CallFiltered") } as const
const remark = System.call("remark", { remark: new Uint8Array() })
const pay = Balances.call("transfer_keep_alive", { dest: id(dave), value: 1n })
const paid = Balances.event("Transfer", { from: alice, to: dave, amount: 1n })

const add = (who: Hex, proxy_type: ProxyType = "Any", delay = 0) =>
  Proxy.call("add_proxy", { delegate: id(who), proxy_type, delay })
const remove = (who: Hex, proxy_type: ProxyType = "Any", delay = 0) =>
  Proxy.call("remove_proxy", { delegate: id(who), proxy_type, delay })
const removeAll = Proxy.call("remove_proxies", {})
const as = (call: Call, force_proxy_type?: ProxyType) =>
  Proxy.call("proxy", { real: id(alice), force_proxy_type, call })
const executed = (result: typeof ok | typeof filtered = ok) => Proxy.event("ProxyExecuted", { result })
const told = (name: "ProxyAdded" | "ProxyRemoved", delegatee: Hex, proxy_type: ProxyType = "Any", delay = 0) =>
  Proxy.event(name, { delegator: alice, delegatee, proxy_type, delay })
const reserved = (amount: bigint, who: Hex = alice) => Balances.event("Reserved", { who, amount })
const unreserved = (amount: bigint, who: Hex = alice) => Balances.event("Unreserved", { who, amount })

/** A state after calls of Alice, which all succeed. */
const after = (...calls: ReadonlyArray<Call>): State => {
  const state = localnet()
  for (const call of calls) assert.isUndefined(errorOf(state, alice, call))
  return state
}

describe("proxies", () => {
  it("are added for a deposit, in order, and removed", () => {
    const state = localnet()
    const sorted: ReadonlyArray<Hex> = [bob, charlie].toSorted()
    const [low = "0x", high = "0x"] = sorted
    assert.deepStrictEqual(run(state, alice, add(high)).events, [reserved(93_000_000n), told("ProxyAdded", high)])
    assert.deepStrictEqual(run(state, alice, add(low, "Staking", 7)).events, [
      reserved(33_000_000n),
      told("ProxyAdded", low, "Staking", 7)
    ])
    for (const call of [add(low, "Owner"), add(low, "Staking", 6)]) assert.isUndefined(errorOf(state, alice, call))
    assert.deepStrictEqual(Proxies.get(state, alice), [
      [
        { delegate: low, proxy_type: "Owner", delay: 0 },
        { delegate: low, proxy_type: "Staking", delay: 6 },
        { delegate: low, proxy_type: "Staking", delay: 7 },
        { delegate: high, proxy_type: "Any", delay: 0 }
      ],
      192_000_000n
    ])
    assert.deepStrictEqual(run(state, alice, remove(low, "Staking", 7)).events, [
      unreserved(33_000_000n),
      told("ProxyRemoved", low, "Staking", 7)
    ])
    assert.deepStrictEqual(run(state, alice, removeAll).events, [unreserved(159_000_000n)])
    assert.isFalse(Proxies.contains(state, alice))
    assert.deepStrictEqual(run(state, alice, removeAll).events, [])
  })

  it("are gone with the last", () => {
    const state = after(add(bob))
    assert.deepStrictEqual(run(state, alice, remove(bob)).events, [unreserved(93_000_000n), told("ProxyRemoved", bob)])
    assert.isFalse(Proxies.contains(state, alice))
  })

  it("are others, once each, twenty at most, and paid for", () => {
    const state = after(add(bob))
    assert.deepStrictEqual(errorOf(state, alice, add(alice)), Proxy.error("NoSelfProxy"))
    assert.deepStrictEqual(errorOf(state, alice, add(bob)), Proxy.error("Duplicate"))
    for (const call of [remove(bob, "Owner"), remove(bob, "Any", 1), remove(charlie)]) {
      assert.deepStrictEqual(errorOf(state, alice, call), Proxy.error("NotFound"))
    }
    for (let delay = 1; delay < 20; delay++) assert.isUndefined(errorOf(state, alice, add(bob, "Any", delay)))
    assert.deepStrictEqual(errorOf(state, alice, add(bob, "Any", 20)), Proxy.error("TooMany"))
    assert.deepStrictEqual(errorOf(state, account("nobody"), add(bob)), Balances.error("InsufficientBalance"))
  })
})

describe("a proxy", () => {
  it("calls as the account, and tells how it ended", () => {
    const state = after(add(bob))
    assert.deepStrictEqual(run(state, bob, as(pay)).events, [paid, executed()])
    assert.deepStrictEqual(run(state, bob, as(System.call("set_storage", { items: [] }))).events, [
      Proxy.event("ProxyExecuted", { result: { _tag: "Err", value: badOrigin } })
    ])
  })

  it("does what its type lets it do, in calls within calls, too", () => {
    const state = after(add(bob, "NonTransfer"))
    assert.deepStrictEqual(run(state, bob, as(pay)).events, [executed(filtered)])
    assert.deepStrictEqual(run(state, bob, as(Utility.call("batch", { calls: [remark, pay] }))).events, [
      Utility.event("ItemCompleted"),
      Utility.event("BatchInterrupted", { index: 1, error: System.error("CallFiltered") }),
      executed()
    ])
  })

  it("gives nobody more than it has, and takes it from nobody", () => {
    const state = after(add(bob, "Governance"), add(charlie), add(dave, "NonTransfer"))
    const outcome = (by: Hex, call: Call) => run(state, by, as(call)).events.at(-1)
    assert.deepStrictEqual(outcome(dave, add(account("x"))), executed(filtered))
    assert.deepStrictEqual(outcome(dave, remove(charlie)), executed(filtered))
    assert.deepStrictEqual(outcome(dave, removeAll), executed(filtered))
    assert.deepStrictEqual(outcome(dave, add(account("x"), "Staking")), executed())
    // It would be no more than it has, but it is no call that it may make.
    assert.deepStrictEqual(outcome(bob, add(account("y"), "Senate")), executed(filtered))
    assert.deepStrictEqual(outcome(charlie, removeAll), executed())
  })

  it("is one, of the type that is asked for, and without delay", () => {
    const state = after(add(bob, "Staking"), add(bob, "Any", 5))
    assert.deepStrictEqual(errorOf(state, charlie, as(pay)), Proxy.error("NotProxy"))
    assert.deepStrictEqual(errorOf(state, bob, as(pay, "Owner")), Proxy.error("NotProxy"))
    assert.deepStrictEqual(errorOf(state, bob, as(pay)), Proxy.error("Unannounced"))
    assert.deepStrictEqual(run(state, bob, as(pay, "Staking")).events, [executed(filtered)])
  })
})

describe("an announcement", () => {
  const call_hash = hash(encodedCall(localnet(), pay))
  const announce = (real: Hex = alice) => Proxy.call("announce", { real: id(real), call_hash })
  const announced = (call: Call = pay, force_proxy_type?: ProxyType) =>
    Proxy.call("proxy_announced", { delegate: id(bob), real: id(alice), force_proxy_type, call })
  const withdraw = Proxy.call("remove_announcement", { real: id(alice), call_hash })
  const reject = Proxy.call("reject_announcement", { delegate: id(bob), call_hash })
  const waiting = () => {
    const state = after(add(bob, "Any", 3))
    assert.isUndefined(errorOf(state, bob, announce()))
    return state
  }

  it("lets a proxy call after its delay, by whoever sends it", () => {
    const state = after(add(bob, "Any", 3))
    assert.deepStrictEqual(run(state, bob, announce()).events, [
      reserved(104_000_000n, bob),
      Proxy.event("Announced", { real: alice, proxy: bob, call_hash })
    ])
    assert.deepStrictEqual(Announcements.get(state, bob), [[{ real: alice, call_hash, height: 2 }], 104_000_000n])
    advance(state, 4)
    assert.deepStrictEqual(errorOf(state, dave, announced()), Proxy.error("Unannounced"))
    advance(state, 5)
    assert.deepStrictEqual(errorOf(state, dave, announced(remark)), Proxy.error("Unannounced"))
    assert.deepStrictEqual(errorOf(state, dave, announced(pay, "Owner")), Proxy.error("NotProxy"))
    assert.deepStrictEqual(run(state, dave, announced()).events, [unreserved(104_000_000n, bob), paid, executed()])
    assert.isFalse(Announcements.contains(state, bob))
    assert.deepStrictEqual(errorOf(state, dave, announced()), Proxy.error("Unannounced"))
  })

  it("is taken back by the proxy, or by the account", () => {
    for (const [by, call] of [
      [bob, withdraw],
      [alice, reject]
    ] as const) {
      const state = waiting()
      assert.isUndefined(errorOf(state, bob, announce()))
      assert.strictEqual(Announcements.get(state, bob)[1], 172_000_000n)
      assert.deepStrictEqual(run(state, by, call).events, [unreserved(172_000_000n, bob)])
      assert.deepStrictEqual(errorOf(state, by, call), Proxy.error("NotFound"))
    }
    assert.deepStrictEqual(errorOf(waiting(), charlie, withdraw), Proxy.error("NotFound"))
    assert.deepStrictEqual(errorOf(waiting(), charlie, reject), Proxy.error("NotFound"))
  })

  it("is of a proxy, and one of 75", () => {
    const state = waiting()
    assert.deepStrictEqual(errorOf(state, charlie, announce()), Proxy.error("NotProxy"))
    for (let count = 1; count < 75; count++) assert.isUndefined(errorOf(state, bob, announce()))
    assert.deepStrictEqual(errorOf(state, bob, announce()), Proxy.error("TooMany"))
  })

  it("must be paid for", () => {
    const nobody = account("nobody")
    const state = after(add(nobody, "Any", 3))
    assert.deepStrictEqual(errorOf(state, nobody, announce()), Balances.error("InsufficientBalance"))
  })
})

describe("a pure account", () => {
  const create = Proxy.call("create_pure", { proxy_type: "Any", delay: 0, index: 3 })
  const pure = pureAccount(alice, "Any", 3, { height: 2, index: 1 })
  const kill = (over: Partial<{ readonly index: number; readonly height: number; readonly ext_index: number }> = {}) =>
    Proxy.call("kill_pure", { spawner: id(alice), proxy_type: "Any", index: 3, height: 2, ext_index: 1, ...over })

  it("is made of who, when and what", () =>
    // BLAKE2b of `modlpy/proxy____`, the account, 02000000, 01000000, 00 and 0300, by Python's hashlib.
    assert.strictEqual(pure, "0xc63279a269bd719f5f19df804875e68ec31bd404e36157e6a3d7528007795205"))

  it("is made, is called for, and ends", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, alice, create).events, [
      reserved(93_000_000n),
      Proxy.event("PureCreated", { pure, who: alice, proxy_type: "Any", disambiguation_index: 3 })
    ])
    assert.deepStrictEqual(Proxies.get(state, pure), [[{ delegate: alice, proxy_type: "Any", delay: 0 }], 93_000_000n])
    assert.deepStrictEqual(errorOf(state, alice, create), Proxy.error("Duplicate"))
    for (const call of [kill({ index: 4 }), kill({ height: 3 }), kill({ ext_index: 2 })]) {
      assert.deepStrictEqual(errorOf(state, pure, call), Proxy.error("NoPermission"))
    }
    assert.deepStrictEqual(errorOf(state, alice, kill()), Proxy.error("NoPermission"))
    const asPure = Proxy.call("proxy", { real: id(pure), force_proxy_type: undefined, call: kill() })
    assert.deepStrictEqual(run(state, alice, asPure).events, [unreserved(93_000_000n), executed()])
    assert.isFalse(Proxies.contains(state, pure))
  })

  it("must be paid for", () =>
    assert.deepStrictEqual(errorOf(localnet(), account("nobody"), create), Balances.error("InsufficientBalance")))
})

describe("the calls", () => {
  const call_hash = `0x${"11".repeat(32)}` as const
  const all = [
    as(remark),
    add(bob),
    remove(bob),
    removeAll,
    Proxy.call("create_pure", { proxy_type: "Any", delay: 0, index: 0 }),
    Proxy.call("kill_pure", { spawner: nowhere, proxy_type: "Any", index: 0, height: 0, ext_index: 0 }),
    Proxy.call("announce", { real: nowhere, call_hash }),
    Proxy.call("remove_announcement", { real: nowhere, call_hash }),
    Proxy.call("reject_announcement", { delegate: nowhere, call_hash }),
    Proxy.call("proxy_announced", { delegate: nowhere, real: id(bob), force_proxy_type: undefined, call: remark })
  ]
  const lost = [
    ...all.slice(5),
    Proxy.call("proxy_announced", { delegate: id(bob), real: nowhere, force_proxy_type: undefined, call: remark }),
    Proxy.call("proxy", { real: nowhere, force_proxy_type: undefined, call: remark }),
    Proxy.call("add_proxy", { delegate: nowhere, proxy_type: "Any", delay: 0 }),
    Proxy.call("remove_proxy", { delegate: nowhere, proxy_type: "Any", delay: 0 })
  ]

  it("are of accounts, about accounts", () => {
    for (const call of all) assert.deepStrictEqual(errorOf(localnet(), asRoot, call), badOrigin)
    for (const call of lost) assert.deepStrictEqual(errorOf(localnet(), alice, call), { _tag: "CannotLookup" })
  })
})

describe("the types", () => {
  const variants = ProxyTypes.shape._tag === "variant" ? ProxyTypes.shape.variants : []
  const types = variants.map(({ name }) => name as ProxyType)
  const stake = (_tag: string): Call => ({ _tag: "SubtensorModule", value: { _tag } })
  const of = (_tag: string): Call => ({ _tag, value: { _tag: "any" } })
  const admin = AdminUtils.call("sudo_set_tempo", { netuid: 1, tempo: 1 })

  const allowing = (call: Call) => types.filter((type) => mayCall(type)(call))
  const but = (...refused: ReadonlyArray<ProxyType>) => types.filter((type) => !refused.includes(type))
  const narrow = ["Owner", "Senate", "Triumvirate", "Governance", "Staking", "Registration"] as const

  it.each<[string, Call, ReadonlyArray<ProxyType>]>([
    ["System", remark, but(...narrow)],
    ["AdminUtils", admin, but("Senate", "Triumvirate", "Governance", "Staking", "Registration")],
    ["Balances", pay, but(...narrow, "NonTransfer", "NonFungibile")],
    ["SenateMembers", of("SenateMembers"), but("Owner", "Triumvirate", "Staking", "Registration")],
    ["Triumvirate", of("Triumvirate"), but("Owner", "NonCritical", "Senate", "Staking", "Registration")],
    ["TriumvirateMembers", of("TriumvirateMembers"), but("Owner", "Senate", "Staking", "Registration")],
    ["add_stake", stake("add_stake"), ["Any", "NonCritical", "NonTransfer", "Staking"]],
    ["remove_stake", stake("remove_stake"), ["Any", "NonCritical", "NonTransfer", "Staking"]],
    ["register", stake("register"), ["Any", "NonCritical", "NonTransfer", "NonFungibile", "Registration"]],
    ["burned_register", stake("burned_register"), ["Any", "NonTransfer", "Registration"]],
    ["root_register", stake("root_register"), ["Any", "NonTransfer"]],
    ["dissolve_network", stake("dissolve_network"), ["Any", "NonTransfer", "NonFungibile"]],
    ["serve_axon", stake("serve_axon"), ["Any", "NonCritical", "NonTransfer", "NonFungibile"]]
  ])("let %s through", (_, call, expected) => assert.deepStrictEqual(allowing(call), expected))

  it("are ordered", () => {
    const above = (type: ProxyType) => types.filter((other) => isSuperset(type, other))
    assert.deepStrictEqual(above("Any"), types)
    assert.deepStrictEqual(above("NonTransfer"), but("Any"))
    assert.deepStrictEqual(above("Governance"), ["Senate", "Triumvirate", "Governance"])
    for (const type of but("Any", "NonTransfer", "Governance")) assert.deepStrictEqual(above(type), [type])
  })
})
