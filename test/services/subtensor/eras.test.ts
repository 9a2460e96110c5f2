/** Which runtimes have which of the calls by name: each is planned on all of ../shared/metadata, and its bytes made. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { Alpha, Rao, Tao } from "effect-bittensor"
import { ALICE, BOB, named, planned, plansOn, type State } from "../../support/plans.ts"
import { hasBlobs, noBlobs, SPECS } from "../../support/runtimeNames.ts"

type Plans = ReturnType<typeof plansOn>
type Plan = Parameters<typeof named>[0]

const HASH = `0x${"ab".repeat(32)}` as const
const alpha = { netuid: 1, amount: Alpha(5n) }
const swap = { fromNetuid: 1, toNetuid: 2, amount: Alpha(5n) }
const right = { delegate: BOB, type: "Any" }
const remark = { pallet: "System", name: "remark", args: { remark: Uint8Array.of(1) } }
const served = { netuid: 1, ip: "192.0.2.1", port: 8091 }
const loan = { deposit: Rao(1n), minContribution: Rao(2n), cap: Rao(3n), end: 4 }

/** A call, the first and the last of the runtimes that have it, and how it is meant. */
const rows: ReadonlyArray<readonly [call: string, from: number, to: number, plan: (plans: Plans) => Plan]> = [
  ["Proxy.add_proxy", 185, 424, (plan) => plan.addProxy(right)],
  ["Proxy.remove_proxy", 185, 424, (plan) => plan.removeProxy({ ...right, delay: 2 })],
  ["Proxy.remove_proxies", 185, 424, (plan) => plan.removeProxies({})],
  ["Proxy.create_pure", 185, 424, (plan) => plan.createPureProxy({ type: "Staking" })],
  [
    "Proxy.kill_pure",
    185,
    424,
    (plan) => plan.killPureProxy({ spawner: BOB, type: "Any", height: 5, extrinsicIndex: 1 })
  ],
  ["Proxy.announce", 185, 424, (plan) => plan.announceProxy({ real: BOB, callHash: HASH })],
  ["Proxy.proxy_announced", 185, 424, (plan) => plan.proxyAnnounced({ delegate: ALICE, real: BOB, call: remark })],
  ["Proxy.remove_announcement", 185, 424, (plan) => plan.removeAnnouncement({ real: BOB, callHash: HASH })],
  ["Proxy.reject_announcement", 185, 424, (plan) => plan.rejectAnnouncement({ delegate: BOB, callHash: HASH })],

  ["Proxy.poke_deposit", 393, 424, (plan) => plan.pokeDeposit({})],

  [
    "SubtensorModule.serve_axon_tls",
    218,
    424,
    (plan) => plan.serveAxon({ ...served, certificate: new Uint8Array(32) })
  ],

  ["SubtensorModule.swap_hotkey", 143, 424, (plan) => plan.swapHotkey({ hotkey: BOB, newHotkey: ALICE })],
  ["SubtensorModule.swap_hotkey", 393, 424, (plan) => plan.swapHotkey({ hotkey: BOB, newHotkey: ALICE, netuid: 1 })],
  [
    "SubtensorModule.swap_hotkey_v2",
    393,
    424,
    (plan) => plan.swapHotkey({ hotkey: BOB, newHotkey: ALICE, keepStake: true })
  ],
  [
    "SubtensorModule.register_network_with_identity",
    393,
    424,
    (plan) => plan.registerNetwork({ identity: { subnetName: "é", logoUrl: "https://x" } })
  ],
  ["SubtensorModule.try_associate_hotkey", 393, 424, (plan) => plan.tryAssociateHotkey({})],

  [
    "Utility.batch_all",
    218,
    424,
    (plan) => plan.unstakeMultiple({ stakes: [1, 2].map((netuid) => ({ hotkey: BOB, netuid, amount: Alpha(5n) })) })
  ],
  ["Sudo.sudo", 103, 424, (plan) => plan.sudo({ call: remark })],

  ["Registry.set_identity", 143, 393, (plan) => plan.updateIdentity({ display: "é", web: "https://x", email: "x" })],
  ["Registry.clear_identity", 143, 393, (plan) => plan.clearIdentity({ identified: BOB })],
  ["SubtensorModule.set_identity", 218, 424, (plan) => plan.setIdentity({ name: "Alice", url: "https://x" })],
  ["SubtensorModule.set_identity", 393, 424, (plan) => plan.setIdentity({ name: "Alice", githubRepo: "x/y" })],

  ["SubtensorModule.vote", 143, 218, (plan) => plan.voteSenate({ proposal: HASH, index: 3, approve: true })],
  ["SubtensorModule.adjust_senate", 218, 218, (plan) => plan.adjustSenate({})],

  ["SubtensorModule.schedule_swap_coldkey", 218, 424, (plan) => plan.scheduleSwapColdkey({ to: BOB })],
  ["SubtensorModule.announce_coldkey_swap", 393, 424, (plan) => plan.announceColdkeySwap({ to: BOB })],
  ["SubtensorModule.dispute_coldkey_swap", 393, 424, (plan) => plan.disputeColdkeySwap({})],
  ["SubtensorModule.clear_coldkey_swap_announcement", 393, 424, (plan) => plan.clearColdkeySwapAnnouncement({})],

  ["Crowdloan.create", 393, 424, (plan) => plan.createCrowdloan({ ...loan, call: remark })],
  ["Crowdloan.create", 393, 424, (plan) => plan.createCrowdloan({ ...loan, target: BOB })],
  ["Crowdloan.contribute", 393, 424, (plan) => plan.contributeCrowdloan({ id: 1, amount: Rao(5n) })],
  ["Crowdloan.withdraw", 393, 424, (plan) => plan.withdrawCrowdloan({ id: 1 })],
  ["Crowdloan.finalize", 393, 424, (plan) => plan.finalizeCrowdloan({ id: 1 })],
  ["Crowdloan.refund", 393, 424, (plan) => plan.refundCrowdloan({ id: 1 })],
  ["Crowdloan.dissolve", 393, 424, (plan) => plan.dissolveCrowdloan({ id: 1 })],
  ["Crowdloan.update_min_contribution", 393, 424, (plan) => plan.updateMinContribution({ id: 1, amount: Rao(5n) })],
  ["Crowdloan.set_max_contribution", 424, 424, (plan) => plan.setMaxContribution({ id: 1 })],
  ["Crowdloan.update_end", 393, 424, (plan) => plan.updateCrowdloanEnd({ id: 1, end: 9 })],
  ["Crowdloan.update_cap", 393, 424, (plan) => plan.updateCrowdloanCap({ id: 1, cap: Rao(9n) })],

  ["SubtensorModule.set_coldkey_auto_stake_hotkey", 393, 424, (plan) => plan.setAutoStake({ netuid: 1 })],
  ["SubtensorModule.claim_root", 393, 424, (plan) => plan.claimRoot({ netuids: [3, 1, 3] })],
  ["SubtensorModule.set_root_claim_type", 393, 424, (plan) => plan.setRootClaimType({ claim: "Keep" })],
  ["SubtensorModule.set_root_claim_type", 393, 424, (plan) => plan.setRootClaimType({ claim: { keepIn: [2, 1] } })],
  ["SubtensorModule.add_stake_burn", 393, 424, (plan) => plan.addStakeBurn({ netuid: 1, amount: Rao(5n) })],
  ["SubtensorModule.recycle_alpha", 393, 424, (plan) => plan.recycleAlpha(alpha)],
  ["SubtensorModule.burn_alpha", 393, 424, (plan) => plan.burnAlpha(alpha)],

  ["SubtensorModule.swap_stake_limit", 393, 424, (plan) => plan.swapStakeLimit({ ...swap, limitPrice: 9n })],
  ["SubtensorModule.remove_stake_full_limit", 393, 424, (plan) => plan.removeStakeFullLimit({ netuid: 1 })],
  ["SubtensorModule.unstake_all_alpha", 393, 424, (plan) => plan.unstakeAllAlpha({})],
  ["SubtensorModule.lock_stake", 424, 424, (plan) => plan.lockStake(alpha)],
  ["SubtensorModule.move_lock", 424, 424, (plan) => plan.moveLock({ netuid: 1, to: BOB })],
  ["SubtensorModule.set_perpetual_lock", 424, 424, (plan) => plan.setPerpetualLock({ netuid: 1, isEnabled: true })],
  ["SubtensorModule.set_reject_locked_alpha", 424, 424, (plan) => plan.setRejectLockedAlpha({ isEnabled: true })],

  ["SubtensorModule.dissolve_network", 143, 218, (plan) => plan.dissolveNetwork({ netuid: 1 })],
  ["SubtensorModule.update_symbol", 393, 424, (plan) => plan.updateSymbol({ netuid: 1, symbol: "α" })],
  ["SubtensorModule.trigger_epoch", 424, 424, (plan) => plan.triggerEpoch({ netuid: 1 })]
]

