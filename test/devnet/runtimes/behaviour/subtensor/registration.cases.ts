import { assert, describe, it } from "vitest"
import { seal } from "effect-bittensor/devnet/mathematics/seal"
import { asRoot, caller, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account } from "../../../../support/localnet.ts"
import { alice, bob, Chain, eve, revisions, withSubnet } from "../../../../support/revisions.ts"
import { hex } from "../../../../support/vectors.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
const TAO = 10n ** 9n
const hotkey = account("hotkey")

/** Work on the head of the chain, which the difficulty of 1 lets pass. */
const work = (chain: Chain, of: Hex, nonce = 7n) => {
  const head = chain.block - 1
  const blockHash = hex(System.storage.BlockHash.get(chain.state, head))
  return { block_number: BigInt(head), nonce, work: seal({ blockHash, account: hex(of), nonce }) }
}

/** A subnet on which work is taken, of any difficulty. */
const withWork = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  of.NetworkPowRegistrationAllowed.put(chain.state, 1, true)
  of.Difficulty.put(chain.state, 1, 1n)
  return chain
}

/** A registration that fails, and what makes it fail. */
interface Refused {
  readonly failure: Failure
  readonly prepare?: (chain: Chain) => void
  readonly netuid?: number
  readonly signer?: Hex
}

const refusedAnyway: ReadonlyArray<Refused> = [
  { failure: "TooManyRegistrationsThisBlock", prepare: ({ state }) => of.RegistrationsThisBlock.put(state, 1, 1000) },
  {
    failure: "TooManyRegistrationsThisInterval",
    prepare: ({ state }) => of.RegistrationsThisInterval.put(state, 1, 3000)
  },
  {
    failure: "HotKeyAlreadyRegisteredInSubNet",
    prepare: (chain) => void chain.must(bob, call("burned_register", { netuid: 1, hotkey }))
  },
  { failure: "NonAssociatedColdKey", prepare: ({ state }) => of.Owner.put(state, hotkey, alice) },
  { failure: "NoNeuronIdAvailable", prepare: ({ state }) => of.MaxAllowedUids.put(state, 1, 0) }
]

