/** btcli 7.4.0: every command as it spells it, and the lines of its README that ask nothing. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assert } from "vitest"
import { Tao } from "../../../src/protocol/Money.ts"
import * as run from "../../support/btcli.ts"
import { root } from "../../support/source.ts"
import {
  holds,
  keyFile,
  lacking,
  look,
  prepare,
  prints,
  proposed,
  publicKey,
  put,
  read,
  sees,
  type Step,
  works
} from "./row.ts"

/** The commands of each group. */
export const commands = {
  subnets: "list metagraph lock_cost create pow_register register hyperparameters",
  root: "list weights get_weights boost slash senate_vote senate register proposals set_take delegate undelegate my_delegates list_delegates nominate",
  wallet:
    "list overview transfer inspect balance create new_hotkey new_coldkey regen_coldkey regen_coldkeypub regen_hotkey faucet update swap_hotkey set_identity get_identity history check_coldkey_swap",
  stake: "show add remove get_children set_children revoke_children set_childkey_take get_childkey_take",
  weights: "commit reveal",
  sudo: "set get",
  legacy: "update faucet",
  info: "autocomplete"
}

const PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
const SEED = `0x${"5e".repeat(32)}`

const alice = "--wallet.name alice --wallet.hotkey default --no_prompt"
const bob = "--wallet.name bob --wallet.hotkey default --no_prompt"

const wallets: ReadonlyArray<Step> = [
  works(
    "wallet create --wallet.name new --wallet.hotkey first --no_password --mnemonic_file new.txt --no_prompt",
    sees((world, data) => {
      assert.deepStrictEqual(
        data.keys.map(({ address }: { readonly address: string }) => address),
        [keyFile(world, "new/coldkey").ss58Address, keyFile(world, "new/hotkeys/first").ss58Address]
      )
    })
  ),
  works(
    "wallet new_hotkey --wallet.name new --wallet.hotkey second --mnemonic_file second.txt --no_prompt",
    sees((world, data) => {
      assert.strictEqual(keyFile(world, "new/hotkeys/second").ss58Address, data.keys[0].address)
    })
  ),
  works(
    "wallet new_coldkey --wallet.name newer --n_words 24 --no_password --mnemonic_file newer.txt --no_prompt",
    sees((world, data) => {
      assert.strictEqual(keyFile(world, "newer/coldkey").ss58Address, data.keys[0].address)
      assert.lengthOf(keyFile(world, "newer/coldkey").secretPhrase?.split(" ") ?? [], 24)
    })
  ),
  works(
    `wallet regen_coldkey --wallet.name old --no_password --no_prompt --mnemonic ${PHRASE}`,
    sees((world) => {
      assert.strictEqual(keyFile(world, "old/coldkey").secretPhrase, PHRASE)
    })
  ),
  works(
    `w regen_coldkey --wallet.name old --seed ${SEED} --no_password --overwrite_coldkey --no_prompt`,
    sees((world, data) => {
      assert.strictEqual(keyFile(world, "old/coldkeypub.txt").ss58Address, data.keys[0].address)
    })
  ),
  works(
    `wallet regen_hotkey --wallet.name old --wallet.hotkey h --no_prompt --mnemonic ${PHRASE}`,
    sees((world) => {
      assert.strictEqual(keyFile(world, "old/hotkeys/h").secretPhrase, PHRASE)
    })
  ),
  works(
    "wallet regen_coldkeypub --wallet.name seen --ss58_address {charlie.coldkey} --no_prompt",
    sees((world) => {
      assert.strictEqual(keyFile(world, "seen/coldkeypub.txt").ss58Address, world.charlie.coldkey)
    })
  ),
  works(
    "wallet list --wallet.path {wallets} --subtensor.network finney --no_prompt",
    sees((world, data) => {
      const names = data.wallets.map(({ name }: { readonly name: string }) => name)
      assert.sameMembers(names, ["alice", "bob", "charlie", "new", "newer", "old", "seen"])
      assert.strictEqual(
        data.wallets.find(({ name }: { readonly name: string }) => name === "new").address,
        keyFile(world, "new/coldkeypub.txt").ss58Address
      )
    })
  ),
  works(
    "wallet update --wallet.name alice --no_prompt",
    sees((world, data) => {
      assert.deepStrictEqual(data.wallets, [{ name: "alice", status: "not_encrypted" }])
      assert.strictEqual(keyFile(world, "alice/coldkey").ss58Address, world.alice.coldkey)
    })
  ),
  works(
    "wallet transfer --wallet.name alice --wallet.hotkey default --subtensor.chain_endpoint {endpoint} --dest {charlie.coldkey} --amount 1000.5 --no_prompt",
    look(function* ({ chain, charlie }) {
      const transfer = (yield* chain.events()).find(({ name }) => name === "Transfer")
      assert.deepInclude(transfer?.data, { amount: Tao("1000.5"), to: publicKey(charlie.coldkey) })
    })
  ),
  works(
    "wallet balance --wallet.name charlie --no_prompt",
    look(function* ({ chain, charlie }, data) {
      assert.strictEqual(run.rao(data.wallets[0].free_tao), yield* chain.balance(charlie.coldkey))
    })
  ),
  works(
    "wallet history --wallet.name charlie --no_prompt",
    look(function* ({ alice, charlie, chain }, data) {
      assert.deepInclude(data.transfers[0], {
        from: alice.coldkey,
        to: charlie.coldkey,
        amount_tao: "1000.500000000",
        block: (yield* chain.head).number
      })
    })
  ),
  prepare(({ chain, charlie }) => chain.setBalance(charlie.coldkey, 0n)),
  works(
    "wallet faucet --wallet.name charlie --faucet.num_processes 2 --no_prompt",
    look(function* ({ chain, charlie }) {
      assert.strictEqual(yield* chain.balance(charlie.coldkey), Tao(300))
    })
  ),
  prepare(({ chain, charlie }) => chain.setBalance(charlie.coldkey, 0n)),
  works(
    "legacy faucet --wallet.name charlie --faucet.num_processes 2 --no_prompt",
    look(function* ({ chain, charlie }) {
      assert.strictEqual(yield* chain.balance(charlie.coldkey), Tao(300))
    })
  )
]