describe.skipIf(!hasBlobs)(`each era (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  for (const spec of SPECS) {
    it.effect(
      `has its own calls (${spec})`,
      Effect.fn(function* () {
        const plans = plansOn(spec, { Key: ALICE })
        for (const [call, from, to, plan] of rows) {
          const found = yield* named(plan(plans))
          // What a runtime has the call for, but no such argument, is refused as a bad argument.
          const isThere = spec >= from && spec <= to
          if (isThere) assert.strictEqual(found, call)
          else assert.include(["NotInRuntime", "BadArgument"], found, call)
        }
      })
    )
  }
})

describe.skipIf(!hasBlobs)(`amounts (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "are said in the unit that they are of",
    Effect.fn(function* () {
      const plan = plansOn(424)
      const price = { limitPrice: Tao("0.1"), netuid: 1 }
      const plans = [
        plan.addStakeLimit({ ...price, amount: Tao(2) }),
        plan.removeStakeLimit({ ...price, amount: Alpha.of(2) }),
        plan.removeStake({ netuid: 1, amount: Alpha.of("2.5") }),
        plan.contributeCrowdloan({ id: 3, amount: Tao(2) })
      ]
      assert.deepStrictEqual(
        yield* Effect.forEach(plans, (one) => Effect.map(planned(one), ({ effects }) => effects)),
        [
          ["up to τ2.000000000 buy alpha of subnet 1 for at most τ0.100000000 each"],
          ["up to 2.000000000 alpha of subnet 1 are sold for at least τ0.100000000 each"],
          [`2.500000000 alpha of subnet 1 come back from ${BOB} to ${ALICE}`],
          ["up to τ2.000000000 go to crowdloan 3"]
        ]
      )
      // @ts-expect-error TAO is not what is sold
      plan.removeStakeLimit({ ...price, amount: Tao(2) })
    })
  )
})

