/** What `doctor` finds. */
import { Schema } from "effect"

/**
 * `note` is worth knowing, `problem` is to be mended.
 *
 * @category schemas
 */
export const Finding = Schema.Struct({
  check: Schema.Literals(["settings", "versions", "keys", "endpoint", "genesis", "runtime", "clock", "axon"]),
  status: Schema.Literals(["ok", "note", "problem"]),
  what: Schema.String,
  /** The one thing to do: a command, as a rule. */
  fix: Schema.NullOr(Schema.String)
})

/** @category models */
export type Finding = typeof Finding.Type

type Check = Finding["check"]

/** @category constructors */
export const ok = (check: Check, what: string): Finding => ({ check, status: "ok", what, fix: null })

/** @category constructors */
export const note = (check: Check, what: string, fix: string): Finding => ({ check, status: "note", what, fix })

/** @category constructors */
export const problem = (check: Check, what: string, fix: string): Finding => ({ check, status: "problem", what, fix })
