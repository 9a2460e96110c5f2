/** Explanations of pallet errors: one for every error of every runtime, each in words of its own, each naming what exists. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, expectTypeOf, it } from "vitest"
import * as PalletErrors from "../../src/protocol/palletErrors.ts"
import * as PoolErrors from "../../src/protocol/poolErrors.ts"
import { btcliCommands, errorsOf, hasBlobs, namesOf, noBlobs, SPECS } from "../support/runtimeNames.ts"
import { root } from "../support/source.ts"

/** The names by spec and pallet, read from the metadata once, for clones that lie alone. */
type Recorded = Readonly<Record<string, Readonly<Record<string, ReadonlyArray<string>>>>>
const recorded = JSON.parse(readFileSync(join(root, "test/vectors/palletErrors.json"), "utf8")) as Recorded

/** The pallet errors of all eras, and the pool's answers. */
const explained = [
  ...PalletErrors.all.map(([pallet, name]) => {
    const explanation = PalletErrors.explain(pallet, name) ?? assert.fail(`${pallet}.${name}`)
    return { ...explanation, at: `${pallet}.${name}` }
  }),
  ...PoolErrors.all.map(({ cause, name, remedy }) => ({ cause, remedy, at: `pool: ${name}` }))
]

const quoted = (text: string): ReadonlyArray<string> => [...text.matchAll(/`([^`]*)`/g)].map(([, name = ""]) => name)

describe("explain", () => {
  it("says why, and what to do", () => {
    assert.deepStrictEqual(PalletErrors.explain("SubtensorModule", "CommitRevealEnabled"), {
      cause: "This subnet takes weights only as a commit that is revealed later.",
      remedy: "Use `commit_weights` and `reveal_weights`, or on newer runtimes `commit_timelocked_weights`."
    })
  })

  it("tells errors of one name apart by their pallet", () => {
    assert.notDeepEqual(
      PalletErrors.explain("Balances", "InsufficientBalance"),
      PalletErrors.explain("Swap", "InsufficientBalance")
    )
  })

  it("knows nothing of other names, not even those that every object has", () => {
    for (const [pallet, name] of [
      ["SubtensorModule", "Tomorrow"],
      ["Nowhere", "NotFound"],
      ["SubtensorModule", "constructor"],
      ["__proto__", "toString"],
      ["balances", "KeepAlive"]
    ] as const) {
      assert.isUndefined(PalletErrors.explain(pallet, name), `${pallet}.${name}`)
    }
  })

  it("has the names as a literal union", () => {
    expectTypeOf<"SettingWeightsTooFast">().toExtend<PalletErrors.PalletErrorName>()
    expectTypeOf<"KeepAlive">().toExtend<PalletErrors.PalletErrorName>()
    expectTypeOf<"Tomorrow">().not.toExtend<PalletErrors.PalletErrorName>()
    expectTypeOf<"LimitOrders">().toExtend<PalletErrors.PalletName>()
  })
})

describe("the explanations", () => {
  it("are of exactly the errors that the runtimes of six eras have", () => {
    assert.deepStrictEqual(Object.keys(recorded).map(Number), [...SPECS])
    const names = Object.values(recorded).flatMap((pallets) =>
      Object.entries(pallets).flatMap(([pallet, errors]) => errors.map((name) => `${pallet}.${name}`))
    )
    assert.deepStrictEqual(new Set(PalletErrors.all.map(([pallet, name]) => `${pallet}.${name}`)), new Set(names))
  })

  it("have a cause of their own each", () => {
    const causes = new Map<string, string>()
    for (const { at, cause } of explained) {
      assert.isUndefined(causes.get(cause.toLowerCase()), `${at} says what ${causes.get(cause.toLowerCase())} says`)
      causes.set(cause.toLowerCase(), at)
    }
  })

  it("are one sentence each, and each remedy names something", () => {
    for (const { at, cause, remedy } of explained) {
      assert.match(cause, /^[A-Z](?:(?!\. ).){15,}\.$/, at)
      assert.match(remedy, /^[A-Z](?:(?!\. ).){8,}\.$/, at)
      assert.isNotEmpty(quoted(remedy), `${at}: ${remedy}`)
    }
  })
})

describe.skipIf(!hasBlobs)(
  hasBlobs ? "beside the runtimes' metadata, they" : `beside the metadata (${noBlobs}), they`,
  () => {
    it("cover what the metadata has, as recorded", () => {
      for (const spec of SPECS) {
        const pallets: Record<string, Array<string>> = {}
        for (const { name, pallet } of errorsOf(spec)) (pallets[pallet] ??= []).push(name)
        assert.deepStrictEqual(recorded[spec], pallets, `spec ${spec}`)
      }
    })

    it("use none of the metadata's own lines", () => {
      const lines = new Set(
        SPECS.flatMap((spec) => errorsOf(spec).flatMap(({ docs }) => docs))
          .map((line) => line.trim().replace(/\.$/, "").toLowerCase())
          .filter((line) => line.length >= 20)
      )
      assert.isAbove(lines.size, 300)
      for (const { at, cause, remedy } of explained) {
        const text = `${cause}\n${remedy}`.toLowerCase()
        assert.deepStrictEqual(
          [...lines].filter((line) => text.includes(line)),
          [],
          at
        )
      }
    })

    it("send nobody to a call, argument, item, constant or command that does not exist", () => {
      const names = new Set([...SPECS.flatMap(namesOf), ...btcliCommands()])
      assert.isTrue(names.has("btcli stake add") && names.has("add_stake") && names.has("amount_staked"))
      const unknown = explained.flatMap(({ at, cause, remedy }) =>
        quoted(`${cause} ${remedy}`).flatMap((name) => (names.has(name) ? [] : [`${at}: ${name}`]))
      )
      assert.deepStrictEqual(unknown, [])
    })
  }
)
