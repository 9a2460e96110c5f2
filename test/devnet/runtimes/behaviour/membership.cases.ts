import { assert, describe, it } from "vitest"
import { asRoot, badOrigin } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import * as senate from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/senateMembers"
import { doVote } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/triumvirate"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import { TriumvirateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirateMembers"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, errorOf, eventsOf, localnet, run } from "../../../support/localnet.ts"

const { alice, bob, charlie, dave, eve, ferdie } = sr25519
const id = (value: Hex) => ({ _tag: "Id", value }) as const
const nowhere = { _tag: "Raw", value: new Uint8Array() } as const
const cannotLookup = { _tag: "CannotLookup" } as const

const instances = [
  { pallet: TriumvirateMembers, most: 3, some: [alice, bob, charlie] },
  { pallet: SenateMembers, most: 12, some: [dave, eve, ferdie] }
] as const

describe.each(instances)("$pallet.name", ({ most, pallet, some }) => {
  const { Members, Prime } = pallet.storage
  const [first, second, third] = some
  const other = account("other")
  const add = (who: Hex) => pallet.call("add_member", { who: id(who) })
  const remove = (who: Hex) => pallet.call("remove_member", { who: id(who) })
  const swap = (out: Hex, into: Hex) => pallet.call("swap_member", { remove: id(out), add: id(into) })
  const reset = (members: ReadonlyArray<Hex>) => pallet.call("reset_members", { members })
  const change = (next: Hex) => pallet.call("change_key", { new: id(next) })
  const setPrime = (who: Hex) => pallet.call("set_prime", { who: id(who) })

  it("adds members, in their order, until there are enough", () => {
    const state = localnet()
    assert.isUndefined(errorOf(state, asRoot, reset([first, second])))
    const { events, info } = run(state, asRoot, add(other))
    assert.deepStrictEqual(events, [pallet.event("MemberAdded")])
    assert.strictEqual(info.weight.ref_time, 18_344_571n + 2n * 50_842n + 350_000_000n)
    assert.deepStrictEqual(Members.get(state), [first, second, other].toSorted())
    assert.deepStrictEqual(errorOf(state, asRoot, add(other)), pallet.error("AlreadyMember"))
    const more = Array.from({ length: most }, (_, index) => account(String(index)))
    for (const who of more.slice(3)) assert.isUndefined(errorOf(state, asRoot, add(who)))
    assert.deepStrictEqual(errorOf(state, asRoot, add(third)), pallet.error("TooManyMembers"))
  })

  it("removes members", () => {
    const state = localnet()
    const { events, info } = run(state, asRoot, remove(second))
    assert.deepStrictEqual(events, [pallet.event("MemberRemoved")])
    assert.strictEqual(info.weight.ref_time, 21_271_384n + 3n * 44_806n + 375_000_000n)
    assert.deepStrictEqual(Members.get(state), [first, third].toSorted())
    assert.deepStrictEqual(errorOf(state, asRoot, remove(second)), pallet.error("NotMember"))
  })

  it("swaps members", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, asRoot, swap(second, other)).events, [pallet.event("MembersSwapped")])
    assert.deepStrictEqual(Members.get(state), [first, other, third].toSorted())
    assert.deepStrictEqual(run(state, asRoot, swap(account("x"), account("x"))).events, [])
    assert.deepStrictEqual(errorOf(state, asRoot, swap(second, other)), pallet.error("NotMember"))
    assert.deepStrictEqual(errorOf(state, asRoot, swap(first, other)), pallet.error("AlreadyMember"))
  })

  it("resets members", () => {
    const state = localnet()
    const members = [other, first].toSorted()
    assert.deepStrictEqual(run(state, asRoot, reset(members.toReversed())).events, [pallet.event("MembersReset")])
    assert.deepStrictEqual(Members.get(state), members)
    const many = Array.from({ length: most + 1 }, (_, index) => account(String(index)))
    assert.deepStrictEqual(errorOf(state, asRoot, reset(many)), pallet.error("TooManyMembers"))
  })

  it("lets a member change its key, and be prime still", () => {
    const state = localnet()
    assert.isUndefined(errorOf(state, asRoot, setPrime(first)))
    assert.deepStrictEqual(run(state, first, change(other)).events, [pallet.event("KeyChanged")])
    assert.deepStrictEqual(Members.get(state), [other, second, third].toSorted())
    assert.strictEqual(Prime.get(state), other)
    assert.deepStrictEqual(run(state, second, change(second)).events, [])
    assert.deepStrictEqual(errorOf(state, second, change(third)), pallet.error("AlreadyMember"))
    assert.deepStrictEqual(errorOf(state, first, change(second)), pallet.error("NotMember"))
    assert.deepStrictEqual(errorOf(state, asRoot, change(second)), badOrigin)
  })

  it("has a prime until it goes, or is cleared", () => {
    const state = localnet()
    const { events, info } = run(state, asRoot, setPrime(first))
    assert.deepStrictEqual(events, [])
    assert.strictEqual(info.weight.ref_time, 7_959_053n + 3n * 18_653n + 225_000_000n)
    assert.isUndefined(errorOf(state, asRoot, remove(second)))
    assert.strictEqual(Prime.get(state), first)
    assert.isUndefined(errorOf(state, asRoot, remove(first)))
    assert.isUndefined(Prime.get(state))
    assert.deepStrictEqual(errorOf(state, asRoot, setPrime(first)), pallet.error("NotMember"))
    assert.isUndefined(errorOf(state, asRoot, setPrime(third)))
    assert.isUndefined(errorOf(state, asRoot, pallet.call("clear_prime", {})))
    assert.isUndefined(Prime.get(state))
  })

  it("is root's, and for accounts", () => {
    const calls = [add(other), remove(first), swap(first, other), reset([]), setPrime(first)]
    for (const call of [...calls, pallet.call("clear_prime", {})]) {
      assert.deepStrictEqual(errorOf(localnet(), first, call), badOrigin)
    }
    const bad = [
      pallet.call("add_member", { who: nowhere }),
      pallet.call("remove_member", { who: nowhere }),
      pallet.call("swap_member", { remove: nowhere, add: id(other) }),
      pallet.call("swap_member", { remove: id(first), add: nowhere }),
      pallet.call("set_prime", { who: nowhere })
    ]
    for (const call of bad) assert.deepStrictEqual(errorOf(localnet(), asRoot, call), cannotLookup)
    assert.deepStrictEqual(errorOf(localnet(), first, pallet.call("change_key", { new: nowhere })), cannotLookup)
  })
})

