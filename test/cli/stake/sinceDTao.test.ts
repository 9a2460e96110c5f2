/** What a runtime from before dTAO says of what came with it, and what is asked for it at a terminal. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

const setUp = Effect.map(subnetOfAlice({ withBob: true }), ({ bob, home }) => {
  const mine = "--wallet.name alice --yes"
  const hot = `${mine} --wallet.hotkey default`
  const rows: run.Refusals = [
    [`stake move ${hot} --origin_netuid 1 --dest_hotkey ${bob.hotkey} --amount 1`, 5, /version 185.*'btcli stake add'/],
    [`stake transfer ${hot} --origin_netuid 1 --dest ${bob.coldkey} --all`, 5, /version 185.*wallet transfer/],
    [`stake swap ${hot} --origin_netuid 1 --dest_netuid 2 --amount 1`, 5, /version 185.*one stake for all/],
    ["stake auto --wallet.name alice", 5, /version 185.*with their hotkey/],
    [`stake set-auto ${hot} --netuid 1`, 5, /version 185.*with their hotkey/],
    [`stake set-claim keep ${mine}`, 5, /version 185.*by itself/],
    [`stake process-claim --netuids 1 ${mine}`, 5, /version 185.*by itself/],
    [`sudo trim --netuid 1 --max 5 ${mine}`, 5, /version 185.*root alone/],
    [`sudo stake-burn --netuid 1 --amount 5 ${hot}`, 5, /version 185.*is TAO/],
    [`subnets mechanisms set --netuid 1 --count 2 ${mine}`, 5, /version 185.*one mechanism/],
    [`sudo mechanisms split-emissions --netuid 1 --split 1,1 ${mine}`, 5, /version 185.*one mechanism/],
    ["crowd list", 5, /version 185.*wallet transfer/],
    ["cr info 1", 5, /version 185/],
    ["crowdloan contributors 1", 5, /version 185/],
    [`crowd contribute 1 --amount 5 ${mine}`, 5, /version 185/],
    [`crowd withdraw 1 ${mine}`, 5, /version 185/],
    [`crowd update 1 --cap 5 ${mine}`, 5, /version 185/]
  ]
  return { home, bob, rows }
})

describe("before dTAO", () => {
  it.live("is refused what came with it, with what there is instead", () =>
    Effect.gen(function* () {
      const { bob, home, rows } = yield* setUp
      yield* run.refusals(home, rows)
      const moved = yield* run.dialogue(
        home,
        ["stake", "move"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter the hotkey name or ss58 to take stake from (default)", ""],
          ["Enter the netuid of the stake", "1"],
          ["Enter the hotkey name or ss58 that it goes to", bob.hotkey],
          ["Enter the netuid that it goes to (1)", ""],
          ["All alpha of subnet 1?", "n"],
          ["Enter the amount of alpha of subnet 1", "2.5"]
        ]
      )
      assert.strictEqual(moved.code, 5, moved.screen)
      const begun = yield* run.dialogue(
        home,
        ["crowd", "create"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter the deposit in Tao", "10"],
          ["Enter the least contribution in Tao", "1"],
          ["Enter what is to come together in Tao", "100"],
          ["Enter after how many blocks it ends", "500"],
          ["Enter the address that gets the money", bob.coldkey]
        ]
      )
      assert.strictEqual(begun.code, 5, begun.screen)
    })
  )
})
