import { assert, describe, it } from "vitest"
import { asRoot, type Call, caller, type Caller } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Aura } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/aura"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { changes } from "effect-bittensor/devnet/state/Storage"
import { account, errorOf, localnet, run } from "../../../support/localnet.ts"
import { hex } from "../../../support/vectors.ts"

const { alice, bob, dave, eve } = sr25519
const { call: admin } = AdminUtils
const of = SubtensorModule.storage
const netuid = 3
const missing = 7
const zero: Hex = `0x${"0".repeat(64)}`
const badOrigin = { _tag: "BadOrigin" } as const
const tooFew = AdminUtils.error("MaxAllowedUIdsNotAllowed")
const tooMany = AdminUtils.error("StorageValueOutOfRange")

/** A localnet whose subnet is Dave's. */
const owned = (): State => {
  const state = localnet()
  of.SubnetOwner.put(state, netuid, dave)
  return state
}

/** An item of the network, or of a subnet. */
interface Item {
  readonly name: string
  get(state: State, ...keys: ReadonlyArray<number>): unknown
}
interface Row {
  readonly name: string
  readonly call: Call
  /** What the call sets, and to what. */
  readonly item: Item
  readonly value: unknown
  readonly told: ReadonlyArray<object>
}

/** A call that sets an item to its last argument, and tells its arguments. */
const row = (call: Call, item: Item, event?: keyof (typeof SubtensorModule.definition)["events"]): Row => {
  const { _tag: name, ...args } = call.value
  const values = Object.values(args)
  const told = { _tag: "SubtensorModule", value: { _tag: event, value: values.length === 1 ? values[0] : values } }
  return { name, call, item, value: values.at(-1), told: event === undefined ? [] : [told] }
}

const ofNetwork: ReadonlyArray<Row> = [
  row(admin("sudo_set_default_take", { default_take: 7 }), of.MaxTake, "MaxDelegateTakeSet"),
  row(admin("sudo_set_tx_rate_limit", { tx_rate_limit: 7n }), of.TxRateLimit, "TxRateLimitSet"),
  row(admin("sudo_set_subnet_owner_cut", { subnet_owner_cut: 7 }), of.SubnetOwnerCut, "SubnetOwnerCutSet"),
  row(admin("sudo_set_network_rate_limit", { rate_limit: 7n }), of.NetworkRateLimit, "NetworkRateLimitSet"),
  row(admin("sudo_set_total_issuance", { total_issuance: 7n }), of.TotalIssuance),
  row(
    admin("sudo_set_network_immunity_period", { immunity_period: 7n }),
    of.NetworkImmunityPeriod,
    "NetworkImmunityPeriodSet"
  ),
  row(admin("sudo_set_network_min_lock_cost", { lock_cost: 7n }), of.NetworkMinLockCost, "NetworkMinLockCostSet"),
  row(admin("sudo_set_subnet_limit", { max_subnets: 7 }), of.SubnetLimit, "SubnetLimitSet"),
  row(
    admin("sudo_set_lock_reduction_interval", { interval: 7n }),
    of.NetworkLockReductionInterval,
    "NetworkLockCostReductionIntervalSet"
  ),
  row(admin("sudo_set_weights_min_stake", { min_stake: 7n }), of.WeightsMinStake, "WeightsMinStake"),
  row(admin("sudo_set_nominator_min_required_stake", { min_stake: 7n }), of.NominatorMinRequiredStake),
  row(
    admin("sudo_set_tx_delegate_take_rate_limit", { tx_rate_limit: 7n }),
    of.TxDelegateTakeRateLimit,
    "TxDelegateTakeRateLimitSet"
  ),
  row(admin("sudo_set_min_delegate_take", { take: 7 }), of.MinTake, "MinDelegateTakeSet")
]

