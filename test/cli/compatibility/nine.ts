/** btcli 9.21.2: every command with its hyphens and flags. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { Effect } from "effect"
import { assert } from "vitest"
import { parse } from "yaml"
import * as WalletsFile from "../../../src/layers/WalletsFile.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import { Wallets } from "../../../src/services/Wallets.ts"
import * as run from "../../support/btcli.ts"
import {
  holds,
  keyFile,
  lacking,
  look,
  prepare,
  proposed,
  publicKey,
  put,
  read,
  sees,
  type Step,
  unknown,
  type World,
  wordsOf,
  works
} from "./row.ts"

/** The commands of each group. */
export const commands = {
  config: "set get clear add-proxy proxies remove-proxy update-proxy clear-proxies",
  wallet:
    "list create new-coldkey new-hotkey regen-coldkey regen-coldkeypub regen-hotkey regen-hotkeypub balance overview transfer swap-hotkey swap-coldkey swap-check associate-hotkey set-identity get-identity sign verify history inspect",
  axon: "set reset",
  stake: "add remove list move transfer swap wizard auto set-auto set-claim process-claim",
  "stake child": "get set revoke take",
  sudo: "set get set-take get-take senate proposals senate-vote trim stake-burn buyback",
  subnets:
    "list show metagraph hyperparameters price burn-cost create register start check-start set-identity get-identity set-symbol",
  "subnets mechanisms": "count set emissions split-emissions",
  weights: "commit reveal",
  view: "dashboard",
  proxy: "create add remove kill execute",
  crowd: "contribute withdraw finalize list info contributors create update refund dissolve",
  liquidity: "add list modify remove",
  utils: "convert latency"
}

const SEED = `0x${"5e".repeat(32)}`

const script = "--no-prompt --json-output"
const reading = "--network {endpoint} --json-output"
const alice = `--wallet-name alice --hotkey default --network {endpoint} ${script}`
const bob = `--wallet-name bob --hotkey default --network {endpoint} ${script}`

/** Whoever is refused learns when it came. */
const SINCE = /since|came with/

const configOf = ({ home }: World): unknown =>
  parse(readFileSync(join(home.directory, ".bittensor/config.yml"), "utf8")) as unknown

const bookOf = ({ home }: World) =>
  parse(readFileSync(join(home.directory, ".bittensor/addresses.yml"), "utf8")) as { readonly [name: string]: object }

const isThere = (path: string) =>
  sees((world, { keys }) => assert.strictEqual(keyFile(world, path).ss58Address, keys.at(-1).address))

const config: ReadonlyArray<Step> = [
  works(
    "config set --wallet-name alice --rate-tolerance 0.1",
    sees((world) => assert.deepStrictEqual(configOf(world), { wallet_name: "alice", rate_tolerance: 0.1 }))
  ),
  works(
    "config get",
    sees((_, { settings }) => assert.deepStrictEqual(settings, { wallet_name: "alice", rate_tolerance: "0.1" }))
  ),
  works(
    "config set --no-safe-staking",
    sees((world) => assert.strictEqual((configOf(world) as { safe_staking?: boolean }).safe_staking, false))
  ),
  works(
    "config clear --safe-staking",
    sees((world) => assert.notProperty(configOf(world), "safe_staking"))
  ),
  works(
    "config clear --rate-tolerance",
    sees((world) => assert.deepStrictEqual(configOf(world), { wallet_name: "alice" }))
  ),
  works(
    "config add-proxy --name staker --address {bob.coldkey} --spawner {charlie.coldkey} --proxy-type Staking --delay 5",
    sees((world) =>
      assert.deepStrictEqual(bookOf(world), {
        staker: {
          address: world.bob.coldkey,
          spawner: world.charlie.coldkey,
          proxy_type: "Staking",
          delay: 5
        }
      })
    )
  ),
  works(
    "config proxies",
    sees((world, { addresses: [{ address, name }] }) =>
      assert.deepStrictEqual([name, address], ["staker", world.bob.coldkey])
    )
  ),
  works(
    "config update-proxy --name staker --note mine",
    sees((world) => assert.deepInclude(bookOf(world).staker, { address: world.bob.coldkey, delay: 5, note: "mine" }))
  ),
  works(
    "config remove-proxy --name staker",
    sees((world) => assert.deepStrictEqual(bookOf(world), {}))
  ),
  prepare(
    sees(({ alice, home }) =>
      writeFileSync(
        join(home.directory, ".bittensor/addresses.yml"),
        `one: { address: ${alice.coldkey} }\nother: { address: ${alice.coldkey}, proxy_type: Any }\n`
      )
    )
  ),
  works(
    "config clear-proxies --yes",
    sees((world) => assert.deepStrictEqual(Object.keys(bookOf(world)), ["one"]))
  )
]

