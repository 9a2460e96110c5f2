/**
 * The matrix of the README: each group of cases, with each Python SDK, both ways. `README=write` writes it into the README.
 * An SDK whose environment is missing is skipped, unless PYTHON_SDKS=all says that none may be.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Cause, Effect, Exit, Logger } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { root } from "../support/source.ts"
import { playAll, type Played } from "./matrix/play.ts"
import * as Python from "./matrix/python.ts"
import { type Direction, DIRECTIONS, type Outcome, render, type Row, rowsOf } from "./matrix/table.ts"

let played: ReadonlyArray<Played> = []

// What is refused on purpose is also logged; what matters is in the outcomes.
beforeAll(async () => {
  played = await Effect.runPromise(Effect.provide(playAll, [NodeServices.layer, Logger.layer([])]))
}, 400_000)

const ways = Object.keys(DIRECTIONS) as ReadonlyArray<Direction>

const exitsOf = (version: string) => played.flatMap((each) => (each.version === version ? each.exit : []))

const outcomesOf = (version: string, direction: Direction): ReadonlyArray<Outcome> =>
  exitsOf(version).flatMap((exit) => (Exit.isSuccess(exit) ? exit.value[direction] : []))

const matrix = () =>
  render(
    Python.sdks.flatMap(({ version }) =>
      ways.map((direction) => ({ version, direction, outcomes: outcomesOf(version, direction) }))
    )
  )

const mayBeAbsent = process.env["PYTHON_SDKS"] !== "all"
const isAbsent = (sdk: Python.Sdk) => sdk.python === null && mayBeAbsent
const needs = `needs \`${Python.provision}\``

for (const sdk of Python.sdks) {
  describe.skipIf(isAbsent(sdk))(`bittensor ${sdk.version}${sdk.python === null ? ` (${needs})` : ""}`, () => {
    it("plays to its end", () => {
      const exits = exitsOf(sdk.version)
      assert.isNotEmpty(exits)
      assert.deepStrictEqual(
        exits.flatMap((exit) => (Exit.isSuccess(exit) ? [] : Cause.pretty(exit.cause))),
        []
      )
    })

    for (const direction of ways) {
      it.each(rowsOf(sdk.version))(`${DIRECTIONS[direction]} %s`, (row) => {
        const outcomes = outcomesOf(sdk.version, direction).filter((outcome) => outcome.row === row)
        assert.isNotEmpty(outcomes)
        assert.deepStrictEqual(
          outcomes.filter(({ failure }) => failure !== null),
          []
        )
      })
    }
  })
}

describe("README.md", () => {
  const file = join(root, "README.md")
  const protocols = join(root, "test", "interop", "matrix", "protocols.ts")
  const marked = /(?<=<!-- matrix -->\n)[^]*?(?=\n<!-- \/matrix -->)/

  it.skipIf(Python.sdks.some(isAbsent))(`has the matrix of what ran (all SDKs; ${needs})`, () => {
    if (process.env["README"] === "write") writeFileSync(file, readFileSync(file, "utf8").replace(marked, matrix))
    assert.strictEqual(marked.exec(readFileSync(file, "utf8"))?.[0], matrix())
  })

  it("declares Topk as it is played", () => {
    const [declaration] = /export class Topk .*?\n\}\) \{\}/s.exec(readFileSync(protocols, "utf8")) ?? []
    assert.include(readFileSync(file, "utf8"), declaration ?? assert.fail("no Topk"))
  })

  afterAll(() => {
    if (played.length > 0) process.stdout.write(`\n${matrix()}\n`)
  })
})

describe("the matrix itself", () => {
  const outcome = (row: Row, failure: string | null, note: Outcome["note"] = null): Outcome => ({
    row,
    name: "a",
    failure,
    note
  })
  const lineOf = (row: Row, table: string) => table.split("\n").find((line) => line.startsWith(`| ${row} |`))

  it("counts what passed, tells what failed, and leaves no cell empty", () => {
    const outcomes = [
      outcome("401", null),
      outcome("401", null, "nonce"),
      outcome("403", "broke"),
      outcome("403", null)
    ]
    const table = render([
      { version: "10.5.0", direction: "fromPython", outcomes },
      { version: "11.3.0", direction: "fromPython", outcomes: [] }
    ])
    assert.deepStrictEqual(
      (["401", "403", "404", "wallet, plain"] as const).map((row) => lineOf(row, table)),
      [
        "| 401 | ✓ 2 ² | – ¹ |",
        "| 403 | ✗ 1 of 2 | – ¹ |",
        "| 404 | ✗ none | – ¹ |",
        "| wallet, plain | ✗ none | ✗ none |"
      ]
    )
  })
})
