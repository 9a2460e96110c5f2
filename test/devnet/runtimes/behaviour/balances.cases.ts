import { assert, describe, it } from "vitest"
import { asRoot, tokenError } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import {
  addConsumer,
  addProvider,
  removeProvider
} from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/accounts"
import { add, canRemove, remove } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/currency"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { noBalances, System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, errorOf, eventsOf, localnet, run } from "../../../support/localnet.ts"

const { alice, dave, eve } = sr25519
const nobody = account("nobody")
const { Account } = System.storage
const { TotalIssuance } = Balances.storage
const id = (value: Hex) => ({ _tag: "Id", value }) as const
const nowhere = { _tag: "Raw", value: Uint8Array.of(1) } as const
const cannotLookup = { _tag: "CannotLookup" } as const
const badOrigin = { _tag: "BadOrigin" } as const

const dataOf = (state: State, who: Hex) => Account.get(state, who).data
const change = (state: State, who: Hex, data: Partial<typeof noBalances>) =>
  Account.mutate(state, who, (info) => ({ ...info, data: { ...info.data, ...data } }))

const allowDeath = (to: Hex, value: bigint) => Balances.call("transfer_allow_death", { dest: id(to), value })
const keepAlive = (to: Hex, value: bigint) => Balances.call("transfer_keep_alive", { dest: id(to), value })
const transferAll = (to: Hex, keep_alive: boolean) => Balances.call("transfer_all", { dest: id(to), keep_alive })
const setBalance = (who: Hex, new_free: bigint) => Balances.call("force_set_balance", { who: id(who), new_free })
const adjust = (direction: "Increase" | "Decrease", delta: bigint) =>
  Balances.call("force_adjust_total_issuance", { direction, delta })

/** What Dave has at the genesis. */
const DAVE = 2_000_000_000n

describe("a transfer", () => {
  it("makes an account, and ends one whose rest is dust", () => {
    const state = localnet()
    const issuance = TotalIssuance.get(state)
    const { error, events } = run(state, dave, allowDeath(nobody, DAVE - 499n))
    assert.isUndefined(error)
    assert.deepStrictEqual(events, [
      System.event("KilledAccount", { account: dave }),
      Balances.event("DustLost", { account: dave, amount: 499n }),
      System.event("NewAccount", { account: nobody }),
      Balances.event("Endowed", { account: nobody, free_balance: DAVE - 499n }),
      Balances.event("Transfer", { from: dave, to: nobody, amount: DAVE - 499n })
    ])
    assert.isFalse(Account.contains(state, dave))
    assert.strictEqual(TotalIssuance.get(state), issuance - 499n)
  })

  it("leaves the existential deposit where an account must live on", () => {
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, dave, keepAlive(eve, DAVE - 499n)), tokenError("NotExpendable"))
    assert.isUndefined(errorOf(state, dave, keepAlive(eve, DAVE - 500n)))
    assert.strictEqual(dataOf(state, dave).free, 500n)
  })

  it("of all takes all, or all but the existential deposit", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, dave, transferAll(eve, true)).events, [
      Balances.event("Transfer", { from: dave, to: eve, amount: DAVE - 500n })
    ])
    assert.deepStrictEqual(run(state, dave, transferAll(eve, false)).events, [
      System.event("KilledAccount", { account: dave }),
      Balances.event("Transfer", { from: dave, to: eve, amount: 500n })
    ])
  })

  it("to oneself moves nothing and tells nothing, but must be possible", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, dave, keepAlive(dave, 5n)).events, [])
    assert.deepStrictEqual(errorOf(state, dave, keepAlive(dave, DAVE + 1n)), tokenError("FundsUnavailable"))
  })

  it("fails with what is in the way", () => {
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(eve, DAVE + 1n)), tokenError("FundsUnavailable"))
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(nobody, 499n)), tokenError("BelowMinimum"))
    change(state, dave, { frozen: DAVE })
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(eve, 1n)), tokenError("Frozen"))
    change(state, dave, { frozen: 0n })
    change(state, eve, { free: 2n ** 64n - 1n })
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(eve, 1n)), { _tag: "Arithmetic", value: "Overflow" })
    TotalIssuance.put(state, 0n)
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(alice, 1n)), { _tag: "Arithmetic", value: "Underflow" })
  })

  it("leaves what is frozen, of which what is reserved is a part", () => {
    const state = localnet()
    addConsumer(dispatch.context(state), dave)
    change(state, dave, { frozen: 1000n, reserved: 400n })
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(eve, DAVE - 599n)), tokenError("Frozen"))
    assert.isUndefined(errorOf(state, dave, allowDeath(eve, DAVE - 600n)))
  })

  it("leaves an account alive that something needs", () => {
    const state = localnet()
    assert.isUndefined(addConsumer(dispatch.context(state), dave))
    assert.deepStrictEqual(errorOf(state, dave, allowDeath(eve, DAVE)), tokenError("Frozen"))
    assert.isUndefined(errorOf(state, dave, transferAll(eve, false)))
    assert.strictEqual(dataOf(state, dave).free, 500n)
  })

  it("may be forced by root", () => {
    const state = localnet()
    const forced = Balances.call("force_transfer", { source: id(dave), dest: id(eve), value: 7n })
    assert.deepStrictEqual(errorOf(state, alice, forced), badOrigin)
    assert.deepStrictEqual(run(state, asRoot, forced).events, [
      Balances.event("Transfer", { from: dave, to: eve, amount: 7n })
    ])
  })
})

