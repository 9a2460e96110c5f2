/** `btcli root weights`, and what changes and shows them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { byNetuid, checkNetuids, checkWeights, listText, normalized } from "../../../src/cli/commands/root/weighing.ts"
import * as run from "../../support/btcli.ts"

/** Two subnets, and a root network in which Alice's hotkey has a place. */
const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  for (const netuid of [1, 2]) {
    yield* chain.setStorage("SubtensorModule", "NetworksAdded", [netuid], true)
    yield* chain.setStorage("SubtensorModule", "SubnetworkN", [netuid], 0)
  }
  yield* chain.call(alice.coldkey, "SubtensorModule", "root_register", { hotkey: alice.hotkey })
  yield* chain.setStorage("SubtensorModule", "WeightsMinStake", [], 0n)
  yield* chain.setStorage("SubtensorModule", "WeightsSetRateLimit", [0], 0n)
  const rows = () => chain.read("SubtensorModule", "Weights", 0, 0)
  return { chain, home, alice, rows }
})

const BOTH = [
  [1, 3277],
  [2, 65_535]
]

describe("btcli root weights", () => {
  it.live("asks as 7.4.0 does, shows what becomes of the numbers, and sets them", () =>
    Effect.gen(function* () {
      const { home, rows } = yield* setUp
      const ask = (answer: string) =>
        run.dialogue(
          home,
          ["root", "weights"],
          [
            ["Enter wallet name (default)", "alice"],
            ["Enter hotkey name (default)", "default"],
            ["Enter netuids (e.g. 0, 1, 2 ...)", "1, 2"],
            ["Enter weights (e.g. 0.09, 0.09, 0.09 ...)", "0.5, 10"],
            ["uids: [1, 2]? [y/n]", answer]
          ]
        )
      const no = yield* ask("n")
      assert.strictEqual(no.code, 3, no.screen)
      assert.deepStrictEqual(yield* rows(), [])
      const yes = yield* ask("y")
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.match(yes.screen, /Normalized weights:\s+\[ 0\.5000, 10\.0000\] -> \[0\.0476, 0\.9524\]/)
      assert.match(yes.screen, /Do you want to set the following root weights\?:\s+weights: \[0\.0476, 0\.9524\]/)
      assert.deepStrictEqual(yield* rows(), BOTH)
    })
  )

  it.live("is told by flags; they are boosted, slashed and shown", () =>
    Effect.gen(function* () {
      const { alice, home, rows } = yield* setUp
      const own = "--wallet.name alice --wallet.hotkey default"
      const set = yield* run.succeeds(home, `root weights ${own} --netuids 1 2 --weights 0.5,10 --yes`)
      assert.deepInclude(set, { status: "included", call: "SubtensorModule.set_root_weights", hotkey: alice.hotkey })
      assert.deepStrictEqual(yield* rows(), BOTH)

      const boosted = yield* run.succeeds(home, `root boost ${own} --netuid 1 --increase 0.9 --yes`)
      assert.closeTo(boosted.weights[0].weight, (1 / 21 + 0.9) / 1.9, 1e-4)
      const { validators } = yield* run.succeeds(home, "root get_weights")
      assert.closeTo(validators[0].weights[0].weight, (1 / 21 + 0.9) / 1.9, 1e-4)
      const slashed = yield* run.succeeds(home, `root slash ${own} --netuid 2 --decrease 0.25 --no_prompt`)
      assert.closeTo(slashed.weights[1].weight, (20 / 21 / 1.9 - 0.25) / 0.75, 1e-4)

      const shown = yield* run.btcli(home, "r get-weights")
      assert.match(shown.out, /Root Network Weights\nUID +1 +2\n +0 +\d+\.\d\d% +\d+\.\d\d%/)
      const planned = yield* run.succeeds(home, `root boost ${own} --netuid 1 --increase 1 --dry_run`)
      assert.strictEqual(planned.status, "planned")
    })
  )

  it.live("refuses what are no weights, and who has none", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const own = "--wallet.name alice --wallet.hotkey default"
      yield* run.refusals(home, [
        [`root weights ${own} --netuids 1 2 --weights 1 --yes`, 2, /2 netuids and 1 weights/],
        [`root weights ${own} --netuids 1 --yes`, 2, /--weights/],
        [`root weights ${own} --netuids 1 1 --weights 1 1 --yes`, 2, /--netuids/],
        [`root weights ${own} --netuids 7 --weights 1 --yes`, 4, /no subnet 7/],
        [`root weights --wallet.name bob --wallet.hotkey default --netuids 1 --weights 1 --yes`, 5, /./],
        [`root slash --wallet.name bob --wallet.hotkey default --netuid 1 --decrease 1 --yes`, 4, /root register/],
        [`root slash ${own} --netuid 1 --decrease 0 --yes`, 2, /--decrease 0/]
      ])
    })
  )
})

describe("root weights", () => {
  it("are read, printed and scaled", () => {
    assert.strictEqual(listText([0.5, 10]), "[ 0.5000, 10.0000]")
    assert.strictEqual(listText([]), "[]")
    assert.isUndefined(checkNetuids("0, 1 2"))
    assert.isDefined(checkNetuids("1.5"))
    assert.isDefined(checkNetuids("65536"))
    assert.isUndefined(checkWeights(".5 1e-3, 2."))
    assert.isDefined(checkWeights("-1"))
    assert.isDefined(checkWeights(""))
    assert.deepStrictEqual(
      Effect.runSync(byNetuid("1, 2", "3 4")),
      new Map([
        [1, 3],
        [2, 4]
      ])
    )
    assert.match(Effect.runSync(Effect.flip(byNetuid("1", "0"))).what, /all are 0/)
    const cut = [
      ...normalized(
        new Map([
          [1, 1],
          [2, 1],
          [3, 8]
        ]),
        0.5
      ).values()
    ]
    assert.closeTo(cut[2] ?? 0, 0.5, 1e-6)
  })
})
