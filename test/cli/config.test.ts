import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { parse } from "yaml"
import * as run from "../support/btcli.ts"

const fileOf = (home: run.Home) => join(home.directory, ".bittensor/config.yml")
const contentOf = (home: run.Home) => parse(readFileSync(fileOf(home), "utf8")) as unknown

describe.concurrent("btcli config", { timeout: 120_000 }, () => {
  it.live("sets, shows and clears what other commands take for defaults", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const before = yield* run.succeeds(home, "config path")
      assert.deepEqual(before, { path: fileOf(home), exists: false })
      const set = yield* run.succeeds(home, "config set network local")
      assert.deepEqual(set, { path: fileOf(home), changed: { network: "local" } })
      assert.deepEqual(contentOf(home), { network: "local" })
      assert.strictEqual(statSync(fileOf(home)).mode & 0o777, 0o600)
      yield* run.succeeds(home, "conf set --wallet-name alice --no-safe-staking --tolerance 0.1")
      yield* run.succeeds(home, "config set no-prompt true")
      assert.deepEqual(contentOf(home), {
        network: "local",
        wallet_name: "alice",
        safe_staking: false,
        rate_tolerance: 0.1,
        no_prompt: true
      })
      yield* run.people(home, "Alice")
      const shown = yield* run.succeeds(home, "wallet show")
      assert.strictEqual(shown.name, "alice")
      const all = yield* run.succeeds(home, "config get")
      assert.deepInclude(all.settings, { network: "local", wallet_name: "alice", safe_staking: "false" })
      assert.deepEqual((yield* run.succeeds(home, "config get wallet.name")).settings, { wallet_name: "alice" })
      const table = yield* run.btcli(home, "config get")
      assert.match(table.out, /Key +Value/)
      assert.match(table.out, /network +local/)

      yield* run.succeeds(home, "config unset network wallet-name")
      assert.notProperty(contentOf(home), "network")
      assert.deepInclude(yield* run.fails(home, "config get network"), { code: "not_found", exit: 4 })
      writeFileSync(fileOf(home), `# mine\nother: 1\n`)
      assert.deepInclude(yield* run.fails(home, "config clear --all"), { code: "refused", exit: 3 })
      yield* run.succeeds(home, "config clear --all --yes")
      assert.strictEqual(readFileSync(fileOf(home), "utf8"), "# mine\nother: 1\n")
    })
  )

  it.live("changes one thing and leaves the rest, comments and the form of 7.4.0 too", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      writeFileSync(fileOf(home), "# mine\nwallet:\n  name: old\n  path: /keys # here\nmetagraph_cols:\n  UID: true\n")
      yield* run.succeeds(home, "config set wallet_name new")
      const text = readFileSync(fileOf(home), "utf8")
      assert.deepEqual(parse(text), { wallet: { path: "/keys" }, metagraph_cols: { UID: true }, wallet_name: "new" })
      assert.include(text, "# mine")
      assert.include(text, "# here")
      const { settings } = yield* run.succeeds(home, "config get")
      assert.deepEqual(settings, { wallet_path: "/keys", metagraph_cols_UID: "true", wallet_name: "new" })
      const elsewhere = { environment: { BTCLI_CONFIG_PATH: join(home.directory, "deep/er/c.yml") } }
      yield* run.succeeds(home, "config set network test", elsewhere)
      assert.strictEqual(readFileSync(join(home.directory, "deep/er/c.yml"), "utf8"), "network: test\n")
      assert.deepEqual(readdirSync(join(home.directory, "deep/er")), ["c.yml"])
    })
  )

  it.live("refuses what there is not, with the nearest that there is", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const refused = (words: string) =>
        Effect.map(run.fails(home, words), (error) => {
          assert.deepInclude(error, { code: "usage", exit: 2 })
          return `${error.what} ${error.next ?? ""}`
        })
      assert.include(yield* refused("config set netwrok local"), "Did you mean network?")
      assert.include(yield* refused("config get walet_name"), "Did you mean wallet_name?")
      assert.include(yield* refused("config clear colour"), "wallet_hotkey")
      assert.include(yield* refused("config set network"), "VALUE")
      assert.include(yield* refused("config set"), "network")
      assert.include(yield* refused("config clear"), "--all")
      assert.include(yield* refused("config set safe_staking maybe"), "true or false")
      assert.include(yield* refused("config set rate_tolerance much"), "number")
      assert.include(yield* refused("config set metagraph_cols UID"), "several")
      assert.isFalse(existsSync(fileOf(home)))
      writeFileSync(fileOf(home), 'network: "local')
      assert.include(yield* refused("config set network test"), "is no YAML")
      assert.strictEqual(readFileSync(fileOf(home), "utf8"), 'network: "local')
    })
  )
})
