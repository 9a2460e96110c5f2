/** `btcli root senate`, `root proposals`, `root senate_vote`. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { callText } from "../../../src/cli/subject/call.ts"
import * as run from "../../support/btcli.ts"

const NOBODY = `0x${"00".repeat(32)}`

/** Alice's hotkey in the senate, and a proposal with a call within its call. */
const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  yield* chain.setStorage("SubtensorModule", "Owner", [alice.hotkey], alice.coldkey)
  yield* chain.setStorage("SenateMembers", "Members", [], [alice.hotkey])
  const remark = { _tag: "System", value: { _tag: "remark", value: { remark: new TextEncoder().encode("hello") } } }
  const proposal = { _tag: "Utility", value: { _tag: "batch", value: { calls: [remark] } } }
  const events = yield* chain.call(bob.coldkey, "Triumvirate", "propose", {
    proposal,
    length_bound: 100,
    duration: 50_400
  })
  const proposed = events.find(({ name }) => name === "Proposed") ?? assert.fail()
  const { proposal_hash: hash } = proposed.data as { proposal_hash: string }
  const votes = () => Effect.map(chain.read("Triumvirate", "Voting", hash), (found) => found as unknown as Votes)
  return { chain, home, alice, bob, hash, votes }
})

interface Votes {
  readonly ayes: ReadonlyArray<string>
  readonly nays: ReadonlyArray<string>
}

describe.concurrent("the senate", () => {
  it.live("is shown, and what it votes on, with the calls within calls", () =>
    Effect.gen(function* () {
      const { alice, hash, home } = yield* setUp
      assert.deepStrictEqual(yield* run.succeeds(home, "root senate"), {
        members: [{ name: null, hotkey: alice.hotkey }]
      })
      assert.include((yield* run.btcli(home, "sudo senate")).out, alice.hotkey)
      const { proposals, senate_size } = yield* run.succeeds(home, "root proposals")
      assert.strictEqual(senate_size, 1)
      assert.deepInclude(proposals[0], {
        hash,
        index: 0,
        call: 'Utility.batch(calls: [System.remark(remark: "hello")])'
      })
      const shown = yield* run.btcli(home, "sudo proposals")
      assert.match(shown.out, /Proposals\t\tActive Proposals: 1\t\tSenate Size: 1/)
      assert.match(shown.out, /HASH +THRESHOLD +AYES +NAYS +VOTES +END +CALLDATA/)
    })
  )

  it.live("votes by flags, and refuses who is no member, no proposal, and a second vote", () =>
    Effect.gen(function* () {
      const { hash, home, votes } = yield* setUp
      const own = "--wallet.name alice --wallet.hotkey default"
      const vote = `root senate_vote ${own} --proposal ${hash}`
      const missing = yield* run.fails(home, `${vote} --no_prompt`)
      assert.deepInclude(missing, { code: "usage" })
      assert.include(missing.what, "--vote")
      assert.deepInclude(yield* run.succeeds(home, `${vote} --vote aye --yes`), { call: "SubtensorModule.vote" })
      assert.strictEqual((yield* votes()).ayes.length, 1)
      assert.strictEqual((yield* run.succeeds(home, `${vote} --vote aye --yes`)).status, "nothing_to_do")
      yield* run.succeeds(home, `sudo senate-vote ${own} --proposal=${hash} --vote-nay -y`)
      assert.deepInclude(yield* votes(), { ayes: [] })
      const shown = yield* run.btcli(home, "root proposals")
      assert.match(shown.out, /Nay/)
      const stranger = `root senate_vote --wallet.name bob --wallet.hotkey default --proposal ${hash} --vote aye --yes`
      assert.deepInclude(yield* run.fails(home, stranger), { exit: 5 })
      assert.deepInclude(yield* run.fails(home, `root senate_vote ${own} --proposal ${NOBODY} --vote aye --yes`), {
        exit: 4
      })
      assert.deepInclude(yield* run.fails(home, `root senate_vote ${own} --proposal 0x12 --vote aye --yes`), {
        exit: 2
      })
    })
  )

  it.live("votes as the dialogue says", () =>
    Effect.gen(function* () {
      const { hash, home, votes } = yield* setUp
      const { code, screen } = yield* run.dialogue(
        home,
        ["root", "senate_vote"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", ""],
          ["Enter proposal hash", hash],
          ["Desired vote for proposal [y/n]", "n"],
          ["Cast a vote of Nay? [y/n]", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.strictEqual((yield* votes()).nays.length, 1)
    })
  )
})

describe("a call", () => {
  it("is a line of text", () => {
    const call = (type: string, name: string, value: object) => ({ type, value: { type: name, value } }) as never
    const to = { type: "Id", value: "5F" }
    assert.strictEqual(
      callText(call("Sudo", "sudo", { call: call("Balances", "transfer", { dest: to, value: 5n }) })),
      "Sudo.sudo(call: Balances.transfer(dest: 5F, value: 5))"
    )
    const others = {
      kind: { type: "Any", value: undefined },
      at: undefined,
      bytes: Uint8Array.of(1),
      in: { a: [1, 2] }
    }
    assert.strictEqual(callText(call("P", "c", others)), "P.c(kind: Any, at: none, bytes: 0x01, in: { a: [1, 2] })")
  })
})
