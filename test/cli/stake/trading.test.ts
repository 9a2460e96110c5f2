/** What btcli does with stake since dTAO: on a played chain of the runtimes that have it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Alpha, Tao } from "effect-bittensor"
import * as run from "../../support/btcli.ts"
import { playedOn } from "../../support/playedCommand.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const prices: { readonly [netuid: number]: bigint } = { 0: Tao(1), 1: Tao("0.5"), 2: Tao("0.2") }

const setUp = Effect.gen(function* () {
  const home = yield* run.home()
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  const staked = (hotkey: string, netuid: number, stake: bigint) => ({
    hotkey,
    coldkey: alice.coldkey,
    netuid,
    stake,
    locked: 0n,
    emission: 0n,
    tao_emission: 0n,
    drain: 0n,
    is_registered: true
  })
  const state = {
    Account: { data: { free: Tao(1000) } },
    ExistentialDeposit: 500n,
    Owner: alice.coldkey,
    IsNetworkMember: [[[alice.hotkey, 1], true]],
    get_stake_info_for_coldkey: [staked(alice.hotkey, 1, Alpha.of(20)), staked(alice.hotkey, 0, Alpha.of(7))],
    current_alpha_price: (netuid: number) => prices[netuid],
    sim_swap_tao_for_alpha: (netuid: number, amount: bigint) => ({
      tao_amount: amount,
      alpha_amount: (amount * Tao(1) * 98n) / (prices[netuid] ?? 1n) / 100n,
      tao_fee: amount / 2000n,
      alpha_fee: 0n
    }),
    sim_swap_alpha_for_tao: (netuid: number, amount: bigint) => ({
      tao_amount: (amount * (prices[netuid] ?? 0n) * 99n) / Tao(1) / 100n,
      alpha_amount: amount,
      tao_fee: 0n,
      alpha_fee: amount / 2000n
    })
  }
  return { home, alice, bob, state, on: playedOn(home, 424, state) }
})

const mine = "--wallet.name alice --wallet.hotkey default"

describe.skipIf(!hasBlobs)(`stake since dTAO (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.live("is bought and sold within a limit of the price, unless it is not to be", () =>
    Effect.gen(function* () {
      const { alice, home, on, state } = yield* setUp
      const bought = yield* on(`stake add ${mine} --netuid 1 --amount 10`)
      assert.deepStrictEqual(bought.failure, undefined)
      const args = { hotkey: alice.hotkey, netuid: 1, amount_staked: Tao(10) }
      assert.deepStrictEqual(bought.sent, [
        {
          pallet: "SubtensorModule",
          name: "add_stake_limit",
          args: { ...args, limit_price: Tao("0.525"), allow_partial: false }
        }
      ])
      assert.deepStrictEqual(bought.data.moves[0].trade, {
        price: { tao: "0.500000000", alpha: null },
        limit_price: { tao: "0.525000000", alpha: null },
        allows_part: false,
        receives: { tao: null, alpha: "19.600000000" },
        fee: { tao: "0.005000000", alpha: "0.000000000" },
        slippage: 0.02
      })
      assert.match(bought.said, /costs τ0\.500000000 now\n.*19\.6.*slippage 2\.00%\n.*at most τ0\.525000000/)

      const loose = yield* on(`stake add ${mine} --netuid 1 --amount 10 --unsafe`)
      assert.deepStrictEqual(loose.sent, [{ pallet: "SubtensorModule", name: "add_stake", args }])
      assert.match(loose.said, /the price is not limited/)
      const root = yield* on(`stake add ${mine} --netuid 0 --amount 10`)
      assert.deepStrictEqual([root.sent[0]?.name, root.data.moves[0].trade], ["add_stake", null])

      const sold = yield* on(`stake remove ${mine} --netuid 1 --amount 4 --tolerance 0.1 --partial`)
      const { name, args: given } = sold.sent[0] ?? assert.fail(sold.failure?.said)
      assert.strictEqual(name, "remove_stake_limit")
      assert.deepInclude(given, { amount_unstaked: Alpha.of(4), limit_price: Tao("0.45"), allow_partial: true })

      const set = { rate_tolerance: "0.01", allow_partial_stake: "true" }
      const asSet = yield* playedOn(home, 424, state, set)(`stake remove ${mine} --netuid 1 --all`)
      const wanted = { amount_unstaked: Alpha.of(20), limit_price: Tao("0.495"), allow_partial: true }
      assert.deepInclude(asSet.sent[0]?.args, wanted)
      const off = yield* playedOn(home, 424, state, { safe_staking: "false" })(`stake remove ${mine} --netuid 1 --all`)
      const all = { pallet: "SubtensorModule", name: "remove_stake_full_limit" }
      const whole = { hotkey: alice.hotkey, netuid: 1 }
      assert.deepStrictEqual(off.sent, [{ ...all, args: { ...whole, limit_price: undefined } }])
      const safe = yield* on(`stake remove ${mine} --netuid 1 --all`)
      assert.deepStrictEqual(safe.sent, [{ ...all, args: { ...whole, limit_price: Tao("0.475") } }])
      assert.deepInclude(safe.data.moves[0].amount, { alpha: "20.000000000" })
      const rooted = yield* on(`stake remove ${mine} --netuid 0 --all`)
      assert.deepInclude(rooted.sent[0], { ...all, args: { hotkey: alice.hotkey, netuid: 0, limit_price: undefined } })
    })
  )

  it.live("is delegated in the root network only, in TAO", () =>
    Effect.gen(function* () {
      const { alice, home, state } = yield* setUp
      const delegate = {
        delegate_ss58: alice.hotkey,
        owner_ss58: alice.coldkey,
        take: 11_796,
        nominators: [
          [
            alice.coldkey,
            [
              [0, Alpha.of(7)],
              [1, Alpha.of(20)]
            ]
          ]
        ],
        registrations: [],
        validator_permits: [],
        return_per_1000: 0n,
        total_daily_return: 0n
      }
      const delegated = [
        [delegate, [0, Alpha.of(7)]],
        [delegate, [1, Alpha.of(20)]]
      ]
      const told = { get_delegate: delegate, get_delegates: [delegate], get_delegated: delegated }
      const on = playedOn(home, 424, { ...state, ...told })
      const who = `--wallet.name alice --delegate_ss58key ${alice.hotkey}`
      const given = yield* on(`root delegate ${who} --amount 3`)
      const args = { hotkey: alice.hotkey, netuid: 0 }
      assert.deepStrictEqual(given.failure, undefined)
      assert.deepStrictEqual(given.sent, [
        { pallet: "SubtensorModule", name: "add_stake", args: { ...args, amount_staked: Tao(3) } }
      ])
      const back = yield* on(`root undelegate ${who} --netuid 0 --all`)
      assert.deepStrictEqual(back.sent, [
        { pallet: "SubtensorModule", name: "remove_stake", args: { ...args, amount_unstaked: Tao(7) } }
      ])
      for (const [line, exit, said] of [
        [`root delegate ${who} --netuid 1 --amount 3`, 2, /'btcli stake add --netuid 1 --wallet\.hotkey 5/],
        [`root undelegate ${who} --netuid 1 --amount 3`, 2, /'btcli stake remove --netuid 1 --wallet\.hotkey 5/],
        [`root undelegate ${who} --amount 8`, 5, /has τ7\.0+ with .* τ8\.0+ are wanted/]
      ] as const) {
        const { failure, sent } = yield* on(line)
        assert.strictEqual(failure?.exit, exit, `${line}: ${failure?.said}`)
        assert.match(failure?.said ?? "", said)
        assert.deepStrictEqual(sent, [])
      }
      // What is staked elsewhere is alpha, and no part of a sum of TAO.
      const { data } = yield* on("root my_delegates --wallet.name alice")
      assert.deepInclude(data, { total_tao: "7.000000000" })
      assert.lengthOf(data.delegations, 1)
      const all = yield* on("root list_delegates")
      assert.deepInclude(all.data.delegates[0], { total_stake_tao: "7.000000000", delegate_stake_tao: "7.000000000" })
    })
  )

  it.live("is bought and sold in several subnets at once", () =>
    Effect.gen(function* () {
      const { home, on, state } = yield* setUp
      const bought = yield* on(`stake add ${mine} -n 1,2 --amount 10`)
      assert.deepStrictEqual(
        bought.sent.map(({ args }) => [args["netuid"], args["amount_staked"]]),
        [
          [1, Tao(10)],
          [2, Tao(10)]
        ]
      )
      const here = playedOn(home, 424, { ...state, NetworksAdded: [0, 1, 2].map((netuid) => [[netuid], true]) })
      const sold = yield* here(`stake remove ${mine} --all-netuids --all`)
      assert.deepStrictEqual(
        sold.sent.map(({ args, name }) => [name, args["netuid"], args["amount_unstaked"]]),
        [
          ["remove_stake_full_limit", 0, undefined],
          ["remove_stake_full_limit", 1, undefined]
        ],
        sold.failure?.said
      )
      assert.match(sold.said, /Netuid +Call/)
      const both = yield* on(`stake remove ${mine} --all-netuids --netuid 1 --all`)
      assert.match(both.failure?.said ?? "", /one or the other/)
      assert.match((yield* on(`stake add ${mine} --netuids 1,2 --all`)).failure?.said ?? "", /for one subnet/)
    })
  )

  it.live("is moved, given away and swapped", () =>
    Effect.gen(function* () {
      const { alice, bob, on } = yield* setUp
      const from = `${mine} --origin-netuid 1`
      const ends = { origin_netuid: 1, alpha_amount: Alpha.of(5) }
      const moved = yield* on(`stake move ${from} --dest-hotkey ${bob.hotkey} --amount 5`)
      assert.deepStrictEqual(moved.sent[0]?.args, {
        ...ends,
        origin_hotkey: alice.hotkey,
        destination_hotkey: bob.hotkey,
        destination_netuid: 1
      })
      assert.deepInclude(moved.data, { amount_alpha: "5.000000000", trade: null, status: "included" })
      const given = yield* on(`stake transfer ${from} --dest ${bob.coldkey} --dest-netuid 2 --all`)
      assert.deepStrictEqual(given.sent[0]?.args, {
        destination_coldkey: bob.coldkey,
        hotkey: alice.hotkey,
        origin_netuid: 1,
        destination_netuid: 2,
        alpha_amount: Alpha.of(20)
      })
      assert.match(given.said, /the price is not limited/)
      const swapped = yield* on(`stake swap ${from} --dest-netuid 2 --amount 5 --dry_run`)
      assert.deepInclude(swapped.data, { call: "SubtensorModule.swap_stake_limit", status: "planned" })
      assert.deepInclude(swapped.data.trade, {
        price: { tao: null, alpha: "2.500000000" },
        limit_price: { tao: null, alpha: "2.375000000" },
        receives: { tao: null, alpha: "12.127500000" },
        slippage: 0.0298
      })
      assert.deepStrictEqual(swapped.sent, [])
      const done = yield* on(`stake swap ${from} --dest-netuid 2 --amount 5 --partial`)
      assert.deepInclude(done.sent[0]?.args, { ...ends, limit_price: 2_375_000_000n, allow_partial: true })
      const rooted = yield* on(`stake swap ${mine} --origin-netuid 0 --dest-netuid 2 --amount 5 --tolerance 0`)
      assert.deepInclude(rooted.sent[0]?.args, { limit_price: 5_000_000_000n, allow_partial: false })
      assert.strictEqual((yield* on(`stake swap ${from} --dest-netuid 2 --all --unsafe`)).sent[0]?.name, "swap_stake")
    })
  )

  it.live("is not touched where the command line is wrong, or the stake is too small", () =>
    Effect.gen(function* () {
      const { alice, bob, home, on, state } = yield* setUp
      const from = `${mine} --origin_netuid 1`
      const rows: ReadonlyArray<readonly [string, number, RegExp]> = [
        [`stake add ${mine} --netuid 1 --amount 1 --tolerance 2`, 2, /a part of 1/],
        [`stake add ${mine} --netuid 1 --amount 1 --tolerance x`, 2, /no number/],
        [`stake add ${mine} --netuid 1 --amount 1 --safe --unsafe`, 2, /one or the other/],
        [`stake add ${mine} --netuid 1 --amount 1 --unsafe --tolerance 0.1`, 2, /Give one/],
        [`stake move ${from} --dest_hotkey ${alice.hotkey} --amount 1`, 2, /there already/],
        [`stake move ${from} --amount 1`, 2, /--dest_hotkey/],
        [`stake move ${mine} --dest_hotkey ${bob.hotkey} --amount 1`, 2, /--origin_netuid/],
        [`stake move ${from} --dest_hotkey ${bob.hotkey}`, 2, /--amount or --all/],
        [`stake move ${from} --dest_hotkey ${bob.hotkey} --amount 21`, 5, /Not enough stake: .*20\.0/],
        [`stake move ${mine} --origin_netuid 2 --dest_hotkey ${bob.hotkey} --all`, 5, /Not enough stake/],
        [`stake transfer ${from} --dest 5F --amount 1`, 2, /no Bittensor address/],
        [`stake swap ${from} --dest_netuid 1 --amount 1`, 2, /both subnets are the same/],
        [`stake swap ${from} --amount 1`, 2, /--dest_netuid/]
      ]
      for (const [line, exit, said] of rows) {
        const { failure, sent } = yield* on(line)
        assert.strictEqual(failure?.exit, exit, `${line}: ${failure?.said}`)
        assert.match(failure?.said ?? "", said, line)
        assert.deepStrictEqual(sent, [])
      }
      // Between dTAO and the API of prices, nothing can be limited.
      const { current_alpha_price: _, ...silent } = state
      const blind = playedOn(home, 393, silent)
      const refused = yield* blind(`stake add ${mine} --netuid 1 --amount 1`)
      assert.match(refused.failure?.said ?? "", /Give --unsafe/)
      assert.strictEqual((yield* blind(`stake add ${mine} --netuid 1 --amount 1 --unsafe`)).sent[0]?.name, "add_stake")
    })
  )

  it.live("earns elsewhere, and for the root network what is claimed", () =>
    Effect.gen(function* () {
      const { alice, bob, home, on, state } = yield* setUp
      const auto = yield* on(`stake set-auto --wallet.name alice --netuid 1 --wallet.hotkey ${bob.hotkey}`)
      assert.deepStrictEqual(auto.sent[0]?.args, { netuid: 1, hotkey: bob.hotkey })
      const destinations = [[[alice.coldkey, 3], bob.hotkey]]
      const shown = yield* playedOn(home, 424, { ...state, AutoStakeDestination: destinations })(
        `stake auto --ss58 ${alice.coldkey}`
      )
      assert.deepStrictEqual(shown.data.destinations, [{ netuid: 3, hotkey: bob.hotkey, name: null }])
      assert.match(shown.shown, /NETUID +HOTKEY/)
      assert.match((yield* on("stake auto --wallet.name alice")).shown, /to themselves/)

      const types = [
        ["swap", { type: "Swap", value: undefined }],
        ["keep", { type: "Keep", value: undefined }],
        ["keep --netuids 5-7,1", { type: "KeepSubnets", value: { subnets: [1, 5, 6, 7] } }]
      ] as const
      for (const [words, type] of types) {
        const { failure, sent } = yield* on(`stake set_claim ${words} --wallet.name alice`)
        assert.deepStrictEqual(sent[0]?.args, { new_root_claim_type: type }, failure?.said)
      }
      for (const words of ["swap --netuids 1", "hold", "keep --netuids 3-1", "keep --netuids 1-2-3"]) {
        assert.strictEqual((yield* on(`stake set_claim ${words} --wallet.name alice`)).failure?.exit, 2, words)
      }

      const [one, half] = [1n << 32n, 1n << 31n]
      const rates = [
        [1, half],
        [3, one],
        [9, 0n]
      ]
      const earning = playedOn(home, 424, {
        ...state,
        RootClaimable: rates,
        RootClaimed: (netuid: number) => (netuid === 3 ? Alpha.of(2) : 0n),
        get_stake_info_for_hotkey_coldkey_netuid: { ...state.get_stake_info_for_coldkey[1] }
      })
      const claimed = yield* earning("stake process_claim --wallet.name alice --netuids 1-3")
      assert.deepStrictEqual(claimed.sent[0]?.args, { subnets: [1, 3] }, claimed.failure?.said)
      assert.deepStrictEqual(claimed.data.claims, [
        { netuid: 1, claimable_alpha: "3.500000000" },
        { netuid: 3, claimable_alpha: "5.000000000" }
      ])
      const no = (line: string) => Effect.map(earning(line), ({ failure }) => failure?.said ?? "")
      assert.match(yield* no("stake process_claim --wallet.name alice --netuids 1-6"), /6 were given/)
      assert.match(
        yield* no("stake process_claim --wallet.name alice --netuids 9"),
        /nothing to claim of 9.* There is of 1, 3/
      )
      assert.match(yield* no("stake process_claim --wallet.name alice"), /--netuids is missing/)
      const idle = yield* playedOn(home, 424, { ...state, RootClaimable: [] })(
        "stake process_claim --wallet.name alice"
      )
      assert.match(idle.failure?.said ?? "", /There is nothing to claim for/)
    })
  )

  it.live("is bought to be burned, and what an owner does to a subnet is done by its owner", () =>
    Effect.gen(function* () {
      const { alice, home, on, state } = yield* setUp
      const burned = yield* on(`sudo buyback ${mine} --netuid 1 --amount 10 --tolerance 0.1`)
      assert.deepStrictEqual(burned.sent[0], {
        pallet: "SubtensorModule",
        name: "add_stake_burn",
        args: { hotkey: alice.hotkey, netuid: 1, amount: Tao(10), limit: Tao("0.55") }
      })
      const loose = yield* on(`sudo stake-burn ${mine} --netuid 1 --amount 10 --unsafe`)
      assert.strictEqual(loose.sent[0]?.args["limit"], undefined)
      const owned = playedOn(home, 424, { ...state, SubnetOwner: alice.coldkey, NetworksAdded: [[[1], true]] })
      const owner = "--wallet.name alice --netuid 1"
      const sent = (line: string) =>
        Effect.map(owned(line), ({ failure, sent: [call] }) => call ?? assert.fail(failure?.said))
      assert.deepStrictEqual(yield* sent(`sudo trim ${owner} --max 128`), {
        pallet: "AdminUtils",
        name: "sudo_trim_to_max_allowed_uids",
        args: { netuid: 1, max_n: 128 }
      })
      assert.deepStrictEqual((yield* sent(`subnets mechanisms set ${owner} --count 2`)).args, {
        netuid: 1,
        mechanism_count: 2
      })
      assert.deepStrictEqual((yield* sent(`subnets mech split-emissions ${owner} --split 60,40`)).args, {
        netuid: 1,
        maybe_split: [39_321, 26_214]
      })
      const stranger = playedOn(home, 424, { ...state, SubnetOwner: burned.data.hotkey })
      const refused = yield* stranger(`sudo trim ${owner} --max 128`)
      assert.match(refused.failure?.said ?? "", /belongs to .*, not to/)
      for (const line of [`sudo trim ${owner} --max 0`, `sudo trim ${owner}`, `subnets mech set ${owner} --count 0`]) {
        assert.strictEqual((yield* owned(line)).failure?.exit, 2, line)
      }
      assert.strictEqual((yield* owned(`subnets mech split-emissions ${owner} --split 0,x`)).failure?.exit, 2)
      assert.strictEqual((yield* on(`sudo stake_burn ${mine} --netuid 1 --amount 0`)).failure?.exit, 2)
      assert.deepInclude(burned.data, { amount_tao: "10.000000000", status: "included", fee_tao: "0.000001000" })
    })
  )
})
