import { execFile } from "node:child_process"
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../../support/btcli.ts"
import { root } from "../../support/source.ts"

/** What `npm install` would have done: the packages of this repository, and this one by its source. */
const install = (project: string) => {
  const modules = join(project, "node_modules")
  for (const name of ["effect", "@effect", "@types", "typescript", "vitest", ".bin"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, "node_modules", name), join(modules, name))
  }
  const ours = join(modules, "effect-bittensor")
  mkdirSync(ours)
  symlinkSync(join(root, "src"), join(ours, "src"))
  const exports = { ".": "./src/index.ts", "./*": "./src/*.ts" }
  writeFileSync(join(ours, "package.json"), JSON.stringify({ name: "effect-bittensor", type: "module", exports }))
}

const npm = (project: string, ...words: ReadonlyArray<string>) =>
  Effect.promise(() =>
    promisify(execFile)("npm", words, {
      cwd: project,
      timeout: 80_000,
      env: { PATH: process.env["PATH"], HOME: project, NO_COLOR: "1" }
    }).then(
      ({ stderr, stdout }) => ({ code: 0, out: `${stdout}${stderr}` }),
      (error: { readonly stdout: string; readonly stderr: string }) => ({
        code: 1,
        out: `${error.stdout}${error.stderr}`
      })
    )
  )

const succeeds = (project: string, ...words: ReadonlyArray<string>) =>
  Effect.map(npm(project, ...words), ({ code, out }) => {
    assert.strictEqual(code, 0, out)
    return out
  })

describe.concurrent("btcli subnets new", () => {
  it.live(
    "begins a project that compiles, passes its test and runs",
    () =>
      Effect.gen(function* () {
        const home = yield* run.home()
        const { directory, files, name } = yield* run.succeeds(home, ["subnets", "new", "My Subnet"])
        assert.deepStrictEqual([directory, name], [join(home.directory, "My Subnet"), "my-subnet"])
        assert.includeMembers(files, [".gitignore", "package.json", "src/miner.ts", "test/subnet.test.ts"])
        assert.match(readFileSync(join(directory, "README.md"), "utf8"), /^# my-subnet\n/)

        install(directory)
        yield* succeeds(directory, "run", "check")
        assert.match(yield* succeeds(directory, "test"), /2 passed/)
        assert.match(
          yield* succeeds(directory, "start"),
          /uid 1: incentive 1\.00, emission τ\d[\s\S]*uid 2: incentive 0\.00/
        )
      }),
    120_000
  )

  it.live("writes over nobody's files", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      writeFileSync(join(home.directory, "taken"), "mine")
      const file = yield* run.fails(home, "subnets new taken")
      assert.deepInclude(file, { code: "refused", exit: 3 })
      assert.strictEqual(readFileSync(join(home.directory, "taken"), "utf8"), "mine")
      const full = yield* run.fails(home, "subnets new .")
      assert.deepInclude(full, { code: "refused", exit: 3 })
      const missing = yield* run.fails(home, "subnets new")
      assert.deepInclude(missing, { code: "usage", exit: 2 })
      const asked = yield* run.dialogue(home, ["s", "new"], [["Enter the folder of the project", "here"]])
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.include(asked.screen, "npm install")
    })
  )
})
