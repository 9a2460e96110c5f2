import { mkdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tao } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  return { chain, home, alice, bob }
})

const NETUID = 3

describe.concurrent("what btcli wallet reads", { timeout: 120_000 }, () => {
  it.live("shows balances of one, of all and of an address, and asks as 7.4.0 does", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* chain.setStorage("SubtensorModule", "TotalColdkeyStake", [bob.coldkey], Tao(7))
      const one = yield* run.succeeds(home, "wallet balance --wallet.name bob")
      const free = yield* chain.balance(bob.coldkey)
      const [wallet] = one.wallets
      assert.deepInclude(wallet, { name: "bob", address: bob.coldkey, staked_tao: "7.000000000" })
      assert.strictEqual(run.rao(wallet.free_tao), free)
      assert.strictEqual(run.rao(wallet.total_tao), free + Tao(7))
      const all = yield* run.succeeds(home, "w balance --all")
      assert.deepEqual(
        all.wallets.map(({ name }: { name: string }) => name),
        ["alice", "bob"]
      )
      assert.strictEqual(run.rao(all.total.free_tao), free + (yield* chain.balance(alice.coldkey)))
      const sorted = yield* run.succeeds(home, "w balance -a --sort staked")
      assert.strictEqual(sorted.wallets[0].name, "bob")
      yield* Effect.sync(() => {
        mkdirSync(join(home.wallets, "broken"))
        writeFileSync(join(home.wallets, "broken/coldkey"), "{ half a key", { mode: 0o600 })
        mkdirSync(join(home.wallets, "cold/hotkeys"), { recursive: true })
      })
      const { code, err, out } = yield* run.btcli(home, "w inspect --all")
      assert.strictEqual(code, 0, err)
      assert.match(out, /alice.*\n.*bob/s)
      assert.match(err, /broken: .*broken\/coldkey is damaged, or no keyfile; it is left out/)
      assert.match(err, /cold: it has no coldkey; it is left out\. 'btcli wallet regen_coldkey'/)
      const other = yield* run.home(chain.url)
      assert.match((yield* run.fails(other, "w inspect --all")).what, /There is no wallet in/)
      mkdirSync(join(other.wallets, "broken"))
      writeFileSync(join(other.wallets, "broken/coldkey"), "{ half a key", { mode: 0o600 })
      const none = yield* run.fails(other, "w inspect --all")
      assert.deepInclude(none, { code: "key", exit: 7 })
      assert.match(none.what, /No wallet .*broken: .*is damaged/)
      const address = yield* run.succeeds(home, `w balance --ss58 ${alice.hotkey}`)
      assert.deepInclude(address.wallets[0], { name: null, free_tao: "0.000000000" })
      const two = yield* run.succeeds(home, `w balance --ss58 ${alice.hotkey} --ss58-address ${bob.coldkey}`)
      assert.strictEqual(run.rao(two.total.free_tao), free)
      assert.deepInclude(yield* run.fails(home, "w balance --ss58 5F"), { code: "usage", exit: 2 })
      assert.deepInclude(yield* run.fails(home, "w balance --wallet.name zoe"), { code: "not_found", exit: 4 })
      const asked = yield* run.dialogue(
        home,
        ["w", "balance"],
        [
          ["Enter wallets path (~/.bittensor/wallets/)", ""],
          ["Enter wallet name (default)", "bob"]
        ]
      )
      assert.strictEqual(asked.code, 0, asked.screen)
      for (const title of ["Wallet Coldkey Balances", "Wallet Name", "Coldkey Address", "Staked Balance"]) {
        assert.include(asked.screen, title)
      }
      assert.include(asked.screen, "Total Balance Across All")
    })
  )

  it.live("shows the neurons of hotkeys, stake that no neuron has, and delegates", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* chain.call("root", "AdminUtils", "sudo_set_network_registration_allowed", {
        netuid: NETUID,
        registration_allowed: true
      })
      const register = (who: string, hotkey: string) =>
        chain.call(who, "SubtensorModule", "burned_register", { netuid: NETUID, hotkey })
      yield* register(alice.coldkey, alice.hotkey)
      yield* register(bob.coldkey, bob.hotkey)
      yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", { hotkey: alice.hotkey, amount_staked: Tao(5) })
      const data = yield* run.succeeds(home, "w overview --wallet.name alice")
      const subnet = data.subnets.find(({ netuid }: { netuid: number }) => netuid === NETUID)
      const uid = yield* chain.read("SubtensorModule", "Uids", NETUID, alice.hotkey)
      assert.deepInclude(subnet.neurons[0], {
        coldkey: "alice",
        hotkey: "default",
        uid,
        stake_tao: "5.000000000",
        stake_alpha: null,
        hotkey_address: alice.hotkey
      })
      assert.strictEqual(run.rao(data.balance_tao), yield* chain.balance(alice.coldkey))
      const sorted = yield* run.succeeds(home, `w overview --all --netuids ${NETUID} --sort_by stak --sort_order desc`)
      assert.deepEqual(
        sorted.subnets[0].neurons.map(({ coldkey }: { coldkey: string }) => coldkey),
        ["alice", "bob"]
      )
      const none = yield* run.fails(home, "w overview --all --exclude_hotkeys default")
      assert.deepInclude(none, { code: "not_found", exit: 4 })
      const table = yield* run.btcli(home, "w overview --wallet.name alice")
      for (const title of [
        `Wallet - alice:${alice.coldkey}`,
        "Subnet: 3",
        "COLDKEY",
        "EMISSION(ρ)",
        "VPERMIT",
        "HOTKEY_SS58",
        "Wallet balance: τ"
      ]) {
        assert.include(table.out, title)
      }
      assert.deepInclude(yield* run.fails(home, "w overview --all --sort_by colour"), { code: "usage", exit: 2 })

      yield* chain.call(bob.coldkey, "SubtensorModule", "become_delegate", { hotkey: bob.hotkey })
      yield* chain.call(alice.coldkey, "SubtensorModule", "add_stake", { hotkey: bob.hotkey, amount_staked: Tao(2) })
      const stray = yield* run.succeeds(home, `w overview --wallet.name alice --netuids ${NETUID}`)
      assert.deepEqual(stray.unregistered, [{ coldkey: alice.coldkey, hotkey: bob.hotkey, stake_tao: "2.000000000" }])
      const inspected = yield* run.succeeds(home, "w inspect --wallet.name alice")
      const [wallet] = inspected.wallets
      assert.deepInclude(wallet.delegations[0], { delegate: bob.hotkey, stake_tao: "2.000000000" })
      assert.deepInclude(wallet.neurons[0], {
        netuid: NETUID,
        hotkey: alice.hotkey,
        name: "default",
        stake_tao: "5.000000000"
      })
      const byAddress = yield* run.succeeds(home, `w inspect --ss58-address ${alice.coldkey}`)
      assert.deepInclude(byAddress.wallets[0], { name: null, address: alice.coldkey, balance_tao: wallet.balance_tao })
      assert.lengthOf(byAddress.wallets[0].neurons, wallet.neurons.length)
      const shown = yield* run.btcli(home, "w inspect --all")
      assert.match(shown.out, /Coldkey +Balance +Delegate +Stake +Emission +Netuid +Hotkey +Stake +Emission/)
    })
  )

  it.live("finds transfers in the blocks, or asks an indexer", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* run.succeeds(home, `w transfer --wallet.name alice --dest ${bob.coldkey} --amount 1.25 --yes`)
      const at = (yield* chain.head).number
      yield* chain.mine(3)
      yield* run.succeeds(home, `w transfer --wallet.name bob --dest ${alice.coldkey} --amount 0.5 --yes`)
      const data = yield* run.succeeds(home, "w history --wallet.name bob")
      assert.deepEqual(
        data.transfers.map(({ amount_tao, from, to }: any) => [from, to, amount_tao]),
        [
          [bob.coldkey, alice.coldkey, "0.500000000"],
          [alice.coldkey, bob.coldkey, "1.250000000"]
        ]
      )
      assert.deepInclude(data, { source: "blocks", first_block: 1, last_block: (yield* chain.head).number })
      assert.strictEqual(data.transfers[1].block, at)
      assert.lengthOf((yield* run.succeeds(home, "w history --wallet.name bob --blocks 2")).transfers, 1)
      const table = yield* run.btcli(home, "w history --wallet.name bob")
      assert.match(table.out, /Id +From +To +Amount \(Tao\) +Extrinsic Id +Block Number/)
      assert.match(table.out, / 1\.25000 /)
      assert.deepInclude(yield* run.fails(home, "w history --wallet.name bob --blocks 0"), { code: "usage", exit: 2 })

      const nodes = [
        { id: "a", from: alice.coldkey, to: bob.coldkey, amount: "3000000000", extrinsicId: 2, blockNumber: 77 }
      ]
      let asked = ""
      const server = createServer((request, response) => {
        request.on("data", (chunk: Buffer) => (asked += chunk.toString()))
        request.on("end", () => {
          if (request.url === "/long") response.end(Buffer.alloc(5 << 20, " "))
          else response.end(request.url === "/bad" ? "{}" : JSON.stringify({ data: { transfers: { nodes } } }))
        })
      })
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.sync(() => server.close())
      )
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const indexed = yield* run.succeeds(home, `w history --wallet.name bob --indexer ${url}`)
      assert.include(asked, bob.coldkey)
      assert.deepInclude(indexed, { source: "indexer", first_block: null })
      assert.deepInclude(indexed.transfers[0], { amount_tao: "3.000000000", block: 77, extrinsic: 2 })
      const bad = yield* run.fails(home, `w history --wallet.name bob --indexer ${url}/bad`)
      assert.deepInclude(bad, { code: "network", exit: 6 })
      const long = yield* run.fails(home, `w history --wallet.name bob --indexer ${url}/long`)
      assert.deepInclude(long, { code: "network", exit: 6 })
      assert.match(long.what, /answers more than is read/)
      const gone = yield* run.fails(home, "w history --wallet.name bob --indexer http://127.0.0.1:9")
      assert.deepInclude(gone, { code: "network", exit: 6 })
      assert.deepInclude(yield* run.fails(home, "w history --wallet.name bob --indexer x"), { code: "usage", exit: 2 })
    })
  )
})