const wallets: ReadonlyArray<Step> = [
  works(
    `wallet create --wallet-name new --hotkey first --no-use-password --n-words 12 --mnemonic-file new.txt ${script}`,
    isThere("new/hotkeys/first")
  ),
  works(
    `wallet new-coldkey --wallet-name newer --no-use-password --n-words 24 --mnemonic-file newer.txt ${script}`,
    isThere("newer/coldkey")
  ),
  works(`wallet create --wallet-name dev --hotkey h --uri //Dave ${script}`, isThere("dev/hotkeys/h")),
  works(`wallet new-hotkey --wallet-name newer --hotkey h --mnemonic-file h.txt ${script}`, isThere("newer/hotkeys/h")),
  prepare(
    sees((world) => {
      world.named.set("mnemonic", keyFile(world, "newer/coldkey").secretPhrase ?? assert.fail())
    })
  ),
  works(
    `wallet regen-coldkey --wallet-name old --mnemonic {mnemonic} --no-use-password ${script}`,
    sees((world) =>
      assert.strictEqual(keyFile(world, "old/coldkey").ss58Address, keyFile(world, "newer/coldkey").ss58Address)
    )
  ),
  works(`wallet regen-hotkey --wallet-name old --hotkey h --seed ${SEED} ${script}`, isThere("old/hotkeys/h")),
  works(
    `wallet regen-coldkeypub --wallet-name seen --ss58-address {charlie.coldkey} ${script}`,
    sees((world) => assert.strictEqual(keyFile(world, "seen/coldkeypub.txt").ss58Address, world.charlie.coldkey))
  ),
  works(
    `wallet regen-hotkeypub --wallet-name seen --hotkey h --ss58-address {charlie.hotkey} ${script}`,
    sees((world) => assert.strictEqual(keyFile(world, "seen/hotkeys/hpub.txt").ss58Address, world.charlie.hotkey))
  ),
  works(
    "wallet list --json-output",
    sees((world, data) => {
      const addresses = data.wallets.map(({ address, name }: { readonly address: string; readonly name: string }) => [
        name,
        address
      ])
      for (const name of ["alice", "new", "old", "seen"]) {
        assert.deepInclude(addresses, [name, keyFile(world, `${name}/coldkeypub.txt`).ss58Address])
      }
    })
  ),
  works(
    `wallet transfer --destination {charlie.coldkey} --amount 1000.5 --allow-death --wallet-name alice --network {endpoint} ${script}`,
    look(function* ({ chain, charlie }) {
      const transfer = (yield* chain.events()).find(({ name }) => name === "Transfer")
      assert.deepInclude(transfer?.data, { amount: Tao("1000.5"), to: publicKey(charlie.coldkey) })
    })
  ),
  works(
    `wallet balance --all ${reading}`,
    look(function* ({ chain, charlie }, { wallets }) {
      const free = yield* chain.balance(charlie.coldkey)
      assert.strictEqual(
        run.rao(wallets.find(({ name }: { readonly name: string }) => name === "charlie").free_tao),
        free
      )
    })
  ),
  works(
    `wallet history --wallet-name charlie ${reading}`,
    look(function* ({ alice, chain }, { transfers }) {
      assert.deepInclude(transfers[0], {
        from: alice.coldkey,
        amount_tao: "1000.500000000",
        block: (yield* chain.head).number
      })
    })
  ),
  works(
    `wallet sign --wallet-name alice --hotkey default --use-hotkey --message hello ${script}`,
    (world, { signature }) =>
      Effect.gen(function* () {
        world.named.set("signature", signature)
        const message = new TextEncoder().encode("hello")
        const isValid = yield* Wallets.verify({ address: world.alice.hotkey as never, message, signature })
        assert.isTrue(isValid)
      }).pipe(Effect.provide(WalletsFile.layer({ path: world.home.wallets })), Effect.orDie)
  ),
  works(
    `wallet verify --message hello --signature {signature} --address {alice.hotkey} --json-output`,
    sees((_, { is_valid }) => assert.isTrue(is_valid))
  ),
  lacking(
    `wallet swap-coldkey announce --new-coldkey {charlie.coldkey} ${alice}`,
    "SubtensorModule.announce_coldkey_swap",
    /185/
  ),
  lacking(`wallet swap-check --wallet-name alice ${reading}`, "SubtensorModule.ColdkeySwapDestinations", /185/),
  lacking(`wallet associate-hotkey ${alice}`, "SubtensorModule.try_associate_hotkey", /185/)
]

