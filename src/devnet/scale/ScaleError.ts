/**
 * Why bytes are not the SCALE of a type, or a value is none of its values.
 *
 * @since 0.2.0
 */
import { Data } from "effect"
import { Malformed, type ScaleReason } from "../../protocol/internal/Malformed.ts"

export { Malformed, type ScaleReason }

/**
 * What is wrong, and where in the value: `["data", "free"]`, `[3, "who"]`.
 *
 * @category errors
 */
export class ScaleError extends Data.TaggedError("ScaleError")<{
  readonly reason: ScaleReason
  readonly path: ReadonlyArray<string | number>
}> {
  override get message(): string {
    return this.path.length === 0 ? this.reason : `${this.reason} at ${this.path.join(".")}`
  }
}

/** Runs what reads or writes values, and fails with the error that callers see. */
export const typed = <A>(run: () => A): A => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Malformed) throw new ScaleError({ reason: error.reason, path: error.path })
    throw error
  }
}
