import { assert, describe, it } from "vitest"
import { asRoot } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { account } from "../../../../support/localnet.ts"
import { bob, type Chain, first, late, revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
const TAO = 10n ** 9n

/** A subnet with a delegate. */
const withDelegate = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  const delegate = chain.neuron("delegate")
  chain.must(delegate.coldkey, call("become_delegate", { hotkey: delegate.hotkey }))
  return { chain, ...delegate }
}

const counts = ({ state }: Chain, hotkey: `0x${string}`, coldkey: `0x${string}`) => [
  of.Stake.get(state, hotkey, coldkey),
  of.TotalHotkeyStake.get(state, hotkey),
  of.TotalColdkeyStake.get(state, coldkey),
  of.TotalStake.get(state)
]

describe.each(revisions)("stake in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("moves out of the balance, and all four counts with it", () => {
    const { chain, coldkey, hotkey } = withDelegate(tried)
    const add = (amount_staked: bigint) => call("add_stake", { hotkey, amount_staked })
    assert.deepStrictEqual(chain.must(bob, add(5n * TAO)), [
      Balances.event("Withdraw", { who: bob, amount: 5n * TAO }),
      event("StakeAdded", hotkey, 5n * TAO)
    ])
    chain.must(coldkey, add(2n * TAO))
    assert.deepStrictEqual(counts(chain, hotkey, bob), [5n * TAO, 7n * TAO, 5n * TAO, 7n * TAO])
    assert.deepStrictEqual(counts(chain, hotkey, coldkey), [2n * TAO, 7n * TAO, 2n * TAO, 7n * TAO])
    assert.strictEqual(of.LastTxBlock.get(chain.state, bob), 2n)
    assert.deepStrictEqual(of.TotalHotkeyColdkeyStakesThisInterval.get(chain.state, bob, hotkey), [1n, 2n])
  })

  it("of nothing counts, and of all leaves the existential deposit", () => {
    const { chain, hotkey } = withDelegate(tried)
    const add = (amount_staked: bigint) => call("add_stake", { hotkey, amount_staked })
    assert.deepStrictEqual(chain.must(bob, add(0n)), [event("StakeAdded", hotkey, 0n)])
    const poor = account("poor")
    chain.fund(poor, TAO)
    assert.deepInclude(chain.must(poor, add(TAO)), event("StakeAdded", hotkey, TAO - 500n))
  })

  it("moves back into the balance, and leaves an entry of nothing", () => {
    const { chain, hotkey } = withDelegate(tried)
    chain.must(bob, call("add_stake", { hotkey, amount_staked: 5n * TAO }))
    chain.open(2 + 360)
    assert.deepStrictEqual(chain.must(bob, call("remove_stake", { hotkey, amount_unstaked: 5n * TAO })), [
      Balances.event("Deposit", { who: bob, amount: 5n * TAO }),
      event("StakeRemoved", hotkey, 5n * TAO)
    ])
    assert.deepStrictEqual(counts(chain, hotkey, bob), [0n, 0n, 0n, 0n])
    assert.isTrue(of.Stake.contains(chain.state, hotkey, bob))
  })

  it("moves once an interval, one way or the other", () => {
    const { chain, hotkey } = withDelegate(tried)
    const add = call("add_stake", { hotkey, amount_staked: TAO })
    const remove = call("remove_stake", { hotkey, amount_unstaked: TAO })
    chain.must(bob, add)
    chain.open(361)
    assert.deepStrictEqual(chain.errorOf(bob, add), error("StakeRateLimitExceeded"))
    assert.deepStrictEqual(chain.errorOf(bob, remove), error("UnstakeRateLimitExceeded"))
    chain.open(362)
    chain.must(bob, remove)
  })

  it("is not added where it cannot be", () => {
    const { chain, hotkey } = withDelegate(tried)
    const own = chain.neuron("own")
    const add = (hotkey: `0x${string}`, amount_staked = TAO) => call("add_stake", { hotkey, amount_staked })
    assert.deepStrictEqual(chain.errorOf(bob, add(hotkey, 10n ** 18n)), error("NotEnoughBalanceToStake"))
    assert.deepStrictEqual(chain.errorOf(bob, add(account("x"))), error("HotKeyAccountNotExists"))
    assert.deepStrictEqual(chain.errorOf(bob, add(own.hotkey)), error("HotKeyNotDelegateAndSignerNotOwnHotKey"))
    assert.isUndefined(chain.errorOf(own.coldkey, add(own.hotkey)))
    const poor = account("poor")
    chain.fund(poor, 500n)
    assert.deepStrictEqual(chain.errorOf(poor, add(hotkey, 500n)), error("ZeroBalanceAfterWithdrawn"))
    assert.deepStrictEqual(chain.errorOf(asRoot, add(hotkey)), { _tag: "BadOrigin" })
  })

  it("is not removed where it is not", () => {
    const { chain, hotkey } = withDelegate(tried)
    const own = chain.neuron("own")
    const remove = (hotkey: `0x${string}`, amount_unstaked = TAO) => call("remove_stake", { hotkey, amount_unstaked })
    assert.deepStrictEqual(chain.errorOf(bob, remove(account("x"))), error("HotKeyAccountNotExists"))
    assert.deepStrictEqual(chain.errorOf(bob, remove(own.hotkey)), error("HotKeyNotDelegateAndSignerNotOwnHotKey"))
    assert.deepStrictEqual(chain.errorOf(bob, remove(hotkey, 0n)), error("StakeToWithdrawIsZero"))
    assert.deepStrictEqual(chain.errorOf(bob, remove(hotkey)), error("NotEnoughStakeToWithdraw"))
    assert.deepStrictEqual(chain.errorOf(asRoot, remove(hotkey)), { _tag: "BadOrigin" })
  })

  it("of others is no smaller than the minimum, that of the owner may be", () => {
    const { chain, coldkey, hotkey } = withDelegate(tried)
    const least = AdminUtils.call("sudo_set_nominator_min_required_stake", { min_stake: 3n * TAO })
    chain.must(asRoot, least)
    const add = (amount_staked: bigint) => call("add_stake", { hotkey, amount_staked })
    assert.deepStrictEqual(chain.errorOf(bob, add(2n * TAO)), error("NomStakeBelowMinimumThreshold"))
    chain.must(bob, add(3n * TAO))
    chain.must(coldkey, add(TAO))
  })
})

