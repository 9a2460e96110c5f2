import { Malformed } from "../Malformed.ts"

/** A number or value that its field cannot have, in words. Bytes that are no SCALE at all are a plain {@link Malformed}. */
export class Mismatch extends Malformed {
  readonly detail: string
  /** Whether it was a number outside of its type; all else is a value of the wrong shape. */
  readonly isRange: boolean
  constructor(detail: string, isRange = false) {
    super("OutOfRange")
    this.detail = detail
    this.isRange = isRange
  }
}
