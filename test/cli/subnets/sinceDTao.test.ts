import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { look as checkStart } from "../../../src/cli/commands/subnets/check_start.ts"
import { command as getIdentity, look as identity } from "../../../src/cli/commands/subnets/get_identity.ts"
import { look as mechanisms } from "../../../src/cli/commands/subnets/mechanism_emissions.ts"
import { command as price, look as prices } from "../../../src/cli/commands/subnets/price.ts"
import * as History from "../../../src/cli/commands/subnets/price/history.ts"
import { plot } from "../../../src/cli/commands/subnets/price/plot.ts"
import { Screen } from "../../../src/cli/terminal/Screen.ts"
import { make as makePen } from "../../../src/cli/terminal/Pen.ts"
import { Rao, Tao } from "../../../src/protocol/Money.ts"
import { BlockUnavailable, ChainError } from "../../../src/services/ChainError.ts"
import { Subtensor } from "../../../src/services/Subtensor.ts"
import * as run from "../../support/btcli.ts"
import { playedOn } from "../../support/playedCommand.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"
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
      const all = yield* prices([])
      assert.deepStrictEqual(all.prices, [
        { netuid: 0, price_tao: Tao(1) },
        { netuid: 2, price_tao: Rao(7n) }
      ])
      assert.match(
        price.show({ ...all, history: null, plot: null, page: null }, pen),
        /^Prices - finney\nNETUID +PRICE\(τ\)\n +0 +τ1\.000000000\n +2 +τ0\.000000007/
      )
      assert.deepStrictEqual((yield* prices([3])).prices, [{ netuid: 3, price_tao: Tao("0.5") }])
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
        ["subnets price --netuids 1 --interval-hours 3", /all that they earn is TAO/],
        [`sudo start ${alice}`, /earns as soon as it is there/],
        ["sudo check-start 1", /earns as soon as it is there/],
        [`subnets set-identity --subnet-name Squares ${alice}`, /btcli wallet set_identity/],
        ["subnets get-identity --netuid 1", /btcli wallet get_identity/],
        [`subnets set-symbol --symbol x ${alice}`, /TAO/],
        ["subnets mech count 1", /one mechanism/],
        ["subnets create --subnet-name Squares --wallet.name alice --yes", /btcli subnets set_identity/]
      ] as const
      yield* Effect.forEach(
        lines,
        ([words, next]) =>
          Effect.map(run.fails(home, words), (error) => {
            assert.deepInclude(error, { code: "chain", exit: 5 }, words)
            assert.match(
              error.what,
              /since (dTAO \()?2025(\)| \(spec 393\))?\. The runtime of this chain, of spec version 185, has none/
            )
            assert.match(error.next, next)
          }),
        { concurrency: 2 }
      )
    })
  )
})

/** A node that has the states of the last 150 blocks, in which the price of subnet 1 goes up. */
const rising = (said: Array<string>) =>
  Layer.merge(
    Layer.mock(Subtensor, {
      head: Effect.succeed({ number: 1000 } as never),
      subnetPrice: (netuid, { block = 1000 } = {}) =>
        Number(block) < 850
          ? new ChainError({ reason: new BlockUnavailable({ why: "Discarded", block: String(block) }) })
          : Effect.succeed(netuid === 1 ? Rao(BigInt(block) * 1_000_000n) : Tao(1))
    }),
    Layer.mock(Screen, {
      pen,
      isJson: false,
      isWatched: false,
      warn: (text) => Effect.sync(() => void said.push(text)),
      progress: () => Effect.succeed({ update: () => Effect.void })
    })
  )

describe("the prices of past hours", () => {
  it.effect("are read as far back as the node knows them, and drawn", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const [one, two] = yield* Effect.provide(History.read([1, 2], 1), rising(said))
      const blocks = one?.points.map(({ block }) => block) ?? []
      assert.isAtLeast(blocks[0] ?? 0, 850)
      assert.deepStrictEqual([blocks.length, blocks.at(-1)], [30, 1000])
      assert.deepStrictEqual(one?.points.at(-1), { block: 1000, price_tao: Tao(1) })
      assert.lengthOf(two?.points ?? [], 30)
      assert.match(said.join(), /no prices before block 853: ask an archive/)
      const drawn = plot(one === undefined || two === undefined ? [] : [one, two], pen)
      assert.match(
        drawn,
        /^PRICE\(τ\) of subnet 1 by block τ0\.853\d* ➡ τ1\.0{9} \(\+17\.23%\), from τ0\.85.* to τ1\.0+\n/
      )
      assert.match(drawn, /subnet 2 by block τ1\.0+ ➡ τ1\.0+ \(\+0\.00%\)/)
      assert.match(drawn, /┤[\s\S]*853 +1000/)
    })
  )

  it("are those of a bounded number of blocks", () => {
    assert.deepStrictEqual(History.blocksUntil(0, 24), [0])
    assert.deepStrictEqual(History.blocksUntil(3, 24), [0, 1, 2, 3])
    const day = History.blocksUntil(10_000, 24)
    assert.deepStrictEqual([day.length, day[0], day.at(-1)], [60, 2800, 10_000])
  })
})

