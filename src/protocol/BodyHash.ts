/**
 * The body hash: what a dendrite signs of the message that it sends, and an axon computes again (wire.md §3.1).
 *
 * @since 0.1.0
 */
import { Result } from "effect"
import { type Digest, sha3_256 } from "./Digest.ts"
import { Fault } from "./internal/Fault.ts"
import type { FieldIssue, PythonValue } from "./PythonValue.ts"
import { pyStr } from "./pyStr.ts"

/**
 * Computes the body hash of a synapse's signed values, given in the order of the hash: 64 lower-case hexadecimal digits. It fails, with the value's index as path,
 * only on a string with a lone surrogate, which Python cannot hash either.
 *
 * **Example** (One signed text)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { bodyHash } from "effect-bittensor/protocol/BodyHash"
 *
 * Result.getOrThrow(bodyHash([])) // => "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"
 * ```
 *
 * @category conversions
 */
export const bodyHash = (
  values: ReadonlyArray<PythonValue>,
  digest: Digest = sha3_256
): Result.Result<string, FieldIssue> => {
  let digests = ""
  for (let i = 0; i < values.length; i++) {
    const text = pyStr(values[i]!)
    if (!text.isWellFormed()) return Result.fail(new Fault("a lone surrogate cannot be hashed", [i]))
    digests += digest(text)
  }
  return Result.succeed(digest(digests))
}
