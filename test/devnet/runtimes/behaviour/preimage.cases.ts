import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, caller, tokenError } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { hash as hashOf } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Preimage } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/preimage"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, errorOf, localnet, run } from "../../../support/localnet.ts"

const { alice, bob } = sr25519
const { PreimageFor, RequestStatusFor, StatusFor } = Preimage.storage
const bytes = Uint8Array.of(1, 2)
const hash = hashOf(bytes)
const note = Preimage.call("note_preimage", { bytes })
const unnote = Preimage.call("unnote_preimage", { hash })
const request = Preimage.call("request_preimage", { hash })
const unrequest = Preimage.call("unrequest_preimage", { hash })
const update = (...hashes: ReadonlyArray<Hex>) => Preimage.call("ensure_updated", { hashes })

const [noted, requested, cleared] = [
  Preimage.event("Noted", { hash }),
  Preimage.event("Requested", { hash }),
  Preimage.event("Cleared", { hash })
]
const deposit = 106_000_000n
const ticket = [alice, deposit] as const
const unrequestedStatus = { _tag: "Unrequested", ticket, len: 2 } as const
const requestedStatus = (count: number, maybe_ticket?: typeof ticket, maybe_len?: number) =>
  ({ _tag: "Requested", maybe_ticket, count, maybe_len }) as const

const status = (state: State) => RequestStatusFor.get(state, hash)
const held = (state: State) => System.storage.Account.get(state, alice).data.reserved
const isKept = (state: State) => PreimageFor.contains(state, [hash, 2])

/** A state after calls of Alice or of root, which all succeed. */
const after = (...calls: ReadonlyArray<readonly [by: Hex | typeof asRoot, call: Parameters<typeof errorOf>[2]]>) => {
  const state = localnet()
  for (const [by, call] of calls) assert.isUndefined(errorOf(state, by, call))
  return state
}

describe("what an account notes", () => {
  it("is kept for a deposit, until it is not wanted any more", () => {
    const state = localnet()
    const { events, info } = run(state, alice, note)
    assert.deepStrictEqual(events, [noted])
    assert.strictEqual(info.pays_fee, "Yes")
    assert.deepStrictEqual(status(state), unrequestedStatus)
    assert.deepStrictEqual(PreimageFor.get(state, [hash, 2]), bytes)
    assert.deepStrictEqual(Balances.storage.Holds.get(state, alice), [
      { id: { _tag: "Preimage", value: "Preimage" }, amount: deposit }
    ])
    assert.strictEqual(System.storage.Account.get(state, alice).consumers, 1)
    assert.deepStrictEqual(errorOf(state, bob, note), Preimage.error("AlreadyNoted"))
    assert.deepStrictEqual(errorOf(state, bob, unnote), Preimage.error("NotAuthorized"))
    assert.deepStrictEqual(run(state, alice, unnote).events, [cleared])
    assert.isUndefined(status(state))
    assert.isFalse(isKept(state))
    assert.strictEqual(held(state), 0n)
    // No reason is left, but the list of them is.
    assert.isTrue(Balances.storage.Holds.contains(state, alice))
    assert.strictEqual(System.storage.Account.get(state, alice).consumers, 0)
    assert.deepStrictEqual(errorOf(state, alice, unnote), Preimage.error("NotNoted"))
  })

  it("must be paid for, and not too big", () => {
    const big = Preimage.call("note_preimage", { bytes: new Uint8Array(4 * 1024 * 1024 + 1) })
    assert.deepStrictEqual(errorOf(localnet(), alice, big), Preimage.error("TooBig"))
    assert.deepStrictEqual(errorOf(localnet(), account("nobody"), note), tokenError("FundsUnavailable"))
    const state = localnet()
    const put = (free: bigint) =>
      System.storage.Account.mutate(state, alice, (info) => ({ ...info, data: { ...info.data, free } }))
    put(deposit + 499n)
    assert.deepStrictEqual(errorOf(state, alice, note), tokenError("FundsUnavailable"))
    put(deposit + 500n)
    assert.isUndefined(errorOf(state, alice, note))
  })

  it("may be root's, who pays nothing and wants it", () => {
    const state = localnet()
    const { events, info } = run(state, asRoot, note)
    assert.deepStrictEqual(events, [noted])
    assert.strictEqual(info.pays_fee, "No")
    assert.deepStrictEqual(status(state), requestedStatus(1, undefined, 2))
    assert.deepStrictEqual(errorOf(state, alice, unnote), Preimage.error("NotAuthorized"))
    assert.deepStrictEqual(run(state, asRoot, unnote).events, [cleared])
    assert.isUndefined(status(state))
    // What an account notes first stays with it.
    const both = after([alice, note], [asRoot, note])
    assert.deepStrictEqual(status(both), requestedStatus(1, ticket, 2))
  })

  it("is cleared by root, too, who gives the deposit back", () => {
    const state = after([alice, note], [asRoot, unnote])
    assert.isUndefined(status(state))
    assert.strictEqual(held(state), 0n)
  })
})

