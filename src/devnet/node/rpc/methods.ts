/**
 * All methods.
 *
 * @since 0.2.0
 */
import { author } from "./author.ts"
import { chain } from "./chain.ts"
import { childstate } from "./childstate.ts"
import { developer } from "./dev.ts"
import { grandpa } from "./grandpa.ts"
import { call, type Method } from "./method.ts"
import { offchain } from "./offchain.ts"
import { payment } from "./payment.ts"
import { state } from "./state.ts"
import { subtensor } from "./subtensor.ts"
import { system } from "./system.ts"

/**
 * What a node serves. No name of the newer JSON-RPC (`chainHead_*` and its like) is among them: a client that sees one uses them all.
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
 * What only a chain serves that people develop with.
 *
 * @category methods
 */
export const developerMethods: ReadonlyArray<Method> = developer
