import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import * as run from "../../support/btcli.ts"
import { subnetOfAlice } from "../../support/subnetOfAlice.ts"

describe.concurrent("btcli subnets, what there is", () => {
  it.live("lists subnets, and shows one", () =>
    Effect.gen(function* () {
      const { alice, home, set } = yield* subnetOfAlice({ withBob: true })
      yield* set("EmissionValues", 250_000_000n)
      yield* set("Difficulty", 12_340_000n)
      const { network, subnets } = yield* run.succeeds(home, "subnets list")
      assert.strictEqual(network, home.environment["BT_SUBTENSOR_CHAIN_ENDPOINT"])
      assert.deepStrictEqual(
        subnets.map(({ netuid }: { readonly netuid: number }) => netuid),
        [0, 1, 3]
      )
      const shared = {
        netuid: 1,
        neurons: 2,
        emission_share: 0.25,
        tempo: 360,
        recycle_tao: "1.000000000",
        difficulty: "12340000",
        owner: alice.coldkey,
        owner_name: null
      }
      assert.deepInclude(subnets[1], shared)
      assert.isNull(subnets[2].owner)
      assert.deepInclude(yield* run.succeeds(home, "subnets show 1"), shared)

      const table = yield* run.btcli(home, "s list")
      assert.match(table.out, /^Subnets - ws:/)
      assert.match(table.out, /NETUID +N +MAX_N +EMISSION +TEMPO +RECYCLE +POW +SUDO\n/)
      assert.match(
        table.out,
        new RegExp(`\\n +1 +2 +[\\d.]+( K)? +25\\.00% +360 +τ1\\.00000 +12\\.34 M +${alice.coldkey}\\n`)
      )
      assert.match(table.out, /\n +3 +\d+\n$/)
      const one = yield* run.btcli(home, "subnet show --netuid 1")
      assert.match(one.out, /Neurons +2 of /)
    })
  )

  it.live("tells costs and hyperparameters", () =>
    Effect.gen(function* () {
      const { chain, home, set } = yield* subnetOfAlice()
      yield* set("Kappa", 13_107)
      yield* set("Burn", 2_500_000_000n)
      const cost = yield* chain.read("SubtensorModule", "NetworkMinLockCost")
      const lock = yield* run.succeeds(home, "subnets lock_cost")
      assert.isAtLeast(Number(run.rao(lock.lock_cost_tao)), Number(cost))
      for (const words of ["subnets create-cost", "subnets lock-cost"]) {
        assert.deepStrictEqual(yield* run.succeeds(home, words), lock)
      }
      assert.deepStrictEqual(yield* run.succeeds(home, "s burn-cost"), { netuid: null, cost_tao: lock.lock_cost_tao })
      assert.deepStrictEqual(yield* run.succeeds(home, "s burn-cost 1"), { netuid: 1, cost_tao: "2.500000000" })
      assert.match((yield* run.btcli(home, "subnets lock_cost")).out, /^Subnet lock cost: τ[\d,]+\.\d{9}\n$/)

      const { hyperparameters } = yield* run.succeeds(home, "subnets hyperparameters --netuid 1")
      assert.deepInclude(hyperparameters, {
        hyperparameter: "kappa",
        value: 13_107,
        normalized_value: 0.2,
        unit: null
      })
      const table = yield* run.btcli(home, "subnets hyperparameters 1")
      assert.match(table.out, /^Subnet Hyperparameters - NETUID: 1 - ws:/)
      assert.match(table.out, / {2}HYPERPARAMETER +VALUE +NORMALIZED\n/)
    })
  )

  it.live("explains a hyperparameter", () =>
    Effect.gen(function* () {
      const { home, set } = yield* subnetOfAlice()
      yield* set("Kappa", 13_107)
      const kappa = yield* run.succeeds(home, "subnets hyperparameters 1 --name Kappa")
      assert.deepInclude(kappa, {
        hyperparameter: "kappa",
        value: 13_107,
        normalized_value: 0.2,
        measure: "of 65535",
        range: "an integer from 0 to 65535",
        set_by: "owner",
        set_command: "btcli sudo set --netuid 1 --param kappa --value 13107"
      })
      const tempo = yield* run.succeeds(home, "sudo get --netuid 1 --name tempo")
      assert.deepInclude(tempo, { measure: "blocks", range: null, set_by: "root", set_command: null })
      const registration = yield* run.succeeds(home, "s hyperparameters 1 --name registration-allowed")
      assert.include(registration.set_command, "--param network_registration_allowed --value true")
      const burn = yield* run.btcli(home, "s hparams 1 --name min_burn")
      assert.match(burn.out, /^min_burn - NETUID: 1 - ws:/)
      assert.match(
        burn.out,
        /Value +\d+ rao\nNormalized +τ[^]*Set by +the owner of the subnet\n[^]*\nSet it: btcli sudo set/
      )
      const nothing = yield* run.fails(home, "subnets hyperparameters 1 --name kapa")
      assert.deepInclude(nothing, { code: "not_found", exit: 4, next: "Did you mean kappa?" })
    })
  )

  it.live("asks for the subnet at a terminal, and names the one that is not there", () =>
    Effect.gen(function* () {
      const { home } = yield* subnetOfAlice()
      const asked = yield* run.dialogue(home, ["subnets", "hyperparameters"], [["Enter netuid [0/1/3]", "1"]])
      assert.strictEqual(asked.code, 0, asked.screen)
      assert.include(asked.screen, "Subnet Hyperparameters - NETUID: 1")
      for (const words of ["subnets show 9", "subnets metagraph --netuid 9", "s burn_cost 9", "s hyperparameters 9"]) {
        const nowhere = yield* run.fails(home, words)
        assert.deepInclude(nowhere, { code: "not_found", exit: 4 })
        assert.match(nowhere.what, /no subnet 9/)
      }
      const missing = yield* run.fails(home, "subnets metagraph --no_prompt")
      assert.deepInclude(missing, { code: "usage", exit: 2 })
      assert.match(missing.what, /--netuid/)
    })
  )

  it.live("says that no node answers, or asks another one, or waits for one", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      assert.deepInclude(yield* run.fails(home, "subnets list"), { code: "network", exit: 6 })
      const chain = yield* run.chain()
      const url = chain.url ?? assert.fail()
      const { subnets } = yield* run.succeeds(home, `subnets list --fallback-endpoints ws://127.0.0.1:7,${url}`)
      assert.lengthOf(subnets, 2)
      const environment = { BT_FALLBACK_ENDPOINTS: url, BT_ARCHIVE_ENDPOINTS: "none" }
      assert.lengthOf((yield* run.succeeds(home, "subnets list", { environment })).subnets, 2)
      const none = yield* run.fails(home, "subnets list --fallback-endpoints none", { environment })
      assert.deepInclude(none, { code: "network", exit: 6 })
      assert.deepInclude(yield* run.fails(home, "subnets list --archive-endpoints x://y"), { code: "usage", exit: 2 })

      yield* run.succeeds(home, `config set fallback_endpoints ${url}`)
      assert.lengthOf((yield* run.succeeds(home, "subnets list")).subnets, 2)
      const late = yield* Effect.scoped(Effect.map(run.chain(), (gone) => gone.url ?? assert.fail()))
      const waiting = yield* Effect.forkChild(
        run.succeeds(home, `subnets list --network ${late} --fallback-endpoints none --retry-forever`)
      )
      yield* Effect.sleep("2 seconds")
      yield* run.chain({ port: Number(new URL(late).port) })
      assert.lengthOf((yield* Fiber.join(waiting)).subnets, 2)
    })
  )

  it.live("refuses by name what later generations have, and this one has not", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      yield* run.refusals(home, [
        ["stake add --ledger --amount 1", 2, /--ledger is no flag of .*not a Ledger/],
        ["wallet transfer --signer extension", 2, /--wallet\.name/],
        ["subnets register --netuid 1 --pow", 2, /pow_register/],
        ["wallet create --crypto-type ed25519", 2, /sr25519/],
        ["wallet unlock --keychain-password", 2, /--password_file/]
      ])
    })
  )
})