describe("an address that means nobody", () => {
  it.each([
    [dave, Balances.call("transfer_allow_death", { dest: nowhere, value: 1n })],
    [dave, Balances.call("transfer_keep_alive", { dest: nowhere, value: 1n })],
    [dave, Balances.call("transfer_all", { dest: nowhere, keep_alive: true })],
    [asRoot, Balances.call("force_transfer", { source: id(dave), dest: nowhere, value: 1n })],
    [asRoot, Balances.call("force_transfer", { source: nowhere, dest: id(dave), value: 1n })],
    [asRoot, Balances.call("force_set_balance", { who: nowhere, new_free: 1n })],
    [asRoot, Balances.call("force_unreserve", { who: nowhere, amount: 1n })]
  ])("is no account", (by, call) => assert.deepStrictEqual(errorOf(localnet(), by, call), cannotLookup))
})

describe("calls of an account", () => {
  it.each([
    allowDeath(dave, 1n),
    keepAlive(dave, 1n),
    transferAll(dave, true),
    Balances.call("upgrade_accounts", { who: [dave] })
  ])("are not for root: $value._tag", (call) => assert.deepStrictEqual(errorOf(localnet(), asRoot, call), badOrigin))
})

describe("force_set_balance", () => {
  it("makes, changes and ends accounts, and what is issued with them", () => {
    const state = localnet()
    const issuance = TotalIssuance.get(state)
    assert.deepStrictEqual(run(state, asRoot, setBalance(nobody, 700n)).events, [
      System.event("NewAccount", { account: nobody }),
      Balances.event("Endowed", { account: nobody, free_balance: 700n }),
      Balances.event("BalanceSet", { who: nobody, free: 700n })
    ])
    assert.strictEqual(TotalIssuance.get(state), issuance + 700n)
    assert.deepStrictEqual(run(state, asRoot, setBalance(nobody, 499n)).events, [
      System.event("KilledAccount", { account: nobody }),
      Balances.event("BalanceSet", { who: nobody, free: 0n })
    ])
    assert.strictEqual(TotalIssuance.get(state), issuance)
  })

  it("is for root, and ends no account that something needs", () => {
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, alice, setBalance(dave, 0n)), badOrigin)
    addConsumer(dispatch.context(state), dave)
    assert.deepStrictEqual(errorOf(state, asRoot, setBalance(dave, 0n)), { _tag: "ConsumerRemaining" })
    assert.strictEqual(dataOf(state, dave).free, DAVE)
  })
})

describe("force_unreserve", () => {
  const unreserve = (who: Hex, amount: bigint) => Balances.call("force_unreserve", { who: id(who), amount })

  it("gives back what is reserved, and no more", () => {
    const state = localnet()
    addConsumer(dispatch.context(state), dave)
    change(state, dave, { reserved: 30n })
    assert.deepStrictEqual(errorOf(state, alice, unreserve(dave, 1n)), badOrigin)
    assert.deepStrictEqual(run(state, asRoot, unreserve(dave, 10n)).events, [
      Balances.event("Unreserved", { who: dave, amount: 10n })
    ])
    assert.strictEqual(Account.get(state, dave).consumers, 1)
    assert.deepStrictEqual(run(state, asRoot, unreserve(dave, 99n)).events, [
      Balances.event("Unreserved", { who: dave, amount: 20n })
    ])
    assert.deepInclude(Account.get(state, dave), { consumers: 0, data: { ...noBalances, free: DAVE + 30n } })
    assert.deepStrictEqual(run(state, asRoot, unreserve(nobody, 1n)).events, [])
  })
})

