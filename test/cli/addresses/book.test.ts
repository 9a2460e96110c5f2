/** `btcli addresses`: the book itself. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { parse } from "yaml"
import * as run from "../../support/btcli.ts"
import { modeOf } from "../../support/temporary.ts"

const ONE = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"
const OTHER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
/** The key of ONE as an address of Polkadot. */
const ELSEWHERE = "126TwBzBM4jUEK2gTphmW4oLoBWWnYvPp8hygmduTr4uds57"

const fileOf = (home: run.Home) => join(home.directory, ".bittensor/addresses.yml")
const bookOf = (home: run.Home) => parse(readFileSync(fileOf(home), "utf8")) as { readonly [name: string]: object }

describe.concurrent("btcli addresses", { timeout: 120_000 }, () => {
  it.live("keeps names, shows them, and takes them away", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      assert.deepEqual(yield* run.succeeds(home, "addresses list"), { path: fileOf(home), addresses: [] })
      const words = ["addresses", "add", "exchange", ONE, "--note", "deposits only"]
      const added = yield* run.succeeds(home, words)
      const row = {
        name: "exchange",
        address: ONE,
        note: "deposits only",
        spawner: null,
        proxy_type: null,
        delay: null
      }
      assert.deepEqual(added, { path: fileOf(home), ...row })
      assert.deepEqual(bookOf(home), { exchange: { address: ONE, note: "deposits only" } })
      assert.strictEqual(modeOf(fileOf(home)), 0o600)
      assert.deepEqual(yield* run.succeeds(home, "addr show exchange"), row)

      yield* run.succeeds(home, `addresses save cold ${OTHER} --spawner exchange --proxy_type Staking --delay 3`)
      assert.deepEqual(bookOf(home)["cold"], { address: OTHER, spawner: ONE, proxy_type: "Staking", delay: 3 })
      const { out } = yield* run.btcli(home, "proxy book list")
      assert.match(out, /^.*addresses\.yml\nName +Address +Spawner +Proxy Type +Delay +Note\n/)
      assert.match(out, new RegExp(`\nexchange +${ONE} +deposits only\ncold +${OTHER} +${ONE} +Staking +3\n`))

      yield* run.succeeds(home, "proxy book update cold --note mine")
      assert.deepInclude(bookOf(home)["cold"], { address: OTHER, delay: 3, note: "mine" })
      const cleared = yield* run.succeeds(home, "addresses clear_proxies --yes")
      assert.deepEqual(cleared.removed, ["cold"])
      assert.deepEqual((yield* run.succeeds(home, "addresses clear_proxies")).removed, [])
      const removed = yield* run.succeeds(home, "addresses remove exchange")
      assert.deepEqual(removed, { path: fileOf(home), ...row })
      assert.deepEqual(bookOf(home), {})
    })
  )

  it.live("asks before a name stands for another address, and keeps what else is in the file", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      writeFileSync(fileOf(home), `# mine\nfriend:\n  address: ${ONE}\n`)
      const again = `addresses add friend ${OTHER}`
      assert.deepInclude(yield* run.fails(home, again), { code: "refused", exit: 3 })
      assert.deepEqual(bookOf(home)["friend"], { address: ONE })
      yield* run.succeeds(home, `addresses add friend ${ONE} --note known`)
      const ask = (answer: string) => run.dialogue(home, again.split(" "), [[`friend is ${ONE}.`, answer]])
      assert.strictEqual((yield* ask("n")).code, 3)
      assert.deepEqual(bookOf(home)["friend"], { address: ONE, note: "known" })
      const yes = yield* ask("y")
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.deepEqual(bookOf(home)["friend"], { address: OTHER, note: "known" })
      assert.match(readFileSync(fileOf(home), "utf8"), /^# mine\n/)
    })
  )

  it.live("loses nothing of what is added at once", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const names = Array.from({ length: 8 }, (_, at) => `friend${at}`)
      yield* Effect.forEach(names, (name) => run.succeeds(home, `addresses add ${name} ${ONE}`), { concurrency: 8 })
      assert.sameMembers(Object.keys(bookOf(home)), names)
    })
  )

  it.live("refuses names and addresses that are none, and files that are no book", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      yield* run.people(home, "Alice")
      yield* run.refusals(home, [
        [`addresses add friend 5F`, 2, /--address 5F: it is no Bittensor address, and no name of one/],
        [`addresses add friend ${ELSEWHERE}`, 2, /no Bittensor address/],
        [`addresses add friend`, 2, /--address is missing/],
        [`addresses add`, 2, /--name is missing/],
        [`addresses add ${ONE} ${ONE}`, 2, /it is an address/],
        [`addresses add ${ELSEWHERE} ${ONE}`, 2, /it is an address/],
        [`addresses add alice/default ${ONE}`, 2, /letters, digits/],
        [`addresses add 2nd ${ONE}`, 2, /begins with a letter/],
        [`addresses add __proto__ ${ONE}`, 2, /letters, digits/],
        [`addresses add default ${ONE}`, 2, /wallets and hotkeys/],
        [`addresses add alice ${ONE}`, 2, /a wallet is called that/],
        [`addresses add friend ${ONE} --note ${"x".repeat(201)}`, 2, /200 characters/],
        [`addresses add friend ${ONE} --delay -1`, 2, /number of blocks/],
        [`addresses add friend ${ONE} --proxy_type any-thing`, 2, /a word such as Staking/],
        [`addresses show friend`, 4, /no name friend/],
        [`addresses remove friend`, 4, /no name friend/]
      ])
      assert.isFalse(existsSync(fileOf(home)))
      const next = yield* Effect.flatMap(run.succeeds(home, `addresses add friend ${ONE}`), () =>
        run.fails(home, "addresses show freind")
      )
      assert.strictEqual(next.next, "Did you mean friend?")
      for (const text of [
        "friend: { address: 5F }",
        `default: { address: ${ONE} }`,
        `true: { address: ${ONE} }`,
        `"../x": { address: ${ONE} }`,
        `__proto__: { address: ${ONE} }`,
        `friend: ${ONE}`,
        `friend: { address: ${ONE}, note: ${"x".repeat(201)} }`,
        `friend: { address: ${ONE}, delay: -1 }`,
        "- friend",
        "friend: {",
        `# ${"x".repeat(1 << 20)}`
      ]) {
        writeFileSync(fileOf(home), text)
        const error = yield* run.fails(home, `addresses add other ${OTHER}`)
        assert.deepInclude(error, { code: "usage", exit: 2 }, text.slice(0, 100))
        assert.include(error.what, "addresses.yml")
        assert.strictEqual(readFileSync(fileOf(home), "utf8"), text)
      }
      writeFileSync(fileOf(home), `friend: &friend { address: ${ONE} }\nother: *friend\n`)
      yield* run.refusals(home, [["addresses remove friend", 2, /named again in it/]])
      chmodSync(fileOf(home), 0o602)
      yield* run.refusals(home, [["query balance other", 2, /written by everybody/]])
    })
  )
})
