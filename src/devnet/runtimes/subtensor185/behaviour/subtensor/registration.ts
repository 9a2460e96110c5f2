/**
 * The calls that register a hotkey on a subnet, by work or by a burn, and the faucet, which pays for work.
 *
 * @since 0.2.0
 */
import { type BlockContext, type Context, type Outcome, signed } from "../../../../runtime/dispatch.ts"
import type { ModuleError } from "../../../../runtime/pallet.ts"
import type { StorageItem } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { add, canRemove, remove } from "../currency.ts"
import { assign, ROOT } from "./neurons.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"
import { burn, mint, pair, saturatingAdd } from "./stake.ts"
import { faultOf, type Work } from "./work.ts"

const { Burn, BurnRegistrationsThisInterval, Difficulty, NetworksAdded, POWRegistrationsThisInterval, UsedWork } =
  SubtensorModule.storage
const { MaxRegistrationsPerBlock, RAORecycledForRegistration, RegistrationsThisBlock, RegistrationsThisInterval } =
  SubtensorModule.storage
const { NetworkPowRegistrationAllowed, NetworkRegistrationAllowed, TargetRegistrationsPerInterval, Uids } =
  SubtensorModule.storage

/** How many times the target may come in an interval. */
const QUOTA = 3

const FAUCET_DIFFICULTY = 1_000_000n
/** Rao. */
const FAUCET_AMOUNT = 100_000_000_000n

type Flag = StorageItem<readonly [number], boolean, boolean>
type Counter = StorageItem<readonly [number], number, number>

/**
 * Why nobody can register on a network now, if nobody can.
 *
 * @category guards
 */
export const quotaRefusal = ({ error }: Revision, context: BlockContext, netuid: number): ModuleError | undefined => {
  if (RegistrationsThisBlock.get(context, netuid) >= MaxRegistrationsPerBlock.get(context, netuid)) {
    return error("TooManyRegistrationsThisBlock")
  }
  const quota = QUOTA * TargetRegistrationsPerInterval.get(context, netuid)
  return RegistrationsThisInterval.get(context, netuid) >= quota ? error("TooManyRegistrationsThisInterval") : undefined
}

/** Why a hotkey cannot register on a subnet, if it cannot. */
const refusal = (
  revision: Revision,
  context: Context,
  netuid: number,
  hotkey: Hex,
  isAllowed: Flag
): ModuleError | undefined => {
  const { error } = revision
  if (netuid === ROOT) return error("RegistrationNotPermittedOnRootSubnet")
  if (!NetworksAdded.get(context, netuid)) return error("SubNetworkDoesNotExist")
  if (!isAllowed.get(context, netuid)) return error("SubNetRegistrationDisabled")
  const full = quotaRefusal(revision, context, netuid)
  if (full !== undefined) return full
  return Uids.contains(context, netuid, hotkey) ? error("HotKeyAlreadyRegisteredInSubNet") : undefined
}

/**
 * Counts a registration.
 *
 * @category counting
 */
export const count = (context: BlockContext, netuid: number, ...counters: ReadonlyArray<Counter>): void => {
  for (const counter of [...counters, RegistrationsThisInterval, RegistrationsThisBlock]) {
    counter.mutate(context, netuid, (registrations) => (registrations + 1) & 0xffff)
  }
}

/** The hotkey's place, once it is known whose it is. */
const settle = (
  { error }: Revision,
  context: Context,
  netuid: number,
  hotkey: Hex,
  coldkey: Hex
): number | ModuleError => {
  if (!pair(context, coldkey, hotkey)) return error("NonAssociatedColdKey")
  return assign(context, netuid, hotkey) ?? error("NoNeuronIdAvailable")
}

const registered = (context: Context, netuid: number, uid: number, hotkey: Hex): void =>
  context.deposit(SubtensorModule.event("NeuronRegistered", netuid, uid, hotkey))

const register = (revision: Revision) =>
  signed(
    (
      context,
      signer,
      args: Work & { readonly netuid: number; readonly hotkey: Hex; readonly coldkey: Hex }
    ): Outcome => {
      const { error } = revision
      const { coldkey, hotkey, netuid, work } = args
      if (signer !== hotkey) return error("TransactorAccountShouldBeHotKey")
      const refused = refusal(revision, context, netuid, hotkey, NetworkPowRegistrationAllowed)
      if (refused !== undefined) return refused
      const fault = faultOf(context, args, hotkey, Difficulty.get(context, netuid))
      if (fault !== undefined) return error(fault)
      UsedWork.put(context, work, now(context))
      const uid = settle(revision, context, netuid, hotkey, coldkey)
      if (typeof uid !== "number") return uid
      count(context, netuid, POWRegistrationsThisInterval)
      return registered(context, netuid, uid, hotkey)
    }
  )

const burnedRegister = (revision: Revision) =>
  signed((context, coldkey, { hotkey, netuid }: { readonly netuid: number; readonly hotkey: Hex }): Outcome => {
    const { error } = revision
    const refused = refusal(revision, context, netuid, hotkey, NetworkRegistrationAllowed)
    if (refused !== undefined) return refused
    const cost = Burn.get(context, netuid)
    if (!canRemove(context, coldkey, cost)) return error("NotEnoughBalanceToStake")
    const burned = remove(context, coldkey, cost)
    if (burned === undefined) return error("ZeroBalanceAfterWithdrawn")
    burn(context, burned)
    const uid = settle(revision, context, netuid, hotkey, coldkey)
    if (typeof uid !== "number") return uid
    count(context, netuid, BurnRegistrationsThisInterval)
    // The nominal cost, though the account kept the existential deposit of it.
    const recycled = saturatingAdd(RAORecycledForRegistration.get(context, netuid), cost)
    RAORecycledForRegistration.put(context, netuid, recycled)
    context.deposit(SubtensorModule.event("RAORecycledForRegistrationSet", netuid, recycled))
    return registered(context, netuid, uid, hotkey)
  })

const faucet = ({ error }: Revision) =>
  signed((context, coldkey, args: Work): Outcome => {
    const fault = faultOf(context, args, coldkey, FAUCET_DIFFICULTY)
    if (fault !== undefined) return error(fault)
    UsedWork.put(context, args.work, now(context))
    mint(context, FAUCET_AMOUNT)
    add(context, coldkey, FAUCET_AMOUNT)
    return context.deposit(SubtensorModule.event("Faucet", coldkey, FAUCET_AMOUNT))
  })

/**
 * The calls that register a hotkey, and the faucet.
 *
 * @category calls
 */
export const registration = (revision: Revision) => ({
  register: register(revision),
  burned_register: burnedRegister(revision),
  faucet: faucet(revision)
})
