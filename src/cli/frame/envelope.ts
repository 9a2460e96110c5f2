/** The one JSON document that a command prints with `--json`. */
import { Schema } from "effect"
import { type Failure, FailureCode } from "./Failure.ts"

/**
 * What went wrong.
 *
 * @category schemas
 */
export const Problem = Schema.Struct({
  code: FailureCode,
  /** The exit code of the program. */
  exit: Schema.Int,
  what: Schema.String,
  next: Schema.optionalKey(Schema.String)
})

/**
 * The document of a command whose result has this schema.
 *
 * @category schemas
 */
export const envelope = <S extends Schema.Constraint>(result: S) =>
  Schema.Union([
    Schema.Struct({ ok: Schema.Literal(true), command: Schema.String, data: result }),
    Schema.Struct({ ok: Schema.Literal(false), command: Schema.String, error: Problem })
  ])

/** @category constructors */
export const success = (command: string, data: unknown): string => JSON.stringify({ ok: true, command, data }, null, 2)

/** @category constructors */
export const problem = (command: string, { code, exitCode, next, what }: Failure): string =>
  JSON.stringify(
    { ok: false, command, error: { code, exit: exitCode, what, ...(next !== undefined && { next }) } },
    null,
    2
  )