describe.skipIf(!hasBlobs)(`an axon that is there (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "is not said anew, however its address is written",
    Effect.fn(function* () {
      const Axons = {
        block: 5n,
        version: 7,
        ip: 0x20010db8000000000000000000000001n,
        port: 8091,
        ip_type: 6,
        protocol: 4,
        placeholder1: 0,
        placeholder2: 0
      }
      const served = (ip: string, port = 8091) =>
        named(plansOn(424, { Axons }).serveAxon({ netuid: 1, ip, port, version: 7 }))
      const addresses = ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1", "2001:db8::2"]
      assert.deepStrictEqual(yield* Effect.forEach(addresses, (ip) => served(ip)), [
        "nothing",
        "nothing",
        "SubtensorModule.serve_axon"
      ])
      assert.strictEqual(yield* served("2001:db8::1", 8092), "SubtensorModule.serve_axon")
    })
  )
})

describe.skipIf(!hasBlobs)(`an axon's certificate (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "is one that the chain keeps",
    Effect.fn(function* () {
      const served = (length: number) =>
        named(plansOn(424).serveAxon({ netuid: 1, ip: "203.0.113.9", port: 1, certificate: new Uint8Array(length) }))
      assert.deepStrictEqual(yield* Effect.all([served(0), served(1), served(65), served(66)]), [
        "BadArgument",
        "SubtensorModule.serve_axon_tls",
        "SubtensorModule.serve_axon_tls",
        "BadArgument"
      ])
    })
  )
})

