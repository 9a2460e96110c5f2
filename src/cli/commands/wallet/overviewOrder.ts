/** In which order the neurons of an overview stand. */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { nearest } from "../../frame/spelling.ts"
import { emissionOf, type Neuron, stakeOf } from "./overviewResult.ts"

/** @category flags */
export const flags = {
  sortBy: Flags.text("sort_by", "column to sort by, such as stake"),
  sortOrder: Flag.Literals("sort_order", ["ascending", "asc", "descending", "desc", "reverse"]).pipe(
    Flag.withDefault("ascending"),
    Flag.withDescription("ascending or descending")
  )
}

/** What each column is sorted by. */
const values: { readonly [column: string]: (neuron: Neuron) => string | number | bigint } = {
  coldkey: ({ coldkey }) => coldkey,
  hotkey: ({ hotkey }) => hotkey,
  uid: ({ uid }) => uid,
  active: ({ is_active }) => Number(is_active),
  stake: stakeOf,
  rank: ({ rank }) => rank,
  trust: ({ trust }) => trust,
  consensus: ({ consensus }) => consensus,
  incentive: ({ incentive }) => incentive,
  dividends: ({ dividends }) => dividends,
  emission: emissionOf,
  vtrust: ({ validator_trust }) => validator_trust,
  vpermit: ({ validator_permit }) => Number(validator_permit),
  updated: ({ updated }) => updated,
  axon: ({ axon }) => axon ?? "",
  hotkey_ss58: ({ hotkey_address }) => hotkey_address
}

const names = Object.keys(values)

/** The column whose name begins so, or is the nearest. */
const columnOf = (text: string) => {
  const word = text.toLowerCase().replace(/\(.*\)$/, "")
  return names.find((name) => name === word) ?? names.find((name) => name.startsWith(word)) ?? nearest(word, names)
}

interface Given {
  readonly sortBy: Option.Option<string>
  readonly sortOrder: string
}

/** How to sort; as the chain has them if no column was given. @category constructors */
export const orderOf = ({ sortBy, sortOrder }: Given) =>
  Effect.gen(function* () {
    if (Option.isNone(sortBy)) return (neurons: ReadonlyArray<Neuron>) => neurons
    const valueOf = values[columnOf(sortBy.value) ?? ""]
    if (valueOf === undefined)
      return yield* usage(`--sort_by: there is no such column.`, `Give one of ${names.join(", ")}.`)
    const sign = sortOrder.startsWith("asc") ? 1 : -1
    return (neurons: ReadonlyArray<Neuron>) =>
      neurons.toSorted((one, other) => {
        const [left, right] = [valueOf(one), valueOf(other)]
        return left === right ? 0 : left < right ? -sign : sign
      })
  })
