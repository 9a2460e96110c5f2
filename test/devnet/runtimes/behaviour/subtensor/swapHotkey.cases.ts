import { assert, describe, it } from "vitest"
import { asRoot } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { account } from "../../../../support/localnet.ts"
import { bob, revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
const TAO = 10n ** 9n
const fresh = account("fresh")

/** A neuron with all that a hotkey may have. */
const withNeuron = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  const { coldkey, hotkey } = chain.neuron("a")
  chain.must(coldkey, call("root_register", { hotkey }))
  chain.must(bob, call("add_stake", { hotkey, amount_staked: 5n * TAO }))
  const axon = { netuid: 1, version: 1, ip: 0x0808_0808n, port: 1, ip_type: 4 }
  chain.must(hotkey, call("serve_axon", { ...axon, protocol: 4, placeholder1: 0, placeholder2: 0 }))
  chain.must(hotkey, call("serve_prometheus", axon))
  of.LoadedEmission.put(chain.state, 1, [[hotkey, 3n, 4n]])
  return { chain, coldkey, hotkey, swap: call("swap_hotkey", { hotkey, new_hotkey: fresh }) }
}

describe.each(revisions)("another key in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("has all that the old one had, for one TAO", () => {
    const { chain, coldkey, hotkey, swap } = withNeuron(tried)
    assert.deepStrictEqual(chain.must(coldkey, swap), [
      Balances.event("Withdraw", { who: coldkey, amount: TAO }),
      event("HotkeySwapped", { coldkey, old_hotkey: hotkey, new_hotkey: fresh })
    ])
    const { state } = chain
    assert.strictEqual(of.Owner.get(state, fresh), coldkey)
    assert.isFalse(of.Owner.contains(state, hotkey))
    assert.strictEqual(of.TotalHotkeyStake.get(state, fresh), 5n * TAO)
    assert.strictEqual(of.Stake.get(state, fresh, bob), 5n * TAO)
    assert.lengthOf([...of.Stake.entries(state, hotkey)], 0)
    assert.isTrue(of.Delegates.contains(state, fresh))
    assert.deepStrictEqual([of.Keys.get(state, 0, 0), of.Keys.get(state, 1, 0)], [fresh, fresh])
    assert.strictEqual(of.Uids.get(state, 1, fresh), 0)
    assert.isFalse(of.Uids.contains(state, 1, hotkey))
    assert.strictEqual(of.Axons.get(state, 1, fresh)?.port, 1)
    assert.deepStrictEqual(of.LoadedEmission.get(state, 1), [[fresh, 3n, 4n]])
    assert.strictEqual(of.LastTxBlock.get(state, coldkey), 2n)
    // What the real runtime forgets stays with the old one.
    assert.isTrue(of.Prometheus.contains(state, 1, hotkey))
  })

  it("costs what it wrote", () => {
    const { chain, coldkey, swap } = withNeuron(tried)
    const { info } = chain.run(coldkey, swap)
    // Two stakes (the owner's of 0), two networks with four writes each and two more, and one axon.
    const [reads, writes] = [5n + 3n, 1n + 2n + 2n + 2n + 2n * 2n + 2n * (2n + 4n) + 2n]
    assert.strictEqual(info.weight.ref_time, reads * 25_000_000n + writes * 100_000_000n)
  })

  it.each<{ readonly failure: Failure; readonly new_hotkey?: `0x${string}`; readonly who?: `0x${string}` }>([
    { failure: "NonAssociatedColdKey", who: bob },
    { failure: "NewHotKeyIsSameWithOld", new_hotkey: account("a hotkey") },
    { failure: "HotKeyAlreadyRegisteredInSubNet", new_hotkey: account("b hotkey") }
  ])("is refused with $failure", ({ failure, new_hotkey = fresh, who }) => {
    const { chain, coldkey, hotkey } = withNeuron(tried)
    chain.neuron("b")
    const swap = call("swap_hotkey", { hotkey, new_hotkey })
    assert.deepStrictEqual(chain.errorOf(who ?? coldkey, swap), error(failure))
  })

  it("waits after what the coldkey did before", () => {
    const { chain, coldkey, swap } = withNeuron(tried)
    of.LastTxBlock.put(chain.state, coldkey, 1n)
    assert.deepStrictEqual(chain.errorOf(coldkey, swap), error("HotKeySetTxRateLimitExceeded"))
  })

  it("is for who can pay, and signs", () => {
    const { chain, coldkey, swap } = withNeuron(tried)
    chain.fund(coldkey, TAO - 1n)
    assert.deepStrictEqual(chain.errorOf(coldkey, swap), error("NotEnoughBalanceToPaySwapHotKey"))
    assert.deepStrictEqual(chain.errorOf(asRoot, swap), { _tag: "BadOrigin" })
  })
})
