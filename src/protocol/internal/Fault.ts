import type { FieldIssue } from "../PythonValue.ts"

/**
 * A {@link FieldIssue} on its way up: functions of this folder return it in place of a value, and each level puts its key before the path.
 */
export class Fault implements FieldIssue {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
  constructor(message: string, path: ReadonlyArray<string | number> = []) {
    this.message = message
    this.path = path
  }
  /** The same fault, seen from the value that holds the faulty one under `key`. */
  under(key: string | number): Fault {
    return new Fault(this.message, [key, ...this.path])
  }
}