describe.each(revisions)("registration in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("by a burn gives the next uid, and takes the burn out of the world", () => {
    const chain = withSubnet(tried)
    const before = of.TotalIssuance.get(chain.state)
    of.TotalIssuance.put(chain.state, 5n * TAO)
    assert.deepStrictEqual(chain.must(bob, call("burned_register", { netuid: 1, hotkey })), [
      Balances.event("Withdraw", { who: bob, amount: TAO }),
      event("RAORecycledForRegistrationSet", 1, TAO),
      event("NeuronRegistered", 1, 0, hotkey)
    ])
    assert.strictEqual(before, 0n)
    assert.strictEqual(of.TotalIssuance.get(chain.state), 4n * TAO)
    assert.strictEqual(of.Owner.get(chain.state, hotkey), bob)
    assert.strictEqual(of.Uids.get(chain.state, 1, hotkey), 0)
    assert.deepStrictEqual(of.LastUpdate.get(chain.state, 1), [2n])
    assert.strictEqual(of.BurnRegistrationsThisInterval.get(chain.state, 1), 1)
    assert.strictEqual(of.POWRegistrationsThisInterval.get(chain.state, 1), 0)
  })

  it("by a burn leaves the existential deposit, and counts the nominal cost", () => {
    const chain = withSubnet(tried)
    const poor = account("poor")
    chain.fund(poor, TAO)
    const events = chain.must(poor, call("burned_register", { netuid: 1, hotkey }))
    assert.deepInclude(events, Balances.event("Withdraw", { who: poor, amount: TAO - 500n }))
    assert.deepInclude(events, event("RAORecycledForRegistrationSet", 1, TAO))
  })

  it("by work costs nothing, and the work may be shown again elsewhere", () => {
    const chain = withWork(tried)
    const proof = work(chain, hotkey)
    const registered = chain.must(hotkey, call("register", { netuid: 1, hotkey, coldkey: eve, ...proof }))
    assert.deepStrictEqual(registered, [event("NeuronRegistered", 1, 0, hotkey)])
    assert.strictEqual(of.UsedWork.get(chain.state, proof.work), 2n)
    assert.strictEqual(of.POWRegistrationsThisInterval.get(chain.state, 1), 1)
    of.NetworkPowRegistrationAllowed.put(chain.state, 3, true)
    of.Difficulty.put(chain.state, 3, 1n)
    chain.must(hotkey, call("register", { netuid: 3, hotkey, coldkey: eve, ...proof }))
  })

  it("on a full subnet replaces the weakest, who gets all stake back", () => {
    const chain = withSubnet(tried)
    const [a, b] = [chain.neuron("a"), chain.neuron("b")]
    chain.must(asRoot, AdminUtils.call("sudo_set_max_allowed_uids", { netuid: 1, max_allowed_uids: 3 }))
    const c = chain.neuron("c")
    chain.must(b.coldkey, call("add_stake", { hotkey: b.hotkey, amount_staked: 7n * TAO }))
    of.PruningScores.put(chain.state, 1, [3, 1, 2])
    chain.must(asRoot, AdminUtils.call("sudo_set_immunity_period", { netuid: 1, immunity_period: 0 }))
    assert.deepStrictEqual(chain.must(eve, call("burned_register", { netuid: 1, hotkey })), [
      Balances.event("Withdraw", { who: eve, amount: TAO }),
      Balances.event("Deposit", { who: b.coldkey, amount: 7n * TAO }),
      event("RAORecycledForRegistrationSet", 1, 4n * TAO),
      event("NeuronRegistered", 1, 1, hotkey)
    ])
    assert.strictEqual(of.SubnetworkN.get(chain.state, 1), 3)
    assert.deepStrictEqual(
      Array.from(of.Keys.entries(chain.state, 1), ([, key]) => key),
      [a.hotkey, hotkey, c.hotkey]
    )
    assert.isFalse(of.Uids.contains(chain.state, 1, b.hotkey))
    assert.isFalse(of.IsNetworkMember.contains(chain.state, b.hotkey, 1))
    assert.deepStrictEqual(of.PruningScores.get(chain.state, 1), [3, 65_535, 2])
    assert.strictEqual(of.Stake.get(chain.state, b.hotkey, b.coldkey), 0n)
    assert.strictEqual(of.TotalStake.get(chain.state), 0n)
    assert.strictEqual(of.Owner.get(chain.state, b.hotkey), b.coldkey)
  })

  it("on a full subnet leaves the stake of who is registered elsewhere", () => {
    const chain = withSubnet(tried)
    const a = chain.neuron("a")
    chain.must(a.coldkey, call("root_register", { hotkey: a.hotkey }))
    chain.must(a.coldkey, call("add_stake", { hotkey: a.hotkey, amount_staked: TAO }))
    of.MaxAllowedUids.put(chain.state, 1, 1)
    of.ImmunityPeriod.put(chain.state, 1, 0)
    chain.must(eve, call("burned_register", { netuid: 1, hotkey }))
    assert.strictEqual(of.Stake.get(chain.state, a.hotkey, a.coldkey), TAO)
  })

  it.each<Refused>([
    { failure: "RegistrationNotPermittedOnRootSubnet", netuid: 0 },
    { failure: "SubNetworkDoesNotExist", netuid: 7 },
    { failure: "SubNetRegistrationDisabled", netuid: 3 },
    ...refusedAnyway,
    { failure: "NotEnoughBalanceToStake", signer: account("nobody") }
  ])("by a burn fails with $failure", ({ failure, netuid = 1, prepare, signer = bob }) => {
    const chain = withSubnet(tried)
    prepare?.(chain)
    assert.deepStrictEqual(chain.errorOf(signer, call("burned_register", { netuid, hotkey })), error(failure))
  })

  it("by a burn fails where nothing could be burned without ending the account", () => {
    const chain = withSubnet(tried)
    const poor = account("poor")
    chain.fund(poor, 500n)
    of.Burn.put(chain.state, 1, 500n)
    const failed = chain.errorOf(poor, call("burned_register", { netuid: 1, hotkey }))
    assert.deepStrictEqual(failed, error("ZeroBalanceAfterWithdrawn"))
  })

  it.each<Refused>([
    { failure: "TransactorAccountShouldBeHotKey", signer: eve },
    { failure: "RegistrationNotPermittedOnRootSubnet", netuid: 0 },
    { failure: "SubNetworkDoesNotExist", netuid: 7 },
    { failure: "SubNetRegistrationDisabled", netuid: 3 },
    ...refusedAnyway,
    { failure: "InvalidDifficulty", prepare: ({ state }) => of.Difficulty.put(state, 1, 2n ** 64n - 1n) }
  ])("by work fails with $failure", ({ failure, netuid = 1, prepare, signer = hotkey }) => {
    const chain = withWork(tried)
    prepare?.(chain)
    const register = call("register", { netuid, hotkey, coldkey: eve, ...work(chain, hotkey) })
    assert.deepStrictEqual(chain.errorOf(signer, register), error(failure))
  })

  it("takes work on the head and its parent, and on no other block", () => {
    const chain = withWork(tried)
    for (const number of [3, 4, 5, 6]) chain.open(number)
    const at = (block_number: bigint) => {
      const blockHash = hex(System.storage.BlockHash.get(chain.state, Number(block_number)))
      const proof = { block_number, nonce: 1n, work: seal({ blockHash, account: hex(hotkey), nonce: 1n }) }
      return chain.errorOf(hotkey, call("register", { netuid: 1, hotkey, coldkey: eve, ...proof }))
    }
    assert.deepStrictEqual(at(7n), error("InvalidWorkBlock"))
    assert.deepStrictEqual(at(3n), error("InvalidWorkBlock"))
    assert.isUndefined(at(4n))
  })

  it("refuses a seal that is another's", () => {
    const chain = withWork(tried)
    const register = call("register", { netuid: 1, hotkey, coldkey: eve, ...work(chain, eve) })
    assert.deepStrictEqual(chain.errorOf(hotkey, register), error("InvalidSeal"))
  })

  it("does not survive a seal of another length", () => {
    const chain = withWork(tried)
    const register = call("register", {
      netuid: 1,
      hotkey,
      coldkey: eve,
      ...work(chain, hotkey),
      work: new Uint8Array(31)
    })
    assert.throws(() => chain.run(hotkey, register), Trap)
  })

  it("is for who signs", () => {
    const chain = withWork(tried)
    for (const one of [
      call("burned_register", { netuid: 1, hotkey }),
      call("register", { netuid: 1, hotkey, coldkey: eve, ...work(chain, hotkey) }),
      call("faucet", work(chain, eve))
    ]) {
      assert.deepStrictEqual(chain.errorOf(asRoot, one), { _tag: "BadOrigin" })
      assert.deepStrictEqual(chain.errorOf(caller(none), one), { _tag: "BadOrigin" })
    }
  })
})