describe("a remainder below the minimum", () => {
  const leaving = (tried: (typeof revisions)[number]) => {
    const { chain, hotkey } = withDelegate(tried)
    chain.must(bob, call("add_stake", { hotkey, amount_staked: 5n * TAO }))
    chain.must(asRoot, AdminUtils.call("sudo_set_nominator_min_required_stake", { min_stake: 3n * TAO }))
    chain.open(400)
    return { chain, hotkey, remove: call("remove_stake", { hotkey, amount_unstaked: 4n * TAO }) }
  }

  it("is refused in the first revision", () => {
    const { chain, remove } = leaving(first)
    assert.deepStrictEqual(chain.errorOf(bob, remove), SubtensorModule.error("NomStakeBelowMinimumThreshold"))
  })

  it("is given back in the late one", () => {
    const { chain, hotkey, remove } = leaving(late)
    assert.deepStrictEqual(chain.must(bob, remove), [
      Balances.event("Deposit", { who: bob, amount: 4n * TAO }),
      Balances.event("Deposit", { who: bob, amount: TAO }),
      event("StakeRemoved", hotkey, 4n * TAO)
    ])
    assert.deepStrictEqual(counts(chain, hotkey, bob), [0n, 0n, 0n, 0n])
    assert.isFalse(of.Stake.contains(chain.state, hotkey, bob))
  })
})
