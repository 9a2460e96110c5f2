/**
 * The values that a JSON document has for Python, where `1` and `1.0` differ and a dictionary keeps its order.
 * The wire hashes and echoes these, so JavaScript's own `JSON.parse` would lose what matters (wire.md §3.3).
 *
 * @since 0.1.0
 */

/**
 * One Python value. A `bigint` is a Python `int` of any size, a `number` is a `float`, an array is a `list`,
 * a `Map` is a `dict` in insertion order.
 *
 * @category models
 */
export type PythonValue = null | boolean | bigint | number | string | PythonList | PythonTuple | PythonDict

/**
 * A Python `list`.
 *
 * @category models
 */
export interface PythonList extends ReadonlyArray<PythonValue> {}

/**
 * A Python `dict` whose keys are text, in insertion order.
 *
 * @category models
 */
export interface PythonDict extends ReadonlyMap<string, PythonValue> {}

/**
 * A list that Python prints as a tuple, `(1, 2)`; on the wire it is a JSON array.
 *
 * @category models
 */
export class PythonTuple {
  readonly items: ReadonlyArray<PythonValue>
  constructor(items: ReadonlyArray<PythonValue>) {
    this.items = items
  }
}

/**
 * A dictionary whose keys are Python `int`s, which print without quotes: `{1: 'a'}`. The keys are held as decimal
 * text, because that is how JSON carries them.
 *
 * @category models
 */
export class PythonIntDict extends Map<string, PythonValue> {}

/**
 * A number that is a Python `float` although it has no fraction: `new PythonFloat(1)` is `1.0`. It is needed only in
 * untyped (`Schema.Unknown`) positions, where a plain integral number is an `int`; a `Schema.Number` field is always a float.
 * Arithmetic works on it as on a number.
 *
 * @category models
 */
export class PythonFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
  valueOf(): number {
    return this.value
  }
}

/**
 * What is wrong at one place of a value. The message is a fixed text of ours: it holds nothing of the input, so it may be sent to a stranger.
 *
 * @category errors
 */
export interface FieldIssue {
  /** The keys and indices that lead from the whole value to the faulty part; `*` for a key that the other side chose. */
  readonly path: ReadonlyArray<string | number>
  /** A short clause, such as `expected an integer`. */
  readonly message: string
}