const subnets: ReadonlyArray<Step> = [
  works(
    `subnets burn-cost ${reading}`,
    look(function* (world, { cost_tao }) {
      assert.strictEqual(run.rao(cost_tao), yield* read(world, "NetworkMinLockCost"))
    })
  ),
  works(
    `subnets create ${alice}`,
    look(function* (world) {
      assert.strictEqual(yield* read(world, "SubnetOwner", 1), publicKey(world.alice.coldkey))
    })
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "TargetRegistrationsPerInterval", [1], 10)
      yield* put(world, "WeightsSetRateLimit", [1], 0n)
      yield* put(world, "ServingRateLimit", [1], 0n)
      yield* put(world, "TargetStakesPerInterval", [], 100n)
      yield* put(world, "WeightsMinStake", [], 0n)
      yield* put(world, "TxRateLimit", [], 0n)
    })
  ),
  works(
    `subnets register --netuid 1 ${alice}`,
    holds("Uids", ({ alice }) => [1, alice.hotkey], 0)
  ),
  works(
    `subnets register --netuid 1 ${bob}`,
    holds("Uids", ({ bob }) => [1, bob.hotkey], 1)
  ),
  works(
    `subnets register --netuid 0 ${alice}`,
    holds("Uids", ({ alice }) => [0, alice.hotkey], 0)
  ),
  works(
    `subnets list --verbose ${reading}`,
    look(function* (world, { subnets }) {
      assert.lengthOf(subnets, Number(yield* read(world, "TotalNetworks")))
      for (const { netuid } of subnets) assert.isTrue(yield* read(world, "NetworksAdded", netuid))
    })
  ),
  works(
    `subnets show --netuid 1 ${reading}`,
    look(function* (world, { neurons, owner }) {
      assert.strictEqual(neurons, yield* read(world, "SubnetworkN", 1))
      assert.strictEqual(publicKey(owner), yield* read(world, "SubnetOwner", 1))
    })
  ),
  works(
    `subnets metagraph --netuid 1 ${reading}`,
    look(function* (world, { neurons }) {
      assert.lengthOf(neurons, 2)
      for (const { hotkey, uid } of neurons) assert.strictEqual(yield* read(world, "Keys", 1, uid), publicKey(hotkey))
    })
  ),
  works(
    `subnets hyperparameters --netuid 1 ${reading}`,
    look(function* (world, { hyperparameters }) {
      const tempo = yield* read(world, "Tempo", 1)
      assert.deepInclude(hyperparameters, {
        hyperparameter: "tempo",
        value: tempo,
        normalized_value: tempo,
        unit: null
      })
    })
  ),
  lacking(`subnets price --netuids 1 ${reading}`, "SubtensorModule.SubnetTAO", /all that they earn is TAO/),
  lacking(`subnets start --netuid 1 ${alice}`, "SubtensorModule.start_call", /earns as soon as it is there/),
  lacking(
    `subnets check-start --netuid 1 ${reading}`,
    "SubtensorModule.FirstEmissionBlockNumber",
    /earns as soon as it is there/
  ),
  lacking(
    `subnets set-identity --netuid 1 --subnet-name Squares ${alice}`,
    "SubtensorModule.set_subnet_identity",
    /btcli wallet set_identity/
  ),
  lacking(
    `subnets get-identity --netuid 1 ${reading}`,
    "SubtensorModule.SubnetIdentitiesV3",
    /btcli wallet get_identity/
  ),
  lacking(`subnets set-symbol --netuid 1 x ${alice}`, "SubtensorModule.update_symbol", /TAO/),
  lacking(`subnets mechanisms count --netuid 1 ${reading}`, "SubtensorModule.MechanismCountCurrent", /one mechanism/),
  lacking(
    `subnets mechanisms emissions --netuid 1 ${reading}`,
    "SubtensorModule.MechanismCountCurrent",
    /one mechanism/
  ),
  lacking(`subnets mechanisms set --netuid 1 --count 2 ${alice}`, "AdminUtils.sudo_set_mechanism_count", /since 2025/),
  lacking(
    `subnets mechanisms split-emissions --netuid 1 --split 60,40 ${alice}`,
    "AdminUtils.sudo_set_mechanism_emission_split",
    /since 2025/
  )
]

