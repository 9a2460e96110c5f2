/** Who may have a signature verified at all. */
import { assert, describe, it } from "@effect/vitest"
import { AddressGate, addressKey } from "../../../src/layers/internal/axon/AddressGate.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import type { Claim } from "../../../src/services/Axon.ts"

const alice = Ss58.Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
const bob = Ss58.Ss58.make("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")

const claim = (change: Partial<Claim> = {}): Claim => ({
  route: "Echo",
  hotkey: alice,
  publicKey: Ss58.publicKey(alice),
  receiver: bob,
  uuid: "u",
  nonce: 1n,
  version: 10_002_000,
  timeout: 12,
  bodyHash: "00".repeat(32),
  signature: new Uint8Array(64),
  ip: "203.0.113.9",
  port: 1,
  ...change
})

const make = (change: { readonly perCaller?: number } = {}) => {
  const callerBurst = change.perCaller ?? 100
  return new AddressGate({
    perAddress: { perSecond: 10, burst: 40 },
    perCaller: { perSecond: 10, burst: callerBurst },
    failureCost: 20
  })
}

/** How many of so many requests pass. */
const passed = (gate: AddressGate, now: number, count: number, change?: Partial<Claim>): number =>
  Array.from({ length: count }, () => gate.admits(claim(change), now)).filter(Boolean).length

describe("addressKey", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:db8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["::", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["1::2:3:4:5:6:7", "1:0:2:3"]
  ])("%s has the budget of %s", (ip, key) => assert.strictEqual(addressKey(ip), key))
})

describe("admits", () => {
  it("gives every address a budget, which refills", () => {
    const gate = make()
    assert.strictEqual(passed(gate, 0, 100), 40)
    assert.strictEqual(passed(gate, 0, 100, { ip: "203.0.113.10" }), 40)
    assert.strictEqual(passed(gate, 1000, 100), 10)
  })

  it("gives a whole IPv6 /64 one budget", () => {
    const gate = make()
    const counts = Array.from({ length: 100 }, (_, i) => passed(gate, 0, 1, { ip: `2001:db8::${i.toString(16)}` }))
    assert.strictEqual(counts.filter((count) => count === 1).length, 40)
    assert.strictEqual(passed(gate, 0, 1, { ip: "2001:db8:0:1::1" }), 1)
  })

  it("does not ask which hotkey an address claims", () => {
    const gate = make()
    const counts = Array.from({ length: 100 }, (_, i) => passed(gate, 0, 1, { uuid: `${i}` }))
    assert.strictEqual(counts.filter((count) => count === 1).length, 40)
  })
})

describe("a signature that does not fit", () => {
  it("costs an address more than a request does", () => {
    const gate = make()
    gate.begin(claim())(false, 0)
    assert.strictEqual(passed(gate, 0, 100), 20)
  })

  it("makes a flood of bad signatures wait", () => {
    const gate = make()
    for (let i = 0; i < 1000; i++) gate.begin(claim())(false, 0)
    assert.strictEqual(passed(gate, 4000, 100), 0)
    assert.strictEqual(passed(gate, 4100, 100), 1)
  })
})

describe("a signature that is being verified", () => {
  it("counts as one that will not fit, until it is known", () => {
    const gate = make()
    const judge = gate.begin(claim())
    assert.strictEqual(passed(gate, 0, 100), 20)
    judge(true, 0)
    assert.strictEqual(passed(gate, 0, 100, { hotkey: bob }), 20)
  })

  it("counts for those who were admitted before it began, and costs them nothing more", () => {
    const gate = make()
    assert.isTrue(gate.admits(claim(), 0))
    assert.isTrue(gate.stillAdmits(claim(), 0))
    gate.begin(claim({ hotkey: bob }))
    assert.isTrue(gate.stillAdmits(claim(), 0))
    gate.begin(claim({ hotkey: bob }))
    assert.isFalse(gate.stillAdmits(claim(), 0))
  })

  it("keeps nobody out of a lane that was proven", () => {
    const gate = make()
    gate.begin(claim())(true, 0)
    for (let i = 0; i < 100; i++) gate.begin(claim({ hotkey: bob }))
    assert.strictEqual(passed(gate, 0, 1, { hotkey: bob }), 0)
    assert.strictEqual(passed(gate, 0, 10), 10)
  })
})

/** The gate after a flood from the address of a proven lane. */
const exhausted = (gate: AddressGate): AddressGate => {
  gate.begin(claim())(true, 0)
  passed(gate, 0, 100, { hotkey: bob, uuid: "a stranger's" })
  return gate
}

describe("queueOf", () => {
  it("keeps callers apart who were proven from an address, and their new lanes from the others", () => {
    const gate = make()
    const strangers = gate.queueOf(claim())
    gate.begin(claim())(true, 0)
    const [proven, newLane] = [gate.queueOf(claim()), gate.queueOf(claim({ uuid: "v" }))]
    assert.strictEqual(new Set([strangers, proven, newLane]).size, 3)
    for (const other of [{ hotkey: bob }, { ip: "203.0.113.10" }]) {
      assert.strictEqual(gate.queueOf(claim(other)), strangers)
    }
  })
})

describe("a signature that fits", () => {
  it("lets a proven lane in when its address is exhausted", () => {
    const gate = exhausted(make())
    assert.strictEqual(passed(gate, 0, 10), 10)
  })

  it("lets its hotkey open a few lanes more, whose use by a forger does not touch the proven one", () => {
    const gate = exhausted(make())
    const forged = Array.from({ length: 100 }, (_, i) => passed(gate, 0, 1, { uuid: `v${i}` }))
    assert.strictEqual(forged.filter((count) => count === 1).length, 64)
    assert.strictEqual(passed(gate, 0, 10), 10)
    assert.strictEqual(passed(gate, 1000, 1, { ip: "203.0.113.9", uuid: "w" }), 1)
  })

  it("lets in no other hotkey or address", () => {
    const gate = exhausted(make())
    assert.strictEqual(passed(gate, 0, 10, { hotkey: bob }), 0)
    const elsewhere = exhausted(make())
    passed(elsewhere, 0, 100, { ip: "203.0.113.10", hotkey: bob, uuid: "a stranger's" })
    assert.strictEqual(passed(elsewhere, 0, 10, { ip: "203.0.113.10" }), 0)
  })

  it("gives that lane an allowance, which has an end", () => {
    const gate = exhausted(make({ perCaller: 5 }))
    assert.strictEqual(passed(gate, 0, 10), 5)
  })

  it("takes nothing of the allowance itself", () => {
    const gate = make({ perCaller: 5 })
    for (let i = 0; i < 100; i++) gate.begin(claim())(true, 0)
    passed(gate, 0, 100, { uuid: "a stranger's" })
    assert.strictEqual(passed(gate, 0, 10), 5)
  })
})
