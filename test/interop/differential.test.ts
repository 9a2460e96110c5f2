/**
 * This chain against the real runtime, which Chopsticks executes: the same extrinsics, and after each block all that is stored,
 * events among it, is equal. Runs where `SUBTENSOR_SPEC` names the raw chain spec of a localnet of spec version 185; `SEEDS` and
 * `BLOCKS` say how far it goes.
 *
 * What cannot be compared:
 * - `:code`: what replaces it during a walk is no runtime, so that both go on with the one there was.
 * - Signatures: the executor takes all of them for right, and so does this chain here.
 * - The state root of a header, which no runtime of ours makes.
 * - Keys that one extrinsic writes and removes again by prefix, such as a batch that registers and then dissolves: the executor
 *   forgets to remove what the same task wrote. Between extrinsics a new task begins wherever that matters.
 */
import { assert, describe, it } from "vitest"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { commitHash } from "effect-bittensor/devnet/mathematics/commit"
import { seal } from "effect-bittensor/devnet/mathematics/seal"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { hash, encodedCall } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Multisig } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/multisig"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import { account, blockHash } from "../support/localnet.ts"
import { hex } from "../support/vectors.ts"
import type { Signed } from "../support/walk/chain.ts"
import { type Attempt, prologue, Walk } from "../support/walk/walk.ts"
import { Duel } from "./differential/Duel.ts"
import { installed } from "./differential/installed.ts"
import { ofCall, ofState } from "./differential/questions.ts"
import { RealRuntime } from "./differential/RealRuntime.ts"

const { BLOCKS, FIRST_SEED, SEEDS, SUBTENSOR_SPEC } = process.env
const specification = SUBTENSOR_SPEC ?? ""
const isGiven = specification !== ""
const blocks = Number(BLOCKS ?? 40)
const firstSeed = Number(FIRST_SEED ?? 1)
const seeds = Array.from({ length: Number(SEEDS ?? 3) }, (_, index) => firstSeed + index)
const PER_BLOCK = 12
const FAUCET_NONCE = 29_037n

/** A block takes a tenth of a second, and as much again for each extrinsic that is refused. */
const LIMIT = { timeout: 60_000 + blocks * 10_000 }

const { alice, bob } = sr25519
const call = SubtensorModule.call
const TAO = 10n ** 9n

const by = (signer: Signed["signer"], call: Call): Signed => ({ signer, call })
const root = (call: Call): Signed => by(alice, Sudo.call("sudo", { call }))
const fund = (who: Signed["signer"], tao: bigint) =>
  root(Balances.call("force_set_balance", { who: { _tag: "Id", value: who }, new_free: tao * TAO }))

const newDuel = () => new Duel(new RealRuntime(installed(), specification))

const assertEqual = (duel: Duel): void => {
  const told = duel.differences
    .slice(0, 10)
    .map(({ block, ours, real, what }) => `block ${block}: ${what}\n  ours ${ours}\n  real ${real}`)
  assert.strictEqual(told.join("\n"), "")
}

if (!isGiven) console.info("differential: skipped, for SUBTENSOR_SPEC names no chain spec with the real runtime")

