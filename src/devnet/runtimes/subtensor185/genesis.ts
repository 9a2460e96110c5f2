/**
 * What stands in storage before the first block.
 *
 * @since 0.2.0
 */
import type { State, StorageItem } from "../../runtime/storage.ts"
import * as wellKnown from "../../runtime/wellKnown.ts"
import { u16, u32 } from "../../scale/primitives.ts"
import type { Hex } from "../../scale/Hex.ts"
import { encode } from "../../scale/Type.ts"
import { ed25519, sr25519 } from "./devAccounts.ts"
import { pallets } from "./pallets.ts"
import { Aura } from "./pallets/aura.ts"
import { Balances } from "./pallets/balances.ts"
import { Grandpa } from "./pallets/grandpa.ts"
import { SenateMembers } from "./pallets/senateMembers.ts"
import { SubtensorModule } from "./pallets/subtensorModule.ts"
import { Sudo } from "./pallets/sudo.ts"
import { noBalances, System } from "./pallets/system.ts"
import { TransactionPayment } from "./pallets/transactionPayment.ts"
import { Triumvirate } from "./pallets/triumvirate.ts"
import { TriumvirateMembers } from "./pallets/triumvirateMembers.ts"
import { version } from "./version.ts"

/**
 * What a chain begins with.
 *
 * @category models
 */
export interface Genesis {
  /** Accounts and their free balances, in rao. */
  readonly balances: ReadonlyArray<readonly [account: Hex, rao: bigint]>
  /** The sr25519 keys of those who make blocks, in turn. */
  readonly aura: ReadonlyArray<Hex>
  /** The ed25519 keys of those who make blocks final. */
  readonly grandpa: ReadonlyArray<Hex>
  /** Who may call as root. */
  readonly sudo: Hex
  readonly triumvirate: ReadonlyArray<Hex>
  readonly senate: ReadonlyArray<Hex>
}

const TAO = 10n ** 9n

/**
 * The chain that a subtensor node of this time runs with `--chain local`.
 *
 * @category models
 */
export const localnet: Genesis = {
  balances: [
    [sr25519.alice, 10n ** 9n * TAO],
    [sr25519.bob, 1000n * TAO],
    [sr25519.charlie, 1000n * TAO],
    [sr25519.dave, 2n * TAO],
    [sr25519.eve, 2n * TAO],
    [sr25519.ferdie, 2n * TAO]
  ],
  aura: [sr25519.alice, sr25519.bob],
  grandpa: [ed25519.alice, ed25519.bob],
  sudo: sr25519.alice,
  triumvirate: [sr25519.alice, sr25519.bob, sr25519.charlie],
  senate: [sr25519.dave, sr25519.eve, sr25519.ferdie]
}

const system = (state: State): void => {
  const { BlockHash, LastRuntimeUpgrade, ParentHash, UpgradedToTripleRefCount, UpgradedToU32RefCount } = System.storage
  // What FRAME takes for the hash of a block that is not there yet: 69 in every byte.
  const unknown: Hex = `0x${"45".repeat(32)}`
  ParentHash.put(state, unknown)
  BlockHash.put(state, 0, unknown)
  UpgradedToU32RefCount.put(state, true)
  UpgradedToTripleRefCount.put(state, true)
  LastRuntimeUpgrade.put(state, { spec_version: version.spec_version, spec_name: version.spec_name })
  state.storage.set(wellKnown.extrinsicIndex, encode(u32, 0))
  for (const { definition, name } of pallets) {
    const migrations = "storageVersion" in definition ? definition.storageVersion : 0
    state.storage.set(wellKnown.storageVersion(name), encode(u16, migrations))
  }
}

const balances = (state: State, accounts: Genesis["balances"]): void => {
  for (const [account, free] of accounts) {
    System.storage.Account.mutate(state, account, (info) => ({ ...info, providers: 1, data: { ...noBalances, free } }))
  }
  Balances.storage.TotalIssuance.put(
    state,
    accounts.reduce((sum, [, free]) => sum + free, 0n)
  )
  TransactionPayment.storage.NextFeeMultiplier.mutate(state, (one) => one)
  TransactionPayment.storage.StorageVersion.put(state, "V2")
}

const authorities = (state: State, { aura, grandpa, sudo }: Genesis): void => {
  Aura.storage.Authorities.put(state, aura)
  Grandpa.storage.Authorities.put(
    state,
    grandpa.map((authority) => [authority, 1n])
  )
  Grandpa.storage.CurrentSetId.put(state, 0n)
  Grandpa.storage.SetIdSession.put(state, 0n, 0)
  Sudo.storage.Key.put(state, sudo)
}

/** Members are kept in the order of their bytes. */
const governance = (state: State, { senate, triumvirate }: Genesis): void => {
  Triumvirate.storage.Members.put(state, triumvirate.toSorted())
  TriumvirateMembers.storage.Members.put(state, triumvirate.toSorted())
  SenateMembers.storage.Members.put(state, senate.toSorted())
}

const ROOT = 0
/** The one subnet that is there from the beginning; nobody owns it, and nobody can register on it. */
const FIRST_SUBNET = 3

const rootNetwork = (state: State): void => {
  const pallet = SubtensorModule.storage
  pallet.NetworksAdded.put(state, ROOT, true)
  pallet.SubnetworkN.put(state, ROOT, 0)
  pallet.MaxAllowedUids.put(state, ROOT, 64)
  pallet.MaxAllowedValidators.put(state, ROOT, 64)
  pallet.MinAllowedWeights.put(state, ROOT, 0)
  pallet.MaxWeightsLimit.put(state, ROOT, 65_535)
  pallet.Tempo.put(state, ROOT, 100)
  pallet.NetworkRegistrationAllowed.put(state, ROOT, true)
  pallet.TargetRegistrationsPerInterval.put(state, ROOT, 1)
}

const firstSubnet = (state: State): void => {
  const pallet = SubtensorModule.storage
  pallet.NetworksAdded.put(state, FIRST_SUBNET, true)
  // A read would give the defaults anyway; the real genesis writes them, so their keys are there.
  const writeDefault = <V>(item: StorageItem<readonly [number], V, V>) => item.mutate(state, FIRST_SUBNET, (v) => v)
  writeDefault(pallet.Tempo)
  writeDefault(pallet.NetworkModality)
  writeDefault(pallet.SubnetworkN)
  writeDefault(pallet.MaxAllowedUids)
  writeDefault(pallet.Kappa)
  writeDefault(pallet.Difficulty)
  writeDefault(pallet.ImmunityPeriod)
  writeDefault(pallet.ActivityCutoff)
  writeDefault(pallet.EmissionValues)
  writeDefault(pallet.MaxWeightsLimit)
  writeDefault(pallet.MinAllowedWeights)
  writeDefault(pallet.RegistrationsThisInterval)
  writeDefault(pallet.POWRegistrationsThisInterval)
  writeDefault(pallet.BurnRegistrationsThisInterval)
}

/**
 * Writes a genesis, into a storage that is empty. Like all of this it is the data of one runtime: {@link localnet} with other
 * values is another chain.
 *
 * @category constructors
 */
export const genesis =
  (config: Genesis) =>
  (state: State): void => {
    system(state)
    balances(state, config.balances)
    authorities(state, config)
    governance(state, config)
    // Of what the subnets issued, which the balances above are no part of.
    SubtensorModule.storage.TotalIssuance.put(state, 0n)
    SubtensorModule.storage.TotalNetworks.put(state, 2)
    rootNetwork(state)
    firstSubnet(state)
  }
