/** Every command of earlier btclis, as typed there, against the embedded chain; and the table of it. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import type { DevnetShape } from "../../src/services/Devnet.ts"
import { beacon } from "../support/beacon.ts"
import * as run from "../support/btcli.ts"
import { root } from "../support/source.ts"
import { countsOf, page } from "./compatibility/page.ts"
import { execute, type Outcome, type Row, type Step, type World } from "./compatibility/row.ts"
import * as eleven from "./compatibility/eleven.ts"
import * as nine from "./compatibility/nine.ts"
import * as sevenFour from "./compatibility/sevenFour.ts"

interface Generation {
  readonly name: string
  readonly commands: { readonly [group: string]: string }
  readonly steps: ReadonlyArray<Step>
  /** What of it that the runtime has has to work, at least. */
  readonly least: number
}

const generations: ReadonlyArray<Generation> = [
  { name: "7.4.0", ...sevenFour, least: 1 },
  { name: "9.21.2", ...nine, least: 0.8 },
  { name: "11.3.0", ...eleven, least: 0.8 }
]

const pathsOf = (commands: Generation["commands"]) =>
  Object.entries(commands).flatMap(([group, names]) => names.split(" ").map((name) => `${group} ${name}`))

const metadataOf = ({ connect }: DevnetShape) =>
  Effect.gen(function* () {
    const { messages, send } = yield* connect
    yield* send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "state_getMetadata", params: [] }))
    const [answer = ""] = yield* Stream.runCollect(Stream.take(messages, 1))
    return Buffer.from(JSON.parse(answer).result.slice(2), "hex")
  }).pipe(Effect.scoped)

const world = Effect.gen(function* () {
  const chain = yield* run.chain({ runtime: "subtensor185Late" })
  const home = yield* run.home(chain.url)
  const people = yield* run.people(home, "Alice", "Bob", "Charlie")
  const [alice = assert.fail(), bob = assert.fail(), charlie = assert.fail()] = people
  const named = new Map<string, string>(
    people.flatMap(
      ({ coldkey, hotkey, name }) =>
        [
          [`${name}.coldkey`, coldkey],
          [`${name}.hotkey`, hotkey]
        ] as const
    )
  )
  named
    .set("endpoint", chain.url ?? assert.fail())
    .set("wallets", home.wallets)
    .set("beacon", yield* beacon)
  return { chain, home, alice, bob, charlie, named, metadata: yield* metadataOf(chain) } satisfies World
})

/** What changes nothing runs last, and at once. */
const executed = (steps: ReadonlyArray<Step>) =>
  Effect.gen(function* () {
    const here = yield* world
    const found = new Map<Row, Outcome>()
    const run = (row: Row) => Effect.map(execute(here, row), (outcome) => found.set(row, outcome))
    for (const step of steps) {
      if (step._tag === "Prepare") yield* step.prepare(here, undefined)
      else if (step._tag === "Works") yield* run(step)
    }
    const rows = steps.filter((step) => step._tag !== "Prepare")
    yield* Effect.forEach(
      rows.filter(({ _tag }) => _tag !== "Works"),
      run,
      { concurrency: 4, discard: true }
    )
    return rows.map((row) => found.get(row) ?? assert.fail(row.typed))
  })

const outcomes = new Map<string, ReadonlyArray<Outcome>>()

describe.concurrent("the commands of earlier btclis", { timeout: 600_000 }, () => {
  for (const { commands, least, name, steps } of generations) {
    it.live(`work here, or are refused by name: ${name}`, () =>
      Effect.gen(function* () {
        const rows = yield* executed(steps)
        outcomes.set(name, rows)
        const typed = rows.map(({ row }) => row.typed)
        for (const path of pathsOf(commands)) {
          assert.isTrue(
            typed.some((line) => line === path || line.startsWith(`${path} `)),
            `there is no row of ${path}`
          )
        }
        assert.isAtLeast(countsOf(rows).part, least)
      })
    )
  }
})

describe("what of earlier btclis works here", () => {
  it("is in the tables of the page", () => {
    const file = join(root, "src", "cli", "COMPATIBILITY.md")
    const marked = /(?<=<!-- table -->\n\n)[^]*?(?=\n\n<!-- \/table -->)/
    const tables = page(
      generations.map(({ name }) => ({ name, rows: outcomes.get(name) ?? assert.fail(`${name} did not run`) }))
    )
    if (process.env["README"] === "write")
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(marked, () => tables)
      )
    assert.strictEqual(marked.exec(readFileSync(file, "utf8"))?.[0], tables)
  })
})
