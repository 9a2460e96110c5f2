import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Hex from "../../../src/protocol/Hex.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

const who = "--wallet.name bob --wallet.hotkey default"

describe.concurrent("btcli subnets, places and subnets of one's own", () => {
  it.live("registers a hotkey, and says where it is if it has a place", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* subnetOfAlice()
      const words = `subnets register --netuid 1 ${who}`
      const before = yield* chain.balance(bob.coldkey)
      const planned = yield* run.succeeds(home, `${words} --dry_run`)
      assert.deepInclude(planned, { status: "planned", call: "SubtensorModule.burned_register", uid: null })
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)

      const limit = yield* run.fails(home, `${words} --tolerance 0.1 --yes`)
      assert.deepInclude(limit, { code: "chain", exit: 5 })
      assert.match(limit.what, /can be limited on runtimes of 2026/)

      const cost = BigInt(String(yield* chain.read("SubtensorModule", "Burn", 1)))
      const data = yield* run.succeeds(home, `${words} --yes`)
      assert.deepInclude(data, { status: "included", netuid: 1, uid: 1, hotkey: bob.hotkey, coldkey: bob.coldkey })
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", 1, bob.hotkey), 1)
      assert.isAtLeast(Number(before - (yield* chain.balance(bob.coldkey))), Number(cost))

      const again = yield* run.btcli(home, `${words} --no_prompt`)
      assert.strictEqual(again.code, 0, again.err)
      assert.match(again.out, /Already Registered:\n +uid: +1\n/)
      assert.include(again.out, bob.hotkey)

      const root = yield* run.succeeds(home, `subnets register --netuid 0 ${who} --yes`)
      assert.deepInclude(root, { call: "SubtensorModule.root_register", netuid: 0, uid: 0 })
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", 0, bob.hotkey), 0)
    })
  )

  it.live("asks for network, subnet, wallet and hotkey, and once whether it may", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* subnetOfAlice()
      const register = (answer: string) =>
        run.dialogue(
          home,
          ["subnets", "register"],
          [
            ["Enter subtensor network [local/finney/test/archive] (finney)", chain.url ?? ""],
            ["Enter netuid [0/1/3]", "1"],
            ["Enter wallet name (default)", "bob"],
            ["Enter hotkey name (default)", "default"],
            [/Your balance is: τ[\s\S]*The cost to register by recycle is τ1\.0[\s\S]*Recycle τ1\.0/, answer]
          ],
          { environment: { BT_SUBTENSOR_CHAIN_ENDPOINT: "" } }
        )
      const no = yield* register("n")
      assert.strictEqual(no.code, 3, no.screen)
      assert.isUndefined(yield* chain.read("SubtensorModule", "Uids", 1, bob.hotkey))
      const yes = yield* register("y")
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", 1, bob.hotkey), 1)
    })
  )

  it.live("refuses what it cannot do, and says why", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* subnetOfAlice()
      yield* chain.setBalance(bob.coldkey, 500_000_000n)
      const poor = yield* run.fails(home, `subnets register --netuid 1 ${who} --yes`)
      assert.deepInclude(poor, { code: "chain", exit: 5 })
      assert.match(poor.what, /costs τ1\.0.*there are τ0\.5/)
      const nowhere = yield* run.fails(home, `subnets register --netuid 7 ${who} --yes`)
      assert.deepInclude(nowhere, { code: "not_found", exit: 4 })
      const nobody = yield* run.fails(home, "subnets register --netuid 1 --wallet.name zoe --wallet.hotkey h --yes")
      assert.deepInclude(nobody, { code: "not_found", exit: 4 })
      const broke = yield* run.fails(home, "subnets create --wallet.name bob --yes")
      assert.deepInclude(broke, { code: "chain", exit: 5 })
      assert.match(broke.what, /not enough to pay the subnet lock cost/)
      const unasked = yield* run.fails(
        home,
        `subnets register --netuid 1 --wallet.name alice --wallet.hotkey ${bob.hotkey}`
      )
      assert.deepInclude(unasked, { code: "refused", exit: 3 })
    })
  )

  it.live("creates a subnet, and says which it became", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* subnetOfAlice()
      const planned = yield* run.succeeds(home, "subnets create --wallet.name alice --dry_run")
      assert.deepInclude(planned, { status: "planned", call: "SubtensorModule.register_network", netuid: null })
      const asked = yield* run.dialogue(
        home,
        ["subnets", "create"],
        [
          ["Enter wallet name (default)", "alice"],
          [/Your balance is: τ[\s\S]*Do you want to register a subnet for τ[\d,.]+\?/, "y"]
        ]
      )
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.include(asked.screen, "Registered subnetwork with netuid: 2")
      assert.include(asked.screen, "btcli wallet set_identity --wallet.name alice")
      assert.strictEqual(
        yield* chain.read("SubtensorModule", "SubnetOwner", 2),
        Hex.encode(Ss58.publicKey(alice.coldkey))
      )
    })
  )

  it.live("searches for nothing that no work would help", () =>
    Effect.gen(function* () {
      const { home } = yield* subnetOfAlice()
      const forbidden = yield* run.fails(home, `subnets pow_register --netuid 1 ${who} --yes`)
      assert.deepInclude(forbidden, { code: "chain", exit: 5 })
      assert.match(forbidden.what, /does not allow registration by work/)
      const root = yield* run.fails(home, `subnets pow_register --netuid 0 ${who} --yes`)
      assert.match(root.what, /root network takes no work/)
      const both = yield* run.fails(home, `subnets pow_register --netuid 1 ${who} --cuda --no_cuda --yes`)
      assert.deepInclude(both, { code: "usage", exit: 2 })
    })
  )

  it.live("pays by work, and shows how the search goes", () =>
    Effect.gen(function* () {
      const { bob, chain, home, set } = yield* subnetOfAlice()
      const words = `subnets pow_register --netuid 1 ${who} --pow_register.num_processes 1`
      yield* set("NetworkPowRegistrationAllowed", true)
      yield* set("Difficulty", 20_000n)
      const planned = yield* run.succeeds(home, `${words} --dry-run`)
      assert.deepInclude(planned, {
        status: "planned",
        call: "SubtensorModule.register",
        signer: bob.hotkey,
        uid: null
      })
      const before = yield* chain.balance(bob.coldkey)
      const asked = yield* run.dialogue(home, words.split(" "), [
        [/Continue Registration\?[\s\S]*hotkey: +5[\s\S]*coldkey: +5[\s\S]*network: +ws:/, "y"]
      ])
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.match(asked.screen, /Registering/)
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", 1, bob.hotkey), 1)
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      assert.deepInclude(yield* run.succeeds(home, `${words} --yes`), { status: "nothing_to_do", uid: 1 })
    })
  )
})