const ofSubnetByRoot: ReadonlyArray<Row> = [
  row(
    admin("sudo_set_adjustment_interval", { netuid, adjustment_interval: 7 }),
    of.AdjustmentInterval,
    "AdjustmentIntervalSet"
  ),
  row(admin("sudo_set_max_allowed_uids", { netuid, max_allowed_uids: 7 }), of.MaxAllowedUids, "MaxAllowedUidsSet"),
  row(
    admin("sudo_set_target_registrations_per_interval", { netuid, target_registrations_per_interval: 7 }),
    of.TargetRegistrationsPerInterval,
    "RegistrationPerIntervalSet"
  ),
  row(
    admin("sudo_set_max_allowed_validators", { netuid, max_allowed_validators: 7 }),
    of.MaxAllowedValidators,
    "MaxAllowedValidatorsSet"
  ),
  row(
    admin("sudo_set_max_registrations_per_block", { netuid, max_registrations_per_block: 7 }),
    of.MaxRegistrationsPerBlock,
    "MaxRegistrationsPerBlockSet"
  ),
  row(admin("sudo_set_tempo", { netuid, tempo: 7 }), of.Tempo, "TempoSet"),
  row(
    admin("sudo_set_rao_recycled", { netuid, rao_recycled: 7n }),
    of.RAORecycledForRegistration,
    "RAORecycledForRegistrationSet"
  )
]

const ofSubnetOrNone: ReadonlyArray<Row> = [
  row(
    admin("sudo_set_serving_rate_limit", { netuid, serving_rate_limit: 7n }),
    of.ServingRateLimit,
    "ServingRateLimitSet"
  ),
  row(
    admin("sudo_set_network_registration_allowed", { netuid, registration_allowed: true }),
    of.NetworkRegistrationAllowed,
    "RegistrationAllowed"
  ),
  row(
    admin("sudo_set_network_pow_registration_allowed", { netuid, registration_allowed: true }),
    of.NetworkPowRegistrationAllowed,
    "PowRegistrationAllowed"
  )
]

const ofSubnetByOwner: ReadonlyArray<Row> = [
  row(admin("sudo_set_min_difficulty", { netuid, min_difficulty: 7n }), of.MinDifficulty, "MinDifficultySet"),
  row(admin("sudo_set_max_difficulty", { netuid, max_difficulty: 7n }), of.MaxDifficulty, "MaxDifficultySet"),
  row(
    admin("sudo_set_weights_version_key", { netuid, weights_version_key: 7n }),
    of.WeightsVersionKey,
    "WeightsVersionKeySet"
  ),
  row(
    admin("sudo_set_weights_set_rate_limit", { netuid, weights_set_rate_limit: 7n }),
    of.WeightsSetRateLimit,
    "WeightsSetRateLimitSet"
  ),
  row(admin("sudo_set_adjustment_alpha", { netuid, adjustment_alpha: 7n }), of.AdjustmentAlpha, "AdjustmentAlphaSet"),
  row(admin("sudo_set_max_weight_limit", { netuid, max_weight_limit: 7 }), of.MaxWeightsLimit, "MaxWeightLimitSet"),
  row(admin("sudo_set_immunity_period", { netuid, immunity_period: 7 }), of.ImmunityPeriod, "ImmunityPeriodSet"),
  row(
    admin("sudo_set_min_allowed_weights", { netuid, min_allowed_weights: 7 }),
    of.MinAllowedWeights,
    "MinAllowedWeightSet"
  ),
  row(admin("sudo_set_kappa", { netuid, kappa: 7 }), of.Kappa, "KappaSet"),
  row(admin("sudo_set_rho", { netuid, rho: 7 }), of.Rho),
  row(admin("sudo_set_activity_cutoff", { netuid, activity_cutoff: 7 }), of.ActivityCutoff, "ActivityCutoffSet"),
  row(admin("sudo_set_min_burn", { netuid, min_burn: 7n }), of.MinBurn, "MinBurnSet"),
  row(admin("sudo_set_max_burn", { netuid, max_burn: 7n }), of.MaxBurn, "MaxBurnSet"),
  row(admin("sudo_set_difficulty", { netuid, difficulty: 7n }), of.Difficulty, "DifficultySet"),
  row(
    admin("sudo_set_bonds_moving_average", { netuid, bonds_moving_average: 7n }),
    of.BondsMovingAverage,
    "BondsMovingAverageSet"
  ),
  row(admin("sudo_set_commit_reveal_weights_interval", { netuid, interval: 7n }), of.WeightCommitRevealInterval),
  row(admin("sudo_set_commit_reveal_weights_enabled", { netuid, enabled: true }), of.CommitRevealWeightsEnabled)
]

const byRoot = [...ofNetwork, ...ofSubnetByRoot]
const byOwner = [...ofSubnetByOwner, ...ofSubnetOrNone]
const sudo = (call: Call) => Sudo.call("sudo", { call })
const sudid = Sudo.event("Sudid", { sudo_result: { _tag: "Ok", value: null } })

