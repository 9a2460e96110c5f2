import { assert, describe, it } from "vitest"
import { asRoot, type Call, caller } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { errorOf, localnet, run } from "../../../support/localnet.ts"

const { alice, bob, dave, eve } = sr25519
const id = (value: `0x${string}`) => ({ _tag: "Id", value }) as const
const nowhere = { _tag: "Raw", value: new Uint8Array() } as const
const remark = System.call("remark", { remark: new Uint8Array() })
const setStorage = System.call("set_storage", { items: [] })
const pay = Balances.call("transfer_keep_alive", { dest: id(eve), value: 1n })
const weight = { ref_time: 7n, proof_size: 8n }
const ok = { _tag: "Ok", value: null } as const
const refused = { _tag: "Err", value: { _tag: "BadOrigin" } } as const

const asDave = (call: Call) => Sudo.call("sudo_as", { who: id(dave), call })
const setKey = Sudo.call("set_key", { new: id(bob) })

describe.each([
  ["sudo", (call: Call) => Sudo.call("sudo", { call })],
  ["sudo_unchecked_weight", (call: Call) => Sudo.call("sudo_unchecked_weight", { call, weight })]
])("%s", (_, sudo) => {
  it("calls as root, for nothing, and tells how it ended", () => {
    const { events, info } = run(localnet(), alice, sudo(setStorage))
    assert.deepStrictEqual(events, [Sudo.event("Sudid", { sudo_result: ok })])
    assert.deepInclude(info, { class: "Operational", pays_fee: "No" })
    assert.deepStrictEqual(run(localnet(), alice, sudo(pay)).events, [Sudo.event("Sudid", { sudo_result: refused })])
  })
})

describe("sudo_unchecked_weight", () => {
  it("weighs what it is told", () =>
    assert.deepStrictEqual(run(localnet(), alice, Sudo.call("sudo_unchecked_weight", { call: remark, weight })).info, {
      weight,
      class: "Normal",
      pays_fee: "No"
    }))
})

describe("sudo_as", () => {
  it("calls as another account", () => {
    const { events, info } = run(localnet(), alice, asDave(pay))
    assert.deepStrictEqual(events, [
      Balances.event("Transfer", { from: dave, to: eve, amount: 1n }),
      Sudo.event("SudoAsDone", { sudo_result: ok })
    ])
    assert.strictEqual(info.pays_fee, "No")
    assert.deepStrictEqual(run(localnet(), alice, asDave(setStorage)).events, [
      Sudo.event("SudoAsDone", { sudo_result: refused })
    ])
  })
})

describe("the key", () => {
  it("is handed on, and given up", () => {
    const state = localnet()
    const handed = run(state, alice, setKey)
    assert.deepStrictEqual(handed.events, [Sudo.event("KeyChanged", { old: alice, new: bob })])
    assert.strictEqual(handed.info.pays_fee, "No")
    assert.deepStrictEqual(errorOf(state, alice, setKey), Sudo.error("RequireSudo"))
    assert.deepStrictEqual(run(state, bob, Sudo.call("remove_key", {})).events, [Sudo.event("KeyRemoved")])
    assert.deepStrictEqual(errorOf(state, bob, setKey), Sudo.error("RequireSudo"))
    assert.deepStrictEqual(run(state, asRoot, setKey).events, [Sudo.event("KeyChanged", { old: undefined, new: bob })])
  })

  it("goes to nobody", () => {
    const toNobody = [Sudo.call("set_key", { new: nowhere }), Sudo.call("sudo_as", { who: nowhere, call: remark })]
    for (const call of toNobody) assert.deepStrictEqual(errorOf(localnet(), alice, call), { _tag: "CannotLookup" })
  })

  it.each([
    Sudo.call("sudo", { call: remark }),
    Sudo.call("sudo_unchecked_weight", { call: remark, weight }),
    asDave(remark),
    setKey,
    Sudo.call("remove_key", {})
  ])("is needed, or root: $value._tag", (call) => {
    assert.deepStrictEqual(errorOf(localnet(), bob, call), Sudo.error("RequireSudo"))
    assert.deepStrictEqual(errorOf(localnet(), caller(none), call), { _tag: "BadOrigin" })
    assert.isUndefined(errorOf(localnet(), asRoot, call))
  })
})
