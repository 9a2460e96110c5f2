/** The commands for whatever a chain has: `query`, `tx`, `call`, `explain`. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tao } from "../../src/protocol/Money.ts"
import { callNames } from "../../src/services/subtensor/Calls.ts"
import { readNames } from "../../src/services/subtensor/Reads.ts"
import * as run from "../support/btcli.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  return { chain, home, alice, bob }
})

const refused = (home: run.Home, cases: ReadonlyArray<readonly [ReadonlyArray<string>, string, RegExp]>) =>
  Effect.forEach(cases, ([words, code, what]) =>
    Effect.gen(function* () {
      const error = yield* run.fails(home, words)
      assert.strictEqual(error.code, code, words.join(" "))
      assert.match(`${error.what} ${error.next ?? ""}`, what)
    })
  )

describe.concurrent("btcli query", { timeout: 90_000 }, () => {
  it.live("reads by either spelling, with names or without", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* setUp
      const balance = yield* run.succeeds(home, `query balance ${alice.coldkey}`)
      assert.deepInclude(balance, { name: "balance", value: String(yield* chain.balance(alice.coldkey)) })
      const tempo = yield* run.succeeds(home, "query get_tempo netuid=3")
      assert.strictEqual(tempo.value, yield* chain.read("SubtensorModule", "Tempo", 3))
      yield* chain.mine()
      const before = yield* run.succeeds(home, "query subnetExists 3 --block 0")
      assert.deepEqual([before.value, before.block], [true, 0])
      const uid = yield* run.succeeds(home, `query uid-for-hotkey-on-subnet 3 ${alice.hotkey}`)
      assert.isNull(uid.value)
      const call = `call={"pallet":"System","name":"remark","args":{"remark":"0x00"}}`
      const fee = yield* run.succeeds(home, ["query", "extrinsic_fee", call, `signer=${alice.coldkey}`])
      assert.isAbove(Number(fee.value), 0)
      yield* chain.call("root", "AdminUtils", "sudo_set_network_registration_allowed", {
        netuid: 3,
        registration_allowed: true
      })
      yield* chain.call(alice.coldkey, "SubtensorModule", "burned_register", { netuid: 3, hotkey: alice.hotkey })
      const neuron = yield* run.succeeds(home, "query neuron_for_wallet 3 --wallet.name alice --wallet.hotkey default")
      assert.strictEqual(neuron.value.hotkey, alice.hotkey)
      const { out } = yield* run.btcli(home, "query all_subnets_info")
      assert.match(out, /^netuid +rho +kappa/)
      const all = yield* run.succeeds(home, "query")
      assert.strictEqual(Object.keys(all.value).length, readNames.length)
    })
  )

  it.live("names what is wrong with a question", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      yield* refused(home, [
        [["query", "tempi"], "usage", /no read tempi/],
        [["query", "neuron_for"], "usage", /neuron_for_uid/],
        [["query", "tempo"], "usage", /netuid is missing/],
        [["query", "tempo", "one"], "usage", /netuid=one: it is no whole number/],
        [["query", "tempo", "1", "2"], "usage", /takes no '2'/],
        [["query", "tempo", "netuid=1", "netuid=2"], "usage", /given twice/],
        [["query", "tempo", "subnet=1"], "usage", /takes no subnet/],
        [["query", "balance", "5F"], "usage", /no Bittensor address/],
        [["query", "tempo", "1", "--block", "x"], "usage", /--block x/],
        [["query", "tempo", "1", "--block", "99"], "not_found", /no block 99/],
        [["query", "last_drand_round"], "chain", /spec version 185/]
      ])
    })
  )
})

describe.concurrent("btcli tx", { timeout: 90_000 }, () => {
  it.live("does by name what the service does, planned and confirmed", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const words = `tx transfer to=${bob.coldkey} amount_tao=1.5 --wallet.name alice`
      assert.strictEqual((yield* run.succeeds(home, `${words} --dry_run`)).status, "planned")
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      const rao = `tx transfer to=${bob.coldkey} amount_rao=1 --wallet.name alice --yes`
      assert.strictEqual((yield* run.succeeds(home, `${words} --yes`)).status, "included")
      assert.strictEqual((yield* run.succeeds(home, rao)).status, "included")
      assert.strictEqual((yield* chain.balance(bob.coldkey)) - before, Tao("1.5") + 1n)
      const identity = ["tx", "root_register", `hotkey=${alice.hotkey}`, "--wallet.name", "alice", "--dry_run"]
      assert.strictEqual((yield* run.succeeds(home, identity)).call, "SubtensorModule.root_register")
      const all = yield* run.succeeds(home, "tx")
      assert.sameMembers(
        Object.keys(all.calls),
        callNames.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      )
      assert.strictEqual(all.calls.set_weights.signer, "hotkey")
    })
  )

  it.live("asks before it signs, and takes no amount without a unit", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const no = yield* run.dialogue(
        home,
        ["tx", "transfer", `to=${bob.coldkey}`, "amount_tao=1"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", ""],
          ["Do you want to transfer?", "n"]
        ]
      )
      assert.strictEqual(no.code, 3, no.screen)
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      const alice = ["--wallet.name", "alice", "--yes"]
      yield* refused(home, [
        [["tx", "transfer", `to=${bob.coldkey}`, "amount=1", ...alice], "usage", /takes no amount.*amount_tao=TAO/],
        [["tx", "transfer", `to=${bob.coldkey}`, "1", ...alice], "usage", /takes no '1'/],
        [["tx", "transfer", "to=5F", "amount_tao=1", ...alice], "usage", /no Bittensor address/],
        [["tx", "transfer", `to=${bob.coldkey}`, "amount_tao=1", "--wallet.name", "alice"], "refused", /--yes/],
        [["tx", "set_children", "netuid=3", "children=7", ...alice], "usage", /no JSON object/],
        [["tx", "stake"], "usage", /add_stake/],
        [["tx", "fly"], "usage", /btcli tx/],
        [["tx", "lock_stake", "netuid=3", "amount_alpha=1", ...alice], "chain", /spec version 185/]
      ])
    })
  )
})

describe.concurrent("btcli call", { timeout: 90_000 }, () => {
  it.live("makes any call of the metadata, with large numbers as they are", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      yield* chain.setBalance(bob.coldkey, 0n)
      const amount = 9_007_199_254_740_993n
      const json = `{"dest": "${bob.coldkey}", "value": ${amount}}`
      const words = ["call", "Balances.transfer_keep_alive", json, "--wallet.name", "alice"]
      const planned = yield* run.succeeds(home, [...words, "--dry_run"])
      assert.deepInclude(planned, { status: "planned", call: "Balances.transfer_keep_alive" })
      const done = yield* run.succeeds(home, [...words, "--yes"])
      assert.strictEqual(done.status, "included")
      assert.strictEqual(yield* chain.balance(bob.coldkey), amount)
      const remark = ["call", "System.remark", '{"remark": "0x00"}', "--wallet.name", "alice", "--signs", "hotkey"]
      assert.notStrictEqual((yield* run.succeeds(home, [...remark, "--dry_run"])).signer, planned.signer)
    })
  )

  it.live("names what is no call of this runtime, and what its arguments are", () =>
    Effect.gen(function* () {
      const { bob, home } = yield* setUp
      const of = (name: string, json = "{}") => ["call", name, json, "--wallet.name", "alice", "--yes"]
      yield* refused(home, [
        [of("remark"), "usage", /Pallet\.call/],
        [of("System.remark", "[]"), "usage", /no JSON object/],
        [of("System.remark", "{"), "usage", /no JSON object/],
        [of("System.fly"), "chain", /no call System\.fly/],
        [of("System.remark", '{"text": "0x00"}'), "usage", /text/],
        [of("Balances.transfer_keep_alive", '{"dest": "5F", "value": 1}'), "usage", /dest/],
        [of("Balances.transfer_keep_alive", `{"dest": "${bob.coldkey}", "value": "1"}`), "usage", /integer/]
      ])
    })
  )
})

describe.concurrent("btcli explain", { timeout: 90_000 }, () => {
  it.live("explains errors of pallets and of the pool, and hyperparameters", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const kinds = (words: string) =>
        Effect.map(run.succeeds(home, words), (found) => found.map(({ kind, name }: any) => `${kind} ${name}`))
      assert.deepEqual(yield* kinds("explain notEnoughStakeToSetWeights"), [
        "pallet_error SubtensorModule.NotEnoughStakeToSetWeights"
      ])
      assert.deepEqual(yield* kinds("explain 1014"), ["pool_error PriorityTooLow"])
      assert.deepEqual(
        yield* Effect.map(run.succeeds(home, ["explain", "Custom error: 8"]), ([{ name }]) => name),
        "SlippageTooHigh"
      )
      assert.deepEqual(yield* kinds("explain immunity-period"), ["hyperparameter immunity-period"])
      yield* refused(home, [
        [["explain", "Tomorrow"], "not_found", /Tomorrow/],
        [["explain", "immunity"], "not_found", /immunity_period/],
        [["explain"], "usage", /name/]
      ])
    })
  )
})
