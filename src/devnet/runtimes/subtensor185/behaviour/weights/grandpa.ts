/**
 * What the calls of Grandpa declare.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight } from "../../../../runtime/weight.ts"
import { Grandpa } from "../../pallets/grandpa.ts"
import { readsWrites } from "./database.ts"

const nominators = Grandpa.constants.MaxNominators.value

/** A hundred authorities are the fewest that FRAME counts with. No recording can have it, as nobody can make such a call. */
const report = declared(
  sum(
    weight(240_000_000n),
    times(weight(175_000n), 100),
    times(weight(25_000_000n), nominators),
    readsWrites(21 + 3 * nominators, 10 + 3 * nominators)
  )
)

/**
 * What the calls of Grandpa declare.
 *
 * @category models
 */
export const grandpa: Declarations<typeof Grandpa> = {
  report_equivocation: report,
  report_equivocation_unsigned: report,
  note_stalled: declared(weight(103_000_000n))
}
