/**
 * The pallets of this runtime.
 *
 * @since 0.2.0
 */
import { AdminUtils } from "./pallets/adminUtils.ts"
import { Aura } from "./pallets/aura.ts"
import { Balances } from "./pallets/balances.ts"
import { Commitments } from "./pallets/commitments.ts"
import { Grandpa } from "./pallets/grandpa.ts"
import { Multisig } from "./pallets/multisig.ts"
import { Preimage } from "./pallets/preimage.ts"
import { Proxy } from "./pallets/proxy.ts"
import { RandomnessCollectiveFlip } from "./pallets/randomnessCollectiveFlip.ts"
import { Registry } from "./pallets/registry.ts"
import { Scheduler } from "./pallets/scheduler.ts"
import { SenateMembers } from "./pallets/senateMembers.ts"
import { SubtensorModule } from "./pallets/subtensorModule.ts"
import { Sudo } from "./pallets/sudo.ts"
import { System } from "./pallets/system.ts"
import { Timestamp } from "./pallets/timestamp.ts"
import { TransactionPayment } from "./pallets/transactionPayment.ts"
import { Triumvirate } from "./pallets/triumvirate.ts"
import { TriumvirateMembers } from "./pallets/triumvirateMembers.ts"
import { Utility } from "./pallets/utility.ts"

/**
 * In the order of their indices.
 *
 * @category models
 */
export const pallets = [
  System,
  RandomnessCollectiveFlip,
  Timestamp,
  Aura,
  Grandpa,
  Balances,
  TransactionPayment,
  SubtensorModule,
  Triumvirate,
  TriumvirateMembers,
  SenateMembers,
  Utility,
  Sudo,
  Multisig,
  Preimage,
  Scheduler,
  Proxy,
  Registry,
  Commitments,
  AdminUtils
] as const
