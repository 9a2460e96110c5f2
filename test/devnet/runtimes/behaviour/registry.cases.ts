import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, tokenError } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { type IdentityInfo, Registry } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/registry"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import type { Value } from "effect-bittensor/devnet/scale/Type"
import { account, errorOf, localnet, run } from "../../../support/localnet.ts"

const { alice, bob } = sr25519
const { Owner, SubnetOwner, Uids } = SubtensorModule.storage
const hotkey = account("hotkey")
const nothing = { _tag: "None" } as const
const text = { _tag: "Sha256", value: `0x${"68".repeat(32)}` } as const
const info: Value<typeof IdentityInfo> = {
  additional: [],
  display: text,
  legal: nothing,
  web: nothing,
  riot: nothing,
  email: nothing,
  pgp_fingerprint: undefined,
  image: nothing,
  twitter: nothing
}
const more = { ...info, additional: [[text, text]] as const }
const set = (identified: Hex, of = info) => Registry.call("set_identity", { identified, info: of })
const clear = (identified: Hex) => Registry.call("clear_identity", { identified })
const cannot = Registry.error("CannotRegister")

/** Alice owns a hotkey on the root network, and Bob a subnet. */
const prepared = (): State => {
  const state = localnet()
  Owner.put(state, hotkey, alice)
  Uids.put(state, 0, hotkey, 0)
  SubnetOwner.put(state, 3, bob)
  return state
}
const held = (state: State, who: Hex) => System.storage.Account.get(state, who).data.reserved
const identity = (state: State, who: Hex) => Registry.storage.IdentityOf.get(state, who)

describe("set_identity", () => {
  it("is for a hotkey, by its coldkey, which pays", () => {
    const state = prepared()
    const before = System.storage.Account.get(state, alice).data.free
    assert.deepStrictEqual(run(state, alice, set(hotkey)).events, [Registry.event("IdentitySet", { who: hotkey })])
    assert.deepStrictEqual(identity(state, hotkey), { deposit: 100_000_000n, info })
    assert.deepStrictEqual(Balances.storage.Holds.get(state, alice), [
      { id: { _tag: "Registry", value: "RegistryIdentity" }, amount: 100_000_000n }
    ])
    assert.deepInclude(System.storage.Account.get(state, alice).data, {
      free: before - 100_000_000n,
      reserved: 100_000_000n
    })
  })

  it("is for the owner of a subnet", () => {
    const state = prepared()
    assert.deepStrictEqual(run(state, bob, set(bob)).events, [Registry.event("IdentitySet", { who: bob })])
    assert.isUndefined(errorOf(state, bob, clear(bob)))
  })

  it("costs as much as it says", () => {
    const state = prepared()
    for (const [of, deposit] of [
      [info, 100_000_000n],
      [more, 200_000_000n],
      [info, 100_000_000n]
    ] as const) {
      assert.isUndefined(errorOf(state, alice, set(hotkey, of)))
      assert.deepStrictEqual(identity(state, hotkey), { deposit, info: of })
      assert.strictEqual(held(state, alice), deposit)
    }
    // More fields than one cannot be read from an extrinsic.
    const tooMany = { ...info, additional: [...more.additional, ...more.additional] }
    assert.deepStrictEqual(errorOf(state, alice, set(hotkey, tooMany)), Registry.error("TooManyFields"))
  })

  it("needs a deposit", () => {
    const state = prepared()
    SubnetOwner.put(state, 3, account("poor"))
    assert.deepStrictEqual(errorOf(state, account("poor"), set(account("poor"))), tokenError("FundsUnavailable"))
    System.storage.Account.mutate(state, alice, (of) => ({ ...of, data: { ...of.data, free: 100_000_499n } }))
    assert.deepStrictEqual(errorOf(state, alice, set(hotkey)), tokenError("FundsUnavailable"))
  })
})

describe("clear_identity", () => {
  it("gives the deposit back", () => {
    const state = prepared()
    assert.isUndefined(errorOf(state, alice, set(hotkey)))
    assert.deepStrictEqual(run(state, alice, clear(hotkey)).events, [
      Registry.event("IdentityDissolved", { who: hotkey })
    ])
    assert.isUndefined(identity(state, hotkey))
    assert.strictEqual(held(state, alice), 0n)
    assert.deepStrictEqual(errorOf(state, alice, clear(hotkey)), Registry.error("NotRegistered"))
  })

  it("gives another owner nothing", () => {
    const state = prepared()
    assert.isUndefined(errorOf(state, alice, set(hotkey)))
    Owner.put(state, hotkey, bob)
    const before = System.storage.Account.get(state, bob)
    assert.isUndefined(errorOf(state, bob, clear(hotkey)))
    assert.deepStrictEqual(System.storage.Account.get(state, bob), before)
    assert.strictEqual(held(state, alice), 100_000_000n)
  })
})

describe.each([
  ["set_identity", set],
  ["clear_identity", clear]
])("%s", (_, call) => {
  it("is for those who may speak for an account", () => {
    const state = prepared()
    assert.deepStrictEqual(errorOf(state, bob, call(hotkey)), cannot)
    assert.deepStrictEqual(errorOf(state, alice, call(alice)), cannot)
    assert.deepStrictEqual(errorOf(state, alice, call(account("other"))), cannot)
    assert.deepStrictEqual(errorOf(state, `0x${"00".repeat(32)}`, call(account("other"))), cannot)
    Uids.remove(state, 0, hotkey)
    assert.deepStrictEqual(errorOf(state, alice, call(hotkey)), cannot)
    assert.deepStrictEqual(errorOf(state, asRoot, call(hotkey)), badOrigin)
  })
})
