import { assert, describe, it } from "vitest"
import { asRoot, caller } from "effect-bittensor/devnet/runtime/dispatch"
import type { Origin } from "effect-bittensor/devnet/runtime/origin"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account } from "../../../../support/localnet.ts"
import { alice, bob, type Chain, revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage

/** A hotkey on the root network, with some stake there. */
const onRoot = (chain: Chain, name: string, stake = 0n) => {
  const { coldkey, hotkey } = chain.neuron(name)
  of.Stake.put(chain.state, hotkey, coldkey, stake)
  of.TotalHotkeyStake.put(chain.state, hotkey, stake)
  return { coldkey, hotkey, events: chain.must(coldkey, call("root_register", { hotkey })) }
}

describe.each(revisions)("the root network of the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("makes a hotkey a delegate and a senator", () => {
    const chain = withSubnet(tried)
    const { events, hotkey } = onRoot(chain, "a")
    assert.deepStrictEqual(events, [SenateMembers.event("MemberAdded"), event("NeuronRegistered", 0, 0, hotkey)])
    assert.strictEqual(of.Delegates.get(chain.state, hotkey), 11_796)
    assert.isTrue(of.Delegates.contains(chain.state, hotkey))
    assert.include(SenateMembers.storage.Members.get(chain.state), hotkey)
    assert.strictEqual(of.RegistrationsThisInterval.get(chain.state, 0), 1)
  })

  it("takes a hotkey that is another's, and one that is nobody's becomes who signs", () => {
    const chain = withSubnet(tried)
    const { coldkey, hotkey } = chain.neuron("a")
    chain.must(bob, call("root_register", { hotkey }))
    assert.strictEqual(of.Owner.get(chain.state, hotkey), coldkey)
    chain.must(bob, call("root_register", { hotkey: account("new") }))
    assert.strictEqual(of.Owner.get(chain.state, account("new")), bob)
  })

  it("that is full replaces the least stake by more", () => {
    const chain = withSubnet(tried)
    of.MaxAllowedUids.put(chain.state, 0, 2)
    const [a] = [onRoot(chain, "a", 5n), onRoot(chain, "b", 7n)]
    const poor = chain.neuron("poor")
    const register = call("root_register", { hotkey: poor.hotkey })
    assert.deepStrictEqual(chain.errorOf(poor.coldkey, register), error("StakeTooLowForRoot"))
    of.TotalHotkeyStake.put(chain.state, poor.hotkey, 6n)
    chain.must(poor.coldkey, register)
    assert.strictEqual(of.Keys.get(chain.state, 0, 0), poor.hotkey)
    assert.isFalse(of.Uids.contains(chain.state, 0, a.hotkey))
    // It has lost its place, but not its seat.
    assert.include(SenateMembers.storage.Members.get(chain.state), a.hotkey)
  })

  it("that is full seats nobody with less stake than the senators", () => {
    const chain = withSubnet(tried)
    const senators = Array.from({ length: 12 }, (_, index) => account(`senator ${index}`)).toSorted()
    SenateMembers.storage.Members.put(chain.state, senators)
    for (const hotkey of senators) of.TotalHotkeyStake.put(chain.state, hotkey, 5n)
    const { events, hotkey } = onRoot(chain, "a", 5n)
    assert.deepStrictEqual(events, [event("NeuronRegistered", 0, 0, hotkey)])
    const rich = onRoot(chain, "b", 6n)
    assert.deepStrictEqual(rich.events[0], SenateMembers.event("MembersSwapped"))
    const left = senators.filter((one) => !SenateMembers.storage.Members.get(chain.state).includes(one))
    assert.deepStrictEqual(left, senators.slice(-1))
  })

  it.each<readonly [Failure, (chain: Chain) => void]>([
    ["RootNetworkDoesNotExist", ({ state }) => of.NetworksAdded.remove(state, 0)],
    ["TooManyRegistrationsThisBlock", ({ state }) => of.RegistrationsThisBlock.put(state, 0, 1000)],
    ["TooManyRegistrationsThisInterval", ({ state }) => of.RegistrationsThisInterval.put(state, 0, 3000)],
    ["HotKeyAlreadyRegisteredInSubNet", ({ state }) => of.Uids.put(state, 0, account("a hotkey"), 0)]
  ])("fails with %s", (failure, prepare) => {
    const chain = withSubnet(tried)
    const { coldkey, hotkey } = chain.neuron("a")
    prepare(chain)
    assert.deepStrictEqual(chain.errorOf(coldkey, call("root_register", { hotkey })), error(failure))
  })

  it("fails where the hotkey is a senator already", () => {
    const chain = withSubnet(tried)
    const { coldkey, hotkey } = chain.neuron("a")
    SenateMembers.storage.Members.mutate(chain.state, (members) => [...members, hotkey].toSorted())
    const failed = chain.errorOf(coldkey, call("root_register", { hotkey }))
    assert.deepStrictEqual(failed, SenateMembers.error("AlreadyMember"))
  })

  it("is for who signs", () => {
    const chain = withSubnet(tried)
    const register = call("root_register", { hotkey: account("a") })
    assert.deepStrictEqual(chain.errorOf(asRoot, register), { _tag: "BadOrigin" })
  })
})

