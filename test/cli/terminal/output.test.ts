/** Who reads what the program prints, and how far. */
import { spawn } from "node:child_process"
import { chmodSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { inject } from "vitest"
import * as run from "../../support/btcli.ts"

/** Runs it in a pipeline: `"$@"` is the program and its words. */
const piped = ({ directory, environment }: run.Home, pipeline: string, words: string) =>
  Effect.callback<{ readonly code: number | null; readonly err: string }>((resume) => {
    const program = [process.execPath, inject("btcli"), ...words.split(" ")]
    const child = spawn("bash", ["-c", `set -o pipefail; ${pipeline}`, "bash", ...program], {
      cwd: directory,
      env: environment,
      stdio: ["ignore", "ignore", "pipe"]
    })
    let err = ""
    child.stderr.on("data", (data: Buffer) => (err += data.toString()))
    child.on("close", (code) => resume(Effect.succeed({ code, err })))
  })

describe.concurrent("the output of btcli", { timeout: 60_000 }, () => {
  it.live("may be read in part, or not at all", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      for (const words of ["info schema", "--help", "wallet list", "query --help", "--print-completion bash"]) {
        assert.deepStrictEqual(yield* piped(home, `"$@" | true`, words), { code: 0, err: "" }, words)
      }
      // Nor is it anything to those that fail.
      assert.deepStrictEqual(yield* piped(home, `"$@" 2>&1 | true`, "wallet balance"), { code: 4, err: "" })
    })
  )

  it.live("is missed where it could not be written", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const { code, err } = yield* piped(home, `"$@" > /dev/full`, "wallet list")
      assert.strictEqual(code, 1)
      assert.match(err, /✗ The result could not be written to standard output\.\n {2}What was done is done/)
    })
  )

  it.live("has nothing of others that a terminal obeys", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      mkdirSync(join(home.wallets, "a\u001b[2J\u009b\rb"))
      const { out } = yield* run.btcli(home, "wallet list")
      assert.include(out, "a\ufffd[2J\ufffd\ufffdb (?)")
      const { err } = yield* run.btcli(home, ["wallet", "\u001b]0;title\u0007"])
      assert.include(err, "has no command \ufffd]0;title\ufffd.")
      const [wallet] = (yield* run.succeeds(home, "wallet list")).wallets
      assert.strictEqual(wallet.name, "a\u001b[2J\u009b\rb")
    })
  )

  it.live("warns of what the library warns of, without the looks of a log", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      yield* run.people(home, "Alice")
      const hotkey = join(home.wallets, "alice/hotkeys/default")
      yield* Effect.sync(() => chmodSync(hotkey, 0o644))
      const { code, err } = yield* run.btcli(home, "wallet list")
      assert.strictEqual(code, 0)
      assert.match(err, new RegExp(`^⚠ ${hotkey} can be read .*chmod 600\\.\\n$`))
    })
  )
})