describe.each(revisions)("the faucet of the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)
  /** The first nonce of Eve's on this block that is good enough. */
  const nonce = 1_350_813n

  it("pays 100 TAO that were not there before, as often as the work is shown", () => {
    const chain = new Chain(tried)
    const given = [Balances.event("Deposit", { who: eve, amount: 100n * TAO }), event("Faucet", eve, 100n * TAO)]
    const faucet = call("faucet", work(chain, eve, nonce))
    assert.deepStrictEqual(chain.must(eve, faucet), given)
    assert.deepStrictEqual(chain.must(eve, faucet), given)
    assert.strictEqual(of.TotalIssuance.get(chain.state), 200n * TAO)
    assert.strictEqual(of.UsedWork.get(chain.state, faucet.value.work), 2n)
  })

  it("refuses work that is too little, another's, or on another block", () => {
    const chain = new Chain(tried)
    const proof = work(chain, eve)
    assert.deepStrictEqual(chain.errorOf(eve, call("faucet", proof)), error("InvalidDifficulty"))
    const others = call("faucet", work(chain, eve, nonce))
    assert.deepStrictEqual(chain.errorOf(bob, others), error("InvalidSeal"))
    const later = call("faucet", { ...proof, block_number: 3n })
    assert.deepStrictEqual(chain.errorOf(eve, later), error("InvalidWorkBlock"))
  })
})
