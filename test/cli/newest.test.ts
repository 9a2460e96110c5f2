/** The look for a newer version, with a registry of our own. */
import { mkdirSync, readFileSync, existsSync, utimesSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as pty from "@lydell/node-pty"
import { Effect } from "effect"
import { inject } from "vitest"
import { isNewer } from "../../src/cli/frame/newest.ts"
import * as run from "../support/btcli.ts"

/** Answers as npm's registry does, unless it shall be silent; and tells what it was asked. */
const registry = (version: string | undefined) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly asked: Array<string>; readonly close: () => void }>((resume) => {
      const asked: Array<string> = []
      const server = createServer((request, response) => {
        asked.push(request.url ?? "")
        if (version !== undefined) response.end(JSON.stringify({ name: "effect-bittensor", version }))
      }).listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        const close = () => {
          server.closeAllConnections()
          server.close()
        }
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}/`, asked, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

const environment = (url: string) => ({ npm_config_registry: url, BT_NO_VERSION_CHECKING: "" })

const fileOf = ({ directory }: run.Home) => join(directory, ".bittensor/.last_known_version_js")

const remember = (home: run.Home, text: string, hoursAgo: number) => {
  mkdirSync(join(home.directory, ".bittensor"), { recursive: true })
  writeFileSync(fileOf(home), text)
  const then = new Date(Date.now() - hoursAgo * 3_600_000)
  utimesSync(fileOf(home), then, then)
}

const list = (home: run.Home, url: string, ...words: ReadonlyArray<string>) =>
  run.dialogue(home, ["wallet", "list", ...words], [], { environment: environment(url) })

/** `devnet` runs for as long as it may: until the file is there. */
const linger = (home: run.Home, url: string) =>
  Effect.promise(async () => {
    const terminal = pty.spawn(process.execPath, [inject("btcli"), "devnet", "--port", "0"], {
      cwd: home.directory,
      env: { ...home.environment, ...environment(url) }
    })
    for (let turn = 0; turn < 200 && !existsSync(fileOf(home)); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    terminal.kill("SIGKILL")
  })

const LINE = /effect-bittensor \d+\.\d+\.\d+ is installed, 99\.0\.0 is there: npm install -g effect-bittensor@99\.0\.0/

describe.concurrent("the look for a newer version", () => {
  it.live("looks once a day, beside the command, and tells it the next time", () =>
    Effect.gen(function* () {
      const { asked, url } = yield* registry("99.0.0")
      const home = yield* run.home()
      yield* linger(home, url)
      assert.strictEqual(readFileSync(fileOf(home), "utf8"), "99.0.0\n")
      assert.deepEqual(asked, ["/effect-bittensor/latest"])
      const { code, screen } = yield* list(home, url)
      assert.strictEqual(code, 0)
      assert.match(screen.replaceAll(/\s+/g, " "), LINE)
      assert.lengthOf(asked, 1)
    })
  )

  it.live("is not waited for", () =>
    Effect.gen(function* () {
      const { url } = yield* registry(undefined)
      const home = yield* run.home()
      yield* list(home, url)
      const start = Date.now()
      const { code } = yield* list(home, url)
      assert.strictEqual(code, 0)
      assert.isBelow(Date.now() - start, 4500)
      assert.isFalse(existsSync(fileOf(home)))
    })
  )

  it.live("asks again after a day, and believes no file that is none", () =>
    Effect.gen(function* () {
      const { asked, url } = yield* registry("0.0.1")
      for (const [text, hoursAgo] of [
        ["99.0.0", 25],
        ["99.0.0", -1],
        ["\u001b[31m99.0.0", 0],
        ["9".repeat(100), 0]
      ] as const) {
        const home = yield* run.home()
        remember(home, text, hoursAgo)
        const { screen } = yield* list(home, url)
        assert.notInclude(screen, "is there")
      }
      const old = yield* run.home()
      remember(old, "0.0.1\n", 1)
      const before = asked.length
      assert.notInclude((yield* list(old, url)).screen, "is there")
      assert.lengthOf(asked, before)
    })
  )

  it.live("says nothing to scripts, nor to who does not want it", () =>
    Effect.gen(function* () {
      const { asked, url } = yield* registry("99.0.0")
      const home = yield* run.home()
      remember(home, "99.0.0\n", 1)
      for (const words of ["--no_version_checking", "--json", "--quiet"]) {
        assert.notMatch((yield* list(home, url, words)).screen, LINE, words)
      }
      const { err, out } = yield* run.btcli(home, "wallet list", { environment: environment(url) })
      assert.notInclude(`${out}${err}`, "99.0.0")
      writeFileSync(join(home.directory, ".bittensor/config.yml"), "no_version_checking: true\n")
      assert.notInclude((yield* list(home, url)).screen, "99.0.0")
      assert.isEmpty(asked)
    })
  )

  it("knows which release comes after which", () => {
    assert.isTrue(isNewer("1.10.0", "1.9.9"))
    assert.isTrue(isNewer("2.0.0", "1.99.99"))
    assert.isFalse(isNewer("1.0.0", "1.0.0"))
    assert.isFalse(isNewer("0.9.9", "1.0.0"))
    assert.isFalse(isNewer("2.0.0-beta.1", "1.0.0"))
    assert.isFalse(isNewer("latest", "1.0.0"))
  })
})
