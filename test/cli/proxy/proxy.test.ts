/** `btcli proxy`: accounts that act for others. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { argsOf } from "../../../src/cli/subject/namedCall.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  const proxies = (account: string) =>
    Effect.map(chain.read("Proxy", "Proxies", account), (found) => (found as ReadonlyArray<ReadonlyArray<unknown>>)[0])
  return { chain, home, alice, bob, proxies }
})

describe("btcli proxy", () => {
  it.live("lets another account act, shows it, and takes it back", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home, proxies } = yield* setUp
      const { code, screen } = yield* run.dialogue(
        home,
        ["proxy", "add"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter the address of the proxy", bob.coldkey],
          ["Enter proxy type (Any)", ""],
          ["Do you want to let", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.strictEqual((yield* proxies(alice.coldkey))?.length, 1)

      const before = yield* chain.balance(alice.coldkey)
      const transfer = `wallet transfer --wallet.name bob --dest ${bob.hotkey} --amount 2`
      yield* run.succeeds(home, `${transfer} --proxy ${alice.coldkey} --yes`)
      assert.strictEqual(before - (yield* chain.balance(alice.coldkey)), Tao(2))

      yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey: alice.hotkey })
      const stake = `stake add --wallet.name bob --wallet.hotkey ${alice.hotkey} --proxy_for ${alice.coldkey}`
      const { moves } = yield* run.succeeds(home, `${stake} --amount 5 --yes`)
      assert.deepInclude(moves[0], { call: "Proxy.proxy", stake_after: { tao: "5.000000000", alpha: null } })
      assert.strictEqual(yield* chain.read("SubtensorModule", "Stake", alice.hotkey, alice.coldkey), Tao(5))

      const listed = yield* run.succeeds(home, "proxy list --wallet.name alice")
      const right = { account: alice.coldkey, delegate: bob.coldkey, type: "Any", delay: 0 }
      assert.deepInclude(listed, { proxies: [right], acts_for: null, announcements: [] })
      assert.deepInclude(yield* run.succeeds(home, `proxy list --address ${bob.coldkey} --all`), { acts_for: [right] })
      const shown = yield* run.btcli(home, "proxy list --wallet.name bob --all")
      assert.match(shown.out, /may act for\nACCOUNT +TYPE +DELAY\n5\w+ +Any +0/)

      yield* run.refusals(home, [
        [`proxy add --wallet.name alice --delegate ${bob.coldkey} --yes`, 5, /Duplicate/],
        [`proxy add --wallet.name alice --delegate ${bob.coldkey} --proxy_type Nothing --yes`, 2, /Nothing|proxy_type/],
        ["proxy add --wallet.name alice --delegate 5F --yes", 2, /5F/],
        ["proxy add --wallet.name alice --no_prompt", 2, /--delegate/],
        [`proxy remove --wallet.name alice --delegate ${bob.coldkey} --proxy_type Staking --yes`, 5, /NotFound/],
        [`proxy remove --wallet.name alice --delegate ${bob.coldkey} --all --yes`, 2, /--all/]
      ])
      yield* run.succeeds(home, `proxy remove --wallet.name alice --delegate ${bob.coldkey} --yes`)
      assert.strictEqual((yield* proxies(alice.coldkey))?.length, 0)
      yield* run.succeeds(home, `proxy add --wallet.name alice --delegate ${bob.coldkey} --proxy-type Staking --yes`)
      yield* run.succeeds(home, "proxy remove --wallet.name alice --all --yes")
      assert.strictEqual((yield* proxies(alice.coldkey))?.length, 0)
    })
  )

  it.live("makes an account without a key, and removes it", () =>
    Effect.gen(function* () {
      const { home, proxies } = yield* setUp
      const made = yield* run.succeeds(home, "proxy create --wallet.name alice --proxy_type Any --yes")
      assert.deepInclude(made, { call: "Proxy.create_pure" })
      assert.strictEqual((yield* proxies(made.pure))?.length, 1)
      const { block, index } = made.extrinsic
      const place = `--height ${block} --ext_index ${index}`
      const kill = `proxy kill --wallet.name alice --proxy_for ${made.pure}`
      yield* run.refusals(home, [
        [`${kill} --yes`, 2, /--height/],
        [`proxy kill --wallet.name alice ${place} --yes`, 2, /--proxy_for/],
        [`${kill} --height ${block + 1} --ext_index ${index} --yes`, 5, /NoPermission/]
      ])
      const announced = yield* run.succeeds(home, `${kill} ${place} --announce-only --dry_run`)
      assert.deepInclude(announced, { status: "planned", call: "Proxy.announce" })
      assert.match(announced.effects.join(), /--call Proxy\.kill_pure --args '{.*"height":\d+/)
      yield* run.succeeds(home, `${kill} ${place} --yes`)
      assert.strictEqual((yield* proxies(made.pure))?.length, 0)
      const shown = yield* run.btcli(home, "proxy create --wallet.name alice --no_prompt")
      assert.match(shown.out, /Account: +5\w+\nKeep this: .* --height \d+ --ext_index \d+/)
      const dry = yield* run.succeeds(home, "proxy create --wallet.name alice --dry_run")
      assert.deepInclude(dry, { status: "planned", pure: null })
    })
  )

  it.live("announces a call, and makes it when the delay is over", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* run.succeeds(home, `proxy add --wallet.name alice --delegate ${bob.coldkey} --delay 3 --yes`)
      const args = JSON.stringify({ dest: bob.hotkey, value: String(Tao("10000000")) })
      const call = ["--real", alice.coldkey, "--call", "Balances.transfer_keep_alive", "--args", args]
      const by = (command: string) => ["proxy", command, "--wallet.name", "bob", ...call, "--yes"]
      assert.deepInclude(yield* run.fails(home, by("execute")), { exit: 4 })
      yield* run.succeeds(home, by("announce"))
      const { announcements } = yield* run.succeeds(home, "proxy list --wallet.name bob")
      assert.deepInclude(announcements[0], { real: alice.coldkey })
      assert.match((yield* run.btcli(home, "proxy list --wallet.name bob")).out, /Announced\nFOR +CALL HASH +BLOCK/)
      assert.match((yield* run.fails(home, by("execute"))).what, /Unannounced/)
      yield* chain.mine(3)
      yield* run.succeeds(home, by("execute"))
      assert.strictEqual(yield* chain.balance(bob.hotkey), Tao("10000000"))

      const only = `wallet transfer --wallet.name bob --dest ${bob.hotkey} -a 2 --proxy ${alice.coldkey} --announce-only`
      const announced = yield* run.succeeds(home, `${only} --yes`)
      assert.deepInclude(announced, { call: "Proxy.announce", status: "included" })
      assert.strictEqual(yield* chain.balance(bob.hotkey), Tao("10000000"))
      const [, then = ""] = /then this does it: btcli (.*)$/m.exec(announced.effects.join("\n")) ?? []
      const [, until = "", json = ""] = /^(.*) '(.*)'$/.exec(then) ?? []
      yield* chain.mine(3)
      yield* run.succeeds(home, [...until.split(" "), json, "--wallet.name", "bob", "--yes"])
      assert.strictEqual(yield* chain.balance(bob.hotkey), Tao("10000002"))
      yield* run.refusals(home, [
        ["proxy announce --wallet.name bob --real 5F --call System.remark --yes", 2, /5F/],
        [`proxy announce --wallet.name bob --real ${alice.coldkey} --call remark --yes`, 2, /--call remark/],
        [`proxy announce --wallet.name bob --real ${alice.coldkey} --call System.remark --args {x --yes`, 2, /no JSON/]
      ])
    })
  )
})

describe("the arguments of a call", () => {
  it("are JSON, with what is too large for it as text", () => {
    assert.deepStrictEqual(Effect.runSync(argsOf('{"a":1,"b":"18446744073709551615","c":["x"]}')), {
      a: 1,
      b: 2n ** 64n - 1n,
      c: ["x"]
    })
    assert.match(Effect.runSync(Effect.flip(argsOf("[]"))).what, /no JSON object/)
  })
})