describe("upgrade_accounts", () => {
  const upgrade = (...who: ReadonlyArray<Hex>) => Balances.call("upgrade_accounts", { who })

  it("counts old reserves as holds, which is free for who does little else", () => {
    const state = localnet()
    change(state, dave, { flags: 0n, reserved: 5n })
    const { events, info } = run(state, alice, upgrade(dave))
    assert.deepStrictEqual(events, [Balances.event("Upgraded", { who: dave })])
    assert.strictEqual(info.pays_fee, "No")
    assert.deepInclude(Account.get(state, dave), { consumers: 1, data: { ...noBalances, free: DAVE, reserved: 5n } })
    assert.strictEqual(run(state, alice, upgrade(dave)).info.pays_fee, "Yes")
    assert.strictEqual(run(state, alice, upgrade()).info.pays_fee, "Yes")
  })

  it("gives an account a reason to be there that has reserves alone", () => {
    const state = localnet()
    change(state, nobody, { flags: 0n, reserved: 5n })
    assert.deepStrictEqual(run(state, alice, upgrade(nobody)).events, [
      System.event("NewAccount", { account: nobody }),
      Balances.event("Upgraded", { who: nobody })
    ])
    assert.deepInclude(Account.get(state, nobody), { providers: 1, consumers: 1 })
    assert.strictEqual(dataOf(state, nobody).free, 500n)
  })
})

describe("force_adjust_total_issuance", () => {
  it("changes what was issued, and never below what is set aside", () => {
    const state = localnet()
    const old = TotalIssuance.get(state)
    assert.deepStrictEqual(errorOf(state, alice, adjust("Increase", 1n)), badOrigin)
    assert.deepStrictEqual(errorOf(state, asRoot, adjust("Increase", 0n)), Balances.error("DeltaZero"))
    assert.deepStrictEqual(run(state, asRoot, adjust("Increase", 5n)).events, [
      Balances.event("TotalIssuanceForced", { old, new: old + 5n })
    ])
    Balances.storage.InactiveIssuance.put(state, old)
    assert.deepStrictEqual(errorOf(state, asRoot, adjust("Decrease", 6n)), Balances.error("IssuanceDeactivated"))
    assert.strictEqual(TotalIssuance.get(state), old + 5n)
  })
})

describe("what others take and give", () => {
  const told = (state: State, act: () => unknown) => {
    const before = eventsOf(state).length
    const result = act()
    return { result, events: eventsOf(state).slice(before) }
  }

  it("is promised to the last rao, and taken but for the existential deposit", () => {
    const state = localnet()
    const context = dispatch.context(state)
    const issuance = TotalIssuance.get(state)
    assert.isTrue(canRemove(context, dave, DAVE))
    assert.isFalse(canRemove(context, dave, DAVE + 1n))
    assert.deepStrictEqual(
      told(state, () => remove(context, dave, DAVE)),
      {
        result: DAVE - 500n,
        events: [Balances.event("Withdraw", { who: dave, amount: DAVE - 500n })]
      }
    )
    assert.strictEqual(TotalIssuance.get(state), issuance - DAVE + 500n)
    assert.deepStrictEqual(
      told(state, () => remove(context, dave, 1n)),
      { result: undefined, events: [] }
    )
    assert.deepStrictEqual(
      told(state, () => remove(context, dave, 0n)),
      { result: 0n, events: [] }
    )
  })

  it("is given and told, be it nothing", () => {
    const state = localnet()
    const context = dispatch.context(state)
    const issuance = TotalIssuance.get(state)
    assert.deepStrictEqual(told(state, () => add(context, dave, 0n)).events, [
      Balances.event("Deposit", { who: dave, amount: 0n })
    ])
    assert.deepStrictEqual(told(state, () => add(context, nobody, 499n)).events, [
      Balances.event("Deposit", { who: nobody, amount: 0n })
    ])
    assert.isFalse(Account.contains(state, nobody))
    assert.deepStrictEqual(told(state, () => add(context, nobody, 500n)).events, [
      System.event("NewAccount", { account: nobody }),
      Balances.event("Endowed", { account: nobody, free_balance: 500n }),
      Balances.event("Deposit", { who: nobody, amount: 500n })
    ])
    assert.strictEqual(TotalIssuance.get(state), issuance + 500n)
  })
})

describe("what keeps an account alive", () => {
  it("is counted", () => {
    const state = localnet()
    const context = dispatch.context(state)
    assert.deepStrictEqual(addConsumer(context, nobody), { _tag: "NoProviders" })
    addProvider(context, nobody)
    addProvider(context, nobody)
    for (let count = 0; count < 16; count++) assert.isUndefined(addConsumer(context, nobody))
    assert.deepStrictEqual(addConsumer(context, nobody), { _tag: "TooManyConsumers" })
    assert.isUndefined(removeProvider(context, nobody))
    assert.deepStrictEqual(removeProvider(context, nobody), { _tag: "ConsumerRemaining" })
    assert.deepInclude(Account.get(state, nobody), { providers: 1, consumers: 16 })
  })
})
