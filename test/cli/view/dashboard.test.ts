/** `btcli view dashboard`: a page of an account. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"
import { modeOf } from "../../support/temporary.ts"

/** Alice has stake with herself and with Bob, and a neuron. */
const setUp = Effect.gen(function* () {
  const subnet = yield* subnetOfAlice({ withBob: true })
  const { alice, bob, chain, set } = subnet
  yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100n)
  yield* chain.setStorage("SubtensorModule", "Delegates", [bob.hotkey], 1000)
  for (const [hotkey, amount_staked] of [
    [alice.hotkey, 12_000_000_000n],
    [bob.hotkey, 3_000_000_000n]
  ] as const) {
    yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", { hotkey, amount_staked })
  }
  yield* set("Emission", [1_000_000n, 3_000_000n])
  yield* set("Incentive", [65_535, 0])
  yield* set("Dividends", [32_768, 0])
  return subnet
})

const isAlone = (html: string) => {
  assert.match(html, /^<!doctype html>/)
  assert.notMatch(html, /<script|<link|<img|@import|url\((?!#)|\son\w+=/i)
  assert.deepStrictEqual(
    [...html.matchAll(/https?:[^"]*/g)].map(String).filter((url) => !url.includes("w3.org")),
    []
  )
}

describe.concurrent("btcli view dashboard", { timeout: 90_000 }, () => {
  it.live("writes a page of a wallet, and opens no browser", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      const page = join(home.directory, "alice.html")
      const data = yield* run.succeeds(home, "view dashboard --wallet.name alice --html alice.html")
      assert.deepInclude(data, { page, name: "alice", coldkey: alice.coldkey, block: (yield* chain.head).number })
      assert.strictEqual(run.rao(data.balance_tao), yield* chain.balance(alice.coldkey))
      const staked = (hotkey: string, name: string | null, tao: string) => ({
        hotkey,
        name,
        netuid: null,
        stake: { tao, alpha: null }
      })
      assert.sameDeepMembers(data.stakes, [
        staked(alice.hotkey, "default", "12.000000000"),
        staked(bob.hotkey, null, "3.000000000")
      ])
      assert.lengthOf(data.neurons, 1)
      assert.deepInclude(data.neurons[0], {
        hotkey: alice.hotkey,
        name: "default",
        netuid: 1,
        uid: 0,
        incentive: 1,
        stake: { tao: "12.000000000", alpha: null },
        emission: { tao: "0.001000000", alpha: null },
        validator_permit: true,
        axon: null
      })
      assert.deepInclude(
        data.subnets.find(({ netuid }: { readonly netuid: number }) => netuid === 1),
        { neurons: 2, tempo: yield* chain.read("SubtensorModule", "Tempo", 1) }
      )
      const html = readFileSync(page, "utf8")
      isAlone(html)
      assert.isAtLeast(html.match(/<svg /g)?.length ?? 0, 4)
      for (const text of [alice.coldkey, alice.hotkey, bob.hotkey, "τ12.000000000"]) assert.include(html, text)
      assert.strictEqual(modeOf(page), 0o600)

      // As in btcli 9: without a file, and of somebody else.
      const { code, err, out } = yield* run.btcli(home, `view dashboard --coldkey-ss58 ${bob.coldkey} --html --save`)
      assert.strictEqual(code, 0, err)
      const path = join(home.directory, `.bittensor/dashboard/${bob.coldkey}_${data.block}.html`)
      assert.include(out, `The page is ${path}`)
      assert.include(readFileSync(path, "utf8"), bob.coldkey)
    })
  )

  it.live("writes where it is told, by a flag or a setting, and asks for the wallet", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const { page } = yield* run.succeeds(home, "view dashboard --wallet-name alice --dashboard-path a/b")
      assert.match(page, new RegExp(`^${home.directory}/a/b/alice_\\d+\\.html$`))
      yield* run.succeeds(home, "config set dashboard_path ~/pages")
      const asked = yield* run.dialogue(home, ["view", "dashboard"], [["Enter wallet name (default)", "bob"]])
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.match(asked.screen, /The page is \S+\/pages\/bob_\d+\.html/)
      assert.include(asked.screen, "As one line: btcli view dashboard --wallet.name=bob")
      writeFileSync(join(home.directory, "file"), "")
      yield* run.refusals(home, [
        ["view dashboard --no_prompt --wallet.name zoe", 4, /zoe/],
        ["view dashboard --ss58 5F", 2, /--ss58 5F: it is no Bittensor address/],
        ["view dashboard --wallet.name alice --html no/such/page.html", 1, /cannot be written/],
        ["view dashboard --wallet.name alice --dashboard_path file", 1, /cannot be written/]
      ])
    })
  )
})
