/** btcli 11.3.0 of the package bittensor: its groups as it shows them, some by the names that they had in 11.0 too, and its flags. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { Effect, Result } from "effect"
import { assert } from "vitest"
import { parse } from "yaml"
import * as WalletsFile from "../../../src/layers/WalletsFile.ts"
import { Tao } from "../../../src/protocol/Money.ts"
import * as Timelock from "../../../src/protocol/Timelock.ts"
import { Wallets } from "../../../src/services/Wallets.ts"
import { ROUND, vectors } from "../../support/beacon.ts"
import * as run from "../../support/btcli.ts"
import { hex } from "../../support/vectors.ts"
import { calls, reads } from "./elevenNames.ts"
import { ofCalls, ofReads } from "../../../src/cli/subject/otherNames.ts"
import {
  declines,
  holds,
  keyFile,
  lacking,
  look,
  prepare,
  publicKey,
  put,
  read,
  sees,
  type Step,
  unbuilt,
  unknown,
  type World,
  wordsOf,
  works
} from "./row.ts"

/**
 * The commands of each group. Of `query` and `tx`, which are
 * made of 102 reads and 83 calls, there are rows of some, and one that holds all their names against those that are known here; of `evm`, whose 25 are refused as one, of a few.
 */
export const commands = {
  wallet:
    "create new-coldkey new-hotkey regen-coldkey regen-hotkey regen-coldkeypub regen-hotkeypub sign verify encrypt decrypt unlock show list balance overview registrations history transfer inspect set-identity get-identity associate-hotkey swap-hotkey swap-coldkey swap-check announce-coldkey-swap",
  "wallet keychain": "save show delete",
  stake: "add remove move move-swap transfer swap burn unstake-all unstake-all-alpha show list auto set-auto wizard",
  "stake child": "get set revoke take",
  root: "list claim allocate move swap register",
  subnets: "list show hyperparameters burn-cost create-cost price conviction register create metagraph",
  conviction: "list targeting show add mode accept move",
  hparams:
    "set get get-take set-take check-start start set-symbol get-identity set-identity trim trim-null-batch trim-null stake-burn",
  "hparams mechanisms": "count emissions",
  evm: "balance send associate doctor",
  "evm key": "new",
  "evm stake": "add",
  proxy: "create add remove kill list execute",
  "proxy book": "add list update remove clear",
  addr: "add save list show remove",
  multisig: "add list show remove pending",
  config: "set get unset clear path",
  misc: "convert latency",
  "misc weights": "set commit reveal",
  "misc axon": "set reset",
  "misc collateral": "show list add set-min",
  "misc timelock": "encrypt decrypt show",
  "misc crowd": "list info contributors",
  "misc extension": "bridge stop accounts",
  "misc upgrade": "pending check sign"
}

const SEED = `0x${"5e".repeat(32)}`

const alice = "-w alice -n {endpoint} --yes"
const bob = "-w bob -n {endpoint} --yes"

/** Whoever is refused learns when it came. */
const SINCE = /since|came/

const isThere = (path: string) =>
  sees((world, { keys }) => assert.strictEqual(keyFile(world, path).ss58Address, keys.at(-1).address))

const config: ReadonlyArray<Step> = [
  works(
    "config set wallet alice",
    sees(({ home }) => {
      const file = readFileSync(join(home.directory, ".bittensor/config.yml"), "utf8")
      assert.deepStrictEqual(parse(file), { wallet_name: "alice" })
    })
  ),
  works(
    "config get wallet",
    sees((_, { settings }) => assert.deepStrictEqual(settings, { wallet_name: "alice" }))
  ),
  works(
    "config path",
    sees(({ home }, { path }) => assert.strictEqual(path, join(home.directory, ".bittensor/config.yml")))
  ),
  works(
    "config unset wallet",
    sees(({ home }) => {
      assert.notInclude(readFileSync(join(home.directory, ".bittensor/config.yml"), "utf8"), "alice")
    })
  ),
  unbuilt("config clear", /--all/)
]

const bookOf = ({ home }: World): unknown =>
  parse(readFileSync(join(home.directory, ".bittensor/addresses.yml"), "utf8"))