const subnets: ReadonlyArray<Step> = [
  works(
    "subnets create --wallet.name alice --no_prompt",
    look(function* (world, { netuid }) {
      assert.strictEqual(netuid, 1)
      assert.strictEqual(yield* read(world, "SubnetOwner", 1), publicKey(world.alice.coldkey))
    })
  ),
  works(
    "subnets lock_cost",
    look(function* (world, { lock_cost_tao }) {
      const last = (yield* read(world, "NetworkLastLockCost")) as bigint
      assert.isTrue(run.rao(lock_cost_tao) <= 2n * last && run.rao(lock_cost_tao) > last)
    })
  ),
  works(
    "subnets list",
    look(function* (world, { subnets }) {
      assert.lengthOf(subnets, Number(yield* read(world, "TotalNetworks")))
      for (const { netuid } of subnets) assert.isTrue(yield* read(world, "NetworksAdded", netuid))
    })
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "TargetRegistrationsPerInterval", [1], 10)
      yield* put(world, "WeightsSetRateLimit", [1], 0n)
      yield* put(world, "NetworkPowRegistrationAllowed", [1], true)
      yield* put(world, "Difficulty", [1], 20_000n)
    })
  ),
  works(
    `subnets register --netuid 1 ${alice}`,
    holds("Uids", ({ alice }) => [1, alice.hotkey], 0)
  ),
  works(
    `subnets pow_register --netuid 1 --pow_register.num_processes 1 ${bob}`,
    holds("Uids", ({ bob }) => [1, bob.hotkey], 1)
  ),
  works(
    "subnets metagraph --netuid 1",
    look(function* (world, { neurons }) {
      for (const { hotkey, uid } of neurons) assert.strictEqual(yield* read(world, "Keys", 1, uid), publicKey(hotkey))
      assert.lengthOf(neurons, 2)
    })
  ),
  works(
    "subnets hyperparameters --netuid 1",
    look(function* (world, { hyperparameters }) {
      assert.deepInclude(hyperparameters, {
        hyperparameter: "tempo",
        value: yield* read(world, "Tempo", 1),
        normalized_value: yield* read(world, "Tempo", 1),
        unit: null
      })
    })
  ),
  works(
    "sudo set --wallet.name alice --netuid 1 --param immunity_period --value 77 --no_prompt",
    holds("ImmunityPeriod", () => [1], 77)
  ),
  works(
    "sudo get --netuid 1",
    look(function* (world, { hyperparameters }) {
      const immunity = hyperparameters.find(
        ({ hyperparameter }: { readonly hyperparameter: string }) => hyperparameter === "immunity_period"
      )
      assert.strictEqual(immunity.value, yield* read(world, "ImmunityPeriod", 1))
    })
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "ValidatorPermit", [1], [true, false])
      yield* put(world, "CommitRevealWeightsEnabled", [1], true)
      yield* put(world, "WeightCommitRevealInterval", [1], 10n)
      yield* put(world, "WeightsMinStake", [], 0n)
    })
  ),
  works(
    `weights commit --netuid 1 --uids 0,1 --weights 0.1,0.3 --salt 1,2,3,4 ${alice}`,
    look(function* (world) {
      assert.isDefined(yield* read(world, "WeightCommits", 1, world.alice.hotkey))
    })
  ),
  prepare(({ chain }) => chain.mine(9)),
  works(
    `weights reveal --netuid 1 --uids 0,1 --weights 0.1,0.3 --salt 1,2,3,4 ${alice}`,
    holds("Weights", () => [1, 0], [
      [0, 21_845],
      [1, 65_535]
    ])
  )
]