describe.skipIf(!hasBlobs)(`a registration (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "costs no more than its limit, where there is such a call",
    Effect.fn(function* () {
      const state: State = { NetworksAdded: true, Burn: Tao(2), Account: { data: { free: Tao(5) } } }
      const made = (limit: Rao, spec: 393 | 424 = 424, more: State = {}) =>
        plansOn(spec, { ...state, ...more }).registerLimit({ netuid: 1, limit })
      const { call } = yield* planned(made(Tao(3)))
      assert.deepStrictEqual(call.args, { netuid: 1, hotkey: BOB, limit_price: Tao(3) })
      const others = [made(Tao(1)), made(Tao(9), 424, { Burn: Tao(6) }), made(Tao(3), 424, { Uids: 7 })]
      assert.deepStrictEqual(yield* Effect.forEach(others, named), ["Refused", "Refused", "Refused"])
      assert.strictEqual(yield* named(made(Tao(3), 393)), "NotInRuntime")
    })
  )
})

describe.skipIf(!hasBlobs)(`a new subnet (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "is registered for what it costs, in whatever form the chain tells that, or does not",
    Effect.fn(function* () {
      const effects = (spec: 143 | 185 | 424, cost?: unknown, free = Tao(5)) => {
        const state = { Account: { data: { free } }, get_network_registration_cost: cost }
        return Effect.map(Effect.result(planned(plansOn(spec, state).registerNetwork({}))), (result) =>
          Result.match(result, {
            onFailure: ({ reason }) => reason._tag,
            onSuccess: (plan) => plan.effects.join().replace(/.*, for /, "")
          })
        )
      }
      // Metadata without types of it: eight bytes.
      const bytes = Uint8Array.of(0, 0x94, 0x35, 0x77, 0, 0, 0, 0)
      assert.strictEqual(yield* effects(424, 2_000_000_000n), "τ2.000000000")
      assert.strictEqual(yield* effects(185, bytes), "τ2.000000000")
      assert.strictEqual(yield* effects(185, bytes, Tao(1)), "Refused")
      assert.strictEqual(yield* effects(143), "the lock cost")
    })
  )
})

describe.skipIf(!hasBlobs)(`a swap of a coldkey (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  it.effect(
    "is made as it was announced, and not before its time",
    Effect.fn(function* () {
      const made = (state: State, to = BOB) => named(plansOn(424, state).swapColdkeyAnnounced({ to }))
      const { call } = yield* planned(plansOn(424).announceColdkeySwap({ to: BOB }))
      const hash = call.args["new_coldkey_hash"]
      const announced = (block: number): State => ({ ColdkeySwapAnnouncements: [block, hash] })
      assert.strictEqual(yield* made(announced(1001)), "SubtensorModule.swap_coldkey_announced")
      assert.strictEqual(yield* made(announced(1002)), "Refused")
      assert.strictEqual(yield* made({}), "Refused")
      assert.strictEqual(yield* made(announced(1001), ALICE), "Refused")
      assert.strictEqual(yield* made(announced(1001), "5Nobody"), "BadArgument")
    })
  )
})