describe("the triumvirate", () => {
  const { Members, Prime } = Triumvirate.storage
  const root = (state: State, call: Parameters<typeof errorOf>[2]) => assert.isUndefined(errorOf(state, asRoot, call))

  it("is told of its members and its prime", () => {
    const state = localnet()
    root(state, TriumvirateMembers.call("set_prime", { who: id(bob) }))
    assert.strictEqual(Prime.get(state), bob)
    root(state, TriumvirateMembers.call("swap_member", { remove: id(alice), add: id(dave) }))
    assert.deepStrictEqual(Members.get(state), [bob, charlie, dave].toSorted())
    assert.strictEqual(Prime.get(state), bob)
    root(state, TriumvirateMembers.call("reset_members", { members: [bob, alice] }))
    assert.deepStrictEqual(Members.get(state), [alice, bob].toSorted())
    assert.strictEqual(Prime.get(state), bob)
    // FRAME forgets the prime when a member is added, and tells it anew in no other case than the others.
    root(state, TriumvirateMembers.call("add_member", { who: id(charlie) }))
    assert.isUndefined(Prime.get(state))
    assert.strictEqual(TriumvirateMembers.storage.Prime.get(state), bob)
    root(state, TriumvirateMembers.call("set_prime", { who: id(bob) }))
    root(state, TriumvirateMembers.call("clear_prime", {}))
    assert.isUndefined(Prime.get(state))
  })
})

describe("the senate", () => {
  const proposal = System.call("remark", { remark: new Uint8Array() })

  /** A proposal that Dave, whom nothing else makes a senator, voted for. */
  const voted = () => {
    const state = localnet()
    assert.isUndefined(
      errorOf(state, alice, Triumvirate.call("propose", { proposal, length_bound: 9, duration: 3600 }))
    )
    const context = dispatch.context(state)
    const [hash = "0x"] = Triumvirate.storage.Proposals.get(state)
    doVote(context, dave, hash, 0, true)
    return { context, state, votes: () => Triumvirate.storage.Voting.get(state, hash)?.ayes }
  }

  it("is not told of changes by root: votes stay", () => {
    const { state, votes } = voted()
    assert.isUndefined(errorOf(state, asRoot, SenateMembers.call("remove_member", { who: id(dave) })))
    assert.deepStrictEqual(votes(), [dave])
  })

  it("lets hotkeys in, who may take the place and the votes of others", () => {
    const { context, state, votes } = voted()
    const other = account("other")
    const before = eventsOf(state).length
    assert.isUndefined(senate.addMember(context, other))
    assert.deepStrictEqual(senate.addMember(context, other), SenateMembers.error("AlreadyMember"))
    assert.isUndefined(senate.swapMember(context, dave, alice))
    assert.deepStrictEqual(senate.swapMember(context, dave, bob), SenateMembers.error("NotMember"))
    assert.deepStrictEqual(senate.swapMember(context, eve, alice), SenateMembers.error("AlreadyMember"))
    assert.deepStrictEqual(senate.members(context), [alice, eve, ferdie, other].toSorted())
    assert.deepStrictEqual(votes(), [])
    assert.deepStrictEqual(eventsOf(state).slice(before), [
      SenateMembers.event("MemberAdded"),
      SenateMembers.event("MembersSwapped")
    ])
  })
})