const elsewhere = ({ _tag, value: inner }: Call): Call => {
  const value = { ...inner, netuid: missing }
  return { _tag, value }
}

/** That a call sets what its row says, and nothing else. */
const assertSets = ({ call, item, told, value }: Row, by: Hex, outer: Call, last: ReadonlyArray<object>) => {
  const state = owned()
  const keys = "netuid" in call.value ? [netuid] : []
  assert.notStrictEqual(item.get(state, ...keys), value)
  const before = state.storage.snapshot()
  const { error, events } = run(state, by, outer)
  assert.isUndefined(error)
  assert.strictEqual(item.get(state, ...keys), value)
  assert.deepStrictEqual(events, [...told, ...last])
  const ofEvents = new Set<string>([System.storage.Events.key(state), System.storage.EventCount.key(state)])
  const changed = changes(before, state.storage.snapshot()).filter(({ key }) => !ofEvents.has(key))
  assert.lengthOf(changed, 1)
}

it("there is a row for every call but one", () => {
  const { swap_authorities: _, ...calls } = AdminUtils.definition.calls
  const named = [...byRoot, ...byOwner].map(({ name }) => name)
  assert.sameMembers(named, Object.keys(calls))
})

describe.each([...byRoot, ...byOwner])("$name, as root", (one) => {
  it("sets what it says", () => assertSets(one, alice, sudo(one.call), [sudid]))

  it("is refused to those who are neither root nor owner", () => {
    const others: ReadonlyArray<Hex | Caller> = [alice, bob, zero, caller(none)]
    for (const by of others) assert.deepStrictEqual(errorOf(owned(), by, one.call), badOrigin)
  })
})

describe.each(byOwner)("$name, as the owner", (one) =>
  it("sets what it says", () => assertSets(one, dave, one.call, []))
)

it.each(byRoot)("$name is refused to the owner", ({ call }) =>
  assert.deepStrictEqual(errorOf(owned(), dave, call), badOrigin)
)

it.each([...ofSubnetByRoot, ...ofSubnetByOwner])("$name needs the subnet, once the origin may", ({ call }) => {
  assert.deepStrictEqual(errorOf(owned(), asRoot, elsewhere(call)), AdminUtils.error("SubnetDoesNotExist"))
  assert.deepStrictEqual(errorOf(owned(), dave, elsewhere(call)), badOrigin)
})

it.each(ofSubnetByOwner)("$name of no subnet is the zero account's, and fails", ({ call }) =>
  assert.deepStrictEqual(errorOf(owned(), zero, elsewhere(call)), AdminUtils.error("SubnetDoesNotExist"))
)

it.each(ofSubnetOrNone)("$name does not need the subnet", ({ call, item, value }) => {
  for (const by of [asRoot, zero]) {
    const state = owned()
    assert.isUndefined(errorOf(state, by, elsewhere(call)))
    assert.strictEqual(item.get(state, missing), value)
  }
})

describe("a value out of range", () => {
  const uids = (max_allowed_uids: number, at = netuid) =>
    admin("sudo_set_max_allowed_uids", { netuid: at, max_allowed_uids })
  const validators = (max_allowed_validators: number, at = netuid) =>
    admin("sudo_set_max_allowed_validators", { netuid: at, max_allowed_validators })

  it("is no room for one more neuron", () => {
    const state = owned()
    of.SubnetworkN.put(state, netuid, 5)
    assert.deepStrictEqual(errorOf(state, asRoot, uids(5)), tooFew)
    assert.isUndefined(errorOf(state, asRoot, uids(6)))
    assert.deepStrictEqual(errorOf(state, asRoot, uids(0, missing)), AdminUtils.error("SubnetDoesNotExist"))
  })

  it("is more validators than neurons", () => {
    const state = owned()
    of.MaxAllowedUids.put(state, netuid, 5)
    assert.deepStrictEqual(errorOf(state, asRoot, validators(6)), tooMany)
    assert.isUndefined(errorOf(state, asRoot, validators(5)))
    assert.deepStrictEqual(errorOf(state, asRoot, validators(65_535, missing)), AdminUtils.error("SubnetDoesNotExist"))
  })
})

