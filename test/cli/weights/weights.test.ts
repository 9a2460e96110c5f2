import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

const setUp = subnetOfAlice({ withBob: true })

/** The first revision of the runtime has no salt. */
const committing = Effect.tap(subnetOfAlice({ withBob: true, runtime: "subtensor185Late" }), ({ set }) =>
  Effect.all([set("CommitRevealWeightsEnabled", true), set("WeightCommitRevealInterval", 10n)])
)

const mine = "--wallet.name alice --wallet.hotkey default --netuid 1"

describe.concurrent("btcli weights", () => {
  it.live("commits with a salt, and reveals the same", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* committing
      const weights = `${mine} --uids 0,1 --weights 0.1,0.3`
      const planned = yield* run.succeeds(home, `weights commit ${weights} --dry-run`)
      assert.deepInclude(planned, { status: "planned", call: "SubtensorModule.commit_weights", signer: alice.hotkey })
      assert.isUndefined(yield* chain.read("SubtensorModule", "WeightCommits", 1, alice.hotkey))

      const committed = yield* run.json(home, `wt commit ${weights} --no_prompt`)
      const { salt, uids, values } = committed.document.data
      assert.deepStrictEqual([uids, values, salt.length], [[0, 1], [21_845, 65_535], 8])
      assert.include(committed.err, `The salt is ${salt.join(",")}: record it now`)
      assert.isDefined(yield* chain.read("SubtensorModule", "WeightCommits", 1, alice.hotkey))

      yield* chain.mine(10)
      const wrong = yield* run.fails(home, `weights reveal ${weights} --salt 1,2,3 --yes`)
      assert.deepInclude(wrong, { code: "chain", exit: 5 })
      assert.match(wrong.what, /InvalidRevealCommitHashNotMatch/)

      const { code, err, out } = yield* run.btcli(home, `weight reveal ${weights} --salt ${salt.join(",")} --yes`)
      assert.strictEqual(code, 0, err)
      assert.include(out, "Weights revealed successfully")
      assert.deepStrictEqual(yield* chain.read("SubtensorModule", "Weights", 1, 0), [
        [0, 21_845],
        [1, 65_535]
      ])
    })
  )

  it.live("asks in the order of 7.4.0 whether the salt was recorded", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* committing
      const questions = (recorded: string) =>
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", "default"],
          ["Enter netuid", "1"],
          ["Enter UIDs (comma-separated)", "0, 1"],
          ["Enter weights (comma-separated)", "1, 3"],
          [/Have you recorded the salt: '\[.*\]'\? It will be required to\s+reveal weights/, recorded]
        ] as const
      const no = yield* run.dialogue(home, ["weights", "commit"], questions("n"))
      assert.strictEqual(no.code, 3, no.screen)
      assert.isUndefined(yield* chain.read("SubtensorModule", "WeightCommits", 1, alice.hotkey))

      const yes = yield* run.dialogue(
        home,
        ["weights", "commit"],
        [...questions("y"), ["Would you like to commit weights?", "y"]]
      )
      assert.strictEqual(yes.code, 0, yes.screen)
      const [, salt = ""] = /Salt: +([\d,]+)/.exec(yes.screen) ?? []
      yield* chain.mine(10)
      const reveal = yield* run.dialogue(
        home,
        ["weights", "reveal"],
        [
          ...questions("").slice(0, 5),
          ["Enter salt (comma-separated)", salt],
          ["Would you like to reveal weights?", "y"]
        ]
      )
      assert.strictEqual(reveal.code, 0, reveal.screen)
      assert.deepStrictEqual(yield* chain.read("SubtensorModule", "Weights", 1, 0), [
        [0, 21_845],
        [1, 65_535]
      ])
    })
  )

  it.live("sets them openly, and says what to do where that is not wanted", () =>
    Effect.gen(function* () {
      const { chain, home, set } = yield* setUp
      const words = `weights set ${mine} --uids 1 0 --weights 1 .5 --yes`
      const data = yield* run.succeeds(home, words)
      assert.deepInclude(data, { status: "included", uids: [1, 0], values: [65_535, 32_768] })
      assert.deepStrictEqual(yield* chain.read("SubtensorModule", "Weights", 1, 0), [
        [1, 65_535],
        [0, 32_768]
      ])
      yield* set("CommitRevealWeightsEnabled", true)
      const refused = yield* run.fails(home, words)
      assert.deepInclude(refused, { code: "chain", exit: 5 })
      assert.match(refused.what, /wants weights committed/)
    })
  )

  it.live("names what is wrong with the numbers, before it looks at a chain", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      yield* run.people(home, "Alice")
      const wrong = [
        ["set", "--weights 1", /--uids is missing/],
        ["set", "--uids 1,x --weights 1,2", /--uids 1,x: x is no whole number/],
        ["commit", "--uids 1,2 --weights 1 --salt 1", /2 uids and 1 weights/],
        ["set", "--uids 1,1 --weights 1,2", /1 is there twice/],
        ["set", "--uids 1,2 --weights 0,0", /none is above zero/],
        ["reveal", "--uids 1 --weights 1", /--salt is missing/]
      ] as const
      yield* Effect.forEach(wrong, ([verb, words, what]) =>
        Effect.map(run.fails(home, `weights ${verb} ${mine} ${words} --yes`), (error) => {
          assert.deepInclude(error, { code: "usage", exit: 2 })
          assert.match(error.what, what)
        })
      )
      const nobody = yield* run.fails(home, `weights commit ${mine} --uids 1 --weights 1`)
      assert.deepInclude(nobody, { code: "refused", exit: 3 })
    })
  )
})