const rootNetwork: ReadonlyArray<Step> = [
  works(
    `root register ${alice}`,
    holds("Uids", ({ alice }) => [0, alice.hotkey], 0)
  ),
  works(
    "root list",
    look(function* (world, { neurons }) {
      assert.lengthOf(neurons, 1)
      assert.strictEqual(yield* read(world, "Keys", 0, 0), publicKey(neurons[0].hotkey))
    })
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "WeightsSetRateLimit", [0], 0n)
      yield* put(world, "TargetStakesPerInterval", [], 100n)
    })
  ),
  works(
    `root weights --netuids 1,3 --weights 0.5,10 ${alice}`,
    holds("Weights", () => [0, 0], [
      [1, 3277],
      [3, 65_535]
    ])
  ),
  works(
    `root boost --netuid 1 --increase 0.9 ${alice}`,
    look(function* (world) {
      const [[, one], [, three]] = (yield* read(world, "Weights", 0, 0)) as [[number, number], [number, number]]
      assert.closeTo(one / (one + three), (1 / 21 + 0.9) / 1.9, 1e-4)
    })
  ),
  works(
    `root slash --netuid 3 --decrease 0.25 ${alice}`,
    look(function* (world) {
      const [[, one], [, three]] = (yield* read(world, "Weights", 0, 0)) as [[number, number], [number, number]]
      assert.closeTo(three / (one + three), (20 / 21 / 1.9 - 0.25) / 0.75, 1e-4)
    })
  ),
  works(
    "root get_weights",
    look(function* (world, { validators }) {
      const [[, one], [, three]] = (yield* read(world, "Weights", 0, 0)) as [[number, number], [number, number]]
      assert.closeTo(validators[0].weights[1].weight, three / (one + three), 1e-4)
    })
  ),
  works(
    `root nominate ${bob}`,
    look(function* (world) {
      assert.isDefined(yield* read(world, "Delegates", world.bob.hotkey))
    })
  ),
  works(
    `root set_take --take 0.09 ${alice}`,
    holds("Delegates", ({ alice }) => [alice.hotkey], 5898)
  ),
  works(
    "root delegate --wallet.name bob --delegate_ss58key {alice.hotkey} --amount 10 --no_prompt",
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], Tao(10))
  ),
  works(
    "root undelegate --wallet.name bob --delegate_ss58key {alice.hotkey} --amount 4 --no_prompt",
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], Tao(6))
  ),
  works(
    "root my_delegates --wallet.name bob --no_prompt",
    look(function* (world, { delegations }) {
      const stake = yield* read(world, "Stake", world.alice.hotkey, world.bob.coldkey)
      assert.strictEqual(run.rao(delegations[0].delegation_tao), stake)
    })
  ),
  works(
    "root list_delegates",
    look(function* (world, { delegates }) {
      assert.sameMembers(
        delegates.map(({ hotkey }: { readonly hotkey: string }) => hotkey),
        [world.alice.hotkey, world.bob.hotkey]
      )
      for (const { hotkey } of delegates) assert.isDefined(yield* read(world, "Delegates", hotkey))
    })
  ),
  prepare(proposed),
  works(
    "root senate",
    look(function* ({ chain }, { members }) {
      assert.deepStrictEqual(
        yield* chain.read("SenateMembers", "Members"),
        members.map(({ hotkey }: { readonly hotkey: string }) => publicKey(hotkey))
      )
    })
  ),
  works(
    "root proposals",
    look(function* ({ chain }, { proposals }) {
      assert.deepStrictEqual(
        yield* chain.read("Triumvirate", "Proposals"),
        proposals.map(({ hash }: { readonly hash: string }) => hash)
      )
    })
  ),
  works(
    `root senate_vote --proposal={proposal} --vote aye ${alice}`,
    look(function* ({ alice, chain, named }) {
      assert.deepInclude(yield* chain.read("Triumvirate", "Voting", named.get("proposal")), {
        ayes: [publicKey(alice.hotkey)]
      })
    })
  )
]

