import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, type Call, caller } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { doVote, removeVotes } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/triumvirate"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import { TriumvirateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirateMembers"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, advance, errorOf, localnet, run } from "../../../support/localnet.ts"

/*
 * Not reachable: `AlreadyInitialized`, which no call fails with; `DuplicateVote`, but for `doVote`, as `vote` is for nobody.
 */

const { alice, bob, dave, eve, ferdie } = sr25519
const { Prime, ProposalCount, ProposalOf, Proposals, Voting } = Triumvirate.storage

/** What was proposed in the recording, whose weights are ours then. */
const remark = System.call("remark", { remark: Uint8Array.of(0x99) })
const remarkHash = "0x29917adc97db7809fe4fd71a46f42433311399369e0562792f68eb8d1ec9f131"
const propose = (proposal: Call, length_bound = 10, duration = 3600) =>
  Triumvirate.call("propose", { proposal, length_bound, duration })
const close = (proposal_hash: Hex, index = 0, ref_time = 10n ** 9n, length_bound = 100) =>
  Triumvirate.call("close", {
    proposal_hash,
    index,
    proposal_weight_bound: { ref_time, proof_size: 10_000n },
    length_bound
  })
const vote = (state: State, who: Hex, approve: boolean, index = 0, proposal: Hex = remarkHash) =>
  doVote(dispatch.context(state), who, proposal, index, approve)

const proposed = (proposal: Call = remark) => {
  const state = localnet()
  assert.isUndefined(errorOf(state, alice, propose(proposal, 100)))
  return state
}

/** Seven senators, as in the recording. */
const seven = (state: State) =>
  SenateMembers.storage.Members.put(state, [dave, eve, ferdie, ...["a", "b", "c", "d"].map(account)].toSorted())

const closed = (yes: number, no: number) => Triumvirate.event("Closed", { proposal_hash: remarkHash, yes, no })
const approved = Triumvirate.event("Approved", { proposal_hash: remarkHash })
const disapproved = Triumvirate.event("Disapproved", { proposal_hash: remarkHash })
const ok = { _tag: "Ok", value: null } as const

const assertGone = (state: State) => {
  assert.deepStrictEqual(Proposals.get(state), [])
  assert.isFalse(ProposalOf.contains(state, remarkHash))
  assert.isFalse(Voting.contains(state, remarkHash))
}

describe("propose", () => {
  it("opens the votes of more than half of the senate", () => {
    const state = localnet()
    const { events } = run(state, bob, propose(remark))
    assert.deepStrictEqual(events, [
      Triumvirate.event("Proposed", { account: bob, proposal_index: 0, proposal_hash: remarkHash, threshold: 2 })
    ])
    assert.deepStrictEqual(Voting.get(state, remarkHash), { index: 0, threshold: 2, ayes: [], nays: [], end: 3602 })
    assert.deepStrictEqual(ProposalOf.get(state, remarkHash), remark)
    assert.deepStrictEqual(Proposals.get(state), [remarkHash])
    assert.strictEqual(ProposalCount.get(state), 1)
  })

  it("asks who, how long, how many bytes, whether it is open, and whether there are too many, in this order", () => {
    const state = proposed()
    assert.deepStrictEqual(errorOf(state, dave, propose(remark, 0, 0)), Triumvirate.error("NotMember"))
    assert.deepStrictEqual(errorOf(state, bob, propose(remark, 0, 3599)), Triumvirate.error("WrongDuration"))
    assert.deepStrictEqual(errorOf(state, bob, propose(remark, 3)), Triumvirate.error("WrongProposalLength"))
    assert.deepStrictEqual(errorOf(state, bob, propose(remark, 4)), Triumvirate.error("DuplicateProposal"))
    const other = (byte: number) => propose(System.call("remark", { remark: Uint8Array.of(byte) }))
    for (let byte = 1; byte < 10; byte++) assert.isUndefined(errorOf(state, bob, other(byte)))
    assert.deepStrictEqual(errorOf(state, bob, other(10)), Triumvirate.error("TooManyProposals"))
    assert.deepStrictEqual(errorOf(state, asRoot, other(10)), badOrigin)
  })
})

