/** `btcli sudo set`, `btcli sudo get`. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { nameOf, normalized, parameters, presentOf, valueOf } from "../../../src/cli/subject/parameters.ts"
import { rowsOf } from "../../../src/cli/subject/hyperparameters.ts"
import { callNameOf } from "../../../src/services/subtensor/calls/owner.ts"
import * as SubtensorRpc from "../../../src/layers/SubtensorRpc.ts"
import * as WalletsMemory from "../../../src/layers/WalletsMemory.ts"
import { Coldkey } from "../../../src/services/Coldkey.ts"
import type { DevnetShape } from "../../../src/services/Devnet.ts"
import { Subtensor } from "../../../src/services/Subtensor.ts"
import { Wallets } from "../../../src/services/Wallets.ts"
import * as run from "../../support/btcli.ts"

/** Subnet 1 is Bob's; Alice is root. */
const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob", "Charlie")
  yield* chain.setStorage("SubtensorModule", "NetworksAdded", [1], true)
  yield* chain.setStorage("SubtensorModule", "SubnetOwner", [1], bob.coldkey)
  const item = (name: string) => chain.read("SubtensorModule", name, 1)
  return { chain, home, alice, bob, item }
})

/** A value for each that runtime 185 has, and where the chain has it. */
const values: ReadonlyArray<readonly [param: string, value: string, item: string, stored: unknown]> = [
  ["serving_rate_limit", "51", "ServingRateLimit", 51n],
  ["min_difficulty", "52", "MinDifficulty", 52n],
  ["max_difficulty", "18446744073709551615", "MaxDifficulty", 2n ** 64n - 1n],
  ["weights_version", "53", "WeightsVersionKey", 53n],
  ["weights_rate_limit", "54", "WeightsSetRateLimit", 54n],
  ["max_weight_limit", "65535", "MaxWeightsLimit", 65_535],
  ["immunity_period", "55", "ImmunityPeriod", 55],
  ["min_allowed_weights", "56", "MinAllowedWeights", 56],
  ["activity_cutoff", "57", "ActivityCutoff", 57],
  ["network_registration_allowed", "false", "NetworkRegistrationAllowed", false],
  ["network_pow_registration_allowed", "True", "NetworkPowRegistrationAllowed", true],
  ["min_burn", "58", "MinBurn", 58n],
  ["max_burn", "59", "MaxBurn", 59n],
  ["adjustment_alpha", "60", "AdjustmentAlpha", 60n],
  ["bonds_moving_avg", "61", "BondsMovingAverage", 61n],
  ["rho", "62", "Rho", 62],
  ["kappa", "63", "Kappa", 63],
  ["difficulty", "64", "Difficulty", 64n],
  ["commit_reveal_weights_interval", "65", "WeightCommitRevealInterval", 65n],
  ["commit_reveal_weights_enabled", "1", "CommitRevealWeightsEnabled", true]
]

/** One of each kind, and those whose call has another name; the others are set without a process for each. */
const byProcess = new Set([
  "max_difficulty",
  "weights_version",
  "weights_rate_limit",
  "max_weight_limit",
  "network_registration_allowed",
  "bonds_moving_avg",
  "commit_reveal_weights_enabled"
])

/** What the command does with a name and a value. */
const setHere = ({ url }: DevnetShape, name: string, text: string) =>
  Effect.gen(function* () {
    const [subtensor, wallets] = [yield* Subtensor, yield* Wallets]
    yield* wallets.regenerate({ name: "bob", coldkey: true, from: { uri: "//Bob" }, encrypt: false })
    const signer = yield* wallets.signer({ name: "bob", coldkey: true })
    const value = yield* valueOf(name, text)
    yield* Effect.provideService(subtensor.setHyperparameter({ netuid: 1, name, value }), Coldkey, signer)
  }).pipe(Effect.provide([SubtensorRpc.layer(url ?? assert.fail()), WalletsMemory.layer()]))

