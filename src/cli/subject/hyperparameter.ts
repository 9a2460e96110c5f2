/** What a subnet is set to, all of it or one thing explained: of `subnets hyperparameters` and `sudo get`. */
import { Effect, Option, Schema } from "effect"
import { callNameOf } from "../../services/subtensor/calls/owner.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import { notFound } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { nearest } from "../frame/spelling.ts"
import type { Pen } from "../terminal/Pen.ts"
import * as All from "./hyperparameters.ts"
import * as Words from "./hyperparameterWords.ts"
import * as Parameters from "./parameters.ts"

/** @category flags */
export const flag = Flags.text("name", "explain this one alone, and say who sets it, and how")

const One = Schema.Struct({
  network: Schema.String,
  netuid: Schema.Int,
  ...All.Row.fields,
  /** What the value counts: `rao`, `blocks`, or parts of a whole; `null` where it is a number or a switch as such. */
  measure: Schema.NullOr(Schema.String),
  what: Schema.NullOr(Schema.String),
  /** What `sudo set` takes for it; `null` where it takes nothing. */
  range: Schema.NullOr(Schema.String),
  set_by: Schema.Literals(["owner", "root", "nobody"]),
  /** The command that sets it to what it is now; `null` where none does. */
  set_command: Schema.NullOr(Schema.String)
})

/** @category schemas */
export const Result = Schema.Union([All.Result, One])

type Row = typeof All.Row.Type

/** By whichever name it goes. */
const rowOf = (rows: ReadonlyArray<Row>, name: string): Row | undefined => {
  const field = Words.fieldOf(name)
  return (
    rows.find(({ hyperparameter }) => hyperparameter === name) ??
    rows.find(({ hyperparameter }) => field !== undefined && Words.fieldOf(hyperparameter) === field)
  )
}

const whoSets = (parameter: string) =>
  Effect.gen(function* () {
    const { has } = yield* (yield* Subtensor).runtime()
    if (!has("call", "AdminUtils", callNameOf(parameter))) return "nobody"
    return Parameters.isOwners(parameter, has("storage", "SubtensorModule", "SubnetTAO")) ? "owner" : "root"
  })

const explain = ({ hyperparameters, netuid, network }: typeof All.Result.Type, typed: string) =>
  Effect.gen(function* () {
    const name = typed.trim().toLowerCase().replaceAll("-", "_")
    const row = rowOf(hyperparameters, name)
    if (row === undefined) {
      const names = hyperparameters.map(({ hyperparameter }) => hyperparameter)
      const near = nearest(name, names)
      return yield* notFound(
        `Subnet ${netuid} on ${network} has no hyperparameter ${typed}.`,
        near === undefined ? `It has ${names.join(", ")}.` : `Did you mean ${near}?`
      )
    }
    const parameter = Parameters.setterOf(row.hyperparameter)
    const set_by = yield* whoSets(parameter ?? row.hyperparameter)
    const isSet = parameter !== undefined && set_by !== "nobody"
    const value = isSet ? Parameters.presentOf(parameter, hyperparameters) : undefined
    return {
      network,
      netuid,
      ...row,
      measure: All.measureOf(row.hyperparameter),
      what: Words.of(row.hyperparameter) ?? null,
      range: isSet ? (Parameters.formOf(parameter) ?? null) : null,
      set_by,
      set_command: isSet ? `btcli sudo set --netuid ${netuid} --param ${parameter} --value ${value ?? "…"}` : null
    } satisfies typeof One.Type
  })

/** The hyperparameters of a subnet, or the one of that name. @category reads */
export const look = (name: Option.Option<string>) => (netuid: number) =>
  Effect.gen(function* () {
    const all = yield* All.read(netuid)
    const found: typeof Result.Type = Option.isNone(name) ? all : yield* explain(all, name.value)
    return found
  })

const setters = {
  owner: "the owner of the subnet",
  root: "the chain's root alone",
  nobody: "nobody: the runtime has no call for it"
}

const explained = (one: typeof One.Type, pen: Pen): string => {
  const value = one.measure === null ? String(one.value) : `${one.value} ${one.measure}`
  const table = pen.table({
    title: `${one.hyperparameter} - NETUID: ${one.netuid} - ${one.network}`,
    columns: [{ title: "" }, { title: "" }],
    rows: [
      ["Value", value],
      ...(one.normalized_value === one.value ? [] : [["Normalized", All.inTao(one)]]),
      ...(one.range === null ? [] : [["May be", one.range]]),
      ["Set by", setters[one.set_by]]
    ]
  })
  const how = one.set_command === null ? [] : [`Set it: ${pen.paint("cyan", one.set_command)}`]
  return [table, ...(one.what === null ? [] : [one.what]), ...how].join("\n\n")
}

/** @category formatting */
export const show = (result: typeof Result.Type, pen: Pen): string =>
  "hyperparameters" in result ? All.show(result, pen) : explained(result, pen)