const books: ReadonlyArray<Step> = [
  works(
    "addr add charles {charlie.coldkey} --note miner",
    sees((world) =>
      assert.deepStrictEqual(bookOf(world), { charles: { address: world.charlie.coldkey, note: "miner" } })
    )
  ),
  works(
    "addr show charles --json",
    sees((world, { address }) => assert.strictEqual(address, world.charlie.coldkey))
  ),
  works(
    "addr list --json",
    sees((world, { addresses: [{ address, name }] }) =>
      assert.deepStrictEqual([name, address], ["charles", world.charlie.coldkey])
    )
  ),
  works(
    "addr remove charles --yes",
    sees((world) => assert.deepStrictEqual(bookOf(world), {}))
  ),
  works(
    "addr save charles {charlie.coldkey}",
    sees((world) => assert.deepStrictEqual(bookOf(world), { charles: { address: world.charlie.coldkey } }))
  ),
  works(
    "proxy book add --name staker --address {bob.coldkey} --proxy-type Staking --delay 5",
    sees((world) =>
      assert.deepInclude(bookOf(world), { staker: { address: world.bob.coldkey, proxy_type: "Staking", delay: 5 } })
    )
  ),
  works(
    "proxy book list --json",
    sees((world, { addresses }) => assert.deepInclude(addresses, { ...addresses[1], address: world.bob.coldkey }))
  ),
  works(
    "proxy book update staker --note mine",
    sees((world) =>
      assert.deepInclude(bookOf(world), {
        staker: { address: world.bob.coldkey, proxy_type: "Staking", delay: 5, note: "mine" }
      })
    )
  ),
  works(
    "proxy book clear --yes",
    sees((world) => assert.hasAllKeys(bookOf(world), ["charles"]))
  ),
  works(
    "proxy book remove charles --yes",
    sees((world) => assert.deepStrictEqual(bookOf(world), {}))
  )
]