describe("a vote", () => {
  it("is counted, and may turn", () => {
    const state = proposed()
    const voted = (who: Hex, approve: boolean, yes: number, no: number) =>
      Triumvirate.event("Voted", { account: who, proposal_hash: remarkHash, voted: approve, yes, no })
    const before = System.storage.Events.get(state).length
    assert.deepStrictEqual(vote(state, dave, true), { isFirst: true })
    assert.deepStrictEqual(vote(state, eve, true), { isFirst: true })
    assert.deepStrictEqual(vote(state, ferdie, true), { isFirst: true })
    assert.deepStrictEqual(vote(state, dave, false), { isFirst: false })
    assert.deepStrictEqual(
      System.storage.Events.get(state)
        .slice(before)
        .map(({ event }) => event),
      [voted(dave, true, 1, 0), voted(eve, true, 2, 0), voted(ferdie, true, 3, 0), voted(dave, false, 2, 1)]
    )
    // The last took the place of the one who turned.
    assert.deepInclude(Voting.get(state, remarkHash), { ayes: [ferdie, eve], nays: [dave] })
    assert.deepStrictEqual(vote(state, dave, true), { isFirst: false })
    assert.deepInclude(Voting.get(state, remarkHash), { ayes: [ferdie, eve, dave], nays: [] })
  })

  it("is of a proposal that is open, with its number, and not the same again", () => {
    const state = proposed()
    assert.deepStrictEqual(
      doVote(dispatch.context(state), dave, `0x${"11".repeat(32)}`, 0, true),
      Triumvirate.error("ProposalMissing")
    )
    assert.deepStrictEqual(vote(state, dave, true, 1), Triumvirate.error("WrongIndex"))
    for (const approve of [true, false]) {
      vote(state, dave, approve)
      assert.deepStrictEqual(vote(state, dave, approve), Triumvirate.error("DuplicateVote"))
    }
  })

  it("is taken back on all proposals", () => {
    const state = proposed()
    const other = System.call("remark", { remark: new Uint8Array() })
    const otherHash = hash(encodedCall(state, other))
    assert.isUndefined(errorOf(state, bob, propose(other)))
    vote(state, dave, true)
    vote(state, eve, false)
    vote(state, dave, false, 1, otherHash)
    removeVotes(dispatch.context(state), dave)
    assert.deepInclude(Voting.get(state, remarkHash), { ayes: [], nays: [eve] })
    assert.deepInclude(Voting.get(state, otherHash), { ayes: [], nays: [] })
  })

  it("is not for the triumvirate", () => {
    const call = Triumvirate.call("vote", { proposal: remarkHash, index: 0, approve: true })
    assert.deepStrictEqual(errorOf(proposed(), alice, call), Triumvirate.error("NotMember"))
    assert.deepStrictEqual(errorOf(proposed(), asRoot, call), badOrigin)
  })
})

describe("close", () => {
  it("calls what enough senators approved, with their majority as the caller", () => {
    const state = proposed()
    vote(state, dave, true)
    assert.deepStrictEqual(errorOf(state, eve, close(remarkHash)), Triumvirate.error("TooEarly"))
    vote(state, eve, true)
    const { events, info } = run(state, dave, close(remarkHash))
    assert.deepStrictEqual(events, [
      closed(2, 0),
      approved,
      Triumvirate.event("Executed", { proposal_hash: remarkHash, result: ok })
    ])
    assert.strictEqual(info.pays_fee, "Yes")
    assertGone(state)
  })

  it("weighs what was recorded, with seven senators and two proposals", () => {
    const state = localnet()
    seven(state)
    const other = System.call("remark", { remark: new Uint8Array(9) })
    const otherHash = hash(encodedCall(state, other))
    for (const call of [remark, other]) assert.isUndefined(errorOf(state, bob, propose(call, 12)))
    const four = [dave, eve, ferdie, account("a")]
    for (const who of four) vote(state, who, true, 1, otherHash)
    // 561423530 without the base: as long, but the recorded call weighs nothing.
    const { info } = run(state, dave, close(otherHash, 1))
    const { ref_time } = dispatch.infoOf(other).weight
    assert.deepStrictEqual(info.weight, { ref_time: 561_423_530n - 124_414_000n + ref_time, proof_size: 11_380n })
    for (const who of four) vote(state, who, false)
    assert.deepStrictEqual(run(state, dave, close(remarkHash)).info, {
      weight: { ref_time: 525_230_024n - 124_414_000n, proof_size: 7857n },
      class: "Operational",
      pays_fee: "No"
    })
  })

  it("tells how the call failed, and is done with it", () => {
    const forRoot = System.call("set_heap_pages", { pages: 1n })
    const state = proposed(forRoot)
    const proposal_hash = hash(encodedCall(state, forRoot))
    for (const who of [dave, eve]) vote(state, who, true, 0, proposal_hash)
    const result = { _tag: "Err", value: badOrigin } as const
    const { error, events } = run(state, dave, close(proposal_hash))
    assert.isUndefined(error)
    assert.deepStrictEqual(events.at(-1), Triumvirate.event("Executed", { proposal_hash, result }))
    assert.deepStrictEqual(Proposals.get(state), [])
  })

  it("rejects what can have enough votes no more, for nothing", () => {
    const state = proposed()
    for (const who of [dave, eve]) vote(state, who, false)
    const { events, info } = run(state, dave, close(remarkHash))
    assert.deepStrictEqual(events, [closed(0, 2), disapproved])
    assert.strictEqual(info.pays_fee, "No")
    assertGone(state)
  })

  it("counts who did not vote as no, when the time is over", () => {
    const state = proposed()
    vote(state, dave, true)
    advance(state, 3601)
    assert.deepStrictEqual(errorOf(state, eve, close(remarkHash)), Triumvirate.error("TooEarly"))
    advance(state, 3602)
    assert.deepStrictEqual(run(state, dave, close(remarkHash)).events, [closed(1, 2), disapproved])
    assertGone(state)
  })

  it("counts who did not vote as the prime did", () => {
    const state = proposed()
    Prime.put(state, dave)
    vote(state, dave, true)
    vote(state, eve, false)
    advance(state, 3602)
    assert.deepStrictEqual(run(state, dave, close(remarkHash)).events.slice(0, 2), [closed(2, 1), approved])
  })

  it("is for a proposal that is open, with its number, its length and its weight", () => {
    const state = proposed()
    for (const who of [dave, eve]) vote(state, who, true)
    assert.deepStrictEqual(errorOf(state, dave, close(`0x${"11".repeat(32)}`)), Triumvirate.error("ProposalMissing"))
    assert.deepStrictEqual(errorOf(state, dave, close(remarkHash, 1)), Triumvirate.error("WrongIndex"))
    assert.deepStrictEqual(errorOf(state, dave, close(remarkHash, 0, 0n, 3)), Triumvirate.error("WrongProposalLength"))
    assert.deepStrictEqual(errorOf(state, dave, close(remarkHash, 0, 0n, 4)), Triumvirate.error("WrongProposalWeight"))
    assert.deepStrictEqual(errorOf(state, asRoot, close(remarkHash)), badOrigin)
    // Only root can have taken the proposal away, and left the votes.
    ProposalOf.remove(state, remarkHash)
    assert.deepStrictEqual(errorOf(state, dave, close(remarkHash)), Triumvirate.error("ProposalMissing"))
  })
})

