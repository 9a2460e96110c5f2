import { pbkdf2Sync } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tao } from "../../../src/protocol/Money.ts"
import { vaultOf } from "../../support/ansibleVault.ts"
import * as run from "../../support/btcli.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  return { chain, home, alice, bob }
})

const NETUID = 3

describe.concurrent("what btcli wallet does on the chain", { timeout: 120_000 }, () => {
  it.live("transfers all that is free", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      const before = (yield* chain.balance(alice.coldkey)) + (yield* chain.balance(bob.coldkey))
      const words = `w transfer --wallet.name bob --dest ${alice.coldkey}`
      const both = yield* run.fails(home, `${words} --all --amount 1 --yes`)
      assert.deepInclude(both, { code: "usage", exit: 2 })
      const planned = yield* run.succeeds(home, `${words} --all --dry_run`)
      assert.deepInclude(planned, { status: "planned", call: "Balances.transfer_all" })
      const data = yield* run.succeeds(home, `${words} --all --yes`)
      assert.strictEqual(data.call, "Balances.transfer_all")
      const left = yield* chain.balance(bob.coldkey)
      assert.isBelow(Number(left), 1000)
      const fee = run.rao(data.fee_tao)
      assert.strictEqual((yield* chain.balance(alice.coldkey)) + left + fee, before)
      yield* chain.setBalance(bob.coldkey, Tao(5))
      yield* run.succeeds(home, `${words} --all --allow-death --yes`)
      assert.strictEqual(yield* chain.balance(bob.coldkey), 0n)
    })
  )

  it.live("swaps a hotkey, whose place goes to the new one", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      yield* chain.call("root", "AdminUtils", "sudo_set_network_registration_allowed", {
        netuid: NETUID,
        registration_allowed: true
      })
      yield* chain.call(bob.coldkey, "SubtensorModule", "burned_register", { netuid: NETUID, hotkey: bob.hotkey })
      const uid = yield* chain.read("SubtensorModule", "Uids", NETUID, bob.hotkey)
      const made = yield* run.succeeds(
        home,
        "w new_hotkey --wallet.name bob --wallet.hotkey next --mnemonic_file n.txt"
      )
      const next = made.keys[0].address
      const words = "w swap_hotkey --wallet.name bob --wallet.hotkey default"
      assert.deepInclude(yield* run.fails(home, `${words} --wallet.hotkey_b default --yes`), { code: "usage", exit: 2 })
      assert.deepInclude(yield* run.fails(home, `${words} --wallet.hotkey_b zoe --yes`), { code: "not_found", exit: 4 })
      assert.deepInclude(yield* run.fails(home, `${words} --wallet.hotkey_b next`), { code: "refused", exit: 3 })
      const asked = yield* run.dialogue(
        home,
        ["w", "swap_hotkey"],
        [
          ["Enter wallet name (default)", "bob"],
          ["Enter old hotkey name (default)", ""],
          ["Enter new hotkey name (default)", "next"],
          ["Do you want to swap the hotkey", "n"]
        ]
      )
      assert.strictEqual(asked.code, 3, asked.screen)
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", NETUID, bob.hotkey), uid)
      // As btcli 9 spells it.
      const data = yield* run.succeeds(home, "wallet swap-hotkey next --wallet-name bob --wallet-hotkey default --yes")
      assert.strictEqual(data.call, "SubtensorModule.swap_hotkey")
      assert.strictEqual(yield* chain.read("SubtensorModule", "Uids", NETUID, next), uid)
      assert.isUndefined(yield* chain.read("SubtensorModule", "Uids", NETUID, bob.hotkey))
    })
  )

  it.live("says who an account is, and shows it", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* chain.setStorage("SubtensorModule", "SubnetOwner", [NETUID], bob.coldkey)
      const words = "w set_identity --wallet.name bob --wallet.hotkey default --of_coldkey"
      const data = yield* run.succeeds(home, `${words} --display Bob --web https://bob.example --yes`)
      assert.deepInclude(data, { status: "included", address: bob.coldkey })
      assert.deepInclude(data.identity, { display: "Bob", web: "https://bob.example", legal: null })
      const stored = yield* chain.read("Registry", "IdentityOf", bob.coldkey)
      assert.match(inspect(stored, { depth: null }), /display: .*Raw3/)
      const shown = yield* run.succeeds(home, `w get-identity --key ${bob.coldkey}`)
      assert.deepInclude(shown, { address: bob.coldkey, display: "Bob" })
      assert.deepEqual(yield* run.succeeds(home, "w get-identity --wallet-name bob"), shown)
      const table = yield* run.btcli(home, `w get_identity --key ${bob.coldkey}`)
      assert.match(table.out, /On-Chain Identity\nItem +Value/)
      assert.deepInclude(yield* run.fails(home, `w get_identity --key ${alice.coldkey}`), {
        code: "not_found",
        exit: 4
      })
      assert.deepInclude(yield* run.fails(home, "w get_identity"), { code: "usage", exit: 2 })
      assert.deepInclude(yield* run.fails(home, `${words} --yes`), { code: "usage", exit: 2 })
      const long = yield* run.fails(home, `${words} --yes --display ${"x".repeat(65)}`)
      assert.deepInclude(long, { code: "usage", exit: 2 })
      const later = yield* run.fails(home, `${words} --yes --display B --discord bob`)
      assert.match(later.what, /discord/)
      const print = yield* run.fails(home, `${words} --yes --pgp_fingerprint 0x12`)
      assert.include(print.what, "--pgp_fingerprint")
      const hotkey = yield* run.fails(
        home,
        "w set_identity --wallet.name bob --wallet.hotkey default --display B --yes"
      )
      assert.deepInclude(hotkey, { code: "chain", exit: 5 })

      yield* chain.setStorage("SubtensorModule", "IsNetworkMember", [bob.hotkey, 0], true)
      yield* chain.setStorage("SubtensorModule", "Uids", [0, bob.hotkey], 0)
      yield* chain.setStorage("SubtensorModule", "Owner", [bob.hotkey], bob.coldkey)
      const asked = yield* run.dialogue(
        home,
        ["w", "set_identity"],
        [
          ["Enter wallet name (default)", "bob"],
          ["Enter wallet hotkey (default)", ""],
          ["Enter display name", "Bobby"],
          ["Enter legal string", ""],
          ["Enter web url", ""],
          ["Enter pgp fingerprint (must be 20 bytes)", "ab".repeat(20)],
          ["Enter riot", ""],
          ["Enter email address", ""],
          ["Enter image url", ""],
          ["Enter twitter url", ""],
          ["Enter info", ""],
          ["Are you updating a validator hotkey identity? [y/n] (y)", ""],
          ["Cost to register an Identity is 0.1 Tao, are you sure you wish to continue? [y/n]", "y"]
        ]
      )
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.include(asked.screen, "Updated On-Chain Identity")
      const again = yield* run.succeeds(home, `w get_identity --key ${bob.hotkey}`)
      assert.deepInclude(again, { display: "Bobby", pgp_fingerprint: `0x${"ab".repeat(20)}` })
    })
  )

  it.live("draws three times from the faucet", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const planned = yield* run.succeeds(home, "w faucet --wallet.name bob --dry_run")
      assert.deepInclude(planned, { status: "planned", call: "SubtensorModule.faucet" })
      assert.deepInclude(yield* run.fails(home, "w faucet --wallet.name bob"), { code: "refused", exit: 3 })
      const both = yield* run.fails(home, "w faucet --wallet.name bob --cuda --no_cuda --yes")
      assert.deepInclude(both, { code: "usage", exit: 2 })
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      const words = ["w", "faucet", "--wallet.name", "bob", "--faucet.num_processes", "2", "-u", "1000"]
      const asked = yield* run.dialogue(home, words, [["Run Faucet ?", "y"]])
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.match(asked.screen, /Searching for work \(3 of 3\)/)
      assert.strictEqual((yield* chain.balance(bob.coldkey)) - before, Tao(300))
    })
  )

  it.live("says what runtime 185 lacks", () =>
    Effect.gen(function* () {
      const { alice, home } = yield* setUp
      for (const words of [
        "w check_coldkey_swap --wallet.name alice",
        `w swap-check --ss58 ${alice.coldkey}`,
        "w associate_hotkey --wallet.name alice --wallet.hotkey default --yes",
        `w swap_coldkey announce --wallet.name alice --new_coldkey ${alice.hotkey} --yes`,
        `w swap_coldkey schedule --wallet.name alice --new_coldkey ${alice.hotkey} --yes`,
        `w swap_coldkey execute --wallet.name alice --new_coldkey ${alice.hotkey} --yes`,
        "w swap_coldkey dispute --wallet.name alice --yes",
        "w swap_coldkey clear --wallet.name alice --yes"
      ]) {
        const error = yield* run.fails(home, words)
        assert.deepInclude(error, { code: "chain", exit: 5 }, words)
        assert.match(error.what, /185/, words)
      }
    })
  )

  it.live("brings an encryption of old up to date, with the same password", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const [alice = assert.fail()] = yield* run.people(home, "Alice")
      const path = join(home.wallets, "alice/coldkey")
      const key = pbkdf2Sync("correct horse battery staple", Buffer.alloc(32, 0x42), 10_000, 80, "sha256")
      writeFileSync(path, vaultOf(readFileSync(path, "utf8"), key))
      const calling = { environment: { BT_WALLET_PASSWORD: "correct horse battery staple" } }
      const wrong = { environment: { BT_WALLET_PASSWORD: "another" } }
      assert.deepInclude(yield* run.fails(home, "w update --wallet.name alice", wrong), { code: "key", exit: 7 })
      const updated = yield* run.succeeds(home, "w update --wallet.name alice", calling)
      assert.deepEqual(updated.wallets, [{ name: "alice", status: "updated" }])
      assert.strictEqual(readFileSync(path, "latin1").slice(0, 5), "$NACL")
      const opens = yield* run.succeeds(home, "w unlock --wallet.name alice", calling)
      assert.strictEqual(opens.address, alice.coldkey)
      const again = yield* run.succeeds(home, "w update --wallet.name alice", calling)
      assert.deepEqual(again.wallets, [{ name: "alice", status: "current" }])
    })
  )

  it.live("leaves encryptions of today as they are", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      yield* run.people(home, "Alice", "Bob")
      writeFileSync(join(home.wallets, "bob/coldkey"), "broken")
      const one = yield* run.succeeds(home, "w update --wallet.name alice")
      assert.deepEqual(one.wallets, [{ name: "alice", status: "not_encrypted" }])
      assert.deepInclude(yield* run.fails(home, "w update --wallet.name zoe"), { code: "not_found", exit: 4 })
      yield* run.people(home, "Charlie")
      const all = yield* run.succeeds(home, "w update --all")
      assert.lengthOf(all.wallets, 3)
      writeFileSync(join(home.wallets, "charlie/coldkey"), "$ANSIBLE_VAULT;1.1;AES256\n12")
      const some = yield* run.fails(home, "w update --all")
      assert.deepInclude(some, { code: "key", exit: 7 })
      assert.include(some.what, "1 of 3")
      const asked = yield* run.dialogue(
        home,
        ["w", "update"],
        [
          ["Do you want to update all legacy wallets? [y/n]", "n"],
          ["Enter wallet name (default)", "alice"]
        ]
      )
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.include(asked.screen, "=====  alice  =====")
    })
  )
})
