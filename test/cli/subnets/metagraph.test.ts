import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as MetagraphFile from "../../../src/layers/MetagraphFile.ts"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

/** Alice says weights, and has stake; Bob earns. */
const setUp = Effect.gen(function* () {
  const subnet = yield* subnetOfAlice({ withBob: true })
  const { alice, bob, chain, set } = subnet
  yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", {
    hotkey: alice.hotkey,
    amount_staked: 12_000_000_000n
  })
  yield* chain.setStorage(
    "SubtensorModule",
    "Weights",
    [1, 0],
    [
      [0, 21_845],
      [1, 65_535]
    ]
  )
  yield* set("Emission", [1_000_000n, 3_000_000n])
  yield* set("Incentive", [0, 65_535])
  return { ...subnet, bob }
})

describe.concurrent("btcli subnets metagraph", () => {
  it.live("shows the columns of 7.4.0, and saves what was seen where the SDK does", () =>
    Effect.gen(function* () {
      const { alice, bob, home } = yield* setUp
      const data = yield* run.succeeds(home, "subnets metagraph --netuid 1")
      assert.deepInclude(data.neurons[1], {
        uid: 1,
        stake_alpha: null,
        incentive: 1,
        emission_tao: "0.003000000",
        validator_permit: false,
        axon: null,
        hotkey: bob.hotkey,
        coldkey: bob.coldkey
      })
      assert.deepInclude(data.neurons[0], { stake_tao: "12.000000000", validator_permit: true, hotkey: alice.hotkey })
      assert.deepInclude(data, { weights: null, plot: null, page: null })

      const directory = join(home.directory, ".bittensor/metagraphs")
      assert.isTrue(data.saved_to.startsWith(directory), data.saved_to)
      const loaded = yield* MetagraphFile.load(1, { network: data.network, directory })
      assert.deepStrictEqual([loaded.block, loaded.hotkeys], [data.block, [alice.hotkey, bob.hotkey]])

      const { err, out } = yield* run.btcli(home, "s metagraph 1")
      assert.include(err, "📡 Syncing with chain: ws:")
      const [title, head, , second, footer] = out.split("\n")
      assert.match(
        title ?? "",
        /^Metagraph: net: ws:.*:1, block: \d+, N: 2\/2, stake: τ12\.0+, issuance: τ[\d.,]+, difficulty: 10000000$/
      )
      assert.deepStrictEqual(head?.trim().split(/ +/), [
        "UID",
        "STAKE(τ)",
        "RANK",
        "TRUST",
        "CONSENSUS",
        "INCENTIVE",
        "DIVIDENDS",
        "EMISSION(ρ)",
        "VTRUST",
        "VAL",
        "UPDATED",
        "ACTIVE",
        "AXON",
        "HOTKEY",
        "COLDKEY"
      ])
      const bobs = `none ${bob.hotkey.slice(0, 10)} ${bob.coldkey.slice(0, 10)}`
      assert.match(
        second?.replaceAll(/ +/g, " ").trim() ?? "",
        new RegExp(`^1 0\\.00000 .* 1\\.00000 .* 3000000 .*${bobs}$`)
      )
      assert.match(footer?.replaceAll(/ +/g, " ").trim() ?? "", /^2 τ12\.00000 .* 1\.00000 .* ρ4000000 0\.00000$/)
    })
  )

  it.live("draws stakes, emissions and weights, in the terminal and as a page", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const { out } = yield* run.btcli(home, "subnets metagraph --netuid 1 --plot")
      assert.match(out, /STAKE\(τ\) by uid \(1 of 2\)\n[\s\S]*12┤█[\s\S]*EMISSION\(τ\) by uid\n[\s\S]*0\.003┤█/)
      assert.match(out, /WEIGHTS .*█ is 0\.750 of all that a neuron says\n {4}0 {2}▒█\n/)

      const page = join(home.directory, "page.html")
      const data = yield* run.succeeds(home, "subnets metagraph --netuid 1 --html page.html --plot")
      assert.deepInclude(data, { page, plot: null })
      assert.deepStrictEqual(data.weights, [
        {
          uid: 0,
          weights: [
            { to: 0, share: 0.25 },
            { to: 1, share: 0.75 }
          ]
        }
      ])
      const html = readFileSync(page, "utf8")
      assert.match(html, /^<!doctype html>/)
      assert.strictEqual(html.match(/<svg /g)?.length, 3)
      assert.notMatch(html, /<script|<link|<img|@import|url\((?!#)|\son\w+=/i)
      assert.deepStrictEqual(
        [...html.matchAll(/https?:[^"]*/g)].map(String).filter((url) => !url.includes("w3.org")),
        []
      )

      const nowhere = yield* run.fails(home, "subnets metagraph --netuid 1 --html no/such/folder/page.html")
      assert.deepInclude(nowhere, { code: "failed", exit: 1 })
    })
  )

  it.live("shows it also where it cannot be saved", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const { code, document, err } = yield* run.json(home, "subnets metagraph --netuid 3", {
        environment: { HOME: "/dev/null" }
      })
      assert.strictEqual(code, 0, err)
      assert.isNull(document.data.saved_to)
      assert.match(err, /⚠ .*cannot be written/)
    })
  )
})
