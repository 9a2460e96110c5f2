/**
 * Questions to the runtime, as `state_call` asks them.
 *
 * @since 0.2.0
 */
import { Trap } from "../../runtime/dispatch.ts"
import type { Executable } from "../../runtime/executable.ts"
import type { State } from "../../runtime/storage.ts"
import type { Hex } from "../../scale/Hex.ts"
import { ScaleError } from "../../scale/ScaleError.ts"
import { decodeUnsafe } from "../../scale/Type.ts"
import { noHash } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { clientError, trapped } from "./errors.ts"

/**
 * The state after a block. The parent of the first block stands for it: clients ask for the parent of whatever the last block is.
 *
 * @category accessors
 */
export const stateAt = (chain: Chain, at: Hex | undefined): State => chain.stateAt(at === noHash ? chain.genesis : at)

/**
 * Asks the runtime over a state, in bytes.
 *
 * @category calls
 */
export const askState = (executable: Executable, state: State, method: string, args: Uint8Array): Uint8Array => {
  let answer: Uint8Array | undefined
  try {
    answer = executable.call(state, method, args)
  } catch (error) {
    throw error instanceof Trap || error instanceof ScaleError ? trapped : error
  }
  if (answer === undefined) throw clientError(`Execution failed: Other: Exported method ${method} is not found`)
  return answer
}

/**
 * Asks the runtime at a block, in bytes.
 *
 * @category calls
 */
export const ask = (chain: Chain, method: string, args: Uint8Array, at: Hex | undefined): Uint8Array =>
  askState(chain.executable, stateAt(chain, at), method, args)

/**
 * Asks a method that the runtime declares, and reads what it answers as it is declared.
 *
 * @category calls
 */
export const query = (chain: Chain, api: string, name: string, args: Uint8Array, at: Hex | undefined): unknown => {
  const { apis, outer } = chain.executable.runtime
  const answer = ask(chain, `${api}_${name}`, args, at)
  const output = apis[api]?.methods[name]?.output
  if (output === undefined) throw clientError(`Execution failed: Other: Exported method ${api}_${name} is not found`)
  return decodeUnsafe(output, answer, outer)
}
