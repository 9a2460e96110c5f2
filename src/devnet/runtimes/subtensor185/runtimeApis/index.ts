/**
 * What the methods of all runtime APIs do.
 *
 * @since 0.2.0
 */
import type { Answers } from "../../../runtime/runtimeApi.ts"
import type { apis } from "../apis.ts"
import type { Asked } from "./asked.ts"
import { blockBuilder, genesisBuilder, transactionQueue } from "./blocks.ts"
import { auraApi, grandpaApi, sessionKeys } from "./consensus.ts"
import { core, offchainWorker } from "./core.ts"
import { delegates } from "./delegates.ts"
import { metadata } from "./metadata.ts"
import { neurons } from "./neurons.ts"
import { accountNonce, transactionPayment, transactionPaymentCall } from "./payment.ts"
import { stakes } from "./stakes.ts"
import { subnetRegistration, subnets } from "./subnets.ts"

/**
 * What the methods of all runtime APIs do. A runtime that answers some differently spreads these.
 *
 * @category answers
 */
export const answers: Answers<typeof apis, Asked> = {
  Core: core,
  Metadata: metadata,
  BlockBuilder: blockBuilder,
  GenesisBuilder: genesisBuilder,
  TaggedTransactionQueue: transactionQueue,
  OffchainWorkerApi: offchainWorker,
  AuraApi: auraApi,
  SessionKeys: sessionKeys,
  GrandpaApi: grandpaApi,
  AccountNonceApi: accountNonce,
  TransactionPaymentApi: transactionPayment,
  TransactionPaymentCallApi: transactionPaymentCall,
  DelegateInfoRuntimeApi: delegates,
  NeuronInfoRuntimeApi: neurons,
  SubnetInfoRuntimeApi: subnets,
  StakeInfoRuntimeApi: stakes,
  SubnetRegistrationRuntimeApi: subnetRegistration
}