const owner: ReadonlyArray<Step> = [
  works(
    `sudo set --netuid 1 --parameter immunity_period --value 77 ${alice}`,
    holds("ImmunityPeriod", () => [1], 77)
  ),
  works(
    `sudo get --netuid 1 ${reading}`,
    look(function* (world, { hyperparameters }) {
      const immunity = hyperparameters.find(
        ({ hyperparameter }: { readonly hyperparameter: string }) => hyperparameter === "immunity_period"
      )
      assert.strictEqual(immunity.value, yield* read(world, "ImmunityPeriod", 1))
    })
  ),
  works(
    `sudo set-take --take 0.09 ${alice}`,
    holds("Delegates", ({ alice }) => [alice.hotkey], 5898)
  ),
  works(
    "sudo get-take --wallet-name alice --hotkey default --network {endpoint} --json-output",
    look(function* (world, { take }) {
      assert.closeTo(take, Number(yield* read(world, "Delegates", world.alice.hotkey)) / 65_535, 1e-6)
    })
  ),
  prepare(proposed),
  works(
    `sudo senate ${reading}`,
    look(function* ({ chain }, { members }) {
      const hotkeys = members.map(({ hotkey }: { readonly hotkey: string }) => publicKey(hotkey))
      assert.deepStrictEqual(yield* chain.read("SenateMembers", "Members"), hotkeys)
    })
  ),
  works(
    `sudo proposals ${reading}`,
    look(function* ({ chain }, { proposals }) {
      const hashes = proposals.map(({ hash }: { readonly hash: string }) => hash)
      assert.deepStrictEqual(yield* chain.read("Triumvirate", "Proposals"), hashes)
    })
  ),
  works(
    `sudo senate-vote --proposal {proposal} --vote-aye ${alice}`,
    look(function* ({ alice, chain, named }) {
      const voting = yield* chain.read("Triumvirate", "Voting", named.get("proposal"))
      assert.deepInclude(voting, { ayes: [publicKey(alice.hotkey)] })
    })
  ),
  lacking(`sudo trim --netuid 1 --max 64 ${alice}`, "AdminUtils.sudo_trim_to_max_allowed_uids", SINCE),
  lacking(`sudo stake-burn --netuid 1 --amount 1 ${alice}`, "SubtensorModule.add_stake_burn", SINCE),
  lacking(`sudo buyback --netuid 1 --amount 1 ${alice}`, "SubtensorModule.add_stake_burn", SINCE),
  prepare(
    look(function* (world) {
      yield* put(world, "ValidatorPermit", [1], [true, false])
      yield* put(world, "CommitRevealWeightsEnabled", [1], true)
      yield* put(world, "WeightCommitRevealInterval", [1], 10n)
    })
  ),
  works(
    `weights commit --no-wait-for-finalization --netuid 1 --uids 0,1 --weights 0.1,0.3 --salt 1,2,3,4 ${alice}`,
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
  ),
  works(
    `axon set --netuid 1 --ip 203.0.113.9 --port 8091 --ip-type 4 --protocol 4 ${alice}`,
    look(function* (world) {
      assert.deepInclude(yield* read(world, "Axons", 1, world.alice.hotkey), { ip: 0xcb007109n, port: 8091 })
    })
  ),
  works(
    `axon reset --netuid 1 ${alice}`,
    look(function* (world) {
      assert.deepInclude(yield* read(world, "Axons", 1, world.alice.hotkey), { ip: 0xc0000201n, port: 1 })
    })
  )
]