describe("execute", () => {
  const execute = (proposal: Call, length_bound = 100) => Triumvirate.call("execute", { proposal, length_bound })

  it("calls as a member", () => {
    const declared = dispatch.infoOf(execute(remark))
    const { events, info } = run(localnet(), alice, execute(remark))
    assert.deepStrictEqual(events, [Triumvirate.event("MemberExecuted", { proposal_hash: remarkHash, result: ok })])
    assert.deepStrictEqual(info, declared)
    const failing = run(localnet(), alice, execute(System.call("remark_with_event", { remark: new Uint8Array() })))
    assert.isUndefined(failing.error)
    assert.deepInclude((failing.events[0] as { value: object }).value, { result: { _tag: "Err", value: badOrigin } })
  })

  it("weighs its call by what that says itself", () => {
    const batch = Utility.call("batch", { calls: [] })
    const { info } = run(localnet(), alice, execute(batch))
    // The three members and the three bytes count, and not the twelve and the hundred that were declared.
    const itself = 14_971_445n + 1775n * 3n + 17_052n * 3n + 25_000_000n
    assert.deepStrictEqual(info.weight, {
      ref_time: itself + dispatch.infoOf(batch).weight.ref_time,
      proof_size: 730n + 32n * 3n
    })
  })

  it("is for members, who say how long the call is at most", () => {
    assert.deepStrictEqual(errorOf(localnet(), dave, execute(remark)), Triumvirate.error("NotMember"))
    assert.deepStrictEqual(errorOf(localnet(), alice, execute(remark, 3)), Triumvirate.error("WrongProposalLength"))
    assert.deepStrictEqual(errorOf(localnet(), asRoot, execute(remark)), badOrigin)
  })
})

describe("disapprove_proposal", () => {
  const disapprove = Triumvirate.call("disapprove_proposal", { proposal_hash: remarkHash })

  it("is root's", () => {
    const state = proposed()
    assert.deepStrictEqual(errorOf(state, alice, disapprove), badOrigin)
    const { events, info } = run(state, asRoot, disapprove)
    assert.deepStrictEqual(events, [disapproved])
    assert.deepStrictEqual(info.weight, { ref_time: 16_393_818n + 76_786n + 325_000_000n, proof_size: 1668n + 96n })
    assertGone(state)
  })
})

describe("set_members", () => {
  it("is for nobody", () => {
    const call = Triumvirate.call("set_members", { new_members: [dave], prime: undefined, old_count: 3 })
    const members = caller({ _tag: "Triumvirate", value: { _tag: "Members", value: [3, 3] } })
    for (const by of [asRoot, members, alice]) assert.deepStrictEqual(errorOf(localnet(), by, call), badOrigin)
  })
})

describe("who leaves the triumvirate", () => {
  it("loses the votes, and the prime with it", () => {
    const state = proposed()
    vote(state, alice, true)
    vote(state, dave, true)
    Prime.put(state, bob)
    const remove = TriumvirateMembers.call("remove_member", { who: { _tag: "Id", value: alice } })
    assert.isUndefined(errorOf(state, asRoot, remove))
    assert.deepInclude(Voting.get(state, remarkHash), { ayes: [dave] })
    assert.isUndefined(Prime.get(state))
    assert.deepStrictEqual(errorOf(state, alice, propose(remark)), Triumvirate.error("NotMember"))
  })
})
