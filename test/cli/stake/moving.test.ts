/** `btcli stake show`, `stake add`, `stake remove`. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { shares } from "../../../src/cli/commands/stake/add.ts"
import { afterInterval } from "../../../src/cli/commands/stake/rateLimit.ts"
import { partOf, withoutDust } from "../../../src/cli/commands/stake/remove.ts"
import { perDay } from "../../../src/cli/commands/stake/show.ts"
import * as WalletsFile from "../../../src/layers/WalletsFile.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import { Wallets } from "../../../src/services/Wallets.ts"
import * as run from "../../support/btcli.ts"

/** Alice has the hotkeys `default` and `second`, both on the root network, and `third`, which is nowhere. */
const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  const more = (hotkey: string) =>
    Wallets.use((wallets) =>
      wallets.regenerate({ name: "alice", hotkey, from: { uri: `//Alice//${hotkey}` }, encrypt: false })
    ).pipe(Effect.provide(WalletsFile.layer({ path: home.wallets })))
  const [second, third] = [(yield* more("second")).address, (yield* more("third")).address]
  yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100n)
  for (const hotkey of [alice.hotkey, second]) {
    yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey })
  }
  const stake = (hotkey: string, coldkey = alice.coldkey) => chain.read("SubtensorModule", "Stake", hotkey, coldkey)
  return { chain, home, alice, bob, second, third, stake }
})

const OWN = "--wallet.name alice"

