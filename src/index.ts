/**
 * Bittensor for TypeScript, on Effect. Services, protocols and their vocabularies; implementations come by subpath:
 * `effect-bittensor/layers/AxonHttp`.
 *
 * @since 0.1.0
 */
export { Axon, AxonError, Caller, type Claim, type Handler, Refusal } from "./services/Axon.ts"
export { AxonInfo } from "./protocol/AxonInfo.ts"
export * as Btauth from "./protocol/Btauth.ts"
export { ChainError } from "./services/ChainError.ts"
export { Coldkey } from "./services/Coldkey.ts"
export { type Answer, Dendrite, DendriteError, type QueryOptions } from "./services/Dendrite.ts"
export {
  Devnet,
  type DevnetBlock,
  DevnetError,
  type DevnetEvent,
  type DevnetSnapshot,
  type DevnetValue
} from "./services/Devnet.ts"
export { ExtrinsicError } from "./services/ExtrinsicError.ts"
export { Hotkey } from "./services/Hotkey.ts"
export { Metagraph, type MetagraphShape, MetagraphState } from "./services/Metagraph.ts"
export { Alpha, MoneyError, Rao, Tao } from "./protocol/Money.ts"
export { PowError, type PowProgress, PowSolver, type Solution, type SolveOptions } from "./services/PowSolver.ts"
export { PythonFloat } from "./protocol/PythonValue.ts"
export { ReplayError, ReplayGuard } from "./services/ReplayGuard.ts"
export * as Seal from "./protocol/Seal.ts"
export { type Signer, SignerError } from "./services/Signer.ts"
export { Ss58 } from "./protocol/Ss58.ts"
export * as Storage from "./protocol/Storage.ts"
export {
  type Retrieved,
  RetrieveError,
  type RetrieveInput,
  RetrieveUser,
  StorageFault,
  type Stored,
  StoreError,
  type StoreInput,
  StoreUser
} from "./services/subnets/Storage.ts"
export { type Registry, SubnetsApi, SubnetsApiError } from "./services/SubnetsApi.ts"
export { Subtensor, type SubtensorShape } from "./services/Subtensor.ts"
export * as Synapse from "./protocol/Synapse.ts"
export * as Tensor from "./protocol/Tensor.ts"
export { WalletError, Wallets } from "./services/Wallets.ts"
export { type WeightSetterShape, WeightEvent, WeightSetter, WeightSetterError } from "./services/WeightSetter.ts"