describe("what root requests", () => {
  it("may be noted for nothing", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, asRoot, request).events, [requested])
    assert.deepStrictEqual(run(state, asRoot, request).events, [])
    assert.deepStrictEqual(status(state), requestedStatus(2))
    const { events, info } = run(state, alice, note)
    assert.deepStrictEqual(events, [noted])
    assert.strictEqual(info.pays_fee, "No")
    assert.deepStrictEqual(status(state), requestedStatus(2, undefined, 2))
    assert.strictEqual(held(state), 0n)
    assert.deepStrictEqual(run(state, asRoot, unrequest).events, [])
    assert.deepStrictEqual(run(state, asRoot, unrequest).events, [cleared])
    assert.isFalse(isKept(state))
    assert.deepStrictEqual(errorOf(state, asRoot, unrequest), Preimage.error("NotRequested"))
  })

  it("goes if it never came", () => {
    const state = after([asRoot, request])
    assert.deepStrictEqual(run(state, asRoot, unrequest).events, [])
    assert.isUndefined(status(state))
  })

  it("stays with whoever paid for it", () => {
    const state = after([alice, note])
    assert.deepStrictEqual(run(state, asRoot, request).events, [requested])
    assert.deepStrictEqual(status(state), requestedStatus(1, ticket, 2))
    assert.isUndefined(errorOf(state, asRoot, unrequest))
    assert.deepStrictEqual(status(state), unrequestedStatus)
    assert.deepStrictEqual(errorOf(state, asRoot, unrequest), Preimage.error("NotRequested"))
  })

  it("stays when its owner takes the deposit back", () => {
    const state = after([alice, note], [asRoot, request])
    assert.deepStrictEqual(errorOf(state, bob, unnote), Preimage.error("NotAuthorized"))
    assert.deepStrictEqual(run(state, alice, unnote).events, [])
    assert.deepStrictEqual(status(state), requestedStatus(1, undefined, 2))
    assert.isTrue(isKept(state))
    assert.strictEqual(held(state), 0n)
  })

  it("is root's", () => {
    for (const call of [request, unrequest]) assert.deepStrictEqual(errorOf(localnet(), alice, call), badOrigin)
    for (const call of [note, unnote]) assert.deepStrictEqual(errorOf(localnet(), caller(none), call), badOrigin)
  })
})

describe("what was noted before deposits were held", () => {
  /** Reserved by hand, as the pallet did it then. */
  const old = (deposit: bigint) => {
    const state = localnet()
    System.storage.Account.mutate(state, alice, (info) => ({
      ...info,
      consumers: 1,
      data: { ...info.data, free: info.data.free - deposit, reserved: deposit }
    }))
    return state
  }
  const unreserved = Balances.event("Unreserved", { who: alice, amount: 7000n })

  it("is brought up to date, for nothing if it is most of it", () => {
    const state = old(7000n)
    StatusFor.put(state, hash, { _tag: "Unrequested", deposit: [alice, 7000n], len: 2 })
    assert.strictEqual(run(state, bob, update(hash, request.value.hash)).info.pays_fee, "Yes")
    assert.deepStrictEqual(status(state), unrequestedStatus)
    assert.strictEqual(held(state), deposit)
    assert.isFalse(StatusFor.contains(state, hash))
  })

  it("is brought up to date with its wishes", () => {
    const state = old(7000n)
    StatusFor.put(state, hash, { _tag: "Requested", deposit: [alice, 7000n], count: 3, len: 2 })
    const { events, info } = run(state, bob, update(hash))
    assert.deepStrictEqual(events, [unreserved])
    assert.strictEqual(info.pays_fee, "No")
    assert.deepStrictEqual(status(state), requestedStatus(3, ticket, 2))
    const withoutLength = old(7000n)
    StatusFor.put(withoutLength, hash, { _tag: "Requested", deposit: [alice, 7000n], count: 1, len: undefined })
    assert.isUndefined(errorOf(withoutLength, asRoot, request))
    assert.deepStrictEqual(status(withoutLength), requestedStatus(2))
    StatusFor.put(withoutLength, hash, { _tag: "Requested", deposit: undefined, count: 5, len: undefined })
    assert.isUndefined(errorOf(withoutLength, asRoot, request))
    assert.deepStrictEqual(status(withoutLength), requestedStatus(6))
  })

  it("is forgotten if its owner cannot pay what it costs today", () => {
    const state = old(7000n)
    System.storage.Account.mutate(state, alice, (info) => ({ ...info, data: { ...info.data, free: 500n } }))
    StatusFor.put(state, hash, { _tag: "Unrequested", deposit: [alice, 7000n], len: 2 })
    assert.strictEqual(run(state, bob, update(hash)).info.pays_fee, "No")
    assert.isUndefined(status(state))
  })

  it("is some, and not too much", () => {
    assert.deepStrictEqual(errorOf(localnet(), alice, update()), Preimage.error("TooFew"))
    const many = Array.from({ length: 1025 }, () => hash)
    assert.deepStrictEqual(errorOf(localnet(), alice, update(...many)), Preimage.error("TooMany"))
    assert.deepStrictEqual(errorOf(localnet(), asRoot, update(hash)), badOrigin)
  })
})

/*
 * Not reachable: `Requested`, which no call fails with.
 */
