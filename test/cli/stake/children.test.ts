/** The commands about child hotkeys: what they say on the embedded chain, whose runtime has none, and what they are made of. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { of, table } from "../../../src/cli/commands/stake/children.ts"
import { byChild, checkAddresses, checkProportions } from "../../../src/cli/commands/stake/proportions.ts"
import { checkTake } from "../../../src/cli/commands/stake/set_childkey_take.ts"
import { make as makePen } from "../../../src/cli/terminal/Pen.ts"
import { Subtensor } from "../../../src/services/Subtensor.ts"
import { Alpha } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"
import { ALICE, BOB, planned, plansOn } from "../../support/plans.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const CHARLIE = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"
const pen = makePen({ hasColors: false, columns: 200 })

/** Alice gives a half to Bob, who gives a quarter to Charlie. */
const family = {
  runtime: () => Effect.succeed({ has: () => false }),
  hotkeyStake: ({ hotkey }: { hotkey: string }) =>
    Effect.succeed(Alpha.of({ [ALICE]: 100, [BOB]: 8, [CHARLIE]: 0 }[hotkey] ?? 0)),
  children: ({ hotkey }: { hotkey: string }) =>
    Effect.succeed(
      new Map(
        hotkey === ALICE
          ? [
              [CHARLIE, 0.1],
              [BOB, 0.5]
            ]
          : hotkey === BOB
            ? [[CHARLIE, 0.25]]
            : []
      )
    ),
  parents: ({ hotkey }: { hotkey: string }) =>
    Effect.succeed(
      new Map(
        hotkey === BOB
          ? [[ALICE, 0.5]]
          : [
              [ALICE, 0.1],
              [BOB, 0.25]
            ]
      )
    ),
  childkeyTake: ({ hotkey }: { hotkey: string }) => Effect.succeed(hotkey === BOB ? 0.18 : 0)
}

describe("child hotkeys", () => {
  it.live("are refused on a runtime that has none, with what came when", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
      yield* chain.setStorage("SubtensorModule", "NetworksAdded", [1], true)
      yield* chain.setStorage("SubtensorModule", "Owner", [alice.hotkey], alice.coldkey)
      const own = "--wallet.name alice --hotkey default --netuid 1"
      const lacking = [
        `stake get_children ${own}`,
        `stake child get --wallet.name alice --hotkey ${alice.hotkey} --all-netuids`,
        `stake set_children ${own} --children ${bob.hotkey} --proportions 0.5 --yes --wait_for_inclusion`,
        `stake child set ${own} --children ${bob.hotkey} --proportions 0.5 --yes`,
        `stake revoke_children ${own} --yes`,
        `stake child revoke ${own} --yes`,
        `stake set_childkey_take ${own} --take 0.1 --yes`,
        `stake child take ${own} --take 0.1 --yes`,
        `stake get_childkey_take ${own}`
      ]
      const errors = yield* Effect.forEach(lacking, (words) => run.fails(home, words), { concurrency: 3 })
      for (const [at, error] of errors.entries()) {
        assert.deepInclude(error, { code: "chain", exit: 5 }, lacking[at])
        assert.match(error.what, /185/, lacking[at])
        assert.match(error.next, /after spec 185/, lacking[at])
      }
      yield* run.refusals(home, [
        [`stake get_children --wallet.name alice --netuid one`, 2, /valid integer for netuid/],
        [`stake get_children --wallet.name alice --netuid 77`, 4, /netuid 77 does not exist/],
        [`stake set_childkey_take ${own} --take 0.2 --yes`, 2, /between 0 and 0\.18/],
        [`stake revoke_children --wallet.name alice --yes`, 2, /--netuid/],
        [`stake revoke_children --wallet.name bob --hotkey ${alice.hotkey} --netuid 1 --yes`, 5, /for others/]
      ])
    })
  )

  it.effect("are shown with what they have of their parents, and without what they give", () =>
    Effect.gen(function* () {
      const found = yield* Effect.provideService(of(ALICE, 3), Subtensor, family as never)
      assert.deepStrictEqual(
        found.children.map(({ hotkey, share, stake_weight }) => [String(hotkey), share.alpha, stake_weight.alpha]),
        [
          [BOB, Alpha.of(50), Alpha.of(56)],
          [CHARLIE, Alpha.of(10), Alpha.of(12)]
        ]
      )
      const shown = table(found, pen)
      assert.match(
        shown,
        /^Children for netuid: 3\nIndex +Child Hotkey +Proportion +Childkey Take +Current Stake Weight\n/
      )
      assert.match(shown, /50\.00% .* 18\.00%/)
      assert.match(shown, /Total +60\.00% .*\(avg\) 9\.00%/)
      const none = table({ netuid: 3, hotkey: ALICE, children: [] }, pen)
      assert.include(none, `no child hotkeys on subnet 3 with Parent HotKey ${ALICE}`)
    })
  )

  it("are read, and held against what the chain allows", () => {
    assert.isUndefined(checkAddresses(`${ALICE}, ${BOB}`))
    assert.match(checkAddresses("5F") ?? "", /Invalid SS58 address: 5F/)
    assert.match(checkAddresses(`${ALICE} ${ALICE}`) ?? "", /once/)
    assert.match(checkAddresses(Array.from({ length: 6 }, () => ALICE).join(" ")) ?? "", /Maximum 5/)
    assert.isUndefined(checkProportions("0.7 0.1, 0.2"))
    assert.match(checkProportions("0.7 0.4") ?? "", /less or equal to than 1/)
    assert.isDefined(checkProportions("-0.5"))
    assert.isDefined(checkProportions(""))
    assert.deepStrictEqual(
      Effect.runSync(byChild(`${ALICE} ${BOB}`, "0.3,0.5")),
      new Map([
        [ALICE, 0.3],
        [BOB, 0.5]
      ])
    )
    assert.match(Effect.runSync(Effect.flip(byChild(ALICE, "0.3 0.5"))).what, /1 children and 2 proportions/)
    assert.isUndefined(checkTake("0.18"))
    assert.isDefined(checkTake("18"))
  })

  it.effect.skipIf(!hasBlobs)(`become the call of runtimes that have them${hasBlobs ? "" : noBlobs}`, () =>
    Effect.gen(function* () {
      const children = yield* byChild(ALICE, "0.5")
      for (const spec of [218, 393, 424] as const) {
        const plan = yield* planned(plansOn(spec).setChildren({ netuid: 1, children }))
        assert.strictEqual(plan.call.name, "set_children")
        assert.deepStrictEqual(plan.call.args["children"], [[(2n ** 64n - 1n) / 2n, ALICE]])
      }
    })
  )
})
