/**
 * What reading and writing storage costs.
 *
 * @since 0.2.0
 */
import { sum, times, weight, type Weight } from "../../../../runtime/weight.ts"
import { System } from "../../pallets/system.ts"

const { read, write } = System.constants.DbWeight.value

/**
 * The weight of so many reads and writes.
 *
 * @category constructors
 */
export const readsWrites = (reads: number, writes: number): Weight =>
  sum(times(weight(read), reads), times(weight(write), writes))