const stake: ReadonlyArray<Step> = [
  works(
    `stake add --amount 10.5 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao("10.5"))
  ),
  works(
    `stake add --max_stake 25 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao(25))
  ),
  works(
    `stake remove --amount 0.5 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao("24.5"))
  ),
  works(
    "stake show --wallet.name alice --no_prompt",
    look(function* (world, { wallets }) {
      const stake = yield* read(world, "Stake", world.alice.hotkey, world.alice.coldkey)
      const own = wallets[0].accounts.find(({ hotkey }: { readonly hotkey: string }) => hotkey === world.alice.hotkey)
      assert.strictEqual(run.rao(own.stake.tao), stake)
    })
  ),
  works(
    "wallet overview --wallet.name alice --no_prompt",
    look(function* (world, { subnets }) {
      const { neurons } = subnets.find(({ netuid }: { readonly netuid: number }) => netuid === 1)
      assert.strictEqual(neurons[0].uid, yield* read(world, "Uids", 1, world.alice.hotkey))
      assert.strictEqual(run.rao(neurons[0].stake_tao), yield* read(world, "TotalHotkeyStake", world.alice.hotkey))
    })
  ),
  works(
    "wallet inspect --wallet.name bob --no_prompt",
    look(function* (world, { wallets }) {
      const stake = yield* read(world, "Stake", world.alice.hotkey, world.bob.coldkey)
      assert.strictEqual(run.rao(wallets[0].delegations[0].stake_tao), stake)
    })
  ),
  lacking(`stake get_children --netuid 1 ${alice}`, "SubtensorModule.ChildKeys", /after spec 185/),
  lacking(
    `stake set_children --netuid 1 --children {bob.hotkey} --proportions 0.5 ${alice}`,
    "SubtensorModule.set_children",
    /after spec 185/
  ),
  lacking(`stake revoke_children --netuid 1 ${alice}`, "SubtensorModule.set_children", /after spec 185/),
  lacking(
    `stake set_childkey_take --netuid 1 --take 0.1 ${alice}`,
    "SubtensorModule.set_childkey_take",
    /after spec 185/
  ),
  lacking(`stake get_childkey_take --netuid 1 ${alice}`, "SubtensorModule.ChildkeyTake", /after spec 185/)
]

const identities: ReadonlyArray<Step> = [
  works(
    `wallet set_identity --display Alice --web https://alice.example ${alice}`,
    look(function* ({ alice, chain }) {
      assert.match(
        inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null }),
        /display: .*Raw5/
      )
    })
  ),
  works(
    "wallet get_identity --key {alice.hotkey} --no_prompt",
    look(function* ({ alice, chain }, data) {
      assert.match(
        inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null }),
        /display: .*Raw5/
      )
      assert.deepInclude(data, { display: "Alice", web: "https://alice.example" })
    })
  ),
  works(
    "wallet new_hotkey --wallet.name bob --wallet.hotkey next --mnemonic_file next.txt --no_prompt",
    sees((world, data) => {
      assert.strictEqual(keyFile(world, "bob/hotkeys/next").ss58Address, data.keys[0].address)
    })
  ),
  prepare((world) => put(world, "TxRateLimit", [], 0n)),
  works(
    `wallet swap_hotkey --wallet.hotkey_b next ${bob}`,
    look(function* (world) {
      assert.strictEqual(yield* read(world, "Uids", 1, keyFile(world, "bob/hotkeys/next").ss58Address), 1)
      assert.isUndefined(yield* read(world, "Uids", 1, world.bob.hotkey))
    })
  ),
  lacking("wallet check_coldkey_swap --wallet.name alice --no_prompt", "SubtensorModule.ColdkeySwapDestinations", /185/)
]

const others: ReadonlyArray<Step> = [
  works(
    "legacy update --no_prompt",
    sees((_, { installed }) => {
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
      assert.strictEqual(installed, version)
    })
  ),
  works(
    "info autocomplete",
    sees((_, shells) => {
      assert.includeMembers(
        shells.map(({ shell }: { readonly shell: string }) => shell),
        ["bash", "zsh", "tcsh"]
      )
    })
  ),
  prints("--help", ({ out }) => {
    for (const group of Object.keys(commands)) assert.include(out, group)
  }),
  prints("subnets --help", ({ out }) => {
    for (const command of commands.subnets.split(" ")) assert.include(out, command)
  }),
  prints("--print-completion bash", ({ out }) => assert.include(out, "complete ")),
  prints("--print-completion zsh", ({ out }) => assert.include(out, "compdef")),
  prints("--print-completion tcsh", ({ out }) => assert.include(out, "complete btcli"))
]

export const steps = [...wallets, ...subnets, ...rootNetwork, ...stake, ...identities, ...others]