const members = (ayes: number, seats: number) =>
  caller({ _tag: "Triumvirate", value: { _tag: "Members", value: [ayes, seats] } } satisfies Origin)

describe.each(revisions)("what the council of the $name revision agreed upon", (tried) => {
  const remark = System.call("remark_with_event", { remark: Uint8Array.of(1) })
  const fund = Balances.call("force_set_balance", { who: { _tag: "Id", value: bob }, new_free: 700n })
  const weight = { ref_time: 5n, proof_size: 0n }

  it("is done as root", () => {
    for (const one of [call("sudo", { call: fund }), call("sudo_unchecked_weight", { call: fund, weight })]) {
      const chain = withSubnet(tried)
      const events = chain.must(members(2, 3), one)
      assert.deepStrictEqual(events.at(-1), event("Sudid", { _tag: "Ok", value: null }))
      assert.strictEqual(System.storage.Account.get(chain.state, bob).data.free, 700n)
    }
  })

  it("fails as it fails", () => {
    const chain = withSubnet(tried)
    assert.deepStrictEqual(chain.errorOf(members(2, 3), call("sudo", { call: remark })), { _tag: "BadOrigin" })
  })

  it("is agreed upon by more than half, and by nobody else", () => {
    const chain = withSubnet(tried)
    for (const who of [members(1, 2), members(0, 0), asRoot, alice]) {
      assert.deepStrictEqual(chain.errorOf(who, call("sudo", { call: fund })), { _tag: "BadOrigin" })
      const unchecked = call("sudo_unchecked_weight", { call: fund, weight })
      assert.deepStrictEqual(chain.errorOf(who, unchecked), { _tag: "BadOrigin" })
    }
  })
})

/** A proposal of Alice's that is open. */
const withProposal = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  const senator = onRoot(chain, "senator")
  const proposal = System.call("remark", { remark: Uint8Array.of(1) })
  chain.must(alice, Triumvirate.call("propose", { proposal, length_bound: 100, duration: 4000 }))
  const [hash = "0x"] = Triumvirate.storage.Proposals.get(chain.state)
  const vote = (approve: boolean, hotkey: Hex = senator.hotkey, index = 0, of: Hex = hash) =>
    call("vote", { hotkey, proposal: of, index, approve })
  return { chain, hash, senator, vote }
}

describe.each(revisions)("a vote in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("is a hotkey's, and free the first time", () => {
    const { chain, hash, senator, vote } = withProposal(tried)
    const first = chain.run(senator.coldkey, vote(true))
    const voted = { account: senator.hotkey, proposal_hash: hash }
    assert.deepStrictEqual(first.events, [Triumvirate.event("Voted", { ...voted, voted: true, yes: 1, no: 0 })])
    assert.strictEqual(first.info.pays_fee, "No")
    const second = chain.run(senator.coldkey, vote(false))
    assert.deepStrictEqual(second.events, [Triumvirate.event("Voted", { ...voted, voted: false, yes: 0, no: 1 })])
    assert.strictEqual(second.info.pays_fee, "Yes")
  })

  it("is not counted of others", () => {
    const { chain, senator, vote } = withProposal(tried)
    const plain = chain.neuron("plain")
    assert.deepStrictEqual(chain.errorOf(bob, vote(true)), error("NonAssociatedColdKey"))
    assert.deepStrictEqual(chain.errorOf(plain.coldkey, vote(true, plain.hotkey)), error("NotSenateMember"))
    assert.deepStrictEqual(chain.errorOf(asRoot, vote(true)), { _tag: "BadOrigin" })
    const missing = vote(true, senator.hotkey, 0, account("x"))
    assert.deepStrictEqual(chain.errorOf(senator.coldkey, missing), Triumvirate.error("ProposalMissing"))
    const wrong = vote(true, senator.hotkey, 1)
    assert.deepStrictEqual(chain.errorOf(senator.coldkey, wrong), Triumvirate.error("WrongIndex"))
    chain.must(senator.coldkey, vote(true))
    assert.deepStrictEqual(chain.errorOf(senator.coldkey, vote(true)), Triumvirate.error("DuplicateVote"))
  })

  it("of who loses the seat is not counted any more", () => {
    const { chain, hash, senator, vote } = withProposal(tried)
    chain.must(senator.coldkey, vote(true))
    const senators = Array.from({ length: 11 }, (_, index) => account(`senator ${index}`))
    SenateMembers.storage.Members.put(chain.state, [...senators, senator.hotkey].toSorted())
    for (const hotkey of senators) of.TotalHotkeyStake.put(chain.state, hotkey, 5n)
    onRoot(chain, "rich", 9n)
    assert.notInclude(SenateMembers.storage.Members.get(chain.state), senator.hotkey)
    assert.deepStrictEqual(Triumvirate.storage.Voting.get(chain.state, hash)?.ayes, [])
  })
})
