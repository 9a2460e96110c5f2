import { stripVTControlCharacters } from "node:util"
import { CliOutput } from "effect/cli"
import { assert, describe, it } from "vitest"
import { brief, make, short, tao } from "../../../src/cli/terminal/Pen.ts"
import { Tao } from "../../../src/protocol/Money.ts"

const plain = (columns: number) => make({ hasColors: false, columns })

const address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

const table = {
  title: "Accounts",
  columns: [{ title: "Name", style: "cyan" }, { title: "Address" }, { title: "Balance", align: "right", footer: "12" }],
  rows: [
    ["alice", address, "10"],
    ["日本語", address, "2"]
  ]
} as const

describe("Pen", () => {
  it("writes columns, numbers to the right, and a footer", () => {
    assert.deepStrictEqual(plain(100).table(table).split("\n"), [
      "Accounts",
      `Name    Address${" ".repeat(43)}Balance`,
      `alice   ${address}       10`,
      `日本語  ${address}        2`,
      `${" ".repeat(63)}12`
    ])
  })

  it("fits tables to the terminal, wide characters and all", () => {
    for (const columns of [60, 40, 24]) {
      const drawn = plain(columns).table(table)
      for (const line of drawn.split("\n").slice(1)) {
        assert.isAtMost(CliOutput.displayWidth(line), columns, `${columns}: ${line}`)
      }
      assert.include(drawn, "…")
      assert.include(drawn, "alice")
    }
  })

  it("cuts nothing of what has to be whole: other columns are cut, or lines are longer than the terminal", () => {
    const [name, whole, balance] = table.columns
    const columns = [name, { ...whole, isWhole: true }, balance]
    const rows = [["a name that is as long as names may be", address, "10"]]
    const [, row] = plain(72).table({ columns, rows }).split("\n")
    assert.match(row ?? "", new RegExp(`^a name.*… +${address} +10$`))
    const [, long] = plain(40).table({ columns, rows }).split("\n")
    assert.match(long ?? "", new RegExp(`^a name that is as long as names may be +${address} +10$`))
  })

  it("paints only where there are colours, and no wider for it", () => {
    const colourful = make({ hasColors: true, columns: 100 })
    assert.strictEqual(plain(80).paint("red", "x"), "x")
    assert.strictEqual(colourful.paint("red", ""), "")
    assert.strictEqual(colourful.paint(["bold", "red"], "x"), "\u001b[1m\u001b[31mx\u001b[39m\u001b[22m")
    const drawn = colourful.table(table)
    assert.include(drawn, "\u001b[36malice\u001b[39m")
    const lines = (text: string) => text.split("\n").map((line) => line.trimEnd())
    assert.deepEqual(lines(stripVTControlCharacters(drawn)), lines(plain(100).table(table)))
  })

  it("draws a table without rows", () => {
    assert.strictEqual(plain(80).table({ columns: [{ title: "A" }, { title: "B" }], rows: [] }), "A  B")
  })

  it("writes amounts as the Python SDK does, and addresses short", () => {
    assert.strictEqual(tao(Tao("1234.5")), "τ1,234.500000000")
    assert.deepStrictEqual([0n, 100n, 1_500_000_000n, 1234n * 10n ** 9n + 1n].map(brief), [
      "0.00000",
      "0.0000001",
      "1.50000",
      "1234.000000001"
    ])
    assert.strictEqual(short(address), "5Grwva…utQY")
  })
})
