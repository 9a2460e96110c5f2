import { createServer } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandOf } from "../../../src/cli/commands/legacy/update.ts"
import { tree } from "../../../src/cli/tree.ts"
import { version } from "../../../src/cli/version.ts"
import * as run from "../../support/btcli.ts"

/** A registry that has one version of everything; what was asked of it. */
const registry = (newest: string) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly asked: Array<string>; readonly close: () => void }>((resume) => {
      const asked: Array<string> = []
      const server = createServer((request, response) => {
        asked.push(request.url ?? "")
        response.end(JSON.stringify({ version: newest }))
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : 0
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, asked, close: () => void server.close() }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

describe.concurrent("btcli legacy", () => {
  it.live("prints what updates this installation, and the newest version; it runs nothing", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const { asked, url } = yield* registry("99.1.2")
      const environment = { npm_config_registry: url }
      const data = yield* run.succeeds(home, "legacy update", { environment })
      assert.deepInclude(data, { installed: version, newest: "99.1.2", is_newest: false })
      assert.deepStrictEqual(asked, ["/effect-bittensor/latest"])
      const { out } = yield* run.btcli(home, "l update", { environment })
      assert.include(out, "The newest version is 99.1.2.")
      assert.include(out, data.command)
    })
  )

  it.live("says that the registry does not answer, with the command", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const { code, err, out } = yield* run.btcli(home, "legacy update --no_prompt", {
        environment: { npm_config_registry: "http://127.0.0.1:9" }
      })
      assert.strictEqual(code, 0, err)
      assert.include(out, "the registry of npm did not answer")
      assert.match(out, /To update it:\n +\S+/)
    })
  )

  it("knows in which way it was installed", () => {
    const main = "node_modules/effect-bittensor/dist/cli/main.js"
    assert.strictEqual(commandOf(`/usr/local/lib/${main}`), "npm install --global effect-bittensor@latest")
    assert.strictEqual(commandOf(`/home/me/app/${main}`), "npm install --prefix /home/me/app effect-bittensor@latest")
    assert.strictEqual(commandOf(`/home/me/.npm/_npx/3f/${main}`), "npx effect-bittensor@latest")
    assert.strictEqual(
      commandOf("/home/me/src/dist/cli/main.js"),
      "cd /home/me/src && git pull && npm ci && npm run build"
    )
  })

  it("has the faucet of wallets", async () => {
    const faucet = tree.groups.find(({ name }) => name === "legacy")?.commands.find(({ name }) => name === "faucet")
    const { command } = await import("../../../src/cli/commands/wallet/faucet.ts")
    assert.strictEqual<unknown>(await faucet?.load(), command)
  })
})
