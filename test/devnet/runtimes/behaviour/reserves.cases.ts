import { assert, describe, it } from "vitest"
import type { DispatchError } from "effect-bittensor/devnet/runtime/dispatch"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import {
  hold,
  type HoldReason,
  release,
  reserve,
  unreserve
} from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/reserves"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { account, eventsOf, localnet } from "../../../support/localnet.ts"

const { dave } = sr25519
const { Account } = System.storage
const { Holds } = Balances.storage
const preimage: HoldReason = { _tag: "Preimage", value: "Preimage" }
const registry: HoldReason = { _tag: "Registry", value: "RegistryIdentity" }
const FREE = 2_000_000_000n

/** Dave, with what is changed about him. */
const prepared = (
  over: Partial<{ readonly consumers: number; readonly providers: number; readonly frozen: bigint }> = {}
) => {
  const { frozen = 0n, ...counts } = over
  const state = localnet()
  Account.mutate(state, dave, (info) => ({ ...info, ...counts, data: { ...info.data, frozen } }))
  const before = eventsOf(state).length
  return {
    state,
    context: dispatch.context(state),
    events: () => eventsOf(state).slice(before),
    dave: () => Account.get(state, dave)
  }
}

describe("a reserve", () => {
  it("makes an account needed, until it is given back", () => {
    const { context, dave: now, events } = prepared()
    assert.isUndefined(reserve(context, dave, 700n))
    assert.deepInclude(now(), { consumers: 1 })
    assert.deepInclude(now().data, { free: FREE - 700n, reserved: 700n })
    unreserve(context, dave, 200n)
    unreserve(context, dave, 900n)
    assert.deepInclude(now(), { consumers: 0 })
    assert.deepInclude(now().data, { free: FREE, reserved: 0n })
    const amounts = (name: "Reserved" | "Unreserved", amount: bigint) => Balances.event(name, { who: dave, amount })
    assert.deepStrictEqual(events(), [
      amounts("Reserved", 700n),
      amounts("Unreserved", 200n),
      amounts("Unreserved", 500n)
    ])
  })

  it("of nothing, or of nobody, is nothing", () => {
    const { context, events } = prepared()
    assert.isUndefined(reserve(context, dave, 0n))
    unreserve(context, dave, 0n)
    unreserve(context, account("nobody"), 5n)
    assert.deepStrictEqual(events(), [])
  })

  it.each<[string, Parameters<typeof prepared>[0], bigint, DispatchError | undefined]>([
    ["is no more than there is", {}, FREE + 1n, Balances.error("InsufficientBalance")],
    ["is not of what is frozen", { frozen: FREE - 10n, consumers: 1 }, 11n, Balances.error("LiquidityRestrictions")],
    ["is up to what is frozen", { frozen: FREE - 10n, consumers: 1 }, 10n, undefined],
    ["leaves what the account lives by", {}, FREE - 499n, { _tag: "ConsumerRemaining" }],
    ["leaves just that", {}, FREE - 500n, undefined],
    ["may be all if there is another reason to live", { providers: 2 }, FREE, undefined],
    ["is one of sixteen things that need an account", { consumers: 16 }, 1n, { _tag: "TooManyConsumers" }]
  ])("%s", (_, over, amount, error) => assert.deepStrictEqual(reserve(prepared(over).context, dave, amount), error))
})

describe("a hold", () => {
  it("has a reason, and no event", () => {
    const { context, dave: now, events, state } = prepared()
    assert.isUndefined(hold(context, preimage, dave, 700n))
    assert.isUndefined(hold(context, registry, dave, 80n))
    assert.isUndefined(hold(context, preimage, dave, 9n))
    assert.deepStrictEqual(Holds.get(state, dave), [
      { id: preimage, amount: 709n },
      { id: registry, amount: 80n }
    ])
    assert.deepInclude(now(), { consumers: 1 })
    assert.deepInclude(now().data, { free: FREE - 789n, reserved: 789n })
    release(context, preimage, dave, 1000n)
    assert.deepStrictEqual(Holds.get(state, dave), [{ id: registry, amount: 80n }])
    release(context, registry, dave, 30n)
    assert.deepInclude(now().data, { free: FREE - 50n, reserved: 50n })
    release(context, registry, dave, 50n)
    assert.deepInclude(now(), { consumers: 0 })
    assert.deepStrictEqual(events(), [])
  })

  it.each<[string, Parameters<typeof prepared>[0], bigint, DispatchError | undefined]>([
    ["leaves what the account lives by", {}, FREE - 499n, { _tag: "Token", value: "FundsUnavailable" }],
    ["leaves just that", {}, FREE - 500n, undefined],
    ["may be of what is frozen", { frozen: FREE, consumers: 1 }, 1n, undefined],
    ["may be all if there is another reason to live", { providers: 2 }, FREE, undefined],
    ["is one of sixteen things that need an account", { consumers: 16 }, 1n, { _tag: "TooManyConsumers" }]
  ])("%s", (_, over, amount, error) =>
    assert.deepStrictEqual(hold(prepared(over).context, preimage, dave, amount), error)
  )

  it("stays with an account that cannot receive it", () => {
    const { context, dave: now, state } = prepared({ providers: 2 })
    assert.isUndefined(hold(context, preimage, dave, FREE))
    release(context, preimage, dave, 499n)
    assert.deepStrictEqual(Holds.get(state, dave), [{ id: preimage, amount: FREE }])
    release(context, preimage, dave, 500n)
    assert.deepInclude(now().data, { free: 500n, reserved: FREE - 500n })
  })
})

it("what root has unreserved is not released again", () => {
  const context = dispatch.context(localnet())
  const reason = { _tag: "Preimage", value: "Preimage" } as const
  const { alice } = sr25519
  assert.isUndefined(hold(context, reason, alice, 1000n))
  unreserve(context, alice, 1000n)
  const before = System.storage.Account.get(context, alice)
  release(context, reason, alice, 1000n)
  assert.deepStrictEqual(System.storage.Account.get(context, alice), before)
})
