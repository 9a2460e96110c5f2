import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { exitCodes } from "../../../src/cli/frame/Failure.ts"
import { tree } from "../../../src/cli/tree.ts"
import * as run from "../../support/btcli.ts"
import { root } from "../../support/source.ts"

const paths = [
  ...tree.groups.flatMap((group) => group.commands.map(({ name }) => `${group.name} ${name}`)),
  ...tree.commands.map(({ name }) => name)
]

describe.concurrent("btcli info", () => {
  it.live("has a JSON Schema of what each command prints", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const { out } = yield* run.btcli(home, "info schema")
      const { $defs, $schema, anyOf } = JSON.parse(out)
      assert.strictEqual($schema, "https://json-schema.org/draft/2020-12/schema")
      assert.lengthOf(anyOf, paths.length)
      for (const path of paths) {
        const schema = $defs[path.replaceAll(" ", ".")]
        const [good, bad] = schema.anyOf
        assert.sameMembers(good.required, ["ok", "command", "data"], path)
        assert.sameMembers(bad.required, ["ok", "command", "error"], path)
        // Something is said of the result, unless it may be whatever there is.
        if (path !== "info schema") assert.isNotEmpty(Object.keys(good.properties.data), path)
      }
      const references = [...out.matchAll(/"\$ref": "#\/\$defs\/([^"]+)"/g)].map(([, name = ""]) => name)
      assert.isEmpty(references.filter((name) => !Object.hasOwn($defs, name)))
    })
  )

  it.live("has that of one command, by any of its names", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const schema = yield* run.succeeds(home, "info schema w list")
      assert.deepEqual(schema.anyOf, [{ $ref: "#/$defs/wallet.list" }])
      assert.deepInclude(yield* run.fails(home, "info schema wallet fly"), { code: "usage" })
      assert.deepInclude(yield* run.fails(home, "info schema wallet"), { code: "usage" })
    })
  )

  it.live("lists the exit codes", () =>
    Effect.gen(function* () {
      const rows = yield* run.succeeds(yield* run.home(), "info exit_codes")
      assert.deepEqual(
        rows.map(({ exit }: { readonly exit: number }) => exit),
        [0, ...Object.values(exitCodes)]
      )
      const readme = readFileSync(join(root, "README.md"), "utf8")
      for (const { code, exit, meaning } of rows) {
        assert.include(readme, `| ${exit} | ${code === null ? "–" : `\`${code}\``} | ${meaning} |`)
      }
    })
  )
})
