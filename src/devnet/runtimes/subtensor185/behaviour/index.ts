/**
 * What all pallets of this runtime do.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { dispatcher, type Host } from "../../../runtime/dispatcher.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"
import { System } from "../pallets/system.ts"
import { adminUtils } from "./adminUtils.ts"
import { aura } from "./aura.ts"
import { balances } from "./balances.ts"
import { commitments } from "./commitments.ts"
import { deposit } from "./events.ts"
import { grandpa } from "./grandpa.ts"
import { multisig } from "./multisig.ts"
import { preimage } from "./preimage.ts"
import { proxy } from "./proxy.ts"
import { randomnessCollectiveFlip } from "./randomnessCollectiveFlip.ts"
import { registry } from "./registry.ts"
import { scheduler } from "./scheduler.ts"
import { senateMembers } from "./senateMembers.ts"
import { subtensor } from "./subtensor/index.ts"
import { firstRevision } from "./subtensor/revision.ts"
import { sudo } from "./sudo.ts"
import { system } from "./system.ts"
import { timestamp } from "./timestamp.ts"
import { transactionPayment } from "./transactionPayment.ts"
import { triumvirate } from "./triumvirate.ts"
import { triumvirateMembers } from "./triumvirateMembers.ts"
import { utility } from "./utility.ts"
import { subtensorModule } from "./weights/subtensorModule.ts"

/**
 * What the pallets do.
 *
 * @category models
 */
export const behaviours = [
  system,
  randomnessCollectiveFlip,
  timestamp,
  aura,
  grandpa,
  balances,
  transactionPayment,
  behaviour(SubtensorModule, { declares: subtensorModule, ...subtensor(firstRevision) }),
  triumvirate,
  triumvirateMembers,
  senateMembers,
  utility,
  sudo,
  multisig,
  preimage,
  scheduler,
  proxy,
  registry,
  commitments,
  adminUtils
]

/**
 * What a dispatcher of these pallets needs besides them.
 *
 * @category models
 */
export const host: Host = {
  blockOf: (state) => System.storage.Number.get(state),
  deposit,
  filtered: System.error("CallFiltered")
}

/**
 * Runs the calls and hooks of this runtime.
 *
 * @category models
 */
export const dispatch = dispatcher(behaviours, host)