describe.skipIf(!isGiven)("this chain and the real runtime", () => {
  it.each(seeds)("a random walk over all pallets, seed %i", LIMIT, async (seed) => {
    const duel = newDuel()
    const walk = new Walk(seed, duel.state)
    const drawn = function* (): Generator<Attempt> {
      for (let count = 0; count < PER_BLOCK; count++) yield walk.next()
    }
    for (const block of prologue()) await duel.build(block)
    for (let block = 0; block < blocks; block++) {
      await duel.build(drawn())
      walk.observe()
    }
    console.info(
      `seed ${seed}: ${duel.counts.blocks} blocks, ${duel.counts.extrinsics} extrinsics, ${duel.counts.refused} refused`
    )
    assertEqual(duel)
  })

  it("answer alike what a walk has made of the state, and judge alike what may come next", LIMIT, async () => {
    const duel = newDuel()
    const walk = new Walk(1000 + firstSeed, duel.state)
    const drawn = function* (count: number): Generator<Attempt> {
      for (let left = count; left > 0; left--) yield walk.next()
    }
    for (const block of prologue()) await duel.build(block)
    for (let block = 0; block < 15; block++) {
      await duel.build(drawn(PER_BLOCK))
      walk.observe()
    }
    for (const [method, args] of ofState) await duel.ask(method, args)
    for (const attempt of drawn(15)) {
      for (const [method, args] of ofCall(duel.state, attempt)) await duel.ask(method, args)
    }
    assert.isAbove(duel.counts.answers, 300)
    assertEqual(duel)
  })

  it("a senate that is full takes whoever has more stake, and its votes go with who leaves", LIMIT, async () => {
    const duel = newDuel()
    const hotkeys = Array.from({ length: 14 }, (_, index) => account(`senator ${index}`))
    const owners = hotkeys.map((_, index) => account(`owner ${index}`))
    await duel.build(owners.map((owner) => fund(owner, 10_000n)))
    const most = { netuid: 0, max_registrations_per_block: 100 }
    const target = { target_registrations_per_interval: 100 }
    await duel.build([
      by(alice, call("register_network", {})),
      ...[0, 1].flatMap((netuid) => [
        root(AdminUtils.call("sudo_set_max_registrations_per_block", { ...most, netuid })),
        root(AdminUtils.call("sudo_set_target_registrations_per_interval", { ...target, netuid }))
      ])
    ])
    await duel.build(
      hotkeys.map((hotkey, index) => by(owners[index] ?? alice, call("burned_register", { netuid: 1, hotkey })))
    )
    await duel.build(
      hotkeys.map((hotkey, index) =>
        by(owners[index] ?? alice, call("add_stake", { hotkey, amount_staked: BigInt(index + 1) * TAO }))
      )
    )
    const early = hotkeys.slice(0, 9)
    await duel.build(early.map((hotkey) => by(alice, call("root_register", { hotkey }))))
    const inner = AdminUtils.call("sudo_set_tx_rate_limit", { tx_rate_limit: 7n })
    const proposal = call("sudo", { call: inner })
    const hashed = hash(encodedCall(duel.state, proposal))
    const other = System.call("remark", { remark: Uint8Array.of(1) })
    const otherHash = hash(encodedCall(duel.state, other))
    await duel.build([
      by(alice, Triumvirate.call("propose", { proposal, length_bound: 1000, duration: 3600 })),
      by(bob, Triumvirate.call("propose", { proposal: other, length_bound: 1000, duration: 3600 }))
    ])
    const vote = (index: number, of = hashed, number = 0) =>
      by(
        owners[index] ?? alice,
        call("vote", { hotkey: hotkeys[index] ?? alice, proposal: of, index: number, approve: true })
      )
    await duel.build([...early.map((_, index) => vote(index)), vote(0, otherHash, 1)])
    await duel.build(hotkeys.slice(9).map((hotkey) => by(alice, call("root_register", { hotkey }))))
    const bound = { ref_time: 10n ** 12n, proof_size: 10n ** 6n }
    const close = (proposal_hash: Signed["signer"], index: number) =>
      by(bob, Triumvirate.call("close", { proposal_hash, index, proposal_weight_bound: bound, length_bound: 1000 }))
    await duel.build([close(hashed, 0), close(otherHash, 1)])
    // The other one waits until its time is over.
    await duel.skip(3600)
    await duel.build([close(otherHash, 1)])
    assert.deepStrictEqual(Triumvirate.storage.Proposals.get(duel.state), [])
    assertEqual(duel)
  })

  it("a network is pruned for a new one, and uids are once they are old enough", LIMIT, async () => {
    const duel = newDuel()
    const admin = AdminUtils.call
    const keys = Array.from({ length: 8 }, (_, index) => account(`miner ${index}`))
    await duel.build([by(alice, call("register_network", {})), by(alice, call("register_network", {}))])
    await duel.build(
      [1, 2].flatMap((netuid) => [
        root(admin("sudo_set_max_registrations_per_block", { netuid, max_registrations_per_block: 100 })),
        root(admin("sudo_set_target_registrations_per_interval", { netuid, target_registrations_per_interval: 100 })),
        root(admin("sudo_set_weights_set_rate_limit", { netuid, weights_set_rate_limit: 0n })),
        root(admin("sudo_set_immunity_period", { netuid, immunity_period: 6 })),
        root(admin("sudo_set_max_allowed_uids", { netuid, max_allowed_uids: 5 })),
        root(admin("sudo_set_tempo", { netuid, tempo: 4 }))
      ])
    )
    const register = (hotkey: Signed["signer"], netuid: number) =>
      by(alice, call("burned_register", { netuid, hotkey }))
    await duel.build(keys.slice(0, 5).flatMap((hotkey) => [register(hotkey, 1), register(hotkey, 2)]))
    await duel.build(
      keys
        .slice(0, 4)
        .map((hotkey, index) => by(alice, call("add_stake", { hotkey, amount_staked: BigInt(index + 1) * TAO })))
    )
    await duel.build([by(alice, call("root_register", { hotkey: keys[0] ?? alice }))])
    await duel.build([
      by(
        alice,
        call("set_root_weights", {
          netuid: 0,
          hotkey: keys[0] ?? alice,
          dests: [1, 2],
          weights: [3, 1],
          version_key: 0n
        })
      ),
      root(admin("sudo_set_tempo", { netuid: 0, tempo: 3 })),
      root(admin("sudo_set_weights_set_rate_limit", { netuid: 0, weights_set_rate_limit: 0n }))
    ])
    for (let round = 0; round < 6; round++) {
      const weigh = (hotkey: Signed["signer"], index: number) =>
        by(
          hotkey,
          call("set_weights", {
            netuid: 1,
            dests: [0, 1, 2, 3, 4],
            weights: [1, 2, 3, 4, 5].map((one) => one * (index + round)),
            version_key: 0n
          })
        )
      await duel.build(keys.slice(0, 4).map(weigh))
      for (let block = 0; block < 5; block++) await duel.build([])
      await duel.build(keys.slice(5).map((hotkey) => register(hotkey, 1)))
    }
    await duel.build([
      root(admin("sudo_set_subnet_limit", { max_subnets: 3 })),
      root(admin("sudo_set_network_immunity_period", { immunity_period: 3n }))
    ])
    await duel.build([by(alice, call("register_network", {}))])
    await duel.build([by(alice, call("register_network", {})), by(alice, call("dissolve_network", { netuid: 1 }))])
    await duel.skip(20)
    assertEqual(duel)
  })

  it("weights are promised and revealed, and a hotkey is swapped with all that is staked to it", LIMIT, async () => {
    const duel = newDuel()
    const admin = AdminUtils.call
    const { charlie } = sr25519
    const [hotkey, next] = [account("old hotkey"), account("new hotkey")]
    await duel.build([by(alice, call("register_network", {}))])
    await duel.build([
      by(alice, admin("sudo_set_commit_reveal_weights_enabled", { netuid: 1, enabled: true })),
      by(alice, admin("sudo_set_commit_reveal_weights_interval", { netuid: 1, interval: 5n })),
      by(alice, admin("sudo_set_weights_set_rate_limit", { netuid: 1, weights_set_rate_limit: 0n })),
      root(admin("sudo_set_tempo", { netuid: 1, tempo: 2 })),
      root(admin("sudo_set_tx_rate_limit", { tx_rate_limit: 0n }))
    ])
    const promise = { netuid: 1, uids: [0], values: [7] }
    const hashed = commitHash({ hotkey: hex(hotkey), ...promise, versionKey: 3n })
    const commit = by(
      hotkey,
      call("commit_weights", { netuid: 1, commit_hash: `0x${Buffer.from(hashed).toString("hex")}` })
    )
    const reveal = by(hotkey, call("reveal_weights", { ...promise, version_key: 3n }))
    await duel.build([by(alice, call("burned_register", { netuid: 1, hotkey })), commit])
    await duel.build([reveal, commit])
    await duel.skip(2)
    await duel.build([by(hotkey, call("reveal_weights", { ...promise, version_key: 4n })), reveal, reveal])
    assert.deepStrictEqual(SubtensorModule.storage.Weights.get(duel.state, 1, 0), [[0, 65_535]])
    const stake = (who: Signed["signer"], to: Signed["signer"], amount_staked: bigint) =>
      by(who, call("add_stake", { hotkey: to, amount_staked }))
    await duel.build([
      by(alice, call("become_delegate", { hotkey })),
      ...[alice, bob, charlie].map((who, index) => stake(who, hotkey, BigInt(index + 1) * TAO)),
      root(admin("sudo_set_commit_reveal_weights_enabled", { netuid: 1, enabled: false }))
    ])
    await duel.skip(5)
    await duel.build([by(alice, call("swap_hotkey", { hotkey, new_hotkey: next }))])
    await duel.build([root(admin("sudo_set_nominator_min_required_stake", { min_stake: 3n * TAO }))])
    await duel.skip(10)
    assertEqual(duel)
  })

  // Work for the faucet takes a million tries, so it is written down: it is for Alice, and the first block of these tests.
  it("work is worth something", LIMIT, async () => {
    const duel = newDuel()
    const admin = AdminUtils.call
    const workFor = (who: Signed["signer"], nonce: bigint) => ({
      block_number: 1n,
      nonce,
      work: seal({ account: hex(who), blockHash: hex(blockHash(1)), nonce })
    })
    await duel.build([by(alice, call("register_network", {}))])
    await duel.build([
      root(admin("sudo_set_network_pow_registration_allowed", { netuid: 1, registration_allowed: true })),
      root(admin("sudo_set_difficulty", { netuid: 1, difficulty: 1n })),
      by(alice, call("faucet", workFor(alice, FAUCET_NONCE))),
      by(alice, call("faucet", workFor(alice, 1n))),
      by(bob, call("register", { netuid: 1, ...workFor(bob, 5n), hotkey: bob, coldkey: alice })),
      // What is not 32 bytes ends the real runtime.
      by(alice, call("faucet", { ...workFor(alice, 1n), work: new Uint8Array(31) }))
    ])
    assert.strictEqual(SubtensorModule.storage.Uids.get(duel.state, 1, bob), 0)
    assertEqual(duel)
  })

  it("a group approves, cancels, and gets it done", LIMIT, async () => {
    const duel = newDuel()
    const { charlie } = sr25519
    const max_weight = { ref_time: 10n ** 11n, proof_size: 10n ** 6n }
    const inner = System.call("remark_with_event", { remark: Uint8Array.of(1, 2, 3) })
    const call_hash = hash(encodedCall(duel.state, inner))
    const others = (who: Signed["signer"]) => [alice, bob, charlie].filter((one) => one !== who).toSorted()
    const approve = (who: Signed["signer"], maybe_timepoint?: { readonly height: number; readonly index: number }) =>
      by(
        who,
        Multisig.call("approve_as_multi", {
          threshold: 2,
          other_signatories: others(who),
          maybe_timepoint,
          call_hash,
          max_weight
        })
      )
    const first = { height: 1, index: 1 }
    await duel.build([approve(alice), approve(alice, first)])
    const cancel = { threshold: 2, other_signatories: others(alice), timepoint: first, call_hash }
    await duel.build([by(alice, Multisig.call("cancel_as_multi", cancel)), approve(bob)])
    const done = {
      threshold: 2,
      other_signatories: others(charlie),
      maybe_timepoint: { height: 2, index: 2 },
      call: inner,
      max_weight
    }
    await duel.build([by(charlie, Multisig.call("as_multi", done))])
    assertEqual(duel)
  })
})