const stake: ReadonlyArray<Step> = [
  works(
    `stake add --amount 10.5 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao("10.5"))
  ),
  unknown(`stake add --amount 1 --netuid 1 ${alice}`, "SubtensorModule.Alpha", /dTAO/),
  works(
    `stake remove --amount 0.5 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao(10))
  ),
  works(
    `stake list --wallet-name alice ${reading}`,
    look(function* (world, { wallets }) {
      const own = wallets[0].accounts.find(({ hotkey }: { readonly hotkey: string }) => hotkey === world.alice.hotkey)
      assert.strictEqual(run.rao(own.stake.tao), yield* read(world, "Stake", world.alice.hotkey, world.alice.coldkey))
    })
  ),
  works(
    `stake add --amount 3 --wallet-name bob --hotkey {alice.hotkey} --network {endpoint} ${script}`,
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], Tao(3))
  ),
  works(
    `stake add --all-tokens --wallet-name charlie --hotkey {alice.hotkey} --network {endpoint} ${script}`,
    look(function* ({ chain, charlie }) {
      assert.isBelow(Number(yield* chain.balance(charlie.coldkey)), 2000)
    })
  ),
  works(
    `wallet overview --wallet-name alice ${reading}`,
    look(function* (world, { subnets }) {
      const { neurons } = subnets.find(({ netuid }: { readonly netuid: number }) => netuid === 1)
      assert.strictEqual(neurons[0].uid, yield* read(world, "Uids", 1, world.alice.hotkey))
      assert.strictEqual(run.rao(neurons[0].stake_tao), yield* read(world, "TotalHotkeyStake", world.alice.hotkey))
    })
  ),
  works(
    `wallet inspect --wallet-name bob ${reading}`,
    look(function* (world, { wallets }) {
      const delegated = yield* read(world, "Stake", world.alice.hotkey, world.bob.coldkey)
      assert.strictEqual(run.rao(wallets[0].delegations[0].stake_tao), delegated)
    })
  ),
  works(
    `stake remove --unstake-all --wallet-name bob --hotkey {alice.hotkey} --network {endpoint} ${script}`,
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], 0n)
  ),
  lacking(
    `stake move --origin-netuid 1 --dest-hotkey {bob.hotkey} --amount 1 ${alice}`,
    "SubtensorModule.move_stake",
    SINCE
  ),
  lacking(
    `stake transfer --origin-netuid 1 --dest {bob.coldkey} --all ${alice}`,
    "SubtensorModule.transfer_stake",
    SINCE
  ),
  lacking(`stake swap --origin-netuid 1 --dest-netuid 2 --amount 1 ${alice}`, "SubtensorModule.swap_stake", SINCE),
  unknown(`stake wizard ${script}`, "SubtensorModule.swap_stake", /stake swap/),
  lacking(`stake auto ${alice}`, "SubtensorModule.AutoStakeDestination", SINCE),
  lacking(`stake set-auto --netuid 1 ${alice}`, "SubtensorModule.set_coldkey_auto_stake_hotkey", SINCE),
  lacking(`stake set-claim keep ${alice}`, "SubtensorModule.set_root_claim_type", SINCE),
  lacking(`stake process-claim --netuids 1 ${alice}`, "SubtensorModule.claim_root", SINCE),
  lacking(`stake child get --netuid 1 ${alice}`, "SubtensorModule.ChildKeys", /after spec 185/),
  lacking(
    `stake child set --netuid 1 --children {bob.hotkey} --proportions 0.5 ${alice}`,
    "SubtensorModule.set_children",
    /after spec 185/
  ),
  lacking(`stake child revoke --netuid 1 ${alice}`, "SubtensorModule.set_children", /after spec 185/),
  lacking(`stake child take --netuid 1 --take 0.1 ${alice}`, "SubtensorModule.set_childkey_take", /after spec 185/)
]

const identities: ReadonlyArray<Step> = [
  works(
    `wallet set-identity --id-name Alice --web-url https://alice.example ${alice}`,
    look(function* ({ alice, chain }) {
      assert.match(
        inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null }),
        /display: .*Raw5/
      )
    })
  ),
  works(
    `wallet get-identity --key {alice.hotkey} ${reading}`,
    look(function* ({ alice, chain }, data) {
      assert.match(
        inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null }),
        /display: .*Raw5/
      )
      assert.deepInclude(data, { display: "Alice", web: "https://alice.example" })
    })
  ),
  works(
    `wallet new-hotkey --wallet-name bob --hotkey next --mnemonic-file next.txt ${script}`,
    isThere("bob/hotkeys/next")
  ),
  works(
    `wallet swap-hotkey next ${bob}`,
    look(function* (world) {
      assert.strictEqual(yield* read(world, "Uids", 1, keyFile(world, "bob/hotkeys/next").ss58Address), 1)
      assert.isUndefined(yield* read(world, "Uids", 1, world.bob.hotkey))
    })
  )
]