describe.skipIf(!hasBlobs)(`btcli subnets price (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.live("writes a page, and wants to know of which subnets", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const on = playedOn(home, 424, {
        NetworksAdded: [0, 1, 2].map((netuid) => [[netuid], true]),
        current_alpha_price: (netuid: number) => Tao(netuid === 1 ? "0.5" : "0.2")
      })
      const file = join(home.directory, "prices.html")
      const { data, failure, shown } = yield* on(`subnets price --netuids 1,2 --interval-hours 2 --html ${file}`)
      assert.deepStrictEqual(failure, undefined)
      assert.deepInclude(data, { plot: null, page: file })
      assert.deepStrictEqual(data.prices, [
        { netuid: 1, price_tao: "0.500000000" },
        { netuid: 2, price_tao: "0.200000000" }
      ])
      assert.deepStrictEqual(data.history[1].points[0], { block: 400, price_tao: "0.200000000" })
      assert.include(shown, `The page is ${file}`)
      const html = readFileSync(file, "utf8")
      assert.match(html, /<title>Prices of subnets on played<\/title>/)
      assert.strictEqual(html.match(/<svg /g)?.length, 2)
      assert.notMatch(html, /<script|<link|<img|@import|url\((?!#)|\son\w+=/i)
      assert.isNull((yield* on("subnets price 1")).data.history)
      for (const [words, said] of [
        ["--interval-hours 2", /Name them with --netuids/],
        ["--netuids 1-17 --html x.html", /1 to 16 subnets/],
        ["1 --interval-hours 0", /--interval_hours 0: it is a number of hours, from 1 to 8760/]
      ] as const) {
        const refused = yield* on(`subnets price ${words}`)
        assert.strictEqual(refused.failure?.exit, 2, words)
        assert.match(refused.failure?.said ?? "", said)
      }
    })
  )
})

describe.skipIf(!hasBlobs)(`subnets and places of them (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.live("are had within a limit of their cost, and with what is to be said of them", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const [alice = assert.fail()] = yield* run.people(home, "Alice")
      const on = playedOn(home, 424, {
        Account: { data: { free: Tao(1000) } },
        ExistentialDeposit: 500n,
        NetworksAdded: Object.assign(() => true, { [Symbol.iterator]: () => [[[1], true]][Symbol.iterator]() }),
        Burn: Tao(2),
        get_network_registration_cost: Tao(100)
      })
      const mine = "--wallet.name alice --wallet.hotkey default --network played"
      const plain = yield* on(`subnets register --netuid 1 ${mine} --unsafe`)
      assert.deepStrictEqual(
        plain.sent.map(({ name }) => name),
        ["burned_register"],
        plain.failure?.said
      )
      const args = { netuid: 1, hotkey: alice.hotkey }
      const limited = yield* on(`subnets register --netuid 1 ${mine} --limit 0.1`)
      assert.deepStrictEqual(limited.sent, [
        { pallet: "SubtensorModule", name: "register_limit", args: { ...args, limit_price: Tao("2.2") } }
      ])
      const safe = yield* on(`subnets register --netuid 1 ${mine} --safe-register`)
      assert.strictEqual(safe.sent[0]?.args["limit_price"], Tao("2.1"))
      assert.match(
        (yield* on(`subnets register --netuid 1 ${mine} --unsafe --limit 1`)).failure?.said ?? "",
        /Give one/
      )

      for (const words of ["--netuid 1 x", "1 x", "1 --symbol x", "--symbol x --netuid 1"]) {
        const named = yield* on(`subnets set-symbol ${words} --wallet.name alice`)
        assert.deepInclude(named.sent[0]?.args, { netuid: 1, symbol: new TextEncoder().encode("x") }, words)
      }
      const much = yield* on("subnets set-symbol 1 x y --wallet.name alice")
      assert.match(much.failure?.said ?? "", /more on the command line/)

      const said = yield* on(`subnets create ${mine} --subnet-name Squares --email me@x.org`)
      const { args: given, name } = said.sent[0] ?? assert.fail(said.failure?.said)
      assert.strictEqual(name, "register_network_with_identity")
      assert.deepInclude(given["identity"], { subnet_contact: new TextEncoder().encode("me@x.org") })
    })
  )
})
