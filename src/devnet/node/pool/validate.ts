/**
 * What the runtime says of transactions.
 *
 * @since 0.2.0
 */
import { Trap } from "../../runtime/dispatch.ts"
import type { Executable, TransactionSource, Validity } from "../../runtime/executable.ts"
import { ScaleError } from "../../scale/ScaleError.ts"
import type { Best } from "./options.ts"
import { refuse, type Transaction, transaction } from "./Transaction.ts"

/**
 * A transaction of which nobody has said yet what it requires and provides.
 *
 * @category models
 */
export type Submitted = Pick<Transaction, "hash" | "bytes" | "order">

const ask = (executable: Executable, { hash, state }: Best, source: TransactionSource, bytes: Uint8Array): Validity => {
  try {
    return executable.validate(state, source, bytes, hash)
  } catch (error) {
    if (!(error instanceof Trap || error instanceof ScaleError)) throw error
    return refuse({ _tag: "Verification", text: error.message })
  }
}

/**
 * A transaction that is valid after a block, or the reason why it is not.
 *
 * @category validation
 */
export const validated = (
  executable: Executable,
  best: Best,
  one: Submitted,
  source: TransactionSource
): Transaction => {
  const valid = ask(executable, best, source, one.bytes)
  if (valid._tag === "Err") {
    const { _tag, value } = valid.value
    return _tag === "Unknown"
      ? refuse({ _tag: "UnknownTransaction", value })
      : refuse({ _tag: "InvalidTransaction", value })
  }
  if (valid.value.provides.length === 0) return refuse({ _tag: "NoTagsProvided" })
  return transaction(one, valid.value, best.number)
}