describe("btcli sudo", () => {
  it.live(
    "sets each hyperparameter that the runtime has",
    () =>
      Effect.gen(function* () {
        const { chain, home, item } = yield* setUp
        const chosen = values.filter(([param]) => byProcess.has(param))
        for (const [param, value] of chosen) {
          const words = `sudo set --wallet.name bob --netuid 1 --param ${param} --value ${value} --yes`
          const data = yield* run.succeeds(home, words)
          assert.deepInclude(data, { status: "included", param, netuid: 1, call: `AdminUtils.${callNameOf(param)}` })
        }
        for (const [param, value] of values.filter(([name]) => !byProcess.has(name)))
          yield* setHere(chain, param, value)
        for (const [param, , name, stored] of values) assert.deepStrictEqual(yield* item(name), stored, param)
        const half = "sudo set --wallet-name bob --netuid 1 --parameter kappa --value 0.5 --normalize --yes"
        assert.deepInclude(yield* run.succeeds(home, half), { param: "kappa", new_value: "32767" })
        assert.strictEqual(yield* item("Kappa"), 32_767)
        const { hyperparameters } = yield* run.succeeds(home, "sudo get --netuid 1")
        const now = (wanted: string) =>
          hyperparameters.find(({ hyperparameter }: { hyperparameter: string }) => hyperparameter === wanted)
        assert.deepInclude(now("min_burn"), { value: "58", normalized_value: "0.000000058", unit: "tao" })
        assert.deepInclude(now("max_difficulty"), { value: "18446744073709551615", normalized_value: 1 })
        assert.deepInclude(now("max_weight_limit"), { value: 65_535, normalized_value: 1 })
        assert.deepInclude(now("bonds_moving_avg"), { value: "61", normalized_value: 0.000061 })
        const shown = yield* run.btcli(home, "su get --netuid 1")
        assert.match(
          shown.out,
          /^Subnet Hyperparameters - NETUID: 1 - .*\n +HYPERPARAMETER +VALUE +NORMALIZED\n +rho +62 +62\n/
        )
      }),
    60_000
  )

  it.live("asks, after it has shown what there is, and lets root set what it likes", () =>
    Effect.gen(function* () {
      const { home, item } = yield* setUp
      const ask = (answer: string) =>
        run.dialogue(
          home,
          ["sudo", "set"],
          [
            ["Enter wallet name (default)", "bob"],
            [/Enter netuid \[0\/1(\/\d+)*\]/, "1"],
            ["Enter hyperparameter [", "immunity_period"],
            ["Enter new value", "77"],
            ["Do you want to set immunity_period of subnet 1 from 4096 to 77 blocks? [y/n]", answer]
          ]
        )
      const no = yield* ask("n")
      assert.strictEqual(no.code, 3, no.screen)
      assert.include(no.screen, "HYPERPARAMETER")
      assert.strictEqual(yield* item("ImmunityPeriod"), 4096)
      const yes = yield* ask("y")
      assert.strictEqual(yes.code, 0, yes.screen)
      assert.include(yes.screen, "Hyper parameter immunity_period changed to 77")
      assert.strictEqual(yield* item("ImmunityPeriod"), 77)

      const data = yield* run.succeeds(home, "sudo set --wallet.name alice --netuid 1 --param rho --value 9 --yes")
      assert.deepInclude(data, { call: "Sudo.sudo", old_value: "10", new_value: "9" })
      assert.strictEqual(yield* item("Rho"), 9)
      const dry = yield* run.btcli(home, "sudo set --wallet.name alice --netuid 1 --param rho --value 8 --dry-run")
      assert.match(dry.out, /Effect +rho of subnet 1 becomes 8, as root says/)
      for (const [value, gets] of [
        ["1", "1 rao"],
        ["1.0", "1000000000 rao"]
      ] as const) {
        const burn = yield* run.btcli(
          home,
          `sudo set --wallet.name alice --netuid 1 --param min_burn --value ${value} --dry_run`
        )
        assert.match(burn.out, new RegExp(`Effect +the chain gets ${gets}\n`))
      }
      assert.strictEqual(yield* item("Rho"), 9)
    })
  )

  it.live("refuses before anything is sent", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const own = "sudo set --wallet.name bob --netuid 1"
      yield* run.refusals(home, [
        [
          "sudo set --wallet.name charlie --netuid 1 --param rho --value 1 --yes",
          5,
          /doesn't own the specified subnet/
        ],
        [`${own} --param tempo --value 1 --yes`, 2, /Invalid hyperparameter specified/],
        [`${own} --param rho --value 65536 --yes`, 2, /not within bounds.*65535/],
        [`${own} --param rho --value 1.5 --yes`, 2, /not within bounds/],
        [`${own} --param commit_reveal_weights_enabled --value maybe --yes`, 2, /true or false/],
        [`${own} --param alpha_values --value 1,2 --yes`, 2, /52428 < high/],
        [`${own} --param alpha_values --value 1,60000 --yes`, 5, /185/],
        ["sudo set --wallet.name alice --netuid 1 --param liquid_alpha_enabled --value true --yes", 5, /185/],
        [`${own} --param rho --yes`, 2, /--value/],
        ["sudo set --wallet.name bob --netuid 9 --param rho --value 1 --yes", 4, /no subnet 9/],
        ["sudo get --netuid 9", 4, /no subnet 9/],
        ["sudo get --no_prompt", 2, /--netuid/]
      ])
      for (const words of ["root show", "root subscribe"]) {
        const { code, err } = yield* run.btcli(home, words)
        assert.strictEqual(code, 2)
        assert.match(err, /is no command here[\s\S]*\bbtcli 11\b/)
      }
    })
  )
})

