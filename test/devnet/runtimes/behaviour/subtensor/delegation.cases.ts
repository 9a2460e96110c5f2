import { assert, describe, it } from "vitest"
import { asRoot } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { account } from "../../../../support/localnet.ts"
import { bob, revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
const MAX_TAKE = 11_796

const withNeuron = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  return { chain, ...chain.neuron("a") }
}

describe.each(revisions)("a delegate of the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("begins with the greatest take, and lowers and raises it", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    const begun = chain.must(coldkey, call("become_delegate", { hotkey }))
    assert.deepStrictEqual(begun, [event("DelegateAdded", coldkey, hotkey, MAX_TAKE)])
    const lowered = chain.must(coldkey, call("decrease_take", { hotkey, take: 7000 }))
    assert.deepStrictEqual(lowered, [event("TakeDecreased", coldkey, hotkey, 7000)])
    of.TxDelegateTakeRateLimit.put(chain.state, 10n)
    chain.open(13)
    const raised = chain.must(coldkey, call("increase_take", { hotkey, take: 7001 }))
    assert.deepStrictEqual(raised, [event("TakeIncreased", coldkey, hotkey, 7001)])
    assert.strictEqual(of.Delegates.get(chain.state, hotkey), 7001)
    assert.strictEqual(of.LastTxBlockDelegateTake.get(chain.state, coldkey), 13n)
  })

  it("is one's own hotkey, and not one already", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    for (const [name, take] of [["become_delegate"], ["decrease_take", 7000], ["increase_take", 7000]] as const) {
      const of = (hotkey: `0x${string}`) =>
        name === "become_delegate" ? call(name, { hotkey }) : call(name, { hotkey, take })
      assert.deepStrictEqual(chain.errorOf(coldkey, of(account("x"))), error("HotKeyAccountNotExists"))
      assert.deepStrictEqual(chain.errorOf(bob, of(hotkey)), error("NonAssociatedColdKey"))
      assert.deepStrictEqual(chain.errorOf(asRoot, of(hotkey)), { _tag: "BadOrigin" })
    }
    chain.must(coldkey, call("become_delegate", { hotkey }))
    const again = call("become_delegate", { hotkey })
    assert.deepStrictEqual(chain.errorOf(coldkey, again), error("HotKeyAlreadyDelegate"))
  })

  it("waits after what its coldkey did before, one block longer than the limit says", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    chain.must(coldkey, call("add_stake", { hotkey, amount_staked: 1n }))
    chain.open(1002)
    const become = call("become_delegate", { hotkey })
    assert.deepStrictEqual(chain.errorOf(coldkey, become), error("DelegateTxRateLimitExceeded"))
    chain.open(1003)
    chain.must(coldkey, become)
  })

  it("begins with no take below the least one", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    of.MinTake.put(chain.state, MAX_TAKE + 1)
    const become = call("become_delegate", { hotkey })
    assert.deepStrictEqual(chain.errorOf(coldkey, become), error("DelegateTakeTooLow"))
  })

  it("lowers its take to less, but not below the least one", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    chain.must(coldkey, call("become_delegate", { hotkey }))
    of.MinTake.put(chain.state, 5898)
    const decrease = (take: number) => call("decrease_take", { hotkey, take })
    assert.deepStrictEqual(chain.errorOf(coldkey, decrease(MAX_TAKE)), error("DelegateTakeTooLow"))
    assert.deepStrictEqual(chain.errorOf(coldkey, decrease(5897)), error("DelegateTakeTooLow"))
    assert.isUndefined(chain.errorOf(coldkey, decrease(5898)))
  })

  it("raises its take to more, but seldom and not above the greatest one", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    chain.must(coldkey, call("become_delegate", { hotkey }))
    chain.must(coldkey, call("decrease_take", { hotkey, take: 6000 }))
    const increase = (take: number) => call("increase_take", { hotkey, take })
    assert.deepStrictEqual(chain.errorOf(coldkey, increase(6000)), error("DelegateTakeTooLow"))
    assert.deepStrictEqual(chain.errorOf(coldkey, increase(MAX_TAKE + 1)), error("DelegateTakeTooHigh"))
    assert.deepStrictEqual(chain.errorOf(coldkey, increase(6001)), error("DelegateTxRateLimitExceeded"))
  })

  it("is whoever has a take, be it lowered from none", () => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    chain.must(coldkey, call("decrease_take", { hotkey, take: MAX_TAKE }))
    assert.isTrue(of.Delegates.contains(chain.state, hotkey))
  })
})

describe("the least take", () => {
  it.each(revisions)("is what the $name revision says", ({ name, revision, runtime }) => {
    const { chain } = withNeuron(revisions.find((one) => one.name === name) ?? assert.fail())
    assert.strictEqual(revision.minTake(chain.state), name === "first" ? 0 : 5898)
    assert.strictEqual(runtime.version.spec_version, 185)
  })
})
