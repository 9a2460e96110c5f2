/** `btcli crowd`: on a played chain of a runtime that has crowdloans. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tao } from "effect-bittensor"
import { wrongWith } from "../../../src/cli/commands/crowd/create.ts"
import * as run from "../../support/btcli.ts"
import { playedOn } from "../../support/playedCommand.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

const constants = {
  AbsoluteMinimumContribution: Tao("0.1"),
  MinimumDeposit: Tao(10),
  MinimumBlockDuration: 50,
  MaximumBlockDuration: 20_000,
  MaxContributors: 500,
  RefundContributorsLimit: 50
}

const setUp = Effect.gen(function* () {
  const home = yield* run.home()
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
  const loan = {
    creator: alice.coldkey,
    deposit: Tao(10),
    min_contribution: Tao(1),
    end: 1500,
    cap: Tao(100),
    funds_account: bob.hotkey,
    raised: Tao(60),
    target_address: bob.coldkey,
    call: undefined,
    finalized: false,
    contributors_count: 2
  }
  const full = { ...loan, raised: Tao(100), target_address: undefined }
  const loans = [
    [[4], { ...loan, end: 900 }],
    [[3], loan],
    [[5], full],
    [[6], { ...full, finalized: true }]
  ] as const
  const state = {
    ...constants,
    Account: { data: { free: Tao(1000) } },
    Crowdloans: Object.assign((id: number) => loans.find(([[at]]) => at === id)?.[1], {
      [Symbol.iterator]: () => loans[Symbol.iterator]()
    }),
    Contributions: [
      [[3, alice.coldkey], Tao(10)],
      [[3, bob.coldkey], Tao(50)]
    ],
    events: [{ pallet: "Crowdloan", name: "Created", data: { crowdloan_id: 7 } }]
  }
  return { home, alice, bob, state, on: playedOn(home, 424, state) }
})

describe.skipIf(!hasBlobs)(`btcli crowd (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.live("shows crowdloans, and who lent", () =>
    Effect.gen(function* () {
      const { alice, bob, on } = yield* setUp
      const { data, failure, shown } = yield* on("cr list")
      assert.strictEqual(failure, undefined)
      assert.deepStrictEqual(
        data.crowdloans.map(({ id, status }: { id: number; status: string }) => [id, status]),
        [
          [3, "active"],
          [4, "ended"],
          [5, "funded"],
          [6, "finalized"]
        ]
      )
      assert.match(shown, /^Crowdloans - played\nID +STATUS +RAISED +CAP/)
      const ids = (line: string) =>
        Effect.map(on(line), (found) => found.data?.crowdloans.map(({ id }: { id: number }) => id) ?? found.failure)
      assert.deepStrictEqual(yield* ids("crowd list --status closed"), [4])
      assert.deepStrictEqual(yield* ids("crowd list --sort-by raised --sort-order asc"), [3, 4, 5, 6])
      assert.deepStrictEqual(yield* ids("crowd list --sort-by end"), [6, 5, 3, 4])
      assert.deepStrictEqual(yield* ids("crowd list --type subnet"), [])
      assert.deepStrictEqual(
        yield* ids(`crowd list --search-creator ${alice.coldkey.slice(4, 20)} --status funded`),
        [5]
      )
      assert.deepStrictEqual(yield* ids(`crowd list --search-creator ${bob.coldkey}`), [])
      const info = yield* on("crowdloan info 3")
      assert.deepInclude(info.data, {
        id: 3,
        cap_tao: "100.000000000",
        raised_tao: "60.000000000",
        blocks_left: 500,
        target: bob.coldkey,
        call: null
      })
      assert.match(info.shown, /Raised +τ60\.000000000 of τ100\.000000000/)
      const lent = yield* on("crowd contributors --id 3")
      assert.deepStrictEqual(
        lent.data.contributors.map((one: { address: string; share: number }) => [one.address, one.share]),
        [
          [bob.coldkey, 50 / 60],
          [alice.coldkey, 10 / 60]
        ]
      )
      assert.match(lent.shown, /1 +5\w+ +- +τ50\.000000000 +83\.33%/)
      assert.strictEqual((yield* on("crowd info 9")).failure?.exit, 4)
      assert.match((yield* on("crowd info")).failure?.said ?? "", /--id/)
    })
  )

  it.live("lends, takes back, and does what creators do", () =>
    Effect.gen(function* () {
      const { on } = yield* setUp
      const alice = "--wallet.name alice --id 3"
      const rows: ReadonlyArray<readonly [string, string, object]> = [
        [`contribute ${alice} --amount 5`, "contribute", { crowdloan_id: 3, amount: Tao(5) }],
        [`withdraw ${alice}`, "withdraw", { crowdloan_id: 3 }],
        [`finalize ${alice}`, "finalize", { crowdloan_id: 3 }],
        [`refund ${alice}`, "refund", { crowdloan_id: 3 }],
        ["dissolve 3 --wallet.name alice", "dissolve", { crowdloan_id: 3 }],
        [
          `update ${alice} --min-contribution 2`,
          "update_min_contribution",
          { crowdloan_id: 3, new_min_contribution: Tao(2) }
        ],
        [
          `update ${alice} --max_contribution 9`,
          "set_max_contribution",
          { crowdloan_id: 3, new_max_contribution: Tao(9) }
        ],
        [
          `update ${alice} --max_contribution none`,
          "set_max_contribution",
          { crowdloan_id: 3, new_max_contribution: undefined }
        ],
        [`update ${alice} --cap 200`, "update_cap", { crowdloan_id: 3, new_cap: Tao(200) }],
        [`update ${alice} --end 2000`, "update_end", { crowdloan_id: 3, new_end: 2000 }]
      ]
      for (const [line, name, args] of rows) {
        const { data, failure, sent } = yield* on(`crowd ${line}`)
        assert.deepStrictEqual(sent, [{ pallet: "Crowdloan", name, args: args as never }], `${line} ${failure?.said}`)
        assert.deepInclude(data, { id: 3, status: "included", call: `Crowdloan.${name}` })
      }
      const much = yield* on(`crowd contribute ${alice} --amount 50`)
      assert.match(much.said, /τ60\.000000000 of τ100\.000000000 ➡ τ100[^]*room for τ40\.000000000 only/)
      const dry = yield* on(`crowd withdraw ${alice} --dry_run`)
      assert.deepStrictEqual([dry.data.status, dry.sent], ["planned", []])

      const refused: ReadonlyArray<readonly [string, number, RegExp]> = [
        [`contribute ${alice} --amount 0.5`, 5, /no less than τ1\.0/],
        ["contribute --wallet.name alice --id 4 --amount 5", 5, /4 is ended/],
        ["contribute --wallet.name alice --id 5 --amount 5", 5, /5 is funded/],
        [`contribute ${alice}`, 2, /--amount/],
        [`contribute ${alice} --amount 0`, 2, /above zero/],
        ["withdraw --wallet.name alice --id 9", 4, /no crowdloan 9/],
        [`update ${alice}`, 2, /0 changes/],
        [`update ${alice} --cap 1 --end 5`, 2, /2 changes/],
        [`update ${alice} --cap x`, 2, /--cap/]
      ]
      for (const [line, exit, said] of refused) {
        const { failure, sent } = yield* on(`crowd ${line}`)
        assert.deepStrictEqual([failure?.exit, sent], [exit, []], `${line} ${failure?.said}`)
        assert.match(failure?.said ?? "", said, line)
      }
    })
  )

  it.live("begins one, for an account, a call or a lease", () =>
    Effect.gen(function* () {
      const { bob, home, on, state } = yield* setUp
      const terms = "crowd create --wallet.name alice --deposit 10 --min_contribution 1 --cap 100 --duration 500"
      const args = { deposit: Tao(10), min_contribution: Tao(1), cap: Tao(100), end: 1500 }
      const custom = '--custom-call-pallet System --custom-call-method remark --custom-call-args {"remark":"0x01"}'
      const named = yield* on(`${terms} ${custom}`)
      assert.deepInclude(named.sent[0]?.args["call"], { type: "System" }, named.failure?.said)
      assert.strictEqual((yield* on(`${terms} --custom-call-pallet System`)).failure?.exit, 2)
      const made = yield* on(`${terms} --fundraising --target_address ${bob.coldkey}`)
      assert.strictEqual(made.failure, undefined)
      assert.deepStrictEqual(made.sent, [
        { pallet: "Crowdloan", name: "create", args: { ...args, call: undefined, target_address: bob.coldkey } }
      ])
      assert.deepInclude(made.data, { id: 7, end_block: 1500 })
      assert.match(made.shown, /Crowdloan: 7, until block 1500/)
      const lease = yield* on(`${terms} --subnet_lease --emissions_share 30 --lease_end_block 9000`)
      const leased = { type: "register_leased_network", value: { emissions_share: 30, end_block: 9000 } }
      assert.deepInclude(lease.sent[0]?.args, { call: { type: "SubtensorModule", value: leased } })
      const call = yield* on(`${terms} --call System.remark --args {"remark":"0x01"}`)
      assert.deepInclude(call.sent[0]?.args, {
        call: { type: "System", value: { type: "remark", value: { remark: "0x01" } } }
      })
      assert.strictEqual((yield* on(`${terms} --target_address ${bob.coldkey} --dry_run`)).data.id, null)
      const wrong: ReadonlyArray<readonly [string, RegExp]> = [
        [terms, /--target_address/],
        [`${terms} --subnet_lease --target ${bob.coldkey}`, /one purpose/],
        [`${terms} --emissions_share 5`, /about a lease/],
        [`${terms} --subnet_lease --emissions_share 101`, /percent/],
        [`${terms} --target_address 5F`, /no Bittensor address/],
        [`${terms} --target_address ${bob.coldkey} --duration 5`, /from 50 to 20000 blocks/]
      ]
      for (const [line, said] of wrong) {
        const { failure, sent } = yield* on(line)
        assert.deepStrictEqual([failure?.exit, sent], [2, []], `${line} ${failure?.said}`)
        assert.match(failure?.said ?? "", said, line)
      }
      const old = yield* playedOn(home, 218, state)(`${terms} --target_address ${bob.coldkey}`)
      assert.match(old.failure?.said ?? "", /Crowdloans came with/)
    })
  )
})

describe("the terms of a crowdloan", () => {
  it("are those that the runtime takes", () => {
    const terms = { deposit: Tao(10), minContribution: Tao("0.1"), cap: Tao(11), duration: 50 }
    const limits = {
      absoluteMinimumContribution: constants.AbsoluteMinimumContribution,
      minimumDeposit: constants.MinimumDeposit,
      minimumBlockDuration: constants.MinimumBlockDuration,
      maximumBlockDuration: constants.MaximumBlockDuration,
      maxContributors: constants.MaxContributors,
      refundContributorsLimit: constants.RefundContributorsLimit
    }
    const said = (changed: Partial<typeof terms>) => wrongWith({ ...terms, ...changed }, limits)?.what ?? ""
    assert.strictEqual(said({}), "")
    assert.match(said({ deposit: Tao(9) }), /--deposit/)
    assert.match(said({ minContribution: Tao("0.09") }), /--min_contribution/)
    assert.match(said({ cap: Tao(10) }), /--cap/)
    assert.match(said({ duration: 20_001 }), /--duration/)
  })
})
