import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Finding } from "../../src/cli/subject/health/Finding.ts"
import { skew } from "../../src/cli/subject/health/chain.ts"
import * as run from "../support/btcli.ts"

/** No registry of npm answers here. */
const calling = { environment: { npm_config_registry: "http://127.0.0.1:9" } }

const examined = (home: run.Home, words = "doctor") =>
  Effect.map(run.json(home, words, calling), ({ code, document }) => ({
    code,
    findings: document.data as ReadonlyArray<Finding>
  }))

const about = (findings: ReadonlyArray<Finding>, check: Finding["check"]) =>
  findings.filter((finding) => finding.check === check)

describe.concurrent("btcli doctor", () => {
  it.live("finds nothing wrong where all is well", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      yield* chain.setTime(new Date())
      yield* chain.mine()
      const { code, findings } = yield* examined(home)
      assert.strictEqual(code, 0, JSON.stringify(findings))
      assert.deepEqual(
        findings.map(({ check, status }) => `${check} ${status}`),
        [
          "settings ok",
          "versions ok",
          "versions ok",
          "keys note",
          "endpoint ok",
          "genesis ok",
          "runtime ok",
          "clock ok"
        ]
      )
    })
  )

  it.live("finds exposed and unencrypted keys, and where an axon is not", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      const [alice = assert.fail()] = yield* run.people(home, "Alice")
      const hotkey = join(home.wallets, "alice/hotkeys/default")
      chmodSync(hotkey, 0o644)
      chmodSync(home.wallets, 0o777)
      yield* chain.setStorage("SubtensorModule", "NetworkRegistrationAllowed", [3], true)
      yield* chain.call(alice.coldkey, "SubtensorModule", "burned_register", { netuid: 3, hotkey: alice.hotkey })
      const set = "axon set --wallet.name alice --netuid 3 --ip 127.0.0.2 --port 9 --yes"
      assert.strictEqual((yield* run.succeeds(home, set)).status, "included")
      const { code, findings } = yield* examined(home, "doctor --wallet.name alice")
      assert.strictEqual(code, 1)
      const fixes = about(findings, "keys").map(({ fix }) => fix)
      assert.include(fixes, `chmod 600 ${hotkey}`)
      assert.include(fixes, "btcli wallet regen_coldkey --wallet.name alice --overwrite_coldkey")
      assert.isTrue(fixes.some((fix) => fix?.startsWith("chmod go-w ")))
      const [axon] = about(findings, "axon")
      assert.deepInclude(axon, { status: "problem", fix: "btcli axon set --netuid 3" })
      assert.include(axon?.what, "127.0.0.2:9")
    })
  )

  it.live("tells a damaged coldkey from one that is not encrypted", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      yield* Effect.sync(() => {
        mkdirSync(join(home.wallets, "broken"))
        writeFileSync(join(home.wallets, "broken/coldkey"), "{ half a key", { mode: 0o600 })
      })
      const [finding, ...more] = about((yield* examined(home)).findings, "keys")
      assert.lengthOf(more, 0)
      assert.include(finding?.what, "broken/coldkey is damaged, or no keyfile")
    })
  )

  it.live("looks at everything else where the settings are broken and no endpoint answers", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      const path = join(home.directory, ".bittensor/config.yml")
      writeFileSync(path, "network: [finney\npassword: hunter2\n")
      const { code, findings } = yield* examined(home)
      assert.strictEqual(code, 1)
      const [settings] = about(findings, "settings")
      assert.deepInclude(settings, { status: "problem", fix: `mv ${path} ${path}.broken` })
      assert.notInclude(JSON.stringify(findings), "hunter2")
      assert.deepInclude(about(findings, "endpoint")[0], { status: "problem", fix: "btcli utils latency" })
      assert.lengthOf(about(findings, "versions"), 2)
      const { code: others } = yield* run.btcli(home, "wallet list")
      assert.strictEqual(others, 2)
    })
  )

  it("takes a clock that is a minute off for a problem, but not where a chain may stand still", () => {
    assert.strictEqual(skew(59_000, true).status, "ok")
    assert.deepInclude(skew(-61_000, true), { status: "problem", fix: "sudo timedatectl set-ntp true" })
    assert.include(skew(-61_000, true).what, "61 s behind")
    assert.include(skew(4 * 86_400_000, true).what, "4 days ahead")
    assert.strictEqual(skew(61_000, false).status, "note")
  })
})
