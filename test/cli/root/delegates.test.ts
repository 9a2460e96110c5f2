/** `btcli root register` to `nominate`: how a hotkey becomes a delegate, what it takes, and who stakes to it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { changeOf } from "../../../src/cli/commands/root/delegates.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100n)
  const stake = (hotkey: string, coldkey: string) => chain.read("SubtensorModule", "Stake", hotkey, coldkey)
  return { chain, home, alice, bob, stake }
})

describe("btcli root", () => {
  it.live("registers a hotkey, and lists it with stake and seat", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* setUp
      const { code, screen } = yield* run.dialogue(
        home,
        ["root", "register"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", "default"],
          ["Register to root network? [y/n]", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", 0, alice.hotkey), 0)
      const again = yield* run.succeeds(home, "root register --wallet.name alice --yes")
      assert.strictEqual(again.status, "nothing_to_do")
      const { neurons } = yield* run.succeeds(home, "root list")
      assert.deepStrictEqual(neurons, [
        { uid: 0, name: null, hotkey: alice.hotkey, stake_tao: "0.000000000", senator: true }
      ])
      const shown = yield* run.btcli(home, "roots list")
      assert.match(shown.out, /Root Network\nUID +NAME +ADDRESS +STAKE\(τ\) +SENATOR\n +0 +5\w+ +τ0.000000000 +Yes/)
    })
  )

  it.live("makes a hotkey a delegate, and raises and lowers what it takes", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* setUp
      const own = "--wallet.name alice --wallet.hotkey default"
      const early = yield* run.fails(home, `root set_take ${own} --take 0.1 --yes`)
      assert.deepInclude(early, { exit: 5 })
      assert.include(early.next, "nominate")
      yield* chain.setStorage("SubtensorModule", "Owner", [alice.hotkey], alice.coldkey)
      assert.strictEqual(
        (yield* run.succeeds(home, `root nominate ${own} --yes`)).call,
        "SubtensorModule.become_delegate"
      )
      assert.strictEqual((yield* run.succeeds(home, `root nominate ${own} --yes`)).status, "nothing_to_do")
      const take = (text: string) => run.succeeds(home, `root set_take ${own} --take ${text} --yes`)
      assert.strictEqual((yield* take("0.09")).call, "SubtensorModule.decrease_take")
      assert.strictEqual(yield* chain.read("SubtensorModule", "Delegates", alice.hotkey), 5898)
      assert.strictEqual((yield* take("0.09")).status, "nothing_to_do")
      yield* chain.setStorage("SubtensorModule", "TxDelegateTakeRateLimit", [], 0n)
      assert.strictEqual((yield* take("0.1")).call, "SubtensorModule.increase_take")
      assert.closeTo((yield* run.succeeds(home, `sudo get-take ${own}`)).take, 0.1, 1e-4)
      assert.deepInclude(yield* run.fails(home, `root set_take ${own} --take 0.5 --yes`), { exit: 2 })
      assert.deepInclude(yield* run.fails(home, `root set_take ${own} --take 18 --yes`), { exit: 2 })
      const { screen } = yield* run.dialogue(
        home,
        ["root", "set_take", "--wallet.name", "alice", "--wallet.hotkey", "default"],
        [
          ["Enter take value (0.18 for 18%)", "0.05"],
          ["Do you want to set the take", "y"]
        ]
      )
      assert.include(screen, "Will use decrease_take")
      assert.strictEqual(yield* chain.read("SubtensorModule", "Delegates", alice.hotkey), 3276)
    })
  )

  it.live("delegates, shows it, and takes it back", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home, stake } = yield* setUp
      yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey: alice.hotkey })
      const own = `--wallet.name bob --delegate_ss58key ${alice.hotkey}`
      const missing = yield* run.fails(home, `root delegate ${own} --no_prompt`)
      assert.deepInclude(missing, { exit: 2 })
      assert.include(missing.what, "--amount")
      yield* run.succeeds(home, `root delegate ${own} --amount 10 --yes`)
      assert.strictEqual(yield* stake(alice.hotkey, bob.coldkey), Tao(10))
      const mine = yield* run.succeeds(home, "root my_delegates --all")
      assert.deepInclude(mine, { total_tao: "10.000000000" })
      assert.deepInclude(mine.delegations[0], {
        wallet: "bob",
        hotkey: alice.hotkey,
        owner: alice.coldkey,
        nominators: 1
      })
      const shown = yield* run.btcli(home, "root my_delegates --wallet.name bob")
      assert.include(shown.out, "Total delegated Tao: τ10.000000000")
      const { delegates } = yield* run.succeeds(home, "root list_delegates")
      assert.deepInclude(delegates[0], { index: 0, hotkey: alice.hotkey, nominators: 1, change_percent: null })
      assert.closeTo(delegates[0].take, 0.18, 1e-4)
      assert.match((yield* run.btcli(home, "root list_delegates")).out, /INDEX +DELEGATE .*NOMINATOR\/\(24h\)\/kτ/)

      const { code, screen } = yield* run.dialogue(
        home,
        ["root", "undelegate"],
        [
          ["Enter wallet name (default)", "bob"],
          ["Enter delegate index", "0"],
          ["Unstake all Tao to account: 'bob'? [y/n]", "n"],
          ["Enter Tao amount to unstake", "4"],
          ["Do you want to un-delegate", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.include(screen, `Selected: ${alice.hotkey}`)
      const line = `--wallet.name=bob --delegate_ss58key=${alice.hotkey} --amount=4`
      assert.include(screen, `As one line: btcli root undelegate ${line}`)
      assert.strictEqual(yield* stake(alice.hotkey, bob.coldkey), Tao(6))
      yield* run.succeeds(home, `root undelegate ${own} --all --yes`)
      assert.strictEqual(yield* stake(alice.hotkey, bob.coldkey), 0n)
      assert.deepInclude(yield* run.fails(home, `root undelegate ${own} --all --yes`), { exit: 4 })
      const nobody = `root delegate --wallet.name bob --delegate_ss58key ${bob.hotkey} --amount 1 --yes`
      assert.deepInclude(yield* run.fails(home, nobody), { exit: 4 })
      assert.deepInclude(yield* run.fails(home, `root delegate ${own} --netuid 1 --amount 1 --yes`), { exit: 2 })
      assert.deepInclude(yield* run.fails(home, `root delegate ${own} --all --amount 1 --yes`), { exit: 2 })
    })
  )

  it.live("delegates all, less what has to stay", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey: alice.hotkey })
      const { code, screen } = yield* run.dialogue(
        home,
        ["root", "delegate"],
        [
          ["Enter delegate index", "0"],
          ["Enter wallet name (default)", "bob"],
          ["Stake all Tao from account: 'bob'? [y/n]", "y"],
          ["Do you want to delegate", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      const line = `--delegate_ss58key=${alice.hotkey} --wallet.name=bob --all`
      assert.include(screen, `As one line: btcli root delegate ${line}`)
      assert.isBelow(Number(yield* chain.balance(bob.coldkey)), 2000)
    })
  )
})

describe("the change within four hours", () => {
  it.live("is shown where a node keeps the state of then, and is not where it does not", () =>
    Effect.gen(function* () {
      for (const archive of [true, false]) {
        const chain = yield* run.chain({ archive })
        const home = yield* run.home(chain.url)
        const [alice = assert.fail()] = yield* run.people(home, "Alice")
        const add = { hotkey: alice.hotkey, amount_staked: Tao(10) }
        yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100n)
        yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey: alice.hotkey })
        yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", add)
        yield* chain.mine(1199)
        yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", add)
        const { err, out } = yield* run.btcli(home, "root list_delegates")
        if (archive) assert.match(out, /20\.00000 +100\.00% +\[/)
        else {
          assert.match(out, /20\.00000 +NA +\[/)
          assert.include(err, "Could not fetch delegates history")
        }
      }
    })
  )
})

describe("the change of a stake", () => {
  it("is in per cent of what it was", () => {
    assert.isNull(changeOf(undefined, 5n))
    assert.strictEqual(changeOf(0n, 5n), 100)
    assert.strictEqual(changeOf(0n, 0n), 0)
    assert.strictEqual(changeOf(200n, 150n), -25)
  })
})