const wallets: ReadonlyArray<Step> = [
  works(
    "wallet create -w new -H first --no-password --n-words 12 --mnemonic-file new.txt --json",
    isThere("new/hotkeys/first")
  ),
  works("wallet new-coldkey -w newer --no-password --n-words 24 --mnemonic-file newer.txt", isThere("newer/coldkey")),
  works("wallet new-hotkey -w newer --wallet-hotkey h --n-words 12 --mnemonic-file h.txt", isThere("newer/hotkeys/h")),
  prepare(
    sees((world) => {
      world.named.set("mnemonic", keyFile(world, "newer/coldkey").secretPhrase ?? assert.fail())
      world.named.set("key", keyFile(world, "newer/coldkey").privateKey ?? assert.fail())
    })
  ),
  works(
    "wallet regen-coldkey -w old --private-key {key} --no-password",
    sees((world) =>
      assert.strictEqual(keyFile(world, "old/coldkey").ss58Address, keyFile(world, "newer/coldkey").ss58Address)
    )
  ),
  works(`wallet regen-hotkey -w old -H h --seed ${SEED}`, isThere("old/hotkeys/h")),
  works(
    "wallet regen-coldkeypub -w seen --ss58 {charlie.coldkey}",
    sees((world) => assert.strictEqual(keyFile(world, "seen/coldkeypub.txt").ss58Address, world.charlie.coldkey))
  ),
  works(
    "wallet regen-hotkeypub -w seen -H h --ss58 {charlie.hotkey}",
    sees((world) => assert.strictEqual(keyFile(world, "seen/hotkeys/hpub.txt").ss58Address, world.charlie.hotkey))
  ),
  works("wallet sign -w alice --use-hotkey --message hello", (world, { signature }) =>
    Effect.gen(function* () {
      world.named.set("signature", signature)
      const message = new TextEncoder().encode("hello")
      assert.isTrue(yield* Wallets.verify({ address: world.alice.hotkey as never, message, signature }))
    }).pipe(Effect.provide(WalletsFile.layer({ path: world.home.wallets })), Effect.orDie)
  ),
  works(
    "wallet verify --message hello --signature {signature} --ss58 {alice.hotkey}",
    sees((_, { is_valid }) => assert.isTrue(is_valid))
  ),
  unbuilt("wallet encrypt --message hello --recipient {bob.coldkey}", /ed25519/),
  unbuilt("wallet decrypt --ciphertext 0x00", /ed25519/),
  ...["save", "show", "delete"].map((name) => unbuilt(`wallet keychain ${name} -w alice`, /BT_WALLET_PASSWORD_FILE/)),
  prepare(({ home, named }) =>
    Effect.gen(function* () {
      const file = join(home.directory, "password.txt")
      writeFileSync(file, "correct horse 9\n")
      named.set("password", file)
      const wallets = yield* Wallets
      yield* wallets.regenerate({
        name: "locked",
        coldkey: true,
        from: { seed: SEED as never },
        password: "correct horse 9" as never
      })
    }).pipe(Effect.provide(WalletsFile.layer({ path: home.wallets })), Effect.orDie)
  ),
  works(
    "wallet unlock -w locked --wallet-password-file {password}",
    sees((world, { address }) => assert.strictEqual(address, keyFile(world, "locked/coldkeypub.txt").ss58Address))
  ),
  works(
    "wallet show -w alice",
    sees((world, { coldkey, hotkeys }) => {
      assert.deepStrictEqual([coldkey.address, hotkeys[0].address], [world.alice.coldkey, world.alice.hotkey])
    })
  ),
  works(
    "wallet list",
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
    "-n {endpoint} wallet transfer --dest {charlie.coldkey} --amount-tao 1000.5 -w alice -y",
    look(function* ({ chain, charlie }) {
      const transfer = (yield* chain.events()).find(({ name }) => name === "Transfer")
      assert.deepInclude(transfer?.data, { amount: Tao("1000.5"), to: publicKey(charlie.coldkey) })
    })
  ),
  declines("wallet transfer --dest {charlie.coldkey} --amount 1 -w alice -n {endpoint}"),
  works(
    "wallet transfer --dest {charlie.coldkey} --amount 1 -w alice -n {endpoint} --dry-run",
    look(function* ({ chain }, { status }) {
      assert.strictEqual(status, "planned")
      assert.isTrue((yield* chain.events()).some(({ data }) => inspect(data).includes(String(Tao("1000.5")))))
    })
  ),
  works(
    "wallet balance {charlie.coldkey} -n {endpoint} --json -vv",
    look(function* ({ chain, charlie }, { wallets }) {
      assert.strictEqual(run.rao(wallets[0].free_tao), yield* chain.balance(charlie.coldkey))
    })
  ),
  works(
    "wallet history -w charlie -n {endpoint}",
    look(function* ({ alice, chain }, { transfers }) {
      assert.deepInclude(transfers[0], {
        from: alice.coldkey,
        amount_tao: "1000.500000000",
        block: (yield* chain.head).number
      })
    })
  ),
  lacking(
    "wallet announce-coldkey-swap --new-coldkey {charlie.coldkey} -w alice --yes",
    "SubtensorModule.announce_coldkey_swap",
    /185/
  ),
  lacking(
    "wallet swap-coldkey --new-coldkey {charlie.coldkey} -w alice --yes",
    "SubtensorModule.swap_coldkey_announced",
    /185/
  ),
  lacking("wallet swap-check -w alice -n {endpoint}", "SubtensorModule.ColdkeySwapDestinations", /185/),
  lacking(`wallet associate-hotkey ${alice}`, "SubtensorModule.try_associate_hotkey", /185/)
]

