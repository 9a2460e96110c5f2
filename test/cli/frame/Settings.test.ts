import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { expand, layer, layerLenient, Settings, valuesOf, withPasswordFile } from "../../../src/cli/frame/Settings.ts"
import { mappingOf } from "../../../src/cli/frame/yamlFile.ts"

const file = (text: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const directory = mkdtempSync(join(tmpdir(), "settings-"))
      const path = join(directory, "config.yml")
      writeFileSync(path, text)
      return { directory, path }
    }),
    ({ directory }) => Effect.sync(() => rmSync(directory, { recursive: true }))
  ).pipe(Effect.map(({ path }) => path))

const read = (path: string, text: string) => Effect.map(mappingOf(path, text), valuesOf)

type Environment = Settings["Service"]["environment"]

const found = (path: string | undefined, environment: Environment) =>
  Effect.provide(Settings, layer(Option.fromUndefinedOr(path), environment).pipe(Layer.provide(NodeServices.layer)))

const network = { environment: ["BT_SUBTENSOR_NETWORK", "BT_NETWORK"], file: "network" }

describe("Settings", () => {
  it("takes passwords from the file of the flag, whatever the environment says", () => {
    const environment = { HOME: "/h", BT_WALLET_PASSWORD: "a", BT_PW__X: "b", Bt_cold_pw_y: "c", BT_NETWORK: "test" }
    assert.deepStrictEqual(withPasswordFile({ ...environment, BT_WALLET_PASSWORD_FILE: "d" }, "f"), {
      HOME: "/h",
      BT_NETWORK: "test",
      BT_WALLET_PASSWORD_FILE: "f"
    })
  })

  it.live("takes the flag before the environment, and that before the file", () =>
    Effect.gen(function* () {
      const path = yield* file("network: local\n")
      const of = (flag: string | undefined, environment: Environment) =>
        Settings.find(Option.fromUndefinedOr(flag), network).pipe(
          Effect.provide(layer(Option.some(path), environment)),
          Effect.provide(NodeServices.layer)
        )
      const both = { BT_SUBTENSOR_NETWORK: "test", BT_NETWORK: "archive" }
      assert.strictEqual(yield* of("finney", both), "finney")
      assert.strictEqual(yield* of(undefined, both), "test")
      assert.strictEqual(yield* of(undefined, { ...both, BT_SUBTENSOR_NETWORK: "" }), "archive")
      assert.strictEqual(yield* of(undefined, {}), "local")
    })
  )

  it.live("reads the file of the flag, or else that of the environment", () =>
    Effect.gen(function* () {
      const [one, other] = [yield* file("network: one"), yield* file("network: other")]
      assert.strictEqual((yield* found(one, { BTCLI_CONFIG_PATH: other })).values["network"], "one")
      assert.strictEqual((yield* found(undefined, { BTCLI_CONFIG_PATH: other })).values["network"], "other")
      const nowhere = yield* found(undefined, { BTCLI_CONFIG_PATH: "/nowhere/config.yml" })
      assert.deepEqual(nowhere.values, {})
      const error = yield* Effect.flip(found("/nowhere/config.yml", {}))
      assert.deepInclude(error, { code: "not_found" })
    })
  )

  it.live("reads nested keys as flat ones, and lists with commas", () =>
    Effect.gen(function* () {
      const values = yield* read("f", "wallet:\n  name: alice\nno_prompt: true\nnetuids: [1, 2]\nempty:\n")
      assert.deepEqual(values, { wallet_name: "alice", no_prompt: "true", netuids: "1,2" })
      assert.deepEqual(yield* read("f", ""), {})
    })
  )

  it.live.each([
    ["an open bracket", "network: [finney\nsecret: hunter2"],
    ["a list", "- hunter2"],
    ["a text", "hunter2"],
    [
      "aliases without end",
      `a: &a [x]\n${"abcdefghij".replaceAll(/./g, (l) => `${l}: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n`)}`
    ]
  ] as const)("refuses %s, without repeating it", ([, text]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read("f.yml", text))
      assert.deepInclude(error, { code: "usage" })
      assert.include(error.message, "f.yml")
      assert.notInclude(error.message, "hunter2")
    })
  )

  it.live("refuses what is too large, and what is no file", () =>
    Effect.gen(function* () {
      const path = yield* file(`network: ${"x".repeat(1 << 20)}`)
      for (const one of [path, tmpdir()]) {
        assert.deepInclude(yield* Effect.flip(found(one, {})), { code: "usage" })
      }
    })
  )

  it.live("tells what was wrong to who looks for that", () =>
    Effect.gen(function* () {
      const path = yield* file("{")
      const lenient = layerLenient(Option.some(path), {}).pipe(Layer.provide(NodeServices.layer))
      const { problem, values } = yield* Effect.provide(Settings, lenient)
      assert.deepEqual(values, {})
      assert.include(problem?.what ?? "", "is no YAML")
    })
  )

  it("knows what ~ is", () => {
    assert.strictEqual(expand("~/x"), `${homedir()}/x`)
    assert.strictEqual(expand("~x"), "~x")
  })
})
