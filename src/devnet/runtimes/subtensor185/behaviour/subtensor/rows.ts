/**
 * The rows of weights and bonds between storage and mathematics: a subnet has up to a million entries, which are read and written
 * as the pairs of u16 that they are, without an object for each.
 *
 * @since 0.2.0
 */
import { readOr, type State, type StorageItem } from "../../../../runtime/storage.ts"
import { Reader } from "../../../../../protocol/internal/Reader.ts"
import { Writer } from "../../../../scale/Writer.ts"

type Pairs = ReadonlyArray<readonly [number, number]>
type Rows = StorageItem<readonly [number, number], Pairs, Pairs>

const EMPTY = new Uint16Array()

/** Each pair of a `Vec<(u16, u16)>`, one after the other. */
const read = (stored: Uint8Array): Uint16Array => {
  const input = new Reader(stored, {})
  const row = new Uint16Array(input.length(4) * 2)
  for (let at = 0; at < row.length; at++) row[at] = input.u16()
  return row
}

/**
 * The rows of a subnet, by uid.
 *
 * @category conversions
 */
export const readRows = (state: State, item: Rows, netuid: number, size: number): ReadonlyArray<Uint16Array> =>
  Array.from({ length: size }, (_, uid) => {
    const stored = state.storage.get(item.key(state, netuid, uid))
    return stored === undefined
      ? EMPTY
      : readOr(
          () => read(stored),
          () => EMPTY
        )
  })

/**
 * Stores one row.
 *
 * @category conversions
 */
export const writeRow = (state: State, item: Rows, netuid: number, uid: number, row: Uint16Array): void => {
  const output = new Writer({})
  output.compact(row.length / 2)
  for (const value of row) output.u16(value)
  state.storage.set(item.key(state, netuid, uid), output.finish())
}