describe("a hyperparameter", () => {
  it("has a name, a value and a present one", () => {
    assert.strictEqual(Object.keys(parameters).length, 22)
    assert.strictEqual(nameOf("Immunity-Period"), "immunity_period")
    assert.strictEqual(nameOf("registration_allowed"), "network_registration_allowed")
    assert.isUndefined(nameOf("toString"))
    assert.deepStrictEqual(Effect.runSync(valueOf("alpha_values", "0, 52429")), [0, 52_429])
    assert.strictEqual(Effect.runSync(valueOf("min_burn", "5")), 5n)
    assert.strictEqual(Effect.runSync(valueOf("min_burn", "0.7")), 700_000_000n)
    assert.strictEqual(Effect.runSync(valueOf("kappa", "0.5")), 32_768)
    assert.strictEqual(Effect.runSync(valueOf("bonds_moving_avg", "0.9")), 900_000n)
    for (const [name, text] of [
      ["kappa", "1.5"],
      ["adjustment_alpha", "0.5"],
      ["min_burn", "0.0000000001"]
    ] as const) {
      assert.match(Effect.runSync(Effect.flip(valueOf(name, text))).what, /not within bounds/)
    }
    assert.match(Effect.runSync(Effect.flip(valueOf("alpha_values", "5"))).what, /low,high/)
    assert.strictEqual(Effect.runSync(normalized("alpha_values", "0.7, 0.9")), "45874,58981")
    assert.strictEqual(Effect.runSync(normalized("difficulty", "1")), String(2n ** 64n - 1n))
    assert.match(Effect.runSync(Effect.flip(normalized("kappa", "1.1"))).what, /from 0 to 1/)
    assert.match(Effect.runSync(Effect.flip(normalized("min_burn", "0.5"))).what, /no part of a whole/)
    const rows = rowsOf({
      alphaHigh: 58_982,
      alphaLow: 45_875,
      registrationAllowed: true,
      others: { odd: 3n }
    } as never)
    assert.strictEqual(presentOf("alpha_values", rows), "45875,58982")
    assert.strictEqual(presentOf("network_registration_allowed", rows), "true")
    assert.isUndefined(presentOf("rho", rows))
    assert.deepInclude(rows.at(-1), { hyperparameter: "odd", value: "3" })
    assert.deepInclude(rows[1], { hyperparameter: "alpha_high", normalized_value: 0.9000076295 })
  })
})
