import { assert, describe, it } from "vitest"
import { asRoot, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { networkCost } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/networks"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { account } from "../../../../support/localnet.ts"
import { alice, bob, Chain, revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
const TAO = 10n ** 9n
const register = call("register_network", {})

describe.each(revisions)("a network of the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("is made for its cost, which doubles and falls again", () => {
    const chain = new Chain(tried)
    chain.fund(alice, 10n ** 15n)
    const events = chain.must(alice, register)
    assert.deepStrictEqual(events.at(0), Balances.event("Withdraw", { who: alice, amount: 1000n * TAO }))
    assert.deepStrictEqual(events.at(-1), event("NetworkAdded", 1, 0))
    assert.strictEqual(of.SubnetOwner.get(chain.state, 1), alice)
    assert.strictEqual(of.SubnetLocked.get(chain.state, 1), 1000n * TAO)
    assert.strictEqual(of.TotalNetworks.get(chain.state), 3)
    assert.strictEqual(networkCost(chain.state, 2), 2000n * TAO)
    assert.isBelow(Number(networkCost(chain.state, 1000)), Number(2000n * TAO))
    chain.must(alice, register)
    assert.strictEqual(of.SubnetLocked.get(chain.state, 2), 2000n * TAO)
  })

  it("takes the lowest netuid that is free", () => {
    const chain = new Chain(tried)
    chain.fund(alice, 10n ** 16n)
    for (const _ of [1, 2, 3]) chain.must(alice, register)
    assert.deepStrictEqual(
      Array.from(of.NetworksAdded.entries(chain.state), ([[netuid]]) => netuid),
      [0, 1, 2, 3, 4]
    )
    chain.must(alice, call("dissolve_network", { netuid: 2 }))
    assert.deepInclude(chain.must(alice, register), event("NetworkAdded", 2, 0))
  })

  it("gives its owner the lock back when it is dissolved, and is forgotten by root's weights", () => {
    const chain = withSubnet(tried)
    const { coldkey, hotkey } = chain.neuron("a")
    chain.must(coldkey, call("root_register", { hotkey }))
    const weights = { netuid: 0, hotkey, dests: [1, 3], weights: [1, 1], version_key: 0n }
    chain.must(coldkey, call("set_root_weights", weights))
    assert.deepStrictEqual(chain.must(alice, call("dissolve_network", { netuid: 1 })), [
      Balances.event("Deposit", { who: alice, amount: 1000n * TAO }),
      event("NetworkRemoved", 1)
    ])
    assert.deepStrictEqual(of.Weights.get(chain.state, 0, 0), [
      [1, 0],
      [3, 65_535]
    ])
    assert.isFalse(of.NetworksAdded.get(chain.state, 1))
    assert.isFalse(of.Uids.contains(chain.state, 1, hotkey))
    assert.isTrue(of.IsNetworkMember.get(chain.state, hotkey, 1))
    assert.strictEqual(of.TotalNetworks.get(chain.state), 2)
  })

  it("that is not wanted makes room for a new one", () => {
    const chain = withSubnet(tried)
    of.SubnetLimit.put(chain.state, 2)
    const { NetworkImmunityPeriod } = of
    chain.fund(bob, 10n ** 16n)
    assert.deepStrictEqual(chain.errorOf(bob, register), error("AllNetworksInImmunity"))
    NetworkImmunityPeriod.put(chain.state, 0n)
    of.EmissionValues.put(chain.state, 3, 5n)
    const events = chain.must(bob, register)
    assert.deepStrictEqual(events.slice(0, 3), [
      Balances.event("Deposit", { who: alice, amount: 1000n * TAO }),
      event("NetworkRemoved", 1),
      Balances.event("Withdraw", { who: bob, amount: of.SubnetLocked.get(chain.state, 1) })
    ])
    assert.strictEqual(of.SubnetOwner.get(chain.state, 1), bob)
    assert.strictEqual(of.TotalNetworks.get(chain.state), 3)
  })

  it("is not made by the poor, too soon, or by root", () => {
    const chain = withSubnet(tried)
    assert.deepStrictEqual(chain.errorOf(account("poor"), register), error("NotEnoughBalanceToStake"))
    const barely = account("barely")
    chain.fund(barely, 500n)
    of.NetworkLastLockCost.put(chain.state, 250n)
    of.NetworkMinLockCost.put(chain.state, 1n)
    assert.deepStrictEqual(chain.errorOf(barely, register), error("ZeroBalanceAfterWithdrawn"))
    of.NetworkRateLimit.put(chain.state, 10n)
    assert.deepStrictEqual(chain.errorOf(bob, register), error("NetworkTxRateLimitExceeded"))
    assert.deepStrictEqual(chain.errorOf(asRoot, register), { _tag: "BadOrigin" })
  })

  it("does not survive an interval of 0 in which the cost falls", () => {
    const chain = withSubnet(tried)
    of.NetworkLockReductionInterval.put(chain.state, 0n)
    assert.throws(() => chain.run(bob, register), Trap)
  })

  it("is dissolved by nobody but its owner", () => {
    const chain = withSubnet(tried)
    const dissolve = (netuid: number) => call("dissolve_network", { netuid })
    assert.deepStrictEqual(chain.errorOf(alice, dissolve(7)), error("SubNetworkDoesNotExist"))
    assert.deepStrictEqual(chain.errorOf(bob, dissolve(1)), error("NotSubnetOwner"))
    assert.deepStrictEqual(chain.errorOf(alice, dissolve(3)), error("NotSubnetOwner"))
    assert.deepStrictEqual(chain.errorOf(asRoot, dissolve(1)), { _tag: "BadOrigin" })
  })
})
