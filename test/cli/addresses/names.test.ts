/** Names in the place of addresses: of the book, of wallets and their hotkeys. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Hex from "../../../src/protocol/Hex.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import * as run from "../../support/btcli.ts"

const STRANGER = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  yield* run.succeeds(home, `addresses add exchange ${STRANGER}`)
  const book = join(home.directory, ".bittensor/addresses.yml")
  return { chain, home, alice, bob, book }
})

describe.concurrent("names of addresses", { timeout: 120_000 }, () => {
  it.live("stand for them in transfers, and the plan tells both", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const bytes = Hex.encode(Ss58.publicKey(Ss58.Ss58.make(bob.coldkey)))
      const rows = [
        ["exchange", STRANGER, "the address book"],
        ["bob", bob.coldkey, "the coldkey of that wallet"],
        ["bob/default", bob.hotkey, "that hotkey"],
        [bytes, bob.coldkey, "the key's bytes"]
      ] as const
      for (const [name, address, by] of rows) {
        const before = yield* chain.balance(address)
        const words = `wallet transfer --wallet.name alice --dest ${name} --amount 1`
        const planned = yield* run.btcli(home, `${words} --dry_run`)
        assert.match(planned.out, new RegExp(`Effect +${name} is ${address}, by ${by}\n`))
        const { effects } = yield* run.succeeds(home, `${words} --yes`)
        assert.include(effects, `${name} is ${address}, by ${by}`)
        assert.strictEqual((yield* chain.balance(address)) - before, Tao(1), name)
      }
      const given = yield* run.succeeds(
        home,
        "tx transfer to=exchange amount_tao=1 --wallet.name alice --wallet.hotkey default --yes"
      )
      assert.include(given.effects.join("\n"), STRANGER)
      const { value } = yield* run.succeeds(home, "query balance exchange")
      assert.strictEqual(value, String(yield* chain.balance(STRANGER)))
      const { wallets } = yield* run.succeeds(home, "wallet balance --ss58 exchange")
      assert.strictEqual(wallets[0].address, STRANGER)
    })
  )

  it.live("stand for proxies, and for hotkeys that are not the wallet's", () =>
    Effect.gen(function* () {
      const { alice, bob, chain, home } = yield* setUp
      yield* run.succeeds(home, "proxy add --wallet.name alice --delegate bob --proxy_type Any --yes")
      yield* run.succeeds(home, `config add-proxy --name rich --address ${alice.coldkey} --spawner alice`)
      const before = yield* chain.balance(alice.coldkey)
      const words = "wallet transfer --wallet-name bob --dest exchange --amount 2 --proxy rich --yes"
      const { effects } = yield* run.succeeds(home, words)
      assert.include(effects, `rich is ${alice.coldkey}, by the address book`)
      assert.strictEqual(before - (yield* chain.balance(alice.coldkey)), Tao(2))

      yield* chain.call(bob.coldkey, "SubtensorModule", "root_register", { hotkey: bob.hotkey })
      yield* chain.setStorage("SubtensorModule", "Delegates", [bob.hotkey], 1000)
      yield* run.succeeds(home, `addresses add validator ${bob.hotkey}`)
      for (const flag of ["--wallet.hotkey validator", "--wallet.hotkey bob/default", "--hotkeys validator"]) {
        const staked = () => chain.read("SubtensorModule", "Stake", bob.hotkey, alice.coldkey)
        const stake = (yield* staked()) as bigint
        yield* chain.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100n)
        yield* run.succeeds(home, `stake add --wallet.name alice ${flag} --amount 1 --yes`)
        assert.strictEqual(((yield* staked()) as bigint) - stake, 1_000_000_000n, flag)
      }
      const planned = yield* run.btcli(home, "stake add --wallet.name alice --hotkeys validator --amount 1 --dry_run")
      assert.match(planned.err, new RegExp(`\nvalidator +${bob.hotkey} +- +SubtensorModule.add_stake`))
      const delegate = "root delegate --wallet.name alice --amount 1 --dry_run --delegate_ss58key"
      yield* run.succeeds(home, `${delegate} validator`)
      // A coldkey is no hotkey: the name of a wallet stands for none.
      assert.deepInclude(yield* run.fails(home, `${delegate} bob`), { code: "usage", exit: 2 })
    })
  )

  it.live("are refused where they stand for two, or for nothing", () =>
    Effect.gen(function* () {
      const { bob, book, home } = yield* setUp
      writeFileSync(book, `bob: { address: ${STRANGER} }\nminer: { address: ${STRANGER} }\n`)
      const words = "wallet transfer --wallet.name alice --amount 1 --yes --dest"
      const both = yield* run.fails(home, `${words} bob`)
      assert.deepInclude(both, { code: "usage", exit: 2 })
      assert.include(both.what, `bob is ${STRANGER} by the address book, and ${bob.coldkey} by the coldkey`)
      writeFileSync(book, `bob: { address: ${bob.coldkey} }\n`)
      yield* run.succeeds(home, `${words} bob --dry_run`)
      yield* run.refusals(home, [
        [`${words} zoe`, 2, /--dest zoe: it is no Bittensor address, and no name of one/],
        [`${words} ../alice`, 2, /no Bittensor address/],
        [`${words} alice/zoe`, 2, /no Bittensor address/],
        [`${words} alice/default/x`, 2, /no Bittensor address/],
        ["query balance zoe", 2, /no Bittensor address/],
        [`${words} bob --proxy zoe`, 2, /no Bittensor address/],
        ["stake add --wallet.name alice --wallet.hotkey zoe --amount 1 --yes", 4, /zoe/]
      ])
    })
  )

  it.live("are refused as hotkeys where the wallet has another by that name", () =>
    Effect.gen(function* () {
      const { alice, book, home } = yield* setUp
      yield* run.succeeds(home, "wallet new_hotkey --wallet.name alice --wallet.hotkey miner --mnemonic_file miner.txt")
      const miner = JSON.parse(readFileSync(join(home.wallets, "alice/hotkeys/miner"), "utf8")).ss58Address as string
      const words = "root register --wallet.name alice --wallet.hotkey miner --dry_run"
      writeFileSync(book, `miner: { address: ${alice.hotkey} }\n`)
      const both = yield* run.fails(home, words)
      assert.deepInclude(both, { code: "usage", exit: 2 })
      assert.include(both.what, `miner is ${miner} in the wallet alice`)
      writeFileSync(book, `miner: { address: ${miner} }\n`)
      const { effects } = yield* run.succeeds(home, words)
      assert.include(effects.join("\n"), miner)
    })
  )

  it.live("are sent as they were shown, whatever becomes of the files meanwhile", () =>
    Effect.gen(function* () {
      const { alice, bob, book, chain, home } = yield* setUp
      writeFileSync(book, `validator: { address: ${alice.hotkey} }\n`)
      yield* chain.setStorage("SubtensorModule", "NetworkRegistrationAllowed", [3], true)
      const register = "subnets register --netuid 3 --wallet.name alice --wallet.hotkey validator".split(" ")
      const swapped = yield* run.dialogue(home, register, [
        [
          "[y/n]",
          () => {
            writeFileSync(book, `validator: { address: ${bob.hotkey} }\n`)
            return "y"
          }
        ]
      ])
      assert.strictEqual(swapped.code, 0, swapped.screen)
      const ownerOf = (hotkey: string) => chain.read("SubtensorModule", "Owner", hotkey)
      const owner = Hex.encode(Ss58.publicKey(Ss58.Ss58.make(alice.coldkey)))
      assert.deepStrictEqual([yield* ownerOf(alice.hotkey), (yield* ownerOf(bob.hotkey)) === owner], [owner, false])

      const before = yield* chain.balance(STRANGER)
      const transfer = ["wallet", "transfer", "--wallet.name", "alice", "--dest", STRANGER, "--amount", "1"]
      const other = yield* run.dialogue(home, transfer, [
        [
          "[y/n]",
          () => {
            for (const file of ["coldkey", "coldkeypub.txt"]) {
              copyFileSync(join(home.wallets, "bob", file), join(home.wallets, "alice", file))
            }
            return "y"
          }
        ]
      ])
      assert.strictEqual(other.code, 1, other.screen)
      assert.match(other.screen, /is 5\w+, and not 5\w+, which was shown/)
      assert.strictEqual(yield* chain.balance(STRANGER), before)
    })
  )

  it.live("are taken at a terminal, which then tells the command line that says it all", () =>
    Effect.gen(function* () {
      const { chain, home } = yield* setUp
      const before = yield* chain.balance(STRANGER)
      const { code, screen } = yield* run.dialogue(
        home,
        ["w", "transfer", "--wallet-path", home.wallets],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter destination address", "nobody"],
          ["no name of one", "\u007f".repeat("nobody".length) + "exchange"],
          ["Enter TAO amount to transfer", "2"],
          [/exchange is 5\w+,\s+by the address book[^]*Do you want to transfer/, "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.strictEqual((yield* chain.balance(STRANGER)) - before, Tao(2))
      const line = /As one line: btcli (.*)/.exec(screen.replaceAll(/\r\n?/g, "\n"))?.[1] ?? assert.fail(screen)
      assert.strictEqual(
        line.trim(),
        `wallet transfer --wallet.path=${home.wallets} --wallet.name=alice --dest=${STRANGER} --amount=2`
      )
      yield* run.succeeds(home, `${line.trim()} --yes`)
      assert.strictEqual((yield* chain.balance(STRANGER)) - before, Tao(4))
    })
  )
})
