import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { look as checkStart } from "../../../src/cli/commands/subnets/check_start.ts"
import { command as getIdentity, look as identity } from "../../../src/cli/commands/subnets/get_identity.ts"
import { look as mechanisms } from "../../../src/cli/commands/subnets/mechanism_emissions.ts"
import { command as price, look as prices } from "../../../src/cli/commands/subnets/price.ts"
import { make as makePen } from "../../../src/cli/terminal/Pen.ts"
import { Rao, Tao } from "../../../src/protocol/Money.ts"
import { Subtensor } from "../../../src/services/Subtensor.ts"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

const pen = makePen({ hasColors: false, columns: 100 })

/** A chain of after dTAO, as far as it is asked. */
const later = Layer.mock(Subtensor, {
  network: Effect.succeed("finney"),
  isSubnetActive: (netuid) => Effect.succeed(netuid === 1),
  startCallDelay: () => Effect.succeed(50_400),
  subnetPrice: () => Effect.succeed(Tao("0.5")),
  subnetPrices: () =>
    Effect.succeed(
      new Map([
        [2, Rao(7n)],
        [0, Tao(1)]
      ])
    ),
  mechanismCount: () => Effect.succeed(2),
  mechanismEmissionSplit: (netuid) => Effect.succeed(netuid === 1 ? undefined : [0.25, 0.75]),
  subnetIdentity: (netuid) =>
    Effect.succeed(
      netuid === 1
        ? { subnetName: "Squares\u001b[31m", githubRepo: "here", subnetContact: "", discord: "me" }
        : undefined
    )
})

describe("what subnets have since dTAO", () => {
  it.effect("is shown as the chain tells it", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* checkStart(1), { netuid: 1, is_started: true, start_delay: 50_400 })
      assert.isFalse((yield* checkStart(2)).is_started)
      const all = yield* prices(Option.none())
      assert.deepStrictEqual(all.prices, [
        { netuid: 0, price_tao: Tao(1) },
        { netuid: 2, price_tao: Rao(7n) }
      ])
      assert.match(price.show(all, pen), /^Prices - finney\nNETUID +PRICE\(τ\)\n +0 +τ1\.000000000\n +2 +τ0\.000000007/)
      assert.deepStrictEqual((yield* prices(Option.some(3))).prices, [{ netuid: 3, price_tao: Tao("0.5") }])
      const shares = (netuid: number) =>
        Effect.map(mechanisms(netuid), (found) => found.mechanisms.map(({ emission_share }) => emission_share))
      assert.deepStrictEqual(yield* shares(1), [0.5, 0.5])
      assert.deepStrictEqual(yield* shares(2), [0.25, 0.75])
      const said = yield* identity(1)
      assert.deepInclude(said.identity, { github_repo: "here", discord: "me", logo_url: "" })
      assert.notInclude(getIdentity.show(said, pen), "\u001b")
      assert.match(getIdentity.show(yield* identity(2), pen), /has said nothing/)
    }).pipe(Effect.provide(later))
  )

  it.live("is refused by an older runtime, with what to do there", () =>
    Effect.gen(function* () {
      const { home } = yield* subnetOfAlice()
      const alice = "--netuid 1 --wallet.name alice --yes"
      const lines = [
        ["subnets price", /all that they earn is TAO/],
        [`sudo start ${alice}`, /earns as soon as it is there/],
        ["sudo check-start 1", /earns as soon as it is there/],
        [`subnets set-identity --subnet-name Squares ${alice}`, /btcli wallet set_identity/],
        ["subnets get-identity --netuid 1", /btcli wallet get_identity/],
        [`subnets set-symbol --symbol x ${alice}`, /TAO/],
        ["subnets mech count 1", /one mechanism/]
      ] as const
      yield* Effect.forEach(
        lines,
        ([words, next]) =>
          Effect.map(run.fails(home, words), (error) => {
            assert.deepInclude(error, { code: "chain", exit: 5 }, words)
            assert.match(
              error.what,
              /since (dTAO \()?2025\)?\. The runtime of this chain, of spec version 185, has none/
            )
            assert.match(error.next, next)
          }),
        { concurrency: 2 }
      )
    })
  )
})