const subnets: ReadonlyArray<Step> = [
  works(
    "subnets create-cost -n {endpoint}",
    look(function* (world, { lock_cost_tao }) {
      assert.strictEqual(run.rao(lock_cost_tao), yield* read(world, "NetworkMinLockCost"))
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
    "subnets burn-cost 1 -n {endpoint}",
    look(function* (world, { cost_tao }) {
      assert.strictEqual(run.rao(cost_tao), yield* read(world, "Burn", 1))
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
    `root register ${alice}`,
    holds("Uids", ({ alice }) => [0, alice.hotkey], 0)
  ),
  works(
    "subnets list --network {endpoint} --json",
    look(function* (world, { subnets }) {
      assert.lengthOf(subnets, Number(yield* read(world, "TotalNetworks")))
      for (const { netuid } of subnets) assert.isTrue(yield* read(world, "NetworksAdded", netuid))
    })
  ),
  works(
    "subnets show 1 -n {endpoint} --fallback-endpoints none --archive-endpoints none",
    look(function* (world, { neurons, owner }) {
      assert.strictEqual(neurons, yield* read(world, "SubnetworkN", 1))
      assert.strictEqual(publicKey(owner), yield* read(world, "SubnetOwner", 1))
    })
  ),
  works(
    "subnets metagraph 1 -n ws://127.0.0.1:9 --fallback-endpoints {endpoint} --retry-forever",
    look(function* (world, { neurons }) {
      assert.lengthOf(neurons, 2)
      for (const { hotkey, uid } of neurons) assert.strictEqual(yield* read(world, "Keys", 1, uid), publicKey(hotkey))
    })
  ),
  works(
    "subnets hyperparameters 1 -n {endpoint}",
    look(function* (world, { hyperparameters }) {
      const tempo = yield* read(world, "Tempo", 1)
      const row = { hyperparameter: "tempo", value: tempo, normalized_value: tempo, unit: null }
      assert.deepInclude(hyperparameters, row)
    })
  ),
  works(
    "subnets hyperparameters 1 --name kappa -n {endpoint}",
    look(function* (world, { set_by, set_command, value }) {
      assert.strictEqual(value, yield* read(world, "Kappa", 1))
      assert.deepStrictEqual(
        [set_by, set_command],
        ["owner", `btcli sudo set --netuid 1 --param kappa --value ${value}`]
      )
    })
  ),
  lacking("subnets price --netuid 1 -n {endpoint}", "SubtensorModule.SubnetTAO", /all that they earn is TAO/),
  unknown("subnets conviction --netuid 1", "SubtensorModule.Lock", /2026/)
]

const owner: ReadonlyArray<Step> = [
  works(
    `hparams set --netuid 1 --name immunity_period --value 77 ${alice}`,
    holds("ImmunityPeriod", () => [1], 77)
  ),
  works(
    `hparams set --netuid 1 --name kappa --value 0.25 ${alice}`,
    holds("Kappa", () => [1], 16_384)
  ),
  works(
    "hparams get --netuid 1 --name immunity_period -n {endpoint}",
    look(function* (world, { value }) {
      assert.strictEqual(value, yield* read(world, "ImmunityPeriod", 1))
    })
  ),
  works(
    `hparams set-take --take 0.09 ${alice}`,
    holds("Delegates", ({ alice }) => [alice.hotkey], 5898)
  ),
  works(
    "hparams get-take -w alice -n {endpoint}",
    look(function* (world, { take }) {
      assert.closeTo(take, Number(yield* read(world, "Delegates", world.alice.hotkey)) / 65_535, 1e-6)
    })
  ),
  lacking(
    "hparams check-start --netuid 1 -n {endpoint}",
    "SubtensorModule.FirstEmissionBlockNumber",
    /earns as soon as it is there/
  ),
  lacking(`hparams start --netuid 1 ${alice}`, "SubtensorModule.start_call", /earns as soon as it is there/),
  lacking(`hparams set-symbol --netuid 1 --symbol x ${alice}`, "SubtensorModule.update_symbol", /TAO/),
  lacking("hparams get-identity 1 -n {endpoint}", "SubtensorModule.SubnetIdentitiesV3", /wallet get_identity/),
  lacking(
    `hparams set-identity --netuid 1 --name Squares ${alice}`,
    "SubtensorModule.set_subnet_identity",
    /wallet set_identity/
  ),
  lacking(`hparams trim --netuid 1 --max-n 64 ${alice}`, "AdminUtils.sudo_trim_to_max_allowed_uids", SINCE),
  unknown("hparams trim-null-batch --netuid 1 --target 64", "AdminUtils.sudo_trim_null_uids_batch", /2026/),
  unknown("hparams trim-null --netuid 1 --target 64", "AdminUtils.sudo_trim_null_uids_batch", /2026/),
  unknown(
    `hparams stake-burn --netuid 1 --amount-tao 1 --limit-price 1 ${alice}`,
    "SubtensorModule.add_stake_burn",
    /--tolerance/
  ),
  lacking(
    "hparams mechanisms count --netuid 1 -n {endpoint}",
    "SubtensorModule.MechanismCountCurrent",
    /one mechanism/
  ),
  lacking(
    "hparams mechanisms emissions --netuid 1 -n {endpoint}",
    "SubtensorModule.MechanismCountCurrent",
    /one mechanism/
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "ValidatorPermit", [1], [true, false])
    })
  ),
  works(
    `misc weights set --netuid 1 --uids 0,1 --weights 0.1,0.3 --version-key 0 ${alice}`,
    holds("Weights", () => [1, 0], [
      [0, 21_845],
      [1, 65_535]
    ])
  ),
  prepare(
    look(function* (world) {
      yield* put(world, "CommitRevealWeightsEnabled", [1], true)
      yield* put(world, "WeightCommitRevealInterval", [1], 10n)
    })
  ),
  works(
    `misc weights commit --netuid 1 --uids 0,1 --weights 0.3,0.3 --salt 1,2,3,4 ${alice}`,
    look(function* (world) {
      assert.isDefined(yield* read(world, "WeightCommits", 1, world.alice.hotkey))
    })
  ),
  prepare(({ chain }) => chain.mine(9)),
  works(
    `misc weights reveal --netuid 1 --uids 0,1 --weights 0.3,0.3 --salt 1,2,3,4 ${alice}`,
    holds("Weights", () => [1, 0], [
      [0, 65_535],
      [1, 65_535]
    ])
  ),
  works(
    `misc axon set --netuid 1 --ip 203.0.113.9 --port 8091 ${alice}`,
    look(function* (world) {
      assert.deepInclude(yield* read(world, "Axons", 1, world.alice.hotkey), { ip: 0xcb007109n, port: 8091 })
    })
  ),
  works(
    `misc axon reset --netuid 1 ${alice}`,
    look(function* (world) {
      assert.deepInclude(yield* read(world, "Axons", 1, world.alice.hotkey), { ip: 0xc0000201n, port: 1 })
    })
  )
]

const stake: ReadonlyArray<Step> = [
  works(
    `stake add --amount-tao 10.5 --no-slippage-protection --no-mev-shield ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao("10.5"))
  ),
  works(
    `stake remove --amount-alpha 0.5 --rate-tolerance 0.01 ${alice}`,
    holds("Stake", ({ alice }) => [alice.hotkey, alice.coldkey], Tao(10))
  ),
  unknown("stake show --netuid 1 -w alice -n {endpoint}", "SubtensorModule.Alpha", /dTAO/),
  works(
    "stake list -w alice -n {endpoint}",
    look(function* (world, { wallets }) {
      const own = wallets[0].accounts.find(({ hotkey }: { readonly hotkey: string }) => hotkey === world.alice.hotkey)
      assert.strictEqual(run.rao(own.stake.tao), yield* read(world, "Stake", world.alice.hotkey, world.alice.coldkey))
    })
  ),
  works(
    `stake add --amount 3 --hotkey {alice.hotkey} ${bob}`,
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], Tao(3))
  ),
  works(
    "wallet overview -w alice -n {endpoint}",
    look(function* (world, { subnets }) {
      const { neurons } = subnets.find(({ netuid }: { readonly netuid: number }) => netuid === 1)
      assert.strictEqual(run.rao(neurons[0].stake_tao), yield* read(world, "TotalHotkeyStake", world.alice.hotkey))
    })
  ),
  works(
    "wallet registrations --all -n {endpoint}",
    look(function* (world, { subnets }) {
      const { neurons } = subnets.find(({ netuid }: { readonly netuid: number }) => netuid === 1)
      for (const { hotkey_address, uid } of neurons) {
        assert.strictEqual(uid, yield* read(world, "Uids", 1, hotkey_address))
      }
    })
  ),
  works(
    "wallet inspect -w bob -n {endpoint}",
    look(function* (world, { wallets }) {
      const delegated = yield* read(world, "Stake", world.alice.hotkey, world.bob.coldkey)
      assert.strictEqual(run.rao(wallets[0].delegations[0].stake_tao), delegated)
    })
  ),
  works(
    "root list -n {endpoint}",
    look(function* (world, { neurons }) {
      const hotkeys = neurons.map(({ hotkey }: { readonly hotkey: string }) => publicKey(hotkey))
      assert.deepStrictEqual(hotkeys, [yield* read(world, "Keys", 0, 0)])
    })
  ),
  works(
    `stake unstake-all --hotkey {alice.hotkey} ${bob}`,
    holds("Stake", ({ alice, bob }) => [alice.hotkey, bob.coldkey], 0n)
  ),
  unknown(`stake unstake-all-alpha ${alice}`, "SubtensorModule.unstake_all_alpha", SINCE),
  lacking(
    `stake move --origin-netuid 1 --dest-hotkey {bob.hotkey} --dest-netuid 1 --amount-alpha 1 ${alice}`,
    "SubtensorModule.move_stake",
    SINCE
  ),
  unknown(`stake move-swap --origin-netuid 1 --dest-netuid 2 --amount 1 ${alice}`, "SubtensorModule.swap_stake", SINCE),
  lacking(
    `stake transfer --origin-netuid 1 --dest-coldkey {bob.coldkey} --all ${alice}`,
    "SubtensorModule.transfer_stake",
    SINCE
  ),
  lacking(`stake swap --origin-netuid 1 --dest-netuid 2 --amount 1 ${alice}`, "SubtensorModule.swap_stake", SINCE),
  lacking(`stake burn --netuid 1 --amount-tao 1 ${alice}`, "SubtensorModule.add_stake_burn", SINCE),
  lacking("stake auto -w alice -n {endpoint}", "SubtensorModule.AutoStakeDestination", SINCE),
  lacking(`stake set-auto --netuid 1 ${alice}`, "SubtensorModule.set_coldkey_auto_stake_hotkey", SINCE),
  unknown("stake wizard", "SubtensorModule.swap_stake", /stake swap/),
  lacking("stake child get --netuid 1 -w alice -n {endpoint}", "SubtensorModule.ChildKeys", /after spec 185/),
  lacking(
    `stake child set --netuid 1 --children {bob.hotkey} --proportions 0.5 ${alice}`,
    "SubtensorModule.set_children",
    /after spec 185/
  ),
  lacking(`stake child revoke --netuid 1 ${alice}`, "SubtensorModule.set_children", /after spec 185/),
  lacking(`stake child take --netuid 1 --take 0.1 ${alice}`, "SubtensorModule.set_childkey_take", /after spec 185/),
  unknown(`root claim ${alice}`, "SubtensorModule.claim_root", /stake process_claim/),
  ...["allocate --amount 1", "move --to {bob.hotkey}", "swap --from 1 --to 2 --amount 1"].map((words) =>
    unknown(`root ${words}`, "SubtensorModule.stake_into_basket", /2026/)
  )
]

const identities: ReadonlyArray<Step> = [
  works(
    `wallet set-identity --name Alice --url https://alice.example ${alice}`,
    look(function* ({ alice, chain }) {
      const held = inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null })
      assert.match(held, /display: .*Raw5/)
    })
  ),
  works(
    "wallet get-identity --coldkey {alice.hotkey} -n {endpoint}",
    look(function* ({ alice, chain }, data) {
      const held = inspect(yield* chain.read("Registry", "IdentityOf", alice.hotkey), { depth: null })
      assert.match(held, /display: .*Raw5/)
      assert.deepInclude(data, { display: "Alice", web: "https://alice.example" })
    })
  ),
  prepare((world) =>
    Effect.orDie(run.succeeds(world.home, wordsOf(world, "wallet new-hotkey -w bob -H next --mnemonic-file next.txt")))
  ),
  works(
    `wallet swap-hotkey --new-hotkey next ${bob}`,
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

const proxies: ReadonlyArray<Step> = [
  works(`proxy create --proxy-type Any --delay 0 ${alice}`, (world, { extrinsic, pure }) => {
    world.named.set("pure", pure).set("height", String(extrinsic.block)).set("index", String(extrinsic.index))
    return proxiesOf("pure", 1)(world, undefined)
  }),
  works(`proxy kill --proxy-for {pure} --height {height} --ext-index {index} ${alice}`, proxiesOf("pure", 0)),
  works(`proxy add --delegate {bob.coldkey} --proxy-type Any --delay 0 ${alice}`, proxiesOf("alice.coldkey", 1)),
  works(
    "proxy list --coldkey {alice.coldkey} -n {endpoint}",
    look(function* ({ alice, bob, chain }, { proxies }) {
      assert.strictEqual(proxies[0].delegate, bob.coldkey)
      assert.include(inspect(yield* chain.read("Proxy", "Proxies", alice.coldkey)), publicKey(bob.coldkey))
    })
  ),
  works(
    `wallet transfer --dest {charlie.coldkey} --amount 2 --proxy-for {alice.coldkey} ${bob}`,
    look(function* ({ alice, chain }) {
      const transfer = (yield* chain.events()).find(({ name }) => name === "Transfer")
      assert.deepInclude(transfer?.data, { amount: Tao(2), from: publicKey(alice.coldkey) })
    })
  ),
  unbuilt(
    `proxy execute --delegate {bob.coldkey} --real {alice.coldkey} --inner-op remark ${bob}`,
    /--call Pallet\.call/
  ),
  works(`proxy remove --delegate {bob.coldkey} --proxy-type Any --delay 0 ${alice}`, proxiesOf("alice.coldkey", 0))
]

const snake = (name: string) => name.replaceAll("-", "_")

const byName: ReadonlyArray<Step> = [
  works(
    "query balance --coldkey {alice.coldkey} -n {endpoint}",
    look(function* ({ alice, chain }, { value }) {
      assert.strictEqual(value, String(yield* chain.balance(alice.coldkey)))
    })
  ),
  works(
    "query uid --hotkey {alice.hotkey} --netuid 1 -n {endpoint} -w alice",
    look(function* (world, { value }) {
      assert.strictEqual(value, yield* read(world, "Uids", 1, world.alice.hotkey))
    })
  ),
  works(
    "query hotkey-owner --hotkey {alice.hotkey} -n {endpoint}",
    look(function* (world, { value }) {
      assert.strictEqual(publicKey(value), yield* read(world, "Owner", world.alice.hotkey))
    })
  ),
  works(
    "query burn --netuid 1 -n {endpoint}",
    look(function* (world, { value }) {
      assert.strictEqual(value, String(yield* read(world, "Burn", 1)))
    })
  ),
  works(
    "query immunity-period --netuid 1 -n {endpoint}",
    look(function* (world, { value }) {
      assert.strictEqual(value, yield* read(world, "ImmunityPeriod", 1))
    })
  ),
  lacking("query alpha-price --netuid 1 -n {endpoint}", "SubtensorModule.SubnetTAO", /185/),
  lacking("query crowdloans -n {endpoint}", "Crowdloan.Crowdloans", /185/),
  lacking("query children --hotkey {alice.hotkey} --netuid 1 -n {endpoint}", "SubtensorModule.ChildKeys", /185/),
  unknown("query root-baskets -n {endpoint}", "SubtensorModule.PendingBasketDeposits", /btcli query/),
  unknown("query locks-for-coldkey --coldkey {alice.coldkey}", "SubtensorModule.Lock", /btcli query/),
  unknown("query leases", "SubtensorModule.SubnetLeases", /btcli query/),
  works(
    "query",
    sees((_, { value }) => {
      const here = new Set([...Object.keys(value), ...Object.keys(ofReads)])
      for (const name of reads.known) assert.isTrue(here.has(snake(name)), name)
      for (const name of reads.unknown) assert.isFalse(here.has(snake(name)), name)
    })
  ),
  works(
    `tx transfer --dest {charlie.coldkey} --amount-tao 1.25 --no-keep-alive ${alice}`,
    look(function* ({ chain, charlie }) {
      const transfer = (yield* chain.events()).find(({ name }) => name === "Transfer")
      assert.deepInclude(transfer?.data, { amount: Tao("1.25"), to: publicKey(charlie.coldkey) })
    })
  ),
  prepare((world) => put(world, "TxDelegateTakeRateLimit", [], 0n)),
  works(
    `tx increase-take --take 0.12 --hotkey {alice.hotkey} ${alice}`,
    holds("Delegates", ({ alice }) => [alice.hotkey], 7864)
  ),
  works(
    `tx serve-axon --netuid 1 --ip 203.0.113.7 --port 8092 ${alice}`,
    look(function* (world) {
      assert.deepInclude(yield* read(world, "Axons", 1, world.alice.hotkey), { ip: 0xcb007107n, port: 8092 })
    })
  ),
  declines("tx transfer --dest {charlie.coldkey} --amount-tao 1 -w alice -n {endpoint}"),
  lacking(`tx lock-stake --netuid 1 --amount-alpha 1 ${alice}`, "SubtensorModule.lock_stake", /185/),
  lacking(`tx contribute-crowdloan --crowdloan-id 1 --amount-tao 1 ${alice}`, "Crowdloan.contribute", /185/),
  lacking(`tx claim-root --subnets 1 ${alice}`, "SubtensorModule.claim_root", /185/),
  unknown("tx swap-basket --hotkey {alice.hotkey}", "SubtensorModule.swap_basket", /btcli call/),
  unknown("tx add-collateral --netuid 1", "SubtensorModule.add_collateral", /btcli call/),
  works(
    "tx",
    sees((_, data) => {
      const here = new Set([...Object.keys(data.calls), ...Object.keys(ofCalls)])
      for (const name of calls.known) assert.isTrue(here.has(snake(name)), name)
      for (const name of calls.unknown) assert.isFalse(here.has(snake(name)), name)
    })
  ),
  works(
    "tools --json",
    sees((_, data) => assert.include(Object.keys(data.calls), "transfer"))
  ),
  prepare(sees(({ named }) => named.set("arguments", '{"remark":"0x01"}'))),
  works(
    `call System.remark_with_event --args {arguments} ${alice}`,
    look(function* ({ chain }) {
      assert.isTrue((yield* chain.events()).some(({ name }) => name === "Remarked"))
    })
  ),
  works(
    "explain NotEnoughStakeToSetWeights",
    sees((_, [{ name }]) => assert.strictEqual(name, "SubtensorModule.NotEnoughStakeToSetWeights"))
  )
]

const evm = (words: string) => unknown(`evm ${words}`, "EVM", /2024 has no EVM|associate_evm_key|btcli doctor/)

const others: ReadonlyArray<Step> = [
  works(
    "misc convert 1.5",
    sees((_, [{ amount_rao }]) => assert.strictEqual(amount_rao, "1500000000"))
  ),
  works(
    "misc convert --rao 1500000000",
    sees((_, [{ amount_tao }]) => assert.strictEqual(amount_tao, "1.500000000"))
  ),
  works(
    "misc latency --networks {endpoint}",
    look(function* ({ chain }, [{ block }]) {
      assert.strictEqual(block, (yield* chain.head).number)
    })
  ),
  lacking("misc crowd list -n {endpoint}", "Crowdloan.Crowdloans", SINCE),
  lacking("misc crowd info 1 -n {endpoint}", "Crowdloan.Crowdloans", SINCE),
  lacking("misc crowd contributors 1 -n {endpoint}", "Crowdloan.Contributions", SINCE),
  ...["show --netuid 1", "list --netuid 1", "add --netuid 1 --amount 1", "set-min --netuid 1 --amount 1"].map((words) =>
    unknown(`misc collateral ${words}`, "SubtensorModule.add_collateral", /no collateral/)
  ),
  ...["list", "targeting --netuid 1", "show --netuid 1", "add --netuid 1 --amount 1"].map((words) =>
    unknown(`conviction ${words}`, "SubtensorModule.lock_stake", /2026/)
  ),
  unknown("conviction mode --netuid 1 --perpetual", "SubtensorModule.set_perpetual_lock", /2026/),
  unknown("conviction accept --allow", "SubtensorModule.set_reject_locked_alpha", /2026/),
  unknown("conviction move --netuid 1 --destination-hotkey {bob.hotkey}", "SubtensorModule.move_lock", /2026/),
  ...commands.evm.split(" ").map(evm),
  ...commands["evm key"].split(" ").map((name) => evm(`key ${name}`)),
  ...commands["evm stake"].split(" ").map((name) => evm(`stake ${name}`)),
  ...commands.multisig.split(" ").map((name) => unbuilt(`multisig ${name}`, /Multisig/)),
  works(
    `misc timelock encrypt hello --round ${ROUND}`,
    sees(({ named }, { ciphertext }) => {
      named.set("sealed", ciphertext)
      const opened = Timelock.decrypt(hex(ciphertext).subarray(0, -8), hex(vectors.signature))
      assert.strictEqual(new TextDecoder().decode(Result.getOrThrow(opened)), "hello")
    })
  ),
  works(
    "misc timelock show {sealed}",
    sees((_, data) => assert.deepInclude(data, { reveal_round: ROUND, is_revealed: true }))
  ),
  works(
    "misc timelock decrypt {sealed} --beacon {beacon}",
    sees((_, { text }) => assert.strictEqual(text, "hello"))
  ),
  ...commands["misc extension"].split(" ").map((name) => unbuilt(`misc extension ${name}`, /browser/)),
  ...commands["misc upgrade"].split(" ").map((name) => unbuilt(`misc upgrade ${name}`, /legacy update/))
]

export const steps = [
  ...config,
  ...books,
  ...wallets,
  ...subnets,
  ...owner,
  ...stake,
  ...identities,
  ...proxies,
  ...byName,
  ...others
]
