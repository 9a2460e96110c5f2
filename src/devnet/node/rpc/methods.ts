/**
 * All methods.
 *
 * @since 0.2.0
 */
import { archive } from "./archive.ts"
import { author } from "./author.ts"
import { chain } from "./chain.ts"
import { chainHead } from "./chainHead.ts"
import { chainSpec } from "./chainSpec.ts"
import { childstate } from "./childstate.ts"
import { developer } from "./dev.ts"
import { grandpa } from "./grandpa.ts"
import { call, type Method } from "./method.ts"
import { offchain } from "./offchain.ts"
import { payment } from "./payment.ts"
import { state } from "./state.ts"
import { subtensor } from "./subtensor.ts"
import { system } from "./system.ts"
import { transaction } from "./transaction.ts"
import { transactionWatch } from "./transactionWatch.ts"

/**
 * What a node serves under the names that nodes have had for long.
 *
 * @category methods
 */
export const nodeMethods: ReadonlyArray<Method> = [
  ...author,
  ...chain,
  ...childstate,
  ...grandpa,
  ...offchain,
  ...payment,
  ...state,
  ...subtensor,
  ...system,
  call("rpc_methods", [], ({ names }) => ({ methods: names }))
]

/**
 * The new JSON-RPC interface. A client may take one name of a namespace for all of them, so each is served as a whole.
 *
 * @category methods
 */
export const newMethods: ReadonlyArray<Method> = [
  ...archive,
  ...chainHead,
  ...chainSpec,
  ...transaction,
  ...transactionWatch
]

/**
 * What only a chain serves that people develop with.
 *
 * @category methods
 */
export const developerMethods: ReadonlyArray<Method> = developer