describe("btcli stake", () => {
  it.live("adds to one hotkey, and takes back, as flags say", () =>
    Effect.gen(function* () {
      const { alice, chain, home, stake } = yield* setUp
      const own = `${OWN} --wallet.hotkey default`
      const added = yield* run.succeeds(home, `stake add ${own} --amount 10.5 --yes`)
      assert.strictEqual(yield* stake(alice.hotkey), Tao("10.5"))
      assert.deepInclude(added.moves[0], {
        status: "included",
        call: "SubtensorModule.add_stake",
        name: "default",
        hotkey: alice.hotkey,
        netuid: null,
        amount: { tao: "10.500000000", alpha: null },
        stake_before: { tao: "0.000000000", alpha: null },
        stake_after: { tao: "10.500000000", alpha: null }
      })
      assert.strictEqual(run.rao(added.balance_after_tao), yield* chain.balance(alice.coldkey))
      const planned = yield* run.btcli(home, `st add ${own} --amount 1 --dry-run`)
      assert.include(planned.out, "Nothing was sent")
      const shown = yield* run.btcli(home, `stake remove ${own} --amount 0.5 --yes`)
      assert.match(shown.out, /Stake:\n +τ10\.500000000 ➡ τ10\.000000000\nBalance:\n/)
      assert.strictEqual(yield* stake(alice.hotkey), Tao(10))
      yield* run.succeeds(home, `stake add ${own} --max_stake 25 --yes`)
      assert.strictEqual(yield* stake(alice.hotkey), Tao(25))
      yield* run.succeeds(home, `stake remove ${OWN} --hotkey_ss58address ${alice.hotkey} --max_stake 5 -y`)
      assert.strictEqual(yield* stake(alice.hotkey), Tao(5))
      yield* run.succeeds(home, `stake remove ${own} --all --yes`)
      assert.strictEqual(yield* stake(alice.hotkey), 0n)
    })
  )

  it.live("refuses what is not said, or is not there", () =>
    Effect.gen(function* () {
      const { chain, alice, home, third } = yield* setUp
      const own = `${OWN} --wallet.hotkey default`
      yield* chain.setStorage("SubtensorModule", "Stake", [alice.hotkey, alice.coldkey], Tao(5))
      yield* run.refusals(home, [
        [`stake remove ${own} --no_prompt`, 2, /--all/],
        [`stake remove ${own} --yes`, 2, /--all/],
        [`stake add ${own} --no_prompt`, 2, /--amount, --max_stake or --all/],
        [`stake add ${own} --amount 0 --yes`, 2, /above zero/],
        [`stake add ${own} --amount 1 --max_stake 3 --yes`, 2, /--max_stake/],
        [`stake add ${own} --amount 1 --netuid 1 --yes`, 2, /dTAO/],
        [`stake add ${own} --amount 9000000000 --yes`, 5, /Not enough balance/],
        [`stake add ${own} --max_stake 1 --yes`, 5, /max_stake is less/],
        [`stake add ${OWN} --wallet.hotkey third --amount 1 --yes`, 4, new RegExp(third)],
        [`stake add ${OWN} --wallet.hotkey fourth --amount 1 --yes`, 4, /fourth/],
        [`stake add ${OWN} --exclude_hotkeys default --amount 1 --yes`, 2, /--all_hotkeys/],
        [`stake remove ${own} --amount 6 --yes`, 5, /Not enough stake/],
        [`stake remove ${OWN} --hotkey_ss58address 5F --all --yes`, 2, /5F/],
        [`stake add ${own} --amount 1`, 3, /--yes/]
      ])
    })
  )

  it.live("adds to several hotkeys, passes over those that are nowhere, and shows all", () =>
    Effect.gen(function* () {
      const { alice, bob, home, second, stake, third } = yield* setUp
      const said = yield* run.btcli(home, `stake add ${OWN} --all_hotkeys --amount 7 --yes`)
      assert.strictEqual(said.code, 0, said.err)
      assert.include(said.err, `third (${third}) is not registered. Skipping.`)
      assert.deepStrictEqual([yield* stake(alice.hotkey), yield* stake(second)], [Tao(7), Tao(7)])
      const data = yield* run.succeeds(home, `stake add ${OWN} --hotkeys default ${second} --max_stake 8 --yes`)
      assert.strictEqual(data.moves.length, 2)
      yield* run.succeeds(home, `stake add ${OWN} --all_hotkeys --exclude_hotkeys default third --amount 2 --yes`)
      assert.deepStrictEqual([yield* stake(alice.hotkey), yield* stake(second)], [Tao(8), Tao(10)])
      yield* run.succeeds(home, `stake add --wallet.name bob --wallet.hotkey ${second} --amount 3 --yes`)

      const { wallets } = yield* run.succeeds(home, "stake show --all")
      const byAddress = yield* run.succeeds(home, `stake list --ss58 ${wallets[0].coldkey}`)
      assert.deepInclude(byAddress.wallets[0], { name: null, balance_tao: wallets[0].balance_tao })
      assert.match((yield* run.btcli(home, "stake list --wallet-name alice --live")).err, /shown once.*watch/)
      assert.strictEqual(wallets.length, 2)
      const [first] = wallets
      assert.deepInclude(first, { name: "alice", coldkey: alice.coldkey })
      assert.deepInclude(
        first.accounts.find(({ name }: { name: string }) => name === "second"),
        { hotkey: second, kind: "hotkey", stake: { tao: "10.000000000", alpha: null }, rate_tao: "0.000000000" }
      )
      assert.deepInclude(
        wallets[1].accounts.find(({ kind }: { kind: string }) => kind === "delegation"),
        { hotkey: second, stake: { tao: "3.000000000", alpha: null } }
      )
      const shown = yield* run.btcli(home, "stake list --wallet.name alice")
      assert.match(shown.out, /Coldkey +Balance +Account +Stake +Rate\nalice +τ/)
      assert.match(shown.out, /τ18\.00000 +τ0\.00000\/d\n$/)

      yield* run.succeeds(home, `stake remove ${OWN} --all_hotkeys --all --yes`)
      assert.deepStrictEqual([yield* stake(alice.hotkey), yield* stake(second)], [0n, 0n])
      assert.strictEqual(yield* stake(second, bob.coldkey), Tao(3))
    })
  )

  it.live("asks as 7.4.0 does, and says whom a delegate belongs to", () =>
    Effect.gen(function* () {
      const { alice, bob, home, second, stake } = yield* setUp
      const added = yield* run.dialogue(
        home,
        ["stake", "add"],
        [
          ["Enter wallet name (default)", "bob"],
          ["Enter hotkey name (default)", second],
          ["Stake all Tao from account: 'bob'? [y/n]", "n"],
          ["Enter Tao amount to stake", "12"],
          ["Do you want to delegate", "y"]
        ]
      )
      assert.strictEqual(added.code, 0, added.screen)
      assert.include(added.screen, `owner: ${alice.coldkey}`)
      assert.strictEqual(yield* stake(second, bob.coldkey), Tao(12))
      const removed = yield* run.dialogue(
        home,
        ["stake", "remove", "--wallet.hotkey", second],
        [
          ["Enter wallet name (default)", "bob"],
          [/Unstake all Tao from: '5\w+'\? \[y\/n\]/, "y"],
          ["Do you want to unstake", "n"]
        ]
      )
      assert.strictEqual(removed.code, 3, removed.screen)
      assert.strictEqual(yield* stake(second, bob.coldkey), Tao(12))
    })
  )

  it.live("leaves no dust with a delegate", () =>
    Effect.gen(function* () {
      const { bob, chain, home, second, stake } = yield* setUp
      yield* chain.setStorage("SubtensorModule", "NominatorMinRequiredStake", [], Tao(1))
      yield* run.succeeds(home, `stake add --wallet.name bob --wallet.hotkey ${second} --amount 3 --yes`)
      // The first revision of this runtime refuses even to leave nothing; what is asked of it is all the same.
      const words = `stake remove --wallet.name bob --wallet.hotkey ${second} --amount 2.5 --dry_run`
      const said = yield* run.btcli(home, words)
      assert.match(said.err, /less than minimum of τ1\.000000000/)
      assert.match(said.err, /unstake the entire staked balance!/)
      const data = yield* run.succeeds(home, words)
      assert.deepStrictEqual(data.moves[0].amount, { tao: "3.000000000", alpha: null })
      yield* chain.setStorage("SubtensorModule", "NominatorMinRequiredStake", [], 0n)
      yield* run.succeeds(home, `stake remove --wallet.name bob --wallet.hotkey ${second} --all --yes`)
      assert.strictEqual(yield* stake(second, bob.coldkey), 0n)
    })
  )

  it.live("waits where the chain counts, and tries the others where one fails", () =>
    Effect.gen(function* () {
      const { alice, chain, home, second, stake } = yield* setUp
      yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 1n)
      const words = `stake add ${OWN} --wallet.hotkey default --amount 1 --yes`
      yield* run.succeeds(home, words)
      const { ended, said } = run.start(home, words.split(" "))
      while (!/Waiting for tx rate limit: 359 blocks/.test(said.err)) yield* Effect.sleep("50 millis")
      yield* chain.mine(360)
      const waited = yield* Effect.promise(() => ended)
      assert.strictEqual(waited.code, 0, waited.err)
      assert.strictEqual(yield* stake(alice.hotkey), Tao(2))

      yield* chain.setStorage("SubtensorModule", "StakeInterval", [], 0n)
      yield* chain.setStorage("SubtensorModule", "Owner", [alice.hotkey], undefined)
      const error = yield* run.fails(home, `stake add ${OWN} --hotkeys default second --amount 1 --yes`)
      assert.deepInclude(error, { exit: 5 })
      assert.match(error.what, /1 of 2 were done; not done: default/)
      assert.strictEqual(yield* stake(second), Tao(1))
    })
  )
})

