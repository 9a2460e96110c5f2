/** What commands make of stake where it is by subnets, which the embedded chain's runtime has not. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { bySubnet, command } from "../../../src/cli/commands/stake/show.ts"
import { amountOf, amountText, netuidFor } from "../../../src/cli/subject/stake.ts"
import { make as makePen } from "../../../src/cli/terminal/Pen.ts"
import { Alpha, Rao, Tao } from "../../../src/protocol/Money.ts"
import { Subtensor } from "../../../src/services/Subtensor.ts"
import { ALICE, BOB } from "../../support/plans.ts"

const chainOf = (args: ReadonlyArray<string>) =>
  ({ runtime: () => Effect.succeed({ specVersion: 393, argumentsOf: () => args }) }) as never

describe("stake by subnets", () => {
  it.effect("is shown with its subnet, in alpha", () =>
    Effect.gen(function* () {
      const infos = [
        { hotkey: ALICE, coldkey: BOB, netuid: 0, stake: 10n ** 9n },
        { hotkey: BOB, coldkey: BOB, netuid: 3, stake: 5n * 10n ** 8n },
        { hotkey: BOB, coldkey: BOB, netuid: 4, stake: 0n }
      ]
      const chain = { stakeInfoForColdkey: () => Effect.succeed(infos) } as never
      const accounts = yield* bySubnet(BOB, new Map([[BOB, "mine"]]), new Map()).pipe(
        Effect.provideService(Subtensor, chain)
      )
      assert.deepStrictEqual(
        accounts.map(({ kind, name, netuid, stake }) => [kind, name, netuid, stake.alpha]),
        [
          ["delegation", null, 0, Alpha.of(1)],
          ["hotkey", "mine", 3, Alpha.of("0.5")]
        ]
      )
      const pen = makePen({ hasColors: false, columns: 200 })
      const shown = command.show({ wallets: [{ name: "bob", coldkey: BOB, balance_tao: Tao(7), accounts }] }, pen)
      assert.match(shown, /mine \(netuid 3\) .*0\.500000000γ.* +-/)
    })
  )

  it.effect("wants to know which subnet, and elsewhere wants not to", () =>
    Effect.gen(function* () {
      const on = (args: ReadonlyArray<string>, netuid: Option.Option<number>) =>
        Effect.provideService(netuidFor(netuid), Subtensor, chainOf(args)).pipe(
          Effect.mapError(({ message }) => message)
        )
      assert.strictEqual(yield* on(["hotkey", "netuid"], Option.some(3)), 3)
      assert.strictEqual(yield* on(["hotkey"], Option.none()), undefined)
      assert.match(yield* Effect.flip(on(["hotkey", "netuid"], Option.none())), /--netuid is missing/)
      assert.match(yield* Effect.flip(on(["hotkey"], Option.some(3))), /one stake for all subnets/)
    })
  )

  it("is written in its unit", () => {
    assert.strictEqual(amountText(amountOf(5n * 10n ** 8n, undefined), null), "τ0.500000000")
    assert.include(amountText(amountOf(5n * 10n ** 8n, 3), 3), "0.500000000γ")
    assert.deepStrictEqual(amountOf(1n, undefined), { tao: Rao(1n), alpha: null })
  })
})