describe("sudo_set_nominator_min_required_stake", () => {
  const minimum = (min_stake: bigint) => admin("sudo_set_nominator_min_required_stake", { min_stake })
  const [hot, orphan] = [account("hot"), account("orphan")]

  /** Dave owns `hot`, and Eve and Bob nominate it; nobody owns `orphan`. */
  const staked = (): State => {
    const state = owned()
    of.Owner.put(state, hot, dave)
    const stakes = [
      [hot, dave, 10n],
      [hot, eve, 999n],
      [hot, bob, 1000n],
      [orphan, zero, 600n]
    ] as const
    for (const [hotkey, coldkey, stake] of stakes) {
      of.Stake.put(state, hotkey, coldkey, stake)
      of.TotalHotkeyStake.mutate(state, hotkey, (total) => total + stake)
      of.TotalColdkeyStake.mutate(state, coldkey, (total) => total + stake)
      of.TotalStake.mutate(state, (total) => total + stake)
    }
    of.TotalIssuance.put(state, 1_000_000n)
    return state
  }

  it("gives back what nominators have below it", () => {
    const state = staked()
    const [free, issuance] = [
      System.storage.Account.get(state, eve).data.free,
      Balances.storage.TotalIssuance.get(state)
    ]
    const { events } = run(state, asRoot, minimum(1000n))
    assert.deepStrictEqual(
      [...of.Stake.entries(state)].map(([[hotkey, coldkey], stake]) => [hotkey, coldkey, stake]).toSorted(),
      [
        [hot, bob, 1000n],
        [hot, dave, 10n]
      ].toSorted()
    )
    assert.strictEqual(of.TotalHotkeyStake.get(state, hot), 1010n)
    assert.strictEqual(of.TotalHotkeyStake.get(state, orphan), 0n)
    assert.strictEqual(of.TotalColdkeyStake.get(state, eve), 0n)
    assert.strictEqual(of.TotalColdkeyStake.get(state, dave), 10n)
    assert.strictEqual(of.TotalStake.get(state), 1010n)
    assert.strictEqual(of.TotalIssuance.get(state), 1_000_000n - 1599n)
    assert.strictEqual(System.storage.Account.get(state, eve).data.free, free + 999n)
    assert.strictEqual(Balances.storage.TotalIssuance.get(state), issuance + 1599n)
    // In the order of the hashes of the hotkeys.
    const toEve = [Balances.event("Deposit", { who: eve, amount: 999n })]
    const toZero = [
      System.event("NewAccount", { account: zero }),
      Balances.event("Endowed", { account: zero, free_balance: 600n }),
      Balances.event("Deposit", { who: zero, amount: 600n })
    ]
    const hotFirst = of.Stake.key(state, hot) < of.Stake.key(state, orphan)
    assert.deepStrictEqual(events, hotFirst ? [...toEve, ...toZero] : [...toZero, ...toEve])
  })

  it("gives nothing back unless it was raised", () => {
    const state = staked()
    for (const before of [1000n, 2000n]) {
      of.NominatorMinRequiredStake.put(state, before)
      assert.deepStrictEqual(run(state, asRoot, minimum(1000n)).events, [])
      assert.lengthOf([...of.Stake.entries(state)], 4)
      assert.strictEqual(of.NominatorMinRequiredStake.get(state), 1000n)
    }
  })
})

describe("swap_authorities", () => {
  it("weighs more for each authority, as the real runtime says", () => {
    const weights = [0, 1, 2].map((count) => {
      const new_authorities = Array.from({ length: count }, () => alice)
      return dispatch.infoOf(AdminUtils.call("swap_authorities", { new_authorities })).weight.ref_time
    })
    assert.deepStrictEqual(weights, [245_410_228n, 245_609_627n, 245_809_026n])
  })

  const swap = (new_authorities: ReadonlyArray<Hex>) => admin("swap_authorities", { new_authorities })

  it("lets others make blocks, and says so in the header", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, alice, sudo(swap([dave, eve]))).events, [sudid])
    assert.deepStrictEqual(Aura.storage.Authorities.get(state), [dave, eve])
    const change = hex(`0108${dave.slice(2)}${eve.slice(2)}`)
    assert.deepStrictEqual(System.storage.Digest.get(state).logs.slice(1), [
      { _tag: "Consensus", value: ["0x61757261", Uint8Array.from(change)] }
    ])
  })

  it("is for root, and not to be left with nobody", () => {
    const state = localnet()
    const before = state.storage.snapshot()
    assert.deepStrictEqual(errorOf(state, alice, swap([dave])), badOrigin)
    assert.isUndefined(errorOf(state, asRoot, swap([])))
    assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  })
})