describe("stake", () => {
  it("is shared, taken in part, and counted", () => {
    const each = (amount: ReturnType<typeof Tao> | "all") => ({ _tag: "Each", amount }) as const
    assert.deepStrictEqual(shares(each(Tao(2)), [0n, 5n], Tao(3)), [Tao(2), Tao(2)])
    assert.deepStrictEqual(shares(each("all"), [0n, 5n], Tao(3)), [Tao(3), 0n])
    const upTo = { _tag: "UpTo", stake: Tao(5) } as const
    assert.deepStrictEqual(shares(upTo, [Tao(1), Tao(6), Tao(2)], Tao(6)), [Tao(4), 0n, Tao(2)])
    assert.deepStrictEqual(shares(upTo, [Tao(5) - 5n], Tao(6)), [0n])
    const downTo = { _tag: "DownTo", stake: Tao(2) } as const
    assert.deepStrictEqual(
      [Tao(5), Tao(2), 0n].map((stake) => partOf(downTo, stake)),
      [Tao(3), 0n, 0n]
    )
    assert.deepStrictEqual(
      [Tao(5), Tao(1)].map((stake) => partOf(each(Tao(2)), stake)),
      [Tao(2), 0n]
    )
    assert.strictEqual(withoutDust(9n, 10n, 5n), 10n)
    assert.strictEqual(withoutDust(5n, 10n, 5n), 5n)
    assert.strictEqual(withoutDust(10n, 10n, 5n), 10n)
    assert.strictEqual(afterInterval([0n, 7n], { interval: 360n, target: 1n }), 0)
    assert.strictEqual(afterInterval([1n, 7n], { interval: 360n, target: 1n }), 367)
    assert.strictEqual(perDay(100n, 99), 7200n)
  })
})