const proxiesOf = (account: string, count: number) =>
  look(function* ({ chain, named }) {
    const [proxies] = (yield* chain.read("Proxy", "Proxies", named.get(account))) as [ReadonlyArray<unknown>]
    assert.lengthOf(proxies, count)
  })

const announced = "--real {alice.coldkey} --call System.remark --args {arguments}"

const proxies: ReadonlyArray<Step> = [
  works(
    `proxy create --proxy-type Any --delay 0 --wallet-name alice --network {endpoint} ${script}`,
    (world, { extrinsic, pure }) => {
      world.named.set("pure", pure).set("height", String(extrinsic.block)).set("index", String(extrinsic.index))
      return proxiesOf("pure", 1)(world, undefined)
    }
  ),
  works(
    `proxy kill --height {height} --ext-index {index} --proxy {pure} --wallet-name alice --network {endpoint} ${script}`,
    proxiesOf("pure", 0)
  ),
  works(
    `proxy add --delegate {bob.coldkey} --proxy-type Any --delay 3 --wallet-name alice --network {endpoint} ${script}`,
    proxiesOf("alice.coldkey", 1)
  ),
  prepare((world) => {
    world.named.set("arguments", '{"remark":"0x01"}')
    const words = wordsOf(world, `proxy announce ${announced} --wallet.name bob --yes`)
    return Effect.andThen(Effect.orDie(run.succeeds(world.home, words)), world.chain.mine(3))
  }),
  works(
    `proxy execute ${announced} --delegate {bob.coldkey} --wallet-name bob --network {endpoint} ${script}`,
    look(function* ({ chain }) {
      assert.isTrue((yield* chain.events()).some(({ name }) => name === "ProxyExecuted"))
    })
  ),
  works(
    `proxy remove --delegate {bob.coldkey} --proxy-type Any --delay 3 --wallet-name alice --network {endpoint} ${script}`,
    proxiesOf("alice.coldkey", 0)
  )
]

const others: ReadonlyArray<Step> = [
  works(
    "utils convert --tao 1.5 --json-output",
    sees((_, [{ amount_rao }]) => assert.strictEqual(amount_rao, "1500000000"))
  ),
  works(
    `utils latency ${reading}`,
    look(function* ({ chain }, [{ block }]) {
      assert.strictEqual(block, (yield* chain.head).number)
    })
  ),
  works(
    "view dashboard --wallet-name alice --save-file --dashboard-path pages --network {endpoint}",
    sees(({ alice }, { page }) => assert.include(readFileSync(page, "utf8"), alice.coldkey))
  ),
  lacking(`crowd contribute --id 1 --amount 5 ${alice}`, "Crowdloan.contribute", SINCE),
  lacking(`crowd withdraw --id 1 ${alice}`, "Crowdloan.withdraw", SINCE),
  lacking(`crowd finalize --id 1 ${alice}`, "Crowdloan.finalize", SINCE),
  lacking(`crowd list ${reading}`, "Crowdloan.Crowdloans", SINCE),
  lacking(`crowd info --id 1 ${reading}`, "Crowdloan.Crowdloans", SINCE),
  lacking(`crowd contributors --id 1 ${reading}`, "Crowdloan.Contributions", SINCE),
  lacking(
    `crowd create --deposit 10 --min-contribution 1 --cap 100 --duration 500 --target-address {bob.coldkey} ${alice}`,
    "Crowdloan.create",
    SINCE
  ),
  lacking(`crowd update --id 1 --cap 5 ${alice}`, "Crowdloan.update_cap", SINCE),
  lacking(`crowd refund --id 1 ${alice}`, "Crowdloan.refund", SINCE),
  lacking(`crowd dissolve --id 1 ${alice}`, "Crowdloan.dissolve", SINCE),
  ...Object.entries({
    add: "add_liquidity",
    list: "Positions",
    modify: "modify_position",
    remove: "remove_liquidity"
  }).map(([name, item]) => unknown(`liquidity ${name} ${script}`, `Swap.${item}`, /2025/))
]

export const steps = [...config, ...wallets, ...subnets, ...owner, ...stake, ...identities, ...proxies, ...others]
