import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tao } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"
import { modeOf } from "../../support/temporary.ts"

const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  return { chain, home, alice, bob }
})

describe.concurrent("btcli wallet transfer", () => {
  it.live("transfers, and says in which block", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const words = `wallet transfer --wallet.name alice --dest ${bob.coldkey} --amount 1.5 --yes`
      const data = yield* run.succeeds(home, words)
      assert.strictEqual((yield* chain.balance(bob.coldkey)) - before, Tao("1.5"))
      assert.deepInclude(data, { status: "included", call: "Balances.transfer_keep_alive" })
      assert.strictEqual(data.extrinsic.block, (yield* chain.head).number)
    })
  )

  it.live("only shows what it would do with --dry_run, and wants no password for that", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const words = `w transfer --wallet.name alice --dest ${bob.coldkey} --amount 1.5 --dry-run`
      const { code, err, out } = yield* run.btcli(home, words)
      assert.strictEqual(code, 0, err)
      assert.include(out, "Nothing was sent")
      assert.match(out, /Call +Balances.transfer_keep_alive/)
      assert.match(out, /Amount +τ1\.500000000/)
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
    })
  )

  it.live("asks at a terminal, and does what the answer says", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const ask = (answer: string) =>
        run.dialogue(
          home,
          ["wallet", "transfer"],
          [
            ["Enter wallet name (default)", "alice"],
            ["Enter destination address", bob.coldkey],
            ["Enter TAO amount to transfer", "2"],
            ["Do you want to transfer", answer]
          ]
        )
      const no = yield* ask("n")
      assert.strictEqual(no.code, 3, no.screen)
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      const yes = yield* ask("y")
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.include(yes.screen, bob.coldkey)
      assert.include(yes.screen, "Included")
      assert.strictEqual((yield* chain.balance(bob.coldkey)) - before, Tao(2))
    })
  )

  it.live("shows what it would ask, and does nothing, where every answer is no", () =>
    Effect.gen(function* () {
      const { bob, chain, home } = yield* setUp
      const before = yield* chain.balance(bob.coldkey)
      const words = `wallet transfer --wallet.name alice --destination ${bob.coldkey} -a 1.5`
      const said = yield* run.btcli(home, `${words} --no`)
      assert.strictEqual(said.code, 3, said.err)
      assert.match(said.err, /Do you want to transfer:\n[^]* \[y\/n\] n\n[^]*The answer was no/)
      assert.notInclude((yield* run.btcli(home, `${words} --no --quiet`)).err, "Do you want")
      assert.strictEqual(yield* chain.balance(bob.coldkey), before)
      yield* run.refusals(home, [
        [`${words} --no --no_prompt`, 3, /The answer was no/],
        [`${words} --no --yes`, 2, /--yes and --no/],
        [`${words} --subtensor._mock 1 --yes`, 2, /no flag of this command here.*devnet/],
        [`${words} --announce_only --yes`, 2, /--proxy_for/]
      ])
    })
  )

  it.live("warns of whom nothing was sent to before, once, and not of wallets of this machine", () =>
    Effect.gen(function* () {
      const { bob, home } = yield* setUp
      const warns = (to: string) =>
        Effect.map(
          run.btcli(home, `wallet transfer --wallet.name alice --dest ${to} --amount 1 --yes`),
          ({ code, err }) => {
            assert.strictEqual(code, 0, err)
            return err.includes(`Nothing was sent to ${to}`)
          }
        )
      const stranger = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"
      assert.isFalse(yield* warns(bob.coldkey))
      assert.isTrue(yield* warns(stranger))
      assert.isFalse(yield* warns(stranger))
      const known = join(home.directory, ".bittensor/.known_recipients_js")
      assert.strictEqual(readFileSync(known, "utf8"), `${bob.coldkey}\n${stranger}\n`)
      assert.strictEqual(modeOf(known), 0o600)
    })
  )

  it.live("refuses in a sentence what cannot be", () =>
    Effect.gen(function* () {
      const { alice, bob, home } = yield* setUp
      const to = (address: string, words: string) =>
        `wallet transfer --wallet.name alice --dest ${address} ${words}`.trim()
      yield* run.refusals(home, [
        [to(bob.coldkey, "--amount 1"), 3, /Nobody can be asked.*--yes/],
        [to(bob.coldkey, ""), 2, /--amount is missing/],
        [to(bob.coldkey, "--amount 1,5 --yes"), 2, /^--amount 1,5: an amount is written in digits/],
        [to(bob.coldkey, "--amount 1e9 --yes"), 2, /^--amount 1e9: an amount is written in digits/],
        [to(bob.coldkey, "--amount ١ --yes"), 2, /^--amount ١: an amount is written in digits/],
        [to(bob.coldkey, "--amount Infinity --yes"), 2, /^--amount Infinity: an amount is written in digits/],
        [to(bob.coldkey, "--amount -1 --yes"), 2, /^--amount -1: an amount is zero or more/],
        [to(bob.coldkey, "--amount 0.0000000001 --yes"), 2, /at most nine decimals/],
        [to(bob.coldkey, "--amount 0.0 --yes"), 2, /^--amount 0\.0: there is nothing to do; give an amount above zero/],
        [to(bob.coldkey, "--amount 1 --all --yes"), 2, /--all and --amount: it is either one or the other\. Give one/],
        [to(bob.coldkey, "--amount 9000000000 --yes"), 5, /has τ/],
        [to(alice.coldkey, "--amount 1 --yes"), 2, /from an account to the same one/],
        [`tx transfer to=${bob.coldkey} amount_tao=0 --wallet.name alice --yes`, 2, /give an amount above zero/],
        ["stake add --wallet.name alice --amount 0 --yes", 2, /^--amount 0: there is nothing to do/]
      ])
      const blank = ["wallet", "transfer", "--wallet.name", "alice", "--dest", bob.coldkey, "--amount", " 1"]
      assert.match((yield* run.fails(home, blank)).what, /^--amount {2}1: an amount is written in digits/)
    })
  )

  it.live("names the wallet that is not there, and the address that is none", () =>
    Effect.gen(function* () {
      const { bob, home } = yield* setUp
      const nobody = yield* run.fails(home, `wallet transfer --wallet.name zoe --dest ${bob.coldkey} --amount 1 --yes`)
      assert.deepInclude(nobody, { code: "not_found", exit: 4 })
      assert.include(nobody.what, "zoe")
      const nowhere = yield* run.fails(home, "wallet transfer --wallet.name alice --dest 5F --amount 1 --yes")
      assert.deepInclude(nowhere, { code: "usage", exit: 2 })
    })
  )

  it.live("warns who stops waiting that it may have been sent", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain({ sealing: "manual" })
      const home = yield* run.home(chain.url)
      const [, bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
      const words = `wallet transfer --wallet.name alice --dest ${bob.coldkey} --amount 1.5 --yes`
      const { child, ended, said } = run.start(home, words.split(" "))
      yield* Effect.promise(
        () =>
          new Promise<void>((resolve) => {
            child.stderr.on("data", () => said.err.includes("waiting for a block") && resolve())
          })
      )
      yield* Effect.sleep("1 second")
      yield* Effect.sync(() => child.kill("SIGINT"))
      const { code, err } = yield* Effect.promise(() => ended)
      assert.strictEqual(code, 130, err)
      assert.include(err, "It may have been sent already")
      const before = yield* chain.balance(bob.coldkey)
      yield* chain.mine()
      assert.strictEqual((yield* chain.balance(bob.coldkey)) - before, Tao("1.5"))
    })
  )
})
